"""The password once more, before what only the account's owner may do."""

from __future__ import annotations

from contextlib import suppress

from django.conf import settings
from django.http import HttpRequest

from accounts import attempts, cognito
from accounts.errors import AccountError, ChallengeRequired, NotConfirmed, WrongCredentials, WrongPassword


def check_password(request: HttpRequest, email: str, password: str) -> None:
    """Raises WrongPassword, or RateLimited after too many."""
    attempts.count(request, "sign-in", email)
    try:
        tokens = cognito.sign_in(settings.COGNITO_CLIENT_ID, email, password)
    except ChallengeRequired:
        tokens = None  # the password was right; the second factor was shown when this session began
    except (WrongCredentials, NotConfirmed) as refusal:
        raise WrongPassword from refusal
    attempts.uncount(request, "sign-in", email)
    if tokens is not None and tokens.refresh:
        # It was only asked whether it is right: no second session stays behind.
        with suppress(AccountError):
            cognito.revoke(settings.COGNITO_CLIENT_ID, tokens.refresh)
