"""The whole form of a draft: its header, its lines, and the way to content and back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.http import QueryDict

from invoices.domain.errors import FieldProblem, InvalidInvoice
from invoices.domain.invoice import MAX_LINES, InvoiceContent
from invoices.domain.line_item import LineItem, Reduction
from invoices.domain.parties import Customer
from invoices.domain.sources import Source
from invoices.drafting import content_from
from invoices.forms import ADDRESS_FIELDS, InvoiceForm, LineForm, add_problems
from invoices.typed_figures import typed_text

_BLANK_LINES = 1
_PROBLEM_FIELDS = {
    "customer.name": "customer_name",
    "customer.email": "customer_email",
    "customer.tax_id": "customer_tax_id",
    "customer.buyer_reference": "customer_buyer_reference",
    "discount.value": "discount_value",
    "discount": "discount_value",
    "deposit.value": "deposit_value",
    "deposit": "deposit_value",
}
_LINE_PROBLEM_FIELDS = {"discount.value": "discount_value", "discount": "discount_value", "value": "discount_value"}
_CUSTOMER_TEXTS = ("name", "email", "tax_id", "buyer_reference")


@dataclass(frozen=True, slots=True)
class DraftForm:
    """Header and lines as the page shows them."""

    header: InvoiceForm
    lines: Sequence[LineForm]

    @property
    def line_count(self) -> int:
        return len(self.lines)

    @property
    def can_add(self) -> bool:
        return len(self.lines) < MAX_LINES

    @property
    def has_errors(self) -> bool:
        return bool(self.header.errors) or any(line.errors for line in self.lines)


def shown(content: InvoiceContent, *, version: int | None, locale: str) -> DraftForm:
    """The form of this content, with a blank line when it has none."""
    initial = _header_values(content, locale) | {"version": version}
    lines = [LineForm(initial=_line_values(line, locale), prefix=f"lines-{i}") for i, line in enumerate(content.lines)]
    lines += [LineForm(prefix=f"lines-{i}") for i in range(0 if lines else _BLANK_LINES)]
    return DraftForm(InvoiceForm(initial=initial, locale=locale), lines)


def _header_values(content: InvoiceContent, locale: str) -> dict[str, Any]:
    customer = content.customer or Customer()
    return {
        **{f"customer_{name}": getattr(customer, name) for name in _CUSTOMER_TEXTS},
        **{name: getattr(customer.address, name) for name in ADDRESS_FIELDS},
        "currency": content.currency,
        "issue_date": content.issue_date,
        "due_days": content.due_days,
        "due_date": content.due_date if content.due_days is None else None,
        **_reduction_values("discount", content.discount, locale),
        **_reduction_values("deposit", content.deposit, locale),
        "tax_rate": typed_text(content.tax_rate, locale),
        "tax_name": content.tax_name,
        "prices_include_tax": content.prices_include_tax,
        "purchase_order": content.purchase_order,
        "notes": content.notes,
    }


def _line_values(line: LineItem, locale: str) -> dict[str, Any]:
    return {
        "line_id": line.id,
        "description": line.description,
        "quantity": typed_text(line.quantity, locale),
        "unit": line.unit or "",
        "unit_price": typed_text(line.unit_price, locale),
        **_reduction_values("discount", line.discount, locale),
        "tax_rate": typed_text(line.tax_rate, locale),
        "untaxed": not line.taxed,
    }


def _reduction_values(name: str, reduction: Reduction | None, locale: str) -> dict[str, str]:
    if reduction is None:
        return {f"{name}_value": "", f"{name}_kind": "percent"}
    return {f"{name}_value": typed_text(reduction.value, locale), f"{name}_kind": str(reduction.kind)}


# What was typed ------------------------------------------------------------------------------


def typed(data: QueryDict, *, locale: str) -> DraftForm:
    """The form as it was sent."""
    return DraftForm(
        InvoiceForm(data, locale=locale),
        [LineForm(data, prefix=f"lines-{i}", locale=locale) for i in range(_count(data))],
    )


def _count(data: Mapping[str, str]) -> int:
    text = data.get("line_count", "")
    return min(int(text), MAX_LINES) if text.isascii() and text.isdigit() and len(text) < 6 else 0


def rearranged(data: QueryDict, *, locale: str, adds: bool = False, removes: int | None = None) -> DraftForm:
    """The form with a line more, or without one; nothing is checked and nothing else changes."""
    header = InvoiceForm(initial=data.dict() | {"prices_include_tax": "prices_include_tax" in data}, locale=locale)
    rows = [_typed_line(data, i) for i in range(_count(data)) if i != removes]
    if (adds or not rows) and len(rows) < MAX_LINES:
        rows.append({})
    return DraftForm(header, [LineForm(initial=row, prefix=f"lines-{i}") for i, row in enumerate(rows)])


def _typed_line(data: QueryDict, position: int) -> dict[str, Any]:
    names = {name: f"lines-{position}-{name}" for name in LineForm.base_fields}
    return {name: data.get(key, "") for name, key in names.items()} | {"untaxed": names["untaxed"] in data}


# Content -------------------------------------------------------------------------------------


def content_of(form: DraftForm, owner: str, base: InvoiceContent, known: Sequence[Customer]) -> InvoiceContent | None:
    """What the form says, on the ground of ``base``; None when it has errors, which are then on it.

    Whoever sends the form stands for its figures: nothing in it is unverified or doubtful any more.
    A figure that is as it was keeps its source.
    """
    filled = [line for line in form.lines if not line.is_blank]
    are_read = [form.header.is_valid(), *(line.is_valid() for line in filled)]
    if not all(are_read):
        return None
    try:
        content = content_from(owner, _data(form, filled, base, known), base)
        return _with_kept_origins(content, filled, base)
    except InvalidInvoice as refusal:
        _place(refusal.problems, form, filled)
        return None


def _data(
    form: DraftForm, filled: Sequence[LineForm], base: InvoiceContent, known: Sequence[Customer]
) -> dict[str, Any]:
    typed_values = form.header.cleaned_data
    by_id = {line.id: line for line in base.lines}
    return {
        "customer": _customer(typed_values, base.customer or Customer(), known),
        "currency": typed_values["currency"],
        "issue_date": typed_values["issue_date"],
        "due_date": typed_values["due_date"],
        "due_days": typed_values["due_days"],
        "discount": _reduction(typed_values, "discount"),
        "deposit": _reduction(typed_values, "deposit"),
        "tax_rate": typed_values["tax_rate"] or 0,
        "tax_name": typed_values["tax_name"] or base.tax_name,
        "prices_include_tax": typed_values["prices_include_tax"],
        "purchase_order": typed_values["purchase_order"],
        "notes": typed_values["notes"].replace("\r\n", "\n"),
        "lines": [_line(line.cleaned_data, by_id.get(line.cleaned_data["line_id"])) for line in filled],
    }


def _line(typed_values: Mapping[str, Any], before: LineItem | None) -> dict[str, Any]:
    return {
        "description": typed_values["description"].replace("\r\n", "\n"),
        "quantity": typed_values["quantity"],
        "unit": typed_values["unit"],
        "unit_price": typed_values["unit_price"],
        "discount": _reduction(typed_values, "discount"),
        "taxed": not typed_values["untaxed"],
        "tax_rate": typed_values["tax_rate"],
        **({"tax_category": str(before.tax_category)} if before else {}),
    }


def _reduction(typed_values: Mapping[str, Any], name: str) -> dict[str, Any] | None:
    value = typed_values[f"{name}_value"]
    return {"kind": typed_values[f"{name}_kind"] or "percent", "value": value} if value else None


def _customer(typed_values: Mapping[str, Any], before: Customer, known: Sequence[Customer]) -> dict[str, Any] | None:
    """The customer as typed. A name that is newly that of a saved customer brings its record along:
    of the other fields only those that were changed count, for the rest belongs to who stood there before.
    """
    texts = {name: typed_values[f"customer_{name}"] for name in _CUSTOMER_TEXTS}
    address = {name: typed_values[name] for name in ADDRESS_FIELDS}
    if not any([*texts.values(), *address.values()]):
        return None
    name = texts["name"]
    if name == before.name:
        return {"id": None, **texts, "address": address} | ({"id": before.id} if _is_saved(before, known) else {})
    saved = next((c for c in known if c.name.casefold() == name.casefold()), None)
    if saved is None:
        return {**texts, "address": address}
    changed = {key: value for key, value in texts.items() if value != getattr(before, key)}
    own_address = {key: value for key, value in address.items() if value != getattr(before.address, key)}
    merged = {key: getattr(saved.address, key) for key in ADDRESS_FIELDS} | own_address
    return {**changed, "name": saved.name, "id": saved.id, "address": merged}


def _is_saved(customer: Customer, known: Sequence[Customer]) -> bool:
    return customer.id is not None and any(other.id == customer.id for other in known)


def _with_kept_origins(content: InvoiceContent, filled: Sequence[LineForm], base: InvoiceContent) -> InvoiceContent:
    kept: dict[str, Source] = {
        name: source
        for name, source in base.sources.items()
        if getattr(content, name, None) == getattr(base, name, None)
    }
    by_id = {line.id: line for line in base.lines}
    lines = [
        _with_kept_line_origins(line, by_id.get(form.cleaned_data["line_id"]))
        for line, form in zip(content.lines, filled, strict=True)
    ]
    return replace(content, lines=tuple(lines), sources={**content.sources, **kept}, unverified=(), concerns=())


def _with_kept_line_origins(line: LineItem, before: LineItem | None) -> LineItem:
    if before is None:
        return line
    kept = {name: s for name, s in before.sources.items() if getattr(line, name, None) == getattr(before, name, None)}
    is_same = (line.quantity, line.unit_price, line.discount) == (before.quantity, before.unit_price, before.discount)
    return replace(line, sources={**line.sources, **kept}, stated_amount=before.stated_amount if is_same else None)


def _place(problems: Sequence[FieldProblem], form: DraftForm, filled: Sequence[LineForm]) -> None:
    for problem in problems:
        parts = problem.field.split(".")
        if parts[0] == "lines" and len(parts) > 2 and parts[1].isdigit() and int(parts[1]) < len(filled):
            own = FieldProblem(".".join(parts[2:]), problem.code, problem.detail)
            add_problems(filled[int(parts[1])], [own], _LINE_PROBLEM_FIELDS)
        else:
            add_problems(form.header, [problem], _PROBLEM_FIELDS)
