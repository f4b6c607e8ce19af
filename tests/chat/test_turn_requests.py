"""A turn costs the same whatever came before it: at most six DynamoDB requests, the rate limit's among them."""

import pytest

from benchmarks.chat_turn import OneOperation, Talk
from benchmarks.dynamodb_wire import recorded
from chat import api as chat_api
from invoices import customer_actions
from invoices.domain.parties import Customer
from tests.api.client import Api

MOST = 6
ONE_OF_EACH = ["UpdateItem", "Query", "TransactGetItems", "PutItem", "Query", "TransactWriteItems"]


def requests_in(run):
    """The DynamoDB operations a piece of work sends."""
    with recorded() as wire:
        run()
    return wire.operations()


def test_a_turn_sends_at_most_six_requests_and_the_fortieth_sends_what_the_second_sent(tenant_id):
    talk = Talk(tenant_id)
    counts = {turn: requests_in(talk.say) for turn in range(1, 41)}

    assert counts[2] == counts[40] == ONE_OF_EACH
    assert all(len(operations) <= MOST for operations in counts.values())


def test_what_a_turn_reads_and_writes_does_not_grow_once_the_window_is_full(tenant_id):
    talk = Talk(tenant_id)
    moved = []
    for _ in range(40):
        with recorded() as wire:
            talk.say()
        moved.append(wire.bytes_sent + wire.bytes_received)

    # Ids and versions differ by a few characters.
    assert moved[39] <= moved[19] * 1.02


def test_many_customers_cost_no_further_request(tenant_id):
    for number in range(40):
        customer_actions.create(tenant_id, Customer(name=f"Customer {number}"))
    talk = Talk(tenant_id)
    talk.say()

    assert requests_in(talk.say) == ONE_OF_EACH


@pytest.fixture
def one_operation(monkeypatch):
    monkeypatch.setattr(chat_api, "current_assistant", OneOperation().__class__)


def test_a_turn_through_the_api_reads_nothing_twice(api: Api, one_operation, today):
    conversation = api.post("conversations/", {"message": "one day of design for 101"})
    messages = f"conversations/{conversation['id']}/messages/"

    assert requests_in(lambda: api.post(messages, {"text": "make it 100"})) == ONE_OF_EACH
