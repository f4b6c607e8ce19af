"""The look of the page: every size in mm (type in points), every font weight, every colour."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from invoices.domain.colour import parts

POINTS_PER_MM = 72 / 25.4


def mm(length: float) -> float:
    """Millimetres in points, PDF's unit."""
    return length * POINTS_PER_MM


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper size, upright."""

    name: str
    width_mm: float
    height_mm: float

    @property
    def size(self) -> tuple[float, float]:
        """Width and height in points."""
        return mm(self.width_mm), mm(self.height_mm)


A4 = Paper("A4", 210, 297)
LETTER = Paper("Letter", 215.9, 279.4)
# CLDR supplemental data, paperSize US-Letter; all others use A4.
LETTER_COUNTRIES = frozenset(["BZ", "CA", "CL", "CO", "CR", "GT", "MX", "NI", "PA", "PH", "PR", "SV", "US", "VE"])


def paper_for(country: str) -> Paper:
    """The paper that is in the printers of a country (ISO 3166-1 alpha-2)."""
    return LETTER if country in LETTER_COUNTRIES else A4


# The page
SIDE_MARGIN_MM = 20
TOP_MARGIN_MM = 20
BOTTOM_MARGIN_MM = 24
FOOTER_BASELINE_MM = 13  # above the lower edge
FOOTER_RULE_MM = 18
OWN_FOOTER_GAP_MM = 1.5  # between the seller's own footer and the number below it
TOP_BAND_MM = 2.2  # the coloured band at the upper edge of the first page
RUNNING_HEAD_MM = 12  # from the top margin of a further page to what goes on there

# The first page's head
COLUMN_GAP_MM = 8
TITLE_WIDTH_MM = 50
AFTER_TITLE_MM = 9
AFTER_FACTS_MM = 8
AFTER_PARTIES_MM = 8
PANEL_PADDING_MM = 4.5
PANEL_BAR_MM = 1
AFTER_PANEL_MM = 9

# The line table
CELL_GAP_MM = 5  # between two columns
ROW_PADDING_MM = 2  # above and below a row
TABLE_HEAD_MM = 7
QUANTITY_WIDEST_MM = 32
PRICE_WIDEST_MM = 36
TAX_WIDEST_MM = 22
AMOUNT_WIDEST_MM = 42
NUMBER_NARROWEST_MM = 16

# The totals and what follows
BEFORE_TOTALS_MM = 3
TOTALS_ROW_MM = 6.2
TOTALS_AIR_MM = 1.6  # more height for the amount due
TOTALS_VALUE_WIDEST_MM = 46
BEFORE_TEXT_MM = 8
TEXT_WIDTH_MM = 120
RULE_WIDTH_MM = 0.18
STRONG_RULE_WIDTH_MM = 0.35

# Colours, as PDF writes them: red, green and blue from 0 to 1
INK = "0.102 0.122 0.212"
MUTED = "0.365 0.404 0.482"
ACCENT = "0.204 0.275 0.596"
HAIRLINE = "0.878 0.898 0.922"
RULE = "0.647 0.678 0.733"
PANEL = "0.961 0.969 0.984"
DRAFT_MARK = "0.925 0.933 0.949"
PAID_MARK = "0.886 0.953 0.910"
VOID_MARK = "0.988 0.910 0.902"


def pdf_colour(colour: str) -> str:
    """A hex colour as PDF writes it: '#344698' -> '0.204 0.275 0.596'; the house's own for none."""
    return " ".join(f"{part:.3f}" for part in parts(colour)) if colour else ACCENT


CAP_HEIGHT = 0.714  # of Open Sans, in ems


# The weights in use: few, for each costs some 4 kB in the file. Plain strings, because an Enum's hash is
# a Python function and every piece of text is looked up by its weight.
Weight = Literal["regular", "semibold"]
REGULAR: Weight = "regular"
SEMIBOLD: Weight = "semibold"
WEIGHTS = (REGULAR, SEMIBOLD)


@dataclass(frozen=True, slots=True)
class TextStyle:
    """How a piece of text looks; size and leading (line to line) in points.

    ``baseline`` is measured from the top of the line: capitals stand in the middle of the leading.
    """

    weight: Weight
    size: float
    leading: float
    colour: str = INK
    baseline: float = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "baseline", (self.leading + CAP_HEIGHT * self.size) / 2)


SELLER_NAME = TextStyle(SEMIBOLD, 17, 22)
TITLE = TextStyle(REGULAR, 17, 22, MUTED)
LABEL = TextStyle(REGULAR, 7.8, 12, MUTED)
BODY = TextStyle(REGULAR, 8.8, 12.6)
STRONG = TextStyle(SEMIBOLD, 8.8, 12.6)
DETAIL = TextStyle(REGULAR, 7.8, 11.4, MUTED)
HEADLINE_FIGURE = TextStyle(SEMIBOLD, 18, 23, INK)
TABLE_HEAD = TextStyle(SEMIBOLD, 7.6, 11, MUTED)
TOTAL = TextStyle(SEMIBOLD, 10, 14)
SMALL = TextStyle(REGULAR, 7.4, 10, MUTED)
MARK_SIZE = 120
MARK_ANGLE_DEGREES = 52
