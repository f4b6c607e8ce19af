"""Deleting what is not an issued invoice from a seller's partition."""

from __future__ import annotations

from pynamodb.exceptions import DeleteError

from invoices.domain.lifecycle import Status
from invoices.models import InvoiceRow

_FAILED = "ConditionalCheckFailedException"


def delete_all_but_issued(owner: str) -> None:
    """Drafts with their events, customers, the profile and whatever else is kept beside the invoices."""
    issued = _delete_drafts(owner)
    rows = InvoiceRow.query(owner, attributes_to_get=["user_id", "sk"], consistent_read=True)
    with InvoiceRow.batch_write() as batch:
        for row in rows:
            kind, _, rest = row.sk.partition("#")
            is_kept = kind in {"invoice", "counter", "number"} or (kind == "event" and rest.partition("#")[0] in issued)
            if not is_kept:
                batch.delete(row)


def _delete_drafts(owner: str) -> set[str]:
    """Delete the drafts; returns the ids of what was issued, also while we looked."""
    prefix = InvoiceRow.sk.startswith("invoice#")
    rows = InvoiceRow.query(owner, prefix, attributes_to_get=["user_id", "sk"], consistent_read=True)
    return {row.sk.removeprefix("invoice#") for row in rows if not _deleted_as_draft(row)}


def _deleted_as_draft(row: InvoiceRow) -> bool:
    is_draft = InvoiceRow.status_key.startswith(f"{Status.DRAFT}#")
    try:
        InvoiceRow(row.user_id, row.sk).delete(condition=is_draft)
    except DeleteError as error:
        if error.cause_response_code != _FAILED:
            raise
        return False
    return True
