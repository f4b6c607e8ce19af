"""Playing evaluation cases through the real conversation code (format: assistant-eval's README).

Each case is a fresh account with the seller's settings and known customers, a clock at the case's
day, a new conversation and its turns in order.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import uuid4

from chat import actions as chat
from chat.assistant.interface import Assistant
from chat.domain.errors import InvalidMessage
from invoices import actions, customer_actions, queries
from invoices.domain.events import Actor, Door
from invoices.domain.invoice import Invoice
from invoices.domain.line_item import LineItem, Reduction, ReductionKind
from invoices.domain.parties import Address, Customer, Seller
from invoices.domain.profile import Profile
from invoices.representation import invoice_json

Case = dict[str, Any]
Result = dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Played:
    draft: Invoice | None = None
    missing: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    state: str = "refused"


def play(case: Case, assistant: Assistant) -> Result:
    """The result line of one case."""
    owner = str(uuid4())
    today = date.fromisoformat(case["today"])
    now = datetime(today.year, today.month, today.day, 12, tzinfo=UTC)
    _furnish(owner, case, now)
    conversation = chat.start(owner, now=now)
    played = _Played()
    for text in case["turns"]:
        played = _say(owner, conversation.id, text, assistant, played, now)
    return {"id": case["id"], **_result(played, today)}


def _say(owner: str, conversation_id: str, text: str, assistant: Assistant, before: _Played, now: datetime) -> _Played:
    try:
        turn = chat.send_message(owner, conversation_id, text=text, assistant=assistant, door=Door.API, now=now)
    except InvalidMessage:
        return before
    # A cancelled draft is reported as it was at that moment.
    draft = before.draft if turn.state == "cancelled" else turn.draft
    codes = tuple(warning.code for warning in turn.warnings)
    state = "refused" if turn.state == "draft" and draft is None else turn.state
    return _Played(draft, turn.missing, codes, state)


def _furnish(owner: str, case: Case, now: datetime) -> None:
    seller = case["seller"]
    profile = Profile(
        seller=Seller(name=seller["name"], locale=seller["locale"], address=Address(country=seller["country"])),
        currency=seller["currency"],
        default_due_days=seller["default_due_days"],
        default_tax_rate=Decimal(seller["default_tax_rate"]),
    )
    actions.save_profile(owner, profile, version=0)
    for known in case["known_customers"]:
        customer = Customer(
            name=known["name"],
            email=known.get("email") or "",
            address=Address(line1=known.get("address") or ""),
        )
        saved, _version = customer_actions.create(owner, customer)
        if known.get("last_invoice"):
            _issue(owner, saved, known["last_invoice"], now)


def _issue(owner: str, customer: Customer, earlier: dict[str, Any], now: datetime) -> None:
    profile = queries.profile(owner)
    issued_on = date.fromisoformat(earlier["issue_date"])
    lines = tuple(_line(str(i), line) for i, line in enumerate(earlier["lines"], 1))
    content = replace(
        actions.empty_content(profile, issued_on),
        customer=customer,
        lines=lines,
        currency=earlier["currency"],
        tax_rate=Decimal(earlier.get("tax_rate") or 0),
        discount=_reduction(earlier.get("discount")),
        sources={},
    )
    by = Actor(owner, Door.API)
    draft = actions.create_draft(owner, content, by=by, now=now)
    actions.finalize(owner, draft.id, version=draft.version, by=by, now=now)


def _reduction(tree: dict[str, str] | None) -> Reduction | None:
    return None if tree is None else Reduction(ReductionKind(tree["kind"]), Decimal(tree["value"]))


def _line(line_id: str, tree: dict[str, Any]) -> LineItem:
    rate = tree.get("tax_rate")
    return LineItem(
        id=line_id,
        description=tree["description"],
        quantity=Decimal(tree["quantity"]),
        unit=tree.get("unit"),
        unit_price=Decimal(tree["unit_price"]),
        taxed=tree.get("taxed", True),
        discount=_reduction(tree.get("discount")),
        tax_rate=None if rate is None else Decimal(rate),
    )


def _result(played: _Played, today: date) -> Result:
    return {
        "draft": None if played.draft is None else _draft(invoice_json(played.draft, today=today)),
        "missing": list(played.missing),
        "warnings": list(played.warnings),
        "state": played.state,
    }


def _draft(invoice: dict[str, Any]) -> dict[str, Any]:
    customer = invoice["customer"] or {}
    address = ", ".join(part for part in (customer.get("address") or {}).values() if part)
    fields = ("description", "quantity", "unit", "unit_price", "taxed", "discount", "tax_rate")
    same = ("currency", "issue_date", "due_date", "discount", "tax_rate", "subtotal", "total", "amount_paid")
    return {
        "customer_name": customer.get("name") or None,
        "customer_email": customer.get("email") or None,
        "customer_address": address or None,
        **{name: invoice[name] for name in same},
        "lines": [{name: line[name] for name in fields} for line in invoice["lines"]],
        "notes": invoice["notes"] or None,
        "po_number": invoice["purchase_order"] or None,
    }
