from datetime import date
from decimal import Decimal

import pytest

from invoices.domain.errors import InvalidInvoice
from invoices.domain.invoice import MAX_DUE_DAYS, MAX_LINES, due_after
from invoices.domain.lifecycle import Status
from invoices.domain.parties import Customer
from tests.builders import DUE_ON, ISSUED_ON, a_content, a_line, a_payment, an_invoice


@pytest.mark.parametrize(
    ("issue_date", "days", "due_date"),
    [
        (date(2026, 3, 10), 0, date(2026, 3, 10)),
        (date(2026, 1, 31), 30, date(2026, 3, 2)),
        (date(2024, 2, 28), 1, date(2024, 2, 29)),
        (date(9999, 12, 1), 30, date(9999, 12, 31)),
        (date(2026, 3, 10), MAX_DUE_DAYS, date(2036, 3, 7)),
    ],
)
def test_an_invoice_is_due_so_many_days_after_its_issue(issue_date, days, due_date):
    assert due_after(issue_date, days) == due_date


@pytest.mark.parametrize("days", [-1, MAX_DUE_DAYS + 1, 10**30])
def test_terms_of_less_than_no_days_or_more_than_ten_years_are_refused(days):
    with pytest.raises(InvalidInvoice, match="Payment terms"):
        due_after(ISSUED_ON, days)


def test_a_due_date_past_the_calendar_is_refused():
    with pytest.raises(InvalidInvoice, match="too far away"):
        due_after(date(9999, 12, 31), 1)


def test_terms_and_due_date_that_disagree_do_not_exist():
    with pytest.raises(ValueError, match="due_date must follow"):
        a_content(due_date=DUE_ON, due_days=29)


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"currency": "usd"}, "unknown_currency"),
        ({"tax_rate": "-1"}, "negative"),
        ({"tax_rate": "101"}, "not_a_percentage"),
        ({"purchase_order": "x" * 201}, "too_long"),
        ({"purchase_order": "4500\n123"}, "invalid_characters"),
        ({"notes": "x" * 4001}, "too_long"),
        ({"notes": "a\x1bb"}, "invalid_characters"),
        ({"tax_name": "x" * 41}, "too_long"),
        ({"stated_totals": (Decimal("-1"),)}, "negative"),
        ({"stated_totals": (Decimal("1E+999999999"),)}, "not_a_number"),
        ({"stated_totals": (Decimal("NaN"),)}, "not_a_number"),
    ],
)
def test_content_with_an_impossible_field_does_not_exist(fields, code):
    with pytest.raises(InvalidInvoice) as refusal:
        a_content(**fields)

    assert refusal.value.problems[0].code == code


def test_an_invoice_can_have_a_thousand_lines():
    assert len(a_content(*[a_line()] * MAX_LINES).lines) == 1000


def test_an_invoice_cannot_have_more_than_a_thousand_lines():
    with pytest.raises(InvalidInvoice, match="at most 1000 lines"):
        a_content(*[a_line()] * (MAX_LINES + 1))


def test_two_lines_with_one_id_do_not_exist():
    with pytest.raises(ValueError, match="same id"):
        a_content(lines=(a_line(id="3"), a_line(id="3")))


def test_a_customer_of_whom_nothing_is_known_is_none():
    assert a_content(customer=Customer()).customer is None


def test_stated_totals_are_kept_in_their_plain_form():
    assert str(a_content(stated_totals=(Decimal("1.75E+3"),)).stated_totals[0]) == "1750"


@pytest.mark.parametrize("amount", ["-0.01", "NaN", "Infinity"])
def test_a_payment_of_an_impossible_amount_does_not_exist(amount):
    with pytest.raises(InvalidInvoice, match="can't be negative"):
        a_payment(amount=amount)


@pytest.mark.parametrize("name", ["method", "reference"])
def test_the_texts_of_a_payment_are_one_line_without_control_characters(name):
    with pytest.raises(InvalidInvoice) as refusal:
        a_payment(**{name: "wire\x00"})

    assert refusal.value.problems[0].field == name


@pytest.mark.parametrize("status", list(Status))
def test_only_a_draft_is_a_draft(status):
    assert an_invoice(status=status).is_draft is (status == "draft")


@pytest.mark.parametrize(
    ("status", "today", "is_overdue"),
    [
        (Status.OPEN, DUE_ON, False),
        (Status.OPEN, date(2026, 4, 10), True),
        (Status.DRAFT, date(2026, 4, 10), False),
        (Status.PAID, date(2026, 4, 10), False),
        (Status.VOID, date(2026, 4, 10), False),
        (Status.UNCOLLECTIBLE, date(2026, 4, 10), False),
    ],
)
def test_an_open_invoice_is_overdue_from_the_day_after_its_due_date(status, today, is_overdue):
    assert an_invoice(status=status).is_overdue(today=today) is is_overdue
