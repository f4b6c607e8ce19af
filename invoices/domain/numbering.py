"""The form of invoice numbers and which counter hands them out.

A sequential number that identifies the invoice uniquely: VAT Directive 2006/112/EC
article 226(2). Consecutive without gaps satisfies also those countries that ask for it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from invoices.domain.errors import InvalidInvoice

DEFAULT_PATTERN = "INV-{year}-{0001}"
_PLACEHOLDER = re.compile(r"\{(year|0*1)\}")
_COUNTER = re.compile(r"\{0*1\}")
_LITERAL = re.compile(r"[A-Za-z0-9 ./_-]*", re.ASCII)
_LONGEST_PATTERN = 40


@dataclass(frozen=True, slots=True)
class Series:
    """A seller's series: its pattern and the first number of a (yearly) run.

    The pattern holds exactly one counter such as ``{0001}`` (its width is the padding) and may
    hold ``{year}``: then the run starts again every year.
    """

    pattern: str = DEFAULT_PATTERN
    start: int = 1

    def __post_init__(self) -> None:
        names = _PLACEHOLDER.findall(self.pattern)
        counters = [name for name in names if name != "year"]
        literal = _PLACEHOLDER.sub("", self.pattern)
        if len(counters) != 1 or names.count("year") > 1 or not _LITERAL.fullmatch(literal):
            raise InvalidInvoice.of(
                "number_pattern",
                "invalid_pattern",
                "A number pattern has one counter such as {0001}, at most one {year}, and "
                "otherwise letters, digits, spaces and . / _ - only.",
            )
        if len(self.pattern) > _LONGEST_PATTERN:
            raise InvalidInvoice.of("number_pattern", "too_long", "A number pattern can have at most 40 characters.")
        if not 1 <= self.start < 10**9:
            raise InvalidInvoice.of("number_start", "out_of_range", "The first number must be 1 or more.")

    def run(self, issue_date: date) -> str:
        """The name of the run (one counter each) that an invoice of this date belongs to.

        Padding is no part of it: after {0001} became {00001} the run goes on, for else both
        would come to 10000 and hand out the same number.
        """
        return _COUNTER.sub("{1}", self._dated(issue_date))

    def _dated(self, issue_date: date) -> str:
        return self.pattern.replace("{year}", f"{issue_date.year:04d}")

    def number(self, issue_date: date, count: int) -> str:
        """The number with this count: ('INV-{year}-{0001}', 2026, 7) -> 'INV-2026-0007'."""
        return _COUNTER.sub(lambda found: f"{count:0{len(found[0]) - 2}d}", self._dated(issue_date))
