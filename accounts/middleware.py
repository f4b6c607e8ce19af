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

from accounts import cognito, session
from accounts.errors import AccountError, IdentityUnavailable, InvalidToken
from accounts.identity import Identity
from accounts.verification import email_from_id_token, identity_from_access_token

_log = logging.getLogger("accounts")
View = Callable[..., HttpResponse]


def public(view: View) -> View:
    """Mark a view as open to everybody; all others need a signed-in user."""
    view.is_public = True  # type: ignore[attr-defined]
    return view


class IdentityMiddleware:
    """Cookie or Bearer token -> ``request.user`` (an Identity or None).

    ``request.user_from_cookie`` tells whether CSRF applies. An access token near its end is
    refreshed on the server with the refresh cookie, unseen by the user.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.user = None
        request.user_from_cookie = False
        request.token_refused = False
        request.identity_failure = None
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
        if renewed is not None and not getattr(response, "session_decided", False):
            session.remember(response, renewed)
        return response

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
            return identity_from_access_token(token.strip())
        except InvalidToken as refusal:
            request.token_refused = True
            _log_refusal(request, refusal)
            return None

    def _from_cookies(self, request: HttpRequest) -> cognito.Tokens | None:
        """Set the user from the cookies; returns new tokens if they had to be refreshed."""
        access = session.token(request, "access")
        if access:
            try:
                self._accept(request, access, session.token(request, "id"))
                return None
            except InvalidToken as refusal:
                _log_refusal(request, refusal)
        return self._renew(request, session.token(request, "refresh"))

    def _renew(self, request: HttpRequest, refresh_token: str) -> cognito.Tokens | None:
        if not refresh_token:
            return None
        try:
            tokens = cognito.refresh(settings.COGNITO_CLIENT_ID, refresh_token)
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


def _log_refusal(request: HttpRequest, refusal: AccountError) -> None:
    reason = getattr(refusal, "reason", refusal.code)
    facts = {"request_id": request.id, "reason": reason}
    _log.warning("token refused", extra={"facts": facts})
