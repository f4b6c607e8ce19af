"""Tools about who is billed: the saved customer behind a name, and what they were billed last time."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from chat.assistant.bedrock.toolbox import Toolbox, ToolRefused
from chat.domain.customer_match import CustomerMatch, MatchKind, match_customer
from chat.domain.firewall import fold
from invoices.domain.invoice import Concern, InvoiceContent
from invoices.domain.line_item import LineItem
from invoices.domain.operations import RaiseConcern, ReplaceContent, SetCustomer, SettleConcern
from invoices.domain.parties import Address, Customer
from invoices.domain.sources import Source, SourceKind

Given = dict[str, Any]


def set_customer(box: Toolbox, given: Given) -> None:
    """The saved customer of that name, a new one when there is none; a doubtful name is asked about."""
    name = " ".join(given["name"].split())
    if not name:
        raise ToolRefused("The name is empty.")
    found = None if given.get("is_new") else _found(box, name)
    base = found or _unsaved(box, name)
    customer = _with_details(box, base, given)
    quote = box.source(given["quote"]).quote
    source = (
        Source(SourceKind.CUSTOMER, quote=quote, ref=customer.id)
        if found is not None
        else Source(SourceKind.SAID, quote=quote)
    )
    box.apply(SettleConcern(field="customer"))
    box.apply(SetCustomer(customer=customer, source=source))


def _found(box: Toolbox, name: str) -> Customer | None:
    """The one saved customer of that name, None for a new name; refuses while it could be another."""
    match = match_customer(name, box.situation.customers)
    if match.kind in {MatchKind.SEVERAL, MatchKind.NEAR}:
        _ask(box, name, match)
    return match.customer


def _ask(box: Toolbox, name: str, match: CustomerMatch) -> None:
    names = ", ".join(customer.name for customer in match.customers[:5])
    if match.kind is MatchKind.SEVERAL:
        text = f"{name} could be {names}: which one is meant?"
        box.apply(RaiseConcern(concern=Concern("duplicate_customer", "customer", text)))
    raise ToolRefused(
        f"{name!r} is not exactly a saved customer, but close to: {names}. Ask the user with answer which one is "
        "meant. Once they said so, call again with that full name, or with is_new if it is none of them.",
        keeps=True,
    )


def _unsaved(box: Toolbox, name: str) -> Customer:
    """What the draft already holds about that very name, else a customer with nothing but the name."""
    standing = box.content.customer
    same = standing is not None and standing.id is None and fold(standing.name) == fold(name)
    return standing if standing is not None and same else Customer(name=name)


def _with_details(box: Toolbox, customer: Customer, given: Given) -> Customer:
    """With e-mail, address and ids from the user's message; one that nobody said is refused."""
    changes: dict[str, Any] = {}
    for field in ("email", "tax_id", "buyer_reference"):
        value = (given.get(field) or "").strip()
        if value and value != getattr(customer, field):
            box.need_said(value, field)
            changes[field] = value
    if any((given.get("address") or {}).values()):
        changes["address"] = _address(box, given["address"])
    return replace(customer, **changes)


def _address(box: Toolbox, given: Given) -> Address:
    parts = {name: " ".join(value.split()) for name, value in given.items()}
    for name, value in parts.items():
        if name != "country":
            box.need_said(value, f"address.{name}")
    return Address(**{**parts, "country": parts.get("country", "").upper()})


def repeat_last_invoice(box: Toolbox, given: Given) -> None:
    """Lines, tax, discount and currency as last time; dates afresh, no notes and no order number."""
    customer = _found(box, given["customer"])
    last = box.situation.last_invoice(customer) if customer is not None else None
    if customer is None or last is None:
        text = f"There is no earlier invoice to {given['customer']} that could be repeated."
        box.apply(RaiseConcern(concern=Concern("no_previous_invoice", "lines_missing", text)))
        raise ToolRefused(text + " Tell the user and ask what to bill.", keeps=True)
    box.apply(ReplaceContent(content=_repeated(box, last, customer)))


def _repeated(box: Toolbox, last: InvoiceContent, customer: Customer) -> InvoiceContent:
    fresh = box.content if box.workbench.content is None else replace(box.content, lines=())
    copied = Source(SourceKind.EARLIER_INVOICE)
    return replace(
        fresh,
        customer=customer,
        currency=last.currency,
        lines=tuple(_copy(line, copied) for line in last.lines),
        discount=last.discount,
        tax_rate=last.tax_rate,
        tax_name=last.tax_name,
        prices_include_tax=last.prices_include_tax,
        sources={
            **fresh.sources,
            "customer": Source(SourceKind.CUSTOMER, ref=customer.id),
            **dict.fromkeys(("currency", "tax_rate", "discount"), copied),
        },
    )


def _copy(line: LineItem, source: Source) -> LineItem:
    fields = ("description", "quantity", "unit_price", "discount", "tax_rate")
    return replace(line, stated_amount=None, sources=dict.fromkeys(fields, source))
