"""The firewall by itself: drafts changed directly, whoever the assistant."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from chat.domain import firewall
from chat.domain.firewall import Evidence
from chat.domain.situation import Role, Said, SellerDefaults, Situation
from chat.domain.workbench import Workbench
from invoices.domain.line_item import Reduction, ReductionKind
from invoices.domain.operations import (
    AddLine,
    ChangeLine,
    RemoveLine,
    SetCurrency,
    SetCustomer,
    SetDeposit,
    SetDiscount,
    SetDueDate,
    SetDueDays,
    SetIssueDate,
    SetTax,
)
from invoices.domain.parties import Customer
from invoices.domain.sources import Source, SourceKind, said
from tests.plain_readers import PlainReaders

READERS = PlainReaders()
ACME = Customer(id="c-1", name="Acme Corp", email="office@acme.example")
COPIED = Source(SourceKind.EARLIER_INVOICE)
COMPUTED = Source(SourceKind.COMPUTED)


def a_situation(**fields):
    return Situation(**{"today": date(2025, 10, 5), "seller": SellerDefaults(tax_rate=Decimal(5)), **fields})


def marks(text, *operations, workbench=None, **situation):
    workbench = workbench or Workbench(a_situation(**situation), None)
    for operation in operations:
        workbench.apply(operation)
    firewall.screen(text, workbench, READERS)
    return workbench.content.unverified


def percent(value):
    return Reduction(ReductionKind.PERCENT, Decimal(value))


def line(**fields):
    return AddLine(**{"description": "design", "quantity": Decimal(2), "unit_price": Decimal(80), **fields})


@pytest.mark.parametrize(
    ("text", "operation"),
    [
        # the number itself, in this message
        ("design, 2 at 80", line()),
        ("DESIGN: 2 x 80.00", line()),
        ("design, 1,200.50 for 2", line(unit_price=Decimal("1200.5"))),
        ("8 % tax", SetTax(rate=Decimal(8))),
        ("10 percent off", SetDiscount(discount=percent(10))),
        ("30 % paid", SetDeposit(deposit=percent(30))),
        ("due 2025-12-24", SetDueDate(due_date=date(2025, 12, 24))),
        ("dated 2025-09-30", SetIssueDate(issue_date=date(2025, 9, 30))),
        ("net 15", SetDueDays(days=15)),
        ("in EUR", SetCurrency(currency="EUR")),
        ("for Zoë's Café", SetCustomer(customer=Customer(name="ZOË'S CAFÉ"))),
        ("for Beta, b@beta.example", SetCustomer(customer=Customer(name="Beta", email="b@beta.example"))),
        # what needs no saying
        ("design for 80", line(quantity=Decimal(1))),
        ("hello", SetTax(rate=Decimal(5))),
        ("hello", SetDueDays(days=30)),
        ("hello", SetIssueDate(issue_date=date(2025, 10, 5))),
        ("hello", SetCurrency(currency="USD")),
        # copied or computed by code
        ("as last time", line(sources=dict.fromkeys(("description", "quantity", "unit_price"), COPIED))),
        ("design, a third of 2", line(unit_price=Decimal("33.3333"), sources={"unit_price": COMPUTED})),
        # "nothing", when the words that say so are the user's
        ("no tax please", SetTax(rate=Decimal(0), source=said("no tax"))),
        ("2 designs for free", line(unit_price=Decimal(0), sources={"unit_price": said("for free")})),
    ],
)
def test_what_can_be_traced_is_not_marked(text, operation):
    assert marks(text, operation) == ()


@pytest.mark.parametrize(
    ("text", "operation", "path"),
    [
        ("design, 2 at 80", line(unit_price=Decimal(81)), "lines.1.unit_price"),
        ("design, 2 at 80", line(quantity=Decimal(3)), "lines.1.quantity"),
        ("design at 80 per hour", line(quantity=Decimal(1), unit="hour"), "lines.1.quantity"),
        ("design, 2 at 80", line(description="consulting"), "lines.1.description"),
        ("design, 2 at 80", line(discount=percent(10)), "lines.1.discount"),
        ("design, 2 at 80", line(tax_rate=Decimal(7)), "lines.1.tax_rate"),
        ("design, 2 at 80", SetTax(rate=Decimal(8)), "tax_rate"),
        ("design, 2 at 80", SetTax(rate=Decimal(0)), "tax_rate"),
        ("design, 2 at 80", SetTax(rate=Decimal(0), source=said("no tax")), "tax_rate"),
        ("design, 2 at 80", SetDiscount(discount=percent(10)), "discount"),
        ("design, 2 at 80", SetDeposit(deposit=percent(10)), "deposit"),
        ("due 2025-12-24", SetDueDate(due_date=date(2025, 12, 25)), "due_date"),
        ("net 15", SetDueDays(days=14), "due_date"),
        ("design, 2 at 80", SetIssueDate(issue_date=date(2025, 10, 4)), "issue_date"),
        ("80 dollars", SetCurrency(currency="EUR", source=said("euros")), "currency"),
        ("for Acme", SetCustomer(customer=Customer(name="Globex")), "customer"),
        ("for Acme", SetCustomer(customer=Customer(name="Acme", email="x@evil.example")), "customer.email"),
        # code may divide what the whole line costs, but not what nobody said
        ("2 designs", line(unit_price=Decimal(50), stated_amount=Decimal(100), sources={"unit_price": COMPUTED}),
         "lines.1.unit_price"),
    ],
)  # fmt: skip
def test_what_cannot_be_traced_is_marked_by_its_path(text, operation, path):
    assert marks(text, operation) == (path,)


def test_a_saved_customer_needs_no_words_but_an_email_that_is_not_theirs_does():
    assert marks("the usual", SetCustomer(customer=ACME), customers=(ACME,)) == ()

    other = replace(ACME, email="x@evil.example")
    assert marks("the usual", SetCustomer(customer=other), customers=(ACME,)) == ("customer.email",)


def test_an_id_of_no_customer_of_this_seller_counts_for_nothing():
    foreign = Customer(id="somebody-elses", name="Globex")

    assert marks("the usual", SetCustomer(customer=foreign), customers=(ACME,)) == ("customer",)


def test_the_users_earlier_messages_count_and_the_assistants_do_not():
    user, assistant = Said(Role.USER, "design at 80"), Said(Role.ASSISTANT, "design at 80")

    assert marks("2 of that", line(), history=(user,)) == ()
    assert marks("2 of that", line(), history=(assistant,)) == ("lines.1.description", "lines.1.unit_price")


def test_what_a_turn_left_alone_is_not_asked_about_again():
    first = Workbench(a_situation(), None)
    marks("design, 2 at 80", line(), workbench=first)
    second = Workbench(a_situation(), first.content)

    assert marks("8 % tax", SetTax(rate=Decimal(8)), workbench=second) == ()


def test_a_mark_stays_while_the_value_does():
    first = Workbench(a_situation(), None)
    marks("design, 2 at 80", line(unit_price=Decimal(81)), workbench=first)
    second = Workbench(a_situation(), first.content)
    again = ChangeLine(line_id="1", fields={"unit_price": Decimal(81)})

    assert marks("same price", again, workbench=second) == ("lines.1.unit_price",)
    assert marks("81 it is", again, workbench=Workbench(a_situation(), second.content)) == ()


def test_a_mark_goes_with_its_line():
    workbench = Workbench(a_situation(), None)
    marks("design, 2 at 80", line(unit_price=Decimal(81)), workbench=workbench)

    assert marks("drop it", RemoveLine(line_id="1"), workbench=Workbench(a_situation(), workbench.content)) == ()


def test_a_line_put_back_after_it_was_removed_keeps_its_figures():
    first = Workbench(a_situation(), None)
    marks("design and logo, 2 at 80", line(), line(description="logo"), workbench=first)
    second = Workbench(a_situation(), first.content, [first.changes])
    second.apply(RemoveLine(line_id="1"))
    third = Workbench(a_situation(), second.content, [second.changes, first.changes])

    assert marks("put the design back", line(), workbench=third) == ()


def test_what_an_undo_brought_back_keeps_its_marks_of_then():
    first = Workbench(a_situation(), None)
    marks("design, 2 at 80", line(unit_price=Decimal(81)), workbench=first)
    second = Workbench(a_situation(), first.content, [first.changes])
    marks("8 % tax", SetTax(rate=Decimal(8)), workbench=second)
    third = Workbench(a_situation(), second.content, [second.changes, first.changes])
    third.undo()

    assert marks("undo, 81", workbench=third) == ("lines.1.unit_price",)
    assert third.content == first.content


def test_a_doubted_figure_of_the_draft_is_no_evidence_for_another():
    first = Workbench(a_situation(), None)
    marks("design, 2 at 80", line(unit_price=Decimal(81)), workbench=first)
    second = Workbench(a_situation(), first.content)

    found = marks("another design, 2", line(unit_price=Decimal(81)), workbench=second)

    assert found == ("lines.1.unit_price", "lines.2.unit_price")


def test_terms_that_moved_with_the_issue_date_are_not_new_terms():
    workbench = Workbench(a_situation(), None)
    marks("net 15", SetDueDays(days=15), workbench=workbench)
    second = Workbench(a_situation(), workbench.content)

    assert marks("dated 2025-09-30", SetIssueDate(issue_date=date(2025, 9, 30)), workbench=second) == ()


def test_words_that_mean_a_date_are_resolved_again_and_compared():
    by_words = SetDueDate(due_date=date(2025, 3, 4), source=said("03/04"))
    bent = SetDueDate(due_date=date(2025, 4, 4), source=said("03/04"))

    assert marks("due 03/04", by_words) == ()
    assert marks("due 03/04", bent) == ("due_date",)


def test_without_a_draft_there_is_nothing_to_mark():
    workbench = Workbench(a_situation(), None)

    firewall.screen("hello", workbench, READERS)

    assert workbench.content is None


@pytest.mark.parametrize("quote", ["ZOË", "zoe", " Zoë ", "Zo\u200be"])
def test_quotes_are_compared_as_people_read_them(quote):
    evidence = Evidence("for  Zoë", Workbench(a_situation(), None), READERS)

    assert evidence.says(quote)
    assert not evidence.says("")
    assert not evidence.says(None)
