"""The browser's session: Cognito's tokens in HttpOnly cookies, and when it began and was last used.

The ``session`` cookie is signed: nobody can make a session younger, or somebody else's.
"""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass, replace

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from accounts.cognito import Tokens

KINDS = ("access", "id", "refresh", "session")
# The time of last use need not be exact: a cookie less in most answers.
TOUCHED_EVERY_SECONDS = 60
_SALT = "accounts.session"


@dataclass(frozen=True, slots=True)
class Session:
    """One sign-in of one browser; times in milliseconds since the epoch."""

    id: str
    user_id: str
    started_ms: int
    seen_ms: int

    def is_over(self, now_ms: int) -> bool:
        """Whether it is older, or was left alone longer, than a session may be."""
        too_old = now_ms - self.started_ms >= settings.SESSION_ABSOLUTE_SECONDS * 1000
        return too_old or now_ms - self.seen_ms >= settings.SESSION_IDLE_SECONDS * 1000

    def wants_a_touch(self, now_ms: int) -> bool:
        """Whether its time of last use should be brought up to date."""
        return now_ms - self.seen_ms >= TOUCHED_EVERY_SECONDS * 1000


def now_ms() -> int:
    """The real time, also where the site's clock stands still for a demonstration."""
    return time.time_ns() // 1_000_000


def cookie_name(kind: str) -> str:
    """The name of the ``access``, ``id``, ``refresh`` or ``session`` cookie in this stage."""
    return f"{settings.COOKIE_PREFIX}sp_{kind}"


def token(request: HttpRequest, kind: str) -> str:
    """The cookie's token, empty when there is none."""
    return request.COOKIES.get(cookie_name(kind), "")


def read(request: HttpRequest) -> Session | None:
    """The session of this browser, or None: never begun, forged, or over."""
    try:
        found = Session(*signing.loads(token(request, "session"), salt=_SALT))
    except (signing.BadSignature, TypeError):
        return None
    return None if found.is_over(now_ms()) else found


def begin(response: HttpResponse, tokens: Tokens, user_id: str) -> None:
    """A new session, whatever was before; its cookies go with the session's longest life."""
    moment = now_ms()
    session = Session(secrets.token_urlsafe(16), user_id, moment, moment)
    remember(response, tokens, session)


def remember(response: HttpResponse, tokens: Tokens | None, session: Session) -> None:
    """Put tokens (if there are new ones) and the session, as used just now, into cookies."""
    moment = now_ms()
    left_seconds = settings.SESSION_ABSOLUTE_SECONDS - (moment - session.started_ms) // 1000
    touched = replace(session, seen_ms=moment)
    values = {"session": signing.dumps(_fields(touched), salt=_SALT)}
    if tokens is not None:
        values |= {"access": tokens.access, "id": tokens.id}
        if tokens.refresh:  # where the pool rotates them, the new one replaces the old
            values["refresh"] = tokens.refresh
    for kind, value in values.items():
        _set(response, kind, value, left_seconds)
    response.session_decided = True


def _fields(session: Session) -> list[str | int]:
    return [session.id, session.user_id, session.started_ms, session.seen_ms]


def _set(response: HttpResponse, kind: str, value: str, max_age_seconds: int) -> None:
    response.set_cookie(
        cookie_name(kind),
        value,
        max_age=max_age_seconds,
        path="/",
        secure=settings.COOKIES_SECURE,
        httponly=True,
        samesite="Lax",
    )


def forget(response: HttpResponse) -> None:
    """Delete the session's cookies."""
    for kind in KINDS:
        response.delete_cookie(cookie_name(kind), path="/", samesite="Lax")
    response.session_decided = True
