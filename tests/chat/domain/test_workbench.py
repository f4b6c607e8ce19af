from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat.domain.situation import SellerDefaults, Situation
from chat.domain.workbench import MAX_LINES_IN_CHAT, Workbench
from invoices.domain.changes import Change
from invoices.domain.errors import InvalidInvoice
from invoices.domain.operations import (
    AddLine,
    AddNote,
    ChangeLine,
    MoveLine,
    RemoveLine,
    ReplaceContent,
    SetCurrency,
    SetCustomer,
    SetDueDate,
    SetIssueDate,
    SetNotes,
)
from invoices.domain.sources import assumed, from_profile
from tests.builders import a_content, a_customer, a_line
from tests.strategies import contents

TODAY = date(2026, 3, 10)
SITUATION = Situation(today=TODAY, seller=SellerDefaults(due_days=14, tax_rate=Decimal("8.25"), tax_name="Sales tax"))
DESIGN = AddLine(description="Design", quantity=Decimal(10), unit_price=Decimal(150))
IMPOSSIBLE = AddLine(description="Design", quantity=Decimal(0))


def a_workbench(content=None, past=()):
    return Workbench(SITUATION, content, past)


def a_turn(content, past, *operations):
    """The draft after a turn of these operations, and the past with that turn in front of it."""
    workbench = a_workbench(content, past)
    for operation in operations:
        workbench.apply(operation)
    return workbench.content, (workbench.changes, *past)


def apply_if_possible(workbench, operation):
    try:
        workbench.apply(operation)
    except InvalidInvoice:
        return


# --- beginning a draft --------------------------------------------------------------------------


def test_without_an_operation_there_is_no_draft():
    assert a_workbench().content is None


def test_the_first_operation_begins_a_draft_with_the_sellers_defaults():
    workbench = a_workbench()

    workbench.apply(SetNotes(notes="Thanks"))

    begun = workbench.content
    assert (begun.currency, begun.issue_date, begun.due_date, begun.due_days, begun.tax_rate, begun.tax_name) == (
        "USD", TODAY, date(2026, 3, 24), 14, Decimal("8.25"), "Sales tax",
    )  # fmt: skip


def test_a_new_draft_says_where_its_defaults_come_from():
    assert SITUATION.empty_draft().sources == {
        "currency": from_profile(), "issue_date": assumed(), "due_date": from_profile(), "tax_rate": from_profile(),
    }  # fmt: skip


def test_an_operation_that_is_refused_begins_nothing():
    workbench = a_workbench()

    with pytest.raises(InvalidInvoice):
        workbench.apply(IMPOSSIBLE)

    assert (workbench.content, workbench.changes) == (None, ())


def test_an_operation_that_is_refused_leaves_the_draft_as_it_was():
    workbench = a_workbench(a_content())

    with pytest.raises(InvalidInvoice):
        workbench.apply(IMPOSSIBLE)

    assert workbench.content == a_content()


def test_operations_of_a_turn_follow_one_another():
    workbench = a_workbench()

    workbench.apply(DESIGN)
    workbench.apply(ChangeLine(line_id="1", fields={"quantity": Decimal(12)}))

    assert workbench.content.lines[0].quantity == 12


# --- at most 200 lines ----------------------------------------------------------------------------


def test_a_draft_can_have_200_lines_in_the_chat():
    workbench = a_workbench(a_content(*[a_line()] * (MAX_LINES_IN_CHAT - 1)))

    workbench.apply(DESIGN)

    assert len(workbench.content.lines) == 200


def test_the_201st_line_is_refused_in_the_chat():
    workbench = a_workbench(a_content(*[a_line()] * MAX_LINES_IN_CHAT))

    with pytest.raises(InvalidInvoice, match="at most 200 lines") as refusal:
        workbench.apply(DESIGN)

    assert refusal.value.problems[0].code == "too_many_lines"


def test_copying_a_longer_invoice_into_the_chat_is_refused():
    with pytest.raises(InvalidInvoice, match="at most 200 lines"):
        a_workbench().apply(ReplaceContent(content=a_content(*[a_line()] * 201)))


@pytest.mark.parametrize("operation", [RemoveLine(line_id="7"), SetNotes(notes="x"), MoveLine(line_id="7", position=0)])
def test_a_longer_draft_from_elsewhere_can_still_be_edited_in_the_chat(operation):
    workbench = a_workbench(a_content(*[a_line()] * 500))

    workbench.apply(operation)

    assert workbench.changes


def test_a_longer_draft_from_elsewhere_gets_no_longer_in_the_chat():
    with pytest.raises(InvalidInvoice, match="at most 200 lines"):
        a_workbench(a_content(*[a_line()] * 500)).apply(DESIGN)


# --- what changed ---------------------------------------------------------------------------------


def test_a_turn_that_does_nothing_changes_nothing():
    assert a_workbench(a_content()).changes == ()


def test_what_a_turn_did_and_undid_is_no_change():
    workbench = a_workbench(a_content(notes="A"))

    workbench.apply(SetNotes(notes="B"))
    workbench.apply(SetNotes(notes="A"))

    assert workbench.changes == ()


def test_the_changes_of_a_turn_are_those_since_it_began():
    workbench = a_workbench(a_content(a_line(quantity="10")))

    workbench.apply(ChangeLine(line_id="1", fields={"quantity": Decimal(11)}))
    workbench.apply(ChangeLine(line_id="1", fields={"quantity": Decimal(12)}))

    assert workbench.changes == (Change("set", "lines.0.quantity", "10", "12"),)


# --- undo -----------------------------------------------------------------------------------------


def test_there_is_nothing_to_undo_before_anything_was_done():
    workbench = a_workbench()

    assert (workbench.undo(), workbench.undone_turns) == (False, 0)


def test_undo_takes_back_the_newest_turn_whole():
    begun, past = a_turn(None, (), DESIGN)
    content, past = a_turn(begun, past, SetCurrency(currency="EUR"), AddNote(text="Thanks"))
    workbench = a_workbench(content, past)

    workbench.undo()

    assert workbench.content == begun


def test_undo_of_the_turn_that_began_the_draft_leaves_none():
    workbench = a_workbench(*a_turn(None, (), DESIGN))

    workbench.undo()

    assert workbench.content is None


def test_there_is_nothing_more_to_undo_than_there_was_done():
    workbench = a_workbench(*a_turn(None, (), DESIGN))

    workbench.undo()

    assert (workbench.undo(), workbench.undone_turns) == (False, 1)


def test_undo_twice_takes_back_two_turns():
    begun, past = a_turn(None, (), DESIGN)
    content, past = a_turn(begun, past, SetNotes(notes="A"))
    content, past = a_turn(content, past, SetNotes(notes="B"))
    workbench = a_workbench(content, past)

    workbench.undo()
    workbench.undo()

    assert (workbench.content, workbench.undone_turns) == (begun, 2)


def test_undo_first_takes_back_what_this_turn_itself_did():
    begun, past = a_turn(None, (), DESIGN)
    workbench = a_workbench(begun, past)

    workbench.apply(RemoveLine(line_id="1"))
    workbench.undo()

    assert (workbench.content, workbench.undone_turns) == (begun, 0)


def test_undo_after_this_turns_own_changes_goes_on_with_the_turn_before():
    begun, past = a_turn(None, (), DESIGN)
    content, past = a_turn(begun, past, DESIGN)
    workbench = a_workbench(content, past)

    workbench.apply(RemoveLine(line_id="2"))
    workbench.undo()
    workbench.undo()

    assert (workbench.content, workbench.undone_turns) == (begun, 1)


def test_a_draft_begun_in_this_turn_can_be_undone_in_it():
    workbench = a_workbench()

    workbench.apply(DESIGN)

    assert (workbench.undo(), workbench.content) == (True, None)


def test_a_turn_can_undo_and_then_change_something_else():
    begun, past = a_turn(None, (), DESIGN)
    content, past = a_turn(begun, past, SetNotes(notes="A"))
    workbench = a_workbench(content, past)

    workbench.undo()
    workbench.apply(SetCurrency(currency="EUR"))

    assert (workbench.content.notes, workbench.content.currency) == ("", "EUR")


def test_an_undone_turn_is_itself_a_change_that_can_be_undone():
    begun, past = a_turn(None, (), DESIGN)
    content, past = a_turn(begun, past, SetNotes(notes="A"))
    undoing = a_workbench(content, past)
    undoing.undo()
    redoing = a_workbench(undoing.content, (undoing.changes,))

    redoing.undo()

    assert redoing.content == content


@pytest.mark.parametrize(
    "operations",
    [
        [SetCurrency(currency="JPY")],
        [RemoveLine(line_id="1")],
        [RemoveLine(line_id="2"), DESIGN],
        [MoveLine(line_id="2", position=0), ChangeLine(line_id="2", fields={"unit_price": Decimal("0.0001")})],
        [SetCustomer(customer=None)],
        [SetCustomer(customer=a_customer(name="Zoë & <b>Söhne</b>"))],
        [SetDueDate(due_date=date(2020, 1, 1)), SetIssueDate(issue_date=date(9999, 12, 31))],
        [ReplaceContent(content=a_content(lines=(), customer=None))],
    ],
    ids=lambda operations: "+".join(type(operation).__name__ for operation in operations),
)
def test_undo_gives_back_the_draft_exactly(operations):
    before = a_content(a_line(unit_price="10.55"), a_line(quantity="1.5"))
    workbench = a_workbench(*a_turn(before, (), *operations))

    workbench.undo()

    assert workbench.content == before


CURRENCIES = st.sampled_from(["USD", "EUR", "JPY", "KWD"])
OPERATIONS = st.one_of(
    st.just(DESIGN),
    st.builds(SetCurrency, currency=CURRENCIES),
    st.builds(RemoveLine, line_id=st.sampled_from(["1", "2", "3"])),
    st.builds(MoveLine, line_id=st.sampled_from(["1", "2", "3"]), position=st.integers(0, 2)),
    st.builds(SetIssueDate, issue_date=st.dates()),
    st.builds(AddNote, text=st.sampled_from(["A", "B"])),
    st.builds(ReplaceContent, content=contents()),
)


@given(st.lists(st.lists(OPERATIONS, max_size=3), min_size=1, max_size=4), st.booleans())
def test_undoing_turn_by_turn_passes_through_every_draft_there_was(turns, in_one_turn):
    drafts, past = [None], ()
    for operations in turns:
        workbench = a_workbench(drafts[-1], past)
        for operation in operations:
            apply_if_possible(workbench, operation)
        if workbench.changes:
            drafts.append(workbench.content)
            past = (workbench.changes, *past)

    undone = []
    workbench = a_workbench(drafts[-1], past)
    while workbench.undo():
        undone.append(workbench.content)
        if not in_one_turn:
            past = past[1:]
            workbench = a_workbench(workbench.content, past)

    assert undone == drafts[-2::-1]


# --- starting the answer anew ------------------------------------------------------------------------


def test_a_reset_forgets_everything_done_in_this_turn():
    content, past = a_turn(None, (), DESIGN)
    workbench = a_workbench(content, past)
    workbench.undo()
    workbench.apply(SetNotes(notes="A"))
    workbench.warn("invalid_amount", "No.")

    workbench.reset()

    assert (workbench.content, workbench.undone_turns, workbench.changes) == (content, 0, ())


# --- what is missing, and warnings --------------------------------------------------------------------


def test_without_a_draft_nothing_is_missing_and_nothing_is_doubtful():
    assert (a_workbench().missing, a_workbench().warnings) == ((), ())


def test_a_begun_draft_names_what_is_missing():
    workbench = a_workbench()

    workbench.apply(SetNotes(notes="Thanks"))

    assert workbench.missing == ("customer_name", "lines")


def test_the_warnings_of_a_turn_come_before_those_of_the_draft():
    workbench = a_workbench(a_content(due_date=date(2026, 3, 9)))

    workbench.warn("invalid_amount", "A quantity can't be zero.")

    assert [warning.code for warning in workbench.warnings] == ["invalid_amount", "due_before_issue"]


def test_a_warning_is_given_even_when_there_is_no_draft():
    workbench = a_workbench()

    workbench.warn("invalid_amount", "A quantity can't be zero.")

    assert [warning.text for warning in workbench.warnings] == ["A quantity can't be zero."]


def test_the_same_warning_is_given_once():
    workbench = a_workbench()

    workbench.warn("invalid_amount", "No.")
    workbench.warn("invalid_amount", "No.")

    assert len(workbench.warnings) == 1


def test_without_a_draft_nothing_is_marked_unverified():
    workbench = a_workbench()

    workbench.mark_unverified(["lines.1.quantity"])

    assert workbench.content is None


def test_exactly_the_values_marked_last_are_unverified():
    workbench = a_workbench(a_content(unverified=("tax_rate",)))

    workbench.mark_unverified(["lines.1.quantity"])

    assert workbench.content.unverified == ("lines.1.quantity",)
