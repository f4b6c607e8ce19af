"""Every app's endpoints under /api/v1/."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [
    path("", include("chat.api_urls")),
    path("", include("invoices.api_urls")),
]
