"""What every request carries: an id, the time, and one log line at its end."""

from __future__ import annotations

import hashlib
import logging
import re
import time
from collections.abc import Callable
from datetime import UTC, datetime
from uuid import uuid4

from django.conf import settings
from django.http import HttpRequest, HttpResponse

_log = logging.getLogger("scatterpilot.requests")
_SANE_ID = re.compile(r"[A-Za-z0-9._-]{8,64}", re.ASCII)


def current_time() -> datetime:
    """Now, UTC-aware; the fixed time of a local demonstration if one is set."""
    fixed: datetime | None = settings.FIXED_NOW
    return fixed.astimezone(UTC) if fixed else datetime.now(UTC)


class RequestContextMiddleware:
    """Sets ``request.id`` (echoed as X-Request-Id) and ``request.now``; logs route and status.

    The line holds no message text, no names, no tokens; the user id only as a digest.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        started = time.perf_counter()
        given = request.headers.get("X-Request-Id", "")
        request.id = given if _SANE_ID.fullmatch(given) else uuid4().hex
        request.now = current_time()
        response = self.get_response(request)
        response["X-Request-Id"] = request.id
        _log.info("request", extra={"facts": _facts(request, response, started)})
        return response


def _facts(request: HttpRequest, response: HttpResponse, started: float) -> dict[str, object]:
    match = request.resolver_match
    user = getattr(request, "user", None)
    return {
        "request_id": request.id,
        "method": request.method,
        "route": match.route if match else None,
        "status": response.status_code,
        "ms": round((time.perf_counter() - started) * 1000, 1),
        "user": hashlib.sha256(user.id.encode()).hexdigest()[:16] if user else None,
    }
