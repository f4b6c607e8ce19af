"""One line of an invoice, and a reduction of a line or of the whole invoice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from invoices.domain import figures
from invoices.domain.errors import InvalidInvoice
from invoices.domain.parties import check_text
from invoices.domain.sources import Source

DESCRIPTION_LENGTH = 1000
UNIT_LENGTH = 40


class TaxCategory(StrEnum):
    """EN 16931 VAT category codes (UNCL5305 subset)."""

    STANDARD = "S"
    ZERO = "Z"
    EXEMPT = "E"
    REVERSE_CHARGE = "AE"
    INTRA_COMMUNITY = "K"
    EXPORT = "G"
    OUT_OF_SCOPE = "O"


class ReductionKind(StrEnum):
    """How a discount or deposit is stated."""

    PERCENT = "percent"
    AMOUNT = "amount"


@dataclass(frozen=True, slots=True)
class Reduction:
    """A percentage (0 to 100) or an amount in major units: of a discount or a deposit."""

    kind: ReductionKind
    value: Decimal

    def __post_init__(self) -> None:
        read = figures.percent if self.kind is ReductionKind.PERCENT else figures.unit_price
        object.__setattr__(self, "value", read(self.value, field="value"))

    @classmethod
    def of(cls, kind: object, value: object, *, currency: str, field: str) -> Reduction:
        """Read a stated reduction; raises InvalidInvoice naming ``field``."""
        if kind == ReductionKind.PERCENT:
            return cls(ReductionKind.PERCENT, figures.percent(value, field=f"{field}.value"))
        if kind == ReductionKind.AMOUNT:
            amount = figures.money_amount(value, currency=currency, field=f"{field}.value")
            return cls(ReductionKind.AMOUNT, amount)
        raise InvalidInvoice.of(f"{field}.kind", "invalid_choice", "A discount is either a percent or an amount.")


@dataclass(frozen=True, slots=True, kw_only=True)
class LineItem:
    """What is charged for. Quantity and unit price may still be unknown (None) in a draft.

    ``id`` is a whole number in digits, stable and unique within its draft. ``tax_rate`` None means
    the invoice's own rate; ``taxed`` False leaves the line out of every tax base. ``stated_amount``
    is a line amount the user named, kept to be checked, never to be charged. Figures are kept plain
    (10, not 10.00 or 1E+1), so that equal figures are stored and compared as the same text.
    """

    id: str
    description: str = ""
    quantity: Decimal | None = None
    unit: str | None = None
    unit_price: Decimal | None = None
    discount: Reduction | None = None
    taxed: bool = True
    tax_rate: Decimal | None = None
    tax_category: TaxCategory = TaxCategory.STANDARD
    stated_amount: Decimal | None = None
    sources: Mapping[str, Source] = field(default_factory=dict)

    def __post_init__(self) -> None:
        problems = check_text(self.description, field="description", longest=DESCRIPTION_LENGTH, lines=True)
        problems += check_text(self.unit or "", field="unit", longest=UNIT_LENGTH)
        if problems:
            raise InvalidInvoice(problems)
        if not (self.id.isascii() and self.id.isdigit()):
            raise ValueError(f"the id of a line is a whole number in digits, not {self.id!r}")
        object.__setattr__(self, "unit", self.unit or None)
        self._keep_plain()

    def _keep_plain(self) -> None:
        if self.quantity is not None:
            object.__setattr__(self, "quantity", figures.quantity(self.quantity))
        if self.unit_price is not None:
            object.__setattr__(self, "unit_price", figures.unit_price(self.unit_price))
        if self.tax_rate is not None:
            object.__setattr__(self, "tax_rate", figures.percent(self.tax_rate, field="tax_rate"))
        if self.stated_amount is not None:
            stated = figures.stated_amount(self.stated_amount, field="stated_amount")
            object.__setattr__(self, "stated_amount", stated)

    @property
    def is_priced(self) -> bool:
        """Whether the line has an amount yet."""
        return self.quantity is not None and self.unit_price is not None
