"""Counting uses: exact under a race, windows that end, batches (rows ACC-2, ACC-4, DDB-6)."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from limits import batches
from limits.actions import give_back, remaining, take
from limits.batches import BATCH, take_in_batches
from limits.domain import RateLimited, Rule
from limits.models import RateLimitRow

NOW = datetime(2025, 10, 5, 15, 59, tzinfo=UTC)


def rule(tenant_id: str, limit: int = 3, period_seconds: int = 3600) -> Rule:
    return Rule(tenant_id, "chat", limit, period_seconds)


def is_taken(one: Rule, now: datetime = NOW) -> bool:
    try:
        take(one, now=now)
    except RateLimited:
        return False
    return True


def test_acc_4_a_hundred_at_once_are_let_through_exactly_as_often_as_allowed(tenant_id: str):
    one = rule(tenant_id, limit=37)

    with ThreadPoolExecutor(20) as threads:
        taken = list(threads.map(lambda _: is_taken(one), range(100)))

    assert taken.count(True) == 37
    assert remaining(one, now=NOW).remaining == 0


def test_each_use_says_what_is_left_and_until_when(tenant_id: str):
    allowances = [take(rule(tenant_id), now=NOW) for _ in range(3)]

    assert [a.remaining for a in allowances] == [2, 1, 0]
    assert {(a.limit, a.reset_seconds, a.period_seconds) for a in allowances} == {(3, 60, 3600)}
    with pytest.raises(RateLimited) as refusal:
        take(rule(tenant_id), now=NOW)
    assert refusal.value.retry_after_seconds == 60
    assert "Try again in 60 seconds." in str(refusal.value)


def test_ddb_6_a_counter_of_before_counts_as_absent_though_it_is_still_in_the_table(tenant_id: str):
    one = rule(tenant_id, limit=1)
    take(one, now=NOW)
    assert not is_taken(one)

    later = NOW + timedelta(seconds=60)

    assert remaining(one, now=later).remaining == 1
    assert is_taken(one, later)
    kept = [row.window for row in RateLimitRow.query(tenant_id)]
    assert len(kept) == 2


def test_a_counter_is_left_for_dynamodb_to_delete_soon_after_its_end(tenant_id: str):
    take(rule(tenant_id), now=NOW)

    (row,) = RateLimitRow.query(tenant_id)
    assert row.expires_at == int(NOW.timestamp()) + 60 + 3600


def test_one_user_never_uses_up_anothers_nor_one_action_anothers(tenant_id: str):
    one = rule(tenant_id, limit=1)
    take(one, now=NOW)

    assert is_taken(Rule(tenant_id, "writes", 1, 3600))
    assert is_taken(Rule(f"{tenant_id}0", "chat", 1, 3600))


def test_what_was_given_back_can_be_used_and_nothing_can_be_given_back_twice(tenant_id: str):
    one = rule(tenant_id, limit=1)
    give_back(one, now=NOW)
    assert list(RateLimitRow.query(tenant_id)) == []
    take(one, now=NOW)

    give_back(one, now=NOW)
    give_back(one, now=NOW)

    assert [is_taken(one), is_taken(one)] == [True, False]


def test_a_lower_limit_of_a_changed_tier_holds_at_once(tenant_id: str):
    for _ in range(3):
        take(rule(tenant_id, limit=200), now=NOW)

    assert not is_taken(rule(tenant_id, limit=3))
    assert remaining(rule(tenant_id, limit=2), now=NOW).remaining == 0


# Batches -------------------------------------------------------------------------------------


@pytest.fixture
def a_process() -> Iterator[None]:
    batches.forget_everything()
    yield
    batches.forget_everything()


def passes(one: Rule, times: int) -> int:
    passed = 0
    for _ in range(times):
        try:
            take_in_batches(one, now=NOW)
        except RateLimited:
            continue
        passed += 1
    return passed


@pytest.mark.usefixtures("a_process")
def test_the_first_uses_of_a_process_write_nothing(tenant_id: str):
    assert passes(rule(tenant_id, limit=100), BATCH - 1) == BATCH - 1
    assert list(RateLimitRow.query(tenant_id)) == []
    take_in_batches(rule(tenant_id, limit=100), now=NOW)
    assert [row.used for row in RateLimitRow.query(tenant_id)] == [BATCH]


@pytest.mark.usefixtures("a_process")
@pytest.mark.parametrize("limit", [1, 3, 10, 25, 40])
def test_one_process_holds_the_limit_exactly(tenant_id: str, limit: int):
    assert passes(rule(tenant_id, limit), 60) == limit


@pytest.mark.usefixtures("a_process")
def test_acc_4_many_processes_together_pass_it_by_nine_each_at_most(tenant_id: str):
    one, total = rule(tenant_id, limit=40), 0
    for _ in range(5):
        total += passes(one, 30)
        batches.forget_everything()  # the next process

    assert 40 <= total <= 40 + 5 * (BATCH - 1)


@pytest.mark.usefixtures("a_process")
def test_who_was_refused_is_refused_without_asking_the_table_until_the_window_ends(tenant_id: str):
    one = rule(tenant_id, limit=20)
    take(one, now=NOW, uses=15)
    passes(one, 10)
    RateLimitRow(tenant_id, one.window(NOW)[0]).delete()

    assert passes(one, 5) == 0
    take_in_batches(one, now=NOW + timedelta(seconds=60))


@pytest.mark.usefixtures("a_process")
def test_what_a_process_remembers_is_bounded(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(batches, "_MOST_SUBJECTS", 5)

    for number in range(20):
        take_in_batches(rule(f"subject-{number}"), now=NOW)

    assert len(batches._pending) == 5
