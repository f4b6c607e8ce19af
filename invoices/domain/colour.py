"""The colour of a seller's invoices: chosen freely as long as it can be read on paper."""

from __future__ import annotations

import re

from invoices.domain.errors import FieldProblem

LEAST_CONTRAST = 4.5  # WCAG 2.2, success criterion 1.4.3: text against what it stands on
_HEX = re.compile(r"#[0-9a-f]{6}", re.ASCII)


def parts(colour: str) -> tuple[float, float, float]:
    """Red, green and blue from 0 to 1: '#ff0000' -> (1.0, 0.0, 0.0)."""
    red, green, blue = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return red, green, blue


def contrast_with_white(colour: str) -> float:
    """From 1 (white itself) to 21 (black), as WCAG 2.2 defines the contrast ratio."""
    red, green, blue = (_linear(part) for part in parts(colour))
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def _linear(part: float) -> float:
    linear: float = part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
    return linear


def check_colour(colour: str, *, field: str) -> list[FieldProblem]:
    """Problems of a colour; none chosen is fine.

    Text in the colour stands on white, and white text may stand on the colour: one ratio for both.
    """
    if not colour:
        return []
    if not _HEX.fullmatch(colour):
        return [
            FieldProblem(field, "invalid_colour", "A colour looks like #344698: red, green and blue as hex digits.")
        ]
    contrast = contrast_with_white(colour)
    if contrast < LEAST_CONTRAST:
        # Cut, not rounded: 4.46 must not be called 4.5.
        text = (
            f"{colour} is too light to be read on white paper (contrast {int(contrast * 10) / 10} : 1, "
            f"at least {LEAST_CONTRAST} : 1 is needed). Choose a darker one."
        )
        return [FieldProblem(field, "too_light", text)]
    return []
