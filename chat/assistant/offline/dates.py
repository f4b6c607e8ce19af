"""Dates as written: found in a text first, resolved against today and a role afterwards."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from chat.assistant.offline.language import Lexicon
from chat.assistant.offline.text import DATE, Figure, Page

_ISO = re.compile(r"(?<![\w.-])(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?![\w-]|\.\d)")
_NUMERIC = re.compile(r"(?<![\w.,/-])(\d{1,2})(\.|/|-)[ ]?(\d{1,2})\2[ ]?(\d{4}|\d{2})(?![\w/-]|[.,]\d)")
_SHORT = re.compile(r"(?<![\w.,/-])(\d{1,2})/(\d{1,2})(?![\w/%-]|[.,]\d)")
_SHORT_DOT = re.compile(r"(?<![\w.,/-])(\d{1,2})\.[ ]?(\d{1,2})\.(?!\d)")
_ORDINAL = r"(?:st|nd|rd|th|\.|er|ere|e|º|ª|°)?"


@dataclass(frozen=True, slots=True, kw_only=True)
class DateMention:
    """A date somewhere in the text. ``weak``: counts only where a word announces a date.

    ``kind`` says which of the other fields matter: ``ymd``, ``weekday``, ``day``, ``today``,
    ``month_end``, ``named``.
    """

    start: int
    end: int
    kind: str
    year: int | None = None
    month: int = 0
    day: int = 0
    other: tuple[int, int] | None = None
    offset: int = 0
    modifier: str = ""
    weak: bool = False


@dataclass(frozen=True, slots=True)
class Resolved:
    """A date, or None when there is no such day; ``ambiguous`` when it could be another."""

    day: date | None
    ambiguous: bool = False


def is_month_first(locale: str) -> bool:
    """Whether 03/04 is the 4th of March there."""
    return locale == "en-US"


def place_dates(page: Page, lexicon: Lexicon, *, locale: str) -> list[DateMention]:
    """Find all dates; the strong ones are noted in the shape at once."""
    found: list[DateMention] = []
    taken = [False] * (len(page.shape) + 1)
    for mention in _all(page.shape, lexicon, locale):
        if any(taken[mention.start : mention.end]):
            continue
        taken[mention.start : mention.end] = [True] * (mention.end - mention.start)
        found.append(mention)
        if not mention.weak:
            place_date(page, mention)
    return found


def place_date(page: Page, mention: DateMention) -> None:
    """Note a date in the shape."""
    page.place(Figure(start=mention.start, end=mention.end, kind=DATE, value=None))


def _all(shape: str, lexicon: Lexicon, locale: str) -> list[DateMention]:
    return [
        *_iso(shape),
        *_numeric(shape, locale),
        *_with_month(shape, lexicon),
        *_month_ends(shape, lexicon),
        *_weekdays(shape, lexicon),
        *_relative(shape, lexicon),
        *_short(shape, locale),
        *_days_of_month(shape, lexicon),
    ]


def _iso(shape: str) -> list[DateMention]:
    return [
        DateMention(start=m.start(), end=m.end(), kind="ymd", year=int(m[1]), month=int(m[3]), day=int(m[4]))
        for m in _ISO.finditer(shape)
    ]


def _numeric(shape: str, locale: str) -> list[DateMention]:
    return [
        _day_month(m.start(), m.end(), int(m[1]), int(m[3]), locale=locale, year=_full_year(m[4]))
        for m in _NUMERIC.finditer(shape)
    ]


def _short(shape: str, locale: str) -> list[DateMention]:
    found = [
        _day_month(m.start(), m.end(), int(m[1]), int(m[2]), locale=locale, weak=True) for m in _SHORT.finditer(shape)
    ]
    dotted = [
        _day_month(m.start(), m.end(), int(m[1]), int(m[2]), locale="de-DE", weak=True)
        for m in _SHORT_DOT.finditer(shape)
    ]
    return [mention for mention in (*found, *dotted) if 1 <= mention.month <= 12 and 1 <= mention.day <= 31]


def _full_year(digits: str) -> int:
    return int(digits) if len(digits) == 4 else 2000 + int(digits)


def _day_month(
    start: int, end: int, first: int, second: int, *, locale: str, year: int | None = None, weak: bool = False
) -> DateMention:
    """Two numbers in the locale's order; the other order where that is impossible."""
    month, day = (first, second) if is_month_first(locale) else (second, first)
    swapped = (day, month)
    if month > 12 and day <= 12:
        month, day = swapped
        swapped = (0, 0)
    other = swapped if 1 <= swapped[0] <= 12 and swapped[0] != swapped[1] and locale != "" else None
    return DateMention(start=start, end=end, kind="ymd", year=year, month=month, day=day, other=other, weak=weak)


@cache
def _month_patterns(lexicon: Lexicon) -> tuple[re.Pattern[str], ...]:
    months = "|".join(sorted(lexicon.names("months"), key=len, reverse=True))
    of = "|".join(lexicon.phrases("day_of"))
    weekdays = "|".join(sorted(lexicon.names("weekdays"), key=len, reverse=True))
    lead = rf"(?:(?:{weekdays})\.?,?[^\S\n]{{1,2}})?"
    year = r"(?:[^\S\n]{0,2},?[^\S\n]{0,2}(?:de[l]?[^\S\n])?(?P<year>\d{4}|'\d{2}))?(?![\w])"
    day = rf"(?P<day>\d{{1,2}}){_ORDINAL}"
    day_first = (
        rf"(?<![\w.,$€£]){lead}{day}[^\S\n]{{0,2}}[-/]?(?:(?:{of})[^\S\n])?[^\S\n]?(?P<month>{months})\b\.?[-/]?{year}"
    )
    month_first = rf"(?<!\w){lead}(?P<month>{months})\b\.?[^\S\n]{{1,2}}(?:the[^\S\n])?{day}(?![\w:%$€£]|[.,]\d){year}"
    return re.compile(day_first), re.compile(month_first)


def _with_month(shape: str, lexicon: Lexicon) -> list[DateMention]:
    months = lexicon.names("months")
    found = []
    for pattern in _month_patterns(lexicon):
        for m in pattern.finditer(shape):
            year = m["year"] and _full_year(m["year"].lstrip("'"))
            found.append(
                DateMention(
                    start=m.start(),
                    end=m.end(),
                    kind="ymd",
                    year=year or None,
                    month=months[m["month"]] + 1,
                    day=int(m["day"]),
                )
            )
    return found


def _month_ends(shape: str, lexicon: Lexicon) -> list[DateMention]:
    months = "|".join(sorted(lexicon.names("months"), key=len, reverse=True))
    ends = lexicon.re(rf"<end_of> (?P<month>{months})(?!\w)(?: (?P<year>\d{{4}}))?")
    names = lexicon.names("months")
    found = [
        DateMention(
            start=m.start(),
            end=m.end(),
            kind="month_end",
            month=names[m["month"]] + 1,
            year=int(m["year"]) if m["year"] else None,
            weak=True,
        )
        for m in ends.finditer(shape)
    ]
    for name in ("end_of_next_month", "first_of_next_month", "end_of_month", "end_of_week", "end_of_year"):
        found += [
            DateMention(start=m.start(), end=m.end(), kind="named", modifier=name, weak=True)
            for m in lexicon.re(f"<{name}>").finditer(shape)
        ]
    return found


def _weekdays(shape: str, lexicon: Lexicon) -> list[DateMention]:
    names = lexicon.names("weekdays")
    days = "|".join(sorted(names, key=len, reverse=True))
    found = []
    pattern = lexicon.re(
        rf"(?:(?P<next><next>)|(?P<this><this>)|(?P<last><last>))? (?<!\w)(?P<day>{days})(?!\w)\.?"
        r"(?: (?P<after>proximo|que viene|prochain|prossimo|que vem))?"
    )
    for m in pattern.finditer(shape):
        modifier = "next" if m["next"] or m["after"] else "last" if m["last"] else "this"
        start = m.start("next") if m["next"] else m.start("this") if m["this"] else m.start("last") if m["last"] else -1
        found.append(
            DateMention(
                start=start if start >= 0 else m.start("day"),
                end=m.end(),
                kind="weekday",
                day=names[m["day"]],
                modifier=modifier,
                weak=True,
            )
        )
    return found


def _relative(shape: str, lexicon: Lexicon) -> list[DateMention]:
    found = []
    for name, offset in (("today", 0), ("tomorrow", 1), ("yesterday", -1)):
        found += [
            DateMention(start=m.start(), end=m.end(), kind="today", offset=offset, weak=True)
            for m in lexicon.re(f"<{name}>").finditer(shape)
        ]
    return found


def _days_of_month(shape: str, lexicon: Lexicon) -> list[DateMention]:
    pattern = lexicon.re(
        r"(?:(?P<lead><the>) (?P<day>\d{1,2})(?:st|nd|rd|th|er|º|\.)?|(?<!\w)(?P<only>\d{1,2})(?:st|nd|rd"
        r"|th))(?![\w:%]|[.,/]\d)"
    )
    return [
        DateMention(start=m.start(), end=m.end(), kind="day", day=int(m["day"] or m["only"]), weak=True)
        for m in pattern.finditer(shape)
    ]


def add_months(day: date, months: int) -> date:
    """The same day so many months later, or that month's last day."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def month_end(day: date) -> date:
    """The last day of the day's month."""
    return day.replace(day=monthrange(day.year, day.month)[1])


def add_business_days(day: date, count: int) -> date:
    """So many days later, Saturdays and Sundays not counted."""
    while count > 0:
        day += timedelta(days=1)
        count -= day.weekday() < 5
    return day


def resolve(mention: DateMention, *, today: date, issue: date, is_due: bool) -> Resolved:
    """The day meant, by the product's conventions for issue and due dates."""
    if mention.kind == "ymd":
        return _resolve_ymd(mention, today=today, issue=issue, is_due=is_due)
    if mention.kind == "weekday":
        return Resolved(_weekday(mention, today))
    if mention.kind == "today":
        return Resolved(today + timedelta(days=mention.offset))
    if mention.kind == "day":
        return Resolved(_next_day_of_month(mention.day, today))
    if mention.kind == "month_end":
        start = _resolve_ymd(
            DateMention(start=0, end=0, kind="ymd", year=mention.year, month=mention.month, day=1),
            today=today,
            issue=issue.replace(day=1),
            is_due=is_due,
        ).day
        return Resolved(month_end(start) if start else None)
    return Resolved(_named(mention.modifier, today=today, issue=issue))


def _named(name: str, *, today: date, issue: date) -> date:
    if name == "end_of_month":
        return month_end(issue)
    if name == "end_of_next_month":
        return month_end(add_months(today.replace(day=1), 1))
    if name == "first_of_next_month":
        return add_months(today.replace(day=1), 1)
    if name == "end_of_year":
        return date(today.year, 12, 31)
    return today + timedelta(days=(4 - today.weekday()) % 7)


def _weekday(mention: DateMention, today: date) -> date:
    if mention.modifier == "next":
        monday = today - timedelta(days=today.weekday()) + timedelta(days=7)
        return monday + timedelta(days=mention.day)
    if mention.modifier == "last":
        return today - timedelta(days=(today.weekday() - mention.day - 1) % 7 + 1)
    return today + timedelta(days=(mention.day - today.weekday() - 1) % 7 + 1)


def _next_day_of_month(day: int, today: date) -> date | None:
    if not 1 <= day <= 31:
        return None
    month = today.replace(day=1)
    for _ in range(3):
        candidate = _day(month.year, month.month, day)
        if candidate and candidate >= today:
            return candidate
        month = add_months(month, 1)
    return None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _resolve_ymd(mention: DateMention, *, today: date, issue: date, is_due: bool) -> Resolved:
    day = _with_year(mention.year, mention.month, mention.day, today=today, issue=issue, is_due=is_due)
    if mention.other is None:
        return Resolved(day)
    other = _with_year(mention.year, *mention.other, today=today, issue=issue, is_due=is_due)
    if day is None:
        return Resolved(other)
    return Resolved(day, ambiguous=other is not None and other != day)


def _with_year(year: int | None, month: int, day: int, *, today: date, issue: date, is_due: bool) -> date | None:
    if year is not None:
        return _day(year, month, day)
    if not is_due:
        years = [_day(today.year + shift, month, day) for shift in (-1, 0, 1)]
        possible = [candidate for candidate in years if candidate]
        return min(possible, key=lambda d: abs((d - today).days), default=None)
    candidate = _day(issue.year, month, day)
    if candidate is not None and candidate < add_months(issue, -6):
        return _day(issue.year + 1, month, day)
    return candidate
