from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import assume, given

from invoices.domain.completeness import check_ready, missing, seller_lacks, warnings
from invoices.domain.errors import InvalidInvoice, InvoiceError, InvoiceIncomplete, UnverifiedFigures
from invoices.domain.invoice import Concern
from invoices.domain.parties import Address, Seller
from invoices.domain.totals import totals
from tests.builders import a_content, a_customer, a_line, a_seller, amount_off, percent_off
from tests.strategies import bills, contents

AMBIGUOUS = Concern("ambiguous_date", "due_date", "3/4 may be 3 April or 4 March; taken as 4 March.")


def codes(content):
    return [warning.code for warning in warnings(content)]


def stating(*totals_said, **fields):
    return a_content(
        a_line(quantity="2", unit_price="100"), stated_totals=tuple(Decimal(said) for said in totals_said), **fields
    )


# --- what must be asked for ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "codes_of_missing"),
    [
        (a_content(), ()),
        (a_content(customer=None), ("customer_name",)),
        (a_content(customer=a_customer(name="")), ("customer_name",)),
        (a_content(customer=a_customer(name="  ")), ("customer_name",)),
        (a_content(lines=()), ("lines",)),
        (a_content(a_line(description=" ")), ("description",)),
        (a_content(a_line(quantity=None)), ("quantity",)),
        (a_content(a_line(unit_price=None)), ("unit_price",)),
        (a_content(a_line(unit_price="0")), ()),
        (a_content(a_line(), a_line(unit_price=None)), ("unit_price",)),
        (a_content(customer=None, lines=()), ("customer_name", "lines")),
        (
            a_content(a_line(description="", quantity=None, unit_price=None), customer=None),
            ("customer_name", "description", "quantity", "unit_price"),
        ),
    ],
)
def test_what_is_missing_is_named_in_the_order_in_which_one_would_ask(content, codes_of_missing):
    assert missing(content) == codes_of_missing


# --- warnings -------------------------------------------------------------------------------------


def test_a_sound_draft_has_no_warnings():
    assert warnings(a_content()) == ()


@pytest.mark.parametrize(
    ("content", "is_mismatch"),
    [
        (stating("200"), False),
        (stating("200.00"), False),
        (stating("9576"), True),
        (stating("200.01"), True),
        (stating("200", tax_rate="10"), False),  # the subtotal
        (stating("220", tax_rate="10"), False),  # the total
        (stating("170", tax_rate="10", deposit=amount_off("50")), False),  # what is due
        (stating("20", tax_rate="10"), True),  # only the tax
        (stating("180", discount=percent_off("10")), False),
        (stating("166.67", tax_rate="20", prices_include_tax=True), False),
        (stating("200", tax_rate="20", prices_include_tax=True), False),
        (stating("200", "500"), True),
        (stating(), False),
    ],
)
def test_a_stated_total_that_is_neither_subtotal_nor_total_nor_due_is_a_warning(content, is_mismatch):
    assert codes(content) == ["stated_total_mismatch"] * is_mismatch


def test_a_mismatch_names_both_figures():
    (warning,) = warnings(stating("9576"))

    assert warning.text == "You said 9576 USD, but the lines come to 200.00 USD."


@pytest.mark.parametrize("lines", [(), (a_line(unit_price=None),), (a_line(), a_line(quantity=None))])
def test_no_stated_total_is_contradicted_while_a_price_is_unknown(lines):
    assert codes(a_content(lines=tuple(a_content(*lines).lines) if lines else (), stated_totals=(Decimal(5),))) == []


@pytest.mark.parametrize(
    ("line", "is_mismatch"),
    [
        (a_line(quantity="3", unit_price="50", stated_amount="150"), False),
        (a_line(quantity="3", unit_price="50", stated_amount="160"), True),
        (a_line(quantity="3", unit_price="50", stated_amount="135", discount=percent_off("10")), False),
        (a_line(quantity="3", unit_price=None, stated_amount="160"), False),
    ],
)
def test_a_stated_line_amount_that_the_line_does_not_come_to_is_a_warning(line, is_mismatch):
    assert codes(a_content(line)) == ["stated_total_mismatch"] * is_mismatch


@pytest.mark.parametrize(("due_date", "found"), [(date(2026, 3, 9), ["due_before_issue"]), (date(2026, 3, 10), [])])
def test_a_due_date_before_the_issue_date_is_a_warning(due_date, found):
    assert codes(a_content(due_date=due_date)) == found


def test_an_open_concern_is_a_warning():
    assert [(found.code, found.text) for found in warnings(a_content(concerns=(AMBIGUOUS,)))] == [
        ("ambiguous_date", AMBIGUOUS.text)
    ]


def test_the_same_warning_is_given_once():
    assert codes(a_content(concerns=(AMBIGUOUS, AMBIGUOUS))) == ["ambiguous_date"]


@pytest.mark.parametrize(
    ("fields", "is_impossible"),
    [
        ({"discount": amount_off("100")}, False),
        ({"discount": amount_off("100.01")}, True),
        ({"discount": percent_off("100")}, False),
        ({"discount": amount_off("110"), "tax_rate": "20"}, True),
        ({"discount": amount_off("100"), "tax_rate": "20", "prices_include_tax": True}, False),
        ({"discount": amount_off("100.01"), "tax_rate": "20", "prices_include_tax": True}, True),
        ({"deposit": amount_off("120"), "tax_rate": "20"}, False),
        ({"deposit": amount_off("120.01"), "tax_rate": "20"}, True),
        ({"deposit": percent_off("100")}, False),
    ],
)
def test_a_discount_over_the_subtotal_or_a_deposit_over_the_total_is_a_warning(fields, is_impossible):
    assert codes(a_content(**fields)) == ["invalid_amount"] * is_impossible


@pytest.mark.parametrize(
    ("line", "is_impossible"),
    [
        (a_line(quantity="2", unit_price="50", discount=amount_off("100")), False),
        (a_line(quantity="2", unit_price="50", discount=amount_off("100.01")), True),
        (a_line(quantity="1", unit_price="0.005", discount=amount_off("0.01")), False),
        (a_line(unit_price=None, discount=amount_off("5000")), False),
    ],
)
def test_a_discount_over_its_own_line_is_a_warning(line, is_impossible):
    assert codes(a_content(line)) == ["invalid_amount"] * is_impossible


@given(contents())
def test_warnings_can_be_given_of_any_draft(content):
    assert all(warning.code and isinstance(warning.text, str) for warning in warnings(content))


@given(bills)
def test_stating_the_very_total_of_a_draft_is_no_mismatch(content):
    total = totals(content).total.amount
    assume(total < 10**12)

    assert "stated_total_mismatch" not in codes(replace(content, stated_totals=(total,)))


# --- whether it may be finalized ------------------------------------------------------------------


def test_a_complete_draft_may_be_finalized():
    assert check_ready(a_content()) is None


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (a_content(customer=None), InvoiceIncomplete),
        (a_content(a_line(unit_price=None)), InvoiceIncomplete),
        (a_content(due_date=date(2026, 3, 9)), InvalidInvoice),
        (a_content(discount=amount_off("100.01")), InvalidInvoice),
        (a_content(deposit=amount_off("100.01")), InvalidInvoice),
        (a_content(a_line(discount=amount_off("100.01"))), InvalidInvoice),
        (a_content(unverified=("lines.1.quantity",)), UnverifiedFigures),
    ],
)
def test_a_draft_that_lacks_something_or_cannot_be_is_not_finalized(content, error):
    with pytest.raises(error):
        check_ready(content)


def test_an_incomplete_draft_is_refused_with_all_that_is_missing():
    with pytest.raises(InvoiceIncomplete, match="still missing: customer name, unit price") as refusal:
        check_ready(a_content(a_line(unit_price=None), customer=None))

    assert refusal.value.missing == ("customer_name", "unit_price")


@pytest.mark.parametrize(
    ("content", "fields"),
    [
        (a_content(due_date=date(2026, 3, 9)), ["due_date"]),
        (a_content(deposit=amount_off("500")), ["deposit"]),
        (a_content(a_line(), a_line(discount=amount_off("500")), discount=amount_off("900")),
         ["lines.1.discount", "discount"]),
    ],
)  # fmt: skip
def test_a_refusal_to_finalize_names_the_fields(content, fields):
    with pytest.raises(InvalidInvoice) as refusal:
        check_ready(content)

    assert [problem.field for problem in refusal.value.problems] == fields


def test_a_refusal_names_the_figures_that_could_not_be_traced():
    with pytest.raises(UnverifiedFigures) as refusal:
        check_ready(a_content(unverified=("lines.1.quantity", "tax_rate")))

    assert refusal.value.paths == ("lines.1.quantity", "tax_rate")


@pytest.mark.parametrize(
    "content", [stating("9576"), a_content(concerns=(AMBIGUOUS,)), a_content(a_line(stated_amount="1"))]
)
def test_a_mismatch_or_an_open_concern_alone_does_not_stop_an_invoice(content):
    assert check_ready(content) is None


def is_ready(content):
    try:
        check_ready(content)
    except InvoiceError:
        return False
    return True


@given(contents())
def test_a_draft_is_ready_exactly_when_nothing_is_missing_impossible_or_unverified(content):
    impossible = {"due_before_issue", "invalid_amount"} & set(codes(content))

    assert is_ready(content) is not bool(missing(content) or impossible or content.unverified)


@pytest.mark.parametrize(
    ("seller", "tax_rate", "lacking"),
    [
        (a_seller(), "0", ()),
        (a_seller(), "19", ("tax_id",)),
        (a_seller(tax_id="93-1234567"), "19", ()),
        (a_seller(name=" ", address=Address(country="US")), "0", ("name", "address")),
        (Seller(), "8.25", ("name", "address", "tax_id")),
    ],
)
def test_what_the_sellers_side_lacks(seller, tax_rate, lacking):
    assert seller_lacks(seller, a_content(tax_rate=tax_rate)) == lacking


def test_what_the_sellers_side_lacks_is_not_missing_of_the_draft():
    assert missing(a_content(tax_rate="19")) == ()
