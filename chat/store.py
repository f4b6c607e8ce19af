"""Conversations and messages <-> items, always under the owner's key."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

from pynamodb.exceptions import PutError
from pynamodb.transactions import TransactGet, TransactWrite

from chat.domain.conversation import Conversation, Message
from chat.domain.errors import ConversationNotFound
from chat.domain.situation import Role
from chat.models import ConversationRow
from invoices.domain.changes import Change
from tables.pages import Page, read_page

_FAILED = "ConditionalCheckFailedException"


def _header_sk(conversation_id: str) -> str:
    return f"conversation#{conversation_id}"


def _message_prefix(conversation_id: str) -> str:
    return f"message#{conversation_id}#"


def check_id(conversation_id: str) -> None:
    """Refuse what can't be an id before it becomes part of a key."""
    is_sane = 0 < len(conversation_id) <= 64 and conversation_id.isascii()
    if not is_sane or "#" in conversation_id or not conversation_id.isprintable():
        raise ConversationNotFound


def _dump(tree: dict[str, Any]) -> str:
    filled = {name: value for name, value in tree.items() if value not in (None, "", 0, [], {})}
    return json.dumps(filled, ensure_ascii=False, separators=(",", ":"))


def row_of_conversation(owner: str, conversation: Conversation) -> ConversationRow:
    """The header's item."""
    record = {"title": conversation.title, "created_at": conversation.created_at.isoformat()}
    return ConversationRow(owner, _header_sk(conversation.id), document=_dump(record), version=conversation.version)


def conversation_of(row: ConversationRow) -> Conversation:
    """The header in this item."""
    record = json.loads(row.document)
    return Conversation(
        id=row.sk.removeprefix("conversation#"),
        title=record.get("title", ""),
        created_at=datetime.fromisoformat(record["created_at"]),
        version=int(row.version),
    )


def row_of_message(owner: str, conversation_id: str, message: Message) -> ConversationRow:
    """The message's item."""
    record = {
        "role": str(message.role),
        "text": message.text,
        "created_at": message.created_at.isoformat(),
        "draft_id": message.draft_id,
        "draft_version": message.draft_version,
        "changes": [[c.op, c.path, c.before, c.after] for c in message.changes],
        "undone_turns": message.undone_turns,
        "state": message.state if message.state != "draft" else None,
        "source": message.source,
        "tokens": message.tokens,
    }
    return ConversationRow(owner, f"{_message_prefix(conversation_id)}{message.id}", document=_dump(record))


def message_of(row: ConversationRow) -> Message:
    """The message in this item."""
    record = json.loads(row.document)
    return Message(
        id=row.sk.rsplit("#", 1)[1],
        role=Role(record["role"]),
        text=record.get("text", ""),
        created_at=datetime.fromisoformat(record["created_at"]),
        draft_id=record.get("draft_id"),
        draft_version=record.get("draft_version"),
        changes=tuple(Change(*parts) for parts in record.get("changes", ())),
        undone_turns=record.get("undone_turns", 0),
        state=record.get("state", "draft"),
        source=record.get("source", ""),
        tokens=record.get("tokens", {}),
    )


def create(owner: str, conversation: Conversation) -> None:
    """Store a new header."""
    row = row_of_conversation(owner, conversation)
    try:
        row.save(condition=ConversationRow.sk.does_not_exist())
    except PutError as error:
        # The id is new and unguessable: a refused repeat means our own first try was stored.
        if error.cause_response_code != _FAILED:
            raise


def load(owner: str, conversation_id: str) -> Conversation:
    """The header, strongly consistent; raises ConversationNotFound."""
    check_id(conversation_id)
    try:
        row = ConversationRow.get(owner, _header_sk(conversation_id), consistent_read=True)
    except ConversationRow.DoesNotExist:
        raise ConversationNotFound from None
    return conversation_of(row)


def stage_header(transaction: TransactGet, owner: str, conversation_id: str) -> Callable[[], Conversation]:
    """Ask for the header in the caller's read; the result raises ConversationNotFound."""
    row = transaction.get(ConversationRow, owner, _header_sk(conversation_id))

    def result() -> Conversation:
        try:
            return conversation_of(row.get())
        except ConversationRow.DoesNotExist:
            raise ConversationNotFound from None

    return result


def append(owner: str, conversation_id: str, message: Message) -> None:
    """Store a message at once (the user's, before anybody is asked anything)."""
    row = row_of_message(owner, conversation_id, message)
    try:
        row.save(condition=ConversationRow.sk.does_not_exist())
    except PutError as error:
        # As in create: an unguessable id that is already there is our own write.
        if error.cause_response_code != _FAILED:
            raise


def stage_message(transaction: TransactWrite, owner: str, conversation_id: str, message: Message) -> None:
    """Put a message into the caller's transaction."""
    row = row_of_message(owner, conversation_id, message)
    transaction.save(row, condition=ConversationRow.sk.does_not_exist())


def newest(owner: str, conversation_id: str, count: int) -> list[Message]:
    """The last messages, oldest first: one strongly consistent Query."""
    check_id(conversation_id)
    rows = ConversationRow.query(
        owner,
        ConversationRow.sk.startswith(_message_prefix(conversation_id)),
        limit=count,
        scan_index_forward=False,
        consistent_read=True,
    )
    return [message_of(row) for row in rows][::-1]


def stage_title(transaction: TransactWrite, owner: str, conversation: Conversation) -> None:
    """Put the header's title into the caller's transaction; a deleted conversation does not come back."""
    transaction.save(row_of_conversation(owner, conversation), condition=ConversationRow.sk.exists())


def rename(owner: str, conversation: Conversation) -> None:
    """Store the header's next title; raises ConversationNotFound when it is gone."""
    row = row_of_conversation(owner, conversation)
    try:
        row.save(condition=ConversationRow.sk.exists())
    except PutError as error:
        if error.cause_response_code == _FAILED:
            raise ConversationNotFound from error
        raise


def delete(owner: str, conversation_id: str) -> None:
    """Delete the header, then all messages; raises ConversationNotFound."""
    load(owner, conversation_id)
    ConversationRow(owner, _header_sk(conversation_id)).delete()
    prefix = ConversationRow.sk.startswith(_message_prefix(conversation_id))
    rows = ConversationRow.query(owner, prefix, attributes_to_get=["user_id", "sk"])
    with ConversationRow.batch_write() as batch:
        for row in rows:
            batch.delete(row)


def delete_all(owner: str) -> None:
    """Delete everything under the owner's key."""
    rows = ConversationRow.query(owner, attributes_to_get=["user_id", "sk"], consistent_read=True)
    with ConversationRow.batch_write() as batch:
        for row in rows:
            batch.delete(row)


def _fetcher(owner: str, prefix: str, *, newest_first: bool) -> Any:
    def fetch(back: bool, start: dict[str, Any] | None, count: int) -> list[ConversationRow]:
        return list(
            ConversationRow.query(
                owner,
                ConversationRow.sk.startswith(prefix),
                limit=count,
                scan_index_forward=back if newest_first else not back,
                last_evaluated_key=start,
                consistent_read=True,
            )
        )

    return fetch


def _key(row: ConversationRow) -> dict[str, Any]:
    return {"user_id": {"S": row.user_id}, "sk": {"S": row.sk}}


def conversations(owner: str, *, limit: int, position: dict[str, Any] | None) -> Page[Conversation]:
    """A page of headers, newest first."""
    fetch = _fetcher(owner, "conversation#", newest_first=True)
    page = read_page(fetch, _key, limit=limit, position=position)
    return Page([conversation_of(row) for row in page.rows], page.next, page.previous)


def messages(owner: str, conversation_id: str, *, limit: int, position: dict[str, Any] | None) -> Page[Message]:
    """A page of a conversation's messages, oldest first."""
    fetch = _fetcher(owner, _message_prefix(conversation_id), newest_first=False)
    page = read_page(fetch, _key, limit=limit, position=position)
    return Page([message_of(row) for row in page.rows], page.next, page.previous)
