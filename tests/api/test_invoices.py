"""The invoices resource: drafts, finalizing, PDF, refusals."""

from __future__ import annotations

import hashlib
import json
import urllib.request
from datetime import datetime
from typing import Any

import pytest

from tests.api.client import Api, check_problem

A_LINE = {"description": "Design", "quantity": "10", "unit": "hour", "unit_price": "150"}
A_DRAFT = {"customer": {"name": "Acme"}, "lines": [A_LINE], "tax_rate": "8.25"}
pytestmark = pytest.mark.usefixtures("today")


def finalized(api: Api, body: Any = None) -> Any:
    draft = api.post("invoices/", body or A_DRAFT)
    return api.post(f"invoices/{draft['id']}/finalize/", {"version": draft["version"]}, status=200)


def test_a_draft_has_every_field_of_the_contract_with_exact_figures(api: Api) -> None:
    draft = api.post("invoices/", A_DRAFT)

    assert draft["status"] == "draft"
    assert draft["number"] is None
    assert (draft["issue_date"], draft["due_date"]) == ("2025-10-05", "2025-11-04")
    assert draft["lines"][0]["amount"] == "1500.00"
    assert draft["taxes"] == [{"name": "Tax", "rate": "8.25", "base": "1500.00", "amount": "123.75"}]
    assert (draft["subtotal"], draft["tax_total"], draft["total"]) == ("1500.00", "123.75", "1623.75")
    assert draft["amount_due"] == "1623.75"
    assert draft["version"] == 1
    assert api.get(f"invoices/{draft['id']}/") == draft


def test_finalizing_numbers_freezes_and_renders(api: Api) -> None:
    invoice = finalized(api)

    assert invoice["status"] == "open"
    assert invoice["number"] == "INV-2025-0001"
    assert invoice["finalized_at"] == "2025-10-05T15:00:00Z"
    assert len(invoice["pdf_sha256"]) == 64


def test_the_pdf_link_leads_to_the_very_bytes_that_were_recorded(api: Api) -> None:
    invoice = finalized(api)

    link = api.post(f"invoices/{invoice['id']}/pdf/", status=200)

    with urllib.request.urlopen(link["download_url"]) as answer:
        pdf = answer.read()
    assert hashlib.sha256(pdf).hexdigest() == invoice["pdf_sha256"]
    assert datetime.fromisoformat(link["expires_at"]).isoformat() == "2025-10-05T15:05:00+00:00"


def test_getting_the_pdf_redirects_to_a_presigned_url(api: Api) -> None:
    invoice = finalized(api)

    answer = api.send("GET", f"invoices/{invoice['id']}/pdf/")

    assert answer.status_code == 302
    assert "X-Amz-Signature" in answer["Location"]


def test_a_draft_has_no_pdf_yet(api: Api) -> None:
    draft = api.post("invoices/", A_DRAFT)

    problem = api.post(f"invoices/{draft['id']}/pdf/", status=409)

    assert problem["code"] == "invalid_state"


def test_finalizing_twice_with_one_version_gives_the_same_invoice(api: Api) -> None:
    draft = api.post("invoices/", A_DRAFT)

    first, second = (api.post(f"invoices/{draft['id']}/finalize/", {"version": 1}, status=200) for _ in range(2))

    assert first == second


def test_a_stale_version_is_a_conflict_naming_the_current_one(api: Api) -> None:
    draft = api.post("invoices/", A_DRAFT)
    api.patch(f"invoices/{draft['id']}/", {"version": 1, "notes": "first"})

    problem = api.patch(f"invoices/{draft['id']}/", {"version": 1, "notes": "second"}, status=409)

    assert (problem["code"], problem["current_version"]) == ("version_conflict", 2)
    assert api.get(f"invoices/{draft['id']}/")["notes"] == "first"


def test_if_match_names_the_version_as_well(api: Api) -> None:
    draft = api.post("invoices/", A_DRAFT)

    answer = api.send("PATCH", f"invoices/{draft['id']}/", {"notes": "x"}, **{"If-Match": '"1"'})

    assert answer.status_code == 200
    assert answer["ETag"] == '"2"'


def test_an_issued_invoice_refuses_edits_and_deletion_naming_what_is_allowed(api: Api) -> None:
    invoice = finalized(api)
    where = f"invoices/{invoice['id']}/"

    problem = api.patch(where, {"version": invoice["version"], "notes": "x"}, status=409)
    api.delete(where, status=409)

    assert problem["code"] == "invalid_state"
    assert (problem["invoice_status"], "voided" in problem["allowed"]) == ("open", True)


def test_deleting_a_draft_leaves_nothing(api: Api) -> None:
    draft = api.post("invoices/", A_DRAFT)

    api.delete(f"invoices/{draft['id']}/")

    api.get(f"invoices/{draft['id']}/", status=404)


def test_payments_make_it_paid_and_overpayment_is_refused(api: Api) -> None:
    where = f"invoices/{finalized(api)['id']}/payments/"

    partly = api.post(where, {"amount": "1000.00", "paid_on": "2025-10-20"})
    too_much = api.post(where, {"amount": "1000", "paid_on": "2025-10-21"}, status=400)
    paid = api.post(where, {"amount": "623.75", "paid_on": "2025-10-22", "method": "card"})

    assert (partly["status"], partly["amount_due"]) == ("open", "623.75")
    assert too_much["code"] == "overpayment"
    assert (paid["status"], paid["amount_due"], paid["paid_at"]) == ("paid", "0.00", "2025-10-05T15:00:00Z")


def test_void_uncollectible_and_duplicate(api: Api) -> None:
    first, second = finalized(api), finalized(api)

    assert api.post(f"invoices/{first['id']}/void/", status=200)["status"] == "void"
    assert api.post(f"invoices/{second['id']}/uncollectible/", status=200)["status"] == "uncollectible"
    copy = api.post(f"invoices/{first['id']}/duplicate/")
    assert (copy["status"], copy["number"], copy["total"]) == ("draft", None, "1623.75")
    assert api.post(f"invoices/{first['id']}/uncollectible/", status=409)["code"] == "invalid_state"


def test_the_timeline_tells_who_did_what_through_which_door(api: Api) -> None:
    invoice = finalized(api)

    events = api.get(f"invoices/{invoice['id']}/events/")["results"]

    assert [(event["type"], event["via"]) for event in events] == [("created", "api"), ("finalized", "api")]
    assert events[1]["data"] == {"number": "INV-2025-0001", "total": "1623.75"}


BAD_BODIES = [
    ({"lines": [{**A_LINE, "quantity": "0"}]}, "lines.0.quantity", "not_positive"),
    ({"lines": [{**A_LINE, "quantity": "-3"}]}, "lines.0.quantity", "negative"),
    ({"lines": [{**A_LINE, "quantity": "1e309"}]}, "lines.0.quantity", "not_a_number"),
    ({"lines": [{**A_LINE, "quantity": "NaN"}]}, "lines.0.quantity", "not_a_number"),
    ({"lines": [{**A_LINE, "quantity": "1.1234567"}]}, "lines.0.quantity", "too_precise"),
    ({"lines": [{**A_LINE, "unit_price": "1,5"}]}, "lines.0.unit_price", "not_a_number"),
    ({"lines": [{**A_LINE, "unit_price": "1000000000000"}]}, "lines.0.unit_price", "too_large"),
    ({"lines": [{**A_LINE, "unit_price": True}]}, "lines.0.unit_price", "not_a_number"),
    ({"lines": [{**A_LINE, "amount": "5"}]}, "lines.0.amount", "unknown_field"),
    ({"lines": [{**A_LINE, "description": ["x"]}]}, "lines.0.description", "invalid"),
    ({"lines": [{**A_LINE, "description": "a\x00b"}]}, "lines.0.description", "null_characters_not_allowed"),
    ({"lines": "x"}, "lines", "not_a_list"),
    ({"tax_rate": "101"}, "tax_rate", "not_a_percentage"),
    ({"currency": "ZZZ"}, "currency", "unknown_currency"),
    ({"currency": "JPY", "discount": {"kind": "amount", "value": "1.5"}}, "discount.value", "too_precise"),
    ({"discount": {"kind": "half", "value": "1"}}, "discount.kind", "invalid_choice"),
    ({"issue_date": "2025-10-05", "due_date": "2025-10-04"}, "due_date", "due_before_issue"),
    ({"issue_date": "2025-02-30"}, "issue_date", "invalid"),
    ({"customer": {"name": "A", "email": "nobody"}}, "customer.email", "invalid_email"),
    ({"customer": {"name": "A", "address": {"country": "Germany"}}}, "address.country", "invalid_country"),
    ({"number": "INV-1"}, "number", "unknown_field"),
    ({"status": "paid"}, "status", "unknown_field"),
    ({"total": "1"}, "total", "unknown_field"),
]


@pytest.mark.parametrize(("body", "field", "code"), BAD_BODIES, ids=[f"{f}-{c}" for _, f, c in BAD_BODIES])
def test_a_bad_field_is_named_with_its_code(somebody: Any, body: Any, field: str, code: str) -> None:
    problem = Api(somebody.access_token).post("invoices/", body, status=400)

    assert [(error["field"], error["code"]) for error in problem["errors"]] == [(field, code)]
    assert problem["errors"][0]["detail"]


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"not json", b'{"a": NaN}', b"[" * 100_000, b"\xff\xfe{}", b'{"notes": "\\ud800"}', b'"x"', b"[]"],
    ids=["empty", "cut", "words", "NaN", "deep", "utf-16", "lone surrogate", "a text", "a list"],
)
def test_a_body_that_is_not_a_json_object_is_400(somebody: Any, body: bytes) -> None:
    client = Api(somebody.access_token).client

    answer = client.generic("POST", "/api/v1/conversations/0/messages/", body, "application/json")

    assert answer.status_code == 400
    check_problem(answer)


def test_a_body_over_256_kb_is_413(api: Api) -> None:
    problem = api.post("invoices/", {"notes": "x" * 300_000}, status=413)

    assert problem["code"] == "body_too_large"


def test_another_media_type_is_415(api: Api) -> None:
    answer = api.client.generic("POST", "/api/v1/invoices/", "a=b", "application/x-www-form-urlencoded")

    assert answer.status_code == 415
    check_problem(answer)


@pytest.mark.parametrize(
    "invoice_id", ["0", "x" * 2100, "%00", "..%2F..", "a%23b", "%F0%9F%99%82", "null"], ids=str.__len__
)
def test_an_id_that_leads_nowhere_is_404(somebody: Any, invoice_id: str) -> None:
    Api(somebody.access_token).get(f"invoices/{invoice_id}/", status=404)


def test_ten_2_another_tenants_invoice_looks_like_none(api: Api, other_api: Api) -> None:
    invoice = finalized(api)
    missing = "01890000-0000-7000-8000-000000000000"

    for method, tail, body in [
        ("GET", "", None),
        ("PATCH", "", {"version": 1, "notes": "x"}),
        ("DELETE", "", None),
        ("POST", "finalize/", {"version": 1}),
        ("POST", "pdf/", {}),
        ("GET", "pdf/", None),
        ("POST", "payments/", {"amount": "1", "paid_on": "2025-10-05"}),
        ("POST", "void/", {}),
        ("POST", "uncollectible/", {}),
        ("POST", "duplicate/", {}),
        ("GET", "events/", None),
    ]:
        answers = [other_api.send(method, f"invoices/{i}/{tail}", body) for i in (invoice["id"], missing)]
        assert [answer.status_code for answer in answers] == [404, 404], (method, tail)
        bodies = [{**json.loads(a.content), "request_id": ""} for a in answers]
        assert bodies[0] == bodies[1]
    assert api.get(f"invoices/{invoice['id']}/") == invoice


def test_lists_are_paged_newest_first_and_each_item_comes_once(api: Api) -> None:
    made = [api.post("invoices/", A_DRAFT)["id"] for _ in range(7)]

    seen, where = [], "invoices/?limit=3"
    while where:
        page = api.get(where)
        seen += [invoice["id"] for invoice in page["results"]]
        where = page["next"]
    assert seen == made[::-1]


def test_previous_leads_back(api: Api) -> None:
    for _ in range(5):
        api.post("invoices/", A_DRAFT)
    first = api.get("invoices/?limit=2")
    second = api.get(first["next"])

    back = api.get(second["previous"])

    assert first["previous"] is None
    assert [i["id"] for i in back["results"]] == [i["id"] for i in first["results"]]
    assert back["next"] is not None


def test_filters_narrow_the_list(api: Api) -> None:
    finalized(api)
    api.post("invoices/", {**A_DRAFT, "customer": {"name": "Beta Bakery"}})

    assert len(api.get("invoices/?status=open")["results"]) == 1
    assert len(api.get("invoices/?status=draft")["results"]) == 1
    assert [i["customer"]["name"] for i in api.get("invoices/?q=bak")["results"]] == ["Beta Bakery"]
    assert api.get("invoices/?issued_after=2025-10-06")["results"] == []
    assert api.get("invoices/?status=lost", status=400)["code"] == "invalid_choice"


@pytest.mark.parametrize("cursor", ["", "x", "a:b:c", "....", "%00", "🙂"])
def test_inp_4_a_broken_cursor_is_400(somebody: Any, cursor: str) -> None:
    problem = Api(somebody.access_token).get(f"invoices/?cursor={cursor}", status=400)

    assert problem["code"] == "invalid_cursor"


def test_ten_3_a_cursor_works_for_its_own_user_and_list_only(api: Api, other_api: Api) -> None:
    for _ in range(2):
        api.post("invoices/", A_DRAFT)
    following = api.get("invoices/?limit=1")["next"]

    assert other_api.get(following, status=400)["code"] == "invalid_cursor"
    assert api.get(following.replace("invoices/", "customers/"), status=400)["code"] == "invalid_cursor"


def test_a_saved_customer_is_taken_over_by_id(api: Api) -> None:
    saved = api.post("customers/", {"name": "Beta", "email": "b@beta.example", "address": {"country": "DE"}})

    draft = api.post("invoices/", {"customer": {"id": saved["id"]}, "lines": [A_LINE]})

    assert draft["customer"]["email"] == "b@beta.example"
    assert api.post("invoices/", {"customer": {"id": "nobody"}}, status=404)["code"] == "not_found"


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"tax_id": "DE136695978", "address": {"country": "DE"}}, "seller.tax_id"),
        ({"iban": "DE88370400440532013000"}, "seller.iban"),
        ({"bic": "12345678"}, "seller.bic"),
    ],
)
def test_numbers_of_the_profile_whose_check_digits_dont_fit_are_refused(
    api: Api, body: dict[str, Any], field: str
) -> None:
    problem = api.patch("profile/", body, status=400)

    assert [error["field"] for error in problem["errors"]] == [field]


def test_the_profile_keeps_iban_and_bic_without_spaces(api: Api) -> None:
    profile = api.patch("profile/", {"iban": "de89 3704 0044 0532 0130 00", "bic": "cobadeff"})

    assert (profile["iban"], profile["bic"]) == ("DE89370400440532013000", "COBADEFF")


def test_the_profile_gives_a_draft_its_defaults(api: Api) -> None:
    api.patch("profile/", {"name": "Studio", "currency": "EUR", "default_due_days": 14, "default_tax_rate": "19"})

    draft = api.post("invoices/", {"lines": [A_LINE], "customer": {"name": "Acme"}})

    assert (draft["currency"], draft["due_date"], draft["total"]) == ("EUR", "2025-10-19", "1785.00")
    assert draft["seller"]["name"] == "Studio"


def test_no_token_is_401_with_a_challenge() -> None:
    answer = Api(None).send("GET", "invoices/")

    assert answer.status_code == 401
    assert answer["WWW-Authenticate"].startswith("Bearer")
    assert check_problem(answer)["code"] == "not_authenticated"


def test_a_method_that_is_not_offered_is_405(api: Api) -> None:
    answer = api.send("DELETE", "invoices/")

    assert answer.status_code == 405
    check_problem(answer)


def test_the_browsable_page_shows_the_resource_and_its_form(api: Api) -> None:
    answer = api.send("GET", "invoices/", Accept="text/html")

    assert answer.status_code == 200
    assert b"Invoice List" in answer.content
    assert b"<form" in answer.content


def test_the_schema_describes_every_endpoint() -> None:
    answer = Api(None).send("GET", "/api/schema/", Accept="application/json")

    schema = json.loads(answer.content)
    assert schema["openapi"].startswith("3.1")
    assert "/api/v1/invoices/{invoice_id}/finalize/" in schema["paths"]
