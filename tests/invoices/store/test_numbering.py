"""Numbers are consecutive under concurrency, crashes and lost answers (rows NUM-1, NUM-2, DDB-1, DDB-2)."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import botocore.client
import pytest
from botocore.exceptions import ReadTimeoutError
from django.core.files.storage import storages

from invoices import actions, documents, pdf_archive, queries
from invoices.domain.errors import IllegalMove, InvoiceIncomplete, NumberingBusy, VersionConflict
from invoices.domain.events import Actor, Door
from invoices.domain.invoice import Invoice, Payment
from invoices.domain.lifecycle import Status
from invoices.domain.numbering import Series
from invoices.domain.parties import Customer
from invoices.domain.profile import Profile
from tests.builders import a_content, a_line

NOW = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)


def by(owner: str) -> Actor:
    return Actor(owner, Door.API)


def a_draft(owner: str) -> Invoice:
    content = a_content(lines=(a_line(unit_price=Decimal(100)),), customer=Customer(name="Acme"))
    content = replace(content, issue_date=date(2026, 3, 10), due_date=date(2026, 4, 9), due_days=30)
    return actions.create_draft(owner, content, by=by(owner), now=NOW)


def finalize(owner: str, draft: Invoice) -> Invoice:
    return actions.finalize(owner, draft.id, version=draft.version, by=by(owner), now=NOW)


def finalize_patiently(owner: str, draft: Invoice) -> Invoice:
    """As a client that comes back after 503: on a busy machine 50 threads may wait longer than one request may."""
    while True:
        try:
            return finalize(owner, draft)
        except NumberingBusy:
            assert queries.get(owner, draft.id).status is Status.DRAFT


def kept_pdf(owner: str, invoice: Invoice) -> bytes:
    with storages["default"].open(pdf_archive.key_of(owner, invoice.id)) as file:
        return bytes(file.read())


def counts(owner: str) -> list[int]:
    """The counters of all numbers in the seller's list, in order."""
    found: list[int] = []
    position = None
    while True:
        page = queries.summaries(owner, queries.Filters(), limit=100, position=position)
        found += [int(row.number.rsplit("-", 1)[1]) for row in page.rows if row.number]
        position = page.next
        if position is None:
            return sorted(found)


def test_num_1_fifty_threads_finalizing_200_drafts_get_200_consecutive_numbers(tenant_id: str) -> None:
    drafts = [a_draft(tenant_id) for _ in range(200)]

    with ThreadPoolExecutor(50) as pool:
        opened = list(pool.map(lambda draft: finalize_patiently(tenant_id, draft), drafts))

    told = sorted(int(str(invoice.number).rsplit("-", 1)[1]) for invoice in opened)
    assert told == list(range(1, 201))
    assert counts(tenant_id) == told


def test_two_at_once_on_one_draft_open_it_once(tenant_id: str) -> None:
    draft = a_draft(tenant_id)

    with ThreadPoolExecutor(8) as pool:
        opened = list(pool.map(lambda _: finalize(tenant_id, draft), range(8)))

    assert {invoice.number for invoice in opened} == {"INV-2026-0001"}
    assert counts(tenant_id) == [1]


def test_finalizing_a_draft_that_changed_meanwhile_uses_no_number(tenant_id: str) -> None:
    draft = a_draft(tenant_id)
    actions.edit_draft(
        tenant_id,
        draft.id,
        version=draft.version,
        edit=lambda content: replace(content, notes="later"),
        by=by(tenant_id),
        now=NOW,
    )

    with pytest.raises(VersionConflict):
        finalize(tenant_id, draft)

    assert counts(tenant_id) == []


def test_num_4_drafts_made_and_deleted_leave_no_gap(tenant_id: str) -> None:
    finalize(tenant_id, a_draft(tenant_id))
    for _ in range(20):
        actions.delete_draft(tenant_id, a_draft(tenant_id).id)

    finalize(tenant_id, a_draft(tenant_id))

    assert counts(tenant_id) == [1, 2]


def test_an_incomplete_draft_uses_no_number(tenant_id: str) -> None:
    content = a_content(lines=(), customer=None)
    draft = actions.create_draft(tenant_id, content, by=by(tenant_id), now=NOW)

    with pytest.raises(InvoiceIncomplete):
        finalize(tenant_id, draft)

    assert counts(tenant_id) == []


@pytest.mark.parametrize(
    ("now", "number"),
    [
        (datetime(2027, 1, 1, 7, 59, 59, tzinfo=UTC), "INV-2026-0001"),
        (datetime(2027, 1, 1, 8, 0, 0, tzinfo=UTC), "INV-2027-0001"),
    ],
    ids=["23:59:59 in Los Angeles", "00:00:00 in Los Angeles"],
)
def test_num_5_the_year_changes_at_midnight_of_the_seller(tenant_id: str, now: datetime, number: str) -> None:
    actions.save_profile(tenant_id, Profile(time_zone="America/Los_Angeles"), version=0)
    profile = queries.profile(tenant_id)
    content = replace(
        actions.empty_content(profile, date(2026, 12, 30)), customer=Customer(name="Acme"), lines=(a_line(),)
    )
    draft = actions.create_draft(tenant_id, content, by=by(tenant_id), now=NOW)

    invoice = actions.finalize(tenant_id, draft.id, version=draft.version, by=by(tenant_id), now=now)

    assert invoice.number == number


def test_a_series_starts_where_the_seller_says_and_goes_on_from_there(tenant_id: str) -> None:
    actions.save_profile(tenant_id, Profile(series=Series("R{001}", 42)), version=0)

    numbers = [finalize(tenant_id, a_draft(tenant_id)).number for _ in range(3)]

    assert numbers == ["R042", "R043", "R044"]


class Crash(BaseException):
    """The process dies: nothing may catch it."""


Wire = Callable[..., Any]


@pytest.fixture
def wire(monkeypatch: pytest.MonkeyPatch) -> Callable[[Wire], None]:
    """Put something between the SDK and the network; ``original`` really sends the request."""
    original = botocore.client.BaseClient._make_api_call

    def install(around: Wire) -> None:
        def call(self: Any, operation: str, parameters: dict[str, Any]) -> Any:
            return around(lambda: original(self, operation, parameters), operation)

        monkeypatch.setattr(botocore.client.BaseClient, "_make_api_call", call)

    return install


def requests_of_a_finalize(owner: str, wire: Callable[[Wire], None]) -> list[str]:
    seen: list[str] = []

    def record(send: Callable[[], Any], operation: str) -> Any:
        seen.append(operation)
        return send()

    wire(record)
    finalize(owner, a_draft(owner))
    return seen[seen.index("TransactWriteItems") + 1 :]  # without the creation of the draft


@pytest.mark.parametrize("after_it_was_done", [False, True], ids=["before the request", "after the request"])
def test_num_2_a_crash_at_any_step_leaves_neither_gap_nor_numberless_open_invoice(
    tenant_id: str, wire: Callable[[Wire], None], after_it_was_done: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps = requests_of_a_finalize(tenant_id, wire)
    assert steps.count("TransactWriteItems") == 1
    assert "PutObject" in steps
    for crash_at in range(len(steps)):
        monkeypatch.undo()
        draft = a_draft(tenant_id)
        done = 0

        def crash(send: Callable[[], Any], _operation: str, crash_at: int = crash_at) -> Any:
            nonlocal done
            done += 1
            if done == crash_at + 1:
                if after_it_was_done:
                    send()
                raise Crash
            return send()

        wire(crash)
        with pytest.raises(Crash):
            finalize(tenant_id, draft)
        monkeypatch.undo()

        stored = queries.get(tenant_id, draft.id)
        assert (stored.status is Status.OPEN) == (stored.number is not None)
        finalize(tenant_id, draft)  # the user tries again

    assert counts(tenant_id) == list(range(1, len(steps) + 2))
    for row in queries.summaries(tenant_id, queries.Filters(), limit=100, position=None).rows:
        assert queries.get(tenant_id, row.id).pdf_sha256 is not None


def test_ddb_1_an_answer_lost_after_the_write_counts_once(
    tenant_id: str, wire: Callable[[Wire], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    lost = 0

    def lose_every_transaction(send: Callable[[], Any], operation: str) -> Any:
        nonlocal lost
        answer = send()
        if operation == "TransactWriteItems" and lost < 5:
            lost += 1
            raise ReadTimeoutError(endpoint_url="http://dynamodb")
        return answer

    drafts = [a_draft(tenant_id) for _ in range(5)]
    wire(lose_every_transaction)
    opened = [finalize(tenant_id, draft) for draft in drafts]

    assert lost == 5
    assert [invoice.number for invoice in opened] == [f"INV-2026-{n:04d}" for n in range(1, 6)]
    assert counts(tenant_id) == [1, 2, 3, 4, 5]


def test_num_6_an_issued_invoice_can_be_neither_edited_nor_deleted(tenant_id: str) -> None:
    opened = finalize(tenant_id, a_draft(tenant_id))

    with pytest.raises(IllegalMove):
        actions.edit_draft(
            tenant_id,
            opened.id,
            version=opened.version,
            edit=lambda content: replace(content, notes="changed"),
            by=by(tenant_id),
            now=NOW,
        )
    with pytest.raises(IllegalMove):
        actions.delete_draft(tenant_id, opened.id)

    assert queries.get(tenant_id, opened.id) == opened


def test_num_6_the_pdf_keeps_its_bytes_after_a_payment(tenant_id: str) -> None:
    opened = finalize(tenant_id, a_draft(tenant_id))
    first = kept_pdf(tenant_id, opened)

    payment = Payment(amount=Decimal("40"), paid_on=date(2026, 3, 20))
    actions.record_payment(tenant_id, opened.id, payment, by=by(tenant_id), now=NOW)
    documents.pdf_link(tenant_id, opened.id, now=NOW)

    again = kept_pdf(tenant_id, opened)
    assert hashlib.sha256(again).hexdigest() == hashlib.sha256(first).hexdigest() == opened.pdf_sha256


def test_a_number_that_another_pattern_spelled_already_is_passed_over(tenant_id: str) -> None:
    actions.save_profile(tenant_id, Profile(series=Series("A-1{1}", 2)), version=0)
    first = finalize(tenant_id, a_draft(tenant_id))
    actions.save_profile(tenant_id, Profile(series=Series("A-{1}", 11)), version=1)

    second, third = finalize(tenant_id, a_draft(tenant_id)), finalize(tenant_id, a_draft(tenant_id))

    assert [invoice.number for invoice in (first, second, third)] == ["A-12", "A-11", "A-13"]
