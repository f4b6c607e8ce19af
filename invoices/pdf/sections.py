"""The parts of the document other than the line table, a function each, in reading order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import zip_longest

from invoices.domain.invoice import Invoice, InvoiceContent
from invoices.domain.lifecycle import Status
from invoices.domain.line_item import ReductionKind
from invoices.domain.parties import Customer, Seller
from invoices.domain.totals import Totals
from invoices.pdf.page_style import (
    AFTER_FACTS_MM,
    AFTER_PANEL_MM,
    AFTER_PARTIES_MM,
    AFTER_TITLE_MM,
    BEFORE_TEXT_MM,
    BEFORE_TOTALS_MM,
    BODY,
    CELL_GAP_MM,
    COLUMN_GAP_MM,
    DRAFT_MARK,
    FOOTER_BASELINE_MM,
    FOOTER_RULE_MM,
    HAIRLINE,
    HEADLINE_FIGURE,
    LABEL,
    MARK_ANGLE_DEGREES,
    MARK_SIZE,
    OWN_FOOTER_GAP_MM,
    PAID_MARK,
    PANEL,
    PANEL_BAR_MM,
    PANEL_PADDING_MM,
    RULE,
    RULE_WIDTH_MM,
    RUNNING_HEAD_MM,
    SELLER_NAME,
    SEMIBOLD,
    SIDE_MARGIN_MM,
    SMALL,
    STRONG,
    STRONG_RULE_WIDTH_MM,
    TEXT_WIDTH_MM,
    TITLE,
    TITLE_WIDTH_MM,
    TOP_BAND_MM,
    TOTAL,
    TOTALS_AIR_MM,
    TOTALS_ROW_MM,
    TOTALS_VALUE_WIDEST_MM,
    VOID_MARK,
    Paper,
    TextStyle,
    mm,
    pdf_colour,
)
from invoices.pdf.pages import Pages
from invoices.pdf.text_layout import one_line, shorten, width, wrap
from invoices.pdf.wording import Wording

_StyledLine = tuple[str, TextStyle]


def head(pages: Pages, wording: Wording, invoice: Invoice, totals: Totals) -> None:
    """Everything above the line table, and what further pages begin with."""
    pages.running_head = partial(_running_head, pages, wording, invoice)
    colour = invoice.seller.colour
    pages.page.box(0, 0, pages.page.width, mm(TOP_BAND_MM), pdf_colour(colour))
    _title(pages, wording, invoice.seller)
    _facts(pages, wording, invoice)
    _parties(pages, wording, invoice)
    _amount_due(pages, wording, invoice.content, totals, colour)


def _running_head(pages: Pages, wording: Wording, invoice: Invoice) -> None:
    title = wording.title(invoice)
    pages.line(0, title, SMALL, right=pages.right)
    room = pages.width - width(title, SMALL) - mm(CELL_GAP_MM)
    pages.line(pages.left, shorten(invoice.seller.name, SMALL, room), SMALL)
    pages.y += mm(RUNNING_HEAD_MM)


def _title(pages: Pages, wording: Wording, seller: Seller) -> None:
    name_width = pages.width - mm(TITLE_WIDTH_MM)
    pages.line(0, wording.labels.invoice, TITLE, right=pages.right)
    for text in wrap(one_line(seller.name), SELLER_NAME, name_width):
        pages.line(pages.left, text, _coloured(SELLER_NAME, seller.colour))
        pages.y += SELLER_NAME.leading
    pages.y += mm(AFTER_TITLE_MM)


def _facts(pages: Pages, wording: Wording, invoice: Invoice) -> None:
    """Number, dates and references side by side."""
    labels, content = wording.labels, invoice.content
    customer = content.customer or Customer()
    facts = [
        (labels.number, invoice.number or labels.no_number),
        (labels.issue_date, wording.date(content.issue_date)),
        (labels.due_date, wording.date(content.due_date)),
        (labels.purchase_order, content.purchase_order),
        (labels.buyer_reference, customer.buyer_reference),
    ]
    shown = [(label, value) for label, value in facts if value]
    gap = mm(COLUMN_GAP_MM)
    step = (pages.width + gap) / max(4, len(shown))
    columns = [
        [(label, LABEL), *((text, STRONG) for text in wrap(one_line(value), STRONG, step - gap))]
        for label, value in shown
    ]
    _side_by_side(pages, columns, [pages.left + n * step for n in range(len(columns))])
    pages.y += mm(AFTER_FACTS_MM)


def _side_by_side(pages: Pages, columns: Sequence[Sequence[_StyledLine]], lefts: Sequence[float]) -> None:
    """Columns of text: one after the other, the order in which software reads them back.

    If they don't fit on the page they go line by line, so that they go on together on the next.
    """
    height = max(sum(style.leading for _, style in column) for column in columns)
    if height > pages.room:
        _line_by_line(pages, columns, lefts)
        return
    top = pages.y
    for column, left in zip(columns, lefts, strict=True):
        pages.y = top
        for text, style in column:
            pages.line(left, text, style)
            pages.y += style.leading
    pages.y = top + height


def _line_by_line(pages: Pages, columns: Sequence[Sequence[_StyledLine]], lefts: Sequence[float]) -> None:
    for row in zip_longest(*columns):
        leading = max(entry[1].leading for entry in row if entry)
        pages.need(leading)
        for entry, left in zip(row, lefts, strict=True):
            if entry:
                pages.line(left, *entry)
        pages.y += leading


def _parties(pages: Pages, wording: Wording, invoice: Invoice) -> None:
    gap = mm(COLUMN_GAP_MM)
    step = (pages.width + gap) / 2
    seller, customer = invoice.seller, invoice.content.customer or Customer()
    columns = [
        _party(wording, wording.labels.seller, seller, (seller.email, seller.phone), step - gap),
        _party(wording, wording.labels.customer, customer, (customer.email,), step - gap),
    ]
    _side_by_side(pages, columns, [pages.left, pages.left + step])
    pages.y += mm(AFTER_PARTIES_MM)


def _party(
    wording: Wording, label: str, party: Seller | Customer, contacts: Sequence[str], widest: float
) -> list[_StyledLine]:
    lines = [(label, LABEL)]
    lines += [(text, STRONG) for text in wrap(one_line(party.name or wording.labels.unknown), STRONG, widest)]
    tax_id = wording.labels.tax_id.format(tax_id=party.tax_id) if party.tax_id else ""
    for value in (*wording.address(party.address), *contacts, tax_id):
        if value:
            lines += [(text, BODY) for text in wrap(one_line(value), BODY, widest)]
    return lines


def _amount_due(pages: Pages, wording: Wording, content: InvoiceContent, totals: Totals, colour: str) -> None:
    """The panel that says at a glance how much is due, and when."""
    labels, padding = wording.labels, mm(PANEL_PADDING_MM)
    height = LABEL.leading + HEADLINE_FIGURE.leading + 1.4 * padding
    pages.need(height)
    top = pages.y
    pages.page.box(pages.left, top, pages.width, height, PANEL)
    pages.page.box(pages.left, top, mm(PANEL_BAR_MM), height, pdf_colour(colour))
    left, right = pages.left + padding + mm(PANEL_BAR_MM), pages.right - padding
    due_on = wording.date(content.due_date)
    figure = wording.money(totals.amount_due)
    room = right - left - width(due_on, STRONG) - mm(CELL_GAP_MM)
    pages.y = top + 0.6 * padding
    pages.line(left, labels.amount_due, LABEL)
    pages.y += LABEL.leading
    pages.line(left, figure, _coloured(_shrunk(figure, HEADLINE_FIGURE, room), colour))
    pages.y -= LABEL.leading
    pages.line(0, labels.due_date, LABEL, right=right)
    pages.y += LABEL.leading
    pages.line(0, due_on, replace(STRONG, leading=HEADLINE_FIGURE.leading), right=right)
    pages.y = top + height + mm(AFTER_PANEL_MM)


def _coloured(style: TextStyle, colour: str) -> TextStyle:
    """The style in the seller's colour, if they chose one."""
    return replace(style, colour=pdf_colour(colour)) if colour else style


def _shrunk(text: str, style: TextStyle, widest: float) -> TextStyle:
    """The style, smaller if the text is too wide for its place."""
    wide = width(text, style)
    return style if wide <= widest else replace(style, size=style.size * widest / wide)


@dataclass(frozen=True, slots=True)
class _TotalsRow:
    label: list[str]
    value: str
    style: TextStyle

    @property
    def height(self) -> float:
        air = mm(TOTALS_AIR_MM) if self.style is TOTAL else 0
        return mm(TOTALS_ROW_MM) + (len(self.label) - 1) * self.style.leading + air


class TotalsBlock:
    """Subtotal to amount due, in the right half of the page.

    Its height is known before it is drawn, so that the last line can stay with it. It is split
    only if there are more tax rates than a page has rows.
    """

    def __init__(self, pages: Pages, wording: Wording, content: InvoiceContent, totals: Totals) -> None:
        self._pages = pages
        self._left = pages.left + (pages.width + mm(COLUMN_GAP_MM)) / 2
        self._rows = [
            _TotalsRow(self._wrapped(label, value, style), value, style)
            for label, value, style in _totals_rows(wording, content, totals)
        ]
        self._remark = wording.labels.prices_include_tax if _includes_tax(content, totals) else ""
        self.height = mm(BEFORE_TOTALS_MM) + sum(row.height for row in self._rows)

    def _wrapped(self, label: str, value: str, style: TextStyle) -> list[str]:
        widest = self._pages.right - self._left
        room = widest - width(value, style) - mm(CELL_GAP_MM)
        return wrap(one_line(label), style, max(room, widest - mm(TOTALS_VALUE_WIDEST_MM)))

    def draw(self) -> None:
        """Draw it where the pages stand."""
        pages = self._pages
        if self.height <= pages.capacity:
            pages.need(self.height)
        pages.y += mm(BEFORE_TOTALS_MM)
        pages.line(pages.left, self._remark, replace(LABEL, leading=mm(TOTALS_ROW_MM)))
        for row in self._rows:
            self._draw_row(row)

    def _draw_row(self, row: _TotalsRow) -> None:
        pages, style = self._pages, row.style
        pages.need(row.height)
        end = pages.y + row.height
        if style is not BODY:
            colour, thickness = (RULE, STRONG_RULE_WIDTH_MM) if style is TOTAL else (HAIRLINE, RULE_WIDTH_MM)
            pages.page.rule(self._left, pages.right, pages.y, colour=colour, thickness=mm(thickness))
        pages.y += (row.height - len(row.label) * style.leading) / 2
        baseline = pages.y + style.baseline
        for text in row.label:
            pages.line(self._left, text, style)
            pages.y += style.leading
        value_style = _shrunk(row.value, style, mm(TOTALS_VALUE_WIDEST_MM))
        pages.page.text_right(pages.right, baseline, row.value, value_style)
        pages.y = end


def _includes_tax(content: InvoiceContent, totals: Totals) -> bool:
    return content.prices_include_tax and bool(totals.taxes)


def _totals_rows(wording: Wording, content: InvoiceContent, totals: Totals) -> list[tuple[str, str, TextStyle]]:
    labels, money = wording.labels, wording.money
    subtotal = labels.subtotal_without_tax if _includes_tax(content, totals) else labels.subtotal
    rows = [(subtotal, money(totals.subtotal), BODY)]
    if content.discount is not None:
        label = labels.discount
        if content.discount.kind is ReductionKind.PERCENT:
            label = labels.discount_percent.format(percent=wording.percent(content.discount.value))
        rows.append((label, wording.minus(totals.discount_total), BODY))
    for tax in totals.taxes:
        label = labels.tax_of_base.format(name=tax.name, rate=wording.percent(tax.rate), base=money(tax.base))
        rows.append((label, money(tax.amount), BODY))
    rows.append((labels.total, money(totals.total), STRONG))
    if not totals.amount_paid.is_zero:
        rows.append((labels.amount_paid, wording.minus(totals.amount_paid), BODY))
    rows.append((labels.amount_due, money(totals.amount_due), TOTAL))
    return rows


def texts(pages: Pages, wording: Wording, invoice: Invoice) -> None:
    """Payment details and notes, as written."""
    for heading, text in (
        (wording.labels.payment_details, invoice.seller.payment_text),
        (wording.labels.notes, invoice.content.notes),
    ):
        if text.strip():
            _text(pages, heading, text.strip("\n"))


def _text(pages: Pages, heading: str, text: str) -> None:
    lines = wrap(text, BODY, mm(TEXT_WIDTH_MM))
    pages.y += mm(BEFORE_TEXT_MM)
    # A heading never stands alone, and a short text is not split.
    pages.need(STRONG.leading + min(len(lines), 6) * BODY.leading)
    pages.line(pages.left, heading, STRONG)
    pages.y += STRONG.leading
    for line in lines:
        pages.need(BODY.leading)
        pages.line(pages.left, line, BODY)
        pages.y += BODY.leading


def marks(pages: Pages, wording: Wording, status: Status) -> None:
    """Draft, paid or void, slantwise and light across every page."""
    labels = wording.labels
    known = {
        Status.DRAFT: (labels.draft_mark, DRAFT_MARK),
        Status.PAID: (labels.paid_mark, PAID_MARK),
        Status.VOID: (labels.void_mark, VOID_MARK),
    }
    if status in known:
        text, colour = known[status]
        style = TextStyle(SEMIBOLD, MARK_SIZE, MARK_SIZE, colour)
        for page in pages.all:
            page.mark(text, style, MARK_ANGLE_DEGREES)


def own_footer(seller: Seller, paper: Paper) -> list[str]:
    """The lines of the seller's own footer, as they fit between the margins."""
    if not seller.footer.strip():
        return []
    return wrap(seller.footer.strip("\n"), SMALL, mm(paper.width_mm - 2 * SIDE_MARGIN_MM))


def footer_height(lines: Sequence[str]) -> float:
    """What these lines take at the foot of every page, in points."""
    return len(lines) * SMALL.leading + mm(OWN_FOOTER_GAP_MM) if lines else 0


def footers(pages: Pages, wording: Wording, invoice: Invoice, own: Sequence[str] = ()) -> None:
    """The seller's own lines, the invoice's number and 'page x of y' at the foot of every page."""
    above = footer_height(own)
    count = len(pages.all)
    title = wording.title(invoice)
    for n, page in enumerate(pages.all, start=1):
        page.rule(
            pages.left,
            pages.right,
            page.height - mm(FOOTER_RULE_MM) - above,
            colour=HAIRLINE,
            thickness=mm(RULE_WIDTH_MM),
        )
        baseline = page.height - mm(FOOTER_BASELINE_MM)
        for i, line in enumerate(own):
            page.text(pages.left, baseline - above + i * SMALL.leading, line, SMALL)
        page.text(pages.left, baseline, title, SMALL)
        page.text_right(pages.right, baseline, wording.labels.page.format(page=n, pages=count), SMALL)
