"""When the invoice is dated and due: dates with the words that announce them, and payment terms."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from chat.assistant.offline.dates import (
    DateMention,
    Resolved,
    add_business_days,
    add_months,
    place_date,
    resolve,
)
from chat.assistant.offline.language import Lexicon
from chat.assistant.offline.quantities import unit_at
from chat.assistant.offline.text import MASKED, MONEY, Page
from invoices.domain.invoice import MAX_DUE_DAYS


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """A due or issue date as said: days after the issue date, or a day (None: no such day)."""

    quote: str
    days: int | None = None
    day: date | None = None
    ambiguous: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """All that a message says about dates."""

    issue: When | None = None
    due: When | None = None
    service: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True)
class _Calendar:
    today: date
    issue: date


class TermsReader:
    """Reads the dates of one page; masks what it understood."""

    def __init__(self, page: Page, lexicon: Lexicon, mentions: Sequence[DateMention]) -> None:
        self.page = page
        self.lexicon = lexicon
        self.by_start: dict[int, DateMention] = {}
        for mention in mentions:
            self.by_start.setdefault(mention.start, mention)
        self.used: set[int] = set()

    def read(self, *, today: date, issue: date, is_later: bool = False) -> Terms:
        """What is said about dates; ``issue`` is the draft's issue date so far.

        ``is_later``: in a later message, a date alone is the due date.
        """
        issued = self._dated("issue", _Calendar(today, issue), is_due=False)
        start = issued.day if issued and issued.day else issue
        calendar = _Calendar(today, start)
        due = (
            self._on_receipt()
            or self._dated("due", calendar, is_due=True)
            or self._counted(calendar)
            or self._dated("by_date", calendar, is_due=True)
            or self._days_alone()
            or (self._alone(calendar) if is_later and issued is None else None)
        )
        return Terms(issue=issued, due=due, service=tuple(self._service(calendar)))

    def _dated(self, purpose: str, calendar: _Calendar, *, is_due: bool) -> When | None:
        found = None
        for match in self.lexicon.re(f"<{purpose}>").finditer(self.page.shape):
            mention = self._mention_after(match.end())
            if mention is None or self.page.is_taken(match.start(), match.end()):
                continue
            if purpose == "issue" and self.lexicon.re("<due> $").search(self.page.shape[: match.start()]):
                continue
            resolved = resolve(mention, today=calendar.today, issue=calendar.issue, is_due=is_due)
            found = self._when(match.start(), mention, resolved)
        return found

    def _when(self, start: int, mention: DateMention, resolved: Resolved) -> When:
        quote = self.page.quote(start, mention.end)
        self._use(start, mention)
        return When(quote=quote, day=resolved.day, ambiguous=resolved.ambiguous)

    def _use(self, start: int, mention: DateMention) -> None:
        self.used.add(mention.start)
        self.page.cover(start, mention.end)

    def _mention_after(self, position: int) -> DateMention | None:
        """The date that follows, filling words such as `on`, `by the` skipped."""
        skip = self.lexicon.re(r"[^\S\n]*(?:[:=(,*-]|<date_fill>)?[^\S\n]*")
        for _ in range(6):
            while self.page.shape[position : position + 1] in {" ", "\t"}:
                position += 1
            mention = self.by_start.get(position)
            if mention is not None and mention.start not in self.used:
                return mention
            step = skip.match(self.page.shape, position)
            if step is None or step.end() == position:
                return None
            position = step.end()
        return self.by_start.get(position)

    def _on_receipt(self) -> When | None:
        match = self.lexicon.re("(?:<due> )?<on_receipt>").search(self.page.shape)
        if match is None:
            return None
        quote = self.page.quote(*match.span())
        self.page.cover(*match.span())
        return When(quote=quote, days=0)

    def _counted(self, calendar: _Calendar) -> When | None:
        """`net 15`, `due in two weeks`, `60 days from today`, `within 10 business days`."""
        for match in self._counts():
            when = self._count(match, calendar)
            if when is not None:
                return when
        return None

    def _counts(self) -> Iterator[re.Match[str]]:
        fill = "(?: (?:<date_fill>|<in>|<terms>|[:=(,-])){0,5}"
        shape = self.page.shape
        patterns = (
            rf"(?:<due>|<terms>){fill} (?P<n>$N)",
            r"(?<!\w)(?:net|n)[-/]?(?P<digits>\d{1,3})(?!\w)",
            r"(?:<in> |<due> )?(?P<n>$N)(?P<from>(?= [^\W\d_]+ ))",
        )
        for pattern in patterns:
            yield from self.lexicon.re(pattern).finditer(shape)

    def _count(self, match: re.Match[str], calendar: _Calendar) -> When | None:
        groups = match.groupdict()
        if groups.get("digits"):
            return self._days(match.start(), match.end(), int(groups["digits"]))
        figure = self.page.figure(match, "n")
        if figure is None or figure.value is None or figure.value != figure.value.to_integral_value():
            return None
        count = int(figure.value)
        business = self.lexicon.re(" <business>").match(self.page.shape, figure.end)
        unit = unit_at(self.page, self.lexicon, business.end() if business else figure.end)
        start, end = match.start(), unit[1] if unit else figure.end
        tail = self.lexicon.re(" (?:(?P<today><from_today>)|(?P<issue><from_invoice>))").match(self.page.shape, end)
        if "from" in groups and tail is None and not self._leads_to_pay(end):
            return None
        if (unit and unit[0] not in {"day", "week", "month"}) or not 0 <= count <= MAX_DUE_DAYS:
            return None
        if unit is None and not self.lexicon.re("<terms>[^a-z]*$").search(self.page.shape[: figure.start]):
            return None
        end = tail.end() if tail else end
        base = calendar.today if tail and tail["today"] else calendar.issue
        is_today = bool(tail and tail["today"])
        kind = "business" if business else unit[0] if unit else "day"
        return self._after(start, end, kind, count, base, from_today=is_today)

    def _days_alone(self) -> When | None:
        """`..., 45 days.` behind a price: terms, unless days are what is charged for."""
        match = self.lexicon.re(r"(?<=[,;.]) (?P<n>$N) (?=[^\W\d_])").search(self.page.shape)
        figure = self.page.figure(match, "n") if match else None
        unit = unit_at(self.page, self.lexicon, figure.end) if figure else None
        if not match or not figure or not unit or unit[0] != "day" or figure.value is None:
            return None
        alone = re.match(r"\s*(?:$|[,;.\n])", self.page.shape[unit[1] :])
        priced = MONEY in self.page.shape[: match.start()]
        charged = self.lexicon.re("(?:<per>|<per_strict>|/) ?<day_word>").search(self.page.shape)
        if not alone or not priced or charged or not 5 <= figure.value <= 365 or figure.value % 1:
            return None
        return self._days(match.start(), unit[1], int(figure.value))

    def _alone(self, calendar: _Calendar) -> When | None:
        left = [m for m in self.by_start.values() if m.start not in self.used and not _is_taken(self.page, m)]
        strong = [m for m in left if not m.weak] or left
        if len(strong) != 1 or self._service_start(strong[0].start) is not None:
            return None
        resolved = resolve(strong[0], today=calendar.today, issue=calendar.issue, is_due=True)
        return self._when(strong[0].start, strong[0], resolved)

    def _leads_to_pay(self, end: int) -> bool:
        return bool(self.lexicon.re(" <to_pay>").match(self.page.shape, end))

    def _after(self, start: int, end: int, kind: str, count: int, base: date, *, from_today: bool) -> When | None:
        if kind in {"day", "week"} and not from_today:
            return self._days(start, end, count * (7 if kind == "week" else 1))
        quote = self.page.quote(start, end)
        self.page.cover(start, end)
        try:
            if kind == "business":
                return When(quote=quote, day=add_business_days(base, min(count, 400)))
            if kind == "month":
                return When(quote=quote, day=add_months(base, min(count, 120)))
            return When(quote=quote, day=base + timedelta(days=count * (7 if kind == "week" else 1)))
        except (OverflowError, ValueError):
            return When(quote=quote)

    def _days(self, start: int, end: int, days: int) -> When | None:
        if days > MAX_DUE_DAYS:
            return None
        quote = self.page.quote(start, end)
        self.page.cover(start, end)
        return When(quote=quote, days=days)

    def _service(self, calendar: _Calendar) -> Iterator[date]:
        """Days on which work was done: noted, and out of the way of the lines."""
        for mention in sorted(self.by_start.values(), key=lambda m: m.start):
            if mention.start in self.used or _is_taken(self.page, mention):
                continue
            start = self._service_start(mention.start)
            if start is None and mention.weak:
                continue
            resolved = resolve(mention, today=calendar.today, issue=calendar.issue, is_due=False)
            place_date(self.page, mention)
            self._use(mention.start if start is None else start, mention)
            if resolved.day is not None:
                yield resolved.day

    def _service_start(self, position: int) -> int | None:
        pattern = self.lexicon.re(r"(?:<service_date>|(?<!\w)(?:on|vom|am|le|el|il|em|op))(?: <date_fill>){0,2} $")
        match = pattern.search(self.page.shape[max(0, position - 60) : position])
        return None if match is None else max(0, position - 60) + match.start()


def _is_taken(page: Page, mention: DateMention) -> bool:
    """Whether another reader took part of the date's span."""
    return MASKED in page.shape[mention.start : mention.end]
