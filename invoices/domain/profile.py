"""The seller's business profile: who they are, and what holds unless an invoice says otherwise."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from invoices.domain import figures
from invoices.domain.currencies import minor_digits
from invoices.domain.errors import InvalidInvoice
from invoices.domain.invoice import MAX_DUE_DAYS, TAX_NAME_LENGTH
from invoices.domain.numbering import Series
from invoices.domain.parties import Seller, check_text

_LOCALE = re.compile(r"[a-z]{2,3}(-[A-Z]{2})?", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """Defaults of one seller. ``default_tax_rate`` in percent; ``time_zone`` an IANA name.

    Version 0 is nothing but defaults: the seller has saved none yet.
    """

    seller: Seller = field(default_factory=Seller)
    currency: str = "USD"
    time_zone: str = "UTC"
    default_due_days: int = 30
    default_tax_rate: Decimal = Decimal(0)
    tax_name: str = "Tax"
    series: Series = field(default_factory=Series)
    version: int = 0

    def __post_init__(self) -> None:
        minor_digits(self.currency)
        problems = check_text(self.tax_name, field="tax_name", longest=TAX_NAME_LENGTH)
        if problems:
            raise InvalidInvoice(problems)
        figures.percent(self.default_tax_rate, field="default_tax_rate")
        if not 0 <= self.default_due_days <= MAX_DUE_DAYS:
            raise InvalidInvoice.of(
                "default_due_days", "out_of_range", f"Payment terms can be 0 to {MAX_DUE_DAYS} days."
            )
        if not _LOCALE.fullmatch(self.seller.locale):
            raise InvalidInvoice.of("locale", "invalid_locale", "A locale looks like en-US, de-DE or fr.")
        self.zone()

    def zone(self) -> ZoneInfo:
        """The seller's time zone; raises InvalidInvoice for an unknown name."""
        try:
            return ZoneInfo(self.time_zone)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise InvalidInvoice.of(
                "time_zone", "unknown_time_zone", "A time zone looks like Europe/Berlin or America/New_York."
            ) from None

    def today(self, now: datetime) -> date:
        """The seller's local date at this UTC-aware time."""
        return now.astimezone(self.zone()).date()
