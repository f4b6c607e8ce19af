"""What one page hands to the next: in signed, short-lived HttpOnly cookies, never in an address or a page."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse


@dataclass(frozen=True, slots=True)
class Step:
    """One kind of hand-over and how long it may take."""

    name: str
    lasts_seconds: int

    @property
    def cookie(self) -> str:
        """The cookie's name in this stage."""
        return f"{settings.COOKIE_PREFIX}sp_step_{self.name}"

    def remember(self, response: HttpResponse, **facts: str) -> None:
        """Hand these facts to the next page."""
        value = signing.dumps(facts, salt=self._salt, compress=True)
        response.set_cookie(
            self.cookie,
            value,
            max_age=self.lasts_seconds,
            path="/",
            secure=settings.COOKIES_SECURE,
            httponly=True,
            samesite="Lax",
        )

    def read(self, request: HttpRequest) -> dict[str, str]:
        """The facts of the page before; empty when there are none, or they are forged or too old."""
        try:
            facts = signing.loads(request.COOKIES.get(self.cookie, ""), salt=self._salt, max_age=self.lasts_seconds)
        except signing.BadSignature:
            return {}
        return dict(facts)

    def forget(self, request: HttpRequest, response: HttpResponse) -> None:
        """It is done."""
        if self.cookie in request.COOKIES:
            response.delete_cookie(self.cookie, path="/", samesite="Lax")

    @property
    def _salt(self) -> str:
        return f"accounts.steps.{self.name}"


# Whose code is awaited: only so that nobody types the address twice.
ADDRESS = Step("address", 3600)
# Cognito gives its challenge sessions three minutes (AuthSessionValidity).
CHALLENGE = Step("challenge", 180)
# The authenticator's secret between showing it and proving it.
ENROLMENT = Step("enrolment", 600)
NEW_ADDRESS = Step("new_address", 3600)
