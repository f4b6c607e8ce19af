"""What the pages of invoices, customers and settings read.

Forms read shapes (a date, a figure); what an invoice may hold is the domain's to say, and its
refusals are put beside the fields by ``add_problems``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from invoices import choices
from invoices.domain import figures
from invoices.domain.errors import FieldProblem, InvalidInvoice
from invoices.domain.invoice import NOTES_LENGTH
from invoices.domain.line_item import DESCRIPTION_LENGTH, UNIT_LENGTH
from invoices.domain.parties import FOOTER_LENGTH, NAME_LENGTH, TEXT_LENGTH
from invoices.typed_figures import plain_text

_REDUCTIONS = [("percent", "%"), ("amount", "amount")]
ADDRESS_FIELDS = ("line1", "line2", "city", "region", "postal_code", "country")


class FigureField(forms.Field):
    """A figure typed in the seller's way or with a plain point; empty is None.

    ``locale`` is set by the form. Bounds are the domain's matter, except that of being a number.
    """

    locale = "en-US"

    def __init__(self, **options: Any) -> None:
        attributes = {"inputmode": "decimal", "autocomplete": "off", "class": "number-input", "maxlength": "60"}
        super().__init__(**{"required": False, "widget": forms.TextInput(attrs=attributes), **options})

    def to_python(self, value: Any) -> Decimal | None:
        """The exact decimal; raises ValidationError when it is no plain number."""
        text = str(value or "").strip()
        if not text:
            return None
        try:
            return figures.read_decimal(plain_text(text, self.locale), field=str(self.label or "value"))
        except InvalidInvoice as error:
            raise ValidationError(error.problems[0].detail, code=error.problems[0].code) from error


class LongSelect(forms.Select):
    """A select whose hundreds of options are written directly: Django renders a template for each."""

    def render(
        self,
        name: str,
        value: Any,
        attrs: dict[str, Any] | None = None,
        renderer: object = None,  # noqa: ARG002
    ) -> SafeString:
        """The select's HTML, everything escaped."""
        chosen = set(self.format_value(value))
        options = format_html_join(
            "",
            '<option value="{}"{}>{}</option>',
            ((key, " selected" if key in chosen else "", label) for key, label in self.choices),
        )
        attributes = flatatt(self.build_attrs(self.attrs, {**(attrs or {}), "name": name}))
        return format_html("<select{}>{}</select>", attributes, options)


class DayField(forms.DateField):
    """A day, as the browser's own date input sends it."""

    def __init__(self, **options: Any) -> None:
        widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
        messages = {"invalid": "Write a date as year-month-day, such as 2026-03-31."}
        super().__init__(**{"widget": widget, "input_formats": ["%Y-%m-%d"], "error_messages": messages, **options})


class SellerLocaleForm(forms.Form):
    """A form whose figures are written in the seller's way."""

    def __init__(self, *arguments: Any, locale: str = "en-US", **options: Any) -> None:
        super().__init__(*arguments, **options)
        for field in self.fields.values():
            if isinstance(field, FigureField):
                field.locale = locale


class AddressFields(forms.Form):
    """A postal address."""

    line1 = forms.CharField(label="Street", max_length=TEXT_LENGTH, required=False)
    line2 = forms.CharField(label="Street, second line", max_length=TEXT_LENGTH, required=False)
    city = forms.CharField(label="City", max_length=TEXT_LENGTH, required=False)
    region = forms.CharField(label="State or region", max_length=TEXT_LENGTH, required=False)
    postal_code = forms.CharField(label="Postal code", max_length=TEXT_LENGTH, required=False)
    country = forms.ChoiceField(label="Country", choices=choices.countries, required=False, widget=LongSelect)

    def address(self) -> dict[str, str]:
        """The address of a valid form."""
        return {name: self.cleaned_data[name] for name in ADDRESS_FIELDS}


class CustomerForm(AddressFields):
    """A saved customer."""

    name = forms.CharField(label="Name", max_length=NAME_LENGTH)
    email = forms.CharField(label="E-mail", max_length=254, required=False, widget=forms.EmailInput)
    tax_id = forms.CharField(label="Tax id (VAT number, EIN)", max_length=60, required=False)
    buyer_reference = forms.CharField(label="Their reference for you", max_length=TEXT_LENGTH, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1)

    def customer(self) -> dict[str, Any]:
        """The customer of a valid form."""
        names = ("name", "email", "tax_id", "buyer_reference")
        return {**{name: self.cleaned_data[name] for name in names}, "address": self.address()}


class ProfileForm(AddressFields, SellerLocaleForm):
    """The seller's business profile."""

    name = forms.CharField(label="Business name", max_length=NAME_LENGTH, required=False)
    tax_id = forms.CharField(label="Tax id (VAT number, EIN)", max_length=60, required=False)
    email = forms.CharField(label="E-mail on invoices", max_length=254, required=False, widget=forms.EmailInput)
    phone = forms.CharField(label="Phone", max_length=60, required=False)
    payment_details = forms.CharField(
        label="How to pay you",
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Printed on every invoice: bank, account, reference.",
    )
    iban = forms.CharField(label="IBAN", max_length=60, required=False)
    bic = forms.CharField(label="BIC (SWIFT code)", max_length=20, required=False)
    colour = forms.CharField(
        label="Colour",
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"type": "color"}),
        help_text="Of the band, the figure due and your name. It must be dark enough for white paper.",
    )
    footer = forms.CharField(
        label="Footer",
        max_length=FOOTER_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="At the foot of every page, at most 3 lines: registration, manager, thanks.",
    )
    currency = forms.ChoiceField(label="Currency", choices=choices.currencies, widget=LongSelect)
    locale = forms.ChoiceField(label="Figures and dates as in", choices=choices.locales)
    time_zone = forms.CharField(
        label="Time zone",
        max_length=64,
        widget=forms.TextInput(attrs={"list": "time-zones", "autocomplete": "off"}),
        help_text="Decides what “today” is on your invoices.",
    )
    default_due_days = forms.IntegerField(
        label="Payment terms in days",
        min_value=0,
        max_value=3650,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    default_tax_rate = FigureField(label="Tax rate in percent", required=True)
    tax_name = forms.CharField(label="What the tax is called", max_length=40)
    number_pattern = forms.CharField(
        label="Invoice numbers",
        max_length=40,
        help_text="{0001} is the counter, {year} starts it again every year.",
    )
    number_start = forms.IntegerField(
        label="First number", min_value=1, widget=forms.TextInput(attrs={"inputmode": "numeric"})
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *arguments: Any, current_locale: str = "", **options: Any) -> None:
        super().__init__(*arguments, **options)
        field = self.fields["locale"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        # A locale set through the API that is not on our list stays a choice.
        if current_locale and current_locale not in dict(choices.locales()):
            field.choices = [(current_locale, current_locale), *choices.locales()]


class InvoiceForm(SellerLocaleForm):
    """Everything of a draft but its lines."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1)
    customer_name = forms.CharField(
        label="Customer",
        max_length=NAME_LENGTH,
        required=False,
        widget=forms.TextInput(attrs={"list": "known-customers", "autocomplete": "off"}),
        help_text="A saved customer brings its address along.",
    )
    customer_email = forms.CharField(label="E-mail", max_length=254, required=False, widget=forms.EmailInput)
    customer_tax_id = forms.CharField(label="Tax id", max_length=60, required=False)
    customer_buyer_reference = forms.CharField(label="Their reference", max_length=TEXT_LENGTH, required=False)
    line1 = forms.CharField(label="Street", max_length=TEXT_LENGTH, required=False)
    line2 = forms.CharField(label="Street, second line", max_length=TEXT_LENGTH, required=False)
    city = forms.CharField(label="City", max_length=TEXT_LENGTH, required=False)
    region = forms.CharField(label="State or region", max_length=TEXT_LENGTH, required=False)
    postal_code = forms.CharField(label="Postal code", max_length=TEXT_LENGTH, required=False)
    country = forms.ChoiceField(label="Country", choices=choices.countries, required=False, widget=LongSelect)
    currency = forms.ChoiceField(label="Currency", choices=choices.currencies, widget=LongSelect)
    issue_date = DayField(label="Issue date")
    due_days = forms.IntegerField(
        label="Terms in days",
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        help_text="Due so many days after the issue date.",
    )
    due_date = DayField(label="Due date", required=False, help_text="Wins over the terms; leave it empty to use them.")
    discount_value = FigureField(label="Discount")
    discount_kind = forms.ChoiceField(label="Discount in", choices=_REDUCTIONS)
    deposit_value = FigureField(label="Already received")
    deposit_kind = forms.ChoiceField(label="Already received in", choices=_REDUCTIONS)
    tax_rate = FigureField(label="Tax in percent")
    tax_name = forms.CharField(label="Called", max_length=40, required=False)
    prices_include_tax = forms.BooleanField(label="Prices include tax", required=False)
    purchase_order = forms.CharField(label="Purchase order", max_length=TEXT_LENGTH, required=False)
    notes = forms.CharField(
        label="Notes on the invoice",
        max_length=NOTES_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean(self) -> dict[str, Any]:
        """A due date or terms: one of them is needed."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        has_neither = data.get("due_date") is None and data.get("due_days") is None
        if has_neither and not {"due_date", "due_days"} & set(self.errors):
            self.add_error("due_date", ValidationError("Name a due date or the terms.", code="required"))
        return data


class LineForm(SellerLocaleForm):
    """One line of the form; ``line_id`` is empty for a new one."""

    line_id = forms.CharField(widget=forms.HiddenInput, required=False, max_length=9)
    description = forms.CharField(
        label="Description",
        required=False,
        max_length=DESCRIPTION_LENGTH,
        widget=forms.Textarea(attrs={"rows": 1}),
    )
    quantity = FigureField(label="Quantity")
    unit = forms.CharField(
        label="Unit",
        required=False,
        max_length=UNIT_LENGTH,
        widget=forms.TextInput(attrs={"list": "units", "autocomplete": "off"}),
    )
    unit_price = FigureField(label="Price")
    discount_value = FigureField(label="Discount")
    discount_kind = forms.ChoiceField(label="Discount in", choices=_REDUCTIONS, required=False)
    tax_rate = FigureField(label="Own tax rate in percent")
    untaxed = forms.BooleanField(label="Not taxed", required=False)

    @property
    def is_blank(self) -> bool:
        """Whether nobody wrote anything into it."""
        names = ("description", "quantity", "unit", "unit_price", "discount_value", "tax_rate")
        return not any(self.data.get(self.add_prefix(name), "").strip() for name in names)

    @property
    def has_details(self) -> bool:
        """Whether something stands in its second row, which is folded away otherwise."""
        names = ("discount_value", "tax_rate", "untaxed")
        return any(self[name].value() for name in names) or bool(set(names) & set(self.errors if self.is_bound else ()))


class PaymentForm(SellerLocaleForm):
    """Money received."""

    amount = FigureField(label="Amount", required=True)
    paid_on = DayField(label="Received on")
    method = forms.CharField(label="How", max_length=TEXT_LENGTH, required=False)
    reference = forms.CharField(label="Reference", max_length=TEXT_LENGTH, required=False)


def add_problems(form: forms.Form, problems: Iterable[FieldProblem], names: Mapping[str, str] | None = None) -> None:
    """Put the domain's problems beside the form's fields; what has no field goes to the top.

    ``names`` maps the domain's paths to fields where they differ; else the path's last part counts.
    """
    for problem in problems:
        name = (names or {}).get(problem.field, problem.field.rsplit(".", 1)[-1])
        form.add_error(name if name in form.fields else None, ValidationError(problem.detail, code=problem.code))
