import json
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given

from invoices.domain.document import (
    customer_document,
    from_document,
    payment_document,
    read_customer,
    read_payment,
    read_seller,
    seller_document,
    to_document,
)
from invoices.domain.invoice import Concern, InvoiceContent
from invoices.domain.parties import Customer, Seller
from invoices.domain.sources import Source, SourceKind, said
from tests.builders import a_content, a_customer, a_line, a_payment, a_seller, percent_off
from tests.strategies import contents, customers


@given(contents())
def test_content_comes_back_from_its_document_exactly(content):
    assert from_document(to_document(content)) == content


@given(contents())
def test_a_document_comes_back_from_json_exactly(content):
    document = to_document(content)

    assert json.loads(json.dumps(document)) == document


@given(contents())
def test_reading_and_writing_again_changes_no_document(content):
    document = to_document(content)

    assert to_document(from_document(document)) == document


@given(customers)
def test_a_customer_comes_back_from_its_document_exactly(customer):
    assert read_customer(customer_document(customer)) == customer


@pytest.mark.parametrize(
    "seller",
    [
        a_seller(),
        a_seller(iban="DE89370400440532013000", bic="COBADEFF", colour="#aa0033", footer="A\nB"),
        a_seller(payment_details="IBAN DE00\nBIC X", locale="de-DE"),
        Seller(),
    ],
)
def test_a_seller_comes_back_from_its_document_exactly(seller):
    assert read_seller(seller_document(seller)) == seller


@pytest.mark.parametrize("payment", [a_payment(), a_payment(amount="0.10", method="", reference="№ 7")])
def test_a_payment_comes_back_from_its_document_exactly(payment):
    assert read_payment(payment_document(payment)) == payment


@pytest.mark.parametrize(
    "content",
    [
        a_content(tax_name=""),
        a_content(a_line(description="", unit=None, quantity=None, unit_price=None)),
        a_content(a_line(unit_price="0", tax_rate="0", quantity="0.000001")),
        a_content(due_date=date(2026, 3, 10), due_days=0),
        a_content(issue_date=date(1, 1, 1), due_date=date(9999, 12, 31)),
        a_content(sources={"currency": said("")}),
        a_content(sources={"customer": Source(SourceKind.CUSTOMER, ref="c1")}),
        a_content(a_line(id="42"), a_line(id="7")),
        a_content(customer=a_customer(name="👩‍👩‍👧 & <b>Söhne</b> شركة")),
        a_content(customer=Customer(id="c1")),
        a_content(concerns=(Concern("ambiguous_date", "due_date", ""),), unverified=("lines.1.quantity",)),
    ],
)
def test_what_is_empty_or_zero_or_at_the_edge_comes_back_too(content):
    assert from_document(to_document(content)) == content


def test_a_document_leaves_out_what_is_empty():
    bare = InvoiceContent(currency="USD", issue_date=date(2026, 3, 10), due_date=date(2026, 4, 9))

    assert to_document(bare) == {
        "currency": "USD", "issue_date": "2026-03-10", "due_date": "2026-04-09", "tax_rate": "0", "tax_name": "Tax",
    }  # fmt: skip


@pytest.mark.parametrize("text", ["1E+5", "100000", "100000.00"])
def test_equal_figures_are_written_as_the_same_text(text):
    (line,) = to_document(a_content(a_line(quantity=Decimal(text))))["lines"]

    assert line["quantity"] == "100000"


def test_a_usual_draft_takes_less_than_a_write_unit_of_1_kb():
    lines = [
        a_line(description="Design of the spring catalogue", unit="hour", sources={"quantity": said("10 hours")}),
        a_line(description="Printing", quantity="500", unit_price="0.85", sources={"unit_price": said("at 85 cents")}),
    ]
    content = a_content(*lines, discount=percent_off("5"), tax_rate="8.25", notes="Thank you for your business.")

    assert len(json.dumps(to_document(content))) < 1024
