import pytest

from invoices.domain.colour import check_colour, contrast_with_white, parts
from invoices.domain.errors import InvalidInvoice
from invoices.domain.parties import Seller


@pytest.mark.parametrize(
    ("colour", "contrast"), [("#000000", 21), ("#ffffff", 1), ("#767676", 4.54), ("#777777", 4.47), ("#ff0000", 3.99)]
)
def test_contrast_is_that_of_the_accessibility_guidelines(colour, contrast):
    assert contrast_with_white(colour) == pytest.approx(contrast, abs=0.01)


def test_parts_of_a_colour():
    assert parts("#ff0033") == (1.0, 0.0, 0.2)


@pytest.mark.parametrize(
    ("colour", "codes"),
    [
        ("", []),
        ("#344698", []),
        ("#767676", []),
        ("#777777", ["too_light"]),
        ("#ffee00", ["too_light"]),
        *(
            (wrong, ["invalid_colour"])
            for wrong in ("red", "#fff", "#12345g", "344698", "#344698;x", "#\u0661" + "00000")
        ),
    ],
)
def test_a_colour_must_be_readable_on_paper(colour, codes):
    assert [problem.code for problem in check_colour(colour, field="colour")] == codes


def test_a_seller_keeps_the_colour_in_small_letters():
    assert Seller(colour=" #AA0033 ").colour == "#aa0033"


@pytest.mark.parametrize("look", [{"colour": "#ffff00"}, {"footer": "x" * 301}, {"footer": "1\n2\n3\n4"}])
def test_a_look_that_cannot_be_printed_does_not_exist(look):
    with pytest.raises(InvalidInvoice):
        Seller(**look)
