"""An invoice: what it says (content), and what has become of it (the record around it)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal

from invoices.domain import figures
from invoices.domain.currencies import minor_digits
from invoices.domain.errors import InvalidInvoice
from invoices.domain.lifecycle import Status
from invoices.domain.line_item import LineItem, Reduction
from invoices.domain.parties import TEXT_LENGTH, Customer, Seller, check_text
from invoices.domain.sources import Source

MAX_LINES = 1000
NOTES_LENGTH = 4000
TAX_NAME_LENGTH = 40
MAX_DUE_DAYS = 3650


@dataclass(frozen=True, slots=True)
class Concern:
    """Something about a field that stays open until the field is settled.

    ``code`` is a warning code of the contract, ``field`` the path it is about
    (``due_date``, ``customer``, ``currency``, ``lines.<line id>.quantity``).
    """

    code: str
    field: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoiceContent:
    """Everything an edit can change. Dates are the seller's local dates.

    ``due_days`` set means the due date follows the issue date; a stated due date has None.
    ``deposit`` is what was already received before the invoice (a percent of the total or an
    amount). ``stated_totals`` are totals the user named, in major units, only to be checked.
    """

    currency: str
    issue_date: date
    due_date: date
    due_days: int | None = None
    customer: Customer | None = None
    lines: tuple[LineItem, ...] = ()
    discount: Reduction | None = None
    tax_rate: Decimal = Decimal(0)
    tax_name: str = "Tax"
    prices_include_tax: bool = False
    deposit: Reduction | None = None
    purchase_order: str = ""
    notes: str = ""
    stated_totals: tuple[Decimal, ...] = ()
    concerns: tuple[Concern, ...] = ()
    unverified: tuple[str, ...] = ()
    sources: Mapping[str, Source] = field(default_factory=dict)

    def __post_init__(self) -> None:
        minor_digits(self.currency)
        self._keep_plain()
        problems = check_text(self.purchase_order, field="purchase_order", longest=TEXT_LENGTH)
        problems += check_text(self.notes, field="notes", longest=NOTES_LENGTH, lines=True)
        problems += check_text(self.tax_name, field="tax_name", longest=TAX_NAME_LENGTH)
        if problems:
            raise InvalidInvoice(problems)
        if len(self.lines) > MAX_LINES:
            raise InvalidInvoice.of("lines", "too_many_lines", f"An invoice can have at most {MAX_LINES} lines.")
        if len({line.id for line in self.lines}) < len(self.lines):
            raise ValueError("two lines have the same id")
        if self.due_days is not None and self.due_date != due_after(self.issue_date, self.due_days):
            raise ValueError("due_date must follow issue_date and due_days")

    def _keep_plain(self) -> None:
        object.__setattr__(self, "tax_rate", figures.percent(self.tax_rate, field="tax_rate"))
        stated = tuple(figures.stated_amount(total, field="stated_total") for total in self.stated_totals)
        object.__setattr__(self, "stated_totals", stated)
        # A customer of whom nothing is known is none.
        object.__setattr__(self, "customer", None if self.customer == Customer() else self.customer)


def due_after(issue_date: date, due_days: int) -> date:
    """The due date so many days after the issue date; raises InvalidInvoice past the calendar."""
    if not 0 <= due_days <= MAX_DUE_DAYS:
        raise InvalidInvoice.of("due_days", "out_of_range", f"Payment terms can be 0 to {MAX_DUE_DAYS} days.")
    try:
        return issue_date + timedelta(days=due_days)
    except OverflowError:
        raise InvalidInvoice.of("due_date", "invalid_date", "That due date is too far away.") from None


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    """Money received: ``amount`` in major units of the invoice's currency."""

    amount: Decimal
    paid_on: date
    method: str = ""
    reference: str = ""

    def __post_init__(self) -> None:
        if not self.amount.is_finite() or self.amount < 0:
            raise InvalidInvoice.of("amount", "negative", "A payment can't be negative.")
        problems = check_text(self.method, field="method", longest=TEXT_LENGTH)
        problems += check_text(self.reference, field="reference", longest=TEXT_LENGTH)
        if problems:
            raise InvalidInvoice(problems)


@dataclass(frozen=True, slots=True, kw_only=True)
class Invoice:
    """The record. Times are UTC-aware; ``version`` counts changes from 1.

    ``finalized_from`` is the version that was opened: a repeated finalize of that very version
    is the same request again, not a conflict.
    """

    id: str
    content: InvoiceContent
    seller: Seller = field(default_factory=Seller)
    status: Status = Status.DRAFT
    number: str | None = None
    version: int = 1
    payments: tuple[Payment, ...] = ()
    conversation_id: str | None = None
    created_at: datetime
    updated_at: datetime
    finalized_at: datetime | None = None
    finalized_from: int | None = None
    sent_at: datetime | None = None
    paid_at: datetime | None = None
    voided_at: datetime | None = None
    pdf_sha256: str | None = None

    @property
    def is_draft(self) -> bool:
        return self.status is Status.DRAFT

    def is_overdue(self, *, today: date) -> bool:
        """Open and past its due date; ``today`` is the seller's local date."""
        return self.status is Status.OPEN and self.content.due_date < today
