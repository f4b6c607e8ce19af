"""Which saved customer a name means."""

from __future__ import annotations

import pytest

from chat.domain.customer_match import MatchKind, match_customer
from invoices.domain.parties import Customer


def customers(*names):
    return [Customer(id=f"c{number}", name=name) for number, name in enumerate(names, 1)]


SAVED = customers(
    "Acorn Mead",
    "Acorn Meadery Supplies",
    "Thornapple Prints",
    "Thornapple Tea",
    "Müller & Söhne GmbH",
    "Delta Ltd",
    "Delta GmbH",
)


@pytest.mark.parametrize(
    ("name", "kind", "found"),
    [
        ("acorn mead", MatchKind.ONE, ["Acorn Mead"]),
        ("ACORN MEAD Inc.", MatchKind.ONE, ["Acorn Mead"]),
        ("Acorn Meadery", MatchKind.ONE, ["Acorn Meadery Supplies"]),
        ("Thornapple", MatchKind.SEVERAL, ["Thornapple Prints", "Thornapple Tea"]),
        ("Muller und Sohne", MatchKind.NEAR, ["Müller & Söhne GmbH"]),
        ("Müller & Söhne", MatchKind.ONE, ["Müller & Söhne GmbH"]),
        ("muller and sohne", MatchKind.ONE, ["Müller & Söhne GmbH"]),
        ("Delta", MatchKind.SEVERAL, ["Delta Ltd", "Delta GmbH"]),
        ("Delta GmbH", MatchKind.ONE, ["Delta GmbH"]),
        ("Thornaple Tea", MatchKind.NEAR, ["Thornapple Tea"]),
        ("Acorn", MatchKind.SEVERAL, ["Acorn Mead", "Acorn Meadery Supplies"]),
        ("Mead", MatchKind.NONE, []),
        ("Somebody Else", MatchKind.NONE, []),
        ("!!!", MatchKind.NONE, []),
    ],
)
def test_complete_names_go_before_partial_ones_and_similar_ones_are_only_similar(name, kind, found):
    match = match_customer(name, SAVED)

    assert (match.kind, [customer.name for customer in match.customers]) == (kind, found)
    assert (match.customer is None) == (kind is not MatchKind.ONE)
