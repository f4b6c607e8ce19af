"""What a seller can look at. Every function takes the owner and reaches only that owner's items."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from pynamodb.transactions import TransactGet

from invoices.domain.events import Event
from invoices.domain.invoice import Invoice
from invoices.domain.lifecycle import Status
from invoices.domain.parties import Customer
from invoices.domain.profile import Profile
from invoices.store import customers, events, listing, profiles, records, turn_reads
from invoices.store.listing import Summary
from tables.pages import Page

# A page may have to look past rows that a filter leaves out, but not without end.
_MOST_QUERIES = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What a list is narrowed to; None or empty is no limit. Dates are issue dates, inclusive."""

    status: Status | None = None
    customer: str = ""
    text: str = ""
    issued_after: date | None = None
    issued_before: date | None = None

    @property
    def name(self) -> str:
        """Names this very list in its cursors."""
        return json.dumps([self.status, self.customer, self.text, str(self.issued_after), str(self.issued_before)])

    def admits(self, row: Summary) -> bool:
        """Whether a row belongs on the list (its status is the query's matter)."""
        if self.customer and self.customer not in {row.customer_id, row.customer}:
            return False
        if self.issued_after and row.issue_date < self.issued_after:
            return False
        if self.issued_before and row.issue_date > self.issued_before:
            return False
        words = f"{row.number or ''} {row.customer}".casefold()
        return self.text.casefold() in words


def get(owner: str, invoice_id: str) -> Invoice:
    """The owner's invoice; raises InvoiceNotFound."""
    return records.load(owner, invoice_id)


def timeline(owner: str, invoice_id: str) -> list[Event]:
    """What happened to the invoice, oldest first; raises InvoiceNotFound."""
    records.load(owner, invoice_id)
    return events.timeline(owner, invoice_id)


def summaries(owner: str, filters: Filters, *, limit: int, position: dict[str, Any] | None) -> Page[Summary]:
    """A page of the list, newest first; one Query, a few where a filter leaves many out."""
    rows: list[Summary] = []
    page: Page[Summary] = Page((), position, None)
    first_previous = None
    for turn in range(_MOST_QUERIES):
        page = listing.summaries(owner, status=filters.status, limit=limit - len(rows), position=page.next)
        first_previous = page.previous if turn == 0 else first_previous
        rows += [row for row in page.rows if filters.admits(row)]
        if len(rows) >= limit or page.next is None:
            break
    return Page(rows, page.next, first_previous)


def invoices(owner: str, filters: Filters, *, limit: int, position: dict[str, Any] | None) -> Page[Invoice]:
    """The same page with whole invoices: still one Query, and with filters one further batch read."""
    if filters == Filters():
        return listing.whole_page(owner, limit=limit, position=position)
    page = summaries(owner, filters, limit=limit, position=position)
    whole = listing.whole(owner, [row.id for row in page.rows]) if page.rows else []
    return Page(whole, page.next, page.previous)


def profile(owner: str) -> Profile:
    """The seller's business profile (defaults when there is none yet)."""
    return profiles.load(owner)


def customer(owner: str, customer_id: str) -> tuple[Customer, int]:
    """A saved customer and its version; raises CustomerNotFound."""
    return customers.load(owner, customer_id)


def customer_page(owner: str, *, limit: int, position: dict[str, Any] | None) -> Page[tuple[Customer, int]]:
    """A page of saved customers with their versions, newest first."""
    return customers.page(owner, limit=limit, position=position)


def known_customers(owner: str) -> tuple[Customer, ...]:
    """All saved customers, for recognising names: one Query."""
    return customers.known(owner)


def last_issued(owner: str, customer_id: str) -> Invoice | None:
    """The newest issued invoice to a saved customer."""
    return listing.last_issued(owner, customer_id)


def stage_reads(
    transaction: TransactGet, owner: str, draft_id: str | None
) -> Callable[[], tuple[Profile, Invoice | None]]:
    """Ask for profile and draft in the caller's read; see ``invoices.store.turn_reads``."""
    return turn_reads.stage_reads(transaction, owner, draft_id)
