"""The browser's session: Cognito's tokens in HttpOnly cookies, and nothing kept on the server."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from accounts.cognito import Tokens

REFRESH_SECONDS = 30 * 24 * 3600


def cookie_name(kind: str) -> str:
    """The name of the ``access``, ``id`` or ``refresh`` cookie in this stage."""
    return f"{settings.COOKIE_PREFIX}sp_{kind}"


def token(request: HttpRequest, kind: str) -> str:
    """The cookie's token, empty when there is none."""
    return request.COOKIES.get(cookie_name(kind), "")


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


def remember(response: HttpResponse, tokens: Tokens) -> None:
    """Put the tokens into cookies; all live as long as the refresh token may."""
    _set(response, "access", tokens.access, REFRESH_SECONDS)
    _set(response, "id", tokens.id, REFRESH_SECONDS)
    if tokens.refresh:
        _set(response, "refresh", tokens.refresh, REFRESH_SECONDS)


def forget(response: HttpResponse) -> None:
    """Delete the session's cookies."""
    for kind in ("access", "id", "refresh"):
        response.delete_cookie(cookie_name(kind), path="/", samesite="Lax")
