"""Bearer tokens and session cookies at the door: who gets in, who does not, and what the answer gives away."""

from __future__ import annotations

import json
import re
import time
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from django.test import Client

from tests.accounts.own_pool import OwnPool
from tests.api.client import Api, check_problem
from tests.local_stack import CognitoUser


def signed_in(user: CognitoUser) -> Client:
    client = Client(raise_request_exception=False)
    answer = client.post("/accounts/sign-in/", {"email": user.email, "password": user.password})
    assert answer.status_code == 302
    return client


def test_the_same_server_runs_against_a_pool_of_ones_own_keys(own_pool: OwnPool) -> None:
    assert Api(own_pool.token()).get("invoices/")["results"] == []


def test_the_keys_are_fetched_once_for_many_requests(own_pool: OwnPool) -> None:
    for _ in range(5):
        Api(own_pool.token()).get("invoices/")

    assert own_pool.fetches == 1


@pytest.mark.parametrize(
    "claims",
    [
        {"exp": int(time.time()) - 120},
        {"iss": "https://evil.example"},
        {"client_id": "other"},
        {"token_use": "id"},
        {"sub": "profile"},
    ],
    ids=["expired", "foreign issuer", "other client", "id token", "sub no UUID"],
)
def test_a_bad_bearer_token_is_401_and_the_reason_stays_in_the_log(
    own_pool: OwnPool, claims: Any, caplog: pytest.LogCaptureFixture
) -> None:
    token = own_pool.token(**claims)

    answer = Api(token).send("GET", "invoices/")

    problem = check_problem(answer)
    assert (answer.status_code, problem["code"]) == (401, "invalid_token")
    assert answer["WWW-Authenticate"] == 'Bearer realm="scatterpilot", error="invalid_token"'
    reasons = [record.facts["reason"] for record in caplog.records if record.name == "accounts"]
    assert len(reasons) == 1
    assert reasons[0] not in answer.content.decode()
    assert token not in caplog.text


@pytest.mark.parametrize(
    "value", ["", "Bearer", "Bearer ", "Basic YTpi", "Token x", "Bearer a b", "Bearer a, Bearer b"]
)
def test_another_authorization_is_401(somebody: CognitoUser, value: str) -> None:
    client = Client(headers={"Authorization": value})

    assert client.get("/api/v1/invoices/").status_code == 401


def test_jwt_15_a_token_anywhere_else_does_not_count(somebody: CognitoUser) -> None:
    token = somebody.access_token
    client = Client(headers={"X-Access-Token": token})
    client.cookies = SimpleCookie({"token": token, "Authorization": f"Bearer {token}"})

    assert client.get(f"/api/v1/invoices/?access_token={token}").status_code == 401


def test_a_good_cookie_does_not_mend_a_bad_header(user: CognitoUser) -> None:
    client = signed_in(user)

    assert client.get("/api/v1/invoices/").status_code == 200
    assert client.get("/api/v1/invoices/", headers={"Authorization": "Bearer x.y.z"}).status_code == 401


def test_signing_in_sets_httponly_lax_cookies_and_no_token_is_on_any_page(user: CognitoUser) -> None:
    client = signed_in(user)

    cookies = {name: morsel for name, morsel in client.cookies.items() if name.startswith("sp_")}
    assert set(cookies) == {"sp_access", "sp_id", "sp_refresh", "sp_session"}
    for morsel in cookies.values():
        assert (morsel["httponly"], morsel["samesite"], morsel["path"], morsel["domain"]) == (True, "Lax", "/", "")
        assert len(morsel.OutputString()) < 4096
    page = client.get("/settings/").content.decode()
    assert not any(morsel.value in page for morsel in cookies.values())


def test_outside_local_the_cookies_are_secure_and_host_bound(user: CognitoUser, settings: Any) -> None:
    settings.COOKIES_SECURE, settings.COOKIE_PREFIX = True, "__Host-"

    client = signed_in(user)

    assert client.cookies["__Host-sp_access"]["secure"]


def test_a_dead_access_token_is_renewed_unseen(user: CognitoUser) -> None:
    client = signed_in(user)
    client.cookies["sp_access"] = "no.longer.good"

    answer = client.get("/chat/")

    assert answer.status_code == 200
    assert client.cookies["sp_access"].value.count(".") == 2
    assert client.cookies["sp_access"].value != "no.longer.good"


def test_without_a_living_refresh_token_the_page_asks_to_sign_in_and_comes_back(user: CognitoUser) -> None:
    client = signed_in(user)
    client.cookies["sp_access"], client.cookies["sp_refresh"] = "no.longer.good", "neither"

    answer = client.get("/invoices/?status=open")

    assert answer.status_code == 302
    assert answer["Location"] == "/accounts/sign-in/?next=%2Finvoices%2F%3Fstatus%3Dopen"


def test_signing_out_revokes_the_session_everywhere(user: CognitoUser) -> None:
    client = signed_in(user)
    stolen = client.cookies["sp_refresh"].value

    client.post("/accounts/sign-out/")
    client.cookies["sp_refresh"] = stolen

    assert client.get("/chat/").status_code == 302


def test_signing_out_takes_a_post() -> None:
    assert Client().get("/accounts/sign-out/").status_code in {302, 405}


@pytest.mark.parametrize(
    ("email", "password", "status"),
    [
        ("nobody@customer.example", "Correct-horse-1", 401),
        ("", "x", 400),
        ("not an address", "x", 400),
        ("a@b.example", "", 400),
        ("a@b.example", "x" * 257, 400),
        ("ä" * 100 + "@b.example", "x", 401),
    ],
    ids=["unknown", "empty", "no address", "no password", "oversized", "non-ASCII"],
)
def test_a_failed_sign_in_keeps_the_address_and_says_what_to_do(email: str, password: str, status: int) -> None:
    answer = Client().post("/accounts/sign-in/", {"email": email, "password": password})

    assert answer.status_code in {status, 400}
    assert "sp_access" not in answer.cookies
    assert b'role="alert"' in answer.content
    assert password not in answer.content.decode() or password in {"", "x"}


def test_acc_1_an_unknown_address_and_a_wrong_password_look_the_same(user: CognitoUser) -> None:
    def page_for(email: str) -> tuple[int, str]:
        answer = Client().post("/accounts/sign-in/", {"email": email, "password": "Wrong-horse-1"})
        text = answer.content.decode().replace(email, "")
        return answer.status_code, re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", text)

    assert page_for(user.email) == page_for("nobody@customer.example")


def test_acc_2_after_ten_wrong_passwords_the_account_waits(user: CognitoUser) -> None:
    attempt = {"email": user.email, "password": "Wrong-horse-1"}
    answers = [Client().post("/accounts/sign-in/", attempt) for _ in range(11)]

    right = Client().post("/accounts/sign-in/", {"email": user.email.upper(), "password": user.password})

    assert [answer.status_code for answer in answers] == [401] * 10 + [429]
    assert right.status_code == 429
    assert int(right["Retry-After"]) > 0


HOSTILE_TARGETS = [
    "https://evil.example/",
    "//evil.example/",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "http:evil.example",
    "javascript:alert(1)",
    "data:text/html,x",
    "/%2Fevil.example/..//evil.example",
    " https://evil.example",
    "\thttps://evil.example",
    "https:///evil.example",
    "http://testserver@evil.example/",
    "http://testserver.evil.example/",
    "//testserver@evil.example",
    "evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "\x00//evil.example",
    "ftp://testserver/",
    "/\x0b/evil.example",
    "/ /evil.example",
    "/\r\nLocation: https://evil.example",
    "////evil.example",
    "/\\/evil.example",
    "\u2028//evil.example",
    "\uff0f\uff0fevil.example",
    "https:evil.example",
    "///testserver@evil.example/%2f..",
    "vbscript:x",
    "/" + "x" * 5000,
    "//testserver/",
    "http://testserver:80@evil.example",
]


@pytest.mark.parametrize("target", HOSTILE_TARGETS)
def test_web_6_next_never_leaves_the_site(somebody: CognitoUser, target: str) -> None:
    signed = Client()
    answer = signed.post(
        "/accounts/sign-in/", {"email": somebody.email, "password": somebody.password}, query_params={"next": target}
    )

    again = signed.get("/accounts/sign-in/", query_params={"next": target})
    for location in (answer["Location"], again["Location"]):
        where = urlsplit(urljoin("http://testserver/accounts/sign-in/", location))
        assert (where.scheme, where.netloc) == ("http", "testserver")
        assert not re.search(r"[\x00-\x20\\\\]", location)
        assert len(location) < 3000


@pytest.mark.parametrize("path", ["//evil.example/x", "///evil.example", "/\\evil.example", "//evil.example/..;/chat"])
def test_web_6_an_address_that_looks_like_another_site_is_an_address_of_this_one(path: str) -> None:
    answer = Client().get(path)

    where = urlsplit(urljoin("http://testserver/", answer.headers.get("Location", "/")))
    assert where.netloc == "testserver"


@pytest.mark.parametrize("target", ["/invoices/?status=open&q=a%20b", "/chat/x/#say", "/settings/"])
def test_web_6_a_path_of_this_site_is_where_one_goes(somebody: CognitoUser, target: str) -> None:
    form = {"email": somebody.email, "password": somebody.password}

    assert Client().post("/accounts/sign-in/", form, query_params={"next": target})["Location"] == target


def test_a_cookie_borne_write_needs_a_csrf_token_and_a_bearer_one_does_not(user: CognitoUser) -> None:
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    page = client.get("/accounts/sign-in/")
    form = {"email": user.email, "password": user.password, "csrfmiddlewaretoken": page.context["csrf_token"]}
    client.post("/accounts/sign-in/", form)

    refused = client.post("/api/v1/conversations/", "{}", content_type="application/json")
    token = client.get("/chat/").context["csrf_token"]
    accepted = client.post(
        "/api/v1/conversations/", "{}", content_type="application/json", headers={"X-CSRFToken": str(token)}
    )

    assert (refused.status_code, json.loads(refused.content)["code"]) == (403, "csrf_failed")
    assert accepted.status_code == 201
    assert client.post("/chat/", {"text": "hello"}).status_code == 403
    assert Api(user.access_token).post("conversations/", {})["id"]


def test_signing_in_rightly_often_is_no_reason_to_wait(user: CognitoUser) -> None:
    assert all(signed_in(user).cookies["sp_access"].value for _ in range(12))
