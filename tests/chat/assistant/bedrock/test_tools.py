"""Each tool: what a call does to the draft."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from chat.assistant.bedrock.tool_schemas import SCHEMAS
from chat.assistant.bedrock.tools import HANDLERS, open_toolbox
from chat.domain.workbench import Workbench
from invoices.domain.document import to_document
from invoices.domain.line_item import LineItem, Reduction, ReductionKind
from invoices.domain.operations import AddLine, SetCustomer
from invoices.domain.parties import Customer
from invoices.domain.sources import SourceKind
from tests.chat.assistant.bedrock.conftest import a_situation
from tests.plain_readers import PlainReaders

WORDS = (
    "Acme, office@acme.example, 1 Main St, Springfield, PO 4711, VAT DE123456789, two lines: design 10 hours at 150 "
    "and 900 for 3 logos, 10% off, 19% VAT included, 400 paid, total 2400, net 15, 2025-10-31, undo, start over, "
    "drop the logos, late fee 2% a month, reverse charge, as last time"
)
ACME = Customer(id="c-1", name="Acme Corp", email="office@acme.example")
GLOBEX = Customer(id="c-2", name="Globex Ltd")
ACME_LABS = Customer(id="c-3", name="Acme Labs Inc")
ACME_TOOLS = Customer(id="c-4", name="Acme Tools")


def a_draft(customers=(), last_invoice=None):
    situation = a_situation(customers=customers, last_invoice=lambda _customer: last_invoice)
    workbench = Workbench(situation, None)
    workbench.apply(AddLine(description="design", quantity=Decimal(10), unit="hour", unit_price=Decimal(150)))
    workbench.apply(AddLine(description="logos", quantity=Decimal(3), unit_price=Decimal(300)))
    return Workbench(situation, workbench.content)


def run(tool, *, workbench=None, said=WORDS, **given):
    workbench = workbench or a_draft()
    toolbox = open_toolbox(said, workbench, PlainReaders())
    result = toolbox.run(tool, given)
    return workbench.content, result, toolbox


def test_every_tool_has_a_schema_and_a_function():
    assert HANDLERS.keys() == SCHEMAS.keys()


@pytest.mark.parametrize(
    ("tool", "given", "changed"),
    [
        ("remove_line", {"line_id": "2", "quote": "drop the logos"}, {"lines": ["design"]}),
        ("move_line", {"line_id": "2", "position": 1}, {"lines": ["logos", "design"]}),
        ("set_currency", {"currency": "eur", "quote": "euros"}, {"currency": "EUR"}),
        ("set_tax", {"rate": "19", "name": "VAT", "included": True, "quote": "19% VAT"}, {
            "tax_rate": "19", "tax_name": "VAT", "prices_include_tax": True,
        }),
        ("set_tax", {"reverse_charge": True, "quote": "reverse charge"}, {
            "tax_rate": "0", "notes": "Reverse charge: VAT is to be accounted for by the recipient.",
        }),
        ("set_discount", {"discount": {"kind": "percent", "value": "10"}, "quote": "10% off"}, {
            "discount": {"kind": "percent", "value": "10"},
        }),
        ("set_discount", {"discount": None, "quote": "10% off"}, {"discount": None}),
        ("set_deposit", {"deposit": {"kind": "amount", "value": "400"}, "quote": "400 paid"}, {
            "deposit": {"kind": "amount", "value": "400"},
        }),
        ("set_notes", {"text": "late fee 2% a month"}, {"notes": "late fee 2% a month"}),
        ("set_purchase_order", {"number": "4711", "quote": "PO 4711"}, {"purchase_order": "4711"}),
        ("state_total", {"amount": "2400", "quote": "total 2400"}, {"stated_totals": ["2400"]}),
        ("set_dates", {"due_date": "net 15"}, {"due_date": "2025-10-20", "due_days": 15}),
        ("set_dates", {"due_date": "2025-10-31"}, {"due_date": "2025-10-31", "due_days": None}),
        ("set_dates", {"issue_date": "2025-10-31", "due_date": "net 15"}, {
            "issue_date": "2025-10-31", "due_date": "2025-11-15",
        }),
        ("start_over", {"quote": "start over"}, {"lines": []}),
        ("change_line", {"line_id": "2", "quantity": None, "quote": "logos"}, {"missing": "quantity"}),
        ("answer", {"text": "Hello."}, {}),
        ("decline", {}, {}),
    ],
)  # fmt: skip
def test_a_tool_does_what_it_says(tool, given, changed):
    content, result, toolbox = run(tool, **given)

    document = to_document(content)
    document["lines"] = [line.description for line in content.lines]
    if "missing" in changed:
        assert changed["missing"] in toolbox.workbench.missing
    assert result.ok, result.text
    assert {name: document.get(name) for name in changed if name != "missing"} == {
        name: value for name, value in changed.items() if name != "missing"
    }


@pytest.mark.parametrize(
    ("tool", "given", "reason"),
    [
        ("remove_line", {"line_id": "2", "quote": "drop everything"}, "newest message"),
        ("move_line", {"line_id": "2", "position": 3}, "no such position"),
        ("move_line", {"line_id": "2", "position": 0}, "no such position"),
        ("change_line", {"line_id": "2", "quote": "logos"}, "Nothing to change"),
        ("change_line", {"line_id": "2", "quantity": "0", "quote": "0"}, "more than zero"),
        ("change_line", {"line_id": "2", "unit_price": "1e309", "quote": "logos"}, "plain number"),
        ("change_line", {"line_id": "2", "unit_price": "1000000000000", "quote": "logos"}, "below"),
        ("change_line", {"line_id": "2", "description": "\x00", "quote": "logos"}, "Control characters"),
        ("set_tax", {"rate": "101", "quote": "19%"}, "between 0 and 100"),
        ("set_discount", {"discount": {"kind": "percent", "value": "-1"}, "quote": "10%"}, "negative"),
        ("set_dates", {}, "Pass issue_date"),
        ("set_dates", {"due_date": "when the moon is full"}, "says no date"),
        ("set_dates", {"due_date": "net 99999"}, "0 to 3650 days"),
        ("set_dates", {"issue_date": "net 15"}, "says no date"),
        ("undo", {"quote": "undo"}, "nothing that could be taken back"),
        ("set_customer", {"name": " ", "quote": "Acme"}, "name is empty"),
        ("answer", {"text": " "}, "empty"),
    ],
)
def test_a_call_that_cannot_be_done_leaves_the_draft_as_it_was(tool, given, reason):
    workbench = a_draft()
    before = workbench.content

    content, result, _toolbox = run(tool, workbench=workbench, **given)

    assert not result.ok
    assert reason in result.text
    assert content == before


def test_a_day_that_does_not_exist_is_noted_and_not_taken_over():
    content, result, toolbox = run("set_dates", due_date="2025-06-31")

    assert not result.ok
    assert content.due_date == date(2025, 11, 4)
    assert [warning.code for warning in toolbox.workbench.warnings] == ["invalid_date"]


def test_a_date_with_two_readings_is_taken_and_doubted():
    content, result, toolbox = run("set_dates", due_date="03/04")

    assert result.ok
    assert content.due_date == date(2025, 3, 4)
    assert "ambiguous_date" in [warning.code for warning in toolbox.workbench.warnings]


def test_a_price_for_the_whole_line_is_divided_by_code():
    line = {"description": "prints", "quantity": "3", "line_total": "400", "quote": "3 logos"}
    content, result, _toolbox = run("add_lines", lines=[line])

    assert result.ok
    assert content.lines[-1].unit_price == Decimal("133.3333")
    assert content.lines[-1].stated_amount == Decimal(400)
    assert content.lines[-1].sources["unit_price"].kind is SourceKind.COMPUTED


def test_an_hourly_price_without_hours_stays_incomplete():
    line = {"description": "talk", "unit": "hour", "unit_price": "150", "quote": "150"}
    content, _result, toolbox = run("add_lines", lines=[line])

    assert content.lines[-1].quantity is None
    assert "quantity" in toolbox.workbench.missing


def test_minutes_become_hours_by_code():
    line = {
        "description": "talk",
        "quantity": "45 minutes",
        "unit": "minute",
        "unit_price": "150",
        "quote": "45 minutes",
    }
    content, _result, _toolbox = run("add_lines", said="45 minutes of talk at 150", lines=[line])

    added = content.lines[-1]
    assert (added.quantity, added.unit) == (Decimal("0.75"), "hour")
    assert added.sources["quantity"].kind is SourceKind.COMPUTED


def test_changing_a_line_forgets_an_amount_named_for_it_before():
    workbench = a_draft()
    workbench.apply(AddLine(description="talk", quantity=Decimal(2), unit_price=Decimal(10), stated_amount=Decimal(30)))

    content, _result, toolbox = run("change_line", workbench=workbench, line_id="3", quantity="3", quote="3")

    assert content.lines[-1].stated_amount is None
    assert toolbox.workbench.warnings == ()


@pytest.mark.parametrize("name", ["Acme Corp", "acme corp.", "ACME", "Acme"])
def test_a_saved_customer_is_found_by_its_name_and_comes_with_its_record(name):
    content, result, _toolbox = run(
        "set_customer", workbench=a_draft(customers=(ACME, GLOBEX)), name=name, quote="Acme"
    )

    assert result.ok
    assert content.customer == ACME
    assert (content.sources["customer"].kind, content.sources["customer"].ref) == (SourceKind.CUSTOMER, "c-1")


def test_a_name_that_fits_several_is_asked_about():
    workbench = a_draft(customers=(ACME_LABS, ACME_TOOLS))

    content, result, toolbox = run("set_customer", workbench=workbench, name="Acme", quote="Acme")

    assert not result.ok
    assert "Acme Labs Inc, Acme Tools" in result.text
    assert content.customer is None
    assert [warning.code for warning in toolbox.workbench.warnings] == ["duplicate_customer"]


def test_a_name_close_to_a_saved_one_is_asked_about_and_not_silently_created():
    workbench = a_draft(customers=(GLOBEX,))

    content, result, _toolbox = run(
        "set_customer", workbench=workbench, said="for Globexx", name="Globexx", quote="Globexx"
    )
    assert not result.ok
    assert content.customer is None

    content, result, _toolbox = run(
        "set_customer", workbench=workbench, said="no, Globexx is new", name="Globexx", is_new=True, quote="Globexx"
    )
    assert result.ok
    assert content.customer == Customer(name="Globexx")


def test_details_said_later_are_added_to_the_same_customer():
    workbench = a_draft()
    workbench.apply(SetCustomer(customer=Customer(name="Acme", tax_id="DE123456789")))

    content, _result, _toolbox = run(
        "set_customer",
        workbench=workbench,
        name="Acme",
        email="office@acme.example",
        address={"line1": "1 Main St", "city": "Springfield", "country": "us"},
        quote="Acme",
    )

    assert content.customer.email == "office@acme.example"
    assert (content.customer.address.line1, content.customer.address.country) == ("1 Main St", "US")
    assert content.customer.tax_id == "DE123456789"


def test_the_last_invoice_is_repeated_with_todays_dates_and_without_its_order_number():
    last = a_situation().empty_draft()
    line = LineItem(id="1", description="retainer", quantity=Decimal(1), unit_price=Decimal(900))
    last = type(last)(
        currency="EUR",
        issue_date=date(2025, 8, 1),
        due_date=date(2025, 8, 8),
        due_days=7,
        customer=ACME,
        lines=(line,),
        discount=Reduction(ReductionKind.PERCENT, Decimal(5)),
        tax_rate=Decimal(19),
        purchase_order="OLD",
        notes="old note",
    )
    workbench = Workbench(a_situation(customers=(ACME,), last_invoice=lambda _customer: last), None)

    content, result, toolbox = run("repeat_last_invoice", workbench=workbench, customer="Acme", quote="as last time")

    assert result.ok
    assert (content.customer, content.currency, content.tax_rate, content.discount) == (ACME, "EUR", 19, last.discount)
    assert (content.issue_date, content.due_days) == (date(2025, 10, 5), 30)
    assert (content.purchase_order, content.notes) == ("", "")
    assert content.lines[0].sources["unit_price"].kind is SourceKind.EARLIER_INVOICE
    assert toolbox.workbench.warnings == ()


def test_without_an_earlier_invoice_nothing_is_repeated_and_the_user_is_told():
    workbench = Workbench(a_situation(customers=(ACME,)), None)

    _content, result, toolbox = run("repeat_last_invoice", workbench=workbench, customer="Acme", quote="as last time")

    assert not result.ok
    assert [warning.code for warning in toolbox.workbench.warnings] == ["no_previous_invoice"]
    assert "lines" in toolbox.workbench.missing


def test_undo_has_to_come_before_anything_else_of_the_turn():
    workbench = a_draft()
    toolbox = open_toolbox("undo, 5", workbench, PlainReaders())
    toolbox.run("change_line", {"line_id": "1", "quantity": "5", "quote": "5"})

    assert "undo has to come first" in toolbox.run("undo", {"quote": "undo"}).text


def test_a_new_price_for_the_whole_line_is_divided_by_code_too():
    content, result, _toolbox = run("change_line", line_id="2", line_total="900", quote="900 for 3 logos")

    assert result.ok
    assert (content.lines[1].quantity, content.lines[1].unit_price) == (Decimal(3), Decimal(300))
    assert content.lines[1].sources["unit_price"].kind is SourceKind.COMPUTED


def test_notes_are_replaced_when_asked():
    workbench = a_draft()
    run("set_notes", workbench=workbench, text="late fee 2% a month")

    content, _result, _toolbox = run("set_notes", workbench=workbench, text="drop the logos", replace=True)

    assert content.notes == "drop the logos"


def test_figures_in_words_are_read_by_code_and_unclear_ones_refused():
    line = {"description": "prints", "quantity": "a dozen", "unit_price": "1,200", "quote": "a dozen"}
    content, result, _toolbox = run("add_lines", said="a dozen prints at 1,200", lines=[line])
    assert result.ok
    assert (content.lines[-1].quantity, content.lines[-1].unit_price) == (Decimal(12), Decimal(1200))

    _content, result, _toolbox = run("add_lines", lines=[{**line, "unit_price": "150 or 160"}])
    assert "plain number" in result.text
