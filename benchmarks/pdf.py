"""The invoice PDF against an empty page, and against the same invoice by platypus with Helvetica."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO
from itertools import cycle

from reportlab.pdfgen.canvas import Canvas

from benchmarks import platypus_invoice
from benchmarks.timing import Figure, compare
from invoices.domain.invoice import MAX_LINES, Invoice, InvoiceContent
from invoices.domain.lifecycle import Status
from invoices.domain.line_item import LineItem
from invoices.domain.parties import Address, Customer, Seller
from invoices.pdf.document import render

_NOW = datetime(2025, 10, 5, 12, tzinfo=UTC)
_WORK = ("Design of the label", "Site visit and maintenance, north wing", "Camera installation", "Zoë's workshop")
_CUSTOMERS = ("Acme Inc.", "Distilled Distilling", "Müller GmbH", "Quux & Daughters", "Zoë's Café", "Łódź Steel")


def an_invoice(lines: int, variant: int = 0) -> Invoice:
    """An invoice of so many lines; variants differ in names, texts and figures."""
    items = tuple(
        LineItem(
            id=str(n + 1),
            description=f"{_WORK[(n + variant) % len(_WORK)]}, part {n + 1}"
            + (", including replacement of worn parts and the yearly certificate for the insurer" * (n % 5 == 0)),
            quantity=Decimal(n % 9 + 1),
            unit="hour" if n % 2 else None,
            unit_price=Decimal(40 + (n * 7 + variant) % 300) + Decimal("0.50"),
        )
        for n in range(lines)
    )
    content = InvoiceContent(
        currency="USD",
        issue_date=date(2025, 10, 5),
        due_date=date(2025, 11, 4),
        customer=Customer(
            name=_CUSTOMERS[variant % len(_CUSTOMERS)],
            address=Address(line1="1 Infinite Way", city="Springfield", region="IL", postal_code="62701", country="US"),
        ),
        lines=items[:MAX_LINES],
        tax_rate=Decimal("8.25"),
        notes="Thank you for your business.",
    )
    # An invoice may have 1,000 lines; how the document grows shows beyond that.
    object.__setattr__(content, "lines", items)
    seller = Seller(
        name="Northwind Studio LLC",
        address=Address(line1="48 Alder Street", city="Portland", region="OR", postal_code="97205", country="US"),
        email="hello@northwind.example",
        payment_details="Bank: First Cascade Bank\nAccount: 000123456789",
    )
    return Invoice(
        id=str(variant),
        content=content,
        seller=seller,
        status=Status.OPEN,
        number=f"INV-2025-{variant + 1:04d}",
        created_at=_NOW,
        updated_at=_NOW,
    )


def empty_page() -> bytes:
    """The least that reportlab can make: one page with nothing on it."""
    canvas = Canvas(BytesIO(), invariant=1, pageCompression=1)
    canvas.showPage()
    content: bytes = canvas.getpdfdata()
    return content


def _each_in_turn(run: Callable[[Invoice], bytes], invoices: list[Invoice]) -> Callable[[], bytes]:
    """A benchmark that never meets the same invoice twice running."""
    following = cycle(invoices)
    return lambda: run(next(following))


def figures() -> Iterator[Figure]:
    """Ratios, growth, size and memory of the PDF."""
    small = [an_invoice(12, variant) for variant in range(len(_CUSTOMERS))]
    ours, theirs = _each_in_turn(render, small), _each_in_turn(platypus_invoice.render, small)
    yield _compared("12 lines", ours, empty_page, rounds=200, against="an empty reportlab page")
    yield _compared("12 lines", ours, theirs, rounds=100, aim=0.5)
    yield from _large()
    size = max(len(render(invoice)) for invoice in small) / 1000
    reference = max(len(platypus_invoice.render(invoice)) for invoice in small) / 1000
    yield Figure("size, 12 lines", size, "kB", aim=25, remark=f"platypus, nothing embedded: {reference:.1f} kB")


def _large() -> Iterator[Figure]:
    thousand, ten_thousand = an_invoice(1_000), an_invoice(10_000)
    yield _compared(
        "1,000 lines", lambda: render(thousand), lambda: platypus_invoice.render(thousand), rounds=7, aim=0.3
    )
    yield _compared(
        "10,000 lines", lambda: render(ten_thousand), lambda: platypus_invoice.render(ten_thousand), rounds=3, aim=0.06
    )
    yield _compared(
        "10,000 lines",
        lambda: render(ten_thousand),
        lambda: render(thousand),
        rounds=5,
        against="1,000 lines",
        aim=11,
    )
    tracemalloc.start()
    size = len(render(ten_thousand))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    yield Figure(
        "peak memory, 10,000 lines", peak / 2**20, "MiB", aim=45, remark=f"for a file of {size / 2**20:.1f} MiB"
    )


def _compared(
    what: str,
    subject: Callable[[], object],
    reference: Callable[[], object],
    *,
    rounds: int,
    against: str = "platypus with Helvetica",
    aim: float | None = None,
) -> Figure:
    found = compare(subject, reference, rounds=rounds)
    return Figure(what, found.ratio, "x", against, aim, found.milliseconds)
