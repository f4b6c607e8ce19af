"""An invoice as a PDF: ``render`` is the one thing other packages use of this one.

The same invoice gives the same bytes in every process: no clock, no random, no set is asked.
"""

from __future__ import annotations

from reportlab import rl_config
from reportlab.pdfgen.canvas import Canvas

from invoices.domain.invoice import Invoice
from invoices.domain.totals import invoice_totals
from invoices.pdf import sections
from invoices.pdf.fonts import DocumentFonts, faces
from invoices.pdf.line_table import line_table
from invoices.pdf.page_style import REGULAR, paper_for
from invoices.pdf.pages import Pages
from invoices.pdf.wording import Wording

# reportlab wraps page streams in ASCII85, a quarter more bytes for mail gateways of long ago. The
# setting is the process's; nothing else here makes PDFs.
rl_config.useA85 = 0
_PDF_VERSION = (1, 4)  # the first with /Lang and DisplayDocTitle
_PRODUCT = "ScatterPilot"


def render(invoice: Invoice) -> bytes:
    """The invoice as a PDF file: paper by the seller's country, figures by the seller's locale."""
    wording = Wording.of(invoice)
    totals = invoice_totals(invoice)
    fonts = DocumentFonts()
    paper = paper_for(invoice.seller.address.country)
    footer = sections.own_footer(invoice.seller, paper)
    pages = Pages(paper, fonts, sections.footer_height(footer))
    sections.head(pages, wording, invoice, totals)
    totals_block = sections.TotalsBlock(pages, wording, invoice.content, totals)
    line_table(pages, wording, invoice.content, totals, followed_by=totals_block.height)
    totals_block.draw()
    sections.texts(pages, wording, invoice)
    sections.marks(pages, wording, invoice.status)
    sections.footers(pages, wording, invoice, footer)
    return _file(pages, fonts, wording, invoice)


def _file(pages: Pages, fonts: DocumentFonts, wording: Wording, invoice: Invoice) -> bytes:
    canvas = Canvas(
        "",
        pagesize=pages.paper.size,
        pageCompression=1,
        invariant=1,
        # The default would list Helvetica, which is not embedded.
        initialFontName=faces(REGULAR)[0].name,
        pdfVersion=_PDF_VERSION,
        lang=wording.language_tag,
    )
    _describe(canvas, wording, invoice)
    for page in pages.all:
        canvas.addLiteral(page.operators())
        canvas.showPage()
    # The one private thing used: a font reaches its document in reportlab only from inside the canvas.
    fonts.embed(canvas._doc)
    content: bytes = canvas.getpdfdata()
    return content


def _describe(canvas: Canvas, wording: Wording, invoice: Invoice) -> None:
    canvas.setTitle(wording.title(invoice))
    canvas.setAuthor(invoice.seller.name)
    canvas.setSubject(wording.subject(invoice))
    canvas.setCreator(_PRODUCT)
    canvas.setProducer(_PRODUCT)
    canvas.setViewerPreference("DisplayDocTitle", "true")
    day = invoice.content.issue_date
    canvas.setDateFormatter(lambda *_now: f"D:{day:%Y%m%d}000000Z")
