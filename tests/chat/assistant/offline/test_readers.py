"""The small readers, each by a table of what people write and what it means."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from chat.assistant.offline.amounts import place_money, place_percents
from chat.assistant.offline.contacts import address_of, read_email, read_purchase_order
from chat.assistant.offline.dates import place_dates
from chat.assistant.offline.language import LANGUAGES, detect, lexicon
from chat.assistant.offline.line_names import lines_named
from chat.assistant.offline.numbers import place_numbers, read_digits
from chat.assistant.offline.pasted import unfold
from chat.assistant.offline.quantities import place_durations
from chat.assistant.offline.terms import TermsReader
from chat.assistant.offline.text import MONEY, NUMBER, PERCENT, Page, clean, fold
from chat.domain.situation import SellerDefaults
from invoices.domain.line_item import LineItem

TUESDAY = date(2026, 3, 10)


def figures(text, *, language="en", locale="en-US", currency="USD", country="US"):
    page, words = Page.of(text), lexicon(language)
    place_durations(page)
    place_numbers(page, words, locale=locale)
    place_percents(page, words)
    place_money(page, words, SellerDefaults(currency=currency, locale=locale, country=country))
    return [page.figures[start] for start in sorted(page.figures)]


@pytest.mark.parametrize(
    ("text", "comma", "value"),
    [
        ("1,234.56", False, "1234.56"),
        ("1.234,56", False, "1234.56"),
        ("1'234.50", True, "1234.50"),
        ("1 234,50", False, "1234.50"),
        ("1,50,000", False, "150000"),
        ("12,34,567.89", False, "1234567.89"),
        ("1,234", False, "1234"),
        ("1,234", True, "1.234"),
        ("1.234", False, "1.234"),
        ("1.234", True, "1234"),
        ("0,125", False, "0.125"),
        ("12,50", False, "12.50"),
        ("1.234.567", False, "1234567"),
        (".5", False, "0.5"),
        ("1.2.3", False, None),
    ],
)
def test_separators_are_read_by_shape_and_only_then_by_locale(text, comma, value):
    assert read_digits(text, decimal_comma=comma) == (value and Decimal(value))


@pytest.mark.parametrize(
    ("language", "text", "value"),
    [
        ("en", "nine hundred", 900),
        ("en", "twenty-five hundred", 2500),
        ("en", "two thousand five hundred and twelve", 2512),
        ("en", "two grand", 2000),
        ("en", "1.5k", 1500),
        ("en", "a dozen", 12),
        ("en", "half a dozen", 6),
        ("en", "one and a half", "1.5"),
        ("en", "3 1/2", "3.5"),
        ("en", "2½", "2.5"),
        ("en", "1.2 lakh", 120000),
        ("es", "doscientos cincuenta", 250),
        ("es", "mil quinientos", 1500),
        ("es", "treinta y cinco", 35),
        ("fr", "quatre-vingt-dix", 90),
        ("fr", "deux cent trente", 230),
        ("fr", "vingt et un", 21),
        ("de", "zweihundertfünfzig", 250),
        ("de", "fünfundzwanzig", 25),
        ("de", "dreitausendvierhundert", 3400),
        ("de", "anderthalb", "1.5"),
        ("pt", "cento e vinte e cinco", 125),
        ("pt", "dois mil e quinhentos", 2500),
        ("it", "duecentocinquanta", 250),
        ("it", "tremila", 3000),
        ("nl", "vijfentwintig", 25),
        ("nl", "tweehonderdvijftig", 250),
    ],
)
def test_number_words_count(language, text, value):
    found = figures(f"x {text} y", language=language)

    assert [figure.value for figure in found] == [Decimal(value)]


@pytest.mark.parametrize(
    "text",
    [
        "A4 paper",
        "3-day workshop",
        "order 44-B",
        "24/7 support",
        "B2B",
        "version 2.0.1",
        "the 20th",
        "each one of them",
    ],
)
def test_digits_inside_words_are_no_figures(text):
    assert figures(text) == []


@pytest.mark.parametrize(
    ("text", "kind", "value", "code"),
    [
        ("$1,234.56", MONEY, "1234.56", "USD"),
        ("1.234,56 €", MONEY, "1234.56", "EUR"),
        ("EUR 300", MONEY, "300", "EUR"),
        ("300 gbp", MONEY, "300", "GBP"),
        ("fifty bucks", MONEY, "50", "USD"),
        ("₹1,50,000", MONEY, "150000", "INR"),
        ("R$ 85.90", MONEY, "85.90", "BRL"),
        ("US$20", MONEY, "20", "USD"),
        ("$20 CAD", MONEY, "20", "CAD"),
        ("99 cents", MONEY, "0.99", "USD"),
        ("75 quid", MONEY, "75", "GBP"),
        ("¥8,765", MONEY, "8765", "JPY"),
        ("-$40", MONEY, "-40", "USD"),
        ("$1e400", MONEY, None, "USD"),
        ("8.25 %", PERCENT, "8.25", None),
        ("8 percent", PERCENT, "8", None),
        ("300 all", NUMBER, "300", None),
    ],
)
def test_money_is_a_number_with_a_currency(text, kind, value, code):
    (figure,) = figures(f"for {text}.")

    assert (figure.kind, figure.value, figure.currency) == (kind, value and Decimal(value), code)


@pytest.mark.parametrize(
    ("currency", "country", "text", "code"),
    [
        ("CAD", "CA", "$5", "CAD"),
        ("AUD", "AU", "5 bucks", "AUD"),
        ("EUR", "DE", "$5", "USD"),
        ("CHF", "CH", "5 Fr.", "CHF"),
    ],
)
def test_a_dollar_is_the_sellers_own(currency, country, text, code):
    assert [figure.currency for figure in figures(text, currency=currency, country=country)] == [code]


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("2h30", "2.5"),
        ("1h 15", "1.25"),
        ("9:00 to 12:00", "3"),
        ("9am-5pm", "8"),
        ("1:30 hours", "1.5"),
        ("10am to 2:30pm", "4.5"),
    ],
)
def test_durations_are_hours(text, hours):
    (figure,) = figures(f"work {text} done")

    assert (figure.value, figure.unit) == (Decimal(hours), "hour")


def terms(text, *, language="en", locale="en-US", today=TUESDAY):
    page, words = Page.of(text), lexicon(language)
    mentions = place_dates(page, words, locale=locale)
    place_numbers(page, words, locale=locale)
    return TermsReader(page, words, mentions).read(today=today, issue=today)


@pytest.mark.parametrize(
    ("language", "text", "days"),
    [
        ("en", "net 15", 15),
        ("en", "due in 15 days", 15),
        ("en", "due in two weeks", 14),
        ("en", "payment within 10 days", 10),
        ("en", "due on receipt", 0),
        ("en", "terms: 21 days", 21),
        ("es", "vence en 15 días", 15),
        ("fr", "échéance dans 15 jours", 15),
        ("de", "zahlbar innerhalb von 10 Tagen", 10),
        ("pt", "vencimento em 10 dias", 10),
        ("it", "scadenza a 60 giorni", 60),
        ("nl", "betaalbaar binnen 21 dagen", 21),
    ],
)
def test_terms_count_from_the_issue_date(language, text, days):
    assert terms(text, language=language).due.days == days


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("due Friday", date(2026, 3, 13)),
        ("due next Friday", date(2026, 3, 20)),
        ("due Tuesday", date(2026, 3, 17)),
        ("due tomorrow", date(2026, 3, 11)),
        ("due the 20th", date(2026, 3, 20)),
        ("due the 5th", date(2026, 4, 5)),
        ("due end of month", date(2026, 3, 31)),
        ("due end of next month", date(2026, 4, 30)),
        ("due the 1st of next month", date(2026, 4, 1)),
        ("due Jan 15", date(2026, 1, 15)),
        ("due June 3rd", date(2026, 6, 3)),
        ("due 2026-04-05", date(2026, 4, 5)),
        ("due 4/25", date(2026, 4, 25)),
        ("60 days from today", date(2026, 5, 9)),
        ("due in 10 business days", date(2026, 3, 24)),
        ("due in 2 months", date(2026, 5, 10)),
    ],
)
def test_due_dates_follow_the_conventions(text, day):
    assert terms(text).due.day == day


@pytest.mark.parametrize(
    ("locale", "text", "day", "ambiguous"),
    [
        ("en-US", "due 06/07/2026", date(2026, 6, 7), True),
        ("en-GB", "due 06/07/2026", date(2026, 7, 6), True),
        ("en-US", "due 25/12/2026", date(2026, 12, 25), False),
        ("en-GB", "due 12/25/2026", date(2026, 12, 25), False),
        ("en-US", "due 5/5/2026", date(2026, 5, 5), False),
        ("de-DE", "due 31.06.2026", None, False),
    ],
)
def test_numeric_dates_are_read_by_locale(locale, text, day, ambiguous):
    due = terms(text, locale=locale).due

    assert (due.day, due.ambiguous) == (day, ambiguous)


def test_a_day_of_work_is_neither_issue_nor_due_date():
    said = terms("tiling performed 10.1.2025")

    assert (said.issue, said.due, said.service) == (None, None, (date(2025, 10, 1),))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("invoice acme for 3 hours", "en"),
        ("factura a Bar Faro por limpieza", "es"),
        ("facture pour le garage, échéance", "fr"),
        ("Rechnung an Müller über drei Tage", "de"),
        ("fatura para você com desconto", "pt"),
        ("fattura per il cliente con sconto", "it"),
        ("factuur voor de klant met korting", "nl"),
    ],
)
def test_a_message_tells_its_language(text, code):
    assert detect(fold(text), earlier="", fallback="en") == code


def test_every_language_answers_everything_english_answers():
    english = lexicon("en").own.replies

    for code in LANGUAGES:
        assert not english.keys() - lexicon(code).own.replies.keys() - {"assumed_due"}, code


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("against PO 4471-B:", "4471-B"),
        ("PO# 99812", "99812"),
        ("purchase order WS/2026/14.", "WS/2026/14"),
        ("no PO", ""),
        ("po box opening", None),
    ],
)
def test_purchase_orders_are_found(text, number):
    found = read_purchase_order(Page.of(text), lexicon("en"))

    assert (found and found[0]) == number


def test_an_email_is_found_without_its_brackets():
    assert read_email(Page.of("bill Acme <ap@acme.example>, $5"), lexicon("en"))[0] == "ap@acme.example"


def test_an_address_is_taken_apart():
    address = address_of("14 Mill Lane, Ashford, OH 44805")

    assert (address.line1, address.city, address.region, address.postal_code) == (
        "14 Mill Lane",
        "Ashford",
        "OH",
        "44805",
    )


LINES = (
    LineItem(id="1", description="Lane ropes"),
    LineItem(id="2", description="Clocks"),
    LineItem(id="3", description="Delivery"),
)


@pytest.mark.parametrize(
    ("words", "ids"),
    [
        ("the second item", ["2"]),
        ("line 3", ["3"]),
        ("the last one", ["3"]),
        ("clock", ["2"]),
        ("ropes and delivery", ["1", "3"]),
        ("hosting", []),
        ("the ninth", []),
    ],
)
def test_lines_are_named_by_place_or_words(words, ids):
    assert [line.id for line in lines_named(words, LINES, lexicon("en"))] == ids


def test_a_table_is_unfolded_into_sentences():
    table = "Item\tQty\tPrice\nShelf\t6\t$212.00\nTotal\t\t$1272.00"

    assert unfold(table, lexicon("en")).splitlines() == ["6 x Shelf @ $212.00", "total: $1272.00"]


def test_names_keep_their_letters_and_lose_what_is_invisible():
    assert clean("Zoe\u0308\u200b’s\u202e Café") == "Zoë’s Café"
    assert len(fold("Zoë’s ＄5 ½")) == len("Zoë’s ＄5 ½")
