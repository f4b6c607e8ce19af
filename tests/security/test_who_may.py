"""Every address of the site for a stranger, another tenant and the owner (rows TEN-1 to TEN-5)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit
from uuid import UUID

import pytest
from django.http import HttpResponse
from django.test import Client

from chat.models import ConversationRow
from invoices.models import InvoiceRow
from limits.models import RateLimitRow
from local_aws.throw_away import LocalAws
from tests.api.client import Api, check_problem
from tests.local_stack import make_cognito_user
from tests.pages import Pages
from tests.security.site_map import BODIES, MISSING, ON_ISSUED, PAGES, PUBLIC, filled, operations, pages, routes

SIGN_IN = "/accounts/sign-in/"
# Forms whose version only the page itself knows.
NEWEST_VERSION = {"settings", "create-invoice"}
ALL_IDS = "{invoice_id} {customer_id} {conversation_id}"


class Tenant:
    """Somebody with a session in the browser, a token, and one of everything."""

    def __init__(self, aws: LocalAws) -> None:
        self.user = make_cognito_user(aws, group="pro")
        self.api = Api(self.user.access_token)
        self.pages = Pages(self.user)
        self.api.patch("profile/", {"name": "Northwind Studio"})

    def belongings(self, about: str = "draft", *, wanted: str = ALL_IDS) -> dict[str, str]:
        """Ids of a new invoice (``draft`` or ``open``), customer and conversation with a complete draft."""
        ids = {}
        if "{invoice_id}" in wanted:
            ids["invoice_id"] = self.api.post("invoices/", BODIES["invoices_create"])["id"]
            if about == "open":
                self.api.post(f"invoices/{ids['invoice_id']}/finalize/", {"version": 1}, status=200)
        if "{customer_id}" in wanted:
            ids["customer_id"] = self.api.post("customers/", {"name": "Zenith"})["id"]
        if "{conversation_id}" in wanted:
            ids["conversation_id"] = self.api.post("conversations/", BODIES["conversations_create"])["id"]
        return ids

    def everything(self, ids: dict[str, str]) -> list[Any]:
        """What the API tells of these, and the lists they are in."""
        invoice, talk = f"invoices/{ids['invoice_id']}/", f"conversations/{ids['conversation_id']}/"
        places = [invoice, f"{invoice}events/", f"customers/{ids['customer_id']}/", talk, f"{talk}messages/"]
        return [self.api.get(place) for place in [*places, "invoices/", "customers/", "conversations/", "profile/"]]


@pytest.fixture(scope="module")
def owner(aws: LocalAws) -> Tenant:
    return Tenant(aws)


@pytest.fixture(scope="module")
def other(aws: LocalAws) -> Tenant:
    return Tenant(aws)


def traces(response: HttpResponse, ids: dict[str, str]) -> tuple[int, str, dict[str, str]]:
    """Status, body and headers without what differs from request to request."""
    known = {**{value: f"<{name}>" for name, value in ids.items()}, response["X-Request-Id"]: "<request>"}
    body = response.content.decode()
    headers = {name: value for name, value in response.items() if name not in {"X-Request-Id", "Content-Length"}}
    for value, name in known.items():
        body = body.replace(value, name)
        headers = {key: text.replace(value, name) for key, text in headers.items()}
    body = re.sub(r"\b[A-Za-z0-9]{64}\b", "<csrf>", body)
    headers = {key: re.sub(r"r=\d+;t=\d+", "r;t", text) for key, text in headers.items()}
    return response.status_code, body, headers


# Strangers -----------------------------------------------------------------------------------


def test_public_is_what_the_one_list_says():
    assert {route.name for route in routes() if route.is_public} <= PUBLIC.keys()


def test_ten_5_every_address_is_public_a_known_page_or_in_the_schema():
    assert {route.name for route in pages()} == PAGES.keys()

    described = {(operation.method, operation.template) for operation in operations()}
    assert {(method, r.template) for r in routes() if r.is_api for method in r.methods} == described


def test_a_stranger_gets_401_from_every_operation_of_the_api_whatever_the_method():
    stranger, opened = Api(None), []
    for route in (route for route in routes() if route.is_api):
        for method in ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"):
            answer = stranger.send(method, filled(route.template, MISSING), {})
            if answer.status_code != 401 or not answer["WWW-Authenticate"].startswith("Bearer"):
                opened.append((method, route.template, answer.status_code))
            elif method != "HEAD":
                assert check_problem(answer)["code"] == "not_authenticated"

    assert opened == []


def test_a_stranger_is_sent_to_the_sign_in_page_from_every_page_and_back_afterwards():
    stranger, opened = Pages(), []
    for route in pages():
        path = filled(route.template, MISSING)
        if stranger.client.get(path).headers.get("Location") != f"{SIGN_IN}?next={quote(path, safe='')}":
            opened.append(path)

    assert opened == []


def test_a_strangers_form_is_refused_by_every_page():
    stranger = Pages()

    for route in pages():
        path = filled(route.template, MISSING)
        assert stranger.post(path, {"text": "x"}, status=401).problem_code == "signed_out"
        assert stranger.client.post(path, {"text": "x"}).status_code == 403
        for method in ("PUT", "PATCH", "DELETE"):
            assert stranger.client.generic(method, path).status_code in {403, 405}


def test_what_is_public_asks_nobody_to_sign_in():
    for route in (route for route in routes() if route.is_public):
        answer = Client().get(route.template)
        assert answer.status_code in {200, 302, 405}
        assert "next=" not in answer.headers.get("Location", "")  # a step without the one before starts again


# Another tenant ------------------------------------------------------------------------------


@contextmanager
def untouched(owner: Tenant, about: str) -> Iterator[dict[str, str]]:
    """New belongings of the owner that are afterwards as they were."""
    ids = owner.belongings(about)
    before = owner.everything(ids)
    yield ids
    assert owner.everything(ids) == before


@pytest.mark.parametrize("about", ["draft", "open"])
def test_ten_1_ten_2_to_another_tenant_every_operation_is_404_just_as_if_nothing_were_there(
    owner: Tenant, other: Tenant, about: str
):
    wanted = [o for o in operations() if "{" in o.template and (o.name in ON_ISSUED) == (about == "open")]
    with untouched(owner, about) as ids:
        for operation in wanted:
            for accept in ("application/json", "text/html"):
                foreign = other.api.send(
                    operation.method, filled(operation.template, ids), operation.body, Accept=accept
                )
                missing = other.api.send(
                    operation.method, filled(operation.template, MISSING), operation.body, Accept=accept
                )
                assert foreign.status_code == 404, (operation, foreign.content[:500])
                assert traces(foreign, ids) == traces(missing, MISSING), operation


@pytest.mark.parametrize("about", ["draft", "open"])
def test_ten_1_ten_2_to_another_tenant_every_page_is_as_if_nothing_were_there(owner: Tenant, other: Tenant, about: str):
    wanted = [r for r in pages() if "{" in r.template and PAGES[r.name or ""].about == about]
    with untouched(owner, about) as ids:
        for route in wanted:
            path, nowhere = filled(route.template, ids), filled(route.template, MISSING)
            form = {**(PAGES[route.name or ""].fields or {}), "csrfmiddlewaretoken": other.pages._csrf_token()}
            looks = [other.pages.client.get(path), other.pages.client.get(nowhere)]
            sends = [other.pages.client.post(path, form), other.pages.client.post(nowhere, form)]
            assert looks[0].status_code in {302, 404, 405}, route
            assert sends[0].status_code in {404, 405}, (route, sends[0].content[:300])
            for foreign, missing in (looks, sends):
                assert traces(foreign, ids) == traces(missing, MISSING), route


def test_ten_3_ids_of_another_tenant_inside_ones_own_requests_find_nothing(owner: Tenant, other: Tenant):
    with untouched(owner, "draft") as ids:
        customer = {"customer": {"id": ids["customer_id"]}}
        mine = other.belongings()

        refused = [
            other.api.send("POST", "invoices/", {**BODIES["invoices_create"], **customer}),
            other.api.send("PATCH", f"invoices/{mine['invoice_id']}/", {"version": 1, **customer}),
        ]

        assert [answer.status_code for answer in refused] == [404, 404]
        for name in ("customer", "q"):
            assert other.api.get(f"invoices/?{name}={ids['customer_id']}")["results"] == []
            assert other.api.get(f"invoices/?{name}={ids['invoice_id']}")["results"] == []


@pytest.mark.parametrize("resource", ["invoices", "customers", "conversations", "messages"])
def test_ten_3_a_cursor_works_for_its_own_user_and_list_only(owner: Tenant, other: Tenant, resource: str):
    ids, theirs = owner.belongings(), other.belongings()
    owner.belongings()
    of = {"messages": f"conversations/{ids['conversation_id']}/messages"}
    following = owner.api.get(f"{of.get(resource, resource)}/?limit=1")["next"]
    cursor = parse_qs(urlsplit(following).query)["cursor"][0]
    of_other = {"messages": f"conversations/{theirs['conversation_id']}/messages"}

    assert len(owner.api.get(following)["results"]) == 1
    foreign = other.api.get(f"{of_other.get(resource, resource)}/?limit=1&cursor={cursor}", status=400)
    assert foreign["code"] == "invalid_cursor"
    for wrong in {"invoices", "customers", "conversations"} - {resource}:
        assert owner.api.get(f"{wrong}/?cursor={cursor}", status=400)["code"] == "invalid_cursor"


# The owner -----------------------------------------------------------------------------------


def test_every_operation_answers_its_owner(owner: Tenant):
    for operation in operations():
        ids = owner.belongings("open" if operation.name in ON_ISSUED else "draft", wanted=operation.template)
        answer = owner.api.send(operation.method, filled(operation.template, ids), operation.body)
        assert answer.status_code in {200, 201, 202, 204, 302}, (operation, answer.content[:500])


def test_every_page_answers_its_owner(aws: LocalAws):
    owner = Tenant(aws)
    for route in pages():
        form = PAGES[route.name or ""]
        ids = owner.belongings(form.about, wanted=route.template)
        path = filled(route.template, ids)
        assert owner.pages.client.get(path).status_code in {200, 302, 405}, route
        if form.fields is not None:
            fields = {**form.fields, "csrfmiddlewaretoken": owner.pages._csrf_token()}
            if route.name in NEWEST_VERSION:
                page = owner.pages.get(path.removesuffix("create/")).html
                fields["version"] = page.fields(within="" if route.name == "settings" else path)["version"]
            sent = owner.pages.client.post(path, fields)
            assert sent.status_code == 302, (route, sent.content[:2000].decode())


# The tables ----------------------------------------------------------------------------------


def test_ten_4_every_item_has_its_tenant_in_its_key(owner: Tenant):
    """Also what the other tests of this process left behind; test_every_* above wrote some of everything."""
    owner.belongings("open")
    owners = {row.user_id for model in (ConversationRow, InvoiceRow) for row in model.scan()}
    subjects = {row.subject for row in RateLimitRow.scan()}

    assert owner.user.user_id in owners
    assert [value for value in owners if str(UUID(value)) != value] == []
    kind = re.compile(r"(email|address)#[0-9a-f]{64}")
    assert [s for s in subjects if not kind.fullmatch(s) and str(UUID(s)) != s] == []
