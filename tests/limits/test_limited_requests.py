"""What is limited, how the answer says so, and that every write is."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from botocore.exceptions import EndpointConnectionError
from django.test import Client

from limits import batches
from local_aws.throw_away import LocalAws
from scatterpilot import request_limits
from tests.api.client import Api, check_problem
from tests.local_stack import make_cognito_user
from tests.pages import Pages
from tests.security.site_map import BODIES, routes

pytestmark = pytest.mark.usefixtures("today")


@pytest.fixture(autouse=True)
def a_fresh_process() -> Iterator[None]:
    batches.forget_everything()
    yield
    batches.forget_everything()


def rates(settings: Any, **times: int) -> None:
    settings.RATE_LIMIT_PRO = (1, 3600)
    settings.RATE_LIMIT_TIMES = {**settings.RATE_LIMIT_TIMES, **times}


def test_writes_are_limited_and_each_answer_says_what_is_left(api: Api, settings: Any):
    rates(settings, writes=2)

    answers = [api.send("POST", "customers/", {"name": "Acme"}) for _ in range(3)]

    assert [answer.status_code for answer in answers] == [201, 201, 429]
    assert [answer["RateLimit"] for answer in answers] == [f'"default";r={r};t=3600' for r in (1, 0, 0)]
    assert {answer["RateLimit-Policy"] for answer in answers} == {'"default";q=2;w=3600'}
    assert check_problem(answers[2])["code"] == "rate_limited"
    assert answers[2]["Retry-After"] == "3600"
    assert len(api.get("customers/")["results"]) == 2


def test_a_page_that_is_refused_says_when_to_come_back_and_keeps_what_was_typed(pages: Pages, settings: Any):
    rates(settings, writes=1)
    pages.post("/customers/new/", {"name": "Acme"})

    answer = pages.post("/customers/new/", {"name": "Bolt & Söhne"}, status=429)

    assert answer.problem_code == "rate_limited"
    assert answer.response["Retry-After"] == "3600"
    assert "60 minutes" in answer.html.tags("main")[0].text
    assert 'value="Bolt &amp; Söhne"' in answer.response.content.decode()


def test_acc_4_a_hundred_writes_at_once_are_let_through_as_often_as_allowed(api: Api, settings: Any):
    rates(settings, writes=15)

    with ThreadPoolExecutor(10) as threads:
        token = api.client.defaults["HTTP_AUTHORIZATION"].removeprefix("Bearer ")
        answers = list(
            threads.map(lambda _: Api(token).send("POST", "customers/", {"name": "x"}).status_code, range(100))
        )

    assert (answers.count(201), answers.count(429)) == (15, 85)
    assert len(api.get("customers/?limit=100")["results"]) == 15


def test_pdfs_are_limited_however_they_are_asked_for(api: Api, pages: Pages, settings: Any):
    rates(settings, pdf=3, finalize=5)
    invoice = api.post("invoices/", BODIES["invoices_create"])
    api.post(f"invoices/{invoice['id']}/finalize/", {"version": 1}, status=200)
    where = f"invoices/{invoice['id']}/pdf/"

    used = [
        api.send("POST", where, {}).status_code,
        api.send("GET", where).status_code,
        pages.client.get(f"/{where}").status_code,
    ]

    assert used == [200, 302, 302]
    assert api.send("POST", where, {}).status_code == 429
    assert pages.get(f"/{where}", status=429).problem_code == "rate_limited"


def test_the_tier_is_the_group(aws: LocalAws, settings: Any):
    settings.RATE_LIMIT_FREE, settings.RATE_LIMIT_PRO = (1, 3600), (2, 3600)

    def turns(group: str) -> list[int]:
        api = Api(make_cognito_user(aws, group=group).access_token)
        return [api.send("POST", "conversations/", {"message": "hello"}).status_code for _ in range(3)]

    assert turns("free") == [201, 429, 429]
    assert turns("pro") == [201, 201, 429]


def test_a_chat_turn_is_not_counted_as_a_write_as_well(api: Api, settings: Any):
    talk = api.post("conversations/", {})
    before = api.get("usage/")["remaining"]

    answer = api.send("POST", f"conversations/{talk['id']}/messages/", {"text": "hello"})

    after = api.get("usage/")["remaining"]
    assert (before["chat"] - after["chat"], before["writes"] - after["writes"]) == (1, 0)
    assert re.fullmatch(rf'"default";r={after["chat"]};t=\d+', answer["RateLimit"])


def test_usage_tells_every_limit(api: Api, settings: Any):
    usage = api.get("usage/")

    assert set(usage["limits"]) == set(usage["remaining"]) == set(settings.RATE_LIMIT_TIMES)


def test_what_counts_for_itself_is_still_there_under_its_name():
    known = {route.name or route.template.strip("/") for route in routes()}
    known |= {re.sub(r"\{(\w+)\}", r"<str:\1>", name) + "/" for name in known}

    assert known >= request_limits._COUNTED_BY_VIEW
    assert known >= request_limits._MAKES_A_PDF


# Strangers -----------------------------------------------------------------------------------


def test_public_pages_are_limited_by_address_and_say_when_to_come_back(settings: Any):
    settings.RATE_LIMIT_PUBLIC = (5, 60)
    here, elsewhere = Client(REMOTE_ADDR="203.0.113.1"), Client(REMOTE_ADDR="203.0.113.2")

    answers = [here.get("/") for _ in range(6)]

    assert [answer.status_code for answer in answers] == [200] * 5 + [429]
    assert answers[0]["RateLimit-Policy"] == '"default";q=5;w=60'
    assert answers[5]["Retry-After"] == "60"
    assert b"60 seconds" in answers[5].content
    assert here.get("/accounts/sign-in/").status_code == 429
    assert json.loads(here.get("/api/schema/").content)["code"] == "rate_limited"
    assert elsewhere.get("/").status_code == 200


def test_web_7_another_forwarded_address_is_no_other_client(settings: Any):
    settings.RATE_LIMIT_PUBLIC = (3, 60)

    statuses = [
        Client(REMOTE_ADDR="203.0.113.3").get("/", headers={"X-Forwarded-For": f"198.51.100.{number}"}).status_code
        for number in range(5)
    ]

    assert statuses == [200, 200, 200, 429, 429]


def test_on_lambda_the_address_is_the_gateways(settings: Any):
    settings.RATE_LIMIT_PUBLIC = (1, 60)

    def status(source_ip: str) -> int:
        event = {"requestContext": {"identity": {"sourceIp": source_ip}}}
        return Client(**{"lambda.event": event, "REMOTE_ADDR": "198.51.100.1"}).get("/").status_code

    assert [status("203.0.113.4"), status("203.0.113.4"), status("203.0.113.5")] == [200, 429, 200]


def test_public_pages_do_not_fail_because_the_table_is_away(settings: Any, monkeypatch: pytest.MonkeyPatch):
    def away(*_arguments: Any) -> None:
        raise EndpointConnectionError(endpoint_url="https://dynamodb.example")

    monkeypatch.setattr(batches, "BATCH", 1)
    monkeypatch.setattr("botocore.client.BaseClient._make_api_call", away)

    assert Client().get("/").status_code == 200
