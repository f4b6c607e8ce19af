"""Invoices, customers and profiles as the API's JSON: shapes of the contract, nothing computed here.

Money and quantities are decimal strings, money with exactly the currency's minor digits.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from invoices.domain.document import sources_document
from invoices.domain.events import Event
from invoices.domain.figures import plain, price_text
from invoices.domain.invoice import Invoice, InvoiceContent, Payment
from invoices.domain.line_item import LineItem, Reduction, ReductionKind
from invoices.domain.money import Money
from invoices.domain.parties import Address, Customer, Seller
from invoices.domain.profile import Profile
from invoices.domain.totals import Totals, invoice_totals

Json = dict[str, Any]


def _decimal(number: Decimal | None) -> str | None:
    return None if number is None else f"{plain(number):f}"


def _time(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat().replace("+00:00", "Z")


def address_json(address: Address) -> Json:
    """The Address of the contract."""
    return {
        "line1": address.line1,
        "line2": address.line2,
        "city": address.city,
        "region": address.region,
        "postal_code": address.postal_code,
        "country": address.country,
    }


def customer_json(customer: Customer | None) -> Json | None:
    """The customer as named on an invoice."""
    if customer is None:
        return None
    return {
        "id": customer.id,
        "name": customer.name,
        "email": customer.email,
        "address": address_json(customer.address),
        "tax_id": customer.tax_id,
        "buyer_reference": customer.buyer_reference,
    }


def seller_json(seller: Seller) -> Json:
    """The seller as named on an invoice."""
    return {
        "name": seller.name,
        "address": address_json(seller.address),
        "tax_id": seller.tax_id,
        "email": seller.email,
        "phone": seller.phone,
        "payment_details": seller.payment_details,
        "iban": seller.iban,
        "bic": seller.bic,
        "colour": seller.colour,
        "footer": seller.footer,
        "locale": seller.locale,
    }


def _reduction_json(reduction: Reduction | None, currency: str) -> Json | None:
    if reduction is None:
        return None
    value = _decimal(reduction.value)
    if reduction.kind is ReductionKind.AMOUNT:
        value = str(Money.rounded(reduction.value, currency))
    return {"kind": str(reduction.kind), "value": value}


def _line_json(line: LineItem, amount: Money | None, currency: str) -> Json:
    return {
        "description": line.description,
        "quantity": _decimal(line.quantity),
        "unit": line.unit,
        "unit_price": None if line.unit_price is None else price_text(line.unit_price, currency),
        "discount": _reduction_json(line.discount, currency),
        "taxed": line.taxed,
        "tax_rate": _decimal(line.tax_rate),
        "tax_category": str(line.tax_category),
        "amount": None if amount is None else str(amount),
        "sources": sources_document(line.sources),
    }


def public_path(path: str, content: InvoiceContent) -> str:
    """A path with a line's id as one with its position: ``lines.7.quantity`` -> ``lines.0.quantity``."""
    parts = path.split(".")
    if parts[0] == "lines" and len(parts) > 1:
        positions = {line.id: str(i) for i, line in enumerate(content.lines)}
        parts[1] = positions.get(parts[1], parts[1])
    return ".".join(parts)


def _figures_json(figures: Totals) -> Json:
    return {
        "taxes": [
            {
                "name": tax.name,
                "rate": _decimal(tax.rate),
                "base": str(tax.base),
                "amount": str(tax.amount),
            }
            for tax in figures.taxes
        ],
        "subtotal": str(figures.subtotal),
        "discount_total": str(figures.discount_total),
        "tax_total": str(figures.tax_total),
        "total": str(figures.total),
        "amount_paid": str(figures.amount_paid),
        "amount_due": str(figures.amount_due),
    }


def invoice_json(invoice: Invoice, *, today: date) -> Json:
    """The Invoice of the contract; ``today`` is the seller's local date (for ``overdue``)."""
    content, figures = invoice.content, invoice_totals(invoice)
    currency = content.currency
    lines = zip(content.lines, figures.line_amounts, strict=True)
    return {
        "id": invoice.id,
        "number": invoice.number,
        "status": str(invoice.status),
        "overdue": invoice.is_overdue(today=today),
        "currency": currency,
        "issue_date": content.issue_date.isoformat(),
        "due_date": content.due_date.isoformat(),
        "seller": seller_json(invoice.seller),
        "customer": customer_json(content.customer),
        "lines": [_line_json(line, amount, currency) for line, amount in lines],
        "discount": _reduction_json(content.discount, currency),
        "deposit": _reduction_json(content.deposit, currency),
        "tax_rate": _decimal(content.tax_rate),
        "prices_include_tax": content.prices_include_tax,
        **_figures_json(figures),
        "payments": [payment_json(payment, currency) for payment in invoice.payments],
        "purchase_order": content.purchase_order,
        "notes": content.notes,
        "unverified": [public_path(path, content) for path in content.unverified],
        "sources": sources_document(content.sources),
        "conversation_id": invoice.conversation_id,
        "version": invoice.version,
        "created_at": _time(invoice.created_at),
        "updated_at": _time(invoice.updated_at),
        "finalized_at": _time(invoice.finalized_at),
        "sent_at": _time(invoice.sent_at),
        "paid_at": _time(invoice.paid_at),
        "voided_at": _time(invoice.voided_at),
        "pdf_sha256": invoice.pdf_sha256,
    }


def payment_json(payment: Payment, currency: str) -> Json:
    """A recorded payment."""
    return {
        "amount": str(Money.rounded(payment.amount, currency)),
        "paid_on": payment.paid_on.isoformat(),
        "method": payment.method,
        "reference": payment.reference,
    }


def events_json(events: Iterable[Event]) -> list[Json]:
    """The timeline, in the order given."""
    return [
        {"type": e.type, "at": _time(e.at), "by": e.by.user_id, "via": str(e.by.door), "data": e.facts} for e in events
    ]


def saved_customer_json(customer: Customer, version: int) -> Json:
    """A saved customer of the customers resource."""
    return {**(customer_json(customer) or {}), "version": version}


def profile_json(profile: Profile, next_number: str) -> Json:
    """The profile resource; ``next_number`` is what an invoice issued today would get."""
    return {
        **seller_json(profile.seller),
        "currency": profile.currency,
        "time_zone": profile.time_zone,
        "default_due_days": profile.default_due_days,
        "default_tax_rate": _decimal(profile.default_tax_rate),
        "tax_name": profile.tax_name,
        "number_pattern": profile.series.pattern,
        "number_start": profile.series.start,
        "next_number": next_number,
        "version": profile.version,
    }
