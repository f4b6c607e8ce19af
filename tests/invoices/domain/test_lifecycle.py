from itertools import product

import pytest

from invoices.domain.errors import IllegalMove
from invoices.domain.lifecycle import MOVES, Move, Status, after, allowed_moves

LEGAL = {
    # from: what may be done, and where it leads
    ("draft", "edited"): "draft",
    ("draft", "deleted"): "draft",
    ("draft", "finalized"): "open",
    ("open", "paid in part"): "open",
    ("open", "paid"): "paid",
    ("open", "voided"): "void",
    ("open", "marked uncollectible"): "uncollectible",
    ("uncollectible", "paid in part"): "uncollectible",
    ("uncollectible", "paid"): "paid",
    ("uncollectible", "voided"): "void",
}
ILLEGAL = [pair for pair in product(Status, Move) if pair not in LEGAL]


@pytest.mark.parametrize(("status", "move", "result"), [(*pair, result) for pair, result in LEGAL.items()])
def test_a_legal_move_leads_where_the_table_says(status, move, result):
    assert after(Status(status), Move(move)) == result


@pytest.mark.parametrize(("status", "move"), ILLEGAL)
def test_every_other_move_is_refused(status, move):
    with pytest.raises(IllegalMove):
        after(status, move)


def test_every_status_has_its_place_in_the_table():
    assert set(MOVES) == set(Status)


@pytest.mark.parametrize("status", [Status.PAID, Status.VOID])
def test_a_paid_or_void_invoice_stays_as_it_is(status):
    assert allowed_moves(status) == ()


def test_a_refused_move_names_the_status_and_what_is_allowed():
    with pytest.raises(IllegalMove) as refusal:
        after(Status.OPEN, Move.EDIT)

    assert str(refusal.value) == (
        "An invoice that is open can't be edited; what it allows now: paid in part, paid, voided, marked uncollectible."
    )


def test_a_refused_move_of_a_final_status_says_that_nothing_is_allowed():
    with pytest.raises(IllegalMove, match="that is paid can't be voided; what it allows now: nothing"):
        after(Status.PAID, Move.VOID)


def test_no_move_leads_back_to_a_draft_once_it_is_finalized():
    assert not [move for status, move in LEGAL if status != "draft" and LEGAL[status, move] == "draft"]
