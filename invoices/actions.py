"""What a seller can do with invoices: the verbs that pages, API and chat share.

Every function takes the owner (the verified user id) and reaches only that owner's items.
``now`` is UTC-aware.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

from pynamodb.transactions import TransactWrite
from uuid6 import uuid7

from invoices import documents
from invoices.domain import lifecycle
from invoices.domain.completeness import check_ready
from invoices.domain.errors import InvalidInvoice, VersionConflict
from invoices.domain.events import Actor, Event
from invoices.domain.fresh import fresh_content
from invoices.domain.invoice import Invoice, InvoiceContent, Payment
from invoices.domain.lifecycle import Move, Status
from invoices.domain.money import Money
from invoices.domain.operations import SetIssueDate, apply
from invoices.domain.parties import Seller
from invoices.domain.profile import Profile
from invoices.domain.sources import SourceKind
from invoices.domain.totals import deposit_of, invoice_totals, totals
from invoices.errors import ArchiveUnavailable
from invoices.store import numbering, profiles, records


def new_id() -> str:
    """An id that sorts by time (UUIDv7, RFC 9562)."""
    return str(uuid7())


def empty_content(profile: Profile, today: date) -> InvoiceContent:
    """A new draft's content: issued today, the seller's currency, terms and tax."""
    return fresh_content(
        today=today,
        currency=profile.currency,
        due_days=profile.default_due_days,
        tax_rate=profile.default_tax_rate,
        tax_name=profile.tax_name,
    )


def new_draft(content: InvoiceContent, *, seller: Seller, now: datetime, conversation_id: str | None = None) -> Invoice:
    """A draft that is not stored yet."""
    return Invoice(
        id=new_id(),
        content=content,
        seller=seller,
        conversation_id=conversation_id,
        created_at=now,
        updated_at=now,
    )


def create_draft(owner: str, content: InvoiceContent, *, by: Actor, now: datetime) -> Invoice:
    """Store a new draft."""
    draft = new_draft(content, seller=profiles.load(owner).seller, now=now)
    records.create(owner, draft, Event(type="created", at=now, by=by))
    return draft


def edited(draft: Invoice, content: InvoiceContent, *, seller: Seller, now: datetime) -> Invoice:
    """The draft's next version with other content; raises IllegalMove once it is issued."""
    lifecycle.after(draft.status, Move.EDIT)
    return replace(draft, content=content, seller=seller, version=draft.version + 1, updated_at=now)


def edit_draft(
    owner: str,
    invoice_id: str,
    *,
    version: int,
    edit: Callable[[InvoiceContent], InvoiceContent],
    by: Actor,
    now: datetime,
) -> Invoice:
    """Apply an edit to that version of a draft.

    Raises VersionConflict, IllegalMove (issued invoices don't change) or InvalidInvoice.
    """
    draft = records.load(owner, invoice_id)
    lifecycle.after(draft.status, Move.EDIT)
    if draft.version != version:
        raise VersionConflict(draft.version)
    seller = profiles.load(owner).seller
    following = edited(draft, edit(draft.content), seller=seller, now=now)
    records.replace(owner, following, Event(type="edited", at=now, by=by))
    return following


def stage_draft(transaction: TransactWrite, owner: str, draft: Invoice, *, by: Actor, now: datetime) -> None:
    """Put a new draft (version 1) or a draft's next version into the caller's transaction.

    The chat's edits are told by its messages, so only the creation writes an event.
    """
    if draft.version == 1:
        records.stage_create(transaction, owner, draft, Event(type="created", at=now, by=by))
    else:
        records.stage_replace(transaction, owner, draft)


def stage_removal(transaction: TransactWrite, owner: str, draft: Invoice) -> None:
    """Put the deletion of a draft into the caller's transaction."""
    lifecycle.after(draft.status, Move.DELETE)
    records.stage_delete(transaction, owner, draft)


def delete_draft(owner: str, invoice_id: str, *, version: int | None = None) -> None:
    """Delete a draft; raises IllegalMove for anything issued, VersionConflict, InvoiceNotFound."""
    draft = records.load(owner, invoice_id)
    lifecycle.after(draft.status, Move.DELETE)
    records.delete_draft(owner, invoice_id, draft.version if version is None else version)


def finalize(owner: str, invoice_id: str, *, version: int, by: Actor, now: datetime) -> Invoice:
    """Number the draft, freeze it, render its PDF.

    Repeating it for the version that was opened is the same request again. Raises
    VersionConflict, IllegalMove, InvoiceIncomplete, InvalidInvoice, UnverifiedFigures or
    NumberingBusy; in all of them the draft is as it was and no number is used. When S3 is away
    the invoice is open all the same and its PDF is made at the next request.
    """
    draft = records.load(owner, invoice_id)
    if draft.finalized_from is None or draft.finalized_from != version:
        lifecycle.after(draft.status, Move.FINALIZE)
        if draft.version != version:
            raise VersionConflict(draft.version)
        draft = _open(owner, draft, by=by, now=now)
    try:
        return documents.with_pdf(owner, draft)
    except ArchiveUnavailable:
        return draft


def _open(owner: str, draft: Invoice, *, by: Actor, now: datetime) -> Invoice:
    profile = profiles.load(owner)
    content = _dated(draft.content, profile.today(now))
    check_ready(content)

    def opened(number: str) -> tuple[Invoice, Event]:
        invoice = _opened(replace(draft, content=content, seller=profile.seller), number, now)
        facts = {"number": number, "total": str(invoice_totals(invoice).total)}
        return invoice, Event(type="finalized", at=now, by=by, facts=facts)

    return numbering.open_numbered(owner, profile.series, content.issue_date, opened)


def _dated(content: InvoiceContent, today: date) -> InvoiceContent:
    """An issue date that was only assumed becomes the day on which the invoice is issued."""
    source = content.sources.get("issue_date")
    if source is None or source.kind is not SourceKind.ASSUMED or content.issue_date >= today:
        return content
    return apply(SetIssueDate(issue_date=today, source=source), content)


def _opened(draft: Invoice, number: str, now: datetime) -> Invoice:
    figures = totals(draft.content)
    payments = deposit_of(draft.content)
    is_settled = bool(payments) and figures.amount_due.is_zero
    return replace(
        draft,
        status=Status.PAID if is_settled else Status.OPEN,
        number=number,
        version=draft.version + 1,
        payments=payments,
        finalized_from=draft.version,
        finalized_at=now,
        updated_at=now,
        paid_at=now if is_settled else None,
    )


def record_payment(owner: str, invoice_id: str, payment: Payment, *, by: Actor, now: datetime) -> Invoice:
    """Record money received; the full amount makes the invoice paid.

    Raises IllegalMove, or InvalidInvoice for nothing or more than is due.
    """
    invoice = records.load(owner, invoice_id)
    lifecycle.after(invoice.status, Move.RECORD_PAYMENT)
    due = invoice_totals(invoice).amount_due
    paid = Money.rounded(payment.amount, invoice.content.currency)
    if paid.is_zero:
        raise InvalidInvoice.of("amount", "not_positive", "A payment must be more than zero.")
    if due < paid:
        raise InvalidInvoice.of("amount", "overpayment", f"Only {due} {due.currency} is due on this invoice.")
    settled = paid == due
    status = lifecycle.after(invoice.status, Move.SETTLE if settled else Move.RECORD_PAYMENT)
    following = replace(
        invoice,
        status=status,
        payments=(*invoice.payments, payment),
        paid_at=now if settled else invoice.paid_at,
        version=invoice.version + 1,
        updated_at=now,
    )
    facts = {"amount": str(paid), "paid_on": payment.paid_on.isoformat()}
    records.replace(owner, following, Event(type="payment_recorded", at=now, by=by, facts=facts))
    return following


def _moved(owner: str, invoice_id: str, move: Move, event: str, by: Actor, now: datetime) -> Invoice:
    invoice = records.load(owner, invoice_id)
    status = lifecycle.after(invoice.status, move)
    following = replace(
        invoice,
        status=status,
        version=invoice.version + 1,
        updated_at=now,
        voided_at=now if status is Status.VOID else invoice.voided_at,
    )
    records.replace(owner, following, Event(type=event, at=now, by=by))
    return following


def void(owner: str, invoice_id: str, *, by: Actor, now: datetime) -> Invoice:
    """Declare an issued invoice void; it keeps its number. Raises IllegalMove."""
    return _moved(owner, invoice_id, Move.VOID, "voided", by, now)


def give_up(owner: str, invoice_id: str, *, by: Actor, now: datetime) -> Invoice:
    """Mark an open invoice uncollectible; raises IllegalMove."""
    return _moved(owner, invoice_id, Move.GIVE_UP, "marked_uncollectible", by, now)


def duplicate(owner: str, invoice_id: str, *, by: Actor, now: datetime) -> Invoice:
    """A new draft with the same customer, lines, tax and discount, dated afresh."""
    original = records.load(owner, invoice_id)
    profile = profiles.load(owner)
    content = repeated(original.content, profile, profile.today(now))
    copy = new_draft(content, seller=profile.seller, now=now)
    event = Event(type="created", at=now, by=by, facts={"duplicate_of": invoice_id})
    records.create(owner, copy, event)
    return copy


def repeated(content: InvoiceContent, profile: Profile, today: date) -> InvoiceContent:
    """Lines, parties, tax and discount of an earlier invoice with fresh dates; no PO, no notes."""
    fresh = empty_content(profile, today)
    return replace(
        fresh,
        currency=content.currency,
        customer=content.customer,
        lines=content.lines,
        discount=content.discount,
        tax_rate=content.tax_rate,
        tax_name=content.tax_name,
        prices_include_tax=content.prices_include_tax,
    )


def save_profile(owner: str, profile: Profile, *, version: int) -> Profile:
    """Store the profile as the successor of ``version``; raises VersionConflict."""
    following = replace(profile, version=version + 1)
    profiles.save(owner, following)
    return following
