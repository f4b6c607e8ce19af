"""The real readers as the firewall and the tools use them: the firewall may not doubt what was said in words."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from chat.assistant.readers import WordReaders
from chat.domain.readers import ResolvedDate
from chat.domain.situation import SellerDefaults, Situation

READERS = WordReaders()
US = Situation(today=date(2025, 10, 5), seller=SellerDefaults(locale="en-US"))
DE = Situation(today=date(2025, 10, 5), seller=SellerDefaults(locale="de-DE", currency="EUR", country="DE"))


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("10 hours at $150/h, 8.25% tax", {"10", "150", "8.25"}),
        ("a dozen at $1,234.56", {"12", "1234.56"}),
        ("fifty bucks", {"50"}),
        ("1.5k for the site", {"1500"}),
        ("half a day", {"0.5"}),
        ("2h30 of talk", {"2.5"}),
        ("45 minutes", {"45", "0.75"}),
        ("from 9:00 to 12:00", {"3"}),
    ],
)
def test_figures_are_found_in_any_writing(text, figures):
    assert {Decimal(figure) for figure in figures} <= READERS.figures_in(text, US)


def test_separators_are_read_as_the_seller_writes_them():
    assert Decimal("1234.56") in READERS.figures_in("1.234,56 €", DE)


@pytest.mark.parametrize(
    ("phrase", "resolved"),
    [
        ("net 30", ResolvedDate(days=30)),
        ("in two weeks", ResolvedDate(days=14)),
        ("on receipt", ResolvedDate(days=0)),
        ("end of next month", ResolvedDate(day=date(2025, 11, 30))),
        ("10.31.2025", ResolvedDate(day=date(2025, 10, 31))),
        ("tomorrow", ResolvedDate(day=date(2025, 10, 6))),
        ("31 June", ResolvedDate(doubt="invalid_date")),
        ("03/04/2026", ResolvedDate(day=date(2026, 3, 4), doubt="ambiguous_date")),
        ("when the moon is full", None),
    ],
)
def test_phrases_are_resolved_by_code(phrase, resolved):
    assert READERS.resolve_date(phrase, US, issue_date=US.today) == resolved


def test_terms_are_no_issue_date():
    assert READERS.resolve_date("net 30", US, issue_date=None) is None


def test_days_are_found_in_a_sentence():
    assert READERS.dates_in("performed 10.1.2025, due 10.31.2025", US) >= {date(2025, 10, 1), date(2025, 10, 31)}


@pytest.mark.parametrize(
    ("words", "quantity"),
    [
        ("a dozen", (Decimal(12), None)),
        ("45 minutes", (Decimal("0.75"), "hour")),
        ("9:00-12:00", (Decimal(3), "hour")),
        ("half a day", (Decimal("0.5"), "day")),
        ("some", None),
        ("2 or 3", None),
    ],
)
def test_quantities_are_read_with_their_unit(words, quantity):
    assert READERS.quantity_in(words, US) == quantity
