"""Readers of plain digits and ISO dates: enough to test whoever is handed readers, without the real ones' language."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from chat.domain.readers import ResolvedDate
from chat.domain.situation import Situation

_NUMBER = re.compile(r"(?<![\w.])\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")
_TERMS = re.compile(r"(?:net |in )?(\d+)(?: days)?")


class PlainReaders:
    """`a dozen` and `45 minutes` are the only words it knows."""

    def figures_in(self, text: str, situation: Situation) -> set[Decimal]:
        found = {Decimal(match.replace(",", "")) for match in _NUMBER.findall(_ISO.sub(" ", text))}
        return found | ({Decimal(12)} if "a dozen" in text else set())

    def dates_in(self, text: str, situation: Situation) -> set[date]:
        read = (self.resolve_date(words, situation, issue_date=None) for words in _ISO.findall(text))
        return {found.day for found in read if found and found.day}

    def resolve_date(self, phrase: str, situation: Situation, *, issue_date: date | None) -> ResolvedDate | None:
        if _ISO.fullmatch(phrase):
            try:
                return ResolvedDate(day=date.fromisoformat(phrase))
            except ValueError:
                return ResolvedDate(doubt="invalid_date")
        if phrase == "03/04":
            return ResolvedDate(day=date(situation.today.year, 3, 4), doubt="ambiguous_date")
        terms = _TERMS.fullmatch(phrase)
        return ResolvedDate(days=int(terms[1])) if terms and issue_date is not None else None

    def quantity_in(self, words: str, situation: Situation) -> tuple[Decimal, str | None] | None:
        return {"a dozen": (Decimal(12), None), "45 minutes": (Decimal("0.75"), "hour")}.get(words)
