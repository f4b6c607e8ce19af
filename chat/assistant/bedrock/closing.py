"""The last word of a turn: whether the model's sentence may be shown, and one made by code when not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from chat.assistant.bedrock.prompt import visible
from chat.assistant.bedrock.toolbox import Toolbox
from chat.domain.workbench import Workbench
from invoices.domain.invoice import InvoiceContent
from invoices.domain.totals import Totals, totals

_ASKED = {
    "customer_name": "who the invoice is for",
    "lines": "what to bill",
    "description": "what it is for",
    "quantity": "how many",
    "unit_price": "the price",
}
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
# Counting words of ordinary sentences ("one more thing", "the second line").
_HARMLESS = {Decimal(n) for n in range(4)}


def is_faithful(words: str, toolbox: Toolbox) -> bool:
    """Whether every figure in the words is the user's, a record's or the draft's."""
    stated = toolbox.readers.figures_in(words, toolbox.situation)
    if stated <= _HARMLESS | toolbox.evidence.figures:
        return True
    known = _HARMLESS | toolbox.evidence.figures | _parts_of(toolbox.situation.today)
    known |= {Decimal(toolbox.situation.seller.due_days), toolbox.situation.seller.tax_rate}
    for content in (toolbox.workbench.content, toolbox.workbench.before):
        if content is not None:
            known |= set(_figures(content))
    return stated <= known


def tidy(words: str) -> str:
    """As plain text: no control characters, nothing invisible."""
    return _CONTROL.sub(" ", visible(words)).strip()


def compose(workbench: Workbench) -> str:
    """A plain sentence about what stands, what is missing and what is doubtful."""
    begun = "I've updated the draft." if workbench.changes else "Nothing was changed."
    missing = [_ASKED[code] for code in workbench.missing if code in _ASKED]
    asked = f"Please tell me {_listed(missing)}." if missing else ""
    doubts = [warning.text for warning in workbench.warnings]
    return " ".join(part for part in (begun, *doubts, asked) if part)


def _listed(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def _figures(content: InvoiceContent) -> Iterator[Decimal]:
    yield from _amounts(totals(content))
    yield from _parts_of(content.issue_date) | _parts_of(content.due_date)
    yield Decimal(len(content.lines))
    yield content.tax_rate
    yield from content.stated_totals
    if content.due_days is not None:
        yield Decimal(content.due_days)
    for reduction in (content.discount, content.deposit, *(line.discount for line in content.lines)):
        if reduction is not None:
            yield reduction.value
    for line in content.lines:
        yield from (f for f in (line.quantity, line.unit_price, line.tax_rate) if f is not None)


def _amounts(figures: Totals) -> Iterator[Decimal]:
    yield from (amount.amount for amount in figures.line_amounts if amount is not None)
    for money in (
        figures.subtotal,
        figures.discount_total,
        figures.tax_total,
        figures.total,
        figures.amount_paid,
        figures.amount_due,
    ):
        yield money.amount


def _parts_of(day: date) -> set[Decimal]:
    return {Decimal(part) for part in (day.year, day.month, day.day)}
