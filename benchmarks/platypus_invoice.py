"""The reference: the same invoice as reportlab's manual would have one do it, in Helvetica.

Platypus flowables, a table with a repeated head, wrapping descriptions as paragraphs, the built-in
font (no embedding, Latin only), page numbers without their count. Nothing of ScatterPilot's layout.
"""

from __future__ import annotations

from html import escape
from io import BytesIO
from typing import Any

from reportlab.lib import colors
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.lib.units import mm
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from invoices.domain.invoice import Invoice
from invoices.domain.totals import Totals, invoice_totals

_STYLES = getSampleStyleSheet()
_LINES = TableStyle(
    [
        ("FONTNAME", (0, 0), (-1, 0), "Helvetica-Bold"),
        ("ALIGN", (1, 0), (-1, -1), "RIGHT"),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LINEBELOW", (0, 0), (-1, -1), 0.25, colors.lightgrey),
    ]
)
_RIGHT = TableStyle([("ALIGN", (1, 0), (-1, -1), "RIGHT")])


def render(invoice: Invoice) -> bytes:
    """The invoice as a PDF."""
    buffer = BytesIO()
    template = SimpleDocTemplate(buffer, title=f"Invoice {invoice.number}", invariant=1, pageCompression=1)
    totals = invoice_totals(invoice)
    template.build([*_head(invoice), _lines(invoice, totals), _totals(totals), *_notes(invoice)], *[_footer] * 2)
    return buffer.getvalue()


def _footer(canvas: Any, template: Any) -> None:
    canvas.setFont("Helvetica", 8)
    canvas.drawRightString(190 * mm, 12 * mm, f"Page {template.page}")


def _paragraph(text: str, style: str = "Normal") -> Paragraph:
    return Paragraph(escape(text).replace("\n", "<br/>"), _STYLES[style])


def _head(invoice: Invoice) -> list[Any]:
    content, seller = invoice.content, invoice.seller
    assert content.customer is not None  # noqa: S101 - the benchmark's invoices have one
    parties = [
        [_paragraph("\n".join((party.name, *party.address.postal_lines(), party.email)))]
        for party in (seller, content.customer)
    ]
    facts = [
        ["Invoice number", invoice.number],
        ["Issue date", f"{content.issue_date:%d %B %Y}"],
        ["Due date", f"{content.due_date:%d %B %Y}"],
    ]
    return [_paragraph(seller.name, "Title"), Table(facts), Table([[cell[0] for cell in parties]]), Spacer(1, 8 * mm)]


def _lines(invoice: Invoice, totals: Totals) -> Table:
    rows: list[list[Any]] = [["Description", "Quantity", "Unit price", "Amount"]]
    for line, amount in zip(invoice.content.lines, totals.line_amounts, strict=True):
        quantity = f"{line.quantity} {line.unit or ''}"
        rows.append([_paragraph(line.description), quantity, f"${line.unit_price:,.2f}", f"${amount}"])
    return Table(rows, colWidths=[90 * mm, 25 * mm, 28 * mm, 28 * mm], repeatRows=1, style=_LINES)


def _totals(totals: Totals) -> Table:
    rows = [["Subtotal", f"${totals.subtotal}"]]
    rows += [[f"{tax.name} {tax.rate}%", f"${tax.amount}"] for tax in totals.taxes]
    rows += [["Total", f"${totals.total}"], ["Amount due", f"${totals.amount_due}"]]
    return Table(rows, colWidths=[40 * mm, 30 * mm], hAlign="RIGHT", style=_RIGHT)


def _notes(invoice: Invoice) -> list[Any]:
    return [_paragraph(invoice.seller.payment_details), _paragraph(invoice.content.notes)]
