"""The site map."""

from __future__ import annotations

from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

from scatterpilot import health, landing

urlpatterns = [
    path("", landing.home, name="home"),
    path("healthz", health.healthz, name="healthz"),
    path("accounts/", include("accounts.urls")),
    path("chat/", include("chat.urls")),
    path("", include("invoices.urls")),
    path("api/v1/", include("scatterpilot.api_urls")),
    path("api/schema/", SpectacularAPIView.as_view(), name="schema"),
    path("api/docs/", SpectacularSwaggerSplitView.as_view(url_name="schema"), name="api-docs"),
]
handler400 = "scatterpilot.error_pages.bad_request"
handler403 = "scatterpilot.error_pages.permission_denied"
handler404 = "scatterpilot.error_pages.not_found"
handler500 = "scatterpilot.error_pages.server_error"
