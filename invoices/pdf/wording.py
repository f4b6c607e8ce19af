"""What the sections write: labels and figures in the language and locale of one invoice."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from invoices import presentation
from invoices.domain.invoice import Invoice
from invoices.domain.line_item import LineItem, Reduction, ReductionKind
from invoices.domain.money import Money
from invoices.domain.parties import Address
from invoices.pdf.labels import Labels, labels_for
from invoices.pdf.page_style import REGULAR, SEMIBOLD
from invoices.pdf.text_layout import can_show

_SHOWABLE_LOCALE = "en-US"


@dataclass(frozen=True, slots=True)
class Wording:
    """Labels and formats.

    ``locale`` is that of figures; ``words`` that of dates, units and countries: another one when
    the fonts can't show the first one's script. ``coded`` writes INR for a sign the fonts lack.
    """

    labels: Labels
    locale: str
    words: str
    currency: str
    coded: bool

    @classmethod
    def of(cls, invoice: Invoice) -> Wording:
        """The wording of an invoice: the seller's locale, the invoice's currency."""
        locale, currency = invoice.seller.locale, invoice.content.currency
        sample = presentation.money(Decimal(0), currency, locale)
        spelled = presentation.long_date(invoice.content.issue_date, locale)
        return cls(
            labels=labels_for(locale),
            locale=locale,
            words=locale if can_show(spelled, REGULAR) else _SHOWABLE_LOCALE,
            currency=currency,
            coded=not can_show(sample, SEMIBOLD),
        )

    @property
    def language_tag(self) -> str:
        """BCP 47: the labels' language, with the locale's country where it is of that language."""
        tag = self.locale.replace("_", "-")
        return tag if tag.partition("-")[0].lower() == self.labels.language else self.labels.language

    def price(self, amount: Decimal) -> str:
        """A price in the invoice's currency."""
        return presentation.money(amount, self.currency, self.locale, coded=self.coded)

    def money(self, money: Money) -> str:
        """An amount of money."""
        return self.price(money.amount)

    def minus(self, money: Money) -> str:
        """An amount that is taken off."""
        return self.money(money) if money.is_zero else self.price(-money.amount)

    def percent(self, rate: Decimal) -> str:
        """A rate stated in percent."""
        return presentation.percent(rate, self.locale)

    def date(self, day: date) -> str:
        """A date, written out."""
        return presentation.long_date(day, self.words)

    def quantity(self, line: LineItem) -> str:
        """The quantity with its unit."""
        if line.quantity is None:
            return self.labels.unknown
        unit = presentation.unit_label(line.unit, line.quantity, self.words)
        number = presentation.quantity(line.quantity, self.locale)
        return f"{number} {unit}" if unit else number

    def line_discount(self, discount: Reduction) -> str:
        """What is said of a line's own discount."""
        if discount.kind is ReductionKind.PERCENT:
            return self.labels.line_discount_percent.format(percent=self.percent(discount.value))
        return self.labels.line_discount_amount.format(amount=self.price(-discount.value))

    def address(self, address: Address) -> list[str]:
        """The lines of an address, the country last."""
        country = presentation.country_name(address.country, self.words) if address.country else ""
        return [*address.postal_lines(), *([country] if country else [])]

    def title(self, invoice: Invoice) -> str:
        """The document's title."""
        if invoice.number is None:
            return self.labels.draft_title
        return f"{self.labels.invoice} {invoice.number}"

    def subject(self, invoice: Invoice) -> str:
        """The document's subject: whose invoice it is."""
        customer = invoice.content.customer
        if invoice.number is None or customer is None:
            return self.title(invoice)
        return self.labels.subject.format(number=invoice.number, customer=customer.name)
