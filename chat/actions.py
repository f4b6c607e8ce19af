"""What a user can do in a conversation: the verbs that pages and API share.

A turn makes at most six DynamoDB requests beside the assistant, whatever the length of the
conversation: rate limit (the caller's), window of messages, records, user's message,
customers, and one transaction for reply and draft.
"""

from __future__ import annotations

import logging
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from functools import lru_cache

from pynamodb.exceptions import TransactWriteError
from uuid6 import uuid7

from chat import store, turn_records
from chat.assistant.interface import Assistant, AssistantError, Outcome, Reply
from chat.assistant.readers import WordReaders
from chat.domain import firewall
from chat.domain.confirmation import is_confirmation
from chat.domain.conversation import Conversation, Message, check_message, title_from, undoable, window
from chat.domain.errors import AssistantUnavailable, ConversationBusy, NoDraft
from chat.domain.situation import Role, Situation
from chat.domain.workbench import Workbench
from chat.turn_records import Records
from invoices import actions as invoices
from invoices import queries
from invoices.domain.changes import Change
from invoices.domain.completeness import DraftWarning, check_ready, missing, warnings
from invoices.domain.errors import InvoiceError
from invoices.domain.events import Actor, Door
from invoices.domain.invoice import Invoice, InvoiceContent
from invoices.domain.parties import Customer
from tables.writes import CONDITION_FAILED, CONFLICT, refusals, write_transaction

_log = logging.getLogger("chat")
WINDOW = 20
_TRIES = 3
# Doubts that words of assent do not settle: the user has to say which currency, which figure.
_BLOCKING = {"mixed_currency", "invalid_amount"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """What came of a message. ``state`` is draft, created, cancelled or refused; ``today`` is the seller's date."""

    user_message: Message
    assistant_message: Message
    draft: Invoice | None
    today: date
    changes: tuple[Change, ...] = ()
    missing: tuple[str, ...] = ()
    warnings: tuple[DraftWarning, ...] = ()
    state: str = "draft"
    invoice_id: str | None = None


def start(owner: str, *, now: datetime, title: str = "") -> Conversation:
    """Begin an empty conversation."""
    conversation = Conversation(id=str(uuid7()), title=title, created_at=now)
    store.create(owner, conversation)
    return conversation


def rename(owner: str, conversation_id: str, title: str) -> Conversation:
    """Give a conversation another title; raises ConversationNotFound or InvalidMessage."""
    conversation = store.load(owner, conversation_id)
    renamed = replace(conversation, title=title_from(check_message(title)))
    store.rename(owner, renamed)
    return renamed


def delete(owner: str, conversation_id: str) -> None:
    """Delete a conversation with its messages; drafts and invoices made in it stay."""
    store.delete(owner, conversation_id)


def draft_of(owner: str, conversation_id: str) -> tuple[Conversation, list[Message], Invoice | None]:
    """A conversation, its newest messages and the draft being worked on in it."""
    messages = store.newest(owner, conversation_id, 2 * WINDOW)
    records = turn_records.load(owner, conversation_id, messages)
    return records.conversation, messages, records.draft


def send_message(
    owner: str, conversation_id: str, *, text: object, assistant: Assistant, door: Door, now: datetime
) -> Turn:
    """Say something: store it, ask the assistant, store its reply and the draft.

    Raises InvalidMessage or ConversationNotFound (nothing stored), AssistantUnavailable or
    ConversationBusy (the message is stored), or what finalizing can refuse with.
    """
    said = check_message(text)
    messages = store.newest(owner, conversation_id, WINDOW)
    records = turn_records.load(owner, conversation_id, messages)
    user_message = Message(id=str(uuid7()), role=Role.USER, text=said, created_at=now)
    store.append(owner, conversation_id, user_message)
    by = Actor(owner, door)
    if is_confirmation(said) and _may_create(records):
        return _create(owner, records, user_message, by=by, now=now)
    for _ in range(_TRIES):
        try:
            return _converse(owner, records, messages, user_message, assistant, by, now)
        except TransactWriteError as error:
            if not set(refusals(error)) & {CONDITION_FAILED, CONFLICT}:
                raise
        messages = store.newest(owner, conversation_id, WINDOW)
        messages = [message for message in messages if message.id != user_message.id]
        records = turn_records.load(owner, conversation_id, messages)
    raise ConversationBusy


def _may_create(records: Records) -> bool:
    """Whether the draft is complete, verified, and as the user was last shown it."""
    draft = records.draft
    if draft is None or records.shown_version is None:
        return False
    if not draft.is_draft:
        # Opened from that very version, but the reply was lost: saying it again is the same request.
        return draft.finalized_from == records.shown_version
    if draft.version != records.shown_version:
        return False
    if any(concern.code in _BLOCKING for concern in draft.content.concerns):
        return False
    try:
        check_ready(draft.content)
    except InvoiceError:
        return False
    return True


def _create(owner: str, records: Records, user_message: Message, *, by: Actor, now: datetime) -> Turn:
    assert records.draft is not None  # noqa: S101 - _may_create saw it
    invoice = invoices.finalize(owner, records.draft.id, version=records.shown_version or 0, by=by, now=now)
    reply = _created_message(invoice, now)
    store.append(owner, records.conversation.id, reply)
    return Turn(
        user_message=user_message,
        assistant_message=reply,
        draft=invoice,
        today=records.profile.today(now),
        state="created",
        invoice_id=invoice.id,
    )


def _situation(owner: str, records: Records, messages: list[Message], now: datetime) -> Situation:
    profile = records.profile

    def last_invoice(customer: Customer) -> InvoiceContent | None:
        found = queries.last_issued(owner, customer.id) if customer.id else None
        return found.content if found else None

    return Situation(
        today=profile.today(now),
        seller=turn_records.seller_defaults(profile),
        customers=queries.known_customers(owner),
        history=window(messages),
        last_invoice=last_invoice,
    )


def _converse(
    owner: str,
    records: Records,
    messages: list[Message],
    user_message: Message,
    assistant: Assistant,
    by: Actor,
    now: datetime,
) -> Turn:
    draft = records.draft if records.draft is not None and records.draft.is_draft else None
    past = undoable(messages, draft.id, draft.version) if draft else []
    situation = _situation(owner, records, messages, now)
    workbench = Workbench(situation, draft.content if draft else None, past)
    try:
        reply = assistant.reply(user_message.text, workbench)
    except AssistantError as error:
        _log.warning("assistant failed", extra={"facts": {"reason": error.reason, "hint": error.operator_hint}})
        raise AssistantUnavailable from error
    firewall.screen(user_message.text, workbench, _readers())
    following = _following(records, draft, workbench, reply, now)
    source = f"{assistant.name}/{reply.prompt_version}" if reply.prompt_version else assistant.name
    message = _reply_message(workbench, reply, following, source, now)
    _store_turn(owner, records, draft, following, message, user_message, by, now)
    return _turn(user_message, message, workbench, reply, following)


@lru_cache(maxsize=1)
def _readers() -> WordReaders:
    return WordReaders()


def _following(
    records: Records, draft: Invoice | None, workbench: Workbench, reply: Reply, now: datetime
) -> Invoice | None:
    """The draft after the turn: new, its next version, or as it was."""
    content = workbench.content
    if reply.outcome is not Outcome.DRAFT or content is None or not workbench.changes:
        return draft
    if draft is None:
        return invoices.new_draft(
            content, seller=records.profile.seller, now=now, conversation_id=records.conversation.id
        )
    return invoices.edited(draft, content, seller=records.profile.seller, now=now)


def _reply_message(
    workbench: Workbench, reply: Reply, following: Invoice | None, source: str, now: datetime
) -> Message:
    changed = reply.outcome is Outcome.DRAFT
    usage = reply.usage
    return Message(
        id=str(uuid7()),
        role=Role.ASSISTANT,
        text=reply.text,
        created_at=now,
        draft_id=following.id if following else None,
        draft_version=following.version if following else None,
        changes=workbench.changes if changed and not workbench.undone_turns else (),
        undone_turns=workbench.undone_turns if changed else 0,
        state=str(reply.outcome),
        source=source,
        tokens=asdict(usage) if usage.model_calls else {},
    )


def _store_turn(  # noqa: PLR0913
    owner: str,
    records: Records,
    draft: Invoice | None,
    following: Invoice | None,
    message: Message,
    user_message: Message,
    by: Actor,
    now: datetime,
) -> None:
    conversation = records.conversation
    with write_transaction() as transaction:
        store.stage_message(transaction, owner, conversation.id, message)
        if following is not None and following is not draft:
            invoices.stage_draft(transaction, owner, following, by=by, now=now)
        if message.state == Outcome.CANCELLED and draft is not None:
            invoices.stage_removal(transaction, owner, draft)
        if not conversation.title:
            store.stage_title(transaction, owner, replace(conversation, title=title_from(user_message.text)))


def _turn(
    user_message: Message,
    message: Message,
    workbench: Workbench,
    reply: Reply,
    following: Invoice | None,
) -> Turn:
    if reply.outcome is not Outcome.DRAFT:
        return Turn(
            user_message=user_message,
            assistant_message=message,
            draft=None if reply.outcome is Outcome.CANCELLED else following,
            today=workbench.situation.today,
            state=str(reply.outcome),
        )
    return Turn(
        user_message=user_message,
        assistant_message=message,
        draft=following,
        today=workbench.situation.today,
        changes=workbench.changes,
        missing=workbench.missing,
        warnings=workbench.warnings,
    )


def finalize_draft(owner: str, conversation_id: str, *, version: int, door: Door, now: datetime) -> Invoice:
    """The page's button: create the conversation's draft in the version that was shown.

    Pressing it twice is the same request: the invoice is there, and told once. Raises NoDraft, and
    what finalizing can refuse with.
    """
    _conversation, messages, draft = draft_of(owner, conversation_id)
    if draft is None:
        created = _last_created(messages)
        if created is None:
            raise NoDraft
        return invoices.finalize(owner, created, version=version, by=Actor(owner, door), now=now)
    invoice = invoices.finalize(owner, draft.id, version=version, by=Actor(owner, door), now=now)
    store.append(owner, conversation_id, _created_message(invoice, now))
    return invoice


def _last_created(messages: list[Message]) -> str | None:
    """The id of the invoice that the conversation's last reply told of."""
    replies = [message for message in messages if message.role is Role.ASSISTANT]
    return replies[-1].draft_id if replies and replies[-1].state == "created" else None


def _created_message(invoice: Invoice, now: datetime) -> Message:
    return Message(
        id=str(uuid7()),
        role=Role.ASSISTANT,
        text=f"Done: invoice {invoice.number} is created. You find it with its PDF under Invoices.",
        created_at=now,
        draft_id=invoice.id,
        draft_version=invoice.version,
        state="created",
        source="server",
    )


def standing(draft: Invoice | None) -> tuple[tuple[str, ...], tuple[DraftWarning, ...]]:
    """What the draft lacks and what is doubtful about it, as it stands."""
    if draft is None or not draft.is_draft:
        return (), ()
    return missing(draft.content), warnings(draft.content)
