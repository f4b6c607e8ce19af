import subprocess
import sys
from datetime import date
from decimal import Decimal

import pytest
from babel import Locale, localedata
from babel.numbers import format_currency, format_decimal
from hypothesis import given
from hypothesis import strategies as st

from invoices import presentation
from invoices.domain.currencies import MINOR_DIGITS

NBSP = "\u00a0"
AMOUNTS = st.decimals(min_value=0, max_value=Decimal("999999999999.99"), places=2)


@pytest.mark.parametrize(
    ("amount", "currency", "locale", "shown"),
    [
        ("1948.50", "USD", "en-US", "$1,948.50"),
        ("1948.5", "USD", "en-US", "$1,948.50"),
        ("0", "USD", "en-US", "$0.00"),
        ("-30", "USD", "en-US", "−$30.00"),
        ("0.1234", "USD", "en-US", "$0.1234"),
        ("150.0000", "USD", "en-US", "$150.00"),
        ("450000", "JPY", "en-US", "¥450,000"),
        ("1234.5", "KWD", "en-US", f"KWD{NBSP}1,234.500"),
        ("1234.5", "EUR", "de-DE", f"1.234,50{NBSP}€"),
        ("1234567.89", "EUR", "fr-FR", f"1\u202f234\u202f567,89{NBSP}€"),
        ("1234567.89", "INR", "en-IN", "₹12,34,567.89"),
        ("999999999999999999999999.99", "USD", "en-US", "$999,999,999,999,999,999,999,999.99"),
        ("1234.5", "CHF", "de-CH", f"CHF{NBSP}1’234.50"),
        ("1.5", "USD", "es-MX", f"USD{NBSP}1.50"),
        ("1.5", "USD", "no such locale", "$1.50"),
        ("1.5", "USD", "", "$1.50"),
    ],
)
def test_money(amount, currency, locale, shown):
    assert presentation.money(Decimal(amount), currency, locale) == shown


def test_money_may_name_the_code_instead_of_the_sign():
    assert presentation.money(Decimal("1.5"), "INR", "en-US", coded=True) == f"INR{NBSP}1.50"
    assert presentation.money(Decimal("1.5"), "INR", "de-DE", coded=True) == f"1,50{NBSP}INR"


@pytest.mark.parametrize("currency", sorted(MINOR_DIGITS))
def test_every_currency_has_its_own_minor_digits(currency):
    shown = presentation.money(Decimal("1234567"), currency, "en-US")

    digits = MINOR_DIGITS[currency]
    assert shown.endswith("1,234,567" + ("." + "0" * digits if digits else ""))


@given(AMOUNTS, st.sampled_from(["en-US", "en-IN", "de-DE", "fr-FR", "de-CH", "ja-JP", "pl-PL", "pt-BR", "sv-SE"]))
def test_money_is_what_babel_writes(amount, locale):
    expected = format_currency(amount, "EUR", locale=locale.replace("-", "_"))

    assert presentation.money(amount, "EUR", locale) == expected


def test_the_way_of_every_locale_of_cldr_is_understood():
    number = Decimal("1234567.89")
    # Toki Pona, a language made for fun, groups all digits in twos.
    locales = [name for name in localedata.locale_identifiers() if not name.startswith("tok")]

    shown = {name: presentation.quantity(number, name) for name in locales}

    assert shown == {name: format_decimal(number, locale=Locale.parse(name)) for name in locales}


def test_money_can_be_written_in_every_locale_of_cldr():
    for name in localedata.locale_identifiers():
        assert "234" in presentation.money(Decimal("1234"), "EUR", name)


@pytest.mark.parametrize(
    ("number", "locale", "shown"),
    [("12", "en-US", "12"), ("1.50", "en-US", "1.5"), ("1200", "en-US", "1,200"), ("0.000001", "de-DE", "0,000001")],
)
def test_quantity(number, locale, shown):
    assert presentation.quantity(Decimal(number), locale) == shown


@pytest.mark.parametrize(
    ("rate", "locale", "shown"),
    [("8.25", "en-US", "8.25%"), ("19", "de-DE", f"19{NBSP}%"), ("0", "en-US", "0%"), ("7.7000", "en-US", "7.7%")],
)
def test_percent(rate, locale, shown):
    assert presentation.percent(Decimal(rate), locale) == shown


@pytest.mark.parametrize(
    ("locale", "shown"),
    [
        ("en-US", "October 5, 2025"),
        ("en-GB", "5 October 2025"),
        ("de-DE", "5. Oktober 2025"),
        ("xx", "October 5, 2025"),
    ],
)
def test_long_date(locale, shown):
    assert presentation.long_date(date(2025, 10, 5), locale) == shown


@pytest.mark.parametrize(
    ("unit", "quantity", "locale", "shown"),
    [
        ("hour", "1", "en-US", "hour"),
        ("hour", "1.5", "en-US", "hours"),
        ("hour", "12", "de-DE", "Stunden"),
        ("HUR", "12", "en-US", "hours"),
        ("C62", "12", "en-US", ""),
        (None, "12", "en-US", ""),
        ("km", "412", "en-US", "km"),
        ("month", "1", "fr-FR", "mois"),
        ("month", "12", "ja-JP", "か月"),
        ("day", "5", "pl-PL", "dni"),
        ("page", "3", "en-US", "pages"),
        ("page", "3", "de-DE", "page"),
        ("banana bunch", "3", "en-US", "banana bunch"),
    ],
)
def test_unit_label(unit, quantity, locale, shown):
    assert presentation.unit_label(unit, Decimal(quantity), locale) == shown


@pytest.mark.parametrize(
    ("code", "locale", "shown"),
    [("DE", "en-US", "Germany"), ("DE", "de-DE", "Deutschland"), ("QQ", "en-US", "QQ"), ("", "en-US", "")],
)
def test_country_name(code, locale, shown):
    assert presentation.country_name(code, locale) == shown


def test_importing_it_loads_neither_babel_nor_django():
    script = "import sys, invoices.presentation; sys.exit(any(name in sys.modules for name in ('babel', 'django')))"

    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0
