"""The page of one invoice: what it says, where it stands, what can be done, what happened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from invoices.domain.completeness import warnings
from invoices.domain.events import Door, Event
from invoices.domain.invoice import Invoice
from invoices.domain.lifecycle import Move, allowed_moves
from invoices.domain.profile import Profile
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
from invoices.presentation import country_name, long_date, money

_EVENTS = {
    "created": "Draft created",
    "edited": "Edited",
    "finalized": "Created as {number} over {total}",
    "payment_recorded": "Payment of {amount} recorded",
    "voided": "Voided",
    "marked_uncollectible": "Marked uncollectible",
    "sent": "Sent",
}
_DOORS = {Door.CHAT: "in the chat", Door.PAGE: "on the page", Door.API: "through the API"}


@dataclass(frozen=True, slots=True)
class EventView:
    """One entry of the timeline; ``moment`` is for machines."""

    text: str
    door: str
    when: str
    moment: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DetailPage:
    """Everything the page shows. ``can_...`` say which moves the status allows."""

    invoice_id: str
    version: int
    title: str
    number: str
    conversation_id: str
    is_draft: bool
    status: StatusView
    document: DocumentView
    seller_lines: tuple[str, ...]
    payment_lines: tuple[str, ...]
    amount_due: str
    missing: tuple[str, ...]
    seller_missing: tuple[str, ...]
    warnings: tuple[str, ...]
    unverified: tuple[str, ...]
    blocked: str
    can_pay: bool
    can_void: bool
    can_give_up: bool
    events: tuple[EventView, ...]

    @property
    def is_ready(self) -> bool:
        return not (self.missing or self.unverified or self.blocked)


def detail_page(invoice: Invoice, profile: Profile, events: Sequence[Event], *, now: datetime) -> DetailPage:
    """The page; a draft is shown with the seller as the profile has it now."""
    content, figures = invoice.content, invoice_totals(invoice)
    seller = profile.seller if invoice.is_draft else invoice.seller
    locale, moves = seller.locale, allowed_moves(invoice.status)
    address = seller.address
    country = country_name(address.country, locale) if address.country else ""
    return DetailPage(
        invoice_id=invoice.id,
        version=invoice.version,
        title=f"Invoice {invoice.number}" if invoice.number else "Draft",
        number=invoice.number or "",
        conversation_id=invoice.conversation_id or "",
        is_draft=invoice.is_draft,
        status=status_view(invoice.status, is_overdue=invoice.is_overdue(today=profile.today(now))),
        document=document_view(content, figures, locale),
        seller_lines=tuple(filter(None, (seller.name, *address.postal_lines(), country, seller.email))),
        payment_lines=tuple(seller.payment_text.splitlines()),
        amount_due=money(figures.amount_due.amount, content.currency, locale),
        missing=missing_texts(content) if invoice.is_draft else (),
        seller_missing=seller_texts(seller, content) if invoice.is_draft else (),
        warnings=tuple(w.text for w in warnings(content)) if invoice.is_draft else (),
        unverified=tuple(path_text(path, content) for path in content.unverified) if invoice.is_draft else (),
        blocked=blocked(content) if invoice.is_draft else "",
        can_pay=Move.RECORD_PAYMENT in moves,
        can_void=Move.VOID in moves,
        can_give_up=Move.GIVE_UP in moves,
        events=tuple(_event_view(event, content.currency, locale, profile.zone()) for event in reversed(events)),
    )


def _event_view(event: Event, currency: str, locale: str, zone: ZoneInfo) -> EventView:
    local = event.at.astimezone(zone)
    facts = {
        name: money(Decimal(value), currency, locale) if name in {"total", "amount"} else value
        for name, value in event.facts.items()
    }
    template = _EVENTS.get(event.type, event.type.replace("_", " ").capitalize())
    try:
        text = template.format_map(facts)
    except KeyError:
        text = event.type.replace("_", " ").capitalize()
    return EventView(
        text=text,
        door=_DOORS[event.by.door],
        when=f"{long_date(local.date(), locale)}, {local:%H:%M}",
        moment=event.at.isoformat(timespec="seconds"),
    )
