"""What holds on every page: the stage prefix, the front door, signing in, errors."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from urllib.parse import urlencode
from wsgiref.util import setup_testing_defaults

import pytest
from django.urls import set_script_prefix

from accounts import cognito
from accounts.errors import IdentityUnavailable
from scatterpilot.wsgi import application
from tests.local_stack import CognitoUser
from tests.pages import Pages

PAGES = ("/chat/", "/invoices/", "/invoices/new/", "/customers/", "/customers/new/", "/settings/")
SENTENCE = "invoice Acme for 10 hours of design at $150/h"


def test_a_stranger_sees_the_front_door_with_the_way_in():
    page = Pages().get("/").html

    assert any(link["href"] == "/accounts/sign-in/" for link in page.tags("a"))


def test_who_is_signed_in_goes_straight_to_the_chat(pages: Pages):
    assert pages.get("/", status=302).location == "/chat/"


@pytest.mark.parametrize("path", PAGES)
def test_a_stranger_is_asked_to_sign_in(path: str):
    assert "/accounts/sign-in/?next=" in Pages().get(path, status=302).location


@pytest.mark.parametrize("path", PAGES)
def test_a_page_has_one_heading_landmarks_and_its_own_title(pages: Pages, path: str):
    page = pages.get(path).html

    assert len(page.tags("h1")) == 1
    assert len(page.tags("main")) == 1
    assert page.tags("title")[0].text.endswith("· ScatterPilot")
    assert [link for link in page.tags("a") if link.attributes.get("aria-current")]


@pytest.mark.parametrize("path", PAGES)
def test_every_input_has_a_label(pages: Pages, path: str):
    page = pages.get(path).html
    labelled = {label["for"] for label in page.tags("label")}

    inputs = [e for tag in ("input", "select", "textarea") for e in page.tags(tag)]

    assert [e["name"] for e in inputs if e.attributes.get("type") != "hidden" and e["id"] not in labelled] == []


# The stage prefix ----------------------------------------------------------------------------


def below_dev(pages: Pages, path: str, form: dict[str, str] | None = None) -> tuple[dict[str, str], str]:
    """Headers and body of a request as API Gateway's stage ``dev`` passes it on: through WSGI, with a script name."""
    cookies = "; ".join(f"{name}={morsel.value}" for name, morsel in pages.client.cookies.items())
    body = urlencode(form or {}).encode()
    environ = {
        "REQUEST_METHOD": "GET" if form is None else "POST",
        "SCRIPT_NAME": "/dev",
        "PATH_INFO": path,
        "HTTP_COOKIE": cookies,
        "CONTENT_TYPE": "application/x-www-form-urlencoded",
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.input": BytesIO(body),
    }
    setup_testing_defaults(environ)
    headers: dict[str, str] = {}
    answer = application(environ, lambda _status, given: headers.update(given))
    return headers, b"".join(answer).decode()


@pytest.fixture(autouse=True)
def no_stage_afterwards() -> Iterator[None]:
    yield
    set_script_prefix("/")


def test_everything_stays_below_the_stage_prefix(pages: Pages):
    pages.post("/chat/", {"text": SENTENCE})
    paths = [*PAGES, _first_link(pages, "/chat/", "conversation-row"), _first_link(pages, "/invoices/", "rows__link")]

    for path in paths:
        _headers, body = below_dev(pages, path)
        targets = re.findall(r'(?:href|src|action|formaction|hx-post)="([^"]*)"', body)
        assert len(targets) > 10
        assert [target for target in targets if target and not target.startswith(("/dev/", "#", "?"))] == []


def _first_link(pages: Pages, path: str, name: str) -> str:
    links = pages.get(path).html.tags("a")
    return next(
        a["href"].partition("#")[0] for a in links if name in (a.attributes.get("data-test"), a.attributes.get("class"))
    )


def test_redirects_stay_below_the_stage_prefix(pages: Pages):
    fields = {"text": SENTENCE, "csrfmiddlewaretoken": pages.client.cookies["csrftoken"].value}

    headers, _body = below_dev(pages, "/chat/", fields)

    assert headers["Location"].startswith("/dev/chat/")


# Signing in ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"email": "", "password": ""}, 400),
        ({"email": "nobody", "password": "x"}, 400),
        ({"email": "nobody@customer.example", "password": "wrong"}, 401),
    ],
)
def test_a_sign_in_that_fails_says_so_and_keeps_the_address(fields: dict[str, str], status: int):
    page = Pages().post("/accounts/sign-in/", fields, status=status).html

    assert page.one("problem").text
    assert page.one("sign-in-email").attributes.get("value", "") == fields["email"]
    assert "value" not in page.one("sign-in-password").attributes


def test_cognito_away_says_so_on_the_sign_in_page(user: CognitoUser, monkeypatch: pytest.MonkeyPatch):
    def is_away(*_arguments: object) -> None:
        raise IdentityUnavailable

    monkeypatch.setattr(cognito, "sign_in", is_away)

    answer = Pages().post("/accounts/sign-in/", {"email": user.email, "password": "x"}, status=503)

    assert "not possible right now" in answer.html.one("problem").text
    assert answer.response["Retry-After"]


def test_signing_out_ends_the_session(pages: Pages):
    pages.post("/accounts/sign-out/")

    pages.get("/chat/", status=302)


def test_signing_out_twice_is_no_error(pages: Pages):
    pages.post("/accounts/sign-out/")

    assert pages.post("/accounts/sign-out/").location == "/"


# Errors --------------------------------------------------------------------------------------


def test_an_address_that_leads_nowhere_is_a_page_with_a_way_back(pages: Pages):
    answer = pages.get("/nowhere/", status=404)

    assert answer.problem_code == "not_found"
    assert any(link["href"] == "/" for link in answer.html.tags("a"))


def test_htmx_gets_an_error_as_a_notice_only(pages: Pages):
    answer = pages.get("/chat/nothing/", status=404, HX_Request="true")

    assert answer.response["HX-Reswap"] == "none"
    assert answer.problem_code == "not_found"
    assert answer.html.tags("html") == []


def test_private_pages_are_kept_by_no_cache(pages: Pages):
    assert pages.get("/invoices/").response["Cache-Control"] == "no-store"
