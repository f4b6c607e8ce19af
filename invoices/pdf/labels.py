"""The fixed words of the document, a set for each language."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Labels:
    """The words of one language (BCP 47); placeholders in braces are filled by the sections."""

    language: str = "en"
    invoice: str = "Invoice"
    draft_title: str = "Draft invoice"
    subject: str = "Invoice {number} for {customer}"
    number: str = "Invoice number"
    no_number: str = "Draft"
    issue_date: str = "Issue date"
    due_date: str = "Due date"
    purchase_order: str = "PO number"
    buyer_reference: str = "Your reference"
    seller: str = "From"
    customer: str = "Bill to"
    tax_id: str = "Tax ID {tax_id}"
    description: str = "Description"
    quantity: str = "Quantity"
    unit_price: str = "Unit price"
    tax: str = "Tax"
    amount: str = "Amount"
    untaxed: str = "–"
    unknown: str = "–"
    line_discount_percent: str = "{percent} discount"
    line_discount_amount: str = "Discount {amount}"
    subtotal: str = "Subtotal"
    subtotal_without_tax: str = "Subtotal excluding tax"
    discount: str = "Discount"
    discount_percent: str = "Discount {percent}"
    tax_of_base: str = "{name} {rate} on {base}"
    total: str = "Total"
    amount_paid: str = "Amount paid"
    amount_due: str = "Amount due"
    prices_include_tax: str = "Unit prices and amounts include tax."
    payment_details: str = "Payment details"
    notes: str = "Notes"
    page: str = "Page {page} of {pages}"
    draft_mark: str = "DRAFT"
    paid_mark: str = "PAID"
    void_mark: str = "VOID"


ENGLISH = Labels()
_BY_LANGUAGE = {labels.language: labels for labels in (ENGLISH,)}


def labels_for(locale: str) -> Labels:
    """The labels of a locale's language; English while there are no others."""
    return _BY_LANGUAGE.get(locale.replace("_", "-").partition("-")[0].lower(), ENGLISH)
