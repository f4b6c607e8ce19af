"""The pages of invoices: lists, the form, and what can be done with an invoice."""

from __future__ import annotations

from datetime import datetime

import pytest
from botocore.exceptions import ConnectTimeoutError
from pynamodb.exceptions import PutError

from invoices import pdf_archive
from invoices.actions import create_draft
from invoices.domain.events import Actor, Door
from invoices.store import records
from tests.api.client import Api
from tests.builders import a_content
from tests.local_stack import CognitoUser
from tests.pages import Answer, Pages

pytestmark = pytest.mark.usefixtures("today")

LINE = {"description": "Design", "quantity": "10", "unit_price": "150"}


def new_form(pages: Pages, **changes: str) -> dict[str, str]:
    """The fields of the empty form, filled in with a customer, a line and the changes."""
    fields = pages.get("/invoices/new/").html.fields()
    first = {"lines-0-description": "Design", "lines-0-quantity": "10", "lines-0-unit_price": "150"}
    return {**fields, "customer_name": "Acme", **first, **changes}


def saved(pages: Pages, **changes: str) -> str:
    """The address of a draft made by the form."""
    return pages.post("/invoices/new/", new_form(pages, **changes)).location


def issued(pages: Pages, **changes: str) -> str:
    """The address of an open invoice made by the form."""
    address = saved(pages, **changes)
    pages.post(f"{address}finalize/", {"version": "1"})
    return address


def errors_of(answer: Answer) -> dict[str, str]:
    """The texts beside the fields, by the field's id."""
    found = [e for e in answer.html.elements if "field-error" in e.attributes.get("class", "") and "id" in e.attributes]
    return {element["id"].removesuffix("_error"): element.text for element in found}


# The form ------------------------------------------------------------------------------------


def test_the_form_makes_a_draft(pages: Pages):
    page = pages.get(saved(pages, tax_rate="8.25", **{"lines-0-unit": "hour"})).html

    assert page.one("invoice-status").text == "Draft"
    assert page.one("draft-line").text.startswith("Design 10 hours")
    assert page.one("draft-total").text == "$1,623.75"


def test_the_form_begins_with_the_sellers_defaults(pages: Pages, api: Api):
    api.patch("profile/", {"currency": "EUR", "default_due_days": 14, "default_tax_rate": "19", "locale": "de-DE"})

    fields = pages.get("/invoices/new/").html.fields()

    assert (fields["currency"], fields["due_days"], fields["tax_rate"]) == ("EUR", "14", "19")
    assert fields["issue_date"] == "2025-10-05"


@pytest.mark.parametrize(
    ("changes", "field", "text"),
    [
        ({"lines-0-quantity": "0"}, "id_lines-0-quantity", "more than zero"),
        ({"lines-0-quantity": "1e309"}, "id_lines-0-quantity", "plain number"),
        ({"lines-0-quantity": "NaN"}, "id_lines-0-quantity", "plain number"),
        ({"lines-0-quantity": "-1"}, "id_lines-0-quantity", "negative"),
        ({"lines-0-quantity": "1000000000000"}, "id_lines-0-quantity", "below"),
        ({"lines-0-quantity": "0.0000001"}, "id_lines-0-quantity", "6 digits"),
        ({"lines-0-unit_price": "1.23456"}, "id_lines-0-unit_price", "4 digits"),
        ({"lines-0-unit_price": "ten"}, "id_lines-0-unit_price", "plain number"),
        ({"lines-0-discount_value": "101"}, "id_lines-0-discount_value", "100 percent"),
        ({"lines-0-description": "x" * 1001}, "id_lines-0-description", "1000 characters"),
        ({"tax_rate": "101"}, "id_tax_rate", "100 percent"),
        ({"discount_value": "101"}, "id_discount_value", "100 percent"),
        ({"discount_value": "0.001", "discount_kind": "amount"}, "id_discount_value", "2 digits"),
        ({"due_date": "2025-10-04"}, "id_due_date", "before the issue date"),
        ({"due_date": "31.10.2025"}, "id_due_date", "2026-03-31"),
        ({"issue_date": ""}, "id_issue_date", "required"),
        ({"issue_date": "2025-02-30"}, "id_issue_date", "year-month-day"),
        ({"due_days": ""}, "id_due_date", "due date or the terms"),
        ({"due_days": "-1"}, "id_due_days", "0 to 3650"),
        ({"due_days": "99999"}, "id_due_days", "0 to 3650"),
        ({"customer_email": "nobody"}, "id_customer_email", "not an e-mail"),
        ({"notes": "x" * 4001}, "id_notes", "4000 characters"),
        ({"purchase_order": "\x00"}, "id_purchase_order", "not allowed"),
    ],
)
def test_what_no_invoice_may_hold_is_said_beside_its_field_and_nothing_is_lost(
    pages: Pages, changes: dict[str, str], field: str, text: str
):
    fields = new_form(pages, **changes)

    answer = pages.post("/invoices/new/", fields, status=400)

    assert text in errors_of(answer)[field]
    kept = answer.html.fields()
    assert {name: kept[name] for name in fields if name != "csrfmiddlewaretoken"} == {
        name: value for name, value in fields.items() if name != "csrfmiddlewaretoken"
    }
    assert pages.get("/invoices/").html.all("invoice-row") == []


@pytest.mark.parametrize(("name", "value"), [("currency", "XXX"), ("country", "usa")])
def test_a_choice_that_is_none_is_refused(pages: Pages, name: str, value: str):
    answer = pages.post("/invoices/new/", new_form(pages, **{name: value}), status=400)

    assert "valid choice" in errors_of(answer)[f"id_{name}"]


def test_an_unfinished_draft_is_saved_and_says_what_is_missing(pages: Pages):
    page = pages.get(saved(pages, customer_name="", **{"lines-0-unit_price": ""})).html

    assert "who it is for" in page.one("draft-missing").text
    assert "a price" in page.one("draft-missing").text
    assert "disabled" in page.one("draft-create").attributes


def test_an_empty_form_is_a_draft_without_lines(pages: Pages):
    address = pages.post("/invoices/new/", pages.get("/invoices/new/").html.fields()).location

    assert "what to charge for" in pages.get(address).html.one("draft-missing").text


def test_lines_are_added_and_removed_without_javascript(pages: Pages):
    two = pages.post("/invoices/new/", new_form(pages) | {"add_line": "1"}, status=200).html
    assert len(two.all("line-form")) == 2
    filled = two.fields() | {"lines-1-description": "Print", "lines-1-unit_price": "20", "lines-1-quantity": "x"}

    one = pages.post("/invoices/new/", filled | {"remove_line": "0"}, status=200).html

    assert len(one.all("line-form")) == 1
    assert one.fields()["lines-0-description"] == "Print"
    assert one.fields()["lines-0-quantity"] == "x"
    assert one.fields()["customer_name"] == "Acme"
    assert pages.get("/invoices/").html.all("invoice-row") == []


@pytest.mark.parametrize("position", ["7", "-1", "x", "9" * 30])
def test_removing_a_line_that_is_not_there_removes_none(pages: Pages, position: str):
    answer = pages.post("/invoices/new/", new_form(pages) | {"remove_line": position}, status=200)

    assert answer.html.fields()["lines-0-description"] == "Design"


def test_totals_are_shown_before_anything_is_saved(pages: Pages):
    answer = pages.post("/invoices/new/", new_form(pages) | {"preview": "1"}, status=200)

    assert answer.html.one("draft-total").text == "$1,500.00"
    assert pages.get("/invoices/").html.all("invoice-row") == []


def test_the_form_button_that_enter_presses_saves(pages: Pages):
    buttons = [e for e in pages.get("/invoices/new/").html.tags("button") if e.attributes.get("name")]

    assert buttons[0]["name"] == "save"


def test_a_saved_customer_brings_its_record_along(pages: Pages, api: Api):
    api.post(
        "customers/", {"name": "Acme", "email": "pay@acme.example", "address": {"city": "Tucson", "country": "US"}}
    )

    page = pages.get(saved(pages, customer_name="ACME")).html

    sheet = " ".join(element.text for element in page.tags("article"))
    assert "pay@acme.example" in sheet
    assert "Tucson" in sheet


def test_another_customer_does_not_inherit_the_address_of_the_one_before(pages: Pages, api: Api):
    api.post("customers/", {"name": "Bolt", "address": {"city": "Reno", "country": "US"}})
    address = saved(pages, line1="1 Acme Street", city="Tucson", customer_email="pay@acme.example")
    form = pages.get(f"{address}edit/").html.fields() | {"customer_name": "Bolt"}

    pages.post(f"{address}edit/", form)

    sheet = " ".join(element.text for element in pages.get(address).html.tags("article"))
    assert "Reno" in sheet
    assert "Tucson" not in sheet
    assert "pay@acme.example" not in sheet


def test_figures_are_read_in_the_sellers_way(pages: Pages, api: Api):
    api.patch("profile/", {"locale": "de-DE", "currency": "EUR"})

    page = pages.get(saved(pages, **{"lines-0-quantity": "1,5", "lines-0-unit_price": "1.234,50"})).html

    assert page.one("draft-total").text == "1.851,75 €"


def test_a_saved_figure_comes_back_as_the_same_figure(pages: Pages, api: Api):
    api.patch("profile/", {"locale": "de-DE", "currency": "EUR"})
    address = saved(pages, **{"lines-0-quantity": "1,234", "lines-0-unit_price": "1000"})

    pages.post(f"{address}edit/", pages.get(f"{address}edit/").html.fields())

    assert pages.get(address).html.one("draft-total").text == "1.234,00 €"


def test_an_edit_changes_the_draft_and_keeps_the_rest(pages: Pages, api: Api):
    conversation = pages.post("/chat/", {"text": "invoice Acme for 10 hours of design at $150/h"}).location
    draft = api.get("invoices/")["results"][0]
    address = f"/invoices/{draft['id']}/"
    form = pages.get(f"{address}edit/").html.fields() | {"lines-0-unit_price": "160"}

    pages.post(f"{address}edit/", form)

    line = api.get(f"invoices/{draft['id']}/")["lines"][0]
    assert line["unit_price"] == "160.00"
    assert line["sources"]["quantity"] == draft["lines"][0]["sources"]["quantity"]
    assert line["sources"]["unit_price"] == {"kind": "said"}
    assert pages.get(conversation.removesuffix("#say")).html.one("draft-total").text == "$1,600.00"


def test_a_stale_form_shows_the_other_version_and_keeps_what_was_typed(pages: Pages):
    address = saved(pages)
    mine = pages.get(f"{address}edit/").html.fields() | {"lines-0-quantity": "20"}
    theirs = pages.get(f"{address}edit/").html.fields() | {"lines-0-unit_price": "99"}
    pages.post(f"{address}edit/", theirs)

    answer = pages.post(f"{address}edit/", mine, status=409)

    assert answer.problem_code == "version_conflict"
    assert "$99.00" in answer.html.one("problem").text
    again = answer.html.fields()
    assert again["lines-0-quantity"] == "20"
    pages.post(f"{address}edit/", again)
    assert pages.get(address).html.one("draft-total").text == "$3,000.00"


def test_a_conflict_names_the_lines_once_when_their_number_differs(pages: Pages):
    address = saved(pages)
    mine = pages.get(f"{address}edit/").html.fields() | {
        "line_count": "3",
        "lines-1-description": "A",
        "lines-2-unit": "B",
    }
    pages.post(f"{address}edit/", pages.get(f"{address}edit/").html.fields() | {"notes": "theirs"})

    text = pages.post(f"{address}edit/", mine, status=409).html.one("problem").text

    assert "Lines 1, where you have 3" in text
    assert "Notes theirs" in text
    assert "Line 2" not in text


def test_an_issued_invoice_has_no_form(pages: Pages):
    address = issued(pages)

    assert pages.get(f"{address}edit/", status=409).problem_code == "invalid_state"


def test_dynamodb_away_loses_nothing_of_the_form(pages: Pages, monkeypatch: pytest.MonkeyPatch):
    fields = new_form(pages, notes="two\nlines")

    def is_away(*_arguments: object, **_options: object) -> None:
        raise PutError("no answer")

    with monkeypatch.context() as away:
        away.setattr(records, "create", is_away)
        answer = pages.post("/invoices/new/", fields, status=503)

    assert answer.problem_code == "storage_unavailable"
    assert answer.response["Retry-After"]
    kept = answer.html.fields()
    assert kept["lines-0-description"] == "Design"
    address = pages.post("/invoices/new/", kept).location
    assert pages.get(address).html.one("draft-total").text == "$1,500.00"


# The list ------------------------------------------------------------------------------------


def test_the_list_is_empty_at_first_and_says_what_to_do(pages: Pages):
    assert "No invoices yet" in pages.get("/invoices/").response.content.decode()


def test_the_list_shows_the_newest_first_with_number_status_and_total(pages: Pages):
    issued(pages, customer_name="Acme")
    saved(pages, customer_name="Bolt")

    rows = pages.get("/invoices/").html.all("invoice-row")

    assert [row.text.split()[-1] for row in rows] == ["$1,500.00", "$1,500.00"]
    assert "Bolt Draft" in rows[0].text
    assert "INV-2025-0001 Acme Open" in rows[1].text


def test_the_list_is_narrowed_by_status_and_text(pages: Pages):
    issued(pages, customer_name="Acme")
    saved(pages, customer_name="Bolt")

    assert len(pages.get("/invoices/?status=open").html.all("invoice-row")) == 1
    assert len(pages.get("/invoices/?q=bolt").html.all("invoice-row")) == 1
    assert pages.get("/invoices/?status=open&q=bolt").html.all("invoice-row") == []
    assert len(pages.get("/invoices/?status=nonsense").html.all("invoice-row")) == 2


def test_an_open_invoice_past_its_date_is_overdue(pages: Pages):
    issued(pages, issue_date="2025-08-01", due_days="", due_date="2025-09-01")

    assert pages.get("/invoices/").html.one("invoice-status").text == "Overdue"


def test_the_list_goes_on_to_older_and_back_to_newer(pages: Pages, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("invoices.views._PAGE", 2)
    for name in ("Ada", "Bea", "Cleo"):
        saved(pages, customer_name=name)
    first = pages.get("/invoices/").html

    second = pages.get("/invoices/" + _link(first, "next")).html
    back = pages.get("/invoices/" + _link(second, "prev")).html

    assert [row.text.split()[3] for row in second.all("invoice-row")] == ["Ada"]
    assert [row.text for row in back.all("invoice-row")] == [row.text for row in first.all("invoice-row")]


def _link(html, rel: str) -> str:
    return next(e["href"] for e in html.tags("a") if e.attributes.get("rel") == rel)


def test_a_cursor_of_somebody_else_is_refused(pages: Pages, other_pages: Pages, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("invoices.views._PAGE", 1)
    for name in ("Ada", "Bea"):
        saved(pages, customer_name=name)
    link = _link(pages.get("/invoices/").html, "next")

    assert other_pages.get("/invoices/" + link, status=400).problem_code == "invalid_cursor"


# One invoice ---------------------------------------------------------------------------------


def test_an_invoice_is_created_once_and_then_has_a_pdf(pages: Pages):
    address = saved(pages)

    pages.post(f"{address}finalize/", {"version": "1"})
    pages.post(f"{address}finalize/", {"version": "1"})

    page = pages.get(address).html
    assert page.one("invoice-number").text == "INV-2025-0001"
    assert page.one("invoice-status").text == "Open"
    assert "Signature" in pages.get(page.one("download-pdf")["href"], status=302).location


def test_creating_an_older_version_is_refused_on_the_spot(pages: Pages):
    address = saved(pages)
    pages.post(f"{address}edit/", pages.get(f"{address}edit/").html.fields())

    answer = pages.post(f"{address}finalize/", {"version": "1"}, status=409)

    assert answer.problem_code == "version_conflict"
    assert answer.html.fields(within="/finalize/")["version"] == "2"


def test_an_incomplete_draft_cannot_be_created(pages: Pages):
    address = saved(pages, customer_name="")

    answer = pages.post(f"{address}finalize/", {"version": "1"}, status=409)

    assert answer.problem_code == "incomplete"
    assert answer.html.one("invoice-status").text == "Draft"


def test_creating_too_often_is_refused_with_the_time_to_come_back(pages: Pages, settings):
    settings.RATE_LIMIT_TIMES = {**settings.RATE_LIMIT_TIMES, "finalize": 1}
    settings.RATE_LIMIT_PRO = (1, 3600)
    issued(pages)
    address = saved(pages)

    answer = pages.post(f"{address}finalize/", {"version": "1"}, status=429)

    assert answer.problem_code == "rate_limited"
    assert int(answer.response["Retry-After"]) > 0
    assert answer.html.one("invoice-status").text == "Draft"


def test_figures_that_nobody_said_wait_for_a_word_of_the_seller(pages: Pages, user: CognitoUser, today: datetime):
    content = a_content(unverified=("lines.1.unit_price",))
    draft = create_draft(user.user_id, content, by=Actor(user.user_id, Door.CHAT), now=today)
    address = f"/invoices/{draft.id}/"

    assert "the price in line 1" in pages.get(address).html.one("draft-warning").text
    assert pages.post(f"{address}finalize/", {"version": "1"}, status=409).problem_code == "unverified_figures"
    pages.post(f"{address}confirm/", pages.get(address).html.fields(within="/confirm/"))

    assert pages.get(address).html.all("draft-warning") == []
    pages.post(f"{address}finalize/", {"version": "2"})


def test_a_draft_has_no_pdf_yet_and_says_so_on_its_page(pages: Pages):
    answer = pages.get(f"{saved(pages)}pdf/", status=409)

    assert answer.problem_code == "invalid_state"
    assert answer.html.one("invoice-status").text == "Draft"


def test_a_draft_can_be_previewed_as_pdf(pages: Pages):
    response = pages.get(f"{saved(pages)}preview/").response

    assert response["Content-Type"] == "application/pdf"
    assert response.content.startswith(b"%PDF")


def test_s3_away_is_said_on_the_invoices_page(pages: Pages, monkeypatch: pytest.MonkeyPatch):
    def is_away(*_arguments: object, **_options: object) -> None:
        raise ConnectTimeoutError(endpoint_url="https://s3")

    monkeypatch.setattr(pdf_archive.storages["default"], "save", is_away)
    address = issued(pages)

    answer = pages.get(f"{address}pdf/", status=503)

    assert answer.problem_code == "archive_unavailable"
    assert answer.html.one("invoice-status").text == "Open"


def test_payments_make_an_invoice_paid(pages: Pages):
    address = issued(pages)
    form = pages.get(address).html.fields(within="/payments/")

    pages.post(f"{address}payments/", form | {"amount": "500"})
    assert "$1,000.00 due" in pages.get(address).response.content.decode().replace("</span>", "")
    pages.post(f"{address}payments/", form | {"amount": "1,000.00", "method": "bank"})

    assert pages.get(address).html.one("invoice-status").text == "Paid"


@pytest.mark.parametrize(
    ("amount", "text"), [("0", "more than zero"), ("1500.01", "is due"), ("", "required"), ("x", "number")]
)
def test_a_payment_that_cannot_be_is_refused_beside_its_field(pages: Pages, amount: str, text: str):
    address = issued(pages)
    form = pages.get(address).html.fields(within="/payments/")

    answer = pages.post(f"{address}payments/", form | {"amount": amount, "reference": "R1"}, status=400)

    assert text in errors_of(answer)["id_amount"]
    assert answer.html.fields(within="/payments/")["reference"] == "R1"


def test_void_and_uncollectible(pages: Pages):
    first, second = issued(pages), issued(pages)

    pages.post(f"{first}void/")
    pages.post(f"{second}uncollectible/")

    assert pages.get(first).html.one("invoice-status").text == "Void"
    assert pages.get(second).html.one("invoice-status").text == "Uncollectible"
    assert pages.post(f"{first}void/", status=409).problem_code == "invalid_state"


def test_a_copy_is_a_new_draft_in_the_form(pages: Pages):
    copy = pages.post(f"{issued(pages)}duplicate/").location

    assert copy.endswith("/edit/")
    assert pages.get(copy).html.fields()["lines-0-description"] == "Design"


def test_a_draft_can_be_deleted_in_the_version_that_was_shown(pages: Pages):
    address = saved(pages)

    assert pages.post(f"{address}delete/", {"version": "7"}, status=409).problem_code == "version_conflict"
    pages.post(f"{address}delete/", {"version": "1"})

    pages.get(address, status=404)


def test_an_issued_invoice_cannot_be_deleted(pages: Pages):
    address = issued(pages)

    assert pages.post(f"{address}delete/", {"version": "2"}, status=409).problem_code == "invalid_state"


def test_the_timeline_tells_what_happened_through_which_door(pages: Pages):
    page = pages.get(issued(pages)).response.content.decode()

    assert "Created as INV-2025-0001 over $1,500.00" in page
    assert "on the page" in page


def test_another_tenants_invoice_is_not_found(pages: Pages, other_pages: Pages):
    address = saved(pages)

    for path in ("", "edit/", "pdf/", "preview/"):
        other_pages.get(f"{address}{path}", status=404)
    for verb in ("edit", "finalize", "confirm", "payments", "void", "uncollectible", "duplicate", "delete"):
        other_pages.post(f"{address}{verb}/", {"version": "1"}, status=404)
    assert pages.get(address).html.one("invoice-status").text == "Draft"


@pytest.mark.parametrize("name", ["01950000-0000-7000-8000-000000000001", "a%23b", "é", "x" * 65])
def test_an_unknown_invoice_is_not_found(pages: Pages, name: str):
    assert pages.get(f"/invoices/{name}/", status=404).problem_code == "not_found"


# Customers and settings ----------------------------------------------------------------------


def test_a_customer_is_added_changed_and_deleted(pages: Pages):
    pages.post("/customers/new/", {"name": "Zoë's Café", "email": "zoe@cafe.example", "country": "FR"})
    row = pages.get("/customers/").html.one("customer-row")
    form = pages.get(row["href"]).html.tags("form")
    assert form
    fields = {"name": "Zoë & Co", "version": "1"}

    pages.post(row["href"], fields)
    assert pages.get("/customers/").html.one("customer-row").text == "Zoë & Co"
    pages.post(f"{row['href']}delete/")

    assert pages.get("/customers/").html.all("customer-row") == []


@pytest.mark.parametrize(
    ("fields", "field"),
    [({"name": ""}, "id_name"), ({"name": " "}, "id_name"), ({"name": "A", "email": "x"}, "id_email")],
)
def test_a_customer_that_cannot_be_is_refused_beside_its_field(pages: Pages, fields: dict[str, str], field: str):
    answer = pages.post("/customers/new/", {"city": "Tucson", **fields}, status=400)

    assert field in errors_of(answer)
    assert answer.html.fields()["city"] == "Tucson"


def test_a_stale_customer_form_keeps_what_was_typed(pages: Pages):
    pages.post("/customers/new/", {"name": "Acme"})
    address = pages.get("/customers/").html.one("customer-row")["href"]
    pages.post(address, {"name": "Acme Inc", "version": "1"})

    answer = pages.post(address, {"name": "Acme Ltd", "version": "1"}, status=409)

    assert answer.problem_code == "version_conflict"
    inputs = {
        e["name"]: e["value"] for e in answer.html.tags("input") if e.attributes.get("name") in {"name", "version"}
    }
    assert inputs == {"name": "Acme Ltd", "version": "2"}


def test_another_tenants_customer_is_not_found(pages: Pages, other_pages: Pages):
    pages.post("/customers/new/", {"name": "Acme"})
    address = pages.get("/customers/").html.one("customer-row")["href"]

    other_pages.get(address, status=404)
    other_pages.post(address, {"name": "Mine", "version": "1"}, status=404)
    other_pages.post(f"{address}delete/", status=404)


def test_settings_are_saved_and_hold_for_new_drafts(pages: Pages):
    form = pages.get("/settings/").html.fields()
    changes = {
        "name": "Juniper",
        "currency": "CHF",
        "locale": "de-CH",
        "default_tax_rate": "8.1",
        "number_pattern": "R-{01}",
    }

    pages.post("/settings/", form | changes)

    assert pages.get("/invoices/new/").html.fields()["currency"] == "CHF"
    kept = pages.get("/settings/").html.fields()
    assert {name: kept[name] for name in changes} == changes
    assert pages.get(issued(pages)).html.one("invoice-number").text == "R-01"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"number_pattern": "INV"}, "id_number_pattern"),
        ({"time_zone": "Mars/Olympus"}, "id_time_zone"),
        ({"default_tax_rate": "101"}, "id_default_tax_rate"),
        ({"default_due_days": "4000"}, "id_default_due_days"),
        ({"email": "nobody"}, "id_email"),
        ({"tax_id": "DE136695978", "country": "DE"}, "id_tax_id"),
        ({"iban": "DE88 3704 0044 0532 0130 00"}, "id_iban"),
        ({"iban": "my bank"}, "id_iban"),
        ({"bic": "COBA"}, "id_bic"),
        ({"colour": "#ffee00"}, "id_colour"),
        ({"footer": "1\n2\n3\n4"}, "id_footer"),
        ({"number_start": "0"}, "id_number_start"),
        ({"currency": "XXX"}, "id_currency"),
    ],
)
def test_settings_that_cannot_be_are_refused_beside_their_field(pages: Pages, changes: dict[str, str], field: str):
    form = pages.get("/settings/").html.fields()

    answer = pages.post("/settings/", form | {"name": "Juniper"} | changes, status=400)

    assert field in errors_of(answer)
    assert answer.html.fields()["name"] == "Juniper"


def test_stale_settings_keep_what_was_typed(pages: Pages):
    form = pages.get("/settings/").html.fields()
    pages.post("/settings/", form | {"name": "First"})

    answer = pages.post("/settings/", form | {"name": "Second"}, status=409)

    assert answer.problem_code == "version_conflict"
    pages.post("/settings/", answer.html.fields())
    assert pages.get("/settings/").html.fields()["name"] == "Second"


def test_iban_and_bic_stand_on_invoices_in_groups_and_stay_when_the_settings_change(pages: Pages):
    form = pages.get("/settings/").html.fields()
    bank = {"payment_details": "By transfer, please", "iban": "de89370400440532013000", "bic": "cobadeffxxx"}
    pages.post("/settings/", form | bank)
    address = issued(pages)
    form = pages.get("/settings/").html.fields()
    assert (form["iban"], form["bic"]) == ("DE89370400440532013000", "COBADEFFXXX")

    pages.post("/settings/", form | {"iban": ""})

    shown = pages.get(address).html.one("payment-details").text
    for part in ("By transfer, please", "IBAN DE89 3704 0044 0532 0130 00", "BIC COBADEFFXXX"):
        assert part in shown


def test_the_next_number_stands_beside_its_pattern(pages: Pages):
    assert pages.get("/settings/").html.one("next-number").text == "INV-2025-0001"
    issued(pages)

    assert pages.get("/settings/").html.one("next-number").text == "INV-2025-0002"
    typed = pages.get("/settings/next-number/?number_pattern=R{01}&number_start=7").html
    assert typed.one("next-number").text == "R07"


@pytest.mark.parametrize("query", ["", "number_pattern=R&number_start=1", "number_pattern=R{1}&number_start=x"])
def test_a_pattern_that_cannot_be_has_no_next_number(pages: Pages, query: str):
    answer = pages.get(f"/settings/next-number/?{query}")

    assert [element.text for element in answer.html.all("next-number")] in ([], ["INV-2025-0001"])


def test_the_settings_welcome_who_saved_none_yet_and_can_be_skipped(pages: Pages):
    assert pages.get("/settings/").html.one("welcome")

    assert pages.post("/settings/skip/").location == "/chat/"


def test_who_saved_settings_is_not_welcomed_again(pages: Pages):
    form = pages.get("/settings/").html.fields()
    pages.post("/settings/", form | {"name": "Juniper"})

    assert pages.get("/settings/").html.all("welcome") == []


def test_a_draft_says_what_the_sellers_side_lacks_and_can_be_created_all_the_same(pages: Pages, api: Api):
    address = saved(pages, tax_rate="19")

    notice = pages.get(address).html.one("draft-seller").text
    for lacking in ("your business name", "your address", "your tax id"):
        assert lacking in notice

    api.patch("profile/", {"name": "Juniper", "address": {"line1": "1 Oak Street"}, "tax_id": "1"})
    assert pages.get(address).html.all("draft-seller") == []
    pages.post(f"{address}finalize/", {"version": "1"})


def test_colour_and_footer_are_frozen_into_what_is_issued(pages: Pages, api: Api):
    form = pages.get("/settings/").html.fields()
    assert form["colour"] == "#344698"
    pages.post("/settings/", form | {"colour": "#AA0033", "footer": "Thanks\r\nAgain"})
    invoice_id = issued(pages).split("/")[-2]

    api.patch("profile/", {"colour": "", "footer": ""})

    seller = api.get(f"invoices/{invoice_id}/")["seller"]
    assert (seller["colour"], seller["footer"]) == ("#aa0033", "Thanks\nAgain")


def test_the_house_colour_is_none_of_the_sellers(pages: Pages, api: Api):
    pages.post("/settings/", pages.get("/settings/").html.fields())

    assert api.get("profile/")["colour"] == ""


def test_all_that_is_wrong_with_the_settings_is_said_at_once(pages: Pages):
    wrong = {"country": "DE", "tax_id": "DE136695978", "iban": "DE88 3704 0044 0532 0130 00", "colour": "#ffee00"}

    answer = pages.post("/settings/", pages.get("/settings/").html.fields() | wrong, status=400)

    assert set(errors_of(answer)) == {"id_tax_id", "id_iban", "id_colour"}
