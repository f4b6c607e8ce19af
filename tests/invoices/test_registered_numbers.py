"""Tax ids, IBAN and BIC: what passes, what is refused, and that nothing is asked anywhere."""

from importlib import import_module

import pytest

from invoices import choices, registered_numbers
from invoices.domain.errors import InvalidInvoice
from invoices.domain.parties import Address, Seller
from invoices.registered_numbers import check_numbers


def a_seller_in(country: str, **numbers: str) -> Seller:
    return Seller(name="Studio", address=Address(country=country), **numbers)


@pytest.mark.parametrize(
    ("country", "tax_id"),
    [
        ("US", "93-1234567"),
        ("DE", "DE 136 695 976"),
        ("DE", "181/815/08155"),  # the tax office's number, for those without a VAT id
        ("AT", "ATU13585627"),
        ("FR", "FR 40 303 265 045"),
        ("CH", "CHE-107.787.577 MWST"),
        ("GB", "GB 980 7806 84"),
        ("AU", "83 914 571 673"),
        ("IN", "27AAPFU0939F1ZV"),
        ("US", "ATU13585627"),  # registered in the European Union from elsewhere
        ("HK", "anything at all"),  # a country nobody wrote the format of down
        ("", "12345"),
        ("DE", ""),
    ],
)
def test_a_tax_id_that_can_be_right_passes(country: str, tax_id: str) -> None:
    assert check_numbers(a_seller_in(country, tax_id=tax_id)).tax_id == tax_id


@pytest.mark.parametrize(
    ("country", "tax_id", "named"),
    [
        ("DE", "DE136695978", "Germany"),
        ("US", "12-345", "United States"),
        ("GB", "none", "United Kingdom"),
        ("FR", "FR40303265046", "France"),
        ("IN", "<script>", "India"),
        ("DE", "\u0661\u0662\u0663", "Germany"),
    ],
)
def test_a_tax_id_that_is_wrong_is_refused_with_the_country_in_words(country: str, tax_id: str, named: str) -> None:
    with pytest.raises(InvalidInvoice) as refusal:
        check_numbers(a_seller_in(country, tax_id=tax_id))

    (problem,) = refusal.value.problems
    assert (problem.field, problem.code) == ("seller.tax_id", "invalid_tax_id")
    assert named in problem.detail


@pytest.mark.parametrize("country", registered_numbers._FORMATS)
def test_every_country_of_the_table_exists_and_so_do_its_formats(country: str) -> None:
    package = registered_numbers._PACKAGES.get(country, country.lower())

    assert country in dict(choices.countries())
    for name in registered_numbers._FORMATS[country].split():
        assert import_module(f"stdnum.{package}.{name}").is_valid("x") is False


def test_iban_and_bic_are_kept_without_spaces_in_capitals() -> None:
    seller = check_numbers(a_seller_in("DE", iban="de89 3704-0044 0532 0130 00", bic="cobadeff xxx"))

    assert (seller.iban, seller.bic) == ("DE89370400440532013000", "COBADEFFXXX")
    assert seller.payment_text == "IBAN DE89 3704 0044 0532 0130 00\nBIC COBADEFFXXX"


@pytest.mark.parametrize(
    ("numbers", "code"),
    [
        ({"iban": "DE88370400440532013000"}, "invalid_iban"),
        ({"iban": "GB82WEST123456987654321"}, "invalid_iban"),
        ({"bic": "12345678"}, "invalid_bic"),
    ],
)
def test_a_bank_number_that_is_wrong_is_refused(numbers: dict[str, str], code: str) -> None:
    with pytest.raises(InvalidInvoice) as refusal:
        check_numbers(a_seller_in("DE", **numbers))

    assert [problem.code for problem in refusal.value.problems] == [code]


def test_everything_that_is_wrong_is_said_at_once() -> None:
    seller = a_seller_in("DE", tax_id="1", iban="DE00370400440532013000", bic="XX11YY22")

    with pytest.raises(InvalidInvoice) as refusal:
        check_numbers(seller)

    assert len(refusal.value.problems) == 3
