"""Every app's endpoints under /api/v1/."""

from __future__ import annotations

from django.urls import include, path

import accounts.api_schema  # noqa: F401 - tells the schema how to sign in

urlpatterns = [
    path("", include("chat.api_urls")),
    path("", include("invoices.api_urls")),
]
