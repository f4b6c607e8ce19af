"""The unread rest of a message as tokens: prices, counts, words and what separates them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from chat.assistant.offline.language import Lexicon
from chat.assistant.offline.quantities import unit_at
from chat.assistant.offline.text import DATE, MASKED, MONEY, NUMBER, PERCENT, Figure, Page

# Spelled-out singular units: `3 day workshop` is the name of a thing, not a count of days.
_SINGULAR = frozenset(
    [
        "day",
        "hour",
        "week",
        "month",
        "year",
        "page",
        "word",
        "mile",
        "minute",
        "kilo",
        "foot",
        "metre",
        "meter",
        "night",
    ]
)


@dataclass(slots=True)
class Token:
    """A piece of the text. ``kind``: price, count, number, word, comma, and, break, at, times,
    equals, colon, dash, open, close or gap.

    ``per`` is the unit a price is for, ``each`` that it is the price of one thing counted.
    """

    kind: str
    start: int
    end: int
    figure: Figure | None = None
    unit: str | None = None
    per: str | None = None
    each: bool = False
    adjective: bool = False

    @property
    def value(self) -> Decimal | None:
        return self.figure.value if self.figure else None


_PATTERN = (
    rf"(?P<gap>[{MASKED}{DATE}]+)|(?P<money>{MONEY}+)|(?P<number>{NUMBER}+)|(?P<percent>{PERCENT}+)"
    r"|(?P<newline>\n)|(?P<semicolon>;)|(?P<stop>[.!?]+(?=\s|$))|(?P<comma>,)"
    r"|(?P<and><and>|\+)|(?P<at>@|<at>)|(?P<times>(?:x|\*)(?![^\W\d_]))|(?P<equals>=|<makes>)|(?P<colon>:)"
    r"|(?P<dash>-(?=\s|[\ue001-\ue003])|\|)|(?P<open>\()|(?P<close>\))"
    r"|(?P<word>[^\W_][\w'&#/²³%-]*(?:\.[^\W_][\w'-]*)*|[^\s\w])"
)


class Tokenizer:
    """Cuts the rest of a page into tokens."""

    def __init__(self, page: Page, lexicon: Lexicon) -> None:
        self.page = page
        self.lexicon = lexicon
        self.rates: dict[int, str] = {}

    def tokens(self) -> list[Token]:
        """All tokens, units and `per hour` already attached to their figures."""
        self._rates_before()
        found: list[Token] = []
        position = 0
        pattern = self.lexicon.re(_PATTERN)
        while match := pattern.search(self.page.shape, position):
            token = self._token(match)
            found.append(token)
            position = max(token.end, match.start() + 1)
        return found

    def _rates_before(self) -> None:
        """`hourly rate of 50`: the unit stands before the price."""
        pattern = self.lexicon.re(
            rf"(?:<article> )?(?P<unit><rate_adjective>)(?: <price_word>)?(?: (?:<of>|<at>|<be>"
            rf"|[:=-])){{0,2}} (?P<f>{MONEY}+|{NUMBER}+)"
        )
        for match in list(pattern.finditer(self.page.shape)):
            unit = self.lexicon.table("units").get(match["unit"])
            if unit:
                self.rates[match.start("f")] = unit
                lead = self.lexicon.re("<at> ?$").search(self.page.shape, match.start(), match.start("f"))
                self.page.cover(match.start(), lead.start() if lead else match.start("f"))

    def _token(self, match: re.Match[str]) -> Token:
        kind = str(match.lastgroup)
        if kind in {"money", "number"}:
            figure = self.page.figures.get(match.start())
            if figure is not None:
                return self._figure(kind, figure)
        kind = {"newline": "break", "semicolon": "break", "stop": "break", "percent": "word"}.get(kind, kind)
        return Token(kind, match.start(), match.end())

    def _figure(self, kind: str, figure: Figure) -> Token:
        end = figure.end
        per, each, per_end = self._per(figure.start, end)
        if kind == "money":
            return Token("price", figure.start, per_end, figure, per=per, each=each)
        if figure.unit:
            return Token("count", figure.start, end, figure, unit=figure.unit)
        if per or each:
            return Token("price", figure.start, per_end, figure, per=per, each=each)
        unit = unit_at(self.page, self.lexicon, end)
        if unit is None:
            return Token("number", figure.start, end, figure)
        name, unit_end = unit
        written = self.page.plain[end:unit_end].strip(" -.")
        after = re.match(r"[^\S\n]([^\W\d_]+)", self.page.shape[unit_end : unit_end + 40])
        adjective = (
            written in _SINGULAR and figure.value not in (1, None)
            and after is not None
            and not any(self.lexicon.has(purpose, after[1]) for purpose in ("of", "for", "at", "and", "name_stop"))
        )  # fmt: skip
        unit_end = self._end_of_partitive(unit_end)
        return Token("count", figure.start, unit_end, figure, unit=name, adjective=adjective)

    def _end_of_partitive(self, end: int) -> int:
        of = self.lexicon.re(" <of>").match(self.page.shape, end)
        return of.end() if of else end

    def _per(self, start: int, end: int) -> tuple[str | None, bool, int]:
        """(unit a price is for, whether it is for each thing, where those words end)."""
        shape = self.page.shape
        if start in self.rates:
            return self.rates[start], False, end
        units = self.lexicon.table("units")
        slash = self.lexicon.re(
            r" ?(?P<sign>/|<per_strict>) ?(?:<article> )?(?P<noun>[^\W\d_][\w²³]{0,20}(?: (?:ft|feet))?)"
        ).match(shape, end)
        if slash:
            noun = slash["noun"]
            first = noun.split()[0]
            unit = units.get(noun) or units.get(first)
            stop = slash.end() if units.get(noun) else slash.start("noun") + len(first)
            if unit or slash["sign"] == "/" or self.lexicon.has("per_any", slash["sign"]):
                return unit, unit is None, stop
        return self._per_loosely(start, end)

    def _per_loosely(self, start: int, end: int) -> tuple[str | None, bool, int]:
        """`each`, `a day`, `35 a slide`, `hourly` behind a price."""
        shape, units = self.page.shape, self.lexicon.table("units")
        each = self.lexicon.re(r" ?,?\(? ?<each>").match(shape, end)
        loose = self.lexicon.re(r" (?P<per><per>) (?P<noun>[^\W\d_]{1,20})").match(shape, end)
        if loose and loose["noun"] in units and not (each and each.end() > loose.end()):
            return units[loose["noun"]], False, loose.end()
        if each:
            return None, True, each.end()
        if loose and self._named_before(loose["noun"], start):
            return None, True, loose.end()
        hourly = self.lexicon.re(" (?P<unit><rate_adjective>)").match(shape, end)
        if hourly:
            return units.get(hourly["unit"]), False, hourly.end()
        return None, False, end

    def _named_before(self, noun: str, start: int) -> bool:
        """`18 slides at 35 a slide`: the thing was named, in the plural, just before."""
        stem = noun[: max(3, len(noun) - 1)]
        return bool(re.search(rf"(?<!\w){re.escape(stem)}\w{{0,3}}(?!\w)", self.page.plain[max(0, start - 80) : start]))


def clauses(tokens: list[Token]) -> Iterator[tuple[list[Token], str]]:
    """Runs of tokens with the kind of separator before each; parentheses stay whole."""
    run: list[Token] = []
    before, depth = "break", 0
    for token in tokens:
        depth += (token.kind == "open") - (token.kind == "close" and depth > 0)
        if token.kind in {"break", "comma", "and"} and (depth == 0 or token.kind == "break"):
            depth = 0 if token.kind == "break" else depth
            if run:
                yield run, before
                run, before = [], token.kind
            elif token.kind == "break" or before != "break":
                before = token.kind if token.kind == "break" or before != "break" else before
            continue
        run.append(token)
    if run:
        yield run, before
