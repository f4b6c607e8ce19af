from dataclasses import replace
from decimal import ROUND_DOWN, Context, Decimal, localcontext
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from invoices.domain.currencies import minor_digits
from invoices.domain.lifecycle import Status
from invoices.domain.line_item import TaxCategory
from invoices.domain.money import Money, total_of
from invoices.domain.totals import Totals, deposit_of, invoice_totals, line_amount, rate_of, reduce, totals
from tests.builders import ISSUED_ON, a_content, a_line, a_payment, amount_off, an_invoice, money, percent_off
from tests.invoices.domain.money_rules import expected
from tests.strategies import billed_lines, bills, currencies


def in_units(amount: Money) -> int:
    return int(amount.amount.scaleb(minor_digits(amount.currency), context=Context(prec=60)))


# --- rule 1: the amount of a line ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("quantity", "unit_price", "discount", "currency", "amount"),
    [
        ("10", "125", None, "USD", "1250.00"),
        ("1.5", "99.99", None, "USD", "149.99"),  # 149.985
        ("3", "0.335", None, "USD", "1.01"),  # 1.005
        ("0.25", "150", None, "USD", "37.50"),
        ("0.000001", "0.0001", None, "USD", "0.00"),
        ("1", "100", percent_off("10"), "USD", "90.00"),
        ("3", "9.99", percent_off("12.5"), "USD", "26.22"),  # 26.22375
        ("1", "0.01", percent_off("50"), "USD", "0.01"),  # 0.005
        ("1", "100", amount_off("30.50"), "USD", "69.50"),
        ("1", "100", percent_off("100"), "USD", "0.00"),
        ("1", "100", amount_off("100"), "USD", "0.00"),
        ("1", "100", amount_off("100.01"), "USD", "0.00"),
        ("2.5", "3", None, "JPY", "8"),  # 7.5
        ("3", "0.4", None, "JPY", "1"),  # 1.2
        ("1", "1.0005", None, "KWD", "1.001"),
        ("1", "2.1234", None, "CLF", "2.1234"),
        ("0.5", "0.0001", None, "CLF", "0.0001"),  # 0.00005
    ],
)
def test_a_line_is_quantity_times_price_less_its_discount_rounded_once(
    quantity, unit_price, discount, currency, amount
):
    line = a_line(quantity=quantity, unit_price=unit_price, discount=discount)

    assert str(line_amount(line, currency)) == amount


@pytest.mark.parametrize("unknown", ["quantity", "unit_price"])
def test_a_line_without_a_quantity_or_a_price_has_no_amount_yet(unknown):
    assert line_amount(a_line(**{unknown: None}), "USD") is None


def test_a_free_line_amounts_to_nothing():
    assert line_amount(a_line(unit_price="0"), "USD") == money("0.00")


def test_a_line_of_34_digits_is_rounded_once_not_twice():
    # ...000.00496: cut to 28 digits first, it becomes .0050, and that a cent too much.
    line = a_line(quantity="999999999950.4", unit_price="999999999999.9999")

    exact = Fraction(Decimal("999999999950.4")) * Fraction(Decimal("999999999999.9999"))

    assert in_units(line_amount(line, "USD")) == (exact * 100 + Fraction(1, 2)) // 1


@given(billed_lines, currencies)
def test_a_line_never_comes_to_less_than_nothing(line, currency):
    assert line_amount(line, currency).amount >= 0


# --- rule 2: subtotal and discount -------------------------------------------------------------


def test_the_subtotal_is_the_sum_of_the_line_amounts():
    content = a_content(a_line(quantity="10", unit_price="125"), a_line(quantity="1", unit_price="500"))

    assert totals(content).subtotal == money("1750.00")


def test_amounts_are_rounded_per_line_before_they_are_added():
    thirds = (a_line(unit_price="0.335"), a_line(unit_price="0.335"), a_line(unit_price="0.335"))

    assert totals(a_content(*thirds)).subtotal == money("1.02")


@pytest.mark.parametrize(
    ("discount", "discount_total"),
    [
        (percent_off("10"), "9.99"),  # 9.985
        (percent_off("0"), "0.00"),
        (percent_off("100"), "99.85"),
        (amount_off("12.34"), "12.34"),
        (amount_off("99.85"), "99.85"),
        (amount_off("500"), "99.85"),
        (None, "0.00"),
    ],
)
def test_the_discount_is_rounded_once_and_at_most_the_subtotal(discount, discount_total):
    content = a_content(a_line(unit_price="99.85"), discount=discount)

    assert str(totals(content).discount_total) == discount_total


def test_the_discount_comes_off_before_tax():
    content = a_content(a_line(unit_price="200"), discount=percent_off("50"), tax_rate="10")

    assert totals(content).tax_total == money("10.00")


def test_untaxed_lines_carry_their_share_of_the_discount():
    content = a_content(
        a_line(unit_price="60"), a_line(unit_price="40", taxed=False), discount=amount_off("10"), tax_rate="10"
    )

    assert totals(content).taxes[0].base == money("54.00")


def test_the_last_cent_of_a_discount_goes_to_the_largest_remainder():
    # Shares of 0.01: 0.0034 of the small line, 0.0066 of the large one.
    content = a_content(
        a_line(unit_price="5", tax_rate="10"), a_line(unit_price="10", tax_rate="20"), discount=amount_off("0.01")
    )

    assert [tax.base for tax in totals(content).taxes] == [money("9.99"), money("5.00")]


# --- rule 3: tax per rate ----------------------------------------------------------------------


def test_tax_is_rounded_once_per_rate_not_once_per_line():
    # 3 x 0.10 at 5 %: 0.015 in all, but 3 x 0.005 -> 0.03 line by line.
    content = a_content(a_line(unit_price="0.10"), a_line(unit_price="0.10"), a_line(unit_price="0.10"), tax_rate="5")

    assert totals(content).tax_total == money("0.02")


def test_lines_with_rates_of_their_own_are_taxed_in_groups_highest_rate_first():
    content = a_content(
        a_line(unit_price="100", tax_rate="7"),
        a_line(unit_price="100"),
        a_line(unit_price="50", tax_rate="7.00"),
        tax_rate="19",
    )

    taxes = totals(content).taxes

    assert [(tax.rate, str(tax.base), str(tax.amount)) for tax in taxes] == [
        (Decimal(19), "100.00", "19.00"),
        (Decimal(7), "150.00", "10.50"),
    ]


def test_a_line_that_is_not_taxed_is_in_no_tax_base_whatever_its_rate():
    content = a_content(a_line(taxed=False, tax_rate="19"), tax_rate="19")

    assert totals(content).taxes == ()


def test_a_rate_of_zero_makes_no_entry_of_tax():
    assert totals(a_content(a_line(), tax_rate="0")).taxes == ()


def test_a_line_rate_of_zero_overrides_the_rate_of_the_invoice():
    assert totals(a_content(a_line(tax_rate="0"), tax_rate="19")).tax_total == money("0.00")


def test_tax_is_named_as_the_invoice_names_it():
    assert totals(a_content(tax_rate="19", tax_name="MwSt")).taxes[0].name == "MwSt"


@pytest.mark.parametrize("category", list(TaxCategory))
def test_the_tax_category_alone_changes_no_figure(category):
    assert totals(a_content(a_line(tax_category=category), tax_rate="20")).total == money("120.00")


@pytest.mark.parametrize(
    ("line", "rate"),
    [
        (a_line(), "19"),
        (a_line(tax_rate="7"), "7"),
        (a_line(tax_rate="0"), "0"),
        (a_line(taxed=False), "0"),
        (a_line(taxed=False, tax_rate="7"), "0"),
    ],
)
def test_the_rate_of_a_line_is_its_own_else_the_invoices_and_zero_when_untaxed(line, rate):
    assert rate_of(line, a_content(tax_rate="19")) == Decimal(rate)


@pytest.mark.parametrize(
    ("unit_price", "rate", "net", "tax"),
    [
        ("120", "20", "100.00", "20.00"),
        ("100", "20", "83.33", "16.67"),
        ("0.01", "100", "0.00", "0.01"),  # 0.005 of tax
        ("119", "19", "100.00", "19.00"),
        ("9.99", "7.7", "9.28", "0.71"),
    ],
)
def test_tax_within_a_price_is_base_times_rate_over_100_plus_rate(unit_price, rate, net, tax):
    figures = totals(a_content(a_line(unit_price=unit_price), tax_rate=rate, prices_include_tax=True))

    assert (str(figures.subtotal), str(figures.tax_total)) == (net, tax)


def test_included_tax_of_several_rates_leaves_the_stated_total_as_it_is():
    content = a_content(
        a_line(unit_price="9.99", tax_rate="19"), a_line(unit_price="4.99", tax_rate="7"), prices_include_tax=True
    )

    assert totals(content).total == money("14.98")


def test_the_base_of_included_tax_is_without_the_tax():
    figures = totals(a_content(a_line(unit_price="120"), tax_rate="20", prices_include_tax=True))

    assert figures.taxes[0].base == money("100.00")


# --- rule 4: total and what is due --------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "total"),
    [
        (a_content(a_line(quantity="12", unit_price="150"), tax_rate="8.25"), "1948.50"),
        (a_content(a_line(quantity="3", unit_price="800"), tax_rate="19", currency="EUR"), "2856.00"),
        (a_content(a_line(quantity="2.5", unit_price="3"), tax_rate="10", currency="JPY"), "9"),  # 8 + 0.8
        (a_content(a_line(unit_price="1.0005"), tax_rate="5", currency="KWD"), "1.051"),  # 1.001 + 0.05005
        (a_content(a_line(unit_price="2.1234"), tax_rate="19", currency="CLF"), "2.5268"),  # + 0.403446
        (a_content(a_line(unit_price="100"), tax_rate="20", discount=percent_off("10")), "108.00"),
        (a_content(lines=()), "0.00"),
    ],
)
def test_the_total_is_subtotal_less_discount_plus_tax(content, total):
    assert str(totals(content).total) == total


def test_lines_without_a_price_count_as_nothing_yet():
    figures = totals(a_content(a_line(unit_price="40"), a_line(unit_price=None), tax_rate="10"))

    assert (figures.line_amounts, figures.total) == ((money("40.00"), None), money("44.00"))


@pytest.mark.parametrize(
    ("deposit", "paid", "due"),
    [
        (None, "0.00", "110.00"),
        (amount_off("30"), "30.00", "80.00"),
        (percent_off("50"), "55.00", "55.00"),
        (percent_off("100"), "110.00", "0.00"),
        (amount_off("500"), "110.00", "0.00"),
    ],
)
def test_a_deposit_is_of_the_total_and_lowers_only_what_is_due(deposit, paid, due):
    figures = totals(a_content(tax_rate="10", deposit=deposit))

    assert [str(figures.total), str(figures.amount_paid), str(figures.amount_due)] == ["110.00", paid, due]


def test_the_tax_of_a_currency_without_minor_units_is_a_whole_number():
    assert totals(a_content(a_line(unit_price="105"), currency="JPY", tax_rate="10")).tax_total == money("11", "JPY")


def test_an_amount_discount_with_cents_is_rounded_in_a_currency_without_them():
    content = a_content(a_line(unit_price="100"), currency="JPY", discount=amount_off("10.50"))

    assert totals(content).total == money("89", "JPY")


def test_the_payments_of_an_open_invoice_count_instead_of_the_drafts_deposit():
    invoice = an_invoice(
        content=a_content(deposit=amount_off("70")),
        status=Status.OPEN,
        payments=(a_payment(amount="30"), a_payment(amount="12.5")),
    )

    assert invoice_totals(invoice).amount_due == money("57.50")


def test_the_deposit_of_a_draft_counts_as_paid():
    assert invoice_totals(an_invoice(content=a_content(deposit=amount_off("70")))).amount_due == money("30.00")


@pytest.mark.parametrize("deposit", [None, percent_off("0"), amount_off("0")])
def test_no_deposit_becomes_no_payment(deposit):
    assert deposit_of(a_content(deposit=deposit)) == ()


def test_a_deposit_becomes_a_payment_of_its_share_of_the_total_on_the_day_of_issue():
    (payment,) = deposit_of(a_content(tax_rate="10", deposit=percent_off("50")))

    assert (payment.amount, payment.paid_on) == (Decimal("55.00"), ISSUED_ON)


@given(bills)
def test_a_draft_and_the_invoice_opened_from_it_have_the_same_figures(content):
    opened = an_invoice(content=content, status=Status.OPEN, payments=deposit_of(content))

    assert invoice_totals(opened) == totals(content)


def test_a_reduction_in_money_is_rounded_half_up():
    assert reduce(money("0.05"), percent_off("50")) == money("0.03")


FIGURES = {
    "line_amounts": (),
    "subtotal": money("100.00"),
    "discount_total": money("10.00"),
    "taxes": (),
    "tax_total": money("5.00"),
    "total": money("95.00"),
    "amount_paid": money("45.00"),
    "amount_due": money("50.00"),
}


@pytest.mark.parametrize("wrong", ["subtotal", "discount_total", "tax_total", "total", "amount_paid", "amount_due"])
def test_totals_that_do_not_add_up_do_not_exist(wrong):
    with pytest.raises(ValueError, match="is not the"):
        Totals(**{**FIGURES, wrong: FIGURES[wrong] + money("0.01")})


def test_totals_with_more_paid_than_billed_do_not_exist():
    with pytest.raises(ValueError, match="negative"):
        totals(a_content(), paid=money("100.01"))


# --- what holds of every invoice -----------------------------------------------------------------


@given(bills)
def test_the_figures_are_those_of_the_contracts_rules_in_exact_fractions(content):
    rules, figures = expected(content), totals(content)

    assert [in_units(amount) for amount in figures.line_amounts] == rules.line_amounts
    assert {Fraction(tax.rate): in_units(tax.amount) for tax in figures.taxes} == rules.taxes
    assert in_units(figures.subtotal) == rules.subtotal
    assert in_units(figures.discount_total) == rules.discount
    assert in_units(figures.total) == rules.total
    assert in_units(figures.amount_due) == rules.due


@given(bills)
def test_no_figure_is_ever_negative(content):
    figures = totals(content)
    parts = [part for tax in figures.taxes for part in (tax.base, tax.amount)]

    whole = [figures.subtotal, figures.discount_total, figures.tax_total, figures.total, figures.amount_due]

    assert all(amount.amount >= 0 for amount in (*parts, *whole, *figures.line_amounts))


@given(bills, st.randoms(use_true_random=False))
def test_the_order_of_the_lines_changes_neither_the_total_nor_the_tax_per_rate(content, random):
    shuffled = replace(content, lines=tuple(random.sample(content.lines, len(content.lines))))

    before, after = totals(content), totals(shuffled)

    assert (after.subtotal, after.discount_total, after.taxes, after.total) == (
        before.subtotal,
        before.discount_total,
        before.taxes,
        before.total,
    )


@given(bills)
def test_prices_that_include_tax_keep_the_stated_total_to_the_last_unit(content):
    figures = totals(replace(content, prices_include_tax=True))

    stated = total_of(figures.line_amounts, content.currency) - figures.discount_total

    assert figures.total == stated


@given(bills)
def test_included_or_not_the_bases_of_an_all_taxed_invoice_are_its_net(content):
    lines = tuple(replace(line, taxed=True, tax_rate=Decimal(7)) for line in content.lines)

    figures = totals(replace(content, lines=lines))

    assert figures.taxes[0].base == figures.subtotal - figures.discount_total


@given(bills)
def test_figures_do_not_depend_on_the_decimal_context_of_their_caller(content):
    with localcontext(Context(prec=3, rounding=ROUND_DOWN)):
        elsewhere = totals(content)

    assert elsewhere == totals(content)


def test_a_thousand_lines_of_the_largest_figures_add_up_exactly():
    line = a_line(quantity="999999999999.999999", unit_price="999999999999.9999", tax_rate="100")
    content = a_content(*[line] * 1000, currency="CLF", discount=percent_off("33.3333"))

    assert in_units(totals(content).total) == expected(content).total
