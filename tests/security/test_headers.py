"""The headers of every page and of every refusal (rows WEB-4, WEB-5, WEB-7, WEB-8, WEB-10)."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from local_aws.throw_away import LocalAws
from tests.api.client import Api
from tests.pages import Pages
from tests.security.site_map import MISSING, filled, routes
from tests.security.stage import HOST, StageAnswer, ask, collect_static, event

ODD_METHODS = ("TRACE", "TRACK", "CONNECT", "PROPFIND", "DEBUG", "FOO", "G" * 300)
FORWARDING = {
    "X-Forwarded-Host": "evil.example",
    "X-Forwarded-Server": "evil.example",
    "X-Forwarded-Port": "8443",
    "X-Forwarded-Proto": "gopher",
    "X-Forwarded-Prefix": "/evil.example",
    "X-Original-URL": "/settings/",
    "X-Rewrite-URL": "/settings/",
    "X-Host": "evil.example",
    "Forwarded": "host=evil.example;proto=http",
}


def directives(policy: str) -> dict[str, list[str]]:
    parts = [part.split() for part in policy.split(";") if part.strip()]
    return {name: values for name, *values in parts}


def check_headers(response: HttpResponse) -> None:
    policy = directives(response["Content-Security-Policy"])
    assert (
        policy["default-src"] == policy["object-src"] == policy["base-uri"] == policy["frame-ancestors"] == ["'none'"]
    )
    assert policy["script-src"] == policy["style-src"] == policy["form-action"] == ["'self'"]
    assert not {"'unsafe-inline'", "'unsafe-eval'", "*", "http:", "https:"} & {v for vs in policy.values() for v in vs}
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["X-Frame-Options"] == "DENY"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "camera=()" in response["Permissions-Policy"]
    assert response["Cache-Control"] == "no-store"
    assert [name for name in response.headers if name.lower().startswith("access-control-")] == []
    assert "Server" not in response


# All addresses -------------------------------------------------------------------------------


def test_web_4_web_5_every_address_answers_with_all_headers_to_owner_and_stranger(pages: Pages, api: Api):
    clients = (pages.client, api.client, Client())
    for route in routes():
        for client in clients:
            check_headers(client.get(filled(route.template, MISSING)))
            check_headers(client.get(filled(route.template, MISSING), headers={"Accept": "text/html"}))


REFUSED = {
    "400 cursor": (400, "GET", "/invoices/?cursor=x", {}),
    "400 host": (400, "GET", "/chat/", {"Host": "evil.example"}),
    "400 api host": (400, "GET", "/api/v1/invoices/", {"Host": "evil.example"}),
    "403 csrf": (403, "POST", "/chat/", {}),
    "404": (404, "GET", "/nowhere/", {}),
    "404 api": (404, "GET", "/api/v1/nowhere/", {}),
    "404 static": (404, "GET", "/static/nothing.js", {}),
    "405": (405, "TRACE", "/", {}),
    "405 page": (405, "GET", "/customers/x/delete/", {}),
    "413": (413, "POST", "/chat/", {"Content-Length": "7000000"}),
    "413 api": (413, "POST", "/api/v1/invoices/", {"Content-Length": "7000000"}),
}


@pytest.mark.parametrize(("status", "method", "path", "headers"), REFUSED.values(), ids=REFUSED)
def test_web_4_web_5_refusals_have_them_too(pages: Pages, status: int, method: str, path: str, headers: dict[str, str]):
    named = {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in headers.items()}
    if "HTTP_CONTENT_LENGTH" in named:
        named["CONTENT_LENGTH"] = named.pop("HTTP_CONTENT_LENGTH")

    answer = pages.client.generic(method, path, **named)

    assert answer.status_code == status
    check_headers(answer)
    assert answer["Content-Type"] == "application/problem+json" or b"<h1" in answer.content or not answer.content


def test_web_4_a_bug_is_answered_with_them_too(pages: Pages, monkeypatch: pytest.MonkeyPatch):
    def bug(*_arguments: Any) -> None:
        raise ZeroDivisionError("secret")

    monkeypatch.setattr("invoices.queries.profile", bug)

    for answer in (pages.client.get("/settings/"), pages.client.get("/api/v1/profile/")):
        assert answer.status_code == 500
        assert b"secret" not in answer.content
        assert b"Traceback" not in answer.content
        check_headers(answer)


# Who speaks to whom --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "host", ["evil.example", "testserver.evil.example", "testserver@evil.example", "a b", "", "[::1"]
)
def test_web_7_a_foreign_host_is_400(host: str):
    for path in ("/", "/chat/", "/api/v1/invoices/", "/api/schema/", "/accounts/sign-in/", "/nowhere/"):
        assert Client().get(path, headers={"Host": host}).status_code == 400, (path, host)


def test_web_7_forwarding_headers_change_nothing(pages: Pages, api: Api):
    api.post("invoices/", {"notes": "x"})
    api.post("invoices/", {"notes": "x"})
    links = [api.send("GET", "invoices/?limit=1", **headers) for headers in ({}, FORWARDING)]
    landing = [Client().get("/", headers=headers) for headers in ({}, FORWARDING)]
    sign_in = [Client().get("/chat/", headers=headers) for headers in ({}, FORWARDING)]

    assert all(json.loads(a.content)["next"].startswith("http://testserver/api/v1/invoices/?") for a in links)
    assert landing[0].content == landing[1].content
    assert sign_in[0]["Location"] == sign_in[1]["Location"] == "/accounts/sign-in/?next=%2Fchat%2F"
    created = api.send("POST", "invoices/", {}, **FORWARDING)
    assert created["Location"].startswith("http://testserver/api/v1/invoices/")


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "null", "http://testserver.evil.example", "http://testserver"]
)
def test_web_8_no_origin_is_echoed(api: Api, pages: Pages, origin: str):
    asking = {"Origin": origin, "Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "x"}
    for client in (api.client, pages.client, Client()):
        for path in ("/", "/chat/", "/api/v1/invoices/", "/api/schema/", "/accounts/sign-in/"):
            for method in ("GET", "OPTIONS"):
                answer = client.generic(method, path, headers=asking)
                assert [name for name in answer.headers if name.lower().startswith("access-control-")] == []
                assert "evil" not in origin or origin not in answer.content.decode()


@pytest.mark.parametrize("method", ODD_METHODS)
def test_web_10_an_odd_method_is_refused_everywhere(api: Api, method: str):
    for path in ("/", "/chat/", "/static/css/base.css", "/api/v1/invoices/", "/api/schema/", "/nowhere/"):
        answer = api.client.generic(method, path, "{}", "application/json")
        assert answer.status_code in {404, 405}
        assert "X-Evil" not in answer.headers
    assert api.get("invoices/")["results"] == []


def test_web_10_what_was_sent_is_not_sent_back(api: Api):
    answer = api.client.generic("TRACE", "/", headers={"X-Evil": "echo-me"})

    assert b"echo-me" not in answer.content


@pytest.mark.parametrize("name", ["X-HTTP-Method-Override", "X-Method-Override", "X-HTTP-Method"])
def test_web_10_the_method_is_what_it_is(api: Api, pages: Pages, name: str):
    draft = api.post("invoices/", {"notes": "keep"})
    where = f"invoices/{draft['id']}/"

    api.send("GET", where, **{name: "DELETE"})
    api.send("POST", where, {}, **{name: "DELETE"})
    pages.client.get(f"/invoices/{draft['id']}/delete/?_method=POST", headers={name: "POST"})
    api.client.post(f"/api/v1/{where}", {"_method": "DELETE"})

    assert api.get(where)["notes"] == "keep"


# A stage on Lambda ---------------------------------------------------------------------------


@pytest.fixture(scope="module")
def static(aws: LocalAws, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("static")
    collect_static(aws, folder)
    return folder


@pytest.fixture(scope="module")
def in_a_stage(aws: LocalAws, static: Path) -> dict[str, StageAnswer]:
    """Answers of one process of the stage to one request of each kind."""
    css = next(static.glob("css/base.*.css")).name
    asked = {
        "landing": event("/"),
        "sign-in": event("/accounts/sign-in/"),
        "stranger": event("/chat/"),
        "missing": event("/nowhere/"),
        "api": event("/api/v1/invoices/"),
        "foreign host": event("/", Host="evil.example"),
        "forwarded": event("/chat/", X_Forwarded_Proto="http", X_Forwarded_Host="evil.example"),
        "static": event(f"/static/css/{css}", Accept_Encoding="gzip"),
        "unhashed": event("/static/css/base.css"),
    }
    return dict(zip(asked, ask(aws, static, *asked.values()), strict=True))


@pytest.mark.parametrize("kind", ["landing", "sign-in", "stranger", "missing", "api", "static", "foreign host"])
def test_web_5_outside_local_browsers_are_told_to_come_by_https_only(in_a_stage: dict[str, StageAnswer], kind: str):
    value = in_a_stage[kind].headers["Strict-Transport-Security"]

    assert int(re.findall(r"max-age=(\d+)", value)[0]) >= 31_536_000
    assert "includeSubDomains" in value


def test_web_1_cookies_of_a_stage_are_bound_to_their_host(in_a_stage: dict[str, StageAnswer]):
    (cookie,) = in_a_stage["sign-in"].cookies

    parts = {part.strip() for part in cookie.split(";")}
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= parts
    assert [part for part in parts if part.startswith("__Host-csrftoken=")]
    assert "Domain" not in cookie


def test_web_7_in_a_stage_a_foreign_host_is_400_and_what_forwarding_headers_say_is_not_believed(
    in_a_stage: dict[str, StageAnswer],
):
    assert in_a_stage["foreign host"].status == 400
    assert in_a_stage["forwarded"].status == in_a_stage["stranger"].status == 302
    assert in_a_stage["forwarded"].headers["Location"] == in_a_stage["stranger"].headers["Location"]
    assert in_a_stage["stranger"].headers["Location"] == "/staging/accounts/sign-in/?next=%2Fstaging%2Fchat%2F"
    assert HOST not in in_a_stage["stranger"].headers["Location"]


def test_web_5_hashed_static_files_are_compressed_and_kept_for_ever(in_a_stage: dict[str, StageAnswer]):
    hashed = in_a_stage["static"]

    assert hashed.status == 200
    assert hashed.headers["Cache-Control"] == "max-age=315360000, public, immutable"
    assert hashed.headers["Content-Encoding"] == "gzip"
    assert hashed.headers["X-Content-Type-Options"] == "nosniff"
    assert "immutable" not in in_a_stage["unhashed"].headers["Cache-Control"]
    assert re.search(rb'href="/staging/static/css/base\.[0-9a-f]{12}\.css"', in_a_stage["landing"].body)
