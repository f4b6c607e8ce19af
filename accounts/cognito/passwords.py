"""Forgetting, resetting and changing a password."""

from __future__ import annotations

from accounts.cognito.calls import client, translated
from accounts.errors import NothingToSend, PasswordRefused, TooManyAttempts, WrongCode, WrongPassword


def send_reset_code(client_id: str, email: str) -> None:
    """Mail a reset code if the address belongs to a confirmed account; says nothing about whether it does."""
    silent = {
        "InvalidParameterException": NothingToSend,  # no confirmed address
        "NotAuthorizedException": NothingToSend,  # invited and never signed in, or disabled
        "UserNotFoundException": NothingToSend,
        "UserNotConfirmedException": NothingToSend,
        "CodeDeliveryFailureException": NothingToSend,
    }
    try:
        with translated(silent):
            client().forgot_password(ClientId=client_id, Username=email)
    except (NothingToSend, TooManyAttempts):
        # As in registration.send_code_again: Cognito counts only addresses that have an account.
        return


def reset(client_id: str, email: str, code: str, password: str) -> None:
    """Set a password with a mailed code; raises WrongCode (whatever is wrong with it) or PasswordRefused."""
    refusals = {
        "CodeMismatchException": WrongCode,
        "ExpiredCodeException": WrongCode,
        "NotAuthorizedException": WrongCode,
        "UserNotFoundException": WrongCode,
        "UserNotConfirmedException": WrongCode,
        "InvalidParameterException": WrongCode,
        "LimitExceededException": WrongCode,
        "TooManyFailedAttemptsException": WrongCode,
        "InvalidPasswordException": PasswordRefused,
        "PasswordHistoryPolicyViolationException": PasswordRefused,
    }
    with translated(refusals):
        client().confirm_forgot_password(ClientId=client_id, Username=email, ConfirmationCode=code, Password=password)


def change(access_token: str, current: str, new: str) -> None:
    """Replace the password; raises WrongPassword or PasswordRefused."""
    refusals = {
        "NotAuthorizedException": WrongPassword,
        "InvalidParameterException": PasswordRefused,
        "InvalidPasswordException": PasswordRefused,
        "PasswordHistoryPolicyViolationException": PasswordRefused,
    }
    with translated(refusals):
        client().change_password(AccessToken=access_token, PreviousPassword=current, ProposedPassword=new)
