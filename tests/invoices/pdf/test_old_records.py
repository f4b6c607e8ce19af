"""Invoices issued before the profile knew IBAN, colour, footer and logo look as they did: to the last operator."""

import hashlib
import json

from invoices.domain.document import from_document, read_seller
from invoices.pdf.document import render
from tests.invoices.pdf.reading import an_open_invoice, read

# As they stood in the table then.
SELLER = (
    '{"name": "Juniper Lane Studio", "tax_id": "XX-not-checked", "email": "billing@juniperlane.example", '
    '"phone": "+1 503 555 0142", "payment_details": "Bank transfer: Cascade Credit Union\\nRouting 123006800 · '
    'Account 0042 7781\\nIBAN DE00 nonsense\\n", "locale": "en-GB", "address": {"line1": "482 Juniper Lane", '
    '"city": "Springfield", "region": "IL", "postal_code": "62701", "country": "US"}}'
)
CONTENT = (
    '{"currency": "USD", "issue_date": "2026-03-10", "due_date": "2026-04-09", "customer": {"name": "Acme", '
    '"email": "billing@acme.example", "address": {"line1": "1 Main Street", "city": "Springfield", "region": "IL", '
    '"postal_code": "62701", "country": "US"}}, "lines": [{"id": "1", "description": "Design of the label", '
    '"quantity": "12", "unit": "hour", "unit_price": "150"}], "tax_rate": "8.25", "tax_name": "Tax", '
    '"notes": "Thank you."}'
)
# SHA-256 of the page's drawing operators, taken before any of it was added. (Not of the file: zlib's
# compression differs between its versions.)
DRAWN = "2b5697ea568b286abe0d3d0cd1d7cd7a3e5b0dc9ad9d98825235d0df8f0cf5a2"


def test_an_invoice_of_an_old_record_is_drawn_as_it_was():
    invoice = an_open_invoice(content=from_document(json.loads(CONTENT)), seller=read_seller(json.loads(SELLER)))

    pages = read(render(invoice)).reader.pages

    assert hashlib.sha256(b"".join(page.get_contents().get_data() for page in pages)).hexdigest() == DRAWN
    assert all("/XObject" not in page["/Resources"] for page in pages)
