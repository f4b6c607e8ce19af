"""Domain objects with sane defaults: a test names only what matters to it.

Figures may be given as strings: ``a_line(quantity="2", unit_price="9.99")``.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from invoices.domain.invoice import Invoice, InvoiceContent, Payment
from invoices.domain.line_item import LineItem, Reduction, ReductionKind
from invoices.domain.money import Money
from invoices.domain.parties import Address, Customer, Seller

ISSUED_ON = date(2026, 3, 10)
DUE_ON = date(2026, 4, 9)
CREATED_AT = datetime(2026, 3, 10, 9, 30, tzinfo=UTC)
_FIGURES = ("quantity", "unit_price", "tax_rate", "stated_amount", "amount")


def _with_decimals(fields: dict[str, Any]) -> dict[str, Any]:
    return {
        name: Decimal(value) if name in _FIGURES and isinstance(value, str | int) else value
        for name, value in fields.items()
    }


def money(amount: str, currency: str = "USD") -> Money:
    """An amount: ``money("1.50")``."""
    return Money(Decimal(amount), currency)


def percent_off(value: str) -> Reduction:
    """A reduction by so many percent."""
    return Reduction(ReductionKind.PERCENT, Decimal(value))


def amount_off(value: str) -> Reduction:
    """A reduction by an amount in major units."""
    return Reduction(ReductionKind.AMOUNT, Decimal(value))


def a_line(**fields: Any) -> LineItem:
    """One day of design for 100."""
    defaults = {"id": "1", "description": "Design", "quantity": "1", "unit": "day", "unit_price": "100"}
    return LineItem(**_with_decimals({**defaults, **fields}))


def an_address(**fields: Any) -> Address:
    """A street address in the United States."""
    defaults = {
        "line1": "1 Main Street",
        "city": "Springfield",
        "region": "IL",
        "postal_code": "62701",
        "country": "US",
    }
    return Address(**{**defaults, **fields})


def a_customer(**fields: Any) -> Customer:
    """A customer as named in the chat, saved nowhere."""
    return Customer(**{"name": "Acme", "email": "billing@acme.example", "address": an_address(), **fields})


def a_seller(**fields: Any) -> Seller:
    """A seller in the United States."""
    defaults = {"name": "Juniper Studio", "address": an_address(line1="2 Oak Avenue"), "email": "hello@juniper.example"}
    return Seller(**{**defaults, **fields})


def _numbered(lines: Iterable[LineItem]) -> tuple[LineItem, ...]:
    lines = tuple(lines)
    if len({line.id for line in lines}) == len(lines):
        return lines
    return tuple(replace(line, id=str(i)) for i, line in enumerate(lines, 1))


def a_content(*lines: LineItem, **fields: Any) -> InvoiceContent:
    """A complete draft: one line over 100 USD for Acme, untaxed, due 30 days after 10 March 2026.

    Lines given as arguments replace the default one (``lines=()`` for none) and are numbered
    from 1 when they come with equal ids.
    """
    defaults = {
        "currency": "USD",
        "issue_date": ISSUED_ON,
        "due_date": DUE_ON,
        "customer": a_customer(),
        "lines": _numbered(lines or (a_line(),)),
    }
    return InvoiceContent(**_with_decimals({**defaults, **fields}))


def a_payment(**fields: Any) -> Payment:
    """100 received by bank transfer."""
    defaults = {"amount": "100", "paid_on": date(2026, 3, 20), "method": "bank transfer"}
    return Payment(**_with_decimals({**defaults, **fields}))


def an_invoice(*lines: LineItem, **fields: Any) -> Invoice:
    """A draft record; ``content=`` or lines say what is billed."""
    defaults = {
        "id": "01950000-0000-7000-8000-000000000001",
        "content": a_content(*lines),
        "seller": a_seller(),
        "created_at": CREATED_AT,
        "updated_at": CREATED_AT,
    }
    return Invoice(**{**defaults, **fields})
