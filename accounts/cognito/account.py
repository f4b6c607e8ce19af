"""What the signed-in user's account holds, its address, and its end."""

from __future__ import annotations

from dataclasses import dataclass

from accounts.cognito.calls import client, translated
from accounts.cognito.sessions import SECOND_FACTOR
from accounts.errors import NothingToSend, SessionRefused, WrongCode

_DEAD_SESSION = {"NotAuthorizedException": SessionRefused, "UserNotFoundException": SessionRefused}


@dataclass(frozen=True, slots=True)
class Account:
    """What the security page shows."""

    email: str
    has_second_factor: bool


def load(access_token: str) -> Account:
    """The account as Cognito has it now; raises SessionRefused."""
    with translated(_DEAD_SESSION):
        user = client().get_user(AccessToken=access_token)
    email = next((a["Value"] for a in user["UserAttributes"] if a["Name"] == "email"), "")
    return Account(email, SECOND_FACTOR in user.get("UserMFASettingList", ()))


def ask_for_new_address(access_token: str, email: str) -> bool:
    """Mail a code to the new address; True when a code is awaited, False when the address is in force already.

    True also for an address that somebody else has: who asks must not learn of them. The pool keeps
    the old address until the new one is proved (AttributesRequireVerificationBeforeUpdate).
    Raises SessionRefused.
    """
    unusable = {"AliasExistsException": NothingToSend, "InvalidParameterException": NothingToSend}
    try:
        with translated({**_DEAD_SESSION, **unusable}):
            answer = client().update_user_attributes(
                AccessToken=access_token, UserAttributes=[{"Name": "email", "Value": email}]
            )
    except NothingToSend:
        return True
    return bool(answer.get("CodeDeliveryDetailsList"))


def prove_new_address(access_token: str, code: str) -> None:
    """Put the new address into force; raises WrongCode, whatever is wrong with address or code."""
    refusals = {
        **_DEAD_SESSION,
        "CodeMismatchException": WrongCode,
        "ExpiredCodeException": WrongCode,
        "AliasExistsException": WrongCode,
        "InvalidParameterException": WrongCode,
    }
    with translated(refusals):
        client().verify_user_attribute(AccessToken=access_token, AttributeName="email", Code=code)


def delete(access_token: str) -> None:
    """Delete the user from the pool; raises SessionRefused."""
    with translated(_DEAD_SESSION):
        client().delete_user(AccessToken=access_token)
