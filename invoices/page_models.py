"""Invoices as pages show them: finished texts and decisions, so that templates only place them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from urllib.parse import urlencode

from invoices.domain.completeness import check_ready, missing, seller_lacks
from invoices.domain.errors import InvoiceError, InvoiceIncomplete, UnverifiedFigures
from invoices.domain.invoice import InvoiceContent
from invoices.domain.lifecycle import Status
from invoices.domain.line_item import LineItem, Reduction, ReductionKind
from invoices.domain.money import Money
from invoices.domain.parties import Customer, Seller
from invoices.domain.sources import Source, SourceKind
from invoices.domain.totals import Totals, totals
from invoices.presentation import country_name, long_date, money, percent, quantity, unit_label
from invoices.queries import Filters, Summary

_ORIGINS = {
    SourceKind.SAID: "You entered it",
    SourceKind.PROFILE: "From your settings",
    SourceKind.CUSTOMER: "From the saved customer",
    SourceKind.EARLIER_INVOICE: "From an earlier invoice",
    SourceKind.COMPUTED: "Computed",
    SourceKind.ASSUMED: "Assumed; nobody said it",
}
_MISSING = {
    "customer_name": "who it is for",
    "lines": "what to charge for",
    "description": "a description",
    "quantity": "a quantity",
    "unit_price": "a price",
}
_SELLER_LACKS = {
    "name": "your business name",
    "address": "your address",
    "tax_id": "your tax id (tax is charged)",
}
_FIELDS = {
    "customer": "the customer",
    "currency": "the currency",
    "issue_date": "the issue date",
    "due_date": "the due date",
    "tax_rate": "the tax rate",
    "discount": "the discount",
    "deposit": "the deposit",
    "quantity": "the quantity",
    "unit_price": "the price",
    "description": "the description",
    "notes": "the notes",
}
_STATUS_WORDS = {
    Status.DRAFT: "Draft",
    Status.OPEN: "Open",
    Status.PAID: "Paid",
    Status.VOID: "Void",
    Status.UNCOLLECTIBLE: "Uncollectible",
}


@dataclass(frozen=True, slots=True)
class Sourced:
    """A value as shown, and where it comes from in a sentence (empty: nothing to tell).

    ``kind`` is the source's kind, for the stylesheet.
    """

    text: str
    origin: str = ""
    kind: str = ""
    is_unverified: bool = False


@dataclass(frozen=True, slots=True)
class StatusView:
    """A status as shown; ``name`` is the status, or ``overdue``, for the stylesheet."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class LineView:
    """One line; ``amount`` is empty while quantity or price is unknown."""

    position: int
    description: str
    quantity: Sourced
    unit_price: Sourced
    amount: str
    remarks: tuple[Sourced, ...] = ()


@dataclass(frozen=True, slots=True)
class TotalRow:
    """One row above or below the total."""

    label: str
    amount: str
    value: Sourced = Sourced("")


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentView:
    """What an invoice or draft says."""

    customer: Sourced
    customer_details: tuple[str, ...]
    issue_date: Sourced
    due_date: Sourced
    terms: str
    lines: tuple[LineView, ...]
    rows: tuple[TotalRow, ...]
    total: str
    currency: str
    rows_after: tuple[TotalRow, ...]
    purchase_order: str
    notes: str
    origins: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RowView:
    """One invoice of the list."""

    id: str
    number: str
    customer: str
    status: StatusView
    issued: str
    due: str
    total: str
    amount_due: str


@dataclass(frozen=True, slots=True)
class StatusChoice:
    """One of the list's filters by status; ``query`` leads to it."""

    text: str
    query: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class CustomerRow:
    """One saved customer of the list."""

    id: str
    name: str
    email: str
    place: str


def status_choices(filters: Filters) -> tuple[StatusChoice, ...]:
    """All and each status, keeping the text that is searched for."""
    text = {"q": filters.text} if filters.text else {}
    every = [("All", None), *((_STATUS_WORDS[status], status) for status in Status)]
    return tuple(
        StatusChoice(word, urlencode({**({"status": str(status)} if status else {}), **text}), filters.status is status)
        for word, status in every
    )


def customer_row(customer: Customer) -> CustomerRow:
    """A row of the list of customers."""
    place = ", ".join(filter(None, (customer.address.city, customer.address.country)))
    return CustomerRow(customer.id or "", customer.name, customer.email, place)


def origin_of(source: Source | None) -> str:
    """Where a value comes from, as a sentence without its full stop."""
    if source is None:
        return ""
    if source.quote:
        return f"You said “{source.quote}”" if source.kind is SourceKind.SAID else f"From “{source.quote}”"
    return _ORIGINS[source.kind]


def status_view(status: Status, *, is_overdue: bool) -> StatusView:
    """The status in a word; overdue is what an open invoice past its date is called."""
    return StatusView("overdue", "Overdue") if is_overdue else StatusView(str(status), _STATUS_WORDS[status])


def row_view(row: Summary, *, locale: str, today: date) -> RowView:
    """A row of the list."""
    is_overdue = row.status is Status.OPEN and row.due_date < today
    is_owed = row.status in {Status.OPEN, Status.UNCOLLECTIBLE} and row.amount_due != row.total
    return RowView(
        id=row.id,
        number=row.number or "",
        customer=row.customer,
        status=status_view(row.status, is_overdue=is_overdue),
        issued=long_date(row.issue_date, locale),
        due=long_date(row.due_date, locale),
        total=money(Decimal(row.total), row.currency, locale),
        amount_due=money(Decimal(row.amount_due), row.currency, locale) if is_owed else "",
    )


class _Writer:
    """Writes one content's values in one locale."""

    def __init__(self, content: InvoiceContent, locale: str) -> None:
        self.content = content
        self.locale = locale
        self.unverified = set(content.unverified)

    def money(self, amount: Decimal) -> str:
        return money(amount, self.content.currency, self.locale)

    def sourced(self, text: str, path: str, sources: Mapping[str, Source], name: str) -> Sourced:
        source = sources.get(name)
        kind = str(source.kind) if source else ""
        return Sourced(text, origin_of(source), kind, is_unverified=path in self.unverified)

    def own(self, text: str, name: str) -> Sourced:
        return self.sourced(text, name, self.content.sources, name)

    def reduction(self, reduction: Reduction) -> str:
        if reduction.kind is ReductionKind.PERCENT:
            return percent(reduction.value, self.locale)
        return self.money(reduction.value)

    def line(self, position: int, line: LineItem, amount: Money | None) -> LineView:
        count, price = "", ""
        if line.quantity is not None:
            unit = unit_label(line.unit, line.quantity, self.locale)
            count = " ".join(filter(None, (quantity(line.quantity, self.locale), unit)))
        if line.unit_price is not None:
            price = self.money(line.unit_price)
        path = f"lines.{line.id}"
        return LineView(
            position=position,
            description=line.description,
            quantity=self.sourced(count, f"{path}.quantity", line.sources, "quantity"),
            unit_price=self.sourced(price, f"{path}.unit_price", line.sources, "unit_price"),
            amount="" if amount is None else self.money(amount.amount),
            remarks=tuple(self._remarks(line, path)),
        )

    def _remarks(self, line: LineItem, path: str) -> Iterable[Sourced]:
        if line.discount is not None:
            text = f"less {self.reduction(line.discount)}"
            yield self.sourced(text, f"{path}.discount", line.sources, "discount")
        if not line.taxed:
            yield self.sourced("not taxed", f"{path}.taxed", line.sources, "taxed")
        elif line.tax_rate is not None and line.tax_rate != self.content.tax_rate:
            text = f"{self.content.tax_name} {percent(line.tax_rate, self.locale)}"
            yield self.sourced(text, f"{path}.tax_rate", line.sources, "tax_rate")

    def rows(self, figures: Totals) -> Iterable[TotalRow]:
        content = self.content
        if figures.taxes or not figures.discount_total.is_zero:
            label = "Subtotal without tax" if content.prices_include_tax else "Subtotal"
            yield TotalRow(label, self.money(figures.subtotal.amount))
        if content.discount is not None:
            is_percent = content.discount.kind is ReductionKind.PERCENT
            label = f"Discount {self.reduction(content.discount)}" if is_percent else "Discount"
            yield TotalRow(label, self.money(-figures.discount_total.amount), self.own("", "discount"))
        for tax in figures.taxes:
            base = self.money(tax.base.amount)
            label = f"{tax.name} {percent(tax.rate, self.locale)} on {base}"
            yield TotalRow(label, self.money(tax.amount.amount), self.own("", "tax_rate"))

    def rows_after(self, figures: Totals) -> Iterable[TotalRow]:
        if not figures.amount_paid.is_zero:
            yield TotalRow("Paid", self.money(-figures.amount_paid.amount), self.own("", "deposit"))
            yield TotalRow("Amount due", self.money(figures.amount_due.amount))


def customer_lines(customer: Customer | None, locale: str) -> tuple[str, ...]:
    """What is printed below the customer's name."""
    if customer is None:
        return ()
    address = customer.address
    country = country_name(address.country, locale) if address.country else ""
    reference = f"Reference: {customer.buyer_reference}" if customer.buyer_reference else ""
    tax_id = f"Tax id: {customer.tax_id}" if customer.tax_id else ""
    return tuple(filter(None, (*address.postal_lines(), country, customer.email, tax_id, reference)))


def _origins(view: Iterable[tuple[str, Sourced]]) -> tuple[tuple[str, str], ...]:
    return tuple((label, value.origin) for label, value in view if value.origin)


def _line_origins(line: LineView) -> Iterable[tuple[str, Sourced]]:
    place = f"Line {line.position}"
    yield f"{place}: {line.quantity.text}", line.quantity
    yield f"{place}: {line.unit_price.text}", line.unit_price
    for remark in line.remarks:
        yield f"{place}: {remark.text}", remark


def document_view(content: InvoiceContent, figures: Totals, locale: str) -> DocumentView:
    """What the document says, in the seller's way of writing figures and dates."""
    writer = _Writer(content, locale)
    lines = zip(content.lines, figures.line_amounts, strict=True)
    customer = writer.own(content.customer.name if content.customer else "", "customer")
    issue_date = writer.own(long_date(content.issue_date, locale), "issue_date")
    due_date = writer.own(long_date(content.due_date, locale), "due_date")
    shown = tuple(writer.line(i, line, amount) for i, (line, amount) in enumerate(lines, 1))
    rows = tuple(writer.rows(figures))
    own = [("Customer", customer), ("Issue date", issue_date), ("Due date", due_date)]
    of_lines = [pair for line in shown for pair in _line_origins(line)]
    return DocumentView(
        customer=customer,
        customer_details=customer_lines(content.customer, locale),
        issue_date=issue_date,
        due_date=due_date,
        terms=_terms(content.due_days),
        lines=shown,
        rows=rows,
        total=writer.money(figures.total.amount),
        currency=content.currency,
        rows_after=tuple(writer.rows_after(figures)),
        purchase_order=content.purchase_order,
        notes=content.notes,
        origins=_origins([*own, *of_lines, *((row.label, row.value) for row in rows)]),
    )


def _terms(due_days: int | None) -> str:
    if due_days is None:
        return ""
    return {0: "on receipt", 1: "in 1 day"}.get(due_days, f"in {due_days} days")


def missing_texts(content: InvoiceContent) -> tuple[str, ...]:
    """What the draft lacks, in words; of a field of the lines, in which."""
    return tuple(_missing_text(code, content) for code in missing(content))


def seller_texts(seller: Seller, content: InvoiceContent) -> tuple[str, ...]:
    """What the seller's side lacks for a proper invoice, in words."""
    return tuple(_SELLER_LACKS[code] for code in seller_lacks(seller, content))


def _missing_text(code: str, content: InvoiceContent) -> str:
    lacking: list[int] = []
    if code in {"description", "quantity", "unit_price"} and len(content.lines) > 1:
        # A price of 0 is a price.
        lacking = [i for i, line in enumerate(content.lines, 1) if getattr(line, code) in (None, "")]
    where = f" in line {', '.join(map(str, lacking))}" if lacking else ""
    return _MISSING[code] + where


def path_text(path: str, content: InvoiceContent) -> str:
    """A path such as ``lines.7.unit_price`` in words: the price in line 2."""
    parts = path.split(".")
    words = _FIELDS.get(parts[-1], parts[-1].replace("_", " "))
    if parts[0] == "lines" and len(parts) > 1:
        places = [i for i, line in enumerate(content.lines, 1) if line.id == parts[1]]
        return f"{words} in line {places[0]}" if places else words
    return _FIELDS.get(parts[0], words)


def blocked(content: InvoiceContent) -> str:
    """Why a draft can't be created yet, beyond what is missing or unverified; empty for nothing."""
    try:
        check_ready(content)
    except (InvoiceIncomplete, UnverifiedFigures):
        return ""
    except InvoiceError as refusal:
        return str(refusal)
    return ""


def changed_elsewhere(current: InvoiceContent, typed: InvoiceContent, locale: str) -> tuple[tuple[str, str], ...]:
    """What a draft says by now where it differs from what was typed: labels and values."""
    theirs, ours = _said(current, locale), _said(typed, locale)
    there, here = len(current.lines), len(typed.lines)
    if there != here:  # said once, not for every line that is only here
        theirs = {"Lines": f"{there}, where you have {here}", **theirs}
        ours = {label: text for label, text in ours.items() if label in theirs or not label.startswith("Line ")}
    labels = [label for label in {**theirs, **ours} if theirs.get(label) != ours.get(label)]
    return tuple((label, theirs.get(label, "–")) for label in labels)


def _said(content: InvoiceContent, locale: str) -> dict[str, str]:
    view = document_view(content, totals(content), locale)
    lines = {
        f"Line {line.position}": f"{line.description}: {line.quantity.text or '?'} × {line.unit_price.text or '?'}"
        for line in view.lines
    }
    own = {"Customer": view.customer.text, "Issue date": view.issue_date.text, "Due date": view.due_date.text}
    rest = {"Purchase order": view.purchase_order, "Notes": view.notes, "Total": view.total}
    return {label: text for label, text in {**own, **lines, **rest}.items() if text}
