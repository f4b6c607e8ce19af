"""Shapes of the invoices API: what bodies may hold, and what answers look like in the schema."""

from __future__ import annotations

from functools import partial
from typing import Any

from rest_framework import serializers

from api.input import (
    BoundedListField,
    FigureField,
    StrictSerializer,
    TextField,
    WholeNumberField,
    price_or_quantity,
)
from invoices.domain import figures
from invoices.domain.invoice import MAX_DUE_DAYS, MAX_LINES
from invoices.domain.lifecycle import Status
from invoices.domain.line_item import ReductionKind, TaxCategory

_percent = partial(FigureField, figures.percent)


class AddressInput(StrictSerializer):
    """A postal address."""

    line1 = TextField(required=False)
    line2 = TextField(required=False)
    city = TextField(required=False)
    region = TextField(required=False)
    postal_code = TextField(required=False)
    country = TextField(required=False, help_text="ISO 3166-1 alpha-2")


class CustomerInput(StrictSerializer):
    """A customer: by the ``id`` of a saved one, or by name."""

    id = TextField(required=False, allow_null=True)
    name = TextField(required=False)
    email = TextField(required=False)
    address = AddressInput(required=False)
    tax_id = TextField(required=False)
    buyer_reference = TextField(required=False)


class SavedCustomerInput(StrictSerializer):
    """What is kept of a customer; ``version`` is for changes only."""

    name = TextField(required=False)
    email = TextField(required=False)
    address = AddressInput(required=False)
    tax_id = TextField(required=False)
    buyer_reference = TextField(required=False)
    version = WholeNumberField(required=False, min_value=1)


class ReductionInput(StrictSerializer):
    """A discount or deposit."""

    kind = serializers.ChoiceField(choices=[kind.value for kind in ReductionKind])
    value = FigureField(price_or_quantity)


class LineInput(StrictSerializer):
    """A line item; quantity is 1 unless given."""

    description = TextField(required=False)
    quantity = FigureField(figures.quantity, required=False, allow_null=True)
    unit = TextField(required=False, allow_null=True)
    unit_price = FigureField(figures.unit_price, required=False, allow_null=True)
    discount = ReductionInput(required=False, allow_null=True)
    taxed = serializers.BooleanField(required=False)
    tax_rate = _percent(required=False, allow_null=True)
    tax_category = serializers.ChoiceField(choices=[category.value for category in TaxCategory], required=False)


class InvoiceInput(StrictSerializer):
    """A draft's content."""

    customer = CustomerInput(required=False, allow_null=True)
    lines = BoundedListField(child=LineInput(), required=False, max_length=MAX_LINES)
    currency = TextField(required=False, help_text="ISO 4217")
    issue_date = serializers.DateField(required=False)
    due_date = serializers.DateField(required=False)
    due_days = WholeNumberField(required=False, min_value=0, max_value=MAX_DUE_DAYS)
    discount = ReductionInput(required=False, allow_null=True)
    deposit = ReductionInput(required=False, allow_null=True)
    tax_rate = _percent(required=False)
    tax_name = TextField(required=False)
    prices_include_tax = serializers.BooleanField(required=False)
    purchase_order = TextField(required=False)
    notes = TextField(required=False)


class InvoiceChange(InvoiceInput):
    """Fields to replace in a draft of this version."""

    version = WholeNumberField(required=False, min_value=1)


class VersionInput(StrictSerializer):
    """The version an action is meant for (or If-Match)."""

    version = WholeNumberField(required=False, min_value=1)


class NothingInput(StrictSerializer):
    """An empty body."""


class PaymentInput(StrictSerializer):
    """Money received."""

    amount = FigureField(price_or_quantity)
    paid_on = serializers.DateField()
    method = TextField(required=False, max_length=60)
    reference = TextField(required=False, max_length=200)


class ProfileInput(StrictSerializer):
    """The seller's business profile; the tax id is checked by the formats of the address's country."""

    name = TextField(required=False)
    address = AddressInput(required=False)
    tax_id = TextField(required=False)
    email = TextField(required=False)
    phone = TextField(required=False)
    payment_details = TextField(required=False)
    iban = TextField(required=False, help_text="Spaces don't matter; its check digits do.")
    bic = TextField(required=False)
    colour = TextField(required=False, help_text="Such as #344698, dark enough for white paper; empty for ours.")
    footer = TextField(required=False, help_text="At the foot of every page: at most 3 lines.")
    locale = TextField(required=False)
    currency = TextField(required=False)
    time_zone = TextField(required=False)
    default_due_days = WholeNumberField(required=False, min_value=0, max_value=MAX_DUE_DAYS)
    default_tax_rate = _percent(required=False)
    tax_name = TextField(required=False)
    number_pattern = TextField(required=False)
    number_start = WholeNumberField(required=False, min_value=1, max_value=999_999_999)
    version = WholeNumberField(required=False, min_value=0)


# Answers (schema only: invoices/representation.py makes them) ----------------------------------


class TaxAnswer(serializers.Serializer[Any]):
    """One rate's tax."""

    name = serializers.CharField()
    rate = serializers.CharField()
    base = serializers.CharField()
    amount = serializers.CharField()


class LineAnswer(serializers.Serializer[Any]):
    """A line with its amount and the sources of its figures."""

    description = serializers.CharField()
    quantity = serializers.CharField(allow_null=True)
    unit = serializers.CharField(allow_null=True)
    unit_price = serializers.CharField(allow_null=True)
    discount = ReductionInput(allow_null=True)
    taxed = serializers.BooleanField()
    tax_rate = serializers.CharField(allow_null=True)
    tax_category = serializers.CharField()
    amount = serializers.CharField(allow_null=True)
    sources = serializers.DictField()


class InvoiceAnswer(serializers.Serializer[Any]):
    """The Invoice of the contract."""

    id = serializers.CharField()
    number = serializers.CharField(allow_null=True)
    status = serializers.ChoiceField(choices=[status.value for status in Status])
    overdue = serializers.BooleanField()
    currency = serializers.CharField()
    issue_date = serializers.DateField()
    due_date = serializers.DateField()
    seller = serializers.DictField()
    customer = CustomerInput(allow_null=True)
    lines = LineAnswer(many=True)
    discount = ReductionInput(allow_null=True)
    deposit = ReductionInput(allow_null=True)
    tax_rate = serializers.CharField()
    prices_include_tax = serializers.BooleanField()
    taxes = TaxAnswer(many=True)
    subtotal = serializers.CharField()
    discount_total = serializers.CharField()
    tax_total = serializers.CharField()
    total = serializers.CharField()
    amount_paid = serializers.CharField()
    amount_due = serializers.CharField()
    payments = serializers.ListField(child=serializers.DictField())
    purchase_order = serializers.CharField()
    notes = serializers.CharField()
    unverified = serializers.ListField(child=serializers.CharField())
    sources = serializers.DictField()
    conversation_id = serializers.CharField(allow_null=True)
    version = serializers.IntegerField()
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()
    finalized_at = serializers.DateTimeField(allow_null=True)
    sent_at = serializers.DateTimeField(allow_null=True)
    paid_at = serializers.DateTimeField(allow_null=True)
    voided_at = serializers.DateTimeField(allow_null=True)
    pdf_sha256 = serializers.CharField(allow_null=True)


class PdfAnswer(serializers.Serializer[Any]):
    """A short-lived link to the PDF."""

    download_url = serializers.URLField()
    expires_at = serializers.DateTimeField()


class PageAnswer(serializers.Serializer[Any]):
    """A page of a list."""

    next = serializers.URLField(allow_null=True)
    previous = serializers.URLField(allow_null=True)


class InvoicePage(PageAnswer):
    """A page of invoices."""

    results = InvoiceAnswer(many=True)


class EventAnswer(serializers.Serializer[Any]):
    """One entry of the timeline."""

    type = serializers.CharField()
    at = serializers.DateTimeField()
    by = serializers.CharField()
    via = serializers.CharField()
    data = serializers.DictField()
