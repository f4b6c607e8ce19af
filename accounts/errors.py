"""Facts that signing in can refuse with."""

from __future__ import annotations


class AccountError(Exception):
    """Base of every refusal about accounts; ``str(error)`` is for a person."""

    code = "account_error"


class InvalidToken(AccountError):
    """The token proves nothing. ``reason`` goes to the log, never to the response."""

    code = "invalid_token"

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__("Sign in again: the session or access token is not valid any more.")


class WrongCredentials(AccountError):
    """E-mail and password don't match; the same for an unknown e-mail."""

    code = "wrong_credentials"

    def __init__(self) -> None:
        super().__init__("The e-mail address or the password is not right.")


class NotConfirmed(AccountError):
    """The account exists, but its e-mail address was never confirmed."""

    code = "not_confirmed"

    def __init__(self) -> None:
        super().__init__("Confirm your e-mail address first, with the code we sent you.")


class ChallengeRequired(AccountError):
    """Cognito wants a further step (new password, second factor)."""

    code = "challenge_required"

    def __init__(self, challenge: str) -> None:
        self.challenge = challenge
        super().__init__(f"This account needs a further step to sign in ({challenge}).")


class TooManyAttempts(AccountError):
    """Cognito itself is throttling this."""

    code = "too_many_attempts"
    retry_after_seconds = 60

    def __init__(self) -> None:
        super().__init__("Too many attempts. Wait a minute and try again.")


class IdentityUnavailable(AccountError):
    """Cognito does not answer, or its keys can't be had."""

    code = "identity_unavailable"
    retry_after_seconds = 10

    def __init__(self) -> None:
        super().__init__("Signing in is not possible right now. Try again in a moment.")
