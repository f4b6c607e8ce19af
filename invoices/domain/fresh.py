"""A new draft's content, before anybody has said anything."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from invoices.domain.invoice import InvoiceContent, due_after
from invoices.domain.sources import assumed, from_profile


def fresh_content(*, today: date, currency: str, due_days: int, tax_rate: Decimal, tax_name: str) -> InvoiceContent:
    """Issued today (assumed), everything else as the seller's profile has it; rate in percent."""
    return InvoiceContent(
        currency=currency,
        issue_date=today,
        due_date=due_after(today, due_days),
        due_days=due_days,
        tax_rate=tax_rate,
        tax_name=tax_name,
        sources={
            "currency": from_profile(),
            "issue_date": assumed(),
            "due_date": from_profile(),
            "tax_rate": from_profile(),
        },
    )
