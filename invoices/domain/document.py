"""Content <-> a plain tree of strings, lists and dicts: what is stored, compared and undone.

The tree is exact (decimals as strings, dates as ISO 8601) and leaves out what is empty, so a
usual draft stays under 1 KB, one DynamoDB write unit.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from invoices.domain.invoice import Concern, InvoiceContent, Payment
from invoices.domain.line_item import LineItem, Reduction, ReductionKind, TaxCategory
from invoices.domain.parties import Address, Customer, Seller
from invoices.domain.sources import Source, SourceKind

Document = dict[str, Any]


def _without_empty(tree: Document) -> Document:
    return {name: value for name, value in tree.items() if value not in (None, "", [], {})}


def _texts(record: object, names: tuple[str, ...]) -> Document:
    return {name: getattr(record, name) for name in names}


def _decimal(number: Decimal | None) -> str | None:
    return None if number is None else f"{number:f}"


def _maybe(read: Callable[[Any], Any], value: Any) -> Any:
    return None if value is None else read(value)


_ADDRESS = ("line1", "line2", "city", "region", "postal_code", "country")
_CUSTOMER = ("id", "name", "email", "tax_id", "buyer_reference")
_SELLER = ("name", "tax_id", "email", "phone", "payment_details", "iban", "bic", "colour", "footer", "locale")


def address_document(address: Address) -> Document:
    """An address as a tree."""
    return _without_empty(_texts(address, _ADDRESS))


def customer_document(customer: Customer) -> Document:
    """A customer as a tree."""
    tree = _texts(customer, _CUSTOMER)
    return _without_empty({**tree, "address": address_document(customer.address)})


def read_customer(tree: Mapping[str, Any]) -> Customer:
    """A customer back from its tree."""
    return Customer(**{**tree, "address": Address(**tree.get("address", {}))})


def seller_document(seller: Seller) -> Document:
    """A seller as a tree."""
    tree = _texts(seller, _SELLER)
    return _without_empty({**tree, "address": address_document(seller.address)})


def read_seller(tree: Mapping[str, Any]) -> Seller:
    """A seller back from its tree."""
    return Seller(**{**tree, "address": Address(**tree.get("address", {}))})


def reduction_document(reduction: Reduction | None) -> Document | None:
    """A discount or deposit as a tree, None for none."""
    if reduction is None:
        return None
    return {"kind": str(reduction.kind), "value": _decimal(reduction.value)}


def read_reduction(tree: Mapping[str, Any]) -> Reduction:
    """A discount or deposit back from its tree."""
    return Reduction(ReductionKind(tree["kind"]), Decimal(tree["value"]))


def sources_document(sources: Mapping[str, Source]) -> Document:
    """Sources by field as a tree."""
    return {
        name: {"kind": str(source.kind)} | {k: v for k in ("quote", "ref") if (v := getattr(source, k)) is not None}
        for name, source in sources.items()
    }


def _read_sources(tree: Mapping[str, Any]) -> dict[str, Source]:
    return {
        name: Source(SourceKind(source["kind"]), source.get("quote"), source.get("ref"))
        for name, source in tree.items()
    }


def line_document(line: LineItem) -> Document:
    """A line as a tree."""
    return _without_empty(
        {
            "id": line.id,
            "description": line.description,
            "quantity": _decimal(line.quantity),
            "unit": line.unit,
            "unit_price": _decimal(line.unit_price),
            "discount": reduction_document(line.discount),
            "untaxed": None if line.taxed else True,
            "tax_rate": _decimal(line.tax_rate),
            "tax_category": (None if line.tax_category is TaxCategory.STANDARD else str(line.tax_category)),
            "stated_amount": _decimal(line.stated_amount),
            "sources": sources_document(line.sources),
        }
    )


def read_line(tree: Mapping[str, Any]) -> LineItem:
    """A line back from its tree."""
    return LineItem(
        id=tree["id"],
        description=tree.get("description", ""),
        quantity=_maybe(Decimal, tree.get("quantity")),
        unit=tree.get("unit"),
        unit_price=_maybe(Decimal, tree.get("unit_price")),
        discount=_maybe(read_reduction, tree.get("discount")),
        taxed=not tree.get("untaxed", False),
        tax_rate=_maybe(Decimal, tree.get("tax_rate")),
        tax_category=TaxCategory(tree.get("tax_category", TaxCategory.STANDARD)),
        stated_amount=_maybe(Decimal, tree.get("stated_amount")),
        sources=_read_sources(tree.get("sources", {})),
    )


def to_document(content: InvoiceContent) -> Document:
    """The whole content as a tree that ``json.dumps`` takes as it is."""
    return _without_empty(
        {
            "currency": content.currency,
            "issue_date": content.issue_date.isoformat(),
            "due_date": content.due_date.isoformat(),
            "due_days": content.due_days,
            "customer": _maybe(customer_document, content.customer),
            "lines": [line_document(line) for line in content.lines],
            "discount": reduction_document(content.discount),
            "tax_rate": _decimal(content.tax_rate),
            "tax_name": content.tax_name,
            "prices_include_tax": content.prices_include_tax or None,
            "deposit": reduction_document(content.deposit),
            "purchase_order": content.purchase_order,
            "notes": content.notes,
            "stated_totals": [_decimal(total) for total in content.stated_totals],
            "concerns": [[c.code, c.field, c.text] for c in content.concerns],
            "unverified": list(content.unverified),
            "sources": sources_document(content.sources),
        }
    )


def from_document(tree: Mapping[str, Any]) -> InvoiceContent:
    """The content back, exactly."""
    return InvoiceContent(
        currency=tree["currency"],
        issue_date=date.fromisoformat(tree["issue_date"]),
        due_date=date.fromisoformat(tree["due_date"]),
        due_days=tree.get("due_days"),
        customer=_maybe(read_customer, tree.get("customer")),
        lines=tuple(read_line(line) for line in tree.get("lines", ())),
        discount=_maybe(read_reduction, tree.get("discount")),
        tax_rate=Decimal(tree["tax_rate"]),
        tax_name=tree.get("tax_name", ""),
        prices_include_tax=tree.get("prices_include_tax", False),
        deposit=_maybe(read_reduction, tree.get("deposit")),
        purchase_order=tree.get("purchase_order", ""),
        notes=tree.get("notes", ""),
        stated_totals=tuple(Decimal(total) for total in tree.get("stated_totals", ())),
        concerns=tuple(Concern(*parts) for parts in tree.get("concerns", ())),
        unverified=tuple(tree.get("unverified", ())),
        sources=_read_sources(tree.get("sources", {})),
    )


def payment_document(payment: Payment) -> Document:
    """A payment as a tree."""
    return _without_empty(
        {
            "amount": _decimal(payment.amount),
            "paid_on": payment.paid_on.isoformat(),
            "method": payment.method,
            "reference": payment.reference,
        }
    )


def read_payment(tree: Mapping[str, Any]) -> Payment:
    """A payment back from its tree."""
    return Payment(
        amount=Decimal(tree["amount"]),
        paid_on=date.fromisoformat(tree["paid_on"]),
        method=tree.get("method", ""),
        reference=tree.get("reference", ""),
    )
