"""The readers of numbers and dates in words, for the firewall and for a model's tools: the offline assistant's."""

from __future__ import annotations

from collections.abc import Iterator, Set
from datetime import date
from decimal import Decimal

from chat.assistant.offline.dates import DateMention, place_dates, resolve
from chat.assistant.offline.language import Lexicon, detect, lexicon
from chat.assistant.offline.numbers import place_numbers
from chat.assistant.offline.quantities import in_hours, place_durations, unit_at
from chat.assistant.offline.terms import TermsReader, When
from chat.assistant.offline.text import Page, fold
from chat.domain.readers import ResolvedDate
from chat.domain.situation import Situation


class WordReaders:
    """Readers (see chat.domain.readers) for the seven languages; holds nothing, so one will do for all."""

    def figures_in(self, text: str, situation: Situation) -> Set[Decimal]:
        """Every number, in any writing; durations also in hours."""
        return frozenset(_figures(text, situation))

    def dates_in(self, text: str, situation: Situation) -> Set[date]:
        """Every day, both ways round where month and day could change places, as issue and as due date."""
        page = Page.of(text)
        found = set()
        for mention in place_dates(page, _lexicon(text, situation), locale=situation.seller.locale):
            found |= _days(mention, situation.today)
        return found

    def resolve_date(self, phrase: str, situation: Situation, *, issue_date: date | None) -> ResolvedDate | None:
        """A phrase as a day or as terms; the conventions are those of the offline assistant."""
        words = _lexicon(phrase, situation)
        terms = None if issue_date is None else _terms(f"due {phrase}", words, situation, issue_date)
        if terms is not None:
            return _of_terms(terms)
        page = Page.of(phrase)
        mentions = place_dates(page, words, locale=situation.seller.locale)
        if not mentions:
            return None
        read = resolve(
            mentions[0], today=situation.today, issue=issue_date or situation.today, is_due=issue_date is not None
        )
        return ResolvedDate(day=read.day, doubt=_doubt(read.day, is_ambiguous=read.ambiguous))

    def quantity_in(self, words: str, situation: Situation) -> tuple[Decimal, str | None] | None:
        """One quantity and its unit; minutes come back as hours."""
        language = _lexicon(words, situation)
        page = _numbered(words, language, situation)
        figures = [figure for figure in page.figures.values() if figure.value is not None]
        if len(figures) != 1 or figures[0].value is None:
            return None
        unit = unit_at(page, language, figures[0].end)
        name = figures[0].unit or (unit[0] if unit else None)
        if name == "minute":
            return in_hours(figures[0].value), "hour"
        return figures[0].value, name


def _lexicon(text: str, situation: Situation) -> Lexicon:
    earlier = " ".join(message.text for message in situation.history[-4:])
    fallback = situation.seller.locale.split("-")[0]
    return lexicon(detect(fold(text), earlier=fold(earlier), fallback=fallback))


def _numbered(text: str, words: Lexicon, situation: Situation) -> Page:
    page = Page.of(text)
    place_durations(page)
    place_numbers(page, words, locale=situation.seller.locale)
    return page


def _figures(text: str, situation: Situation) -> Iterator[Decimal]:
    words = _lexicon(text, situation)
    page = _numbered(text, words, situation)
    plain = Page.of(text)
    place_numbers(plain, words, locale=situation.seller.locale)
    for each in (page, plain):
        for figure in each.figures.values():
            if figure.value is None:
                continue
            yield figure.value
            unit = unit_at(each, words, figure.end)
            if unit and unit[0] == "minute":
                yield in_hours(figure.value)


def _terms(text: str, words: Lexicon, situation: Situation, issue_date: date) -> When | None:
    page = Page.of(text)
    mentions = place_dates(page, words, locale=situation.seller.locale)
    place_numbers(page, words, locale=situation.seller.locale)
    return TermsReader(page, words, mentions).read(today=situation.today, issue=issue_date).due


def _of_terms(when: When) -> ResolvedDate:
    if when.days is not None:
        return ResolvedDate(days=when.days)
    return ResolvedDate(day=when.day, doubt=_doubt(when.day, is_ambiguous=when.ambiguous))


def _doubt(day: date | None, *, is_ambiguous: bool) -> str | None:
    if day is None:
        return "invalid_date"
    return "ambiguous_date" if is_ambiguous else None


def _days(mention: DateMention, today: date) -> set[date]:
    readings = [resolve(mention, today=today, issue=today, is_due=is_due) for is_due in (False, True)]
    return {reading.day for reading in readings if reading.day is not None}
