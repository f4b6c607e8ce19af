"""Parameters that several endpoints document."""

from __future__ import annotations

from drf_spectacular.utils import OpenApiParameter

PAGE_PARAMETERS = [
    OpenApiParameter("limit", int, description="Entries a page, 1 to 100 (default 20)."),
    OpenApiParameter("cursor", str, description="From next or previous of another page."),
]
