"""Signing up and proving the e-mail address.

A known address gets the answer of an unknown one. Where Cognito itself tells them apart
(UsernameExistsException), the difference ends here.
"""

from __future__ import annotations

from accounts.cognito.calls import client, translated
from accounts.errors import (
    AccountError,
    NothingToSend,
    PasswordRefused,
    TooManyAttempts,
    WrongCode,
)


class _AddressTaken(AccountError):
    """Never shown to anybody."""


def sign_up(client_id: str, email: str, password: str) -> None:
    """Ask for an account; a code is mailed to a new or unconfirmed address.

    Raises PasswordRefused, TooManyAttempts or IdentityUnavailable, and nothing for an address that has an account.
    """
    refusals = {
        "UsernameExistsException": _AddressTaken,
        "InvalidPasswordException": PasswordRefused,
        "InvalidParameterException": PasswordRefused,
    }
    try:
        with translated(refusals):
            client().sign_up(
                ClientId=client_id,
                Username=email,
                Password=password,
                UserAttributes=[{"Name": "email", "Value": email}],
            )
    except _AddressTaken:
        # Somebody who never got through confirming gets another code; who has an account gets nothing.
        send_code_again(client_id, email)


def confirm(client_id: str, email: str, code: str) -> None:
    """Prove the address; raises WrongCode whatever is wrong with address or code."""
    refusals = {
        "CodeMismatchException": WrongCode,
        "ExpiredCodeException": WrongCode,
        "NotAuthorizedException": WrongCode,  # confirmed already
        "AliasExistsException": WrongCode,
        "UserNotFoundException": WrongCode,
        "InvalidParameterException": WrongCode,
    }
    with translated(refusals):
        client().confirm_sign_up(ClientId=client_id, Username=email, ConfirmationCode=code)


def send_code_again(client_id: str, email: str) -> None:
    """Mail a new code if the address waits for one; says nothing about whether it does."""
    silent = {
        "InvalidParameterException": NothingToSend,  # confirmed already
        "NotAuthorizedException": NothingToSend,
        "UserNotFoundException": NothingToSend,
        "CodeDeliveryFailureException": NothingToSend,
    }
    try:
        with translated(silent):
            client().resend_confirmation_code(ClientId=client_id, Username=email)
    except (NothingToSend, TooManyAttempts):
        # Only an address that has an account can have had too many codes: our own limit, lower
        # and the same for all, answers before that (accounts.attempts).
        return
