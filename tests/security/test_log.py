"""One line per request, events that somebody should see, and nothing private (row OPS-3)."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from scatterpilot.log_lines import JsonFormatter
from tests.api.client import Api
from tests.local_stack import CognitoUser
from tests.pages import Pages
from tests.security.site_map import MISSING


class Journal(logging.Handler):
    """The lines as they are printed, read back."""

    def __init__(self) -> None:
        super().__init__()
        self.setFormatter(JsonFormatter())
        self.lines: list[dict[str, Any]] = []

    def emit(self, record: logging.LogRecord) -> None:
        line = self.format(record)
        assert "\n" not in line
        self.lines.append(json.loads(line))

    @property
    def requests(self) -> list[dict[str, Any]]:
        return [line for line in self.lines if line["logger"] == "scatterpilot.requests"]

    @property
    def last(self) -> dict[str, Any]:
        return self.requests[-1]


@pytest.fixture
def journal() -> Iterator[Journal]:
    handler = Journal()
    logging.getLogger().addHandler(handler)
    yield handler
    logging.getLogger().removeHandler(handler)


def test_ops_3_every_request_is_one_line(journal: Journal, api: Api, user: CognitoUser):
    answer = api.send("GET", f"invoices/{MISSING['invoice_id']}/?q=secret")

    (line,) = journal.lines
    assert datetime.fromisoformat(line["time"]).utcoffset().total_seconds() == 0
    assert line["request_id"] == answer["X-Request-Id"]
    assert (line["method"], line["status"]) == ("GET", 404)
    assert line["route"] == "api/v1/invoices/<str:invoice_id>/"
    assert line["ms"] >= 0
    assert len(line["user"]) == 16
    assert user.user_id not in json.dumps(line)
    assert "secret" not in json.dumps(line)


def test_ops_3_an_ordinary_request_is_no_event(journal: Journal, api: Api):
    api.get("invoices/")

    assert journal.last["level"] == "INFO"
    assert "event" not in journal.last
    assert "client" not in journal.last


def test_ops_3_failures_of_sign_in_rights_and_limits_are_events(
    journal: Journal, api: Api, pages: Pages, user: CognitoUser, settings: Any
):
    seen: dict[str, str] = {}

    def note(what: str) -> None:
        assert journal.last["level"] == "WARNING"
        assert journal.last["client"] == "127.0.0.1"
        seen[what] = journal.last["event"]

    Pages().post("/accounts/sign-in/", {"email": user.email, "password": "Wrong-horse-1"}, status=401)
    note("wrong password")
    Pages().post("/accounts/reset-password/", {"email": user.email, "code": "x"}, status=400)
    note("wrong code")
    Api("not.a.token").send("GET", "invoices/")
    note("bad token")
    pages.client.post("/chat/", {"text": "x"})
    note("forged form")
    api.send("GET", f"invoices/{MISSING['invoice_id']}/")
    note("foreign id")
    api.client.generic("TRACE", "/")
    note("odd method")
    api.client.post("/api/v1/invoices/", b"x" * 300_000, "application/json")
    note("large body")
    settings.RATE_LIMIT_PRO, settings.RATE_LIMIT_TIMES = (1, 3600), {**settings.RATE_LIMIT_TIMES, "writes": 1}
    for _ in range(2):
        api.send("POST", "customers/", {"name": "x"})
    note("limit")

    assert seen == {
        "wrong password": "sign_in_failed",
        "wrong code": "account_step_failed",
        "bad token": "token_refused",
        "forged form": "right_refused",
        "foreign id": "no_such_id",
        "odd method": "method_refused",
        "large body": "too_large",
        "limit": "limit_reached",
    }


def test_ops_3_why_a_token_was_refused_is_joined_to_the_request(journal: Journal):
    answer = Api("not.a.token").send("GET", "invoices/")

    reasons = [line for line in journal.lines if line["logger"] == "accounts"]
    assert [line["request_id"] for line in reasons] == [answer["X-Request-Id"]]
    assert reasons[0]["reason"]


def test_a_bug_is_logged_whole_under_the_id_that_its_page_names(
    journal: Journal, pages: Pages, monkeypatch: pytest.MonkeyPatch
):
    def bug(*_arguments: Any) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("invoices.queries.profile", bug)
    answer = pages.client.get("/settings/")

    (trace,) = [line for line in journal.lines if "exception" in line]
    assert trace["level"] == "ERROR"
    assert "ZeroDivisionError" in trace["exception"]
    assert trace["request_id"] == answer["X-Request-Id"]
    assert trace["request_id"] in answer.content.decode()


@pytest.mark.parametrize("given", ["a\r\nfake: line", '{"a": 1}', "x" * 65, "short", "ünïcode-id", "<script>"])
def test_ops_3_an_odd_request_id_is_not_taken_over(journal: Journal, given: str):
    answer = Client().get("/", headers={"X-Request-Id": given})

    assert answer["X-Request-Id"] == journal.last["request_id"]
    assert journal.last["request_id"] != given
    assert journal.last["request_id"].isalnum()


def test_ops_3_lines_cannot_be_forged_by_what_is_asked_for(journal: Journal):
    for path in ("/%0a%7b%22level%22%3a%22ERROR%22%7d", "/nowhere/%1b[2J", "/chat/%0d%0aSet-Cookie:x/"):
        Client().get(path, headers={"User-Agent": 'x"\n{"level": "ERROR"}'})

    assert {line["logger"] for line in journal.lines} == {"scatterpilot.requests"}
    assert len(journal.lines) == 3
    assert "Set-Cookie" not in json.dumps(journal.lines)
