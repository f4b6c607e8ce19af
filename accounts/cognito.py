"""The only module that talks to Cognito's API. AWS's errors become ours here."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from accounts.errors import (
    AccountError,
    ChallengeRequired,
    IdentityUnavailable,
    NotConfirmed,
    TooManyAttempts,
    WrongCredentials,
)

_client_lock = threading.Lock()
_ERRORS: dict[str, type[AccountError]] = {
    "NotAuthorizedException": WrongCredentials,
    "UserNotFoundException": WrongCredentials,
    "UserNotConfirmedException": NotConfirmed,
    "PasswordResetRequiredException": WrongCredentials,
    "InvalidParameterException": WrongCredentials,
    "TooManyRequestsException": TooManyAttempts,
    "LimitExceededException": TooManyAttempts,
}


@dataclass(frozen=True, slots=True)
class Tokens:
    """What Cognito hands out; ``refresh`` is None when a refresh kept the old one."""

    access: str
    id: str
    refresh: str | None
    expires_in_seconds: int


@lru_cache(maxsize=1)
def _make_client() -> Any:
    import boto3
    from botocore.config import Config

    config = Config(connect_timeout=2, read_timeout=4, retries={"total_max_attempts": 2, "mode": "standard"})
    return boto3.client("cognito-idp", config=config)


def client() -> Any:
    """The process's one Cognito client, made when first used."""
    with _client_lock:
        return _make_client()


@contextmanager
def _translated() -> Iterator[None]:
    from botocore.exceptions import BotoCoreError, ClientError

    try:
        yield
    except ClientError as error:
        known = _ERRORS.get(error.response["Error"]["Code"])
        raise (known() if known else IdentityUnavailable()) from error
    except BotoCoreError as error:
        raise IdentityUnavailable from error


def _tokens(answer: dict[str, Any]) -> Tokens:
    if "ChallengeName" in answer:
        raise ChallengeRequired(answer["ChallengeName"])
    result = answer["AuthenticationResult"]
    return Tokens(
        access=result["AccessToken"],
        id=result["IdToken"],
        refresh=result.get("RefreshToken"),
        expires_in_seconds=int(result["ExpiresIn"]),
    )


def sign_in(client_id: str, email: str, password: str) -> Tokens:
    """Exchange e-mail and password for tokens.

    Raises WrongCredentials (also for an unknown e-mail), NotConfirmed, ChallengeRequired,
    TooManyAttempts or IdentityUnavailable.
    """
    with _translated():
        answer = client().initiate_auth(
            AuthFlow="USER_PASSWORD_AUTH",
            ClientId=client_id,
            AuthParameters={"USERNAME": email, "PASSWORD": password},
        )
    return _tokens(answer)


def refresh(client_id: str, refresh_token: str) -> Tokens:
    """New access and id tokens; raises WrongCredentials when the refresh token is dead."""
    with _translated():
        answer = client().initiate_auth(
            AuthFlow="REFRESH_TOKEN_AUTH",
            ClientId=client_id,
            AuthParameters={"REFRESH_TOKEN": refresh_token},
        )
    return _tokens(answer)


def revoke(client_id: str, refresh_token: str) -> None:
    """Make the refresh token, and the access tokens made from it, worthless."""
    with _translated():
        client().revoke_token(ClientId=client_id, Token=refresh_token)


def create_confirmed_user(pool_id: str, email: str, password: str, group: str) -> str:
    """Make a user with a permanent password (or reset an existing one's); returns the sub.

    Needs administrator rights on the pool; used by the ``create_user`` command only.
    """
    from botocore.exceptions import ClientError

    attributes = [{"Name": "email", "Value": email}, {"Name": "email_verified", "Value": "true"}]
    try:
        client().admin_create_user(
            UserPoolId=pool_id,
            Username=email,
            UserAttributes=attributes,
            MessageAction="SUPPRESS",
        )
    except ClientError as error:
        if error.response["Error"]["Code"] != "UsernameExistsException":
            raise
    client().admin_set_user_password(UserPoolId=pool_id, Username=email, Password=password, Permanent=True)
    client().admin_add_user_to_group(UserPoolId=pool_id, Username=email, GroupName=group)
    user = client().admin_get_user(UserPoolId=pool_id, Username=email)
    return str(next(a["Value"] for a in user["UserAttributes"] if a["Name"] == "sub"))
