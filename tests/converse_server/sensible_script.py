"""Answers that make sense for a few simple sentences, so that a person can try the site with ASSISTANT=bedrock."""

from __future__ import annotations

import json
import re
from typing import Any

from tests.converse_server.answers import Answer, calls, says, use
from tests.converse_server.server import Request

_BILL = re.compile(r"(?:invoice|bill|charge)\s+(?P<name>[^,]+?)\s+(?:for\s+)?(?=[\d$€£])", re.IGNORECASE)
_LINE = re.compile(
    r"(?P<quantity>\d+(?:\.\d+)?)\s*(?P<unit>hours?|days?)?\s*(?:of\s+)?(?P<what>[\w -]+?)\s+(?:at|@)\s*"
    r"[$€£]?(?P<price>[\d,]+(?:\.\d+)?)",
    re.IGNORECASE,
)
_TAX = re.compile(r"(?P<rate>\d+(?:\.\d+)?)\s*%\s*(?:tax|vat)", re.IGNORECASE)
_DUE = re.compile(
    r"due (?P<when>in \d+ days|\d{4}-\d{2}-\d{2}|on receipt|end of next month)|(?P<net>net \d+)", re.IGNORECASE
)
_CHANGE = re.compile(r"make (?:that|it) (?P<quantity>\d+(?:\.\d+)?)", re.IGNORECASE)


def sensible(request: Request) -> Answer:
    """What a well-behaved model would answer to `invoice Acme for 10 hours of design at $150`."""
    if request.tool_results:
        return says("I could not do all of that. Could you say it in other words?")
    newest = json.loads(request.newest_text)
    text, draft = newest["user"], newest["situation"]["draft"]
    wanted = [*_customer(text), *_lines(text), *_tax(text), *_due(text), *_change(text, draft)]
    if wanted:
        return calls(*wanted, use("answer", text="I've put that on the draft. Have a look at it."))
    if re.search(r"\bundo\b", text, re.IGNORECASE):
        return calls(use("undo", quote="undo"), use("answer", text="Taken back."))
    return calls(use("answer", text="Tell me whom to invoice, for what and at what price."))


def _customer(text: str) -> list[dict[str, Any]]:
    found = _BILL.search(text)
    return [use("set_customer", name=found["name"], quote=found[0].strip())] if found else []


def _lines(text: str) -> list[dict[str, Any]]:
    lines = []
    for found in _LINE.finditer(text):
        unit = (found["unit"] or "").lower().rstrip("s") or None
        what = {"description": found["what"].strip(), "quantity": found["quantity"], "unit": unit}
        lines.append({**what, "unit_price": found["price"], "quote": found[0]})
    return [use("add_lines", lines=lines)] if lines else []


def _tax(text: str) -> list[dict[str, Any]]:
    found = _TAX.search(text)
    return [use("set_tax", rate=found["rate"], quote=found[0])] if found else []


def _due(text: str) -> list[dict[str, Any]]:
    found = _DUE.search(text)
    return [use("set_dates", due_date=found["when"] or found["net"])] if found else []


def _change(text: str, draft: dict[str, Any] | None) -> list[dict[str, Any]]:
    found = _CHANGE.search(text)
    if not found or not draft or not draft["lines"]:
        return []
    line_id = draft["lines"][-1]["id"]
    return [use("change_line", line_id=line_id, quantity=found["quantity"], quote=found[0])]
