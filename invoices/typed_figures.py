"""Figures as people type them into a form -> plain decimals, never guessed.

>>> plain_text("1,234.50", "en-US"), plain_text("1.234,50", "de-DE"), plain_text("12,5", "en-US")
('1234.50', '1234.50', '12.5')
"""

from __future__ import annotations

import re
from decimal import Decimal

from invoices.presentation import quantity

_SPACES = re.compile(r"[\s\u00a0\u202f']")
_GROUPED = r"[1-9]\d{0,2}(?:%s\d{3})+"


def decimal_point(locale: str) -> str:
    """What stands before the fraction in this locale: a point or a comma."""
    return "," if "," in quantity(Decimal("1.5"), locale) else "."


def plain_text(typed: str, locale: str) -> str:
    """The figure without groups and with a point; what is no figure comes back as it is.

    One sign followed by exactly three digits (1,234) is read as the locale reads it; everything
    else says by its own form which sign is the point.
    """
    text = _SPACES.sub("", typed)
    own = decimal_point(locale)
    other = "." if own == "," else ","
    for point, group in ((own, other), (other, own)):
        if re.fullmatch(rf"-?{_GROUPED % re.escape(group)}(?:{re.escape(point)}\d*)?", text, re.ASCII):
            return text.replace(group, "").replace(point, ".")
        if re.fullmatch(rf"-?\d*{re.escape(point)}\d+", text, re.ASCII):
            return text.replace(point, ".") if text.lstrip("-")[0] != point else text.replace(point, "0.")
    return text


def typed_text(number: Decimal | None, locale: str) -> str:
    """A figure for a form's input, in the locale's way; read back it is the same figure."""
    if number is None:
        return ""
    return f"{number:f}".replace(".", decimal_point(locale))
