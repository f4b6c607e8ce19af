"""The tools as a model sees them: one per operation on a draft, and none that finalizes, sends, pays or fetches."""

from __future__ import annotations

from typing import Any

Schema = dict[str, Any]

ANSWER = "answer"


def _text(description: str = "", *, longest: int = 200) -> Schema:
    return {"type": "string", "maxLength": longest, **({"description": description} if description else {})}


def _object(required: list[str], **properties: Schema) -> Schema:
    return {"type": "object", "properties": properties, "required": required}


def _or_null(schema: Schema) -> Schema:
    return {**schema, "type": [schema["type"], "null"]}


_QUOTE = _text("The user's words this rests on, copied exactly from their messages.")
_LINE_ID = _text("The line's id in the draft.", longest=10)
_REDUCTION = _object(
    ["kind", "value"],
    kind={"type": "string", "enum": ["percent", "amount"]},
    value=_text("The figure as the user wrote it."),
)
_LINE: dict[str, Schema] = {
    "description": _text("What for, in the user's words and language, without figures and dates.", longest=1000),
    "quantity": _or_null(
        _text("How many, as the user said it: 10, a dozen, 45 minutes, 9:00-12:00. Leave out if not said.")
    ),
    "unit": _or_null(
        _text(
            "hour, day, week, month, year, km, mile, kg, word, page or another word; null for counted things "
            "and flat prices.",
            longest=40,
        )
    ),
    "unit_price": _or_null(_text("The price of one, as the user said it. Leave out if not said.")),
    "line_total": _or_null(_text("What the whole line costs, if the user named that instead of the price of one.")),
    "discount": _or_null(_REDUCTION),
    "taxed": {"type": "boolean", "description": "false if the user said that this line carries no tax."},
    "tax_rate": _or_null(_text("Percent, only if the user named another rate for this line.")),
    "quote": _QUOTE,
}

_ADDRESS = _object(
    [],
    line1=_text(),
    line2=_text(),
    city=_text(),
    region=_text(),
    postal_code=_text(),
    country=_text("ISO 3166-1 alpha-2, only if the user named the country.", longest=2),
)

SCHEMAS: dict[str, tuple[str, Schema]] = {
    "set_customer": (
        "Who is billed. Pass the name as the user said it; code finds the saved customer, with e-mail and address.",
        _object(
            ["name", "quote"],
            name=_text(),
            email=_text(),
            address=_ADDRESS,
            tax_id=_text(longest=60),
            buyer_reference=_text(),
            is_new={
                "type": "boolean",
                "description": "true only after the user said that it is none of the saved customers asked about.",
            },
            quote=_QUOTE,
        ),
    ),
    "add_lines": (
        "Add what is charged for: one line for each thing that has a price or a count of its own.",
        _object(
            ["lines"],
            lines={
                "type": "array",
                "minItems": 1,
                "maxItems": 200,
                "items": _object(["description", "quote"], **_LINE),
            },
        ),
    ),
    "change_line": (
        "Change the given fields of one line; the others stay. null empties a field.",
        _object(["line_id", "quote"], line_id=_LINE_ID, **_LINE),
    ),
    "remove_line": ("Drop a line.", _object(["line_id", "quote"], line_id=_LINE_ID, quote=_QUOTE)),
    "move_line": (
        "Put a line at another place.",
        _object(
            ["line_id", "position"],
            line_id=_LINE_ID,
            position={"type": "integer", "description": "1 is the first."},
        ),
    ),
    "set_dates": (
        "When the invoice is dated or due. Pass the user's own words; code knows the calendar. Days on which work "
        "was done are notes, not dates of the invoice.",
        _object(
            [],
            issue_date=_text("Such as: October 1, yesterday, 2025-10-31."),
            due_date=_text("Such as: net 30, in two weeks, end of next month, on receipt, 10.31.2025."),
        ),
    ),
    "set_currency": (
        "Another currency for the same figures; nothing is converted.",
        _object(["currency", "quote"], currency=_text("ISO 4217 code.", longest=3), quote=_QUOTE),
    ),
    "set_tax": (
        "Tax on the whole invoice. Leave the rate out for 'plus VAT' without a figure: the seller's own applies.",
        _object(
            ["quote"],
            rate=_text("Percent, as the user said it; 0 if they said there is no tax."),
            included={"type": "boolean", "description": "true if the prices include the tax."},
            name=_text("What the user calls it: VAT, GST, MwSt.", longest=40),
            reverse_charge={"type": "boolean", "description": "true if the user said reverse charge."},
            quote=_QUOTE,
        ),
    ),
    "set_discount": (
        "Discount on the whole invoice; null for none.",
        _object(["discount", "quote"], discount=_or_null(_REDUCTION), quote=_QUOTE),
    ),
    "set_deposit": (
        "What the customer has already paid in advance; null for nothing.",
        _object(["deposit", "quote"], deposit=_or_null(_REDUCTION), quote=_QUOTE),
    ),
    "set_notes": (
        "Text printed on the invoice: service dates, late fees, thanks. Only what the user said. Added to the notes "
        "that stand, unless replace is true.",
        _object(["text"], text=_text(longest=2000), replace={"type": "boolean"}),
    ),
    "set_purchase_order": (
        "The customer's purchase order number; empty for none.",
        _object(["number", "quote"], number=_text(), quote=_QUOTE),
    ),
    "state_total": (
        "A total the user named for the whole invoice, to be compared with the computed one. Never your own sum.",
        _object(["amount", "quote"], amount=_text(), quote=_QUOTE),
    ),
    "undo": ("Take back the newest change to the draft.", _object(["quote"], quote=_QUOTE)),
    "start_over": ("Empty the draft.", _object(["quote"], quote=_QUOTE)),
    "repeat_last_invoice": (
        "Copy lines, tax, discount and currency of the last invoice to a saved customer: same as last time.",
        _object(["customer", "quote"], customer=_text(), quote=_QUOTE),
    ),
    "cancel_draft": ("The user drops this whole invoice.", _object(["quote"], quote=_QUOTE)),
    "decline": (
        "The message is none of your business (see the instructions). Changes nothing; say so with answer.",
        _object([]),
    ),
    ANSWER: (
        "What the user reads: one or two short sentences in their language. Ends your turn, so call it once, "
        "together with all other tools.",
        _object(["text"], text=_text(longest=2000)),
    ),
}

_CACHE_POINT = {"cachePoint": {"type": "default"}}


def tool_config() -> dict[str, Any]:
    """Converse's toolConfig: every tool, a cache point behind them, and some tool has to be used."""
    specs = [
        {"toolSpec": {"name": name, "description": description, "inputSchema": {"json": schema}}}
        for name, (description, schema) in SCHEMAS.items()
    ]
    return {"tools": [*specs, _CACHE_POINT], "toolChoice": {"any": {}}}
