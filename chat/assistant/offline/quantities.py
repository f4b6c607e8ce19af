"""How much of something: units, durations (2h30, 45 minutes) and time ranges (9:00 to 12:00)."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache

from chat.assistant.offline.language import Lexicon
from chat.assistant.offline.text import NUMBER, Figure, Page

_CLOCK = r"(\d{1,2})(?:[:.h](\d{2}))?[^\S\n]?(am|pm|a\.m\.|p\.m\.|h|uhr|uur)?"
_RANGE = re.compile(
    rf"(?<![\w.:/$€£-])(?:from |von |de |dalle |van |das |desde las |des )?{_CLOCK}"
    r"[^\S\n]?(?:-|to|until|till|til|bis|a las|a|à|as|alle|tot|hasta)[^\S\n]?(?:las )?"
    rf"{_CLOCK}(?![\w:/%$€£]|[.,]\d)"
)
_COMPACT = re.compile(
    r"(?<![\w.,:])(\d{1,3})[^\S\n]?(?:h|hrs?|hours?|std|stunden|horas?|heures?|ore|ora|uur)[^\S\n]?(?:and "
    r"|und |et |y |e |en )?"
    r"(\d{1,2})(?![\d.,/:])(?:[^\S\n]?(?:m|mins?|minutes?|minuten|minutos|minuti|minuut))?(?![\w:])"
)
_COLON_HOURS = re.compile(
    r"(?<![\w.,:])(\d{1,2}):([0-5]\d)[^\S\n]?(?:h|hrs?|hours?|std|stunden|horas|heures|ore|uur)(?!\w)"
)
_SIXTY = Decimal(60)


def place_durations(page: Page) -> None:
    """Note written durations and time ranges as numbers of hours."""
    for match in _RANGE.finditer(page.shape):
        hours = _between(match)
        if hours is not None:
            _place(page, match.start(), match.end(), hours)
    for pattern in (_COMPACT, _COLON_HOURS):
        for match in pattern.finditer(page.shape):
            minutes = int(match[2])
            if minutes < 60:
                _place(page, match.start(), match.end(), int(match[1]) + minutes / _SIXTY)


def _place(page: Page, start: int, end: int, hours: Decimal) -> None:
    value = hours.quantize(Decimal("0.000001")).normalize()
    page.place(Figure(start=start, end=end, kind=NUMBER, value=value, unit="hour"))


def _between(match: re.Match[str]) -> Decimal | None:
    """Hours between two clock times; None when the text is no clear range of times."""
    has_minutes = match[2] is not None and match[5] is not None
    marked = match[3] or match[6]
    if not has_minutes and not marked:
        return None
    start, end = _minutes(match[1], match[2], match[3] or None), _minutes(match[4], match[5], match[6] or None)
    if start is None or end is None:
        return None
    if match[6] and match[6].startswith("p") and not match[3] and start < end - 12 * 60:
        start += 12 * 60
    if end <= start and not match[3] and not match[6]:
        end += 12 * 60
    return (end - start) / _SIXTY if start < end else None


def _minutes(hour: str, minute: str | None, half: str | None) -> Decimal | None:
    hours, minutes = int(hour), int(minute or 0)
    if hours > 24 or minutes > 59:
        return None
    if half and half[0] == "p" and hours < 12:
        hours += 12
    if half and half[0] == "a" and hours == 12:
        hours = 0
    return Decimal(hours * 60 + minutes)


@cache
def unit_pattern(lexicon: Lexicon) -> re.Pattern[str]:
    """A unit word at a position, with an optional article-like `of` left for others."""
    words = "|".join(re.escape(word) for word in sorted(lexicon.table("units"), key=len, reverse=True))
    return re.compile(rf"[^\S\n]{{0,2}}-?(?P<unit>{words})\.?(?![\w²³])")


def unit_at(page: Page, lexicon: Lexicon, position: int) -> tuple[str, int] | None:
    """(unit, where its word ends) when a unit stands at the position."""
    match = unit_pattern(lexicon).match(page.shape, position)
    if match is None:
        return None
    return lexicon.table("units")[match["unit"]], match.end("unit")


def in_hours(quantity: Decimal) -> Decimal:
    """Minutes as hours."""
    return (quantity / _SIXTY).quantize(Decimal("0.000001")).normalize()
