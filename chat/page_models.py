"""Conversations as pages show them: finished texts and decisions, so that templates only place them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from chat.domain.conversation import Conversation, Message
from chat.domain.situation import Role
from invoices.domain.completeness import DraftWarning, warnings
from invoices.domain.invoice import Invoice
from invoices.domain.parties import Seller
from invoices.domain.totals import invoice_totals
from invoices.page_models import (
    DocumentView,
    StatusView,
    blocked,
    document_view,
    missing_texts,
    path_text,
    seller_texts,
    status_view,
)
from invoices.presentation import long_date

UNTITLED = "New conversation"


@dataclass(frozen=True, slots=True)
class MessageView:
    """One message; ``author`` is who screen readers say it is from."""

    id: str
    text: str
    author: str
    is_user: bool


@dataclass(frozen=True, slots=True)
class ConversationRow:
    """One conversation of the list."""

    id: str
    title: str
    begun: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftPanel:
    """What stands beside the messages: the draft, or the invoice it became.

    ``blocked`` says why it can't be created yet, beyond what is missing or unverified.
    """

    invoice_id: str
    version: int
    number: str
    is_draft: bool
    status: StatusView
    document: DocumentView
    missing: tuple[str, ...]
    seller_missing: tuple[str, ...]
    warnings: tuple[str, ...]
    unverified: tuple[str, ...]
    blocked: str

    @property
    def is_ready(self) -> bool:
        return not (self.missing or self.unverified or self.blocked)


def title_of(conversation: Conversation) -> str:
    """The title, or what an untitled conversation is called."""
    return conversation.title or UNTITLED


def conversation_rows(
    conversations: Iterable[Conversation], *, zone: ZoneInfo, locale: str
) -> tuple[ConversationRow, ...]:
    """The list's rows; days are the seller's."""
    return tuple(ConversationRow(c.id, title_of(c), _day(c.created_at, zone, locale)) for c in conversations)


def _day(moment: datetime, zone: ZoneInfo, locale: str) -> str:
    return long_date(moment.astimezone(zone).date(), locale)


def message_views(messages: Sequence[Message]) -> tuple[MessageView, ...]:
    """The messages, oldest first."""
    return tuple(_message_view(message) for message in messages)


def _message_view(message: Message) -> MessageView:
    is_user = message.role is Role.USER
    return MessageView(message.id, message.text, "You" if is_user else "ScatterPilot", is_user)


def draft_panel(
    invoice: Invoice | None, turn_warnings: Sequence[DraftWarning] | None = None, seller: Seller | None = None
) -> DraftPanel | None:
    """The panel of a draft or of the invoice it became, with the turn's warnings if one was just taken.

    ``seller`` is the profile's, where it is newer than the draft's own copy.
    """
    if invoice is None:
        return None
    content = invoice.content
    found: Sequence[DraftWarning] = ()
    if invoice.is_draft:
        found = warnings(content) if turn_warnings is None else turn_warnings
    return DraftPanel(
        invoice_id=invoice.id,
        version=invoice.version,
        number=invoice.number or "",
        is_draft=invoice.is_draft,
        status=status_view(invoice.status, is_overdue=False),
        document=document_view(content, invoice_totals(invoice), invoice.seller.locale),
        missing=missing_texts(content) if invoice.is_draft else (),
        seller_missing=seller_texts(seller or invoice.seller, content) if invoice.is_draft else (),
        warnings=tuple(warning.text for warning in found),
        unverified=tuple(path_text(path, content) for path in content.unverified) if invoice.is_draft else (),
        blocked=blocked(content) if invoice.is_draft else "",
    )
