"""DynamoDB, S3 or Cognito away: a clear 503 with Retry-After, nothing lost, and all well afterwards (AWS-4, PDF-2)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import botocore.client
import pytest
from botocore.exceptions import EndpointConnectionError

from accounts import verification
from tests.api.client import Api, check_problem
from tests.api.test_invoices import A_DRAFT

pytestmark = pytest.mark.usefixtures("today")
Away = Callable[..., Any]


@pytest.fixture
def away(monkeypatch: pytest.MonkeyPatch) -> Away:
    """Take a service away: inside the block no request of it leaves the SDK, as when nothing listens there."""
    original = botocore.client.BaseClient._make_api_call

    @contextmanager
    def without(service: str, *operations: str) -> Iterator[None]:
        def call(self: Any, operation: str, parameters: Any) -> Any:
            if self.meta.service_model.service_name == service and (not operations or operation in operations):
                raise EndpointConnectionError(endpoint_url=f"https://{service}.example/secret-table")
            return original(self, operation, parameters)

        with monkeypatch.context() as patch:
            patch.setattr(botocore.client.BaseClient, "_make_api_call", call)
            yield

    return without


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "invoices/", None),
        ("POST", "invoices/", A_DRAFT),
        ("GET", "conversations/", None),
        ("POST", "conversations/", {"message": "hello"}),
        ("GET", "customers/", None),
        ("GET", "profile/", None),
        ("GET", "usage/", None),
    ],
)
def test_without_dynamodb_every_endpoint_says_so_and_names_nothing_inside(
    api: Api, away: Away, method: str, path: str, body: Any
) -> None:
    with away("dynamodb"):
        answer = api.send(method, path, body)

    assert answer.status_code == 503
    assert check_problem(answer)["code"] == "storage_unavailable"
    assert int(answer["Retry-After"]) > 0
    assert b"secret-table" not in answer.content
    assert api.send("GET", "invoices/").status_code == 200


def test_healthz_tells_whether_the_tables_answer(api: Api, away: Away) -> None:
    with away("dynamodb"):
        assert api.client.get("/healthz").status_code == 503
    assert api.client.get("/healthz").status_code == 200


def test_pdf_2_without_s3_the_invoice_is_open_and_its_pdf_is_made_at_the_next_request(api: Api, away: Away) -> None:
    draft = api.post("invoices/", A_DRAFT)

    with away("s3"):
        invoice = api.post(f"invoices/{draft['id']}/finalize/", {"version": 1}, status=200)
        refused = api.post(f"invoices/{draft['id']}/pdf/", status=503)

    assert (invoice["status"], invoice["number"], invoice["pdf_sha256"]) == ("open", "INV-2025-0001", None)
    assert refused["code"] == "archive_unavailable"
    api.post(f"invoices/{draft['id']}/pdf/", status=200)
    assert len(api.get(f"invoices/{draft['id']}/")["pdf_sha256"]) == 64


def test_a_message_is_stored_before_the_assistant_is_asked(api: Api, away: Away) -> None:
    conversation = api.post("conversations/", {})
    where = f"conversations/{conversation['id']}/messages/"

    with away("dynamodb", "TransactWriteItems"):
        answer = api.send("POST", where, {"text": "invoice Acme $100 for a logo"})

    assert answer.status_code == 503
    assert [message["text"] for message in api.get(where)["results"]] == ["invoice Acme $100 for a logo"]
    turn = api.post(where, {"text": "invoice Acme $100 for a logo"})
    assert turn["draft"]["total"] == "100.00"


def test_when_the_pools_keys_cant_be_had_the_api_says_503_and_recovers(api: Api, settings: Any) -> None:
    verification.forget_everything()
    url, settings.COGNITO_JWKS_URL = settings.COGNITO_JWKS_URL, "http://127.0.0.1:9/jwks.json"

    answer = api.send("GET", "invoices/")

    assert (answer.status_code, check_problem(answer)["code"]) == (503, "identity_unavailable")
    settings.COGNITO_JWKS_URL = url
    verification.forget_everything()
    assert api.send("GET", "invoices/").status_code == 200
