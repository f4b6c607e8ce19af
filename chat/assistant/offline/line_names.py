"""Lines as people name them: the second item, line 2, the hosting, the last one."""

from __future__ import annotations

import re
from collections.abc import Sequence

from chat.assistant.offline.language import Lexicon
from chat.assistant.offline.text import fold
from invoices.domain.line_item import LineItem

_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth")
_WORD = re.compile(r"[^\W_]+")


def lines_named(words: str, lines: Sequence[LineItem], lexicon: Lexicon) -> list[LineItem]:
    """The lines that some words name; empty when they name none."""
    words = fold(words)
    position = named_position(words, len(lines), lexicon)
    if position is not None:
        return [lines[position]]
    pieces = lexicon.re(r"<and>|,|\bor\b|/").split(words)
    found: list[LineItem] = []
    for piece in pieces:
        found += [line for line in _best(piece, lines, lexicon) if line not in found]
    return found


def named_position(words: str, count: int, lexicon: Lexicon) -> int | None:
    """The position an ordinal or a line number names, if the draft has it."""
    for index, name in enumerate(_ORDINALS):
        if lexicon.re(f"<ordinal_{name}>").search(words):
            return index if index < count else None
    if lexicon.re("<ordinal_last>").search(words) and count:
        return count - 1
    if lexicon.re("<ordinal_other>").search(words) and count == 2:
        return 0
    number = lexicon.re(r"(?:<line_word>|#) ?#?(?P<n>\d{1,3})(?![\d.,%])").search(words)
    if number and 1 <= int(number["n"]) <= count:
        return int(number["n"]) - 1
    return None


def _best(piece: str, lines: Sequence[LineItem], lexicon: Lexicon) -> list[LineItem]:
    wanted = stems(piece, lexicon)
    if not wanted:
        return []
    scored = [(_overlap(wanted, stems(line.description, lexicon)), line) for line in lines]
    best = max((score for score, _ in scored), default=0.0)
    return [line for score, line in scored if score == best and score > 0]


def _overlap(wanted: set[str], have: set[str]) -> float:
    """How many of the wanted words a description has; other words of it count a little against."""
    hits = sum(any(_alike(word, other) for other in have) for word in wanted)
    return hits - 0.01 * len(have) if hits else 0.0


def _alike(one: str, other: str) -> bool:
    if one == other:
        return True
    shorter, longer = sorted((one, other), key=len)
    return len(shorter) >= 4 and (longer.startswith(shorter) or (len(longer) >= 8 and longer.endswith(shorter)))


def stems(text: str, lexicon: Lexicon) -> set[str]:
    """The telling words of a text, cut to a stem: plural and small words gone."""
    words = _WORD.findall(fold(text))
    telling = [w for w in words if not lexicon.has("article", w) and not lexicon.has("line_word", w)]
    telling = [
        w for w in telling if not lexicon.has("of", w) and not lexicon.has("for", w) and not lexicon.has("scope", w)
    ]
    return {stem(word) for word in telling if len(word) > 1}


def stem(word: str) -> str:
    """A word without its plural ending."""
    for ending, kept in (("ies", "y"), ("sses", "ss"), ("xes", "x"), ("shes", "sh"), ("ches", "ch")):
        if word.endswith(ending) and len(word) > len(ending) + 2:
            return word[: -len(ending)] + kept
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word
