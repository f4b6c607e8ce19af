"""Totals that the user states: kept to be checked against what the lines come to."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from chat.assistant.offline.language import Lexicon
from chat.assistant.offline.text import Page


@dataclass(frozen=True, slots=True, kw_only=True)
class TotalMention:
    """A stated total and where."""

    start: int
    end: int
    quote: str
    value: Decimal
    currency: str | None


def read_totals(page: Page, lexicon: Lexicon) -> list[TotalMention]:
    """What is said to be the total; masked."""
    patterns = (
        r"(?:<article> )?<total>(?: (?:<be>|<of>|[:=(-]|<total_fill>)){0,3} (?P<f>$M|$N(?!"
        r" ?[^\W\d_]))\)?(?! ?<per>| ?<each>|/)(?P<after> <total_after>)?",
        r"(?P<f>$M|$N) (?:<be> )?<total_after>(?![^\W\d_])",
    )
    found = []
    for pattern in patterns:
        for match in list(lexicon.re(pattern).finditer(page.shape)):
            figure = page.figure(match, "f")
            if figure is None or figure.value is None or figure.value < 0:
                continue
            quote = page.quote(*match.span())
            page.cover(*match.span())
            found.append(
                TotalMention(
                    start=match.start(), end=match.end(), quote=quote, value=figure.value, currency=figure.currency
                )
            )
    return found
