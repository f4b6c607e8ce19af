"""What the server can be told to answer: the model's messages, AWS's errors, and accidents on the way."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from itertools import count
from typing import Any

_numbers = count(1)


class Accident(Enum):
    """What may happen to an answer between AWS and us."""

    HANG = "no byte ever comes"
    RESET = "the connection is reset"
    HALF_JSON = "the body ends in the middle, and its length says that this is all"
    HALF_BODY = "the connection ends before the promised length"


@dataclass(frozen=True, kw_only=True)
class Answer:
    """One answer. `error` is (HTTP status, type, message); else `content` is the model's message."""

    content: tuple[dict[str, Any], ...] = ()
    stop_reason: str = "end_turn"
    error: tuple[int, str, str] | None = None
    accident: Accident | None = None
    delay_seconds: float = 0
    extra: dict[str, Any] = field(default_factory=dict)


def use(tool: str, **arguments: Any) -> dict[str, Any]:
    """A toolUse block with an id of its own."""
    return raw_use(tool, arguments)


def raw_use(tool: str, arguments: Any) -> dict[str, Any]:
    """A toolUse block whose input may be anything, even what no schema allows."""
    return {"toolUse": {"toolUseId": f"tooluse_{next(_numbers):08d}", "name": tool, "input": arguments}}


def says(text: str, *, stop_reason: str = "end_turn", delay_seconds: float = 0) -> Answer:
    """A message of words only."""
    return Answer(content=({"text": text},), stop_reason=stop_reason, delay_seconds=delay_seconds)


def calls(*uses: dict[str, Any], text: str = "", delay_seconds: float = 0) -> Answer:
    """A message that uses tools, after some words if any."""
    words = ({"text": text},) if text else ()
    return Answer(content=(*words, *uses), stop_reason="tool_use", delay_seconds=delay_seconds)


def empty(*, stop_reason: str = "end_turn") -> Answer:
    """A message with no content at all, which models do send."""
    return Answer(stop_reason=stop_reason)


def error(status: int, type_: str, message: str) -> Answer:
    """AWS's refusal in its own JSON form."""
    return Answer(error=(status, type_, message))


def throttled(message: str = "Too many requests, please wait before trying again.") -> Answer:
    return error(429, "ThrottlingException", message)


def model_access_not_granted() -> Answer:
    return error(403, "AccessDeniedException", "You don't have access to the model with the specified model ID.")


def marketplace_denied() -> Answer:
    return error(
        403,
        "AccessDeniedException",
        "Model access is denied due to IAM user or service role is not authorized to perform the required AWS "
        "Marketplace actions (aws-marketplace:ViewSubscriptions, aws-marketplace:Subscribe) to enable access to "
        "this model. Refer to the Amazon Bedrock documentation for further details.",
    )


def not_authorized() -> Answer:
    return error(
        403,
        "AccessDeniedException",
        "User: arn:aws:sts::123456789012:assumed-role/site/function is not authorized to perform: "
        "bedrock:InvokeModel on resource: arn:aws:bedrock:us-east-1:123456789012:inference-profile/x "
        "because no identity-based policy allows the bedrock:InvokeModel action",
    )


def use_case_form_missing() -> Answer:
    return error(
        404,
        "ResourceNotFoundException",
        "Model use case details have not been submitted for this account. Fill out the Anthropic use case details "
        "form before using the model. If you have already filled out the form, try again in 15 minutes.",
    )


def needs_inference_profile(model_id: str) -> Answer:
    return error(
        400,
        "ValidationException",
        f"Invocation of model ID {model_id} with on-demand throughput isn’t supported. Retry your request with "
        "the ID or ARN of an inference profile that contains this model.",
    )


def expired_token() -> Answer:
    return error(403, "ExpiredTokenException", "The security token included in the request is expired")


def server_error() -> Answer:
    return error(500, "InternalServerException", "The system encountered an unexpected error during processing.")


def unavailable() -> Answer:
    return error(503, "ServiceUnavailableException", "Bedrock is unable to process your request.")


def model_timeout() -> Answer:
    return error(408, "ModelTimeoutException", "The model took too long to respond.")


def model_not_ready() -> Answer:
    return error(429, "ModelNotReadyException", "The model is not ready for inference.")


def model_error() -> Answer:
    return error(424, "ModelErrorException", "The model returned an error.")


def hangs(seconds: float = 30) -> Answer:
    """Nothing for so long, then the connection closes."""
    return Answer(accident=Accident.HANG, delay_seconds=seconds)


def resets() -> Answer:
    return Answer(accident=Accident.RESET)


def half_json(*uses: dict[str, Any], text: str = "I have") -> Answer:
    """A whole HTTP answer whose JSON is cut: botocore hands it on without `output` and without an error."""
    return Answer(content=({"text": text}, *uses), accident=Accident.HALF_JSON)


def half_body() -> Answer:
    return Answer(content=({"text": "I have"},), accident=Accident.HALF_BODY)
