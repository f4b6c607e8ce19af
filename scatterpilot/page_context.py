"""What every page's template may use."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, object]:
    """The signed-in identity (or None) and the stage."""
    return {"identity": getattr(request, "user", None), "stage": settings.STAGE}
