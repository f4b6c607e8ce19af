"""Text before it is drawn: made printable, measured, wrapped, and cut into runs of one font."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from itertools import groupby

from invoices.pdf.fonts import EmbeddedFace, faces
from invoices.pdf.page_style import TextStyle, Weight

ELLIPSIS = "…"
_TAB = "    "
# Other ends of a line than \n that a pasted text may hold: NEL, line and paragraph separator.
_LINE_ENDS = re.compile("[\x85\u2028\u2029]")
# Where a word that is too long may end a line without being cut just anywhere.
_BREAK_AFTER = frozenset("-/_.,;:@&?=+|)]}\\")


def printable(text: str) -> str:
    """The text composed (NFC: the fonts have é, not e with an accent), tabs as spaces."""
    if text.isascii():
        return text.replace("\t", _TAB) if "\t" in text else text
    return unicodedata.normalize("NFC", _LINE_ENDS.sub("\n", text).replace("\t", _TAB))


def one_line(text: str) -> str:
    """Printable, with no line end left in it."""
    return printable(text).replace("\n", " ")


def runs(text: str, stack: tuple[EmbeddedFace, ...]) -> Iterable[tuple[EmbeddedFace, str]]:
    """The text in pieces, each with the first face that has its glyphs.

    What no face has stays with the first one, which draws its box for a missing glyph.
    """
    first = stack[0]
    if len(stack) == 1 or first.face.covers(text):
        return ((first, text),)

    def choice(character: str) -> int:
        return next((n for n, candidate in enumerate(stack) if candidate.face.covers(character)), 0)

    return [(stack[n], "".join(characters)) for n, characters in groupby(text, key=choice)]


def _ems(text: str, weight: Weight) -> float:
    """Width in 1/1000 em."""
    stack = faces(weight)
    if len(stack) == 1 or stack[0].covers(text):
        return stack[0].width(text)
    return sum(next((f for f in stack if f.covers(c)), stack[0]).widths[c] for c in text)


def width(text: str, style: TextStyle) -> float:
    """Width in points of a text drawn in a style."""
    return _ems(text, style.weight) * style.size / 1000


def can_show(text: str, weight: Weight) -> bool:
    """Whether the fonts have a glyph for every character."""
    return all(any(face.covers(character) for face in faces(weight)) for character in text)


def wrap(text: str, style: TextStyle, widest: float) -> list[str]:
    """The lines, none wider than ``widest`` points; newlines are kept, long words are cut.

    Characters and spaces stay as they are, but for the space a line is broken at.
    """
    limit = widest * 1000 / style.size
    text = printable(text)
    if "\n" not in text and _ems(text, style.weight) <= limit:
        return [text]
    lines: list[str] = []
    for paragraph in text.split("\n"):
        if _ems(paragraph, style.weight) <= limit:
            lines.append(paragraph)
        else:
            lines += _wrap_words(paragraph.split(" "), style.weight, limit)
    return lines


def _wrap_words(words: list[str], weight: Weight, limit: float) -> list[str]:
    space = _ems(" ", weight)
    lines: list[str] = []
    line: list[str] = []
    filled = 0.0
    for word in words:
        wide = _ems(word, weight)
        if line and filled + space + wide <= limit:
            line.append(word)
            filled += space + wide
            continue
        if line:
            lines.append(" ".join(line))
        if wide > limit:
            *whole, word = _cut(word, weight, limit)
            lines += whole
            wide = _ems(word, weight)
        line, filled = [word], wide
    lines.append(" ".join(line))
    return lines


def _cut(word: str, weight: Weight, limit: float) -> list[str]:
    """A word in pieces that fit, at a sign such as / in the latter half of a piece, or anywhere."""
    pieces: list[str] = []
    start, filled = 0, 0.0
    for i, character in enumerate(word):
        wide = _ems(character, weight)
        if filled + wide > limit and i > start and not unicodedata.combining(character):
            end = next((n for n in range(i, (start + i) // 2, -1) if word[n - 1] in _BREAK_AFTER), i)
            pieces.append(word[start:end])
            start = end
            filled = _ems(word[start:i], weight)
        filled += wide
    return [*pieces, word[start:]]


def shorten(text: str, style: TextStyle, widest: float) -> str:
    """One line, ending in an ellipsis if it had to be shortened to fit."""
    line = one_line(text)
    if width(line, style) <= widest:
        return line
    room = widest - width(ELLIPSIS, style)
    pieces = _cut(line, style.weight, max(room, 1) * 1000 / style.size)
    return pieces[0].rstrip() + ELLIPSIS
