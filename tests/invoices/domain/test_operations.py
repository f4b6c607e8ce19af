from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from invoices.domain.document import from_document, to_document
from invoices.domain.errors import InvalidInvoice
from invoices.domain.invoice import MAX_DUE_DAYS, MAX_LINES, Concern
from invoices.domain.line_item import TaxCategory
from invoices.domain.operations import (
    AddLine,
    AddNote,
    ChangeLine,
    MoveLine,
    RaiseConcern,
    RemoveLine,
    ReplaceContent,
    SetCurrency,
    SetCustomer,
    SetDeposit,
    SetDiscount,
    SetDueDate,
    SetDueDays,
    SetIssueDate,
    SetNotes,
    SetPurchaseOrder,
    SetTax,
    SettleConcern,
    StateTotal,
    apply,
    line_with,
)
from invoices.domain.sources import assumed, from_profile, said
from invoices.domain.totals import totals
from tests.builders import ISSUED_ON, a_content, a_customer, a_line, amount_off, percent_off
from tests.strategies import any_lines, contents, currencies, customers, percents, reductions, several_lines

ABC = a_content(a_line(description="A"), a_line(description="B"), a_line(description="C"))


def descriptions(content):
    return "".join(line.description for line in content.lines)


def code_of_refusal(operation, content):
    with pytest.raises(InvalidInvoice) as refusal:
        apply(operation, content)
    return refusal.value.problems[0].code


# --- lines ----------------------------------------------------------------------------------------


def test_a_new_line_holds_what_the_operation_says():
    line = a_line(
        id="1", quantity="2", unit="hour", unit_price="9.99", discount=percent_off("5"), taxed=False, tax_rate="7",
        tax_category=TaxCategory.EXEMPT, stated_amount="20", sources={"quantity": said("2 hours")},
    )  # fmt: skip
    operation = AddLine(
        description="Design", quantity=Decimal(2), unit="hour", unit_price=Decimal("9.99"), discount=percent_off("5"),
        taxed=False, tax_rate=Decimal(7), tax_category=TaxCategory.EXEMPT, stated_amount=Decimal(20),
        sources={"quantity": said("2 hours")},
    )  # fmt: skip

    assert apply(operation, a_content(lines=())).lines == (line,)


@pytest.mark.parametrize(
    ("position", "order"), [(None, "ABCnew"), (0, "newABC"), (1, "AnewBC"), (2, "ABnewC"), (3, "ABCnew")]
)
def test_a_line_is_added_at_the_end_or_where_it_is_told(position, order):
    assert descriptions(apply(AddLine(description="new", position=position), ABC)) == order


@pytest.mark.parametrize("position", [-1, 4, 99])
def test_a_line_is_not_added_at_a_position_the_draft_does_not_have(position):
    assert code_of_refusal(AddLine(description="new", position=position), ABC) == "out_of_range"


@pytest.mark.parametrize(
    ("ids", "next_id"), [((), "1"), (("1", "2"), "3"), (("42", "7"), "43"), (("2", "10", "9"), "11")]
)
def test_a_new_line_gets_an_id_that_no_line_has(ids, next_id):
    content = a_content(lines=tuple(a_line(id=line_id) for line_id in ids))

    assert apply(AddLine(description="new"), content).lines[-1].id == next_id


def test_the_thousand_and_first_line_is_refused():
    full = a_content(*[a_line()] * MAX_LINES)

    assert code_of_refusal(AddLine(description="one more"), full) == "too_many_lines"


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"quantity": Decimal(0)}, "not_positive"),
        ({"unit_price": Decimal(-1)}, "negative"),
        ({"quantity": Decimal("1E+12")}, "too_large"),
        ({"tax_rate": Decimal(101)}, "not_a_percentage"),
        ({"description": "a\x00"}, "invalid_characters"),
    ],
)
@pytest.mark.parametrize(
    "operation", [AddLine, lambda **fields: ChangeLine(line_id="1", fields=fields)], ids=["add", "change"]
)
def test_a_line_that_cannot_be_is_neither_added_nor_made(operation, fields, code):
    assert code_of_refusal(operation(**fields), ABC) == code


def test_a_change_of_a_line_replaces_the_given_fields_and_keeps_the_others():
    changed = apply(ChangeLine(line_id="2", fields={"quantity": Decimal(12)}), ABC)

    assert changed.lines[1] == replace(ABC.lines[1], quantity=Decimal(12))


def test_a_change_of_a_line_leaves_the_other_lines():
    changed = apply(ChangeLine(line_id="2", fields={"description": "X"}), ABC)

    assert descriptions(changed) == "AXC"


def test_a_field_can_be_emptied_again():
    assert apply(ChangeLine(line_id="1", fields={"unit_price": None}), ABC).lines[0].unit_price is None


def test_a_changed_field_forgets_where_its_old_value_came_from():
    content = a_content(a_line(sources={"quantity": said("10"), "unit_price": said("at 150")}))

    changed = apply(ChangeLine(line_id="1", fields={"quantity": Decimal(12)}), content)

    assert changed.lines[0].sources == {"unit_price": said("at 150")}


def test_a_changed_field_remembers_where_its_new_value_comes_from():
    operation = ChangeLine(line_id="1", fields={"quantity": Decimal(12)}, sources={"quantity": said("make that 12")})

    assert apply(operation, ABC).lines[0].sources == {"quantity": said("make that 12")}


def test_a_removed_line_is_gone_and_the_ids_of_the_others_stay():
    assert [line.id for line in apply(RemoveLine(line_id="2"), ABC).lines] == ["1", "3"]


@pytest.mark.parametrize(("position", "order"), [(0, "CAB"), (1, "ACB"), (2, "ABC")])
def test_a_line_moves_to_its_new_place(position, order):
    assert descriptions(apply(MoveLine(line_id="3", position=position), ABC)) == order


@pytest.mark.parametrize("position", [-1, 3])
def test_a_line_does_not_move_to_a_place_the_draft_does_not_have(position):
    assert code_of_refusal(MoveLine(line_id="3", position=position), ABC) == "out_of_range"


@pytest.mark.parametrize(
    "operation",
    [ChangeLine(line_id="9", fields={}), RemoveLine(line_id="9"), MoveLine(line_id="9", position=0)],
    ids=lambda operation: type(operation).__name__,
)
def test_a_line_the_draft_does_not_have_is_not_touched(operation):
    assert code_of_refusal(operation, ABC) == "unknown_line"


def test_a_line_is_found_by_its_id():
    assert line_with(ABC, "2").description == "B"


# --- dates ----------------------------------------------------------------------------------------


def test_a_due_date_that_follows_from_terms_moves_with_the_issue_date():
    content = a_content(due_days=30)

    assert apply(SetIssueDate(issue_date=date(2026, 3, 20)), content).due_date == date(2026, 4, 19)


def test_a_stated_due_date_stays_when_the_issue_date_moves():
    content = apply(SetDueDate(due_date=date(2026, 4, 1)), a_content(due_days=30))

    assert apply(SetIssueDate(issue_date=date(2026, 3, 20)), content).due_date == date(2026, 4, 1)


def test_a_stated_due_date_ends_the_terms():
    assert apply(SetDueDate(due_date=date(2026, 4, 1)), a_content(due_days=30)).due_days is None


def test_a_due_date_before_the_issue_date_is_kept_to_be_warned_of():
    assert apply(SetDueDate(due_date=date(2020, 1, 1)), a_content()).due_date == date(2020, 1, 1)


def test_terms_count_from_the_issue_date():
    content = apply(SetDueDays(days=15), a_content())

    assert (content.due_date, content.due_days) == (date(2026, 3, 25), 15)


@pytest.mark.parametrize("days", [-1, MAX_DUE_DAYS + 1, 10**20])
def test_impossible_terms_are_refused(days):
    assert code_of_refusal(SetDueDays(days=days), a_content()) == "out_of_range"


def test_an_issue_date_whose_terms_run_past_the_calendar_is_refused():
    assert code_of_refusal(SetIssueDate(issue_date=date(9999, 12, 31)), a_content(due_days=30)) == "invalid_date"


# --- the fields of the whole invoice --------------------------------------------------------------


def test_a_new_customer_replaces_the_old_one_and_keeps_the_lines():
    content = apply(SetCustomer(customer=a_customer(name="Globex")), ABC)

    assert (content.customer.name, content.lines) == ("Globex", ABC.lines)


def test_a_customer_can_be_taken_off_again():
    assert apply(SetCustomer(customer=None), a_content()).customer is None


def test_another_currency_converts_nothing():
    content = apply(SetCurrency(currency="JPY"), a_content(a_line(unit_price="99.5")))

    assert (content.lines[0].unit_price, str(totals(content).total)) == (Decimal("99.5"), "100")


@pytest.mark.parametrize("currency", ["usd", "XXX", "", "BITCOIN"])
def test_what_is_no_currency_is_refused(currency):
    assert code_of_refusal(SetCurrency(currency=currency), a_content()) == "unknown_currency"


@pytest.mark.parametrize(
    ("operation", "rate", "included", "name"),
    [
        (SetTax(rate=Decimal(7)), 7, False, "VAT"),
        (SetTax(rate=Decimal(0)), 0, False, "VAT"),
        (SetTax(included=True), 19, True, "VAT"),
        (SetTax(name="MwSt"), 19, False, "MwSt"),
        (SetTax(name=""), 19, False, "VAT"),
        (SetTax(), 19, False, "VAT"),
    ],
)
def test_what_a_change_of_tax_does_not_say_stays(operation, rate, included, name):
    content = apply(operation, a_content(tax_rate="19", tax_name="VAT"))

    assert (content.tax_rate, content.prices_include_tax, content.tax_name) == (rate, included, name)


@pytest.mark.parametrize("rate", ["-1", "100.01", "NaN"])
def test_an_impossible_tax_rate_is_refused(rate):
    with pytest.raises(InvalidInvoice):
        apply(SetTax(rate=Decimal(rate)), a_content())


@pytest.mark.parametrize("operation", [SetTax(name="VAT"), SetTax(included=True, source=said("incl. VAT"))])
def test_naming_the_tax_or_including_it_vouches_for_no_rate(operation):
    content = a_content(unverified=("tax_rate",), sources={"tax_rate": assumed()})

    changed = apply(operation, content)

    assert (changed.unverified, changed.sources["tax_rate"]) == (("tax_rate",), assumed())


def test_that_prices_include_tax_remembers_who_said_so():
    changed = apply(SetTax(included=True, source=said("incl. VAT")), a_content())

    assert changed.sources == {"prices_include_tax": said("incl. VAT")}


@pytest.mark.parametrize(
    ("operation", "field", "value"),
    [
        (SetDiscount(discount=percent_off("10")), "discount", percent_off("10")),
        (SetDiscount(discount=None), "discount", None),
        (SetDeposit(deposit=amount_off("50")), "deposit", amount_off("50")),
        (SetDeposit(deposit=None), "deposit", None),
        (SetPurchaseOrder(purchase_order="4500-1"), "purchase_order", "4500-1"),
        (SetPurchaseOrder(purchase_order=""), "purchase_order", ""),
        (SetNotes(notes="Thanks\nSee you"), "notes", "Thanks\nSee you"),
        (SetNotes(notes=""), "notes", ""),
    ],
)
def test_a_field_is_set_and_unset(operation, field, value):
    content = a_content(discount=amount_off("1"), deposit=amount_off("1"), purchase_order="1", notes="Old")

    assert getattr(apply(operation, content), field) == value


@pytest.mark.parametrize(
    "operation",
    [
        SetNotes(notes="x" * 4001),
        SetNotes(notes="\x00"),
        AddNote(text="\x00"),
        SetPurchaseOrder(purchase_order="a\nb"),
        SetPurchaseOrder(purchase_order="x" * 201),
        SetTax(name="x" * 41),
        StateTotal(amount=Decimal(-5)),
        StateTotal(amount=Decimal("NaN")),
        StateTotal(amount=Decimal("1E+999999")),
        StateTotal(amount=Decimal(10**12)),
    ],
)
def test_a_value_that_no_invoice_may_have_is_refused(operation):
    with pytest.raises(InvalidInvoice):
        apply(operation, a_content())


@pytest.mark.parametrize(
    ("notes", "text", "result"),
    [
        ("", "Thanks", "Thanks"),
        ("Thanks", "Net 30", "Thanks\nNet 30"),
        ("Thanks", "Thanks", "Thanks"),
        ("Thanks a lot", "Thanks", "Thanks a lot\nThanks"),
        ("A\nB\nC", "B", "A\nB\nC"),
        ("A\nB", "A\nB", "A\nB"),
        ("A\n\nB", "C", "A\n\nB\nC"),
        ("A\u2028B\x85", "C", "A\u2028B\x85\nC"),
        ("A", "", "A"),
    ],
)
def test_a_note_is_added_once_and_leaves_the_others_as_they_were(notes, text, result):
    assert apply(AddNote(text=text), a_content(notes=notes)).notes == result


@pytest.mark.parametrize(
    ("said_before", "amount", "stated"),
    [((), 5, (5,)), ((5,), 7, (5, 7)), ((5,), 5, (5,)), ((5,), Decimal("5.00"), (5,)), ((5, 7), None, ())],
)
def test_each_total_the_user_named_is_kept_once_until_all_are_forgotten(said_before, amount, stated):
    content = a_content(stated_totals=tuple(map(Decimal, said_before)))

    amount = None if amount is None else Decimal(amount)

    assert apply(StateTotal(amount=amount), content).stated_totals == stated


def test_replacing_the_content_keeps_nothing_of_the_old():
    other = a_content(a_line(description="Other"), notes="Other")

    assert apply(ReplaceContent(content=other), ABC) == other


def test_what_is_no_operation_is_a_mistake_of_the_program():
    with pytest.raises(TypeError, match="not an operation"):
        apply("add a line", ABC)


# --- provenance, concerns and unverified figures ----------------------------------------------------

SETTING = [
    (SetCustomer(customer=a_customer(), source=said("x")), "customer"),
    (SetIssueDate(issue_date=ISSUED_ON, source=said("x")), "issue_date"),
    (SetDueDate(due_date=ISSUED_ON, source=said("x")), "due_date"),
    (SetDueDays(days=5, source=said("x")), "due_date"),
    (SetCurrency(currency="EUR", source=said("x")), "currency"),
    (SetTax(rate=Decimal(5), source=said("x")), "tax_rate"),
    (SetTax(included=True, source=said("x")), "prices_include_tax"),
    (SetDiscount(discount=None, source=said("x")), "discount"),
    (SetDeposit(deposit=None, source=said("x")), "deposit"),
    (SetPurchaseOrder(purchase_order="1", source=said("x")), "purchase_order"),
]
SETTING_OR_CHANGING = [
    *SETTING,
    (SetNotes(notes="x"), "notes"),
    (ChangeLine(line_id="1", fields={"quantity": Decimal(2)}), "lines.1.quantity"),
    (RemoveLine(line_id="1"), "lines.1.quantity"),
    (RemoveLine(line_id="1"), "lines.1"),
    (AddLine(description="x"), "lines_missing"),
    (SettleConcern(field="customer"), "customer.name"),
    (SettleConcern(field="lines.1"), "lines.1.unit_price"),
]
by_name = {"ids": lambda value: type(value).__name__ if not isinstance(value, str) else value}


@pytest.mark.parametrize(("operation", "field"), SETTING, **by_name)
def test_a_field_remembers_where_it_comes_from(operation, field):
    assert apply(operation, a_content(sources={field: from_profile()})).sources == {field: said("x")}


@pytest.mark.parametrize(("operation", "field"), SETTING, **by_name)
def test_a_field_set_without_a_source_forgets_the_old_one(operation, field):
    content = a_content(sources={field: from_profile(), "other": assumed()})

    assert apply(replace(operation, source=None), content).sources == {"other": assumed()}


@pytest.mark.parametrize(("operation", "field"), SETTING_OR_CHANGING, **by_name)
def test_a_field_that_is_set_is_no_longer_a_concern(operation, field):
    content = a_content(concerns=(Concern("invalid_date", field, "?"),))

    assert apply(operation, content).concerns == ()


@pytest.mark.parametrize(("operation", "field"), SETTING_OR_CHANGING, **by_name)
def test_a_field_that_is_set_is_no_longer_unverified(operation, field):
    assert apply(operation, a_content(unverified=(field,))).unverified == ()


@pytest.mark.parametrize(("operation", "_field"), SETTING_OR_CHANGING, **by_name)
def test_doubts_about_other_fields_stay(operation, _field):
    elsewhere = ("lines.10.quantity", "lines.2.quantity", "something", "tax_rate_of_another")
    content = a_content(unverified=elsewhere, concerns=tuple(Concern("invalid_date", path, "?") for path in elsewhere))

    changed = apply(operation, content)

    assert (changed.unverified, changed.concerns) == (elsewhere, content.concerns)


def test_a_change_of_one_field_of_a_line_settles_only_that():
    content = a_content(unverified=("lines.1.quantity", "lines.1.unit_price"))

    assert apply(ChangeLine(line_id="1", fields={"quantity": Decimal(2)}), content).unverified == (
        "lines.1.unit_price",
    )


def test_a_concern_is_raised_once():
    concern = Concern("ambiguous_date", "due_date", "?")

    assert apply(RaiseConcern(concern=concern), a_content(concerns=(concern,))).concerns == (concern,)


# --- what holds of every operation on every draft ----------------------------------------------------

ids = st.sampled_from(["1", "2", "7"])
operations = st.one_of(
    st.builds(SetCustomer, customer=st.none() | customers),
    st.builds(AddLine, position=st.none() | st.integers(-1, 3)),
    any_lines.filter(bool).map(lambda lines: ChangeLine(line_id="1", fields={"quantity": lines[0].quantity})),
    st.builds(RemoveLine, line_id=ids),
    st.builds(MoveLine, line_id=ids, position=st.integers(-1, 3)),
    st.builds(SetIssueDate, issue_date=st.dates()),
    st.builds(SetDueDate, due_date=st.dates()),
    st.builds(SetDueDays, days=st.integers(-1, 5000)),
    st.builds(SetCurrency, currency=currencies),
    st.builds(SetTax, rate=st.none() | percents, included=st.none() | st.booleans(), name=st.none() | st.just("VAT")),
    st.builds(SetDiscount, discount=st.none() | reductions),
    st.builds(SetDeposit, deposit=st.none() | reductions),
    st.builds(AddNote, text=several_lines),
    st.builds(ReplaceContent, content=contents()),
)


def applied(operation, content):
    """After the operation; the content itself when it was refused."""
    try:
        return apply(operation, content)
    except InvalidInvoice:
        return content


@given(operations, contents())
def test_an_operation_leaves_the_content_it_was_given_as_it_was(operation, content):
    before = to_document(content)

    applied(operation, content)

    assert to_document(content) == before


@given(st.lists(operations, max_size=4), contents())
def test_whatever_operations_leave_behind_has_figures_and_a_document(some, content):
    for operation in some:
        content = applied(operation, content)

    assert totals(from_document(to_document(content))) == totals(content)
