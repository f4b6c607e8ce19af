"""Which of the seven languages a message is in, and that language's words ready for matching."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from re import Match, Pattern

from chat.assistant.offline.text import DATE, MONEY, NUMBER, PERCENT, fold

LANGUAGES = ("en", "es", "fr", "de", "pt", "it", "nl")
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """One language as data: phrases by purpose, and its number, unit, currency and date words.

    ``phrases`` maps a purpose to alternatives separated by ``|``. ``hints`` are words that
    tell the language; ``not_english`` are English words that mean something else here.
    """

    code: str
    hints: str
    phrases: Mapping[str, str]
    numbers: Mapping[str, int]
    scales: Mapping[str, int]
    fractions: Mapping[str, str] = field(default_factory=dict)
    units: Mapping[str, str]
    currencies: Mapping[str, str]
    months: str
    weekdays: str
    replies: Mapping[str, str]
    not_english: str = ""


def _words(code: str) -> Words:
    module = import_module(f"chat.assistant.offline.words.{code}")
    words: Words = module.WORDS
    return words


def _split(alternatives: str) -> list[str]:
    return [part for part in fold(alternatives).replace("\n", "").split("|") if part.strip()]


class Lexicon:
    """The words of a language together with English, which people mix into everything."""

    def __init__(self, code: str) -> None:
        self.code = code
        self.own = _words(code)
        self.english = self.own if code == "en" else _words("en")
        self._banned = frozenset(fold(self.own.not_english).split())
        self._phrases: dict[str, list[str]] = {}
        self._sets: dict[str, frozenset[str]] = {}
        self._compiled: dict[str, Pattern[str]] = {}
        self._tables: dict[str, dict[str, str]] = {}
        self._counts: dict[str, dict[str, int]] = {}

    def phrases(self, purpose: str) -> list[str]:
        """The alternatives for a purpose, longest first."""
        if purpose not in self._phrases:
            found = _split(self.own.phrases.get(purpose, ""))
            if self.own is not self.english:
                english = _split(self.english.phrases.get(purpose, ""))
                found += [phrase for phrase in english if phrase not in self._banned]
            self._phrases[purpose] = sorted(dict.fromkeys(part.strip() for part in found), key=len, reverse=True)
        return self._phrases[purpose]

    def has(self, purpose: str, word: str) -> bool:
        """Whether a folded word is one of the plain alternatives for a purpose."""
        if purpose not in self._sets:
            self._sets[purpose] = frozenset(self.phrases(purpose))
        return word in self._sets[purpose]

    def table(self, name: str) -> dict[str, str]:
        """Folded word -> meaning, for ``units`` or ``currencies``."""
        if name not in self._tables:
            self._tables[name] = self._table(name)
        return self._tables[name]

    def _table(self, name: str) -> dict[str, str]:
        own: Mapping[str, str] = getattr(self.own, name)
        english: Mapping[str, str] = getattr(self.english, name)
        merged = {word: key for key, words in english.items() for word in fold(words).split("|")}
        merged = {word: key for word, key in merged.items() if word not in self._banned}
        merged.update({word: key for key, words in own.items() for word in fold(words).split("|")})
        return merged

    def numbers(self, name: str) -> dict[str, int]:
        """Folded number word -> value, for ``numbers`` or ``scales``."""
        if name not in self._counts:
            self._counts[name] = self._numbers(name)
        return self._counts[name]

    def _numbers(self, name: str) -> dict[str, int]:
        own: Mapping[str, int] = getattr(self.own, name)
        english: Mapping[str, int] = getattr(self.english, name)
        merged = {fold(word): value for word, value in english.items() if fold(word) not in self._banned}
        merged.update({fold(word): value for word, value in own.items()})
        return merged

    def names(self, name: str) -> dict[str, int]:
        """Folded month or weekday name -> its position from 0."""
        if name not in self._counts:
            self._counts[name] = self._names(name)
        return self._counts[name]

    def _names(self, name: str) -> dict[str, int]:
        merged: dict[str, int] = {}
        for words in (self.english, self.own):
            for position, alternatives in enumerate(fold(getattr(words, name)).split()):
                merged.update(dict.fromkeys(alternatives.split("|"), position))
        return {word: position for word, position in merged.items() if word not in self._banned}

    def reply(self, key: str) -> str:
        """A sentence of the assistant in this language, or in English."""
        return self.own.replies.get(key) or self.english.replies[key]

    def re(self, template: str) -> Pattern[str]:
        """A pattern over a page's shape from a template.

        ``<purpose>`` is any of that purpose's phrases as whole words; ``$M`` money, ``$N`` a bare
        number, ``$P`` a percentage, ``$D`` a date, ``$V`` money or number; a space is optional
        space within the line; the rest is regular expression syntax.
        """
        if template not in self._compiled:
            self._compiled[template] = re.compile(_TEMPLATE.sub(self._fill, template))
        return self._compiled[template]

    def _fill(self, match: Match[str]) -> str:
        piece = match[0]
        if piece[0] == "[":
            return piece
        if piece == " ":
            is_counted = match.string[match.end() : match.end() + 1] in {"{", "?", "*", "+"}
            return r"[^\S\n]" if is_counted else r"[^\S\n]{0,4}"
        if piece[0] == "$":
            return _FIGURES[piece]
        phrases = self.phrases(piece[1:-1])
        if not phrases:
            return r"(?!)"
        joined = "|".join(re.escape(phrase).replace(r"\ ", r"[^\S\n]{1,3}") for phrase in phrases)
        return rf"(?<![^\W\d_])(?:{joined})(?![^\W\d_])"


_TEMPLATE = re.compile(r"\[(?:\\.|[^\]\\])*\]|(?<!\?P)<[a-z_]+>|\$[MNPDV]| ")
_FIGURES = {
    "$M": f"{MONEY}++",
    "$N": f"{NUMBER}++",
    "$P": f"{PERCENT}++",
    "$D": f"{DATE}++",
    "$V": f"(?:{MONEY}++|{NUMBER}++)",
}


@cache
def lexicon(code: str) -> Lexicon:
    """The lexicon of a language code, made once."""
    return Lexicon(code)


@cache
def _hints() -> Mapping[str, tuple[str, ...]]:
    by_word: dict[str, tuple[str, ...]] = {}
    for code in LANGUAGES:
        for word in fold(_words(code).hints).split():
            by_word[word] = (*by_word.get(word, ()), code)
    return by_word


def scores(plain: str) -> dict[str, float]:
    """How strongly a folded text points to each language, in distinct words."""
    hints = _hints()
    found = dict.fromkeys(LANGUAGES, 0.0)
    for word in set(_WORD.findall(plain[:2000])):
        codes = hints.get(word, ())
        for code in codes:
            found[code] += 1 / len(codes)
    return found


def detect(plain: str, *, earlier: str, fallback: str) -> str:
    """The language of a folded text; ``earlier`` messages, then ``fallback`` break a tie."""
    now = scores(plain)
    best = max(now.values())
    if not best:
        before = scores(earlier)
        code = max(LANGUAGES, key=lambda c: before[c])
        return code if before[code] else fallback
    ties = [code for code in LANGUAGES if now[code] >= best - 0.01]
    if len(ties) == 1:
        return ties[0]
    before = scores(earlier)
    return max(ties, key=lambda c: (before[c], c == fallback, c == "en"))
