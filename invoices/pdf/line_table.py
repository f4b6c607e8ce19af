"""The table of lines: column widths from what stands in them, rows that stay whole."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial

from invoices.domain.invoice import InvoiceContent
from invoices.domain.line_item import LineItem
from invoices.domain.money import Money
from invoices.domain.totals import Totals, rate_of
from invoices.pdf.page_style import (
    AMOUNT_WIDEST_MM,
    BODY,
    CELL_GAP_MM,
    DETAIL,
    HAIRLINE,
    NUMBER_NARROWEST_MM,
    PRICE_WIDEST_MM,
    QUANTITY_WIDEST_MM,
    ROW_PADDING_MM,
    RULE,
    RULE_WIDTH_MM,
    STRONG_RULE_WIDTH_MM,
    TABLE_HEAD,
    TABLE_HEAD_MM,
    TAX_WIDEST_MM,
    TextStyle,
    mm,
)
from invoices.pdf.pages import Pages
from invoices.pdf.text_layout import width, wrap
from invoices.pdf.wording import Wording

_PADDING = mm(ROW_PADDING_MM)
_GAP = mm(CELL_GAP_MM)
_LEAST_LINES = 4  # of a description that has to be split: fewer aren't worth beginning on a page


@dataclass(frozen=True, slots=True)
class _Column:
    """A column of right-aligned cells: its heading and where it lies, in points."""

    heading: str
    right: float
    width: float


@dataclass(frozen=True, slots=True)
class _Columns:
    """The description, from ``left`` on, and the figures right of it."""

    left: float
    description_width: float
    figures: tuple[_Column, ...]


def line_table(pages: Pages, wording: Wording, content: InvoiceContent, totals: Totals, *, followed_by: float) -> None:
    """Draw all lines of the invoice; the head stands on every page of them.

    ``followed_by`` is the height in points of what comes next: the last line stays with it.
    """
    shows_tax = has_tax_column(content)
    cells = [
        _figures_of(line, amount, content, wording, shows_tax=shows_tax)
        for line, amount in zip(content.lines, totals.line_amounts, strict=True)
    ]
    columns = _columns(pages, wording, cells, shows_tax=shows_tax)
    pages.need(mm(TABLE_HEAD_MM) + 2 * BODY.leading)
    pages.table_head = partial(_table_head, pages, wording, columns)
    pages.table_head()
    last = len(content.lines) - 1
    for n, (line, figures) in enumerate(zip(content.lines, cells, strict=True)):
        described = _description(line, wording, columns.description_width)
        _row(pages, columns, described, figures, followed_by if n == last else 0)
    pages.table_head = None


def has_tax_column(content: InvoiceContent) -> bool:
    """Whether the lines have to say their tax rate: they differ, or some are not taxed."""
    rates = {(line.taxed, rate_of(line, content)) for line in content.lines}
    return len(rates) > 1


def _figures_of(
    line: LineItem, amount: Money | None, content: InvoiceContent, wording: Wording, *, shows_tax: bool
) -> tuple[str, ...]:
    unknown = wording.labels.unknown
    price = unknown if line.unit_price is None else wording.price(line.unit_price)
    due = unknown if amount is None else wording.money(amount)
    if not shows_tax:
        return wording.quantity(line), price, due
    tax = wording.percent(rate_of(line, content)) if line.taxed else wording.labels.untaxed
    return wording.quantity(line), price, tax, due


def _columns(pages: Pages, wording: Wording, cells: Sequence[tuple[str, ...]], *, shows_tax: bool) -> _Columns:
    labels = wording.labels
    headings = [labels.quantity, labels.unit_price, *([labels.tax] if shows_tax else []), labels.amount]
    widest_mm = [QUANTITY_WIDEST_MM, PRICE_WIDEST_MM, *([TAX_WIDEST_MM] if shows_tax else []), AMOUNT_WIDEST_MM]
    figures: list[_Column] = []
    right = pages.right
    for n in reversed(range(len(headings))):
        # The widest cell is among the longest: digits have one width, and nothing else is long.
        texts = {cell[n] for cell in cells}
        longest = max(map(len, texts), default=0)
        natural = max((width(text, BODY) for text in texts if len(text) >= longest - 2), default=0)
        wide = min(max(natural, width(headings[n], TABLE_HEAD), mm(NUMBER_NARROWEST_MM)), mm(widest_mm[n]))
        figures.append(_Column(headings[n], right, wide))
        right -= wide + _GAP
    return _Columns(pages.left, right - pages.left, tuple(reversed(figures)))


def _table_head(pages: Pages, wording: Wording, columns: _Columns) -> None:
    pages.line(columns.left, wording.labels.description, TABLE_HEAD)
    for column in columns.figures:
        pages.line(0, column.heading, TABLE_HEAD, right=column.right)
    pages.y += mm(TABLE_HEAD_MM) - mm(RULE_WIDTH_MM)
    pages.page.rule(pages.left, pages.right, pages.y, colour=RULE, thickness=mm(STRONG_RULE_WIDTH_MM))
    pages.y += mm(RULE_WIDTH_MM)


_StyledLine = tuple[str, TextStyle]


def _description(line: LineItem, wording: Wording, widest: float) -> list[_StyledLine]:
    described = [(text, BODY) for text in wrap(line.description or wording.labels.unknown, BODY, widest)]
    if line.discount is not None:
        described += [(text, DETAIL) for text in wrap(wording.line_discount(line.discount), DETAIL, widest)]
    return described


def _height(lines: Iterable[_StyledLine]) -> float:
    return sum(style.leading for _, style in lines)


def _row(
    pages: Pages, columns: _Columns, described: list[_StyledLine], figures: tuple[str, ...], followed_by: float
) -> None:
    """One line of the invoice; split over pages only if it is longer than a page."""
    cells = [_fitted(text, column) for text, column in zip(figures, columns.figures, strict=True)]
    height = max(_height(described), *(_height(cell) for cell in cells)) + 2 * _PADDING
    if height + followed_by <= pages.capacity:
        pages.need(height + followed_by)
    elif height > pages.room:
        pages.need(height if height <= pages.capacity else 2 * _PADDING + _LEAST_LINES * BODY.leading)
    top = pages.y
    for cell, column in zip(cells, columns.figures, strict=True):
        pages.y = top + _PADDING
        for text, style in cell:
            pages.line(0, text, style, right=column.right)
            pages.y += style.leading
    pages.y = top + _PADDING
    if height <= pages.room + _PADDING:
        for text, style in described:
            pages.line(columns.left, text, style)
            pages.y += style.leading
        pages.y = top + height
    else:
        _flowing(pages, columns.left, described)
    pages.page.rule(pages.left, pages.right, pages.y, colour=HAIRLINE, thickness=mm(RULE_WIDTH_MM))


def _flowing(pages: Pages, left: float, described: list[_StyledLine]) -> None:
    for text, style in described:
        if style.leading > pages.room:
            pages.turn()
            pages.y += _PADDING
        pages.line(left, text, style)
        pages.y += style.leading
    pages.y += _PADDING


def _fitted(text: str, column: _Column) -> list[_StyledLine]:
    """A figure in its column: as it is, or its unit wrapped under it, or set smaller."""
    wide = width(text, BODY)
    if wide <= column.width + 0.01:
        return [(text, BODY)]
    if " " in text:
        return [(part, BODY) for part in wrap(text, BODY, column.width)]
    return [(text, TextStyle(BODY.weight, BODY.size * column.width / wide, BODY.leading))]
