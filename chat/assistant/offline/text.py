"""The user's words with their offsets: as written, folded for matching, and what is still unread."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache

# Private-use characters stand in the shape for what a reader has already understood. The user's
# own private-use characters are dropped, so nobody can type one.
MASKED = "\ue000"
MONEY = "\ue001"
NUMBER = "\ue002"
PERCENT = "\ue003"
DATE = "\ue004"
OPAQUE = "\ue005"

# Zero-width, bidirectional, tag and private-use characters: invisible, so never meant as words.
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\ue000-\uf8ff\U000e0000-\U000e0fff]"
)
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_SAME_LENGTH = str.maketrans(
    {
        **dict.fromkeys("’‘‛ʼ`´′", "'"),
        **dict.fromkeys("“”„«»‟″", '"'),
        **dict.fromkeys("–—−‐‑‒―﹣－", "-"),
        **dict.fromkeys("\u00a0\u2007\u202f\u2009\u2002\u2003\u2008\u200a\u3000", " "),
        **dict.fromkeys("×✕✖", "x"),
        "⁄": "/",
        "•": "*",
        "●": "*",
        "·": "*",
        "▪": "*",
        "…": ".",
    }
)


def clean(raw: str) -> str:
    """As written, without what can't be seen: one form of accents, plain line ends."""
    text = unicodedata.normalize("NFC", raw).replace("\r\n", "\n").replace("\r", "\n")
    return _CONTROL.sub(" ", _INVISIBLE.sub("", text.replace("\u2028", "\n").replace("\u2029", "\n")))


@lru_cache(maxsize=4096)
def _fold_character(character: str) -> str:
    plain = character.translate(_SAME_LENGTH)
    if plain.isascii():
        return plain.lower()
    compatible = unicodedata.normalize("NFKC", plain)
    plain = compatible if len(compatible) == 1 else plain
    base = unicodedata.normalize("NFD", plain)[0] if plain.isalpha() else plain
    lowered = base.lower()
    return lowered if len(lowered) == 1 else base


def fold(text: str) -> str:
    """The same number of characters, for matching: lower case, no accents, plain punctuation."""
    if text.isascii():
        return text.lower()
    return "".join(map(_fold_character, text))


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A figure somewhere in the text. ``value`` None means that it is no possible figure.

    ``kind`` is the placeholder that stands for it in the shape. ``unit`` is set where the
    writing itself names one (2h30). ``sized`` marks a written size (1.5k, two grand).
    """

    start: int
    end: int
    kind: str
    value: Decimal | None
    currency: str | None = None
    unit: str | None = None
    sized: bool = False
    worded: bool = False


@dataclass(slots=True)
class Page:
    """One message being read. Readers take spans off it; later readers see only the rest.

    ``raw`` and ``plain`` have the same offsets as ``shape``, where figures and what was taken
    are runs of placeholder characters.
    """

    raw: str
    plain: str
    shape: str
    figures: dict[int, Figure] = field(default_factory=dict)

    @classmethod
    def of(cls, message: str) -> Page:
        raw = clean(message)
        plain = fold(raw)
        return cls(raw, plain, plain)

    def cover(self, start: int, end: int, kind: str = MASKED) -> None:
        """Write the placeholder over a span of the shape."""
        self.shape = f"{self.shape[:start]}{kind * (end - start)}{self.shape[end:]}"

    def place(self, figure: Figure) -> None:
        """Note a figure, in the shape too; figures inside its span are replaced by it."""
        inside = [start for start in range(figure.start, figure.end) if start in self.figures]
        for start in inside:
            del self.figures[start]
        self.figures[figure.start] = figure
        self.cover(figure.start, figure.end, figure.kind)

    def figure(self, match: re.Match[str], group: str | int) -> Figure | None:
        """The figure where this group of a match on the shape begins."""
        return self.figures.get(match.start(group))

    def quote(self, start: int, end: int) -> str:
        """The user's own words of a span, on one line."""
        return " ".join(self.raw[start:end].split())[:200]

    def is_taken(self, start: int, end: int) -> bool:
        return MASKED in self.shape[start:end]
