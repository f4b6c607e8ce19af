"""Pages being filled: what is drawn on one, and the flow from one to the next.

Positions are in points from the upper left corner of the page. A page collects PDF operators
(ISO 32000-1, annex A) as text; reportlab's canvas takes them whole. Its own drawString costs as much
for one table cell as all cells of a line cost here.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import NamedTuple

from invoices.pdf.fonts import DocumentFonts, Stacks
from invoices.pdf.page_style import (
    BOTTOM_MARGIN_MM,
    CAP_HEIGHT,
    RUNNING_HEAD_MM,
    SIDE_MARGIN_MM,
    TABLE_HEAD_MM,
    TOP_MARGIN_MM,
    Paper,
    TextStyle,
    mm,
)
from invoices.pdf.text_layout import runs, width


class SetText(NamedTuple):
    """A line of text ready to be drawn at any height: where it begins, and each font's part of it."""

    style: TextStyle
    x: str
    runs: Sequence[tuple[str, str]]

    @classmethod
    def of(cls, stacks: Stacks, x: float, text: str, style: TextStyle) -> SetText:
        """Encode a text for one document's fonts."""
        stack = stacks[style.weight]
        if len(stack) == 1:
            return cls(style, f"{x:.2f}", ((stack[0].resource, f"<{stack[0].encode(text)}> Tj"),))
        return cls(style, f"{x:.2f}", [(face.resource, f"<{face.encode(run)}> Tj") for face, run in runs(text, stack)])


class Page:
    """One page, from the bottom up: filled areas, the mark across the page, rules, text."""

    def __init__(self, paper: Paper, fonts: DocumentFonts) -> None:
        self.width, self.height = paper.size
        self._stacks = fonts.stacks
        self._areas: list[str] = []
        self._mark: list[str] = []
        self._rules: list[str] = []
        self._text: list[str] = []
        self._font: tuple[str, float] | None = None
        self._colour: str | None = None

    def text(self, x: float, baseline: float, text: str, style: TextStyle) -> None:
        """Draw one line of text from ``x`` on."""
        self.set(SetText.of(self._stacks, x, text, style), baseline)

    def set(self, ready: SetText, baseline: float) -> None:
        """Draw a line of text that was encoded and placed before."""
        write = self._text.append
        style = ready.style
        if style.colour != self._colour:
            self._colour = style.colour
            write(f"{style.colour} rg")
        place = f"1 0 0 1 {ready.x} {self.height - baseline:.2f} Tm "
        for resource, shown in ready.runs:
            font = resource, style.size
            if font != self._font:
                self._font = font
                write(f"/{resource} {style.size:g} Tf")
            write(place + shown)
            place = ""  # a second run goes on where the first one ends

    def text_right(self, right: float, baseline: float, text: str, style: TextStyle) -> None:
        """Draw one line of text that ends at ``right``."""
        self.text(right - width(text, style), baseline, text, style)

    def rule(self, left: float, right: float, y: float, *, colour: str, thickness: float) -> None:
        """Draw a horizontal line."""
        y = self.height - y
        self._rules.append(f"{colour} RG {thickness:.2f} w {left:.2f} {y:.2f} m {right:.2f} {y:.2f} l S")

    def box(self, left: float, top: float, width: float, height: float, colour: str) -> None:
        """Fill a rectangle."""
        bottom = self.height - top - height
        self._areas.append(f"{colour} rg {left:.2f} {bottom:.2f} {width:.2f} {height:.2f} re f")

    def mark(self, text: str, style: TextStyle, angle_degrees: float) -> None:
        """Draw a word slantwise across the middle, under text and rules."""
        angle = math.radians(angle_degrees)
        cosine, sine = math.cos(angle), math.sin(angle)
        along, across = width(text, style) / 2, style.size * CAP_HEIGHT / 2
        x = self.width / 2 - along * cosine + across * sine
        y = self.height / 2 - along * sine - across * cosine
        self._mark.append(f"BT {style.colour} rg {cosine:.4f} {sine:.4f} {-sine:.4f} {cosine:.4f} {x:.2f} {y:.2f} Tm")
        for face, run in runs(text, self._stacks[style.weight]):
            self._mark.append(f"/{face.resource} {style.size:g} Tf <{face.encode(run)}> Tj")
        self._mark.append("ET")

    def operators(self) -> str:
        """All of the page, as the content stream of a PDF page."""
        return "\n".join([*self._areas, *self._mark, *self._rules, "BT", *self._text, "ET"])


class Pages:
    """The pages of a document: ``y`` is where the next thing goes on the last one.

    ``footer_height`` is what the seller's own footer takes at the foot of each, in points.

    ``running_head`` and ``table_head`` draw what a further page begins with and move ``y`` on;
    ``table_head`` is None outside of the table.
    """

    def __init__(self, paper: Paper, fonts: DocumentFonts, footer_height: float = 0) -> None:
        self.paper = paper
        self.fonts = fonts
        self.all: list[Page] = []
        page_width, page_height = paper.size
        self.left = mm(SIDE_MARGIN_MM)
        self.right = page_width - mm(SIDE_MARGIN_MM)
        self.width = self.right - self.left
        self.bottom = page_height - mm(BOTTOM_MARGIN_MM) - footer_height
        self.running_head: Callable[[], None] | None = None
        self.table_head: Callable[[], None] | None = None
        self._top = 0.0
        self._capacity = self.bottom - mm(TOP_MARGIN_MM) - mm(RUNNING_HEAD_MM)
        self.turn()

    @property
    def room(self) -> float:
        """Height that is left on the page."""
        return self.bottom - self.y

    @property
    def capacity(self) -> float:
        """Height that a further page has for what comes under its heads."""
        return self._capacity - (mm(TABLE_HEAD_MM) if self.table_head else 0)

    @property
    def is_at_top(self) -> bool:
        """Whether nothing but the heads stands on the page yet."""
        return self.y == self._top

    def turn(self) -> None:
        """Begin a page."""
        self.page = Page(self.paper, self.fonts)
        self.all.append(self.page)
        self.y = mm(TOP_MARGIN_MM)
        for head in (self.running_head, self.table_head):
            if head is not None:
                head()
        self._top = self.y

    def need(self, height: float) -> None:
        """Begin a page unless so much room is left (or the page is still empty)."""
        if height > self.room and not self.is_at_top:
            self.turn()

    def line(self, x: float, text: str, style: TextStyle, *, right: float | None = None) -> None:
        """Draw a line of text at ``y``, from ``x`` on or ending at ``right``; ``y`` stays."""
        baseline = self.y + style.baseline
        if right is None:
            self.page.text(x, baseline, text, style)
        else:
            self.page.text_right(right, baseline, text, style)
