"""The append-only timeline of each invoice."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from pynamodb.transactions import TransactWrite

from invoices.domain.events import Actor, Door, Event
from invoices.models import InvoiceRow
from invoices.store.rows import compact

_MOST_EVENTS = 500


def row_of_event(owner: str, invoice_id: str, version: int, event: Event) -> InvoiceRow:
    """The item of one event; the version it led to makes the key unique."""
    moment = event.at.isoformat(timespec="microseconds")
    record = {
        "type": event.type,
        "at": moment,
        "by": event.by.user_id,
        "door": str(event.by.door),
        "facts": event.facts,
    }
    sk = f"event#{invoice_id}#{moment}#{version:06d}"
    return InvoiceRow(owner, sk, document=compact(record))


def append(transaction: TransactWrite, owner: str, invoice_id: str, version: int, event: Event) -> None:
    """Write the event in the transaction that makes it true."""
    transaction.save(row_of_event(owner, invoice_id, version, event))


def timeline(owner: str, invoice_id: str) -> list[Event]:
    """The events of an invoice, oldest first."""
    prefix = InvoiceRow.sk.startswith(f"event#{invoice_id}#")
    rows = InvoiceRow.query(owner, prefix, limit=_MOST_EVENTS, consistent_read=True)
    return [_event_of(json.loads(row.document)) for row in rows]


def _event_of(record: dict[str, Any]) -> Event:
    return Event(
        type=record["type"],
        at=datetime.fromisoformat(record["at"]),
        by=Actor(record["by"], Door(record["door"])),
        facts=dict(record.get("facts") or {}),
    )
