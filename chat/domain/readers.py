"""What code can read out of words: the readers that the firewall and a model's tools are given."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Protocol

from chat.domain.situation import Situation


@dataclass(frozen=True, slots=True, kw_only=True)
class ResolvedDate:
    """What a phrase says about a date: a day, or so many days after the issue date.

    ``doubt`` is ``ambiguous_date`` (the value is the locale's reading) or ``invalid_date`` (there
    is no value).
    """

    day: date | None = None
    days: int | None = None
    doubt: str | None = None


class Readers(Protocol):
    """Numbers and dates in words, by the seller's locale and calendar."""

    def figures_in(self, text: str, situation: Situation) -> Set[Decimal]:
        """Every number the text states, in any writing ("1.5k", "a dozen", "2h30" as 2.5)."""
        ...

    def dates_in(self, text: str, situation: Situation) -> Set[date]:
        """Every day the text states, in each reading it may have."""
        ...

    def resolve_date(self, phrase: str, situation: Situation, *, issue_date: date | None) -> ResolvedDate | None:
        """What a phrase such as "end of next month" or "net 30" means; None when it says no date.

        ``issue_date`` is what terms count from; None when the phrase is about the issue date.
        """
        ...

    def quantity_in(self, words: str, situation: Situation) -> tuple[Decimal, str | None] | None:
        """How many, and of which unit if the words say: "a dozen", "45 minutes" as 0.75 hours, "9:00-12:00"."""
        ...
