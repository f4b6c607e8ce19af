"""Where a request comes from, as the server in front of us knows it."""

from __future__ import annotations

from django.http import HttpRequest


def client_address(request: HttpRequest) -> str:
    """The client's IP address; never from a header that anyone can set."""
    return str(request.META.get("REMOTE_ADDR", ""))
