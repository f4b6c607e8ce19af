"""How an invoice, customer, profile or event becomes an item of the table, and back."""

from __future__ import annotations

import json
from datetime import datetime
from decimal import Decimal
from typing import Any

from invoices.domain.document import (
    customer_document,
    from_document,
    payment_document,
    read_customer,
    read_payment,
    read_seller,
    seller_document,
    to_document,
)
from invoices.domain.errors import InvalidInvoice
from invoices.domain.invoice import Invoice
from invoices.domain.lifecycle import Status
from invoices.domain.numbering import Series
from invoices.domain.parties import Customer
from invoices.domain.profile import Profile
from invoices.domain.totals import invoice_totals
from invoices.models import InvoiceRow

# DynamoDB refuses items over 400 KB; the key and the summary need some of it.
LARGEST_DOCUMENT = 380_000
_TIMES = ("created_at", "updated_at", "finalized_at", "sent_at", "paid_at", "voided_at")


def invoice_sk(invoice_id: str) -> str:
    """The sort key of an invoice."""
    return f"invoice#{invoice_id}"


def customer_sk(customer_id: str) -> str:
    """The sort key of a customer."""
    return f"customer#{customer_id}"


def compact(tree: Any) -> str:
    """JSON without spaces; refuses what would not fit into an item."""
    text = json.dumps(tree, ensure_ascii=False, separators=(",", ":"))
    if len(text.encode("utf-8", "replace")) > LARGEST_DOCUMENT:
        raise InvalidInvoice.of("lines", "too_large", "This is more text than one invoice can hold (380 KB).")
    return text


def summary_of(invoice: Invoice) -> dict[str, Any]:
    """What a list page shows of an invoice."""
    content, figures = invoice.content, invoice_totals(invoice)
    return {
        "number": invoice.number,
        "status": str(invoice.status),
        "customer": content.customer.name if content.customer else "",
        "customer_id": content.customer.id if content.customer else None,
        "currency": content.currency,
        "issue_date": content.issue_date.isoformat(),
        "due_date": content.due_date.isoformat(),
        "total": str(figures.total),
        "amount_due": str(figures.amount_due),
    }


def row_of_invoice(owner: str, invoice: Invoice) -> InvoiceRow:
    """The item that holds this invoice."""
    times = {name: moment.isoformat() for name in _TIMES if (moment := getattr(invoice, name)) is not None}
    record = {
        "status": str(invoice.status),
        "number": invoice.number,
        "seller": seller_document(invoice.seller),
        "content": to_document(invoice.content),
        "payments": [payment_document(payment) for payment in invoice.payments],
        "conversation_id": invoice.conversation_id,
        "finalized_from": invoice.finalized_from,
        "pdf_sha256": invoice.pdf_sha256,
        **times,
    }
    return InvoiceRow(
        owner,
        invoice_sk(invoice.id),
        status_key=f"{invoice.status}#{invoice.id}",
        summary=compact(summary_of(invoice)),
        document=compact({name: value for name, value in record.items() if value}),
        version=invoice.version,
    )


def invoice_of(row: InvoiceRow) -> Invoice:
    """The invoice in this item."""
    record = json.loads(row.document)
    times = {name: datetime.fromisoformat(record[name]) for name in _TIMES if name in record}
    return Invoice(
        id=row.sk.removeprefix("invoice#"),
        status=Status(record["status"]),
        number=record.get("number"),
        version=int(row.version),
        seller=read_seller(record.get("seller", {})),
        content=from_document(record["content"]),
        payments=tuple(read_payment(payment) for payment in record.get("payments", ())),
        conversation_id=record.get("conversation_id"),
        finalized_from=record.get("finalized_from"),
        pdf_sha256=record.get("pdf_sha256"),
        **times,
    )


def row_of_customer(owner: str, customer: Customer, version: int) -> InvoiceRow:
    """The item that holds this saved customer."""
    assert customer.id is not None  # noqa: S101 - saved customers have ids by construction
    return InvoiceRow(
        owner,
        customer_sk(customer.id),
        document=compact(customer_document(customer)),
        version=version,
    )


def customer_of(row: InvoiceRow) -> Customer:
    """The customer in this item."""
    return read_customer(json.loads(row.document))


def row_of_profile(owner: str, profile: Profile) -> InvoiceRow:
    """The item that holds this seller's profile."""
    record = {
        "seller": seller_document(profile.seller),
        "currency": profile.currency,
        "time_zone": profile.time_zone,
        "default_due_days": profile.default_due_days,
        "default_tax_rate": f"{profile.default_tax_rate:f}",
        "tax_name": profile.tax_name,
        "number_pattern": profile.series.pattern,
        "number_start": profile.series.start,
    }
    return InvoiceRow(owner, "profile", document=compact(record), version=profile.version)


def profile_of(row: InvoiceRow) -> Profile:
    """The profile in this item."""
    record = json.loads(row.document)
    return Profile(
        seller=read_seller(record["seller"]),
        currency=record["currency"],
        time_zone=record["time_zone"],
        default_due_days=record["default_due_days"],
        default_tax_rate=Decimal(record["default_tax_rate"]),
        tax_name=record["tax_name"],
        series=Series(record["number_pattern"], record["number_start"]),
        version=int(row.version),
    )
