"""Signing in step by step, renewing and ending a session."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from accounts.cognito.calls import client, translated
from accounts.errors import ChallengeRequired, PasswordRefused, SessionRefused, StepExpired, WrongCode

NEW_PASSWORD = "NEW_PASSWORD_REQUIRED"  # noqa: S105
SECOND_FACTOR = "SOFTWARE_TOKEN_MFA"


@dataclass(frozen=True, slots=True)
class Tokens:
    """What Cognito hands out; ``refresh`` is None when a refresh kept the old one."""

    access: str
    id: str
    refresh: str | None
    expires_in_seconds: int


def _tokens(answer: dict[str, Any]) -> Tokens:
    if answer.get("ChallengeName"):
        raise ChallengeRequired(answer["ChallengeName"], answer.get("Session", ""))
    result = answer["AuthenticationResult"]
    return Tokens(
        access=result["AccessToken"],
        id=result["IdToken"],
        refresh=result.get("RefreshToken"),
        expires_in_seconds=int(result["ExpiresIn"]),
    )


def sign_in(client_id: str, email: str, password: str) -> Tokens:
    """Exchange e-mail and password for tokens.

    Raises WrongCredentials (also for an unknown e-mail), NotConfirmed, PasswordMustBeRenewed,
    ChallengeRequired, TooManyAttempts or IdentityUnavailable.
    """
    with translated():
        answer = client().initiate_auth(
            AuthFlow="USER_PASSWORD_AUTH",
            ClientId=client_id,
            AuthParameters={"USERNAME": email, "PASSWORD": password},
        )
    return _tokens(answer)


def set_first_password(client_id: str, email: str, session: str, password: str) -> Tokens:
    """The invited user's own password; raises PasswordRefused, StepExpired or ChallengeRequired."""
    responses = {"USERNAME": email, "NEW_PASSWORD": password}
    refusals = {
        "InvalidPasswordException": PasswordRefused,
        "InvalidParameterException": PasswordRefused,
        "PasswordHistoryPolicyViolationException": PasswordRefused,
        "NotAuthorizedException": StepExpired,
    }
    with translated(refusals):
        answer = _respond(client_id, NEW_PASSWORD, session, responses)
    return _tokens(answer)


def prove_second_factor(client_id: str, email: str, session: str, code: str) -> Tokens:
    """The authenticator's code; raises WrongCode (also for one used before) or StepExpired."""
    responses = {"USERNAME": email, "SOFTWARE_TOKEN_MFA_CODE": code}
    refusals = {
        "CodeMismatchException": WrongCode,
        "ExpiredCodeException": WrongCode,
        "InvalidParameterException": WrongCode,
        "NotAuthorizedException": StepExpired,
    }
    with translated(refusals):
        answer = _respond(client_id, SECOND_FACTOR, session, responses)
    return _tokens(answer)


def _respond(client_id: str, challenge: str, session: str, responses: dict[str, str]) -> Any:
    return client().respond_to_auth_challenge(
        ClientId=client_id, ChallengeName=challenge, Session=session, ChallengeResponses=responses
    )


def refresh(client_id: str, refresh_token: str) -> Tokens:
    """New access and id tokens, and a new refresh token where the pool rotates them.

    Raises SessionRefused when the refresh token is dead.
    """
    dead = {
        "NotAuthorizedException": SessionRefused,
        "InvalidParameterException": SessionRefused,
        "RefreshTokenReuseException": SessionRefused,
    }
    with translated(dead):
        answer = client().initiate_auth(
            AuthFlow="REFRESH_TOKEN_AUTH",
            ClientId=client_id,
            AuthParameters={"REFRESH_TOKEN": refresh_token},
        )
    return _tokens(answer)


def revoke(client_id: str, refresh_token: str) -> None:
    """Make the refresh token, and the access tokens made from it, worthless."""
    with translated():
        client().revoke_token(ClientId=client_id, Token=refresh_token)


def sign_out_everywhere(access_token: str) -> None:
    """End all of the user's sessions; a token that is dead already is as good."""
    with translated({"NotAuthorizedException": SessionRefused}):
        client().global_sign_out(AccessToken=access_token)
