import pytest

from tests.builders import a_content, a_line, amount_off, percent_off
from tests.invoices.pdf.reading import an_open_invoice, rendered, unspaced

HEADINGS = ("Description", "Quantity", "Unit price", "Amount")


def test_the_head_of_the_table_stands_on_every_page_of_lines():
    pages = rendered(an_open_invoice(content=a_content(*[a_line() for _ in range(100)]))).pages

    for page in pages:
        assert all(heading in page for heading in HEADINGS)


def test_all_lines_are_shown_once_and_in_their_order():
    content = a_content(*[a_line(description=f"Line-{n:04d}") for n in range(1000)])

    text = rendered(an_open_invoice(content=content)).text

    positions = [text.index(f"Line-{n:04d}") for n in range(1000)]
    assert positions == sorted(positions)
    assert text.count("Line-") == 1000


@pytest.mark.parametrize(
    "description",
    [
        "word " * 199 + "end",
        "x" * 1000,
        "Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz " * 15,
        "https://example.org/" + "path/" * 180,
        "漢字" * 500,
        "several\nlines\n\nof text",
    ],
)
def test_a_description_wraps_whatever_its_words(description):
    pdf = rendered(an_open_invoice(a_line(description=description), a_line(description="the next")))

    assert unspaced(description) in pdf.unspaced
    assert "the next" in pdf.text


def test_newlines_of_a_description_are_kept():
    text = rendered(an_open_invoice(a_line(description="first\nsecond\nthird"))).text

    assert [line for line in text.splitlines() if line in {"first", "second", "third"}] == ["first", "second", "third"]


def test_a_line_is_not_split_from_its_amount():
    lines = [a_line(description=f"row {n}\n" + "more\n" * (n % 7) + f"end {n}", unit_price=str(n)) for n in range(90)]

    pages = rendered(an_open_invoice(content=a_content(*lines))).pages

    for n in range(1, 90):
        page = next(page for page in pages if f"row {n}\n" in page)
        assert f"end {n}" in page
        assert f"${n}.00" in page


def test_a_description_longer_than_a_page_runs_over_pages():
    pages = rendered(an_open_invoice(a_line(description="x\n" * 490 + "the end", unit_price="77"))).pages

    assert len(pages) > 5
    assert any("$77.00" in page for page in pages)
    assert "the end" in "".join(pages)


def test_the_last_line_stays_with_the_totals():
    for count in range(10, 40):
        pages = rendered(
            an_open_invoice(content=a_content(*[a_line(description=f"Row-{n}") for n in range(count)]))
        ).pages
        last = next(page for page in pages if "Subtotal" in page)
        assert f"Row-{count - 1}" in last
        assert last.count("Amount due") >= 1


def test_there_is_no_tax_column_when_all_lines_have_the_invoices_rate():
    text = rendered(an_open_invoice(content=a_content(a_line(), a_line(), tax_rate="19"))).text

    assert "Tax 19% on" in text
    assert text.count("19%") == 1


def test_lines_say_their_rate_when_rates_differ():
    content = a_content(a_line(tax_rate="19"), a_line(tax_rate="7"), a_line(taxed=False))

    text = rendered(an_open_invoice(content=content)).text

    assert text.count("19%") == 2
    assert text.count("7%") == 2
    assert "–" in text


@pytest.mark.parametrize(
    ("discount", "shown"), [(percent_off("12.5"), "12.5% discount"), (amount_off("5"), "Discount −$5.00")]
)
def test_the_discount_of_a_line_is_shown_at_the_line(discount, shown):
    assert shown in rendered(an_open_invoice(a_line(discount=discount))).text


def test_a_long_unit_wraps_under_its_quantity():
    text = rendered(an_open_invoice(a_line(quantity="3", unit="bunch of the very longest bananas here"))).unspaced

    assert unspaced("3 bunch of the very longest bananas here") in text
