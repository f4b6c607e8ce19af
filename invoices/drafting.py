"""Plain, validated data of the API -> the content of a draft."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from invoices import queries
from invoices.domain import figures
from invoices.domain.currencies import minor_digits
from invoices.domain.errors import FieldProblem, InvalidInvoice
from invoices.domain.invoice import InvoiceContent, due_after
from invoices.domain.line_item import LineItem, Reduction, TaxCategory
from invoices.domain.operations import settle
from invoices.domain.parties import Address, Customer
from invoices.domain.sources import Source, SourceKind

_TYPED = Source(SourceKind.SAID)
_PLAIN_FIELDS = ("tax_rate", "prices_include_tax", "purchase_order", "notes", "tax_name")


def content_from(owner: str, data: Mapping[str, Any], base: InvoiceContent) -> InvoiceContent:
    """``base`` with the given fields replaced; lines, when given, replace all lines.

    Raises InvalidInvoice naming the fields, or CustomerNotFound for an unknown customer id.
    """
    currency = data.get("currency", base.currency)
    minor_digits(currency)
    changed: dict[str, Any] = {name: data[name] for name in _PLAIN_FIELDS if name in data}
    changed["currency"] = currency
    if "customer" in data:
        changed["customer"] = customer_from(owner, data["customer"])
    if "lines" in data:
        changed["lines"] = _lines(data["lines"], currency)
    for name in ("discount", "deposit"):
        if name in data:
            changed[name] = _reduction(data[name], currency, name)
    changed |= _dates(data, base)
    content = replace(settle(base, *changed), **changed, sources=_sources(base, data))
    if content.due_date < content.issue_date:
        text = f"The due date {content.due_date} is before the issue date {content.issue_date}."
        raise InvalidInvoice.of("due_date", "due_before_issue", text)
    return content


def _sources(base: InvoiceContent, data: Mapping[str, Any]) -> dict[str, Source]:
    return {**base.sources, **{name: _TYPED for name in data if name in {*base.sources, "customer", "discount"}}}


def _dates(data: Mapping[str, Any], base: InvoiceContent) -> dict[str, Any]:
    issue: date = data.get("issue_date", base.issue_date)
    if data.get("due_date") is not None:
        return {"issue_date": issue, "due_date": data["due_date"], "due_days": None}
    days = data.get("due_days", base.due_days)
    if days is None:
        return {"issue_date": issue}
    return {"issue_date": issue, "due_date": due_after(issue, days), "due_days": days}


def customer_from(owner: str, data: Mapping[str, Any] | None) -> Customer | None:
    """The customer named by data: a saved one by ``id``, overridden by what else is given."""
    if data is None:
        return None
    given = {name: value for name, value in data.items() if name not in {"id", "address"}}
    if "address" in data:
        given["address"] = Address(**data["address"])
    if not data.get("id"):
        return Customer(**given)
    saved, _version = queries.customer(owner, data["id"])
    return replace(saved, **given)


def _lines(data: list[Mapping[str, Any]], currency: str) -> tuple[LineItem, ...]:
    lines, problems = [], []
    for i, entry in enumerate(data):
        try:
            lines.append(_line(str(i + 1), entry, currency))
        except InvalidInvoice as error:
            problems += [FieldProblem(f"lines.{i}.{p.field}", p.code, p.detail) for p in error.problems]
    if problems:
        raise InvalidInvoice(problems)
    return tuple(lines)


def _line(line_id: str, data: Mapping[str, Any], currency: str) -> LineItem:
    discount = _reduction(data.get("discount"), currency, "discount")
    figure_names = ("quantity", "unit_price", "tax_rate")
    return LineItem(
        id=line_id,
        description=data.get("description", ""),
        quantity=data.get("quantity", Decimal(1)),
        unit=data.get("unit") or None,
        unit_price=data.get("unit_price"),
        discount=discount,
        taxed=data.get("taxed", True),
        tax_rate=data.get("tax_rate"),
        tax_category=TaxCategory(data.get("tax_category", TaxCategory.STANDARD)),
        sources={name: _TYPED for name in figure_names if data.get(name) is not None},
    )


def _reduction(data: Mapping[str, Any] | None, currency: str, field: str) -> Reduction | None:
    if data is None:
        return None
    return Reduction.of(data.get("kind"), data.get("value"), currency=currency, field=field)


def payment_amount(value: Decimal, currency: str) -> Decimal:
    """An amount in whole minor units of the invoice's currency; raises InvalidInvoice."""
    return figures.money_amount(value, currency=currency)
