"""Every app's endpoints under /api/v1/; each app's own map is imported when the search reaches it."""

from __future__ import annotations

from scatterpilot.nameless import nameless

urlpatterns = [
    nameless("", "invoices.api_urls"),
    nameless("", "chat.api_urls"),
]
