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

from limits.address import client_address

_log = logging.getLogger("scatterpilot.requests")
_EVENTS = {403: "right_refused", 405: "method_refused", 413: "too_large", 429: "limit_reached"}
_ACCOUNT_ROUTES = "accounts/"
_SIGN_IN_ROUTES = "accounts/sign-in/"
_SANE_ID = re.compile(r"[A-Za-z0-9._-]{8,64}", re.ASCII)


def current_time() -> datetime:
    """Now, UTC-aware; the fixed time of a local demonstration if one is set."""
    fixed: datetime | None = settings.FIXED_NOW
    return fixed.astimezone(UTC) if fixed else datetime.now(UTC)


class RequestContextMiddleware:
    """Sets ``request.id`` (echoed as X-Request-Id) and ``request.now``; logs route and status.

    The line holds no address asked for, no message text, no names, no tokens; the user id only as a digest.
    What somebody who watches over the site wants to know of has an ``event``, and where it came from.
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
        event = _event(request, response)
        facts = _facts(request, response, started) | event
        _log.log(logging.WARNING if event else logging.INFO, "request", extra={"facts": facts})
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


def _event(request: HttpRequest, response: HttpResponse) -> dict[str, object]:
    """Failed sign-ins, refused tokens and rights, limits (ASVS 16.3); empty for everything else."""
    name = _event_name(request, response.status_code)
    return {"event": name, "client": client_address(request)} if name else {}


def _event_name(request: HttpRequest, status: int) -> str | None:
    if status in _EVENTS:
        return _EVENTS[status]
    if getattr(request, "token_refused", False):
        return "token_refused"
    match = request.resolver_match
    if match is None:
        return None
    if request.method == "POST" and status in {400, 401} and match.route.startswith(_ACCOUNT_ROUTES):
        return "sign_in_failed" if match.route.startswith(_SIGN_IN_ROUTES) else "account_step_failed"
    # Somebody else's id, or one that never was: to the outside they are the same, and so to the log.
    return "no_such_id" if status == 404 and match.kwargs else None
