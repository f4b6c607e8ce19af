"""Tools about lines."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from chat.assistant.bedrock.toolbox import Toolbox, ToolRefused
from invoices.domain import figures
from invoices.domain.money import EXACT
from invoices.domain.operations import AddLine, ChangeLine, LineFields, MoveLine, RemoveLine, line_with
from invoices.domain.sources import Source, SourceKind, assumed

Given = dict[str, Any]
_PRICE_STEP = Decimal("0.0001")


def add_lines(box: Toolbox, given: Given) -> None:
    """Append the lines, all or none."""
    for line in given["lines"]:
        fields, sources = _read(box, line)
        quantity, price, unit = fields.get("quantity"), fields.get("unit_price"), fields.get("unit")
        total = fields.get("stated_amount")
        if quantity is None and unit is None and (price is not None or total is not None):
            # A thing with a price and no count is one thing.
            fields["quantity"] = quantity = Decimal(1)
            sources["quantity"] = assumed()
        if price is None and total is not None and quantity is not None:
            fields["unit_price"] = _price_of_one(total, quantity)
            sources["unit_price"] = Source(SourceKind.COMPUTED, quote=box.source(line["quote"]).quote)
        box.apply(AddLine(**fields, sources=sources))


def change_line(box: Toolbox, given: Given) -> None:
    """Replace the given fields of one line."""
    line = line_with(box.content, given["line_id"])
    fields, sources = _read(box, given)
    if not fields:
        raise ToolRefused("Nothing to change was given.")
    total = fields.get("stated_amount")
    if total is not None and "unit_price" not in fields:
        quantity = fields.get("quantity", line.quantity) or Decimal(1)
        fields["quantity"], fields["unit_price"] = quantity, _price_of_one(total, quantity)
        sources["unit_price"] = Source(SourceKind.COMPUTED, quote=box.source(given["quote"]).quote)
    if total is None and {"quantity", "unit_price", "discount"} & fields.keys():
        fields["stated_amount"] = None  # an amount named before this change says nothing about it
    box.apply(ChangeLine(line_id=line.id, fields=fields, sources=sources))


def remove_line(box: Toolbox, given: Given) -> None:
    """Drop a line that the user asked to drop."""
    box.need_now(given["quote"])
    box.apply(RemoveLine(line_id=given["line_id"]))


def move_line(box: Toolbox, given: Given) -> None:
    """Put a line at another place, counted from 1."""
    box.apply(MoveLine(line_id=given["line_id"], position=given["position"] - 1))


def _read(box: Toolbox, given: Given) -> tuple[LineFields, dict[str, Source]]:
    """The fields that were given, read, and their sources."""
    fields, sources = LineFields(), {}
    quote = given["quote"]
    if "description" in given:
        box.need_said_digits(given["description"])
        fields["description"] = " ".join(given["description"].split())
        sources["description"] = box.source(quote)
    if "unit" in given:
        fields["unit"] = (given["unit"] or "").strip() or None
    _read_quantity(box, given, fields, sources)
    _read_price(box, given, fields, sources)
    if "taxed" in given:
        fields["taxed"] = given["taxed"]
    if "tax_rate" in given:
        rate = None if given["tax_rate"] is None else box.percent(given["tax_rate"], "tax_rate")
        fields["tax_rate"] = rate
        if rate is not None:
            sources["tax_rate"] = box.source_of(rate, quote)
    if "discount" in given:
        discount = fields["discount"] = box.reduction(given["discount"], "discount")
        if discount is not None:
            sources["discount"] = box.source_of(discount.value, quote)
    return fields, sources


def _read_quantity(box: Toolbox, given: Given, fields: LineFields, sources: dict[str, Source]) -> None:
    if "quantity" not in given:
        return
    words = given["quantity"]
    if words is None:
        fields["quantity"] = None
        return
    value, unit = box.quantity(words)
    fields["quantity"] = value
    if unit is not None:
        fields["unit"] = unit
    # Read out of the user's own words ("45 minutes" as 0.75 hours) it is computed by code, not by the model.
    is_computed = value not in box.evidence.figures and unit is not None and box.evidence.says(words)
    sources["quantity"] = (
        Source(SourceKind.COMPUTED, quote=words) if is_computed else box.source_of(value, given["quote"])
    )


def _read_price(box: Toolbox, given: Given, fields: LineFields, sources: dict[str, Source]) -> None:
    if "unit_price" in given:
        price = None if given["unit_price"] is None else box.unit_price(given["unit_price"])
        fields["unit_price"] = price
        if price is not None:
            sources["unit_price"] = box.source_of(price, given["quote"])
    if "line_total" in given:
        total = given["line_total"]
        fields["stated_amount"] = None if total is None else box.amount(total, "line_total")


def _price_of_one(total: Decimal, quantity: Decimal) -> Decimal:
    exact = EXACT.divide(total, quantity)
    return figures.plain(exact.quantize(_PRICE_STEP, rounding=ROUND_HALF_UP, context=EXACT))
