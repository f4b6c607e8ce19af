"""What an assistant may know in a turn: the seller's defaults, records, the draft, the words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from invoices.domain.fresh import fresh_content
from invoices.domain.invoice import InvoiceContent
from invoices.domain.parties import Customer


class Role(StrEnum):
    """Who said it."""

    USER = "user"
    ASSISTANT = "assistant"


@dataclass(frozen=True, slots=True)
class Said:
    """One earlier message of the bounded window."""

    role: Role
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SellerDefaults:
    """What holds unless the user says otherwise. ``tax_rate`` in percent."""

    name: str = ""
    currency: str = "USD"
    locale: str = "en-US"
    country: str = "US"
    due_days: int = 30
    tax_rate: Decimal = Decimal(0)
    tax_name: str = "Tax"


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """Everything a turn may use besides the draft itself.

    ``today`` is the seller's local date. ``customers`` are the seller's saved customers.
    ``history`` is a bounded window of earlier messages, oldest first, without the present one.
    ``last_invoice`` looks up the content of the last issued invoice to a saved customer.
    """

    today: date
    seller: SellerDefaults
    customers: tuple[Customer, ...] = ()
    history: tuple[Said, ...] = ()
    last_invoice: Callable[[Customer], InvoiceContent | None] = lambda _customer: None

    def empty_draft(self) -> InvoiceContent:
        """A new draft: issued today, the seller's currency, terms and tax."""
        return fresh_content(
            today=self.today,
            currency=self.seller.currency,
            due_days=self.seller.due_days,
            tax_rate=self.seller.tax_rate,
            tax_name=self.seller.tax_name,
        )
