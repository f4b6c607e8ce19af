from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from invoices.domain.currencies import minor_digits
from invoices.domain.errors import InvalidInvoice
from invoices.domain.money import Money, minor_unit, spread, total_of
from tests.builders import money
from tests.strategies import currencies, decimals

wide_decimals = decimals(-(10**30), 10**30, places=8)
weights_in_cents = st.lists(decimals(0, 10**27, places=2), max_size=8)


@pytest.mark.parametrize(
    ("currency", "digits"),
    [("JPY", 0), ("KRW", 0), ("USD", 2), ("EUR", 2), ("INR", 2), ("KWD", 3), ("TND", 3), ("CLF", 4)],
)
def test_a_currency_has_the_minor_digits_of_iso_4217(currency, digits):
    assert minor_digits(currency) == digits


@pytest.mark.parametrize("code", ["usd", "US", "USDT", "XAU", "XXX", "", "€", "DEM", "USD\n"])
def test_only_active_iso_4217_codes_in_capitals_are_currencies(code):
    with pytest.raises(InvalidInvoice) as refusal:
        minor_digits(code)

    assert refusal.value.problems[0].code == "unknown_currency"


def test_a_long_currency_is_not_repeated_whole_in_its_refusal():
    with pytest.raises(InvalidInvoice) as refusal:
        minor_digits("X" * 5000)

    assert len(str(refusal.value)) < 200


@pytest.mark.parametrize(
    ("exact", "currency", "rounded"),
    [
        ("0.004", "USD", "0.00"),
        ("0.005", "USD", "0.01"),
        ("0.015", "USD", "0.02"),
        ("0.025", "USD", "0.03"),
        ("2.5", "JPY", "3"),
        ("3.5", "JPY", "4"),
        ("2.4999999999", "JPY", "2"),
        ("1.0005", "KWD", "1.001"),
        ("1.00005", "CLF", "1.0001"),
        ("1", "USD", "1.00"),
        ("1E+3", "USD", "1000.00"),
    ],
)
def test_money_is_rounded_half_up_to_the_minor_unit(exact, currency, rounded):
    assert str(Money.rounded(Decimal(exact), currency)) == rounded


@pytest.mark.parametrize("exact", ["-0", "-0.00", "-0.001"])
def test_nothing_is_never_shown_with_a_minus(exact):
    assert str(Money.rounded(Decimal(exact), "USD")) == "0.00"


@given(wide_decimals, currencies)
def test_rounding_moves_an_amount_by_at_most_half_a_minor_unit(exact, currency):
    rounded = Money.rounded(exact, currency)

    assert 2 * abs(rounded.amount - exact) <= minor_unit(currency)


@pytest.mark.parametrize("amount", ["1", "1.5", "1.555", "1E+2"])
def test_money_refuses_an_amount_that_is_not_in_whole_minor_units(amount):
    with pytest.raises(ValueError, match="minor units"):
        Money(Decimal(amount), "USD")


@pytest.mark.parametrize("amount", ["NaN", "sNaN", "Infinity", "-Infinity"])
def test_money_refuses_what_is_not_finite(amount):
    with pytest.raises(ValueError, match="finite"):
        Money(Decimal(amount), "USD")


def test_money_of_an_unknown_currency_does_not_exist():
    with pytest.raises(InvalidInvoice):
        Money(Decimal("1.00"), "ABC")


def test_money_adds_up_exactly():
    assert money("0.10") + money("0.20") == money("0.30")


def test_the_difference_of_two_amounts_may_be_negative():
    assert money("1.00") - money("1.50") == money("-0.50")


def test_amounts_of_one_currency_can_be_compared():
    assert money("1.00") < money("1.01") <= money("1.01")


@pytest.mark.parametrize(
    "combine",
    [Money.__add__, Money.__sub__, Money.__lt__, Money.__le__, lambda a, b: total_of([a, b], "USD")],
    ids=["plus", "minus", "less", "at most", "sum"],
)
def test_two_currencies_are_never_mixed(combine):
    with pytest.raises(ValueError, match="don't add up"):
        combine(money("1.00", "USD"), money("1.00", "EUR"))


def test_the_sum_of_no_amounts_is_zero_of_the_currency():
    assert total_of([], "KWD") == money("0.000", "KWD")


def test_the_sum_of_amounts_of_28_digits_is_exact():
    huge, one_cent = money("99999999999999999999999999.99"), money("0.01")

    assert str(total_of([huge, huge, one_cent], "USD")) == "199999999999999999999999999.99"


# --- spreading an amount over weights ---------------------------------------------------------


@pytest.mark.parametrize(
    ("whole", "weights", "parts"),
    [
        ("0.05", ["1", "1", "1"], ["0.02", "0.02", "0.01"]),
        ("10.00", ["1", "1", "1"], ["3.34", "3.33", "3.33"]),
        ("0.01", ["1", "2"], ["0.00", "0.01"]),
        ("0.01", ["3", "2"], ["0.01", "0.00"]),
        ("1.00", ["0", "5", "0"], ["0.00", "1.00", "0.00"]),
        ("5.00", ["0.25", "0.75"], ["1.25", "3.75"]),
        ("0.00", ["1", "2"], ["0.00", "0.00"]),
        ("7.00", ["1E+2", "0.5"], ["6.97", "0.03"]),
    ],
)
def test_an_amount_is_spread_pro_rata_with_the_last_cents_to_the_largest_remainders(whole, weights, parts):
    spread_out = spread(money(whole), [Decimal(weight) for weight in weights])

    assert [str(part) for part in spread_out] == parts


def test_a_whole_currency_is_spread_in_whole_units():
    assert [str(part) for part in spread(money("100", "JPY"), [Decimal(1)] * 3)] == ["34", "33", "33"]


def test_an_amount_spread_over_no_weight_at_all_goes_nowhere():
    assert spread(money("5.00"), [Decimal(0), Decimal(0)]) == (money("0.00"), money("0.00"))


def test_an_amount_spread_over_nothing_has_no_parts():
    assert spread(money("5.00"), []) == ()


@given(decimals(0, 10**30, places=2), weights_in_cents.filter(any))
def test_the_parts_of_a_spread_add_up_to_the_whole(amount, weights):
    whole = Money.rounded(amount, "USD")

    assert total_of(spread(whole, weights), "USD") == whole


@given(decimals(0, 10**30, places=2), weights_in_cents.filter(any))
def test_every_part_is_less_than_a_minor_unit_away_from_its_exact_share(amount, weights):
    whole = Money.rounded(amount, "USD")
    shares = [Fraction(amount) * Fraction(weight) / sum(map(Fraction, weights)) for weight in weights]

    parts = spread(whole, weights)

    assert all(abs(Fraction(part.amount) - share) < Fraction("0.01") for part, share in zip(parts, shares, strict=True))


@given(weights_in_cents.filter(any), st.data())
def test_no_part_of_a_discount_is_more_than_the_line_it_comes_off(weights, data):
    all_lines = total_of([Money.rounded(weight, "USD") for weight in weights], "USD")
    discount = data.draw(decimals(0, int(Fraction(all_lines.amount) * 100), places=2))

    parts = spread(Money.rounded(discount, "USD"), weights)

    assert all(part.amount <= weight for part, weight in zip(parts, weights, strict=True))
