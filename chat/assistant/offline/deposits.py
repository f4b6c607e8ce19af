"""Money received before the invoice, and part billing (`30% upfront of the £2,000 job`)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from chat.assistant.offline.language import Lexicon
from chat.assistant.offline.text import MONEY, PERCENT, Figure, Page
from invoices.domain.figures import plain
from invoices.domain.line_item import ReductionKind


@dataclass(frozen=True, slots=True, kw_only=True)
class DepositMention:
    """A deposit that was received. ``value`` None: no possible figure."""

    start: int
    end: int
    quote: str
    kind: ReductionKind
    value: Decimal | None
    currency: str | None = None


class DepositReader:
    """Reads deposits and part billing of a page; masks or replaces what it understood."""

    def __init__(self, page: Page, lexicon: Lexicon) -> None:
        self.page = page
        self.lexicon = lexicon

    def read(self) -> DepositMention | None:
        """The last deposit said to be received, if any."""
        self._part_billing()
        filler = r"(?:[^\W\d_]{1,14} ){0,3}?"
        lead = r"(?:(?:<subtract>|<received>|<article>|<they>) ){0,5}"
        patterns = (
            rf"(?P<lead>{lead})(?P<f>$P|$M) {filler}<deposit> {filler}<received>(?: (?:in )?<advance>)?",
            rf"<subtract> (?:<article> )?(?P<f>$P|$M) {filler}(?:<deposit>|<received>)(?: {filler}<received>)?",
            rf"(?:<subtract> )(?:<article> )?{filler}<deposit> (?:(?:<of>|[:=(]) )?(?P<f>$P|$M|$N)\)?(?:"
            rf" {filler}<received>)?",
            rf"<deposit>(?: (?:<of>|<be>|[:=(])){{0,2}} (?P<f>$P|$M|$N) {filler}<received>",
            rf"<received> (?:<article> )?{filler}(?:<deposit> )(?:<of> )?(?P<f>$P|$M)",
            rf"<received> (?:<article> )?(?P<f>$P|$M)(?: {filler}<deposit>| {filler}<advance>)?",
            r"(?P<f>$P|$M) (?:<of> (?:<article> |<whole> ){0,2})?(?:<they> )?<received>(?: <advance>)?",
        )
        found = None
        for pattern in patterns:
            for match in list(self.lexicon.re(pattern).finditer(self.page.shape)):
                if not self.page.is_taken(*match.span()) and not self._is_ahead(match):
                    found = self._mention(match)
        return found

    def _is_ahead(self, match: re.Match[str]) -> bool:
        """Whether it is still to be paid: `50% deposit required`."""
        around = self.page.shape[match.start() : match.end() + 30]
        return bool(self.lexicon.re("<not_received>").search(around.split("\n")[0].split(".")[0]))

    def _mention(self, match: re.Match[str]) -> DepositMention:
        figure = self.page.figure(match, "f")
        percent = figure is not None and figure.kind == PERCENT
        quote = self.page.quote(*match.span())
        self.page.cover(*match.span())
        value = figure.value if figure else None
        limit = Decimal(100) if percent else Decimal(10) ** 12
        return DepositMention(
            start=match.start(),
            end=match.end(),
            quote=quote,
            kind=ReductionKind.PERCENT if percent else ReductionKind.AMOUNT,
            value=value if value is not None and 0 <= value <= limit else None,
            currency=figure.currency if figure else None,
        )

    def _part_billing(self) -> None:
        """Put the part itself in the place of `a percentage upfront of an amount`."""
        pattern = self.lexicon.re(
            r"(?P<p>$P) (?:(?:<article>|<deposit>|<advance>) ){0,3}<part_of> (?:(?:<article>|<whole>|"
            r"<total>) ){0,3}(?P<m>$M)"
        )
        for match in list(pattern.finditer(self.page.shape)):
            part, whole = self.page.figure(match, "p"), self.page.figure(match, "m")
            if not part or not whole or part.value is None or whole.value is None or not 0 < part.value <= 100:
                continue
            amount = (whole.value * part.value / 100).quantize(Decimal("0.0001")).normalize()
            amount = plain(amount)
            self.page.place(
                Figure(start=match.start(), end=match.end(), kind=MONEY, value=amount, currency=whole.currency)
            )
