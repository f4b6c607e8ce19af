"""Money: numbers that carry a currency by symbol, code or word, and percentages."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache

from chat.assistant.offline.language import Lexicon
from chat.assistant.offline.text import MONEY, NUMBER, PERCENT, Figure, Page
from chat.domain.situation import SellerDefaults
from invoices.domain.currencies import MINOR_DIGITS

_SYMBOLS = {
    "us$": "USD", "usd$": "USD", "u$s": "USD", "au$": "AUD", "a$": "AUD", "aud$": "AUD", "ca$": "CAD", "c$": "CAD",
    "cad$": "CAD", "can$": "CAD", "nz$": "NZD", "hk$": "HKD", "s$": "SGD", "sg$": "SGD", "mx$": "MXN", "r$": "BRL",
    "$": "$", "£": "GBP", "€": "EUR", "¥": "JPY", "₹": "INR", "₩": "KRW", "₺": "TRY", "₽": "RUB", "₪": "ILS",
    "₫": "VND", "฿": "THB", "₱": "PHP", "₦": "NGN", "₴": "UAH", "kč": "CZK", "zł": "PLN", "zl": "PLN",
    "rs": "INR", "rs.": "INR", "inr": "INR", "fr.": "fr", "sfr.": "CHF", "sfr": "CHF", "kr": "kr", "kr.": "kr",
    "円": "JPY", "元": "CNY",
}  # fmt: skip
# Codes that are also words are codes only in capitals; these may be written small.
_SMALL_CODES = frozenset(
    [
        "usd",
        "eur",
        "gbp",
        "cad",
        "aud",
        "nzd",
        "chf",
        "jpy",
        "inr",
        "brl",
        "sek",
        "nok",
        "dkk",
        "pln",
        "czk",
        "huf",
        "sgd",
        "hkd",
        "zar",
        "mxn",
        "aed",
        "cny",
        "krw",
        "thb",
        "php",
    ]
)
_DOLLARS = ("USD", "CAD", "AUD", "NZD", "SGD", "HKD")
_OWN_DOLLARS = ("USD", "CAD", "AUD")
_KRONER = ("SEK", "NOK", "DKK", "ISK", "CZK")


def currency_of(name: str, seller: SellerDefaults) -> str | None:
    """The ISO code for a symbol, a word's meaning or a code; generic ones as the seller means them."""
    if name == "$":
        return seller.currency if seller.currency in _OWN_DOLLARS else "USD"
    if name == "kr":
        return seller.currency if seller.currency in _KRONER else "SEK"
    if name == "fr":
        return "CHF"
    if name == "c":
        return seller.currency if seller.currency in {*_DOLLARS, "EUR"} else "USD"
    if name == "GBp":
        return "GBP"
    return name if name in MINOR_DIGITS else None


@cache
def _around(lexicon: Lexicon) -> tuple[re.Pattern[str], re.Pattern[str]]:
    symbols = "|".join(
        re.escape(s) + (r"(?![^\W\d_])" if s[-1].isascii() and s[-1].isalpha() else "")
        for s in sorted(_SYMBOLS, key=len, reverse=True)
    )
    words = "|".join(re.escape(w) for w in sorted(lexicon.table("currencies"), key=len, reverse=True))
    before = re.compile(rf"(?<!\w)(?P<minus>-)?(?P<name>{symbols}|[a-z]{{3}})(?P<minus2> ?-)?[^\S\n]?(?P<n>{NUMBER}+)")
    after = re.compile(rf"(?P<n>[{NUMBER}{MONEY}]+)[^\S\n]?-?(?P<name>(?:{words}|[a-z]{{3}})(?![^\W\d_])|{symbols})")
    return before, after


def place_percents(page: Page, lexicon: Lexicon) -> None:
    """Turn `8.25 %` and `8 percent` into percentages."""
    for match in list(lexicon.re(r"(?P<n>$N)(?: %| <percent>)").finditer(page.shape)):
        figure = page.figures[match.start("n")]
        page.place(Figure(start=match.start(), end=match.end(), kind=PERCENT, value=figure.value))


def place_money(page: Page, lexicon: Lexicon, seller: SellerDefaults) -> None:
    """Turn numbers next to a currency into money; a code behind wins over a symbol before."""
    before, after = _around(lexicon)
    for match in list(before.finditer(page.shape)):
        name = _SYMBOLS.get(match["name"]) or _code(page, match.start("name"), match.end("name"))
        currency = name and currency_of(name, seller)
        if not currency:
            continue
        number = page.figures[match.start("n")]
        value = number.value
        if value is not None and (match["minus"] or match["minus2"]):
            value = -value
        _place(page, match.start(), match.end(), number, value, currency)
    words = lexicon.table("currencies")
    for match in list(after.finditer(page.shape)):
        meaning = words.get(match["name"]) or _SYMBOLS.get(match["name"])
        name = meaning or _code(page, match.start("name"), match.end("name"))
        currency = name and currency_of(name, seller)
        number = page.figures[match.start("n")]
        if not currency or (number.kind == MONEY and (meaning is not None and number.currency != currency)):
            continue
        hundredth = meaning in {"c", "GBp"} and number.kind == NUMBER and number.value is not None
        value = number.value / 100 if hundredth and number.value is not None else number.value
        _place(page, match.start(), match.end(), number, value, currency)
    _join_cents(page, lexicon)


def _place(page: Page, start: int, end: int, number: Figure, value: Decimal | None, currency: str) -> None:
    page.place(
        Figure(
            start=start, end=end, kind=MONEY, value=value, currency=currency, sized=number.sized, worded=number.worded
        )
    )


def _code(page: Page, start: int, end: int) -> str | None:
    written = page.raw[start:end]
    code = written.upper()
    if code not in MINOR_DIGITS:
        return None
    return code if written == code or written in _SMALL_CODES else None


def _join_cents(page: Page, lexicon: Lexicon) -> None:
    """`5 dollars and 50 cents` is one amount."""
    for match in list(lexicon.re(r"(?P<a>$M) <number_and> (?P<b>$M)").finditer(page.shape)):
        whole, part = page.figure(match, "a"), page.figure(match, "b")
        if not whole or not part or whole.value is None or part.value is None:
            continue
        if part.value < 1 <= whole.value and whole.value % 1 == 0 and "cent" in page.plain[part.start : part.end]:
            _place(page, whole.start, part.end, whole, whole.value + part.value, whole.currency or "")


def named_currency(page: Page, lexicon: Lexicon, seller: SellerDefaults) -> tuple[int, int, str] | None:
    """A currency said without a figure (`in euros`, `currency: GBP`): (start, end, code)."""
    words = lexicon.table("currencies")
    names = "|".join(
        re.escape(word) for word in sorted(words, key=len, reverse=True) if words[word] not in {"c", "GBp"}
    )
    pattern = lexicon.re("(?P<lead><currency_word>)")
    name = re.compile(
        rf"[^\S\n]*[:=]?[^\S\n]*(?:the )?(?P<name>{names}|[a-z]{{3}}|us\$|[€£¥₹$])(?![\w{NUMBER}{MONEY}])"
    )
    for match in pattern.finditer(page.shape):
        found = name.match(page.shape, match.end())
        if not found:
            continue
        meaning = words.get(found["name"]) or _SYMBOLS.get(found["name"])
        code = meaning or _code(page, found.start("name"), found.end("name"))
        currency = code and currency_of(code, seller)
        if currency:
            return match.start(), found.end(), currency
    return None
