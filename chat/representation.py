"""Conversations, messages and turns as the API's JSON."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from chat.actions import Turn, standing
from chat.domain.conversation import Conversation, Message
from invoices.domain.changes import Change
from invoices.domain.completeness import DraftWarning
from invoices.domain.invoice import Invoice
from invoices.representation import invoice_json

Json = dict[str, Any]
# What the server keeps with a draft for itself.
_INTERNAL = {"sources", "concerns", "unverified", "stated_totals", "stated_amount", "id", "due_days"}


def _time(moment: datetime) -> str:
    return moment.isoformat().replace("+00:00", "Z")


def conversation_json(conversation: Conversation) -> Json:
    """The header."""
    return {
        "id": conversation.id,
        "title": conversation.title,
        "created_at": _time(conversation.created_at),
    }


def message_json(message: Message) -> Json:
    """The Message of the contract."""
    return {
        "id": message.id,
        "role": str(message.role),
        "text": message.text,
        "created_at": _time(message.created_at),
    }


def _shown(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _shown(part) for name, part in value.items() if name not in _INTERNAL}
    return value


def changes_json(changes: Iterable[Change]) -> list[Json]:
    """The changes a user would call changes; what the server notes for itself is left out."""
    return [
        {"op": c.op, "path": c.path, "before": _shown(c.before), "after": _shown(c.after)}
        for c in changes
        if c.path.rsplit(".", 1)[-1] not in _INTERNAL
    ]


def warnings_json(warnings: Iterable[DraftWarning]) -> list[Json]:
    """Code and sentence of each warning."""
    return [{"code": warning.code, "text": warning.text} for warning in warnings]


def draft_json(draft: Invoice | None, *, today: date) -> Json:
    """The draft with what it lacks, as part of a conversation."""
    lacking, doubtful = standing(draft)
    return {
        "draft": None if draft is None else invoice_json(draft, today=today),
        "missing": list(lacking),
        "warnings": warnings_json(doubtful),
    }


def turn_json(turn: Turn) -> Json:
    """The Turn of the contract."""
    return {
        "user_message": message_json(turn.user_message),
        "assistant_message": message_json(turn.assistant_message),
        "draft": None if turn.draft is None else invoice_json(turn.draft, today=turn.today),
        "changes": changes_json(turn.changes),
        "missing": list(turn.missing),
        "warnings": warnings_json(turn.warnings),
        "state": turn.state,
        "invoice_id": turn.invoice_id,
    }
