"""The table of lines: column widths from what stands in them, rows that stay whole."""

from __future__ import annotations

from collections.abc import Sequence
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
from invoices.pdf.pages import Pages, SetText
from invoices.pdf.text_layout import width, wrap
from invoices.pdf.wording import Wording

_PADDING = mm(ROW_PADDING_MM)
_GAP = mm(CELL_GAP_MM)
_LEAST_LINES = 4  # of a description that has to be split: fewer aren't worth beginning on a page


_StyledLine = tuple[str, TextStyle]


@dataclass(frozen=True, slots=True)
class _Column:
    """A column of right-aligned figures; each text that occurs in it is laid out once."""

    heading: str
    right: float
    width: float
    cells: dict[str, list[SetText]]


@dataclass(frozen=True, slots=True)
class _Columns:
    """The description at the left margin, and the figures right of it."""

    description_width: float
    figures: tuple[_Column, ...]


def line_table(pages: Pages, wording: Wording, content: InvoiceContent, totals: Totals, *, followed_by: float) -> None:
    """Draw all lines of the invoice; the head stands on every page of them.

    ``followed_by`` is the height in points of what comes next: the last line stays with it.
    """
    shows_tax = has_tax_column(content)
    rows = [
        _figures_of(line, amount, content, wording, shows_tax=shows_tax)
        for line, amount in zip(content.lines, totals.line_amounts, strict=True)
    ]
    columns = _columns(pages, wording, rows, shows_tax=shows_tax)
    pages.need(mm(TABLE_HEAD_MM) + 2 * BODY.leading)
    pages.table_head = partial(_table_head, pages, wording, columns)
    pages.table_head()
    last = len(rows) - 1
    for n, (line, figures) in enumerate(zip(content.lines, rows, strict=True)):
        described = _description(line, wording, columns.description_width)
        cells = [column.cells[text] for column, text in zip(columns.figures, figures, strict=True)]
        _row(pages, described, cells, followed_by if n == last else 0)
    pages.table_head = None


def has_tax_column(content: InvoiceContent) -> bool:
    """Whether the lines have to say their tax rate: they differ, or some are not taxed."""
    return len({(line.taxed, rate_of(line, content)) for line in content.lines}) > 1


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


def _columns(pages: Pages, wording: Wording, rows: Sequence[tuple[str, ...]], *, shows_tax: bool) -> _Columns:
    labels = wording.labels
    headings = [(labels.quantity, QUANTITY_WIDEST_MM), (labels.unit_price, PRICE_WIDEST_MM)]
    headings += [(labels.tax, TAX_WIDEST_MM)] if shows_tax else []
    headings += [(labels.amount, AMOUNT_WIDEST_MM)]
    figures: list[_Column] = []
    right = pages.right
    for n, (heading, widest_mm) in reversed(list(enumerate(headings))):
        widths = {row[n]: 0.0 for row in rows}
        widths = {text: width(text, BODY) for text in widths}
        natural = max([width(heading, TABLE_HEAD), mm(NUMBER_NARROWEST_MM), *widths.values()])
        wide = min(natural, mm(widest_mm))
        cells = {text: _fitted(pages, text, natural=widths[text], right=right, widest=wide) for text in widths}
        figures.append(_Column(heading, right, wide, cells))
        right -= wide + _GAP
    return _Columns(right - pages.left, tuple(reversed(figures)))


def _fitted(pages: Pages, text: str, *, natural: float, right: float, widest: float) -> list[SetText]:
    """A figure in its column: as it is, or its unit wrapped under it, or set smaller."""
    if natural <= widest:
        return [SetText.of(pages.fonts.stacks, right - natural, text, BODY)]
    if " " in text:
        parts = [(part, right - width(part, BODY)) for part in wrap(text, BODY, widest)]
        return [SetText.of(pages.fonts.stacks, left, part, BODY) for part, left in parts]
    smaller = TextStyle(BODY.weight, BODY.size * widest / natural, BODY.leading)
    return [SetText.of(pages.fonts.stacks, right - widest, text, smaller)]


def _table_head(pages: Pages, wording: Wording, columns: _Columns) -> None:
    pages.line(pages.left, wording.labels.description, TABLE_HEAD)
    for column in columns.figures:
        pages.line(0, column.heading, TABLE_HEAD, right=column.right)
    pages.y += mm(TABLE_HEAD_MM) - mm(RULE_WIDTH_MM)
    pages.page.rule(pages.left, pages.right, pages.y, colour=RULE, thickness=mm(STRONG_RULE_WIDTH_MM))
    pages.y += mm(RULE_WIDTH_MM)


def _description(line: LineItem, wording: Wording, widest: float) -> list[_StyledLine]:
    described = [(text, BODY) for text in wrap(line.description or wording.labels.unknown, BODY, widest)]
    if line.discount is not None:
        described += [(text, DETAIL) for text in wrap(wording.line_discount(line.discount), DETAIL, widest)]
    return described


def _row(pages: Pages, described: list[_StyledLine], cells: Sequence[Sequence[SetText]], followed_by: float) -> None:
    """One line of the invoice; split over pages only if it is longer than a page."""
    figures_height = max(map(len, cells)) * BODY.leading
    height = max(sum([style.leading for _, style in described]), figures_height) + 2 * _PADDING
    if height + followed_by <= pages.capacity:
        pages.need(height + followed_by)
    elif height > pages.room:
        pages.need(height if height <= pages.capacity else 2 * _PADDING + _LEAST_LINES * BODY.leading)
    page, top, end = pages.page, pages.y + _PADDING, pages.y + height
    if end <= pages.bottom:
        baseline = top
        for text, style in described:
            page.text(pages.left, baseline + style.baseline, text, style)
            baseline += style.leading
    for cell in cells:
        baseline = top + BODY.baseline
        for ready in cell:
            page.set(ready, baseline)
            baseline += BODY.leading
    if end <= pages.bottom:
        pages.y = end
    else:
        _flowing(pages, described)
    pages.page.rule(pages.left, pages.right, pages.y, colour=HAIRLINE, thickness=mm(RULE_WIDTH_MM))


def _flowing(pages: Pages, described: list[_StyledLine]) -> None:
    """A description that is longer than what is left of the page, or than any page."""
    pages.y += _PADDING
    for text, style in described:
        if style.leading > pages.room:
            pages.turn()
            pages.y += _PADDING
        pages.line(pages.left, text, style)
        pages.y += style.leading
    pages.y += _PADDING
