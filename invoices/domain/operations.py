"""Typed operations on a draft: the only way in which anybody, person or model, edits one.

Chat assistants, the edit form and the API all speak these. Each operation is validated here;
one that can't be applied raises InvalidInvoice and leaves the draft as it was.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import singledispatch
from typing import TypedDict

from invoices.domain.errors import InvalidInvoice
from invoices.domain.invoice import Concern, InvoiceContent, due_after
from invoices.domain.line_item import LineItem, Reduction, TaxCategory
from invoices.domain.parties import Customer
from invoices.domain.sources import Source


@dataclass(frozen=True, slots=True, kw_only=True)
class SetCustomer:
    """Name who is billed (or take the customer off again with None). Keeps the lines."""

    customer: Customer | None
    source: Source | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AddLine:
    """Append a line, or insert it at ``position`` (0 is the first)."""

    description: str = ""
    quantity: Decimal | None = None
    unit: str | None = None
    unit_price: Decimal | None = None
    discount: Reduction | None = None
    taxed: bool = True
    tax_rate: Decimal | None = None
    tax_category: TaxCategory = TaxCategory.STANDARD
    stated_amount: Decimal | None = None
    position: int | None = None
    sources: Mapping[str, Source] = field(default_factory=dict)


class LineFields(TypedDict, total=False):
    """The fields of a line that may be changed."""

    description: str
    quantity: Decimal | None
    unit: str | None
    unit_price: Decimal | None
    discount: Reduction | None
    taxed: bool
    tax_rate: Decimal | None
    tax_category: TaxCategory
    stated_amount: Decimal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeLine:
    """Replace the given fields of one line; the others stay."""

    line_id: str
    fields: LineFields
    sources: Mapping[str, Source] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveLine:
    """Drop a line."""

    line_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveLine:
    """Put a line at another place (0 is the first)."""

    line_id: str
    position: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SetIssueDate:
    """Date the invoice; a due date that follows from terms moves along."""

    issue_date: date
    source: Source | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SetDueDate:
    """State the due date itself."""

    due_date: date
    source: Source | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SetDueDays:
    """Payment terms: due so many days after the issue date, whatever that becomes."""

    days: int
    source: Source | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SetCurrency:
    """Another currency for the same figures: nothing is converted."""

    currency: str
    source: Source | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SetTax:
    """The invoice's tax rate in percent; None leaves that part as it is."""

    rate: Decimal | None = None
    included: bool | None = None
    name: str | None = None
    source: Source | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SetDiscount:
    """The discount of the whole invoice, None for none."""

    discount: Reduction | None
    source: Source | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SetDeposit:
    """What was received in advance, None for nothing."""

    deposit: Reduction | None
    source: Source | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SetNotes:
    """Replace the notes printed on the invoice."""

    notes: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AddNote:
    """Add a line to the notes, once."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SetPurchaseOrder:
    """The customer's purchase order number, empty for none."""

    purchase_order: str
    source: Source | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StateTotal:
    """A total the user named, kept to be compared with the computed one; None forgets all."""

    amount: Decimal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RaiseConcern:
    """Keep a doubt about a field until that field is set."""

    concern: Concern


@dataclass(frozen=True, slots=True, kw_only=True)
class SettleConcern:
    """The user answered a doubt: drop the concerns about this field."""

    field: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplaceContent:
    """Put other content in the draft's place: start over, or copy an earlier invoice."""

    content: InvoiceContent


Operation = (
    SetCustomer
    | AddLine
    | ChangeLine
    | RemoveLine
    | MoveLine
    | SetIssueDate
    | SetDueDate
    | SetDueDays
    | SetCurrency
    | SetTax
    | SetDiscount
    | SetDeposit
    | SetNotes
    | AddNote
    | SetPurchaseOrder
    | StateTotal
    | RaiseConcern
    | SettleConcern
    | ReplaceContent
)


@singledispatch
def apply(operation: Operation, content: InvoiceContent) -> InvoiceContent:  # noqa: ARG001
    """The content after the operation; raises InvalidInvoice when it can't be applied."""
    raise TypeError(f"not an operation on a draft: {type(operation).__name__}")


def settle(content: InvoiceContent, *fields: str) -> InvoiceContent:
    """Without the concerns and the unverified marks about these fields (or below them)."""

    def is_settled(path: str) -> bool:
        return any(path == field or path.startswith(f"{field}.") for field in fields)

    return replace(
        content,
        concerns=tuple(c for c in content.concerns if not is_settled(c.field)),
        unverified=tuple(path for path in content.unverified if not is_settled(path)),
    )


def _sourced(content: InvoiceContent, field: str, source: Source | None) -> InvoiceContent:
    kept = {name: origin for name, origin in content.sources.items() if name != field}
    if source is not None:
        kept[field] = source
    return replace(settle(content, field), sources=kept)


def line_with(content: InvoiceContent, line_id: str) -> LineItem:
    """The line with this id; raises InvalidInvoice when the draft has none."""
    for line in content.lines:
        if line.id == line_id:
            return line
    raise InvalidInvoice.of("line_id", "unknown_line", "The draft has no such line.")


def _next_line_id(content: InvoiceContent) -> str:
    return str(max((int(line.id) for line in content.lines), default=0) + 1)


def _no_such_position() -> InvalidInvoice:
    return InvalidInvoice.of("position", "out_of_range", "The draft has no such position.")


@apply.register(SetCustomer)
def _(operation: SetCustomer, content: InvoiceContent) -> InvoiceContent:
    content = replace(content, customer=operation.customer)
    return _sourced(content, "customer", operation.source)


@apply.register(AddLine)
def _(operation: AddLine, content: InvoiceContent) -> InvoiceContent:
    line = LineItem(
        id=_next_line_id(content),
        description=operation.description,
        quantity=operation.quantity,
        unit=operation.unit,
        unit_price=operation.unit_price,
        discount=operation.discount,
        taxed=operation.taxed,
        tax_rate=operation.tax_rate,
        tax_category=operation.tax_category,
        stated_amount=operation.stated_amount,
        sources=dict(operation.sources),
    )
    position = len(content.lines) if operation.position is None else operation.position
    if not 0 <= position <= len(content.lines):
        raise _no_such_position()
    lines = (*content.lines[:position], line, *content.lines[position:])
    return replace(settle(content, "lines_missing"), lines=lines)


@apply.register(ChangeLine)
def _(operation: ChangeLine, content: InvoiceContent) -> InvoiceContent:
    line = line_with(content, operation.line_id)
    kept = {name: source for name, source in line.sources.items() if name not in operation.fields}
    changed = replace(line, **operation.fields, sources={**kept, **operation.sources})
    lines = tuple(changed if other.id == line.id else other for other in content.lines)
    settled = (f"lines.{line.id}.{name}" for name in operation.fields)
    return replace(settle(content, *settled), lines=lines)


@apply.register(RemoveLine)
def _(operation: RemoveLine, content: InvoiceContent) -> InvoiceContent:
    line = line_with(content, operation.line_id)
    lines = tuple(other for other in content.lines if other.id != line.id)
    return replace(settle(content, f"lines.{line.id}"), lines=lines)


@apply.register(MoveLine)
def _(operation: MoveLine, content: InvoiceContent) -> InvoiceContent:
    line = line_with(content, operation.line_id)
    if not 0 <= operation.position < len(content.lines):
        raise _no_such_position()
    lines = [other for other in content.lines if other.id != line.id]
    lines.insert(operation.position, line)
    return replace(content, lines=tuple(lines))


@apply.register(SetIssueDate)
def _(operation: SetIssueDate, content: InvoiceContent) -> InvoiceContent:
    due = content.due_date
    if content.due_days is not None:
        due = due_after(operation.issue_date, content.due_days)
    content = replace(content, issue_date=operation.issue_date, due_date=due)
    return _sourced(content, "issue_date", operation.source)


@apply.register(SetDueDate)
def _(operation: SetDueDate, content: InvoiceContent) -> InvoiceContent:
    content = replace(content, due_date=operation.due_date, due_days=None)
    return _sourced(content, "due_date", operation.source)


@apply.register(SetDueDays)
def _(operation: SetDueDays, content: InvoiceContent) -> InvoiceContent:
    due = due_after(content.issue_date, operation.days)
    content = replace(content, due_date=due, due_days=operation.days)
    return _sourced(content, "due_date", operation.source)


@apply.register(SetCurrency)
def _(operation: SetCurrency, content: InvoiceContent) -> InvoiceContent:
    return _sourced(replace(content, currency=operation.currency), "currency", operation.source)


@apply.register(SetTax)
def _(operation: SetTax, content: InvoiceContent) -> InvoiceContent:
    content = replace(
        content,
        tax_rate=content.tax_rate if operation.rate is None else operation.rate,
        prices_include_tax=(content.prices_include_tax if operation.included is None else operation.included),
        tax_name=operation.name or content.tax_name,
    )
    # Naming the tax, or saying that prices include it, vouches for no rate.
    if operation.included is not None:
        content = _sourced(content, "prices_include_tax", operation.source)
    return content if operation.rate is None else _sourced(content, "tax_rate", operation.source)


@apply.register(SetDiscount)
def _(operation: SetDiscount, content: InvoiceContent) -> InvoiceContent:
    return _sourced(replace(content, discount=operation.discount), "discount", operation.source)


@apply.register(SetDeposit)
def _(operation: SetDeposit, content: InvoiceContent) -> InvoiceContent:
    return _sourced(replace(content, deposit=operation.deposit), "deposit", operation.source)


@apply.register(SetNotes)
def _(operation: SetNotes, content: InvoiceContent) -> InvoiceContent:
    return replace(settle(content, "notes"), notes=operation.notes)


@apply.register(AddNote)
def _(operation: AddNote, content: InvoiceContent) -> InvoiceContent:
    if f"\n{operation.text}\n" in f"\n{content.notes}\n":
        return content
    return replace(content, notes="\n".join(filter(None, (content.notes, operation.text))))


@apply.register(SetPurchaseOrder)
def _(operation: SetPurchaseOrder, content: InvoiceContent) -> InvoiceContent:
    content = replace(content, purchase_order=operation.purchase_order)
    return _sourced(content, "purchase_order", operation.source)


@apply.register(StateTotal)
def _(operation: StateTotal, content: InvoiceContent) -> InvoiceContent:
    if operation.amount is None:
        return replace(content, stated_totals=())
    stated = dict.fromkeys((*content.stated_totals, operation.amount))
    return replace(content, stated_totals=tuple(stated))


@apply.register(RaiseConcern)
def _(operation: RaiseConcern, content: InvoiceContent) -> InvoiceContent:
    return replace(content, concerns=tuple(dict.fromkeys((*content.concerns, operation.concern))))


@apply.register(SettleConcern)
def _(operation: SettleConcern, content: InvoiceContent) -> InvoiceContent:
    return settle(content, operation.field)


@apply.register(ReplaceContent)
def _(operation: ReplaceContent, _content: InvoiceContent) -> InvoiceContent:
    return operation.content
