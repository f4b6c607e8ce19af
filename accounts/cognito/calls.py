"""The one Cognito client of a process, and what its refusals mean."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

from accounts.errors import (
    AccountError,
    IdentityUnavailable,
    NotConfirmed,
    PasswordMustBeRenewed,
    TooManyAttempts,
    WrongCredentials,
)

Refusals = Mapping[str, Callable[[], AccountError]]

_client_lock = threading.Lock()
_REFUSALS: Refusals = {
    "NotAuthorizedException": WrongCredentials,
    "UserNotFoundException": WrongCredentials,
    "UserNotConfirmedException": NotConfirmed,
    "PasswordResetRequiredException": PasswordMustBeRenewed,
    "InvalidParameterException": WrongCredentials,
    "TooManyRequestsException": TooManyAttempts,
    "LimitExceededException": TooManyAttempts,
    "TooManyFailedAttemptsException": TooManyAttempts,
}
# After five wrong passwords Cognito locks the account for a time that doubles, and says so under the very
# code it has for a wrong password.
# https://docs.aws.amazon.com/cognito/latest/developerguide/authentication-flows-public-server-side.html
_LOCKED = "attempts exceeded"


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


def forget_client() -> None:
    """Make the next call with a new client (tests that change the endpoint)."""
    _make_client.cache_clear()


@contextmanager
def translated(refusals: Refusals | None = None) -> Iterator[None]:
    """Cognito's errors become ours; ``refusals`` says what some codes mean for this operation.

    Whatever nobody expected means that Cognito can't be used now.
    """
    from botocore.exceptions import BotoCoreError, ClientError

    try:
        yield
    except ClientError as error:
        code, message = error.response["Error"]["Code"], error.response["Error"].get("Message", "")
        if code == "NotAuthorizedException" and _LOCKED in message:
            raise TooManyAttempts from error
        meaning = {**_REFUSALS, **(refusals or {})}.get(code)
        raise (meaning() if meaning else IdentityUnavailable()) from error
    except BotoCoreError as error:
        raise IdentityUnavailable from error
