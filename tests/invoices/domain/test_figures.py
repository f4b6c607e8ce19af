from decimal import Decimal

import pytest
from hypothesis import given

from invoices.domain import figures
from invoices.domain.errors import InvalidInvoice
from tests.strategies import prices, quantities


def code_of_refusal(read, value, **fields):
    with pytest.raises(InvalidInvoice) as refusal:
        read(value, **fields)
    return refusal.value.problems[0].code


@pytest.mark.parametrize(
    ("value", "plain"),
    [
        ("12.50", "12.5"),
        (" 12.5 ", "12.5"),
        ("007", "7"),
        (12, "12"),
        ("100", "100"),
        (Decimal("1E+5"), "100000"),
        (Decimal("12.500"), "12.5"),
        ("0", "0"),
        ("-0", "0"),
        ("0.000000000000", "0"),
        ("999999999999.9999", "999999999999.9999"),
    ],
)
def test_a_price_is_read_as_a_plain_decimal(value, plain):
    assert str(figures.unit_price(value)) == plain


@pytest.mark.parametrize(
    "value",
    [
        "", " ", "abc", "1,5", "1.", ".5", "+1", "1e3", "1E+3", "0x10", "1_000", "1 000", "--1", "١٢", "１２", "½",
        "NaN", "Infinity", "1e309", None, True, 1.5, [], {}, float("nan"), Decimal("NaN"), Decimal("sNaN"),
        Decimal("Infinity"), "1" * 41, pytest.param(10**5000, id="an integer of 5,001 digits"),
    ],
)  # fmt: skip
def test_anything_but_a_plain_finite_decimal_is_not_a_number(value):
    assert code_of_refusal(figures.unit_price, value) == "not_a_number"


@pytest.mark.parametrize("value", [Decimal("1E+999999999"), Decimal("1E-999999999"), Decimal("0E+999999999")])
def test_a_short_decimal_with_a_vast_exponent_is_refused_without_writing_out_its_zeros(value):
    assert code_of_refusal(figures.unit_price, value) == "not_a_number"


@pytest.mark.parametrize(
    ("read", "value", "code"),
    [
        (figures.quantity, "-1", "negative"),
        (figures.quantity, "0", "not_positive"),
        (figures.quantity, "0.000000", "not_positive"),
        (figures.quantity, "-0", "not_positive"),
        (figures.quantity, "0.0000001", "too_precise"),
        (figures.quantity, "1000000000000", "too_large"),
        (figures.unit_price, "-0.01", "negative"),
        (figures.unit_price, "0.00001", "too_precise"),
        (figures.unit_price, "1000000000000", "too_large"),
        (figures.unit_price, Decimal("1E+12"), "too_large"),
    ],
)
def test_a_quantity_or_price_outside_the_limits_is_refused_by_its_reason(read, value, code):
    assert code_of_refusal(read, value) == code


@pytest.mark.parametrize(
    ("value", "code"),
    [("1." + "0" * 30 + "1", "too_precise"), ("999999999999." + "9" * 20, "too_precise")],
)
def test_digits_beyond_the_28th_count_too(value, code):
    assert code_of_refusal(figures.quantity, value) == code


@pytest.mark.parametrize("value", ["0.000001", "999999999999.999999"])
def test_the_smallest_and_the_largest_quantity_are_taken_exactly(value):
    assert str(figures.quantity(value)) == value


def test_a_price_of_zero_is_free():
    assert figures.unit_price("0.00") == 0


@pytest.mark.parametrize("value", ["0", "0.0001", "8.25", "100"])
def test_a_percentage_goes_from_0_to_100(value):
    assert figures.percent(value, field="tax_rate") == Decimal(value)


@pytest.mark.parametrize(
    ("value", "code"), [("100.0001", "not_a_percentage"), ("-1", "negative"), ("8.25001", "too_precise")]
)
def test_a_percentage_outside_0_to_100_or_too_precise_is_refused(value, code):
    assert code_of_refusal(figures.percent, value, field="tax_rate") == code


@pytest.mark.parametrize(
    ("value", "currency"), [("10.50", "USD"), ("10.5", "USD"), ("10.0", "JPY"), ("10.505", "KWD"), ("0.0001", "CLF")]
)
def test_an_amount_in_whole_minor_units_is_taken(value, currency):
    assert figures.money_amount(value, currency=currency) == Decimal(value)


@pytest.mark.parametrize(("value", "currency"), [("10.505", "USD"), ("10.5", "JPY"), ("10.5055", "KWD")])
def test_an_amount_in_fractions_of_a_minor_unit_is_refused(value, currency):
    assert code_of_refusal(figures.money_amount, value, currency=currency) == "too_precise"


def test_a_refusal_names_the_field_it_was_asked_for():
    with pytest.raises(InvalidInvoice) as refusal:
        figures.quantity("many", field="lines.3.quantity")

    assert refusal.value.problems[0].field == "lines.3.quantity"


def test_a_refusal_is_a_sentence_for_a_person():
    with pytest.raises(InvalidInvoice, match="Unit price can't be negative"):
        figures.unit_price("-5", field="lines.0.unit_price")


@pytest.mark.parametrize(
    ("price", "currency", "text"),
    [
        ("9.9", "USD", "9.90"),
        ("10", "USD", "10.00"),
        ("0.0125", "USD", "0.0125"),
        ("100", "JPY", "100"),
        ("0.5", "JPY", "0.5"),
        ("1", "KWD", "1.000"),
        ("1E+2", "USD", "100.00"),
    ],
)
def test_a_unit_price_shows_the_minor_digits_and_more_only_when_it_has_them(price, currency, text):
    assert figures.price_text(Decimal(price), currency) == text


@given(quantities)
def test_every_quantity_within_the_limits_reads_back_from_its_own_text(number):
    assert figures.quantity(f"{number:f}") == number


@given(prices)
def test_the_plain_form_has_no_exponent_and_no_trailing_zero(price):
    text = str(figures.plain(price))

    assert "E" not in text
    assert not ("." in text and text.endswith("0"))
