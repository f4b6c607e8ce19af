"""The authenticator app (time-based one-time passwords, RFC 6238)."""

from __future__ import annotations

from accounts.cognito.calls import client, translated
from accounts.errors import SessionRefused, StepExpired, WrongCode

_DEAD_SESSION = {"NotAuthorizedException": SessionRefused}


def begin(access_token: str) -> str:
    """A new secret (base32) for the user's app; nothing is asked of the user before ``finish``."""
    with translated(_DEAD_SESSION):
        return str(client().associate_software_token(AccessToken=access_token)["SecretCode"])


def finish(access_token: str, code: str) -> None:
    """Prove that the app holds the secret, and ask for its codes from now on; raises WrongCode or StepExpired."""
    refusals = {
        **_DEAD_SESSION,
        "EnableSoftwareTokenMFAException": WrongCode,
        "CodeMismatchException": WrongCode,
        "InvalidParameterException": WrongCode,
        "SoftwareTokenMFANotFoundException": StepExpired,
    }
    with translated(refusals):
        client().verify_software_token(AccessToken=access_token, UserCode=code)
    _prefer(access_token, enabled=True)


def turn_off(access_token: str) -> None:
    """Ask for the password only."""
    _prefer(access_token, enabled=False)


def _prefer(access_token: str, *, enabled: bool) -> None:
    with translated(_DEAD_SESSION):
        client().set_user_mfa_preference(
            AccessToken=access_token,
            SoftwareTokenMfaSettings={"Enabled": enabled, "PreferredMfa": enabled},
        )
