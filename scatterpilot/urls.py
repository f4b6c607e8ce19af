"""The site map.

What not every request needs is imported by the first that does: the API (its addresses have no
names), the pages of those signed in (accounts.private_views), the schema.
"""

from __future__ import annotations

from django.conf import settings
from django.urls import include, path

from accounts.views.mailbox import mailbox
from scatterpilot import api_docs, health, landing
from scatterpilot.nameless import nameless

urlpatterns = [
    path("", landing.home, name="home"),
    path("healthz", health.healthz, name="healthz"),
    path("accounts/", include("accounts.urls")),
    path("chat/", include("chat.urls")),
    path("", include("invoices.urls")),
    nameless("api/v1/", "scatterpilot.api_urls"),
    path("api/schema/", api_docs.schema, name="schema"),
    path("api/docs/", api_docs.docs, name="api-docs"),
]
if settings.LOCAL_MAILBOX_URL:
    urlpatterns.append(path("local/mailbox/", mailbox, name="local-mailbox"))
handler400 = "scatterpilot.error_pages.bad_request"
handler403 = "scatterpilot.error_pages.permission_denied"
handler404 = "scatterpilot.error_pages.not_found"
handler500 = "scatterpilot.error_pages.server_error"
