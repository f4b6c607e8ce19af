"""Reading a PDF back, as a customer's software would."""

from dataclasses import dataclass
from io import BytesIO

from pypdf import PdfReader

from invoices.domain.invoice import Invoice
from invoices.domain.lifecycle import Status
from invoices.domain.line_item import LineItem
from invoices.pdf.document import render
from tests.builders import an_invoice

NUMBER = "INV-2026-0042"


def an_open_invoice(*lines: LineItem, **fields: object) -> Invoice:
    """An invoice that was finalized, with a number."""
    return an_invoice(*lines, **{"status": Status.OPEN, "number": NUMBER, **fields})


@dataclass(frozen=True)
class ReadPdf:
    """The pages of a PDF as text."""

    pages: list[str]
    reader: PdfReader

    @property
    def text(self) -> str:
        return "\n".join(self.pages)

    @property
    def unspaced(self) -> str:
        """All of it without white space: texts that were wrapped stand in one piece."""
        return "".join(self.text.split())


def read(content: bytes) -> ReadPdf:
    """A PDF file read with pypdf, which warns of (and so fails the test for) what is malformed."""
    reader = PdfReader(BytesIO(content), strict=True)
    return ReadPdf([page.extract_text() for page in reader.pages], reader)


def rendered(invoice: Invoice) -> ReadPdf:
    """An invoice rendered and read back."""
    return read(render(invoice))


def unspaced(text: str) -> str:
    """A text as ``ReadPdf.unspaced`` shows it."""
    return "".join(text.split())
