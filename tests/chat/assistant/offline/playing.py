"""Plays evaluation cases in memory: the offline assistant on a workbench, turn by turn."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from chat.assistant.interface import Outcome
from chat.assistant.offline.assistant import OfflineAssistant
from chat.domain.confirmation import is_confirmation
from chat.domain.situation import Role, Said, SellerDefaults, Situation
from chat.domain.workbench import Workbench
from invoices.domain.changes import Change
from invoices.domain.completeness import missing, warnings
from invoices.domain.figures import price_text
from invoices.domain.invoice import InvoiceContent, due_after
from invoices.domain.line_item import LineItem, Reduction, ReductionKind
from invoices.domain.parties import Address, Customer
from invoices.domain.totals import rate_of, totals

Case = Mapping[str, Any]


def read_cases(path: Path) -> list[dict[str, Any]]:
    """The cases of a JSON Lines file."""
    return [json.loads(row) for row in path.read_text(encoding="utf-8").splitlines() if row.strip()]


@dataclass
class Conversation:
    """A conversation as the server keeps it: draft, undo stack, history, state."""

    seller: SellerDefaults
    today: date
    customers: tuple[Customer, ...] = ()
    last_invoices: Mapping[str, InvoiceContent] = field(default_factory=dict)
    content: InvoiceContent | None = None
    past: list[tuple[Change, ...]] = field(default_factory=list)
    history: list[Said] = field(default_factory=list)
    state: str = "draft"
    warned: tuple[str, ...] = ()
    reply: str = ""
    seconds: float = 0.0

    def say(self, text: str) -> str:
        """Play one turn; the assistant's words."""
        self.warned = ()
        if self.content is not None and is_confirmation(text) and self._is_ready():
            self.state = "created"
            return "created"
        situation = Situation(
            today=self.today,
            seller=self.seller,
            customers=self.customers,
            history=tuple(self.history),
            last_invoice=lambda customer: self.last_invoices.get(customer.id or ""),
        )
        bench = Workbench(situation, self.content, self.past)
        started = time.perf_counter()
        reply = OfflineAssistant().reply(text, bench)
        self.seconds = max(self.seconds, time.perf_counter() - started)
        self._keep(bench, reply.outcome)
        self.history += [Said(Role.USER, text), Said(Role.ASSISTANT, reply.text)]
        self.reply = reply.text
        return reply.text

    def _is_ready(self) -> bool:
        assert self.content is not None
        codes = {warning.code for warning in warnings(self.content)}
        return not missing(self.content) and not codes & {"due_before_issue", "mixed_currency", "invalid_amount"}

    def _keep(self, bench: Workbench, outcome: Outcome) -> None:
        changes = bench.changes
        self.warned = tuple(warning.code for warning in bench.warnings)
        if bench.undone_turns:
            del self.past[: bench.undone_turns]
        elif changes:
            self.past.insert(0, changes)
        self.content = bench.content
        self.state = str(outcome)


def play(case: Case) -> dict[str, Any]:
    """The result of one case in the scorer's format."""
    seller = case["seller"]
    customers, last = _records(case["known_customers"])
    conversation = Conversation(
        seller=SellerDefaults(
            name=seller["name"],
            currency=seller["currency"],
            locale=seller["locale"],
            country=seller["country"],
            due_days=seller["default_due_days"],
            tax_rate=Decimal(seller["default_tax_rate"]),
        ),
        today=date.fromisoformat(case["today"]),
        customers=customers,
        last_invoices=last,
    )
    for turn in case["turns"]:
        conversation.say(turn)
        if conversation.state in {"created", "cancelled"}:
            break
    content = conversation.content
    return {
        "id": case["id"],
        "draft": None if content is None else draft_of(content),
        "missing": [] if content is None else list(missing(content)),
        "warnings": list(conversation.warned),
        "state": conversation.state,
        "reply": conversation.reply,
        "seconds": conversation.seconds,
    }


def _records(known: Iterable[Mapping[str, Any]]) -> tuple[tuple[Customer, ...], dict[str, InvoiceContent]]:
    customers, last = [], {}
    for number, record in enumerate(known, 1):
        customer = Customer(
            id=f"customer-{number}",
            name=record["name"],
            email=record.get("email") or "",
            address=Address(line1=record.get("address") or ""),
        )
        customers.append(customer)
        if record.get("last_invoice"):
            last[f"customer-{number}"] = _last_invoice(record["last_invoice"], customer)
    return tuple(customers), last


def _last_invoice(tree: Mapping[str, Any], customer: Customer) -> InvoiceContent:
    issued = date.fromisoformat(tree["issue_date"])
    lines = tuple(
        LineItem(
            id=str(number),
            description=line["description"],
            quantity=Decimal(line["quantity"]),
            unit=line.get("unit"),
            unit_price=Decimal(line["unit_price"]),
            discount=_reduction(line.get("discount")),
            taxed=line.get("taxed", True),
        )
        for number, line in enumerate(tree["lines"], 1)
    )
    return InvoiceContent(
        currency=tree["currency"],
        issue_date=issued,
        due_date=due_after(issued, 30),
        due_days=30,
        customer=customer,
        lines=lines,
        tax_rate=Decimal(tree.get("tax_rate") or "0"),
        discount=_reduction(tree.get("discount")),
        purchase_order=tree.get("po_number") or "",
        notes=tree.get("notes") or "",
    )


def _reduction(tree: Mapping[str, Any] | None) -> Reduction | None:
    return Reduction(ReductionKind(tree["kind"]), Decimal(tree["value"])) if tree else None


def draft_of(content: InvoiceContent) -> dict[str, Any]:
    """A draft in the scorer's format."""
    figures = totals(content)
    customer = content.customer
    address = ", ".join((*customer.address.postal_lines(), customer.address.country)) if customer else ""
    return {
        "customer_name": customer.name if customer else None,
        "customer_email": (customer.email or None) if customer else None,
        "customer_address": address or None,
        "currency": content.currency,
        "issue_date": content.issue_date.isoformat(),
        "due_date": content.due_date.isoformat(),
        "lines": [_line(line, content) for line in content.lines],
        "discount": _discount(content.discount),
        "tax_rate": str(content.tax_rate),
        "subtotal": str(figures.subtotal),
        "total": str(figures.total),
        "amount_paid": str(figures.amount_paid),
        "notes": content.notes or None,
        "po_number": content.purchase_order or None,
    }


def _line(line: LineItem, content: InvoiceContent) -> dict[str, Any]:
    return {
        "description": line.description,
        "quantity": None if line.quantity is None else str(line.quantity),
        "unit": line.unit,
        "unit_price": None if line.unit_price is None else price_text(line.unit_price, content.currency),
        "taxed": line.taxed,
        "discount": _discount(line.discount),
        "tax_rate": str(rate_of(line, content)),
    }


def _discount(reduction: Reduction | None) -> dict[str, str] | None:
    return None if reduction is None else {"kind": str(reduction.kind), "value": str(reduction.value)}


def main(cases: str, results: str) -> None:
    """Write the results of a cases file for the scorer."""
    rows = [play(case) for case in read_cases(Path(cases))]
    Path(results).write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:3])
