"""Discounts: of the whole invoice or of one line, in percent or as an amount."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from chat.assistant.offline.language import Lexicon
from chat.assistant.offline.text import PERCENT, Page
from invoices.domain.line_item import ReductionKind


@dataclass(frozen=True, slots=True, kw_only=True)
class DiscountMention:
    """A discount and where it was said. ``scope`` is the user's words for a line, if any.

    ``whole`` means that it was said of everything. ``value`` None: no possible figure.
    """

    start: int
    end: int
    quote: str
    kind: ReductionKind
    value: Decimal | None
    currency: str | None = None
    scope: str = ""
    whole: bool = False
    early: bool = False


class DiscountReader:
    """Reads the discounts of a page; masks what it understood."""

    def __init__(self, page: Page, lexicon: Lexicon) -> None:
        self.page = page
        self.lexicon = lexicon

    def read(self) -> list[DiscountMention]:
        """All mentions in order of the text."""
        kind = r"(?:<discount_kind>[ -]?){0,2}"
        take = r"(?:(?:<take>)[ :]{1,2}){0,4}"
        patterns = (
            rf"{take}{kind}(?P<f>$P|$M) {kind}(?:[^\W\d_]{{1,12}} )?<off_word>",
            rf"{take}{kind}<discount>(?: (?:<of>|<be>|<at>|<to>|[:=(-])){{0,3}} (?P<f>$P|$M|$N)\)?(?! <discount>)",
            r"<less> (?:<article> )?(?P<f>$P)",
            r"(?P<f>$N) <off_word>(?= (?:<article> )?<whole>)",
            r"<take> (?P<f>$M|$P|$N) <off_word>",
            rf"(?<![\w{PERCENT}])-[ ]?(?P<f>$P)",
        )
        found = []
        for pattern in patterns:
            for match in list(self.lexicon.re(pattern).finditer(self.page.shape)):
                if not self.page.is_taken(*match.span()):
                    found.append(self._mention(match))
        return sorted(found, key=lambda mention: mention.start)

    def _mention(self, match: re.Match[str]) -> DiscountMention:
        figure = self.page.figure(match, "f")
        percent = figure is not None and figure.kind == PERCENT
        scope, whole, end = self._scope(match.end())
        early = self.lexicon.re(r"[ ,(]{0,3}<early>[^.;\n]*").match(self.page.shape, end)
        end = early.end() if early else end
        quote = self.page.quote(match.start(), end)
        self.page.cover(match.start(), end)
        value = figure.value if figure else None
        if value is not None and value < 0 and "-" in self.page.plain[match.start() : match.end()]:
            value = abs(value) if percent else None
        limit = Decimal(100) if percent else Decimal(10) ** 12
        return DiscountMention(
            start=match.start(),
            end=end,
            quote=quote.strip(" ,"),
            kind=ReductionKind.PERCENT if percent else ReductionKind.AMOUNT,
            value=value if value is not None and 0 <= value <= limit else None,
            currency=figure.currency if figure else None,
            scope=scope,
            whole=whole,
            early=early is not None,
        )

    def _scope(self, position: int) -> tuple[str, bool, int]:
        """(words for a line, whether all is meant, where the scope ends)."""
        shape = self.page.shape
        whole = self.lexicon.re(r" (?:(?:<scope>|<article>) ){0,3}<whole>(?! [^\W\d_]+ ?(?:[,;.\n]|$))").match(
            shape, position
        )
        line = self.lexicon.re(
            r" (?:<scope> (?:<article> )?|<article> )(?P<what>(?:[^\W\d_][\w'-]{0,30}|\#?\d{1,3})(?:"
            r" [^\W\d_][\w'-]{0,30}){0,3}?)"
            r"(?= ?[,;.!?\n()]| ?$| <and>| <due>| <for>| [\ue000-\ue004])"
        ).match(shape, position)
        if line and not self.lexicon.re(r"^(?:<article> )?<whole>$").match(line["what"].strip()):
            return line["what"].strip(), False, line.end()
        if whole:
            return "", True, whole.end()
        return "", False, position
