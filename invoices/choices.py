"""Currencies, countries, locales and time zones to choose from, by their names. Read once a process."""

from __future__ import annotations

from functools import lru_cache
from zoneinfo import available_timezones

from invoices.domain.currencies import MINOR_DIGITS

Choices = list[tuple[str, str]]
_LOCALES = """
en-US en-GB en-CA en-AU en-NZ en-IE en-IN en-ZA de-DE de-AT de-CH fr-FR fr-CA fr-BE fr-CH es-ES es-MX
it-IT it-CH nl-NL nl-BE pt-PT pt-BR pl-PL cs-CZ sk-SK sl-SI hr-HR hu-HU ro-RO bg-BG el-GR sv-SE da-DK
nb-NO fi-FI et-EE lv-LV lt-LT is-IS uk-UA tr-TR
"""
_AREAS = ("Africa", "America", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")


@lru_cache(maxsize=1)
def currencies() -> Choices:
    """Every ISO 4217 code the product bills in, with its English name."""
    from babel import Locale

    names = Locale("en").currencies
    return [(code, f"{code} – {names.get(code, code)}") for code in sorted(MINOR_DIGITS)]


@lru_cache(maxsize=1)
def countries() -> Choices:
    """ISO 3166-1 alpha-2 codes with their English names; none is a choice as well."""
    from babel import Locale

    # CLDR's territories hold also continents (digits), regions of its own and withdrawn codes.
    others = {"EU", "EZ", "UN", "QO", "XA", "XB", "ZZ", "AC", "CP", "CQ", "DG", "EA", "IC", "TA"}
    named = [(c, n) for c, n in Locale("en").territories.items() if len(c) == 2 and c.isalpha() and c not in others]
    return [("", "–"), *sorted(named, key=lambda pair: pair[1])]


@lru_cache(maxsize=1)
def locales() -> Choices:
    """Ways of writing figures and dates, by language and country."""
    from babel import Locale

    return [(tag, str(Locale.parse(tag, sep="-").get_display_name("en"))) for tag in _LOCALES.split()]


@lru_cache(maxsize=1)
def time_zones() -> tuple[str, ...]:
    """IANA names of places."""
    return ("UTC", *sorted(name for name in available_timezones() if name.split("/")[0] in _AREAS))
