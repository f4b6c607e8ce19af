"""Loading and saving invoices, always under the owner's key and on a known version."""

from __future__ import annotations

import dataclasses
from contextlib import suppress

from pynamodb.exceptions import DeleteError, PutError, TransactWriteError
from pynamodb.expressions.condition import Condition
from pynamodb.transactions import TransactWrite

from invoices.domain.errors import InvoiceNotFound, VersionConflict
from invoices.domain.events import Event
from invoices.domain.invoice import Invoice
from invoices.domain.lifecycle import Status
from invoices.models import InvoiceRow
from invoices.store import events
from invoices.store.rows import invoice_of, invoice_sk, row_of_invoice
from tables.writes import CONDITION_FAILED, refusals, write_transaction

_LONGEST_ID = 64


def check_id(invoice_id: str) -> None:
    """Refuse what can't be an id before it becomes part of a key."""
    is_sane = 0 < len(invoice_id) <= _LONGEST_ID and invoice_id.isascii() and "#" not in invoice_id
    if not (is_sane and invoice_id.isprintable()):
        raise InvoiceNotFound


def load(owner: str, invoice_id: str) -> Invoice:
    """The owner's invoice, strongly consistent; raises InvoiceNotFound."""
    check_id(invoice_id)
    try:
        return invoice_of(InvoiceRow.get(owner, invoice_sk(invoice_id), consistent_read=True))
    except InvoiceRow.DoesNotExist:
        raise InvoiceNotFound from None


def stage_create(transaction: TransactWrite, owner: str, invoice: Invoice, event: Event) -> None:
    """Put a new invoice and its first event into a transaction."""
    transaction.save(row_of_invoice(owner, invoice), condition=InvoiceRow.sk.does_not_exist())
    events.append(transaction, owner, invoice.id, invoice.version, event)


def stage_replace(transaction: TransactWrite, owner: str, invoice: Invoice) -> None:
    """Put the next version of an invoice into a transaction; it must follow the stored one."""
    unchanged = InvoiceRow.version == invoice.version - 1
    transaction.save(row_of_invoice(owner, invoice), condition=unchanged)


def create(owner: str, invoice: Invoice, event: Event) -> None:
    """Store a new invoice with its first event."""
    with write_transaction() as transaction:
        stage_create(transaction, owner, invoice, event)


def replace(owner: str, invoice: Invoice, event: Event) -> None:
    """Store the next version with its event; raises VersionConflict or InvoiceNotFound."""
    try:
        with write_transaction() as transaction:
            stage_replace(transaction, owner, invoice)
            events.append(transaction, owner, invoice.id, invoice.version, event)
    except TransactWriteError as error:
        if CONDITION_FAILED in refusals(error):
            raise VersionConflict(load(owner, invoice.id).version) from error
        raise


def _is_draft_of(version: int) -> Condition:
    return (InvoiceRow.version == version) & InvoiceRow.status_key.startswith(f"{Status.DRAFT}#")


def stage_delete(transaction: TransactWrite, owner: str, draft: Invoice) -> None:
    """Put the deletion of a draft of this version into a transaction."""
    transaction.delete(InvoiceRow(owner, invoice_sk(draft.id)), condition=_is_draft_of(draft.version))


def delete_draft(owner: str, invoice_id: str, version: int) -> None:
    """Delete a draft of this version; raises VersionConflict.

    One that is gone already was deleted by a try of this request whose answer was lost, or by
    somebody who wanted the same.
    """
    row = InvoiceRow(owner, invoice_sk(invoice_id))
    try:
        row.delete(condition=_is_draft_of(version))
    except DeleteError as error:
        if error.cause_response_code != "ConditionalCheckFailedException":
            raise
        with suppress(InvoiceNotFound):
            raise VersionConflict(load(owner, invoice_id).version) from error


def record_pdf(owner: str, invoice: Invoice, sha256: str) -> Invoice:
    """Note that the invoice's PDF is kept; if another request noted it first, theirs stands.

    The version stays: the document is a consequence of what was frozen, not a change of it.
    """
    noted = dataclasses.replace(invoice, pdf_sha256=sha256)
    row = row_of_invoice(owner, noted)
    try:
        row.save(condition=InvoiceRow.version == invoice.version)
    except PutError as error:
        if error.cause_response_code != "ConditionalCheckFailedException":
            raise
        return _recorded_anew(owner, invoice.id, sha256)
    return noted


def _recorded_anew(owner: str, invoice_id: str, sha256: str) -> Invoice:
    """After the record moved on (a payment came in): note the PDF on the newer version."""
    current = load(owner, invoice_id)
    return current if current.pdf_sha256 else record_pdf(owner, current, sha256)
