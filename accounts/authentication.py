"""The same check for DRF: the middleware has already decided who is asking."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import PermissionDenied
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from accounts.identity import Identity


class _CsrfCheck(CsrfViewMiddleware):
    def _reject(self, request: HttpRequest, reason: str) -> str:  # noqa: ARG002
        return reason


def _no_response(_request: HttpRequest) -> HttpResponse:
    return HttpResponse()


class CognitoAuthentication(BaseAuthentication):
    """Bearer access token, or the browser's cookies with a CSRF token on every write."""

    def authenticate(self, request: Request) -> tuple[Identity, None] | None:
        """The identity the middleware found, or None."""
        http: HttpRequest = request._request
        if http.user is None:
            return None
        if http.user_from_cookie:
            self._enforce_csrf(http)
        return http.user, None

    def authenticate_header(self, request: Request) -> str:
        """WWW-Authenticate of a 401 (RFC 6750 section 3)."""
        if getattr(request._request, "token_refused", False):
            return 'Bearer realm="scatterpilot", error="invalid_token"'
        return 'Bearer realm="scatterpilot"'

    def _enforce_csrf(self, http: HttpRequest) -> None:
        check = _CsrfCheck(_no_response)
        check.process_request(http)
        reason = check.process_view(http, _no_response, (), {})
        if reason:
            raise PermissionDenied(f"CSRF check failed: {reason}", code="csrf_failed")


class IsSignedIn(BasePermission):
    """Any verified user."""

    def has_permission(self, request: Request, view: object) -> bool:  # noqa: ARG002
        """Whether somebody is signed in."""
        return isinstance(request.user, Identity)
