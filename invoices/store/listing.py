"""Lists of a seller's invoices: one Query a page, newest first."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from invoices.domain.invoice import Invoice
from invoices.domain.lifecycle import Status
from invoices.models import InvoiceRow
from invoices.store.rows import invoice_of, invoice_sk
from tables.pages import Page, read_page


@dataclass(frozen=True, slots=True)
class Summary:
    """What a list page shows; amounts as exact decimal texts in the invoice's currency."""

    id: str
    number: str | None
    status: Status
    customer: str
    customer_id: str | None
    currency: str
    issue_date: date
    due_date: date
    total: str
    amount_due: str


def _summary_of(row: InvoiceRow) -> Summary:
    record = json.loads(row.summary)
    return Summary(
        id=row.sk.removeprefix("invoice#"),
        number=record["number"],
        status=Status(record["status"]),
        customer=record["customer"],
        customer_id=record["customer_id"],
        currency=record["currency"],
        issue_date=date.fromisoformat(record["issue_date"]),
        due_date=date.fromisoformat(record["due_date"]),
        total=record["total"],
        amount_due=record["amount_due"],
    )


def _key(row: InvoiceRow, status: Status | None) -> dict[str, Any]:
    key = {"user_id": {"S": row.user_id}, "sk": {"S": row.sk}}
    if status is not None:
        key["status_key"] = {"S": f"{status}#{row.sk.removeprefix('invoice#')}"}
    return key


def whole_page(owner: str, *, limit: int, position: dict[str, Any] | None) -> Page[Invoice]:
    """A page of whole invoices, newest first, all with one strongly consistent Query."""

    def fetch(back: bool, start: dict[str, Any] | None, count: int) -> list[InvoiceRow]:
        prefix = InvoiceRow.sk.startswith("invoice#")
        found = InvoiceRow.query(
            owner, prefix, limit=count, scan_index_forward=back, last_evaluated_key=start, consistent_read=True
        )
        return list(found)

    page = read_page(fetch, lambda row: _key(row, None), limit=limit, position=position)
    return Page([invoice_of(row) for row in page.rows], page.next, page.previous)


def rows_page(owner: str, *, status: Status | None, limit: int, position: dict[str, Any] | None) -> Page[InvoiceRow]:
    """A page of rows with key and summary only, of all invoices or of one status."""

    def fetch(back: bool, start: dict[str, Any] | None, count: int) -> list[InvoiceRow]:
        wanted: dict[str, Any] = {
            "limit": count,
            "scan_index_forward": back,
            "last_evaluated_key": start,
            "attributes_to_get": ["user_id", "sk", "summary"],
        }
        if status is None:
            return list(InvoiceRow.query(owner, InvoiceRow.sk.startswith("invoice#"), **wanted))
        prefix = InvoiceRow.status_key.startswith(f"{status}#")
        return list(InvoiceRow.by_status.query(owner, prefix, **wanted))

    return read_page(fetch, lambda row: _key(row, status), limit=limit, position=position)


def summaries(owner: str, *, status: Status | None, limit: int, position: dict[str, Any] | None) -> Page[Summary]:
    """A page of what a list shows, read with one Query."""
    page = rows_page(owner, status=status, limit=limit, position=position)
    return Page([_summary_of(row) for row in page.rows], page.next, page.previous)


def whole(owner: str, ids: list[str]) -> list[Invoice]:
    """The invoices with these ids (at most 100) in the given order, in one batch."""
    keys = [(owner, invoice_sk(invoice_id)) for invoice_id in ids]
    found = {row.sk: row for row in InvoiceRow.batch_get(keys, consistent_read=True)}
    return [invoice_of(found[sk]) for _owner, sk in keys if sk in found]


def last_issued(owner: str, customer_id: str, *, within: int = 200) -> Invoice | None:
    """The newest issued invoice to a saved customer among the seller's last ``within`` invoices."""
    page = rows_page(owner, status=None, limit=within, position=None)
    for row in page.rows:
        record = json.loads(row.summary)
        if record["customer_id"] == customer_id and record["status"] != Status.DRAFT:
            return invoice_of(InvoiceRow.get(owner, row.sk))
    return None
