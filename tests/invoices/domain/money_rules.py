"""The money rules once more, written from the contract in exact fractions: an oracle for totals.

It shares no code with the product and knows nothing of Decimal contexts. Rule numbers are those
of the contract (money rules 1 to 4).
"""

from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction
from math import floor

from invoices.domain.invoice import InvoiceContent
from invoices.domain.line_item import LineItem, Reduction

_DIGITS = {"JPY": 0, "USD": 2, "EUR": 2, "KWD": 3, "CLF": 4}


@dataclass(frozen=True)
class Expected:
    """What an invoice must come to, in minor units."""

    line_amounts: list[int]
    subtotal: int
    discount: int
    taxes: dict[Fraction, int]
    total: int
    due: int


def _half_up(exact: Fraction) -> int:
    return floor(exact + Fraction(1, 2))


def _reduction(whole: Fraction, reduction: Reduction | None, unit: int) -> Fraction:
    if reduction is None:
        return Fraction(0)
    value = Fraction(reduction.value)
    return whole * value / 100 if reduction.kind == "percent" else min(value * unit, whole)


def _line(line: LineItem, unit: int) -> int:
    gross = Fraction(line.quantity) * Fraction(line.unit_price) * unit
    return _half_up(gross - _reduction(gross, line.discount, unit))


def _shares(discount: int, amounts: list[int], rates: list[Fraction]) -> list[int]:
    whole = sum(amounts)
    exact = [Fraction(discount * amount, whole or 1) for amount in amounts]
    shares = [floor(share) for share in exact]
    by_remainder = sorted(
        range(len(amounts)), key=lambda i: (exact[i] - shares[i], amounts[i], rates[i], -i), reverse=True
    )
    for i in by_remainder[: discount - sum(shares)]:
        shares[i] += 1
    return shares


def expected(content: InvoiceContent) -> Expected:
    """Rules 1 to 4, in minor units."""
    unit = 10 ** _DIGITS[content.currency]
    amounts = [_line(line, unit) for line in content.lines]
    rates = [
        Fraction(content.tax_rate if line.tax_rate is None else line.tax_rate) if line.taxed else Fraction(0)
        for line in content.lines
    ]
    stated = sum(amounts)
    discount = _half_up(_reduction(Fraction(stated), content.discount, unit))
    bases: dict[Fraction, int] = defaultdict(int)
    for amount, rate, share in zip(amounts, rates, _shares(discount, amounts, rates), strict=True):
        if rate:
            bases[rate] += amount - share
    included = content.prices_include_tax
    taxes = {
        rate: _half_up(base * rate / (100 + rate) if included else base * rate / 100) for rate, base in bases.items()
    }
    tax = sum(taxes.values())
    total = stated - discount if included else stated - discount + tax
    paid = _half_up(_reduction(Fraction(total), content.deposit, unit))
    return Expected(amounts, total + discount - tax, discount, taxes, total, total - paid)
