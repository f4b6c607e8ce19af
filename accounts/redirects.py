"""Where to go after signing in, never off this site."""

from __future__ import annotations

import re

from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

# One slash, then no second one, no backslash (browsers take it for one), no space or control character (they drop it).
_PATH = re.compile(r"/(?![/\\])[^\\\x00-\x20\x7f]{0,2000}")


def safe_next(request: HttpRequest, wanted: str) -> str:
    """``wanted`` when it is a path of this very site, else the home page."""
    if _PATH.fullmatch(wanted) and url_has_allowed_host_and_scheme(wanted, {request.get_host()}):
        return wanted
    return reverse("home")
