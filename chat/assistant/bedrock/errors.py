"""Bedrock's failures as facts: what to tell the operator, and whether the same message may work later."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    ConnectTimeoutError,
    HTTPClientError,
    NoCredentialsError,
    ReadTimeoutError,
)
from botocore.exceptions import ConnectionError as BotoConnectionError

from chat.assistant.bedrock.deadline import TimeIsUp
from chat.assistant.interface import AssistantError

# Worth another try in a while, in AWS's own names (API_runtime_Converse, "Errors").
_PASSING = {
    "ThrottlingException": "Bedrock is throttling",
    "ServiceQuotaExceededException": "a Bedrock quota is used up",
    "ModelNotReadyException": "the model is not ready yet",
    "ModelTimeoutException": "the model took too long",
    "ModelErrorException": "the model failed",
    "InternalServerException": "Bedrock failed",
    "ServiceUnavailableException": "Bedrock is unavailable",
    "RequestTimeoutException": "Bedrock gave up waiting for the request",
}
_CREDENTIALS = {
    "ExpiredTokenException",
    "IncompleteSignature",
    "InvalidClientTokenId",
    "InvalidSignatureException",
    "MissingAuthenticationTokenException",
    "UnrecognizedClientException",
}
_CREDENTIALS_HINT = (
    "AWS does not take the credentials this process has: check the function's role (on a computer: AWS_PROFILE, "
    "or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, and whether they have expired)."
)
_QUOTA_HINT = (
    "The account's Bedrock quota is used up. See Service Quotas, Amazon Bedrock: requests and tokens per minute "
    "and per day of this model, and ask for more if this goes on."
)


def translate(error: BotoCoreError | ClientError | TimeIsUp, *, model_id: str) -> AssistantError:
    """The AssistantError that says what happened; the caller raises it from the original."""
    if isinstance(error, ClientError):
        return _refused(error, model_id)
    if isinstance(error, TimeIsUp | ReadTimeoutError):
        return AssistantError("Bedrock did not answer in time", retryable=True)
    if isinstance(error, NoCredentialsError):
        return AssistantError("there are no AWS credentials", retryable=False, operator_hint=_CREDENTIALS_HINT)
    if isinstance(error, ConnectTimeoutError | BotoConnectionError | HTTPClientError):
        return AssistantError(
            f"the connection to Bedrock failed ({type(error).__name__})",
            retryable=True,
            operator_hint="If this goes on: is Bedrock offered in AWS_REGION, and can this process reach it?",
        )
    return AssistantError(
        f"the call to Bedrock could not be made ({type(error).__name__})", retryable=False, operator_hint=str(error)
    )


def unusable_answer(response: Mapping[str, Any]) -> AssistantError:
    """An answer without the message it should hold: a body cut on the way reads like that in boto3."""
    found = ", ".join(sorted(response)) or "nothing"
    return AssistantError(f"Bedrock's answer was not whole (it holds: {found})", retryable=True)


def _refused(error: ClientError, model_id: str) -> AssistantError:
    details = error.response.get("Error", {})
    code, message = details.get("Code", ""), details.get("Message", "")
    if code in _PASSING:
        hint = _QUOTA_HINT if "Throttling" in code or "Quota" in code else ""
        return AssistantError(f"{_PASSING[code]} ({code})", retryable=True, operator_hint=hint)
    if code in _CREDENTIALS:
        return AssistantError(f"AWS refused the credentials ({code})", retryable=False, operator_hint=_CREDENTIALS_HINT)
    status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
    if status >= 500:
        return AssistantError(f"Bedrock failed ({code or status})", retryable=True)
    hint = _configuration_hint(code, message, model_id) or f"Bedrock said: {message}"
    return AssistantError(f"Bedrock refused the call ({code})", retryable=False, operator_hint=hint)


def _configuration_hint(code: str, message: str, model_id: str) -> str:
    """What the operator has to do, for the refusals that a correct deployment never sees."""
    if "on-demand throughput" in message:
        return (
            f"BEDROCK_MODEL_ID is {model_id}, a bare model id. On-demand use of this model needs an inference "
            f"profile: set BEDROCK_MODEL_ID to the profile's id, such as us.{model_id} (eu., apac. or global. for "
            "other regions), and allow that profile and its models in the function's role."
        )
    if "model identifier is invalid" in message:
        return f"BEDROCK_MODEL_ID is {model_id}, which Bedrock does not know in this region: check it and AWS_REGION."
    if "use case details" in message:
        return (
            "Anthropic's use case form was not handed in for this AWS account: Bedrock console, Model catalog, "
            "this model, 'Submit use case details'. It works about 15 minutes later."
        )
    if "Marketplace" in message or "access to the model" in message:
        return (
            f"Access to the model {model_id} is not granted in this AWS account: open it once in the Bedrock console "
            "(Model catalog, in AWS_REGION) with a user who may subscribe in AWS Marketplace, then try again in "
            "a few minutes."
        )
    if code == "AccessDeniedException":
        return (
            "The function's role may not call the model: it needs bedrock:InvokeModel on the inference profile and on "
            f"the models behind it (infrastructure/template.yaml). AWS said: {message}"
        )
    return ""
