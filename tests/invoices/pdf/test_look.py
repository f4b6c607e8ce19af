"""The seller's colour and footer on the document."""

import re

from invoices.pdf.document import render
from invoices.pdf.page_style import ACCENT, pdf_colour
from tests.builders import a_content, a_line, a_seller
from tests.invoices.pdf.reading import an_open_invoice, read

FOOTER = "Juniper Studio LLC · Registered in Oregon 1234567\nThank you for your custom"


def drawn(**look):
    reading = read(render(an_open_invoice(seller=a_seller(**look))))
    return [page.get_contents().get_data().decode("latin-1") for page in reading.reader.pages]


def test_the_house_colour_written_out_is_the_house_colour():
    assert pdf_colour("#344698") == pdf_colour("") == ACCENT


def test_the_sellers_colour_takes_the_place_of_the_houses():
    (page,) = drawn(colour="#aa0033")

    assert page.count(f"{pdf_colour('#aa0033')} rg") == 4  # band, bar, name and figure
    assert ACCENT not in page


def test_the_footer_stands_on_every_page_above_its_number_and_under_everything_else():
    lines = tuple(a_line(id=str(i), description=f"Item {i}") for i in range(80))
    pdf = read(render(an_open_invoice(content=a_content(*lines), seller=a_seller(footer=FOOTER))))

    assert len(pdf.pages) > 2
    for text in pdf.pages:
        assert text.count("Thank you for your custom") == text.count("Registered in Oregon 1234567") == 1
    assert all(len(re.findall(rf"Item {i}\b", pdf.text)) == 1 for i in range(80))


def test_the_same_look_gives_the_same_bytes():
    invoice = an_open_invoice(seller=a_seller(colour="#0a5c36", footer=FOOTER))

    assert render(invoice) == render(invoice)


def test_a_long_footer_is_wrapped_not_cut():
    words = " ".join(f"word{i}" for i in range(40))

    (text,) = read(render(an_open_invoice(seller=a_seller(footer=words)))).pages

    assert all(f"word{i}" in text for i in range(40))
