"""The four conversations the product was first asked to understand, word for word."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from chat.domain.situation import SellerDefaults
from invoices.domain.totals import totals
from tests.chat.assistant.offline.playing import Conversation


@pytest.fixture
def conversation():
    return Conversation(seller=SellerDefaults(), today=date(2025, 10, 5))


def test_two_lines_a_service_date_and_a_stated_total_that_does_not_match(conversation):
    conversation.say(
        "Can you invoice Distilled Distilling $9576 for installing 10 security cameras at $125 and NVR configuration "
        "at $500 performed 10.1.2025. The invoice is due 10.31.2025"
    )

    content = conversation.content
    assert content.customer.name == "Distilled Distilling"
    assert [(line.quantity, line.unit_price) for line in content.lines] == [(10, 125), (1, 500)]
    assert "security cameras" in content.lines[0].description
    assert content.lines[1].description == "NVR configuration"
    assert (content.issue_date, content.due_date) == (date(2025, 10, 5), date(2025, 10, 31))
    assert "1 October 2025" in content.notes
    assert str(totals(content).total) == "1750.00"
    assert conversation.warned == ("stated_total_mismatch",)


def test_hours_are_corrected_and_the_invoice_is_confirmed(conversation):
    conversation.say("invoice Acme for 10 hours of design at $150/h, due in 30 days, 8.25% tax")
    conversation.say("make that 12 hours")
    conversation.say("looks good, create it")

    assert conversation.state == "created"
    assert str(totals(conversation.content).total) == "1948.50"


def test_pounds_make_a_draft_in_pounds(conversation):
    conversation.say("Bill Zoë's Café £300 for the logo")

    content = conversation.content
    assert (content.currency, content.customer.name) == ("GBP", "Zoë's Café")
    assert [(line.description, line.unit_price) for line in content.lines] == [("logo", 300)]


def test_a_german_sentence_is_understood(conversation):
    conversation.say("Rechnung an Müller GmbH über 3 Tage Beratung zu 800 € plus 19% MwSt")

    content = conversation.content
    assert (content.currency, content.customer.name, content.tax_rate) == ("EUR", "Müller GmbH", Decimal(19))
    assert str(totals(content).total) == "2856.00"


def test_every_figure_carries_the_words_that_said_it(conversation):
    conversation.say("invoice Acme for 10 hours of design at $150/h, due in 30 days, 8.25% tax")

    content = conversation.content
    line = content.lines[0]
    assert line.sources["quantity"].quote == "10 hours of"
    assert line.sources["unit_price"].quote == "$150/h"
    assert content.sources["customer"].quote == "Acme"
    assert content.sources["due_date"].quote == "due in 30 days"
    assert content.sources["tax_rate"].quote == "8.25% tax"
