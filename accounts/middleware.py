"""Who is asking? Before any view runs, and before anything costs money."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode

from accounts import session
from accounts.cognito import Tokens
from accounts.errors import AccountError, IdentityUnavailable, InvalidToken
from accounts.identity import Identity
from accounts.renewal import renew
from accounts.session import Session
from accounts.verification import email_from_id_token, identity_from_access_token

_log = logging.getLogger("accounts")
View = Callable[..., HttpResponse]


def public(view: View) -> View:
    """Mark a view as open to everybody; all others need a signed-in user."""
    view.is_public = True  # type: ignore[attr-defined]
    return view


class IdentityMiddleware:
    """Cookie or Bearer token -> ``request.user`` (an Identity or None).

    ``request.user_from_cookie`` tells whether CSRF applies; ``request.access_token`` is the token
    that counted. One that has ended is renewed on the server with the refresh cookie, unseen by the
    user. Cookies count only within a session that is neither over nor signed out.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.user = None
        request.user_from_cookie = False
        request.token_refused = False
        request.identity_failure = None
        request.access_token = ""
        request.browser_session = None
        renewed = None
        try:
            if "Authorization" in request.headers:
                request.user = self._from_header(request)
            else:
                renewed = self._from_cookies(request)
        except IdentityUnavailable as failure:
            # Private views answer 503 for it (scatterpilot.error_responses).
            request.identity_failure = failure
        response = self.get_response(request)
        if not getattr(response, "session_decided", False):
            self._keep_session(request, response, renewed)
        return response

    def _keep_session(self, request: HttpRequest, response: HttpResponse, renewed: Tokens | None) -> None:
        current: Session | None = request.browser_session
        if current is None or request.user is None:
            return
        if renewed is not None or current.wants_a_touch(session.now_ms()):
            session.remember(response, renewed, current)

    def process_view(
        self, request: HttpRequest, view: View, _args: list[Any], _kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Send strangers to the sign-in page, except from public views and the API.

        The API's own authentication answers 401 there.
        """
        is_api = getattr(view, "cls", None) is not None
        if request.user is not None or is_api or getattr(view, "is_public", False):
            return None
        where = request.get_full_path() if request.method == "GET" else reverse("home")
        return HttpResponseRedirect(f"{reverse('sign-in')}?{urlencode({'next': where})}")

    def _from_header(self, request: HttpRequest) -> Identity | None:
        scheme, _, token = request.headers["Authorization"].partition(" ")
        try:
            if scheme.lower() != "bearer":
                raise InvalidToken("not a Bearer token")
            request.access_token = token.strip()
            return identity_from_access_token(request.access_token)
        except InvalidToken as refusal:
            request.token_refused = True
            _log_refusal(request, refusal)
            return None

    def _from_cookies(self, request: HttpRequest) -> Tokens | None:
        """Set the user from the cookies; returns new tokens if they had to be refreshed."""
        access, refresh_token = session.token(request, "access"), session.token(request, "refresh")
        current = session.read(request) if access or refresh_token else None
        if current is None:
            return None
        request.browser_session = current
        renewed = self._identify(request, access, refresh_token)
        if request.user is not None and not self._is_alive(current, request.user):
            _log_refusal(request, InvalidToken("the session was signed out, or is somebody else's"))
            request.user, renewed = None, None
        return renewed

    def _identify(self, request: HttpRequest, access: str, refresh_token: str) -> Tokens | None:
        if access:
            try:
                self._accept(request, access, session.token(request, "id"))
                return None
            except InvalidToken as refusal:
                _log_refusal(request, refusal)
        return self._renew(request, refresh_token)

    def _is_alive(self, current: Session, user: Identity) -> bool:
        # The tables' library is for those who are signed in.
        from accounts.ended_sessions import is_ended

        return current.user_id == user.id and not is_ended(current)

    def _renew(self, request: HttpRequest, refresh_token: str) -> Tokens | None:
        if not refresh_token:
            return None
        try:
            tokens = renew(settings.COGNITO_CLIENT_ID, refresh_token)
            self._accept(request, tokens.access, tokens.id)
        except IdentityUnavailable:
            raise
        except AccountError as refusal:
            _log_refusal(request, refusal)
            return None
        return tokens

    def _accept(self, request: HttpRequest, access: str, id_token: str) -> None:
        identity = identity_from_access_token(access)
        email = ""
        if id_token:
            try:
                email = email_from_id_token(id_token)
            except InvalidToken:
                email = ""  # the id token only greets; the access token decides
        request.user = replace(identity, email=email)
        request.user_from_cookie = True
        request.access_token = access


def _log_refusal(request: HttpRequest, refusal: AccountError) -> None:
    reason = getattr(refusal, "reason", refusal.code)
    facts = {"request_id": request.id, "reason": reason}
    _log.warning("token refused", extra={"facts": facts})
