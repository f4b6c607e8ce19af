"""Numbers as people write them: digits with any separators, fractions, words, short forms."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from chat.assistant.offline.language import Lexicon
from chat.assistant.offline.quantities import unit_at
from chat.assistant.offline.text import NUMBER, Figure, Page, fold

_DIGITS = re.compile(
    r"(?<![\w.,:])(?<!\w[-/])"
    r"(?:(?:(?<=\s)|(?<=^)|(?<=[(=:@])|(?<=[$£€¥₹]))(?P<sign>-)(?=[\d.,$£€]))?"
    r"(?P<digits>\d{1,3}(?:'\d{3}){1,4}(?:[.,]\d{1,4})?"
    r"|\d{1,3}(?: \d{3}){1,4}(?:[.,]\d{1,2})?(?![\d.,]*\d)"
    r"|\d{1,60}(?:[.,]\d{1,60}){0,6}|(?<!\d)[.,]\d{1,6})"
    r"(?P<fraction>[ -]?[1-9]/(?:2|3|4|8|16)(?![\d/]))?(?P<vulgar> ?[½¼¾⅓⅔⅛])?"
    r"(?P<exponent>e[+-]?\d{1,6}(?![\w]))?",
)
_FRACTION = re.compile(r"(?<![\w.,/-])([1-9])/(2|3|4|8)(?![\w/.,]|-\d)|(?<!\w)([½¼¾⅓⅔⅛])")
_VULGAR = {"½": "0.5", "¼": "0.25", "¾": "0.75", "⅛": "0.125"}
_NOT_FINITE = re.compile(r"(?<![\w.])-?(?:nan|infinity|infinite|inf|∞)(?![\w.])")
_WORD = re.compile(r"[^\W\d_]{1,60}")
_GROUPED_INDIAN = re.compile(r"\d{1,2}(?:,\d{2})+,\d{3}(?:\.\d+)?")
_LETTERS = re.compile(r"[^\W\d_]+")
_SPACED = ("fr", "pt", "sv", "pl", "cs", "nb", "fi", "ru")


def read_digits(text: str, *, decimal_comma: bool) -> Decimal | None:
    """A number by the shape of its separators; None when it has no possible reading.

    ``decimal_comma`` tells how a single separator before exactly three digits is meant.

    >>> [str(read_digits(t, decimal_comma=False)) for t in ("1.234,56", "1'234.50", "1,50,000", "1,234")]
    ['1234.56', '1234.50', '150000', '1234']
    """
    text = text.replace("'", "").replace(" ", "")
    if _GROUPED_INDIAN.fullmatch(text):
        return Decimal(text.replace(",", ""))
    marks = [character for character in text if character in ".,"]
    if not marks:
        return Decimal(text)
    last = marks[-1]
    whole, _, tail = text.rpartition(last)
    if len(set(marks)) == 2:
        return _both_separators(whole, tail, marks)
    if len(marks) > 1:
        groups = text.split(last)
        proper = all(len(group) == 3 for group in groups[1:]) and 1 <= len(groups[0]) <= 3
        return Decimal("".join(groups)) if proper else None
    grouping = "." if decimal_comma else ","
    if len(tail) == 3 and 1 <= len(whole) <= 3 and whole != "0" and last == grouping:
        return Decimal(whole + tail)
    return Decimal(f"{whole or '0'}.{tail}")


def _both_separators(whole: str, tail: str, marks: list[str]) -> Decimal | None:
    if marks.count(marks[-1]) != 1:
        return None
    groups = whole.split(marks[0])
    if not groups[0] or any(len(group) not in (2, 3) for group in groups[1:]):
        return None
    return Decimal(f"{''.join(groups)}.{tail}")


def place_numbers(page: Page, lexicon: Lexicon, *, locale: str) -> None:
    """Note every number of the page that is not part of a word or a code."""
    _place_not_finite(page)
    _place_digits(page, lexicon, locale)
    _place_fractions(page)
    _place_words(page, lexicon)
    _place_articles(page, lexicon)


def _place_articles(page: Page, lexicon: Lexicon) -> None:
    """`a week of consulting` counts one."""
    for match in lexicon.re(r"(?P<n><one>) (?P<rest>[^\W\d_]{1,12}) <of>").finditer(page.shape):
        if unit_at(page, lexicon, match.end("n")) and not re.search(r"[\ue001\ue002] ?$", page.shape[: match.start()]):
            page.place(Figure(start=match.start("n"), end=match.end("n"), kind=NUMBER, value=Decimal(1), worded=True))


def _place_not_finite(page: Page) -> None:
    for match in _NOT_FINITE.finditer(page.shape):
        before, after = page.shape[: match.start()].rstrip(), page.shape[match.end() :]
        is_figure = before.endswith(("$", "€", "£", "at", "@", "for")) or re.match(r"\s*(?:h\b|hours?\b|%)", after)
        if is_figure and page.raw[match.start() : match.end()] != "Inf":
            page.place(Figure(start=match.start(), end=match.end(), kind=NUMBER, value=None))


def _place_digits(page: Page, lexicon: Lexicon, locale: str) -> None:
    language, _, _ = locale.partition("-")
    decimal_comma = language in {"de", "fr", "es", "pt", "it", "nl"} and locale not in {"de-CH", "es-MX", "it-CH"}
    for match in _DIGITS.finditer(page.shape):
        start, end, figure = _digit_figure(page, match, lexicon, decimal_comma=decimal_comma, locale=locale)
        if figure is not None:
            page.place(figure)
        elif end > start:
            continue


def _digit_figure(
    page: Page, match: re.Match[str], lexicon: Lexicon, *, decimal_comma: bool, locale: str
) -> tuple[int, int, Figure | None]:
    start, end = match.span()
    digits = match["digits"]
    if " " in digits and not _space_groups(page, match, lexicon, locale):
        digits = digits.partition(" ")[0]
        end = match.start("digits") + len(digits)
        return start, end, _simple(page, start, end, digits, lexicon, decimal_comma=decimal_comma)
    value = read_digits(digits, decimal_comma=decimal_comma)
    if value is None:
        return start, end, None
    if match["fraction"]:
        top, bottom = match["fraction"].strip(" -").split("/")
        if not 1 <= int(top) < int(bottom):
            return start, end, None
        value += Decimal(top) / Decimal(bottom)
    if match["vulgar"]:
        value += _vulgar(match["vulgar"].strip())
    if match["exponent"]:
        exponent = int(match["exponent"][1:])
        huge = abs(exponent) > 20
        return start, end, Figure(start=start, end=end, kind=NUMBER, value=None if huge else value.scaleb(exponent))
    if match["sign"]:
        value = -value
    return start, end, _with_suffix(page, start, end, value, lexicon)


def _simple(page: Page, start: int, end: int, digits: str, lexicon: Lexicon, *, decimal_comma: bool) -> Figure | None:
    value = read_digits(digits, decimal_comma=decimal_comma)
    return None if value is None else _with_suffix(page, start, end, value, lexicon)


def _vulgar(character: str) -> Decimal:
    if character in _VULGAR:
        return Decimal(_VULGAR[character])
    return (Decimal(1 if character == "⅓" else 2) / 3).quantize(Decimal("0.000001"))


def _space_groups(page: Page, match: re.Match[str], lexicon: Lexicon, locale: str) -> bool:
    """Whether `1 234` is one number: written with decimals or a currency, or usual there."""
    if "," in match["digits"] or "." in match["digits"]:
        return True
    if "\u00a0" in page.raw[match.start() : match.end()] or "\u202f" in page.raw[match.start() : match.end()]:
        return True
    around = page.plain[max(0, match.start() - 2) : match.start()] + page.plain[match.end() : match.end() + 5]
    return bool(re.search(r"[$£€¥₹]|eur|chf|kr", around)) or locale[:2] in _SPACED or lexicon.code == "fr"


def _with_suffix(page: Page, start: int, end: int, value: Decimal, lexicon: Lexicon) -> Figure | None:
    """The figure with a `k` or a word such as thousand; None when the digits are part of a word."""
    letters = _LETTERS.match(page.plain, end)
    if re.compile(r"/\d").match(page.plain, end):
        return None
    if letters is None:
        if page.plain[end : end + 1] == "-" and _LETTERS.match(page.plain, end + 1):
            return None
        scaled = _scaled(page, start, end, value, lexicon)
        return scaled or Figure(start=start, end=end, kind=NUMBER, value=value)
    suffix = letters[0]
    if suffix == "k" and (page.raw[end] == "k" or re.search(r"[$£€]\s?$", page.plain[:start])):
        return Figure(start=start, end=end + 1, kind=NUMBER, value=value * 1000, sized=True)
    if _may_follow(suffix, lexicon):
        return Figure(start=start, end=end, kind=NUMBER, value=value)
    return None


def _may_follow(suffix: str, lexicon: Lexicon) -> bool:
    known = _glued(lexicon)
    return suffix in known or (suffix[0] == "x" and len(suffix) == 1)


@cache
def _glued(lexicon: Lexicon) -> frozenset[str]:
    """Words that may be written without a space behind digits: units and currencies."""
    return frozenset(
        (*lexicon.table("units"), *lexicon.table("currencies"), *_CODES, "x", "h", "p", "c", "円", "元", "kr", "zł")
    )


_CODES = [
    "usd",
    "eur",
    "gbp",
    "cad",
    "aud",
    "nzd",
    "chf",
    "jpy",
    "inr",
    "brl",
    "sek",
    "nok",
    "dkk",
    "pln",
    "czk",
    "sgd",
    "hkd",
    "zar",
    "mxn",
    "aed",
    "cny",
]


def _scaled(page: Page, start: int, end: int, value: Decimal, lexicon: Lexicon) -> Figure | None:
    """`2 thousand`, `1.5 lakh`, `3 mil`: a number with a word of size behind it."""
    word = re.compile(r"[ ]?([^\W\d_]{2,12})").match(page.plain, end)
    scale = word and lexicon.numbers("scales").get(word[1])
    if not word or not scale:
        return None
    return Figure(start=start, end=word.end(), kind=NUMBER, value=value * scale, sized=True)


def _place_fractions(page: Page) -> None:
    for match in _FRACTION.finditer(page.shape):
        value = _vulgar(match[3]) if match[3] else Decimal(match[1]) / Decimal(match[2])
        if value < 1:
            page.place(Figure(start=match.start(), end=match.end(), kind=NUMBER, value=value))


@dataclass(frozen=True, slots=True)
class _Piece:
    start: int
    end: int
    word: str


def _place_words(page: Page, lexicon: Lexicon) -> None:
    grammar = _grammar(lexicon)
    each = [match.span() for match in lexicon.re("<each>").finditer(page.shape)]
    pieces = [_Piece(m.start(), m.end(), m[0]) for m in _WORD.finditer(page.shape)]
    position = 0
    while position < len(pieces):
        found = grammar.read(page, pieces, position)
        if found is None:
            position += 1
            continue
        length, value, sized = found
        start, end = pieces[position].start, pieces[position + length - 1].end
        if length == 1 and _is_article(page, lexicon, pieces, position, each):
            position += 1
            continue
        page.place(Figure(start=start, end=end, kind=NUMBER, value=value, sized=sized, worded=True))
        position += length


def _is_article(page: Page, lexicon: Lexicon, pieces: list[_Piece], at: int, each: list[tuple[int, int]]) -> bool:
    """Whether a single word for one is no count: an article, `each one`, `the second one`."""
    piece = pieces[at]
    if any(start <= piece.start < end for start, end in each):
        return True
    if unit_at(page, lexicon, piece.end):
        return False
    if lexicon.has("indefinite", piece.word):
        return True
    before = pieces[at - 1].word if at else ""
    return lexicon.has("one", piece.word) and lexicon.has("before_one", before)


@cache
def _grammar(lexicon: Lexicon) -> _Grammar:
    return _Grammar(lexicon)


class _Grammar:
    """Number words of a lexicon, compounds such as `zweihundertfünfzig` included."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.values = lexicon.numbers("numbers")
        self.scales = lexicon.numbers("scales")
        self.joins = frozenset(lexicon.phrases("number_and"))
        self.articles = frozenset(lexicon.phrases("one"))
        self.fractions = {word: Decimal(value) for word, value in _fraction_words(lexicon)}
        self.atoms = sorted((*self.values, *self.scales), key=len, reverse=True)
        self.compounds = lexicon.code in {"de", "nl", "it"}
        self._known: dict[str, Decimal | None] = {}

    def read(self, page: Page, pieces: list[_Piece], at: int) -> tuple[int, Decimal, bool] | None:
        """(how many words, their value, whether a size such as grand was named), or None."""
        phrase = self._fraction(page, pieces, at)
        if phrase is not None:
            return phrase
        total, current, room, used, length, sized = Decimal(0), Decimal(0), Decimal(10) ** 12, 0, 0, False
        index = at
        for index, word in self._follow(page, pieces, at):
            if word in self.joins and length:
                continue
            scale = self.scales.get(word)
            if scale is not None and (length or (index == at and self._may_start(pieces, at))):
                sized = sized or word in {"grand", "lakh", "lakhs", "crore", "crores"}
                if scale == 100:
                    current, room = (current or Decimal(1)) * 100, Decimal(100)
                else:
                    total, current = total + (current or Decimal(1)) * scale, Decimal(0)
                    room = Decimal(scale)
                used, length = used + 1, index - at + 1
                continue
            value = self.word(word)
            if value is None or value >= room:
                break
            current, room = current + value, self._room(value)
            used, length = used + 1, index - at + 1
        if not used:
            return None
        value = total + current
        half = self._and_a_half(page, pieces, at + length)
        return length + half, value + (Decimal("0.5") if half else 0), sized

    def _may_start(self, pieces: list[_Piece], at: int) -> bool:
        """`hundred` or `mil` alone counts as one of them; `grand` needs a count before it."""
        word = pieces[at].word
        before = pieces[at - 1].word if at else ""
        return (word != "grand" and (self.scales[word] >= 1000 or word in self.values)) or before in self.articles

    def _follow(self, page: Page, pieces: list[_Piece], at: int) -> Iterator[tuple[int, str]]:
        for index in range(at, min(len(pieces), at + 14)):
            if index > at and page.plain[pieces[index - 1].end : pieces[index].start] not in {" ", "-", "  "}:
                return
            yield index, pieces[index].word

    def _room(self, value: Decimal) -> Decimal:
        if value in (60, 80) and "soixante" in self.values:
            return Decimal(20)
        if value < 20 or value % 10:
            return Decimal(1)
        return Decimal(10) if value < 100 else Decimal(100)

    def word(self, word: str) -> Decimal | None:
        """The value of one word, compounds included."""
        if word in self.values:
            return Decimal(self.values[word])
        if not self.compounds or len(word) < 6:
            return None
        if word not in self._known:
            self._known[word] = self._compound(word)
        return self._known[word]

    def _compound(self, word: str) -> Decimal | None:
        parts = self._pieces_of(word, 0)
        if parts is None or len(parts) < 2:
            return None
        total, current = Decimal(0), Decimal(0)
        for part in parts:
            scale = self.scales.get(part)
            if part in self.joins:
                continue
            if scale == 100:
                current = (current or Decimal(1)) * 100
            elif scale:
                total, current = total + (current or Decimal(1)) * scale, Decimal(0)
            else:
                current += self.values[part]
        return total + current

    def _pieces_of(self, word: str, depth: int) -> list[str] | None:
        if not word:
            return []
        if depth > 8:
            return None
        for atom in (*self.atoms, *self.joins):
            if word.startswith(atom):
                rest = self._pieces_of(word[len(atom) :], depth + 1)
                if rest is not None:
                    return [atom, *rest]
        return None

    def _fraction(self, page: Page, pieces: list[_Piece], at: int) -> tuple[int, Decimal, bool] | None:
        """`half a dozen`, `a dozen`, `a couple of`: fixed phrases with a value."""
        for length in (4, 3, 2, 1):
            if at + length > len(pieces):
                continue
            span = page.plain[pieces[at].start : pieces[at + length - 1].end]
            value = self.fractions.get(re.sub(r"[\s-]+", " ", span))
            if value is not None:
                return length, value, False
        return None

    def _and_a_half(self, page: Page, pieces: list[_Piece], at: int) -> int:
        for length in (3, 2):
            if at > 0 and at + length <= len(pieces):
                span = page.plain[pieces[at].start : pieces[at + length - 1].end]
                gap = page.plain[pieces[at - 1].end : pieces[at].start]
                if gap == " " and span in self._halves:
                    return length
        return 0

    _halves = frozenset(
        ("and a half", "y medio", "y media", "et demi", "et demie", "e mezzo", "e mezza", "e meio", "e meia")
    )


def _fraction_words(lexicon: Lexicon) -> Iterator[tuple[str, str]]:
    for words in (lexicon.english, lexicon.own):
        for value, alternatives in words.fractions.items():
            for word in alternatives.split("|"):
                yield fold(word), value
