"""Opening an invoice: its number, its freezing and its event in one transaction.

The counter is compared and set, never just incremented: a bare atomic ADD counts twice when
the answer is lost and the SDK repeats it, and leaves a gap when the process dies before it
uses the number. Here either all of it happened or nothing.
"""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable
from datetime import date

from pynamodb.constants import ALL_OLD
from pynamodb.exceptions import TransactWriteError

from invoices.domain.errors import NumberingBusy, VersionConflict
from invoices.domain.events import Event
from invoices.domain.invoice import Invoice
from invoices.domain.numbering import Series
from invoices.models import InvoiceRow
from invoices.store import events, records
from invoices.store.rows import row_of_invoice
from tables.writes import CONDITION_FAILED, CONFLICT, refusals, write_transaction

# API Gateway ends a request after 29 s; the PDF still has to be made.
PATIENCE_SECONDS = 18
# Full jitter between tries; with 50 containers at once this asks the table some 100 times a second.
_SHORTEST_PAUSE_SECONDS = 0.01
_LONGEST_PAUSE_SECONDS = 1.0
# Threads of one process queue here instead of refusing each other at the table. What is right does
# not depend on it: other processes are kept apart by the conditions alone.
_locks = tuple(threading.Lock() for _ in range(64))
_INVOICE, _EVENT, _COUNTER, _NUMBER = range(4)


def counter_sk(run: str) -> str:
    """The sort key of a run's counter."""
    return f"counter#{run}"


def _last_count(owner: str, run: str) -> int | None:
    try:
        return int(InvoiceRow.get(owner, counter_sk(run), consistent_read=True).last_count)
    except InvoiceRow.DoesNotExist:
        return None


def next_number(owner: str, series: Series, issue_date: date) -> str:
    """The number that an invoice of this date would get now; it is not reserved."""
    return series.number(issue_date, _following(_last_count(owner, series.run(issue_date)), series))


def open_numbered(
    owner: str, series: Series, issue_date: date, opened: Callable[[str], tuple[Invoice, Event]]
) -> Invoice:
    """Give the next number to the draft that ``opened(number)`` opens, and store it.

    Raises VersionConflict when the draft changed meanwhile, NumberingBusy when other requests
    of this seller were quicker for too long; then nothing was changed and no number was used.
    """
    run = series.run(issue_date)
    give_up_at = time.monotonic() + PATIENCE_SECONDS
    lock = _locks[hash((owner, run)) % len(_locks)]
    if not lock.acquire(timeout=PATIENCE_SECONDS):
        raise NumberingBusy
    try:
        return _open(owner, series, run, issue_date, opened, give_up_at)
    finally:
        lock.release()


def _open(
    owner: str,
    series: Series,
    run: str,
    issue_date: date,
    opened: Callable[[str], tuple[Invoice, Event]],
    give_up_at: float,
) -> Invoice:
    last = _last_count(owner, run)
    count = _following(last, series)
    tries = 0
    while time.monotonic() < give_up_at:
        invoice, event = opened(series.number(issue_date, count))
        try:
            _write(owner, run, last, count, invoice, event)
        except TransactWriteError as error:
            stored = _own_write(owner, invoice, error)
            if stored is not None:
                return stored
            if _is_taken(error):
                count += 1
                continue
            last = _count_seen(owner, run, error)
            count = _following(last, series)
        else:
            return invoice
        tries += 1
        time.sleep(random.uniform(0, min(_LONGEST_PAUSE_SECONDS, _SHORTEST_PAUSE_SECONDS * 2**tries)))  # noqa: S311
    raise NumberingBusy


def _following(last: int | None, series: Series) -> int:
    return series.start if last is None else max(last + 1, series.start)


def _write(owner: str, run: str, last: int | None, count: int, invoice: Invoice, event: Event) -> None:
    is_next = InvoiceRow.sk.does_not_exist() if last is None else InvoiceRow.last_count == last
    with write_transaction() as transaction:
        # Cancellation reasons come in this order: _INVOICE, _EVENT, _COUNTER, _NUMBER.
        transaction.save(row_of_invoice(owner, invoice), condition=InvoiceRow.version == invoice.version - 1)
        events.append(transaction, owner, invoice.id, invoice.version, event)
        transaction.save(InvoiceRow(owner, counter_sk(run), last_count=count), condition=is_next, return_values=ALL_OLD)
        # Two patterns can spell the same number (A-{1} at 12, A-1{1} at 2): each is given once.
        transaction.save(
            InvoiceRow(owner, f"number#{invoice.number}", document=invoice.id),
            condition=InvoiceRow.sk.does_not_exist(),
        )


def _own_write(owner: str, invoice: Invoice, error: TransactWriteError) -> Invoice | None:
    """The invoice as another try of this same request opened it, or None to try again.

    No reasons at all means that the answer was lost: the write may have happened, so look before
    saying that it failed.
    """
    reasons = refusals(error)
    is_race = bool(reasons) and set(reasons) <= {None, CONDITION_FAILED, CONFLICT}
    if is_race and reasons[_INVOICE] != CONDITION_FAILED:
        return None
    stored = records.load(owner, invoice.id)
    if stored.finalized_from == invoice.finalized_from:
        return stored
    if is_race:
        raise VersionConflict(stored.version) from error
    raise error


def _is_taken(error: TransactWriteError) -> bool:
    """Whether nothing but the number itself stood in the way: another series has given it."""
    reasons = refusals(error)
    return reasons[_COUNTER] is None and reasons[_NUMBER] == CONDITION_FAILED


def _count_seen(owner: str, run: str, error: TransactWriteError) -> int | None:
    reason = error.cancellation_reasons[_COUNTER]
    if reason is not None and reason.raw_item:
        return int(reason.raw_item["last_count"]["N"])
    return _last_count(owner, run)
