"""What a chat turn reads of the Invoices table, as part of the chat's one read."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

from pynamodb.transactions import TransactGet

from invoices.domain.invoice import Invoice
from invoices.domain.profile import Profile
from invoices.models import InvoiceRow
from invoices.store.rows import invoice_of, invoice_sk, profile_of


def stage_reads(
    transaction: TransactGet, owner: str, draft_id: str | None
) -> Callable[[], tuple[Profile, Invoice | None]]:
    """Ask for profile and draft in the caller's read; the result gives them afterwards.

    A profile that is not there yet is the default one; a draft deleted meanwhile is None.
    """
    profile_row = transaction.get(InvoiceRow, owner, "profile")
    draft_row = transaction.get(InvoiceRow, owner, invoice_sk(draft_id)) if draft_id else None

    def results() -> tuple[Profile, Invoice | None]:
        found = Profile()
        draft = None
        with suppress(InvoiceRow.DoesNotExist):
            found = profile_of(profile_row.get())
        if draft_row is not None:
            with suppress(InvoiceRow.DoesNotExist):
                draft = invoice_of(draft_row.get())
        return found, draft

    return results
