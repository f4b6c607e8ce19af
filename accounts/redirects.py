"""Where to go after signing in, never off this site."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme


def safe_next(request: HttpRequest, wanted: str) -> str:
    """``wanted`` when it is a path of this very site, else the home page."""
    is_path = wanted.startswith("/") and not wanted.startswith("//") and "\\" not in wanted
    if is_path and url_has_allowed_host_and_scheme(wanted, {request.get_host()}):
        return wanted
    return reverse("home")
