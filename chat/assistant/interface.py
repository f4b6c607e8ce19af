"""What every assistant promises: read the user's words, work on the draft, answer in words."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from chat.domain.workbench import Workbench


class Outcome(StrEnum):
    """What the assistant made of the message.

    No outcome creates, sends or pays an invoice: a confirmation is recognised by the server.
    """

    DRAFT = "draft"  # worked on, or talked about, the draft
    CANCELLED = "cancelled"  # the user drops the whole draft
    REFUSED = "refused"  # not the assistant's business; nothing was begun


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """What a model call cost, in tokens; the offline assistant costs nothing."""

    input_tokens: int = 0
    output_tokens: int = 0
    cache_read_tokens: int = 0
    cache_write_tokens: int = 0
    model_calls: int = 0

    def __add__(self, other: Usage) -> Usage:
        return Usage(
            input_tokens=self.input_tokens + other.input_tokens,
            output_tokens=self.output_tokens + other.output_tokens,
            cache_read_tokens=self.cache_read_tokens + other.cache_read_tokens,
            cache_write_tokens=self.cache_write_tokens + other.cache_write_tokens,
            model_calls=self.model_calls + other.model_calls,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """The assistant's words; figures need no repeating, the page shows the draft beside them.

    ``prompt_version`` names the instructions a model answered under, empty where there are none.
    """

    text: str
    outcome: Outcome = Outcome.DRAFT
    usage: Usage = field(default_factory=Usage)
    prompt_version: str = ""


class AssistantError(Exception):
    """The assistant could not answer. ``retryable``: the same message may work later.

    ``operator_hint`` is a sentence for whoever runs the service, never shown to users.
    ``usage`` is what was paid for all the same.
    """

    def __init__(self, reason: str, *, retryable: bool, operator_hint: str = "", usage: Usage | None = None) -> None:
        self.reason = reason
        self.retryable = retryable
        self.operator_hint = operator_hint
        self.usage = usage or Usage()
        super().__init__(reason)


class Assistant(Protocol):
    """Anything that can answer: Bedrock, or the offline rules."""

    name: str

    def reply(self, text: str, workbench: Workbench) -> Reply:
        """Answer ``text``, applying operations to the workbench's draft.

        Raises AssistantError when it can't answer; what it did to the workbench then counts
        for nothing.
        """
        ...
