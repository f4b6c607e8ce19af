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


class WrongPassword(AccountError):
    """The present password, asked for once more, is not right."""

    code = "wrong_password"

    def __init__(self) -> None:
        super().__init__("Your present password is not right.")


class PasswordMustBeRenewed(AccountError):
    """An administrator asked for a reset; only the right password learns of it."""

    code = "password_must_be_renewed"

    def __init__(self) -> None:
        super().__init__("Your password has to be set anew. Use “Forgot your password?” below.")


class PasswordRefused(AccountError):
    """Cognito's pool does not take this as a new password."""

    code = "password_refused"

    def __init__(self) -> None:
        super().__init__("This password can't be used. Choose another that keeps to the rules below.")


class WrongCode(AccountError):
    """Mistyped, too old, used before, or for nobody: one answer for all of these."""

    code = "wrong_code"

    def __init__(self) -> None:
        super().__init__("This code is not right, or it is too old, or was used before. Check it, or get a new one.")


class StepExpired(AccountError):
    """What was begun on the page before took too long; it starts again."""

    code = "step_expired"

    def __init__(self) -> None:
        super().__init__("That took too long, so we have to start again.")


class SessionRefused(AccountError):
    """Cognito does not know this session any more."""

    code = "session_refused"

    def __init__(self) -> None:
        super().__init__("Your session has ended. Sign in again.")


class NothingToSend(AccountError):
    """No code is due to this address. Never told to anybody."""

    code = "nothing_to_send"


class ChallengeRequired(AccountError):
    """Cognito wants a further step (new password, second factor); ``session`` is for Cognito only."""

    code = "challenge_required"

    def __init__(self, challenge: str, session: str = "") -> None:
        self.challenge = challenge
        self.session = session
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
        super().__init__("This is not possible right now: the sign-in service does not answer. Try again in a moment.")
