"""Reading figures: plain decimals within the limits of the contract, or a refusal in words.

Limits (design.md section 7): finite, not negative, at most 12 digits before the point and 6
(quantity) or 4 (unit price, rate) after it.
"""

from __future__ import annotations

import re
from decimal import Context, Decimal, Inexact

from invoices.domain.currencies import minor_digits
from invoices.domain.errors import InvalidInvoice

_PLAIN = re.compile(r"-?\d{1,40}(?:\.\d{1,40})?", re.ASCII)
_MAX_WHOLE_DIGITS = 12
_HUNDRED = Decimal(100)
_MAX_DIGITS = 80
# Everything _PLAIN lets through, to the last digit: the usual 28 digits would bend 1.000...01 (32 digits) to 1.
_EVERY_DIGIT = Context(prec=_MAX_DIGITS, traps=[Inexact])


def read_decimal(value: object, *, field: str) -> Decimal:
    """A finite plain decimal such as '12.50', 12 or Decimal('12.5'); no exponent, no NaN."""
    text = _written_out(value)
    if not isinstance(text, str) or not _PLAIN.fullmatch(text.strip()):
        raise InvalidInvoice.of(field, "not_a_number", f"{_label(field)} must be a plain number such as 12.50.")
    return Decimal(text.strip())


def _written_out(value: object) -> object:
    if isinstance(value, int) and not isinstance(value, bool):
        value = Decimal(value)
    # A few characters such as 1E+999999999 must not be written out as a gigabyte of zeros.
    if isinstance(value, Decimal) and value.is_finite() and -_MAX_DIGITS < value.adjusted() < _MAX_DIGITS:
        return f"{value:f}"
    return value


def _label(field: str) -> str:
    return field.rsplit(".", 1)[-1].replace("_", " ").capitalize()


def _bounded(value: object, *, field: str, decimals: int) -> Decimal:
    number = read_decimal(value, field=field)
    if number < 0:
        raise InvalidInvoice.of(field, "negative", f"{_label(field)} can't be negative.")
    if number >= Decimal(10) ** _MAX_WHOLE_DIGITS:
        raise InvalidInvoice.of(field, "too_large", f"{_label(field)} must be below 1,000,000,000,000.")
    trimmed = plain(number)
    if -int(trimmed.as_tuple().exponent) > decimals:
        raise InvalidInvoice.of(
            field,
            "too_precise",
            f"{_label(field)} can have at most {decimals} digits after the point.",
        )
    return trimmed


def plain(number: Decimal) -> Decimal:
    """Without trailing zeros and without an exponent: 12.50 -> 12.5, 1E+2 -> 100, -0 -> 0."""
    trimmed = number.normalize(_EVERY_DIGIT)
    if not trimmed:
        return Decimal(0)
    return trimmed.quantize(Decimal(1), context=_EVERY_DIGIT) if int(trimmed.as_tuple().exponent) > 0 else trimmed


def quantity(value: object, *, field: str = "quantity") -> Decimal:
    """How many: above zero."""
    number = _bounded(value, field=field, decimals=6)
    if not number:
        raise InvalidInvoice.of(field, "not_positive", "Quantity must be more than zero.")
    return number


def unit_price(value: object, *, field: str = "unit_price") -> Decimal:
    """The price of one, in major units of the currency; zero means free."""
    return _bounded(value, field=field, decimals=4)


def percent(value: object, *, field: str) -> Decimal:
    """A percentage from 0 to 100 (tax rate, percent discount)."""
    number = _bounded(value, field=field, decimals=4)
    if number > _HUNDRED:
        raise InvalidInvoice.of(field, "not_a_percentage", f"{_label(field)} must be between 0 and 100 percent.")
    return number


def money_amount(value: object, *, currency: str, field: str = "amount") -> Decimal:
    """An amount in whole minor units of the currency."""
    return _bounded(value, field=field, decimals=minor_digits(currency))


def stated_amount(value: object, *, field: str) -> Decimal:
    """An amount or total the user named, only to be compared with the computed one."""
    return _bounded(value, field=field, decimals=6)


def price_text(price: Decimal, currency: str) -> str:
    """A unit price as text: at least the minor digits, more only when it has them."""
    digits = max(minor_digits(currency), -int(price.normalize().as_tuple().exponent))
    return f"{price:.{digits}f}"
