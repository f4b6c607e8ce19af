"""A conversation and its messages, and what a message may be."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from chat.domain.errors import MESSAGE_LENGTH, InvalidMessage
from chat.domain.situation import Role, Said
from invoices.domain.changes import Change

TITLE_LENGTH = 80
_UNUSABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One message. Times are UTC-aware.

    Of an assistant's message: ``draft_id`` and ``draft_version`` name the draft as it stood
    after it, ``changes`` what the turn did to it, ``undone_turns`` how many earlier turns it took
    back, ``state`` the turn's state of the contract, ``source`` who answered and with which prompt.
    """

    id: str
    role: Role
    text: str
    created_at: datetime
    draft_id: str | None = None
    draft_version: int | None = None
    changes: tuple[Change, ...] = ()
    undone_turns: int = 0
    state: str = "draft"
    source: str = ""
    tokens: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversation:
    """The header: title, and when it was begun."""

    id: str
    title: str = ""
    created_at: datetime
    version: int = 1


def check_message(text: object) -> str:
    """The text of a message that can be taken, with line ends as line feeds.

    Raises InvalidMessage: empty, over 4,000 characters, or characters nobody can type.
    """
    if not isinstance(text, str):
        raise InvalidMessage("invalid_message", "A message is a text.")
    tidy = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    if not tidy:
        raise InvalidMessage("empty_message", "Write a message first.")
    if len(tidy) > MESSAGE_LENGTH:
        raise InvalidMessage(
            "message_too_long",
            f"A message can have at most {MESSAGE_LENGTH:,} characters; this one has {len(tidy):,}. "
            "Nothing was sent: shorten it or send it in parts.",
        )
    if _UNUSABLE.search(tidy):
        raise InvalidMessage("invalid_characters", "The message has characters that can't be used.")
    return tidy


def title_from(text: str) -> str:
    """A title made from the first message: its beginning, cut at a word."""
    first = " ".join(text.split())
    if len(first) <= TITLE_LENGTH:
        return first
    return first[: TITLE_LENGTH - 1].rsplit(" ", 1)[0] + "…"


def current_draft(messages: Sequence[Message]) -> tuple[str | None, int | None]:
    """Id and version of the draft being worked on after these messages (oldest first)."""
    for message in reversed(messages):
        if message.role is Role.ASSISTANT:
            # A refused message leaves the draft as it was.
            is_open = message.state in {"draft", "refused"}
            return (message.draft_id, message.draft_version) if is_open else (None, None)
    return None, None


def undoable(messages: Sequence[Message], draft_id: str | None, version: int) -> list[tuple[Change, ...]]:
    """Changes of the turns that can be taken back, newest first.

    Empty once the draft was edited elsewhere: taking back would not be exact any more.
    """
    stack: list[tuple[Change, ...]] = []
    last_version = None
    for message in messages:
        if message.role is not Role.ASSISTANT or message.draft_id != draft_id:
            continue
        last_version = message.draft_version
        if message.undone_turns:
            del stack[-message.undone_turns :]
        elif message.changes:
            stack.append(message.changes)
    return stack[::-1] if last_version == version else []


def window(messages: Sequence[Message]) -> tuple[Said, ...]:
    """The messages as an assistant sees them."""
    return tuple(Said(message.role, message.text) for message in messages)
