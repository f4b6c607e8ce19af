from decimal import Decimal

import pytest

from invoices.domain.errors import InvalidInvoice
from invoices.domain.line_item import Reduction, ReductionKind
from tests.builders import a_line, amount_off, percent_off


@pytest.mark.parametrize("value", ["-0.01", "100.01", "NaN", "Infinity", "1E+5"])
def test_a_reduction_by_an_impossible_percentage_does_not_exist(value):
    with pytest.raises(InvalidInvoice):
        Reduction(ReductionKind.PERCENT, Decimal(value))


@pytest.mark.parametrize("value", ["-0.01", "1000000000000", "0.00001", "NaN", "Infinity"])
def test_a_reduction_by_an_impossible_amount_does_not_exist(value):
    with pytest.raises(InvalidInvoice):
        Reduction(ReductionKind.AMOUNT, Decimal(value))


@pytest.mark.parametrize(
    ("kind", "value", "currency", "reduction"),
    [
        ("percent", "12.50", "USD", percent_off("12.5")),
        (ReductionKind.PERCENT, 100, "USD", percent_off("100")),
        ("amount", "30.50", "USD", amount_off("30.5")),
        ("amount", "30.505", "KWD", amount_off("30.505")),
    ],
)
def test_a_reduction_is_read_as_stated(kind, value, currency, reduction):
    assert Reduction.of(kind, value, currency=currency, field="discount") == reduction


@pytest.mark.parametrize(
    ("kind", "value", "field", "code"),
    [
        ("percent", "101", "discount.value", "not_a_percentage"),
        ("percent", "-1", "discount.value", "negative"),
        ("percent", "lots", "discount.value", "not_a_number"),
        ("amount", "10.005", "discount.value", "too_precise"),
        ("amount", "-10", "discount.value", "negative"),
        ("gift", "10", "discount.kind", "invalid_choice"),
        (None, "10", "discount.kind", "invalid_choice"),
        ([], "10", "discount.kind", "invalid_choice"),
    ],
)
def test_a_reduction_that_cannot_be_is_refused_at_its_field(kind, value, field, code):
    with pytest.raises(InvalidInvoice) as refusal:
        Reduction.of(kind, value, currency="USD", field="discount")

    assert [(problem.field, problem.code) for problem in refusal.value.problems] == [(field, code)]


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"quantity": "0"}, "not_positive"),
        ({"quantity": "-1"}, "negative"),
        ({"quantity": Decimal("NaN")}, "not_a_number"),
        ({"quantity": Decimal("1E+309")}, "not_a_number"),
        ({"quantity": "1000000000000"}, "too_large"),
        ({"quantity": "0.0000001"}, "too_precise"),
        ({"unit_price": "-1"}, "negative"),
        ({"unit_price": Decimal("Infinity")}, "not_a_number"),
        ({"unit_price": "0.00001"}, "too_precise"),
        ({"tax_rate": "100.5"}, "not_a_percentage"),
        ({"stated_amount": "-1"}, "negative"),
        ({"stated_amount": Decimal("NaN")}, "not_a_number"),
        ({"description": "x" * 1001}, "too_long"),
        ({"description": "a\x00b"}, "invalid_characters"),
        ({"description": "a\rb"}, "invalid_characters"),
        ({"description": "\ud800"}, "invalid_characters"),
        ({"unit": "x" * 41}, "too_long"),
        ({"unit": "a\nb"}, "invalid_characters"),
    ],
)
def test_a_line_with_an_impossible_field_does_not_exist(fields, code):
    with pytest.raises(InvalidInvoice) as refusal:
        a_line(**fields)

    assert refusal.value.problems[0].code == code


def test_all_wrong_texts_of_a_line_are_named_at_once():
    with pytest.raises(InvalidInvoice) as refusal:
        a_line(description="\x00", unit="\x00")

    assert [problem.field for problem in refusal.value.problems] == ["description", "unit"]


@pytest.mark.parametrize("line_id", ["", "a", "-1", "1.0", "٣", " 1"])
def test_the_id_of_a_line_is_a_whole_number_in_digits(line_id):
    with pytest.raises(ValueError, match="whole number in digits"):
        a_line(id=line_id)


def test_a_description_may_have_several_lines():
    assert a_line(description="Design\n- logo\n\t- colours").description == "Design\n- logo\n\t- colours"


@pytest.mark.parametrize(
    ("name", "value", "plain"),
    [
        ("quantity", "10.00", "10"),
        ("quantity", "1E+5", "100000"),
        ("unit_price", "-0", "0"),
        ("unit_price", "9.90", "9.9"),
        ("tax_rate", "19.0", "19"),
        ("stated_amount", "1E+3", "1000"),
    ],
)
def test_a_figure_is_kept_in_its_plain_form(name, value, plain):
    assert str(getattr(a_line(**{name: value}), name)) == plain


def test_an_empty_unit_is_none():
    assert a_line(unit="").unit is None


@pytest.mark.parametrize(
    ("fields", "is_priced"),
    [({}, True), ({"unit_price": "0"}, True), ({"quantity": None}, False), ({"unit_price": None}, False)],
)
def test_a_line_is_priced_when_it_has_a_quantity_and_a_price(fields, is_priced):
    assert a_line(**fields).is_priced is is_priced
