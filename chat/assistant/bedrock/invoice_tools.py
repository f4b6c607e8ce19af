"""Tools about the invoice as a whole: who, when, in which currency, and what comes off or on top."""

from __future__ import annotations

from typing import Any

from chat.assistant.bedrock.toolbox import Toolbox, ToolRefused
from chat.assistant.interface import Outcome
from chat.domain.readers import ResolvedDate
from invoices.domain.invoice import Concern
from invoices.domain.operations import (
    AddNote,
    RaiseConcern,
    ReplaceContent,
    SetCurrency,
    SetDeposit,
    SetDiscount,
    SetDueDate,
    SetDueDays,
    SetIssueDate,
    SetNotes,
    SetPurchaseOrder,
    SetTax,
    StateTotal,
)
from invoices.domain.sources import from_profile

Given = dict[str, Any]
REVERSE_CHARGE = "Reverse charge: VAT is to be accounted for by the recipient."


def set_dates(box: Toolbox, given: Given) -> None:
    """Issue date first, because terms count from it."""
    if not given.keys() & {"issue_date", "due_date"}:
        raise ToolRefused("Pass issue_date, due_date or both.")
    if given.get("issue_date"):
        _set_issue_date(box, given["issue_date"])
    if given.get("due_date"):
        _set_due_date(box, given["due_date"])


def _set_issue_date(box: Toolbox, words: str) -> None:
    read = _resolved(box, words, "issue_date")
    if read.day is None:
        raise ToolRefused("An issue date is a day, not terms.")
    box.apply(SetIssueDate(issue_date=read.day, source=box.source(words)))
    _doubt(box, read, "issue_date", words)


def _set_due_date(box: Toolbox, words: str) -> None:
    read = _resolved(box, words, "due_date")
    if read.days is not None:
        box.apply(SetDueDays(days=read.days, source=box.source(words)))
    elif read.day is not None:
        box.apply(SetDueDate(due_date=read.day, source=box.source(words)))
    _doubt(box, read, "due_date", words)


def _resolved(box: Toolbox, words: str, field: str) -> ResolvedDate:
    issue_date = None if field == "issue_date" else box.content.issue_date
    read = box.readers.resolve_date(words, box.situation, issue_date=issue_date)
    if read is None:
        raise ToolRefused(f"{words[:80]!r} says no date. Pass the user's own words for it, or YYYY-MM-DD.")
    if read.day is None and read.days is None:
        box.apply(RaiseConcern(concern=Concern("invalid_date", field, f"There is no such day as {words[:80]}.")))
        raise ToolRefused(f"There is no such day as {words[:80]!r}; it was not taken over. Tell the user.", keeps=True)
    return read


def _doubt(box: Toolbox, read: ResolvedDate, field: str, words: str) -> None:
    if read.doubt and read.day:
        text = f"{words[:80]} was read as {read.day:%-d %B %Y}; it could be meant the other way round."
        box.apply(RaiseConcern(concern=Concern(read.doubt, field, text)))


def set_currency(box: Toolbox, given: Given) -> None:
    """Another currency; figures stay as they are."""
    box.apply(SetCurrency(currency=given["currency"].strip().upper(), source=box.source(given["quote"])))


def set_tax(box: Toolbox, given: Given) -> None:
    """Rate, whether prices include it, its name; no rate at all means the seller's own."""
    quote, name = given["quote"], given.get("name")
    if given.get("reverse_charge"):
        box.need_said(quote, "The quote")
        rate, source = box.percent("0", "tax_rate"), box.source(quote)
        box.apply(AddNote(text=REVERSE_CHARGE))
    elif given.get("rate") is not None:
        rate = box.percent(given["rate"], "tax_rate")
        source = box.source_of(rate, quote)
    else:
        rate, source = box.situation.seller.tax_rate, from_profile()
    box.apply(SetTax(rate=rate, included=given.get("included"), name=name, source=source))


def set_discount(box: Toolbox, given: Given) -> None:
    """A percentage or an amount off the whole invoice."""
    discount = box.reduction(given["discount"], "discount")
    source = box.source_of(discount.value, given["quote"]) if discount else None
    box.apply(SetDiscount(discount=discount, source=source))


def set_deposit(box: Toolbox, given: Given) -> None:
    """A percentage of the total or an amount that was received already."""
    deposit = box.reduction(given["deposit"], "deposit")
    source = box.source_of(deposit.value, given["quote"]) if deposit else None
    box.apply(SetDeposit(deposit=deposit, source=source))


def set_notes(box: Toolbox, given: Given) -> None:
    """Add to the notes or replace them. They print on the invoice, so figures in them are the user's too."""
    text = given["text"].strip()
    box.need_said_digits(text)
    if given.get("replace"):
        box.apply(SetNotes(notes=text))
    else:
        for line in filter(None, (line.strip() for line in text.splitlines())):
            box.apply(AddNote(text=line))


def set_purchase_order(box: Toolbox, given: Given) -> None:
    """The customer's order number, as the user said it."""
    number = given["number"].strip()
    box.need_said(number, "The purchase order")
    box.apply(SetPurchaseOrder(purchase_order=number, source=box.source(given["quote"])))


def state_total(box: Toolbox, given: Given) -> None:
    """Keep a total the user named; a model's own sum is no such thing."""
    amount = box.amount(given["amount"], "amount")
    if amount not in box.evidence.figures:
        raise ToolRefused(
            f"The user named no total of {given['amount'][:40]}. Sums are computed by code; drop this call."
        )
    box.apply(StateTotal(amount=amount))


def undo(box: Toolbox, given: Given) -> None:
    """Take back the newest turn, before anything else is done in this one."""
    box.need_now(given["quote"])
    if box.workbench.content != box.workbench.baseline:
        raise ToolRefused("Something was changed in this turn already; undo has to come first.")
    if not box.workbench.undo():
        raise ToolRefused("There is nothing that could be taken back.")


def start_over(box: Toolbox, given: Given) -> None:
    """An empty draft in the draft's place."""
    box.need_now(given["quote"])
    if box.workbench.content is not None:
        box.apply(ReplaceContent(content=box.situation.empty_draft()))


def cancel_draft(box: Toolbox, given: Given) -> None:
    """Drop the whole draft."""
    box.need_now(given["quote"])
    if box.workbench.content is None:
        raise ToolRefused("There is no draft.")
    box.outcome = Outcome.CANCELLED


def decline(box: Toolbox, _given: Given) -> None:
    """Not our business: without a draft the turn counts as refused."""
    if box.workbench.content is None:
        box.outcome = Outcome.REFUSED


def answer(box: Toolbox, given: Given) -> None:
    """Keep what the model has to say."""
    text = given["text"].strip()
    if not text:
        raise ToolRefused("The text is empty.")
    box.reply = text
