"""The PDF of an invoice: made once, kept, linked to."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from invoices import pdf_archive
from invoices.domain import lifecycle
from invoices.domain.errors import IllegalMove
from invoices.domain.invoice import Invoice
from invoices.domain.lifecycle import Status
from invoices.domain.totals import deposit_of
from invoices.store import records


def _as_issued(invoice: Invoice) -> Invoice:
    """The invoice as it was when it was opened, whatever was paid since."""
    return replace(invoice, status=Status.OPEN, payments=deposit_of(invoice.content))


def with_pdf(owner: str, invoice: Invoice) -> Invoice:
    """Make sure that an issued invoice's PDF exists; raises ArchiveUnavailable.

    The document is a function of the frozen record, so whoever makes it makes the same bytes;
    once its SHA-256 is recorded it is never written again.
    """
    if invoice.pdf_sha256 is not None:
        return invoice
    from invoices.pdf.document import render

    pdf = render(_as_issued(invoice))
    digest = pdf_archive.save(owner, invoice.id, pdf)
    return records.record_pdf(owner, invoice, digest)


def pdf_link(owner: str, invoice_id: str, *, now: datetime) -> tuple[str, datetime]:
    """A short-lived link to the PDF of an issued invoice.

    Raises InvoiceNotFound, IllegalMove for a draft (it has no document yet), ArchiveUnavailable.
    """
    invoice = records.load(owner, invoice_id)
    if invoice.number is None:
        raise IllegalMove(invoice.status, "downloaded", lifecycle.allowed_moves(invoice.status))
    with_pdf(owner, invoice)
    return pdf_archive.link(owner, invoice.id, invoice.number, now)


def draft_pdf(owner: str, invoice_id: str) -> bytes:
    """A preview of a draft's document, marked as a draft and never kept."""
    from invoices.pdf.document import render

    pdf = render(records.load(owner, invoice_id))
    return pdf
