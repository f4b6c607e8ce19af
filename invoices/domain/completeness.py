"""What a draft still lacks, and what about it a person should look at."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from invoices.domain.errors import FieldProblem, InvalidInvoice, InvoiceIncomplete, UnverifiedFigures
from invoices.domain.invoice import InvoiceContent
from invoices.domain.line_item import LineItem, Reduction, ReductionKind
from invoices.domain.parties import Seller
from invoices.domain.totals import Totals, line_amount, totals


@dataclass(frozen=True, slots=True)
class DraftWarning:
    """A sentence for a person, with a code of the contract's closed list."""

    code: str
    text: str


def missing(content: InvoiceContent) -> tuple[str, ...]:
    """Codes of what must still be asked for, in the order in which one would ask."""
    lines = content.lines
    checks = {
        "customer_name": content.customer is None or not content.customer.name.strip(),
        "lines": not lines,
        "description": any(not line.description.strip() for line in lines),
        "quantity": any(line.quantity is None for line in lines),
        "unit_price": any(line.unit_price is None for line in lines),
    }
    return tuple(code for code, lacks in checks.items() if lacks)


def seller_lacks(seller: Seller, content: InvoiceContent) -> tuple[str, ...]:
    """Codes of what the seller's side lacks for a proper invoice; none of it holds finalizing back.

    Name and address of the supplier, and the VAT number where VAT is charged: VAT Directive
    2006/112/EC article 226(3) and (5); most countries elsewhere ask for the same.
    """
    checks = {
        "name": not seller.name.strip(),
        "address": not seller.address.postal_lines(),
        "tax_id": not seller.tax_id.strip() and any(not tax.amount.is_zero for tax in totals(content).taxes),
    }
    return tuple(code for code, lacks in checks.items() if lacks)


def warnings(content: InvoiceContent) -> tuple[DraftWarning, ...]:
    """What is doubtful about the draft as it stands: derived from it, and open concerns."""
    figures = totals(content)
    found = [DraftWarning(concern.code, concern.text) for concern in content.concerns]
    if content.due_date < content.issue_date:
        text = f"The due date {content.due_date} is before the issue date {content.issue_date}."
        found.append(DraftWarning("due_before_issue", text))
    found += _stated_mismatches(content, figures)
    found += [DraftWarning(problem.code, problem.detail) for problem in _impossible_reductions(content, figures)]
    return tuple(dict.fromkeys(found))


def _stated_mismatches(content: InvoiceContent, figures: Totals) -> list[DraftWarning]:
    accepted = {figures.subtotal.amount, figures.total.amount, figures.amount_due.amount}
    # While a price is unknown, no total can contradict the lines.
    totals_to_check = content.stated_totals if _is_priced(content) else ()
    found = [
        DraftWarning(
            "stated_total_mismatch",
            f"You said {stated} {content.currency}, but the lines come to {figures.total} {content.currency}.",
        )
        for stated in totals_to_check
        if stated not in accepted
    ]
    for line, amount in zip(content.lines, figures.line_amounts, strict=True):
        if line.stated_amount is not None and amount is not None and line.stated_amount != amount.amount:
            text = (
                f"You said {line.stated_amount} {content.currency} for {line.description!r}, "
                f"but it comes to {amount} {content.currency}."
            )
            found.append(DraftWarning("stated_total_mismatch", text))
    return found


def _is_priced(content: InvoiceContent) -> bool:
    return bool(content.lines) and all(line.is_priced for line in content.lines)


def _impossible_reductions(content: InvoiceContent, figures: Totals) -> list[FieldProblem]:
    found = [
        FieldProblem(
            f"lines.{i}.discount",
            "invalid_amount",
            f"The discount of {line.description!r} is more than the line comes to.",
        )
        for i, line in enumerate(content.lines)
        if _exceeds_line(line, content.currency)
    ]
    if _is_priced(content):
        stated = figures.total + figures.discount_total if content.prices_include_tax else figures.subtotal
        if _exceeds(content.discount, stated.amount):
            text = "The discount is more than the lines come to."
            found.append(FieldProblem("discount", "invalid_amount", text))
        if _exceeds(content.deposit, figures.total.amount):
            found.append(FieldProblem("deposit", "invalid_amount", "The deposit is more than the total."))
    return found


def _exceeds_line(line: LineItem, currency: str) -> bool:
    if line.discount is None:
        return False
    whole = line_amount(replace(line, discount=None), currency)
    return whole is not None and _exceeds(line.discount, whole.amount)


def _exceeds(reduction: Reduction | None, whole: Decimal) -> bool:
    return reduction is not None and reduction.kind is ReductionKind.AMOUNT and reduction.value > whole


def check_ready(content: InvoiceContent) -> None:
    """Raise unless the draft may be finalized.

    InvoiceIncomplete names what is missing, InvalidInvoice a due date before the issue date or
    a reduction that can't be, UnverifiedFigures what no record or word of the user's backs.
    """
    lacking = missing(content)
    if lacking:
        raise InvoiceIncomplete(lacking)
    if content.due_date < content.issue_date:
        raise InvalidInvoice.of(
            "due_date",
            "due_before_issue",
            f"The due date {content.due_date} is before the issue date {content.issue_date}.",
        )
    problems = _impossible_reductions(content, totals(content))
    if problems:
        raise InvalidInvoice(problems)
    if content.unverified:
        raise UnverifiedFigures(content.unverified)
