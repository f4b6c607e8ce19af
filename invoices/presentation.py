"""Figures and dates as people read them: by locale, through babel's CLDR data.

Babel is imported when the first figure is formatted (it costs a cold start 90 ms), and a locale's
way of writing numbers is learned once from babel and then applied by plain string formatting:
an invoice of 1,000 lines formats 3,000 figures, and babel takes 32 microseconds for each.
Digits are never dropped: what the caller passes is what the reader sees.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from invoices.domain.currencies import minor_digits
from invoices.domain.money import EXACT

if TYPE_CHECKING:
    from babel import Locale

MINUS = "\u2212"
NO_BREAK_SPACE = "\u00a0"
_FALLBACK_LOCALE = "en_US"
# What babel makes of 1234567.89: in threes, or as in India in twos after the first three.
_SAMPLE = Decimal("1234567.89")
_THREES = re.compile(r"(\D*)1(\D*)234(\D*)567(\D+)89(\D*)", re.ASCII)
_TWOS = re.compile(r"(\D*)12(\D*)34(\D*)567(\D+)89(\D*)", re.ASCII)
_MINOR_UNITS = tuple(Decimal(1).scaleb(-digits) for digits in range(5))
_INDIAN_GROUP = re.compile(r"(?<=\d)(?=(?:\d\d)+\d$)", re.ASCII)
_LETTER_AT_END = re.compile(r"[^\W\d_][\u200e\u200f]*$")
_LETTER_AT_START = re.compile(r"[\u200e\u200f]*[^\W\d_]")

# The words the assistant keeps for units (and their UN/ECE Rec 20 codes) -> CLDR unit and length.
_Length = Literal["long", "short", "narrow"]
_LENGTHS: tuple[_Length, ...] = ("long", "short", "narrow")
_CLDR_UNITS: dict[str, tuple[str, _Length]] = {
    "hour": ("duration-hour", "long"),
    "day": ("duration-day", "long"),
    "week": ("duration-week", "long"),
    "month": ("duration-month", "long"),
    "year": ("duration-year", "long"),
    "minute": ("duration-minute", "long"),
    "km": ("length-kilometer", "short"),
    "mile": ("length-mile", "long"),
    "kg": ("mass-kilogram", "short"),
}
_UNIT_CODES = {
    "HUR": "hour",
    "DAY": "day",
    "WEE": "week",
    "MON": "month",
    "ANN": "year",
    "MIN": "minute",
    "KMT": "km",
    "SMI": "mile",
    "KGM": "kg",
    "C62": "",
}
# CLDR has no such units; in other languages the word stays as the user wrote it.
_ENGLISH_UNITS = frozenset({"word", "page", "piece", "item", "unit", "session", "license", "seat", "night", "ticket"})


@dataclass(frozen=True, slots=True)
class _NumberForm:
    """How a locale writes a number: signs around it, between groups and before the fraction."""

    prefix: str
    group: str
    point: str
    suffix: str
    in_twos: bool

    def write(self, number: Decimal, digits: int) -> str:
        text = f"{number:,.{digits}f}"
        sign = ""
        if number < 0:
            sign, text = MINUS, text[1:]
        if self.in_twos:
            whole, point, fraction = text.replace(",", "").partition(".")
            text = _INDIAN_GROUP.sub(",", whole) + point + fraction
        if self.group != "," or self.point != ".":
            text = text.translate({44: self.group, 46: self.point})
        return f"{sign}{self.prefix}{text}{self.suffix}"


def _learn(sample: str) -> _NumberForm | None:
    for pattern, in_twos in ((_THREES, False), (_TWOS, True)):
        if found := pattern.fullmatch(sample):
            prefix, _, group, point, suffix = found.groups()
            return _NumberForm(prefix, group, point, suffix, in_twos)
    return None


@lru_cache(maxsize=64)
def _locale(tag: str) -> Locale:
    """The locale of a tag such as de-CH; its language alone, or en-US, if CLDR has no such thing."""
    from babel import Locale, UnknownLocaleError

    name = tag.replace("-", "_")
    for candidate in (name, name.partition("_")[0], _FALLBACK_LOCALE):
        try:
            return Locale.parse(candidate)
        except (UnknownLocaleError, ValueError, TypeError):
            continue
    raise AssertionError("babel has no en_US")


@lru_cache(maxsize=256)
def _money_form(currency: str, locale: str, coded: bool) -> _NumberForm:
    from babel.numbers import format_currency

    place = _locale(locale)
    pattern = place.currency_formats["standard"].pattern
    if coded:
        pattern = pattern.replace("¤", "¤¤")
    sample = format_currency(_SAMPLE, currency, format=pattern, locale=place, currency_digits=False)
    form = _learn(sample) or _NumberForm(currency, ",", ".", "", in_twos=False)
    # CLDR's currencySpacing, which babel leaves out: letters don't touch digits.
    before = NO_BREAK_SPACE if _LETTER_AT_END.search(form.prefix) else ""
    after = NO_BREAK_SPACE if _LETTER_AT_START.match(form.suffix) else ""
    return _NumberForm(form.prefix + before, form.group, form.point, after + form.suffix, form.in_twos)


@lru_cache(maxsize=64)
def _decimal_form(locale: str) -> _NumberForm:
    from babel.numbers import format_decimal

    return _learn(format_decimal(_SAMPLE, locale=_locale(locale))) or _NumberForm("", ",", ".", "", in_twos=False)


@lru_cache(maxsize=64)
def _percent_form(locale: str) -> _NumberForm:
    from babel.numbers import format_percent

    sample = format_percent(_SAMPLE / 100, locale=_locale(locale), decimal_quantization=False)
    return _learn(sample) or _NumberForm("", ",", ".", "%", in_twos=False)


def _digits_after_point(number: Decimal) -> int:
    if number.same_quantum(_MINOR_UNITS[0]):
        return 0
    return max(0, -int(number.normalize(EXACT).as_tuple().exponent))


def money(amount: Decimal, currency: str, locale: str, *, coded: bool = False) -> str:
    """An amount with its currency: at least the minor digits, more only if the amount has more.

    ``coded`` writes the ISO code instead of the currency's sign, for a medium that lacks the sign.

    >>> money(Decimal("1948.5"), "USD", "en-US"), money(Decimal("0.1234"), "USD", "en-US")
    ('$1,948.50', '$0.1234')
    """
    digits = minor_digits(currency)
    if not amount.same_quantum(_MINOR_UNITS[digits]):
        digits = max(digits, _digits_after_point(amount))
    return _money_form(currency, locale, coded).write(amount, digits)


def quantity(number: Decimal, locale: str) -> str:
    """A count without needless zeros: 12, 1.5, 1,200."""
    return _decimal_form(locale).write(number, _digits_after_point(number))


def percent(rate: Decimal, locale: str) -> str:
    """A rate that is stated in percent: Decimal('8.25') -> '8.25%'."""
    return _percent_form(locale).write(rate, _digits_after_point(rate))


@lru_cache(maxsize=1024)
def long_date(day: date, locale: str) -> str:
    """A date with the month's name, which nobody reads the wrong way round: October 5, 2025."""
    from babel.dates import format_date

    return str(format_date(day, format="long", locale=_locale(locale)))


@lru_cache(maxsize=64)
def _plural_form(locale: str) -> Callable[[Decimal], str]:
    form: Callable[[Decimal], str] = _locale(locale).plural_form
    return form


_unit_words: dict[tuple[str, str, str], str] = {}


@lru_cache(maxsize=1024)
def unit_label(unit: str | None, quantity: Decimal, locale: str) -> str:
    """The word behind a quantity: ('hour', 12, 'de') -> 'Stunden'; a unit of one's own as written."""
    name = _UNIT_CODES.get(unit or "", unit or "")
    if name in _CLDR_UNITS:
        key = (name, locale, _plural_form(locale)(quantity))
        if key not in _unit_words:
            _unit_words[key] = _cldr_unit(name, quantity, locale)
        return _unit_words[key]
    if name in _ENGLISH_UNITS and quantity != 1 and _locale(locale).language == "en":
        return name + "s"
    return name


def _cldr_unit(name: str, quantity: Decimal, locale: str) -> str:
    from babel.numbers import format_decimal
    from babel.units import format_unit

    place = _locale(locale)
    measure, length = _CLDR_UNITS[name]
    number = format_decimal(quantity, locale=place)
    for tried in (length, *_LENGTHS):
        text = format_unit(quantity, measure, length=tried, locale=place)
        if measure not in text:  # babel's answer when it has no pattern of this length
            return text.replace(number, "").strip(" \u00a0\u202f")
    return name


def country_name(code: str, locale: str) -> str:
    """The country's name in the reader's language; the code itself if there is none."""
    return str(_locale(locale).territories.get(code, code))
