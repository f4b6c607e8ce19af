"""What the figure firewall finds in a turn must be on the draft that is stored, whoever answered."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from chat import actions
from chat.assistant.interface import Reply
from invoices import queries
from invoices.actions import finalize
from invoices.domain.errors import UnverifiedFigures
from invoices.domain.events import Actor, Door
from invoices.domain.operations import AddLine, SetCustomer
from invoices.domain.parties import Customer

NOW = datetime(2025, 10, 5, 12, tzinfo=UTC)


class Inventor:
    """Adds a price nobody spoke of."""

    name = "inventor"

    def reply(self, text, workbench):
        workbench.apply(SetCustomer(customer=Customer(name="Acme")))
        workbench.apply(AddLine(description="design", quantity=Decimal(1), unit="day", unit_price=Decimal("731.44")))
        return Reply(text="Done.")


def test_an_invented_price_is_stored_as_unverified_and_stops_finalizing(tenant_id):
    conversation = actions.start(tenant_id, now=NOW)

    turn = actions.send_message(
        tenant_id, conversation.id, text="one day of design for Acme", assistant=Inventor(), door=Door.CHAT, now=NOW
    )

    stored = queries.get(tenant_id, turn.draft.id)
    assert stored.content.unverified == turn.draft.content.unverified == ("lines.1.unit_price",)
    with pytest.raises(UnverifiedFigures):
        finalize(tenant_id, stored.id, version=stored.version, by=Actor(tenant_id, Door.CHAT), now=NOW)
