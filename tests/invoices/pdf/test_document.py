import hashlib
import os
import re
import subprocess
import sys
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from invoices.domain.lifecycle import Status
from invoices.domain.parties import Address, Customer
from invoices.domain.totals import invoice_totals
from invoices.pdf.document import render
from tests.builders import (
    a_content,
    a_customer,
    a_line,
    a_payment,
    a_seller,
    amount_off,
    an_address,
    an_invoice,
    percent_off,
)
from tests.invoices.pdf.reading import NUMBER, an_open_invoice, read, rendered, unspaced

A4_POINTS = (595.28, 841.89)
LETTER_POINTS = (612, 792)


def test_it_says_who_bills_whom_for_what_and_how_much():
    content = a_content(
        a_line(description="Design of the label", quantity="12", unit="hour", unit_price="150"),
        tax_rate="8.25",
        purchase_order="PO-7",
    )

    text = rendered(an_open_invoice(content=content)).text

    for expected in (
        *("Juniper Studio", "2 Oak Avenue", "hello@juniper.example", "Acme", "billing@acme.example", "United States"),
        *(NUMBER, "March 10, 2026", "April 9, 2026", "PO-7"),
        *("Design of the label", "12 hours", "$150.00", "$1,800.00"),
        *("Tax 8.25% on $1,800.00", "$148.50", "$1,948.50"),
    ):
        assert expected in text


def test_iban_and_bic_follow_the_payment_details_in_groups_of_four():
    seller = a_seller(payment_details="By transfer, please\n", iban="GB82WEST12345698765432", bic="WESTGB2L")

    text = rendered(an_open_invoice(seller=seller)).text

    assert "By transfer, please\nIBAN GB82 WEST 1234 5698 7654 32\nBIC WESTGB2L" in text


def test_the_figures_are_those_of_the_domain():
    content = a_content(
        a_line(quantity="3", unit_price="19.99", tax_rate="19"),
        a_line(quantity="1.5", unit_price="0.3333", tax_rate="7", discount=percent_off("10")),
        a_line(quantity="2", unit_price="40", taxed=False),
        discount=amount_off("5.55"),
    )
    invoice = an_open_invoice(content=content, payments=(a_payment(amount="20"),))

    text = rendered(invoice).text

    figures = invoice_totals(invoice)
    shown = [figures.subtotal, figures.total, figures.amount_due, *figures.line_amounts]
    shown += [figure for tax in figures.taxes for figure in (tax.base, tax.amount)]
    for figure in shown:
        assert f"${figure}" in text
    assert f"−${figures.discount_total}" in text
    assert f"−${figures.amount_paid}" in text


def test_software_reads_it_in_the_order_a_person_does():
    words = rendered(an_open_invoice(content=a_content(tax_rate="10", purchase_order="PO-7"))).text.split()

    reading = " ".join(words)
    for together in (
        f"Invoice number {NUMBER} Issue date March 10, 2026 Due date April 9, 2026 PO number PO-7",
        "From Juniper Studio 2 Oak Avenue Springfield, IL 62701 United States hello@juniper.example",
        "Bill to Acme 1 Main Street Springfield, IL 62701 United States billing@acme.example",
        "Amount due $110.00 Due date April 9, 2026",
        "Description Quantity Unit price Amount Design 1 day $100.00 $100.00",
        "Subtotal $100.00 Tax 10% on $100.00 $10.00 Total $110.00 Amount due $110.00",
    ):
        assert together in reading


@pytest.mark.parametrize(
    ("currency", "locale", "price", "shown"),
    [
        ("JPY", "en-US", "450000", "¥450,000"),
        ("KWD", "en-US", "1234.5", "KWD 1,234.500"),
        ("EUR", "de-DE", "1234.5", "1.234,50 €"),
        ("USD", "en-US", "0.0375", "$0.0375"),
        ("INR", "en-IN", "1234567", "INR 12,34,567.00"),
    ],
)
def test_money_is_written_with_the_digits_of_its_currency_by_the_sellers_locale(currency, locale, price, shown):
    content = a_content(a_line(unit_price=price), currency=currency)

    text = rendered(an_open_invoice(content=content, seller=a_seller(locale=locale))).text

    assert shown in text.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("country", "size"),
    [
        *((country, LETTER_POINTS) for country in ("US", "CA", "MX", "CL", "CO", "PH")),
        *((country, A4_POINTS) for country in ("DE", "GB", "JP", "")),
    ],
)
def test_the_paper_is_that_of_the_sellers_country(country, size):
    seller = a_seller(address=Address(line1="1 Street", country=country))

    page = rendered(an_open_invoice(seller=seller)).reader.pages[0]

    assert (float(page.mediabox.width), float(page.mediabox.height)) == pytest.approx(size, abs=0.01)


def test_the_metadata_name_the_invoice_its_seller_and_its_language():
    reader = rendered(an_open_invoice(seller=a_seller(name="Zoë's Café"))).reader

    assert reader.metadata is not None
    assert reader.metadata.title == f"Invoice {NUMBER}"
    assert reader.metadata.author == "Zoë's Café"
    assert reader.metadata.subject == f"Invoice {NUMBER} for Acme"
    assert reader.metadata.producer == "ScatterPilot"
    assert reader.metadata["/CreationDate"] == "D:20260310000000Z"
    assert reader.trailer["/Root"]["/Lang"] == "en-US"


@pytest.mark.parametrize(("locale", "language"), [("en-GB", "en-GB"), ("de-DE", "en")])
def test_the_language_is_that_of_the_labels(locale, language):
    reader = rendered(an_open_invoice(seller=a_seller(locale=locale))).reader

    assert reader.trailer["/Root"]["/Lang"] == language


@pytest.mark.parametrize(
    ("status", "mark"), [(Status.DRAFT, "DRAFT"), (Status.PAID, "PAID"), (Status.VOID, "VOID"), (Status.OPEN, None)]
)
def test_every_page_carries_the_mark_of_the_status(status, mark):
    number = None if status is Status.DRAFT else NUMBER
    content = a_content(*[a_line() for _ in range(60)])

    pages = rendered(an_invoice(content=content, status=status, number=number)).pages

    marks = [set(re.findall("DRAFT|PAID|VOID", page)) for page in pages]
    assert marks == [{mark} if mark else set()] * len(pages)


def test_a_draft_shows_dashes_for_what_is_not_known_yet():
    content = a_content(a_line(description="Cards", quantity="200", unit=None, unit_price=None), customer=None)

    text = rendered(an_invoice(content=content)).text

    assert "Draft" in text
    assert "Cards" in text
    assert "–" in text
    assert "$0.00" in text


def test_a_deposit_is_taken_off_what_is_due():
    text = rendered(an_invoice(content=a_content(a_line(unit_price="300"), deposit=percent_off("20")))).text

    assert "Amount paid" in text
    assert "−$60.00" in text
    assert "$240.00" in text


def test_prices_that_include_tax_are_said_to_and_the_subtotal_is_net():
    content = a_content(a_line(unit_price="119"), tax_rate="19", prices_include_tax=True, currency="EUR")

    text = rendered(an_open_invoice(content=content)).text

    assert "amounts include tax" in text
    assert "Subtotal excluding tax" in text
    assert "Tax 19% on €100.00" in text
    assert "€19.00" in text


def test_every_page_says_its_number_of_how_many_and_of_which_invoice():
    pages = rendered(an_open_invoice(content=a_content(*[a_line() for _ in range(100)]))).pages

    assert len(pages) > 2
    for n, page in enumerate(pages, start=1):
        assert f"Page {n} of {len(pages)}" in page
        assert NUMBER in page


def test_every_script_of_the_font_can_be_read_back():
    text = "Grüße, Łódź, Ελλάδα, Привет, Tiếng Việt, “quotes” – … €£¥"
    content = a_content(a_line(description=text), notes=text)

    read_back = rendered(an_open_invoice(content=content, seller=a_seller(name=text))).unspaced

    assert read_back.count(unspaced(text)) >= 3


def test_what_the_font_lacks_is_boxed_and_can_be_read_back():
    text, arabic = "ロゴ 漢字 🚀 ₹", "\u0627\u0644"

    read_back = rendered(an_open_invoice(a_line(description=f"{text} {arabic}"))).unspaced

    assert unspaced(text) in read_back
    # Drawn as typed, from the left; pypdf turns Arabic round.
    assert arabic in read_back or arabic[::-1] in read_back


@pytest.mark.parametrize("locale", ["ja-JP", "th-TH", "ar-EG", "zh-CN"])
def test_dates_and_countries_stay_legible_when_the_font_lacks_the_locales_script(locale):
    text = rendered(an_open_invoice(seller=a_seller(locale=locale))).text

    assert "March 10, 2026" in text
    assert "United States" in text


def test_characters_without_ink_take_no_room_and_break_nothing():
    text = "soft\u00adhyphen zero\u200bwidth \u202eoverride\u202c e\u0301 nb\u00a0space\ttab\u2028line"

    read_back = rendered(an_open_invoice(a_line(description=text))).text

    assert "é" in read_back
    assert "override" in read_back.replace("\u202e", "").replace("\u202c", "")


HOSTILE_TEXTS = [
    "<b>bold</b>",
    "<img src=x>",
    '<img src="file:///etc/passwd"/>',
    '<a href="javascript:alert(1)">click</a>',
    "&amp; &lt; &#65; &nbsp;",
    "<para><font color=red>red</font></para>",
    "</para></doc>",
    "{customer} {0} {number!r} %s %(x)d",
    "(parentheses) ((unbalanced \\( \\) \\\\",
    "BT /F1 12 Tf (injected) Tj ET",
    "endstream endobj 1 0 obj << /JS (app.alert(1)) >>",
    "/Action /URI (http://evil.example)",
    "<seq> <onDraw name=x label=y/>",
    "=HYPERLINK('http://evil.example')",
    "${jndi:ldap://evil.example/a}",
    "'; DROP TABLE invoices; --",
    "http://evil.example/path?a=b&c=d",
    "mailto:somebody@example.org",
    "\u202egnp.exe",
    "<!-- comment --> <![CDATA[x]]> <?xml?>",
]


@pytest.mark.parametrize("text", HOSTILE_TEXTS)
def test_pdf_3_hostile_text_is_shown_as_typed_in_every_field(text):
    address = Address(line1=text, line2=text, city=text, region=text, postal_code=text, country="DE")
    seller = a_seller(name=text, tax_id=text[:60], phone=text[:60], payment_details=text, address=address)
    customer = Customer(name=text, tax_id=text[:60], buyer_reference=text, address=address)
    content = a_content(
        a_line(description=text, unit=text[:40]),
        customer=customer,
        notes=text,
        purchase_order=text,
        tax_name=text[:40],
        tax_rate="10",
    )
    invoice = an_open_invoice(content=content, seller=seller)

    content_bytes = render(invoice)

    pdf = read(content_bytes)
    assert pdf.unspaced.count(unspaced(text)) >= 10
    for page in pdf.reader.pages:
        assert "/Annots" not in page
        assert "/XObject" not in page["/Resources"]
    for forbidden in (b"/JavaScript", b"/JS", b"/Launch", b"/URI", b"/OpenAction", b"/EmbeddedFile"):
        assert forbidden not in _without_streams_and_strings(content_bytes)


def _without_streams_and_strings(content: bytes) -> bytes:
    content = re.sub(rb"stream\n.*?endstream", b"", content, flags=re.DOTALL)
    return re.sub(rb"\((?:\\.|[^\\()])*\)", b"", content, flags=re.DOTALL)


def test_pdf_4_all_fonts_are_embedded_subsets():
    reader = rendered(an_open_invoice()).reader

    fonts = reader.pages[0]["/Resources"]["/Font"]

    assert len(fonts) == 2
    for font in fonts.values():
        descendant = font.get_object()["/DescendantFonts"][0].get_object()
        assert "/FontFile2" in descendant["/FontDescriptor"]
        assert re.fullmatch(r"/[A-Z]{6}\+OpenSans-\w+", descendant["/BaseFont"])


@pytest.mark.parametrize("lines", [1, 100, 500])
def test_pdf_5_the_file_stays_below_what_a_lambda_may_answer(lines):
    content = a_content(*[a_line(description=f"Part {n} of the work, with some words to it") for n in range(lines)])

    assert len(render(an_open_invoice(content=content))) < 4_500_000


def test_a_usual_invoice_is_below_25_kilobytes():
    content = a_content(*[a_line(description=f"Part {n} of the work, with some words to it") for n in range(12)])

    assert len(render(an_open_invoice(content=content))) < 25_000


RENDER_TWICE = """
import hashlib
from invoices.pdf.document import render
from tests.invoices.pdf.test_document import an_invoice_with_everything
print(hashlib.sha256(render(an_invoice_with_everything())).hexdigest())
"""


def an_invoice_with_everything():
    content = a_content(
        a_line(description="Zoë 漢字 🚀", discount=percent_off("10"), tax_rate="19"),
        a_line(unit="km", quantity="412", unit_price="0.35", taxed=False),
        a_line(unit_price="49.90", tax_rate="7"),
        discount=percent_off("5"),
        notes="Thanks",
        customer=a_customer(buyer_reference="4711", tax_id="DE1", address=an_address(country="AT")),
    )
    return an_open_invoice(content=content, seller=a_seller(locale="de-DE"), payments=(a_payment(amount="1"),))


def test_the_same_invoice_gives_the_same_bytes_in_every_process():
    def digest(seed: str) -> str:
        environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": f"UTC{seed}"}
        command = [sys.executable, "-c", RENDER_TWICE]
        root = Path(__file__).parents[3]
        return subprocess.run(
            command, env=environment, cwd=root, check=True, capture_output=True, text=True
        ).stdout.strip()

    here = hashlib.sha256(render(an_invoice_with_everything())).hexdigest()

    assert digest("1") == digest("2") == here


def test_two_documents_at_once_do_not_mix():
    first, second = an_open_invoice(a_line(description="alpha")), an_open_invoice(a_line(description="Ωmega"))
    alone = render(first)

    render(second)

    assert render(first) == alone


def test_the_longest_names_and_addresses_run_over_pages():
    longest = "W" * 200
    address = Address(line1=longest, line2=longest, city=longest, region=longest, postal_code=longest, country="DE")
    customer = Customer(name=longest, buyer_reference=longest, address=address, tax_id="W" * 60)
    content = a_content(customer=customer, purchase_order=longest)
    seller = a_seller(name=longest, address=address)

    pdf = rendered(an_open_invoice(content=content, seller=seller))

    # Seller's name large and small, customer's name, reference, PO, five lines of two addresses.
    assert pdf.unspaced.count("W") >= 200 * 15
    assert "Amount due" in pdf.text


def test_the_largest_figures_stay_on_the_page():
    content = a_content(
        a_line(quantity="999999999999.999999", unit="hour", unit_price="999999999999.9999"), currency="KWD"
    )
    invoice = an_open_invoice(content=content)

    pdf = rendered(invoice)

    total = f"{invoice_totals(invoice).total.amount:,.3f}"
    assert total in pdf.text
    assert all(x >= 0 for x, _ in _text_positions(pdf.reader.pages[0]))


def _text_positions(page):
    positions = []
    page.extract_text(visitor_text=lambda text, _cm, tm, *_: positions.append((tm[4], tm[5])) if text.strip() else None)
    return positions


def test_nothing_is_drawn_outside_the_page():
    content = a_content(*[a_line(description="x\n" * 40) for _ in range(4)], notes="note\n" * 300)

    reader = rendered(an_open_invoice(content=content)).reader

    for page in reader.pages:
        for x, y in _text_positions(page):
            assert 0 < x < float(page.mediabox.width)
            assert 0 < y < float(page.mediabox.height)


def test_more_tax_rates_than_a_page_has_rows_are_all_shown():
    rates = [Decimal(n) / 4 for n in range(1, 101)]
    content = a_content(*[a_line(tax_rate=rate) for rate in rates])

    text = rendered(an_open_invoice(content=content)).text

    assert text.count("Tax ") >= len(rates)
    assert "Tax 0.25% on $100.00" in text


def test_dates_follow_the_sellers_locale():
    content = a_content(issue_date=date(2026, 5, 1), due_date=date(2026, 5, 31))

    text = rendered(an_open_invoice(content=content, seller=a_seller(locale="de-DE"))).text

    assert "1. Mai 2026" in text
    assert "31. Mai 2026" in text
