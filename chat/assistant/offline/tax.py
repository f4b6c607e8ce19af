"""Tax: the rate, whether prices include it, what it applies to, and when there is none."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from chat.assistant.offline.language import Lexicon
from chat.assistant.offline.text import PERCENT, Page

_HUNDRED = Decimal(100)
_CLAUSE_END = r"(?=[,;.\n()]|$)"


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxMention:
    """One thing said about tax, and where. ``rate`` None with ``is_valid`` means the default.

    ``only`` and ``without`` are the user's words for the lines that are (not) taxed.
    """

    start: int
    end: int
    quote: str
    rate: Decimal | None = None
    is_valid: bool = True
    is_none: bool = False
    is_reverse: bool = False
    included: bool | None = None
    name: str | None = None
    only: str = ""
    without: str = ""
    attached: bool = False


class TaxReader:
    """Reads what a page says about tax; masks what it understood."""

    def __init__(self, page: Page, lexicon: Lexicon) -> None:
        self.page = page
        self.lexicon = lexicon

    def read(self) -> list[TaxMention]:
        """All mentions in order of the text."""
        found = [*self._reverse(), *self._rates(), *self._untaxed_lines(), *self._none(), *self._without_rate()]
        return sorted(found, key=lambda mention: mention.start)

    def _reverse(self) -> list[TaxMention]:
        found = []
        for match in self.lexicon.re(r"(?:<tax> )?<reverse_charge>(?: <tax>| applies)?").finditer(self.page.shape):
            found.append(self._mention(match.start(), match.end(), rate=Decimal(0), is_reverse=True))
        return found

    def _mention(self, start: int, end: int, **values: object) -> TaxMention:
        quote = self.page.quote(start, end)
        self.page.cover(start, end)
        return TaxMention(start=start, end=end, quote=quote, **values)  # type: ignore[arg-type]

    def _rates(self) -> list[TaxMention]:
        lead = r"(?:(?P<lead>(?:(?:<tax_add>|<tax_included>|<tax_excluded>)[ :]{0,2}){0,4}) )?"
        tail = r"(?: \(?(?P<inc><tax_included>)\)?)?(?: \(?(?P<exc><tax_excluded>)\)?)?"
        patterns = (
            rf"{lead}(?P<p>$P) (?:(?:<of>|[^\W\d_]{{1,12}}) )?(?P<tax><tax>){tail}",
            rf"{lead}(?P<tax><tax>)(?: (?:<of>|<at>|<be>|<tax_rate_word>|<to>|[:=(@+-])){{0,4}} (?P<p>$P)\)?{tail}",
            r"(?P<taxed><taxed>) (?P<p>$P)",
            r"(?P<tax><tax>)(?: (?:<tax_rate_word>|<be>|[:=])){1,3} (?P<p>$N)(?! ?[^\W\d_])",
        )
        found = []
        for pattern in patterns:
            for match in self.lexicon.re(pattern).finditer(self.page.shape):
                found.append(self._rate(match))
        return found

    def _rate(self, match: re.Match[str]) -> TaxMention:
        groups = match.groupdict()
        figure = self.page.figure(match, "p")
        rate = figure.value if figure else None
        valid = rate is not None and 0 <= rate <= _HUNDRED
        lead = groups.get("lead") or ""
        included = bool(groups.get("inc")) or bool(self.lexicon.re("<tax_included>").search(lead))
        excluded = bool(groups.get("exc")) or bool(self.lexicon.re("<tax_excluded>").search(lead))
        only, without, end = self._scope(match.end())
        start = (
            match.start() + (len(lead) - len(lead.lstrip()) if match.start() == match.start("lead") else 0)
            if lead
            else match.start()
        )
        name = self.page.raw[match.start("tax") : match.end("tax")] if groups.get("tax") else None
        return self._mention(
            start,
            end,
            rate=rate if valid else None,
            is_valid=valid,
            included=True if included else False if excluded else None,
            name=name,
            only=only,
            without=without,
            attached=bool(groups.get("taxed")),
        )

    def _scope(self, position: int) -> tuple[str, str, int]:
        """(words the tax is only on, words it is not on, where the scope ends)."""
        shape = self.page.shape
        words = rf"(?P<what>[^,;.\n()\ue000-\ue004]{{1,80}}?){_CLAUSE_END}"
        without = self.lexicon.re(rf"[ ,]{{0,2}}<not_on> {words}").match(shape, position)
        if without:
            return "", self._words(without), without.end("what")
        only = self.lexicon.re(rf" <only_on> {words}").match(shape, position)
        if only and not self._is_whole(only["what"]):
            what = self._words(only)
            again = self.lexicon.re(rf"[ ,]{{0,2}}<not_on> {words}").search(shape[: only.end()], only.start("what"))
            if again:
                return shape[only.start("what") : again.start()], self._words(again), only.end("what")
            return what, "", only.end("what")
        if only:
            return "", "", only.end("what")
        return "", "", position

    def _words(self, match: re.Match[str]) -> str:
        return self.lexicon.re("<only>").sub(" ", match["what"]).strip()

    def _is_whole(self, what: str) -> bool:
        return bool(self.lexicon.re(r"^ (?:<article> )?<whole>\W*$").search(what))

    def _untaxed_lines(self) -> list[TaxMention]:
        """`labor is not taxed`, `no tax on the delivery`: some lines without tax."""
        words = rf"(?P<what>[^,;.\n()\ue000-\ue004]{{1,80}}?){_CLAUSE_END}"
        found = []
        for match in self.lexicon.re(rf"<not_on_tax> {words}").finditer(self.page.shape):
            if not self._is_whole(match["what"]):
                found.append(self._mention(match.start(), match.end("what"), without=self._words(match), is_none=True))
        before = r"(?:^|[,;.\n\ue000]|<and>|<but>) {0,2}(?:<but> )?(?P<what>[^,;.\n()\ue000-\ue004]{2,60}?)"
        for match in self.lexicon.re(rf"{before} <is_untaxed>").finditer(self.page.shape):
            what = match["what"].strip()
            if not self.lexicon.has("nobody", what):
                found.append(self._mention(match.start("what"), match.end(), without=what, is_none=True))
        return found

    def _none(self) -> list[TaxMention]:
        found = []
        for match in self.lexicon.re(r"\(?(?P<none><no_tax>|<untaxed>)\)?").finditer(self.page.shape):
            if self.lexicon.re(r"^[^\S\n]*[-'&]?[^\S\n]*$").match(self.page.raw[match.end() : match.end() + 1]) is None:
                pass
            found.append(self._mention(match.start(), match.end(), rate=Decimal(0), is_none=True, attached=True))
        return found

    def _without_rate(self) -> list[TaxMention]:
        """`plus VAT`, `GST inclusive`: the default rate, on top or included."""
        found = []
        patterns = (
            r"\(?(?:(?P<inc><tax_included>)|(?P<exc><tax_excluded>|\+)) (?P<tax><tax>)\)?",
            r"\(?(?P<tax><tax>) (?:(?P<inc><tax_included>)|(?P<exc><tax_excluded>))\)?",
            r"(?P<inc><all_in_tax>)|(?P<exc><before_tax>)",
            r"<tax_add> (?P<tax><tax>)(?! ?[^\W\d_])",
        )
        for pattern in patterns:
            for match in self.lexicon.re(pattern).finditer(self.page.shape):
                groups = match.groupdict()
                included = True if groups.get("inc") else False if groups.get("exc") else None
                name = self.page.raw[match.start("tax") : match.end("tax")] if groups.get("tax") else None
                only, without, end = self._scope(match.end())
                found.append(
                    self._mention(match.start(), end, included=included, name=name, only=only, without=without)
                )
        return found


def has_percent(page: Page) -> bool:
    """Whether any percentage is still unread."""
    return PERCENT in page.shape
