"""Saved customers."""

from __future__ import annotations

from typing import Any

from pynamodb.exceptions import DeleteError, PutError

from invoices.domain.errors import CustomerNotFound, VersionConflict
from invoices.domain.parties import Customer
from invoices.models import InvoiceRow
from invoices.store.rows import customer_of, customer_sk, row_of_customer
from tables.pages import Page, read_page

_FAILED = "ConditionalCheckFailedException"
# What a chat turn may read to recognise a name; one Query of at most 1 MB.
MOST_KNOWN = 2000


def load(owner: str, customer_id: str) -> tuple[Customer, int]:
    """The customer and its version; raises CustomerNotFound."""
    if not 0 < len(customer_id) <= 64 or not customer_id.isascii() or not customer_id.isprintable():
        raise CustomerNotFound
    try:
        row = InvoiceRow.get(owner, customer_sk(customer_id), consistent_read=True)
    except InvoiceRow.DoesNotExist:
        raise CustomerNotFound from None
    return customer_of(row), int(row.version)


def save(owner: str, customer: Customer, version: int) -> None:
    """Store version 1 or the next one; raises VersionConflict or CustomerNotFound."""
    first = version == 1
    follows = InvoiceRow.sk.does_not_exist() if first else InvoiceRow.version == version - 1
    try:
        row_of_customer(owner, customer, version).save(condition=follows)
    except PutError as error:
        if error.cause_response_code == _FAILED and customer.id:
            raise VersionConflict(load(owner, customer.id)[1]) from error
        raise


def delete(owner: str, customer_id: str) -> None:
    """Delete a customer; invoices keep their own copy. Raises CustomerNotFound."""
    load(owner, customer_id)
    try:
        InvoiceRow(owner, customer_sk(customer_id)).delete(condition=InvoiceRow.sk.exists())
    except DeleteError as error:
        if error.cause_response_code == _FAILED:
            raise CustomerNotFound from error
        raise


def known(owner: str) -> tuple[Customer, ...]:
    """The seller's saved customers, oldest first: one Query, at most 1 MB."""
    rows = InvoiceRow.query(owner, InvoiceRow.sk.startswith("customer#"), limit=MOST_KNOWN, page_size=MOST_KNOWN)
    return tuple(customer_of(row) for row in rows)


def page(owner: str, *, limit: int, position: dict[str, Any] | None) -> Page[tuple[Customer, int]]:
    """A page of customers with their versions, newest first."""

    def fetch(back: bool, start: dict[str, Any] | None, count: int) -> list[InvoiceRow]:
        prefix = InvoiceRow.sk.startswith("customer#")
        return list(InvoiceRow.query(owner, prefix, limit=count, scan_index_forward=back, last_evaluated_key=start))

    def key_of(row: InvoiceRow) -> dict[str, Any]:
        return {"user_id": {"S": row.user_id}, "sk": {"S": row.sk}}

    found = read_page(fetch, key_of, limit=limit, position=position)
    rows = [(customer_of(row), int(row.version)) for row in found.rows]
    return Page(rows, found.next, found.previous)
