"""What another site can make a signed-in browser send (row WEB-3), and what is no form at all (row INP-1 for pages)."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client

from tests.api.client import ROOT
from tests.pages import Pages
from tests.security.site_map import BODIES, MISSING, PAGES, filled, operations, pages

FORM = "application/x-www-form-urlencoded"
JSON = "application/json"
# What a forged request has beside the browser's cookies: its body's type, and headers.
FORGERIES: dict[str, tuple[str, dict[str, str]]] = {
    "no token": (FORM, {}),
    "a made-up token": (FORM, {"X-CSRFToken": "x" * 64}),
    "half a token": (FORM, {"X-CSRFToken": "x" * 32}),
    "somebody else's token": (FORM, {"X-CSRFToken": "theirs"}),
    "a foreign origin": (FORM, {"Origin": "https://evil.example", "X-CSRFToken": "ours"}),
    "a null origin": (FORM, {"Origin": "null", "X-CSRFToken": "ours"}),
    "an origin that looks alike": (FORM, {"Origin": "http://testserver.evil.example", "X-CSRFToken": "ours"}),
    "our origin by another scheme": (FORM, {"Origin": "https://testserver", "X-CSRFToken": "ours"}),
    "plain text": ("text/plain", {}),
    "JSON": (JSON, {}),
    "multipart": ("multipart/form-data; boundary=x", {}),
    "an override": (FORM, {"X-HTTP-Method-Override": "GET"}),
}


def token_of(client: Client) -> str:
    client.get("/accounts/sign-in/")
    return client.cookies["csrftoken"].value


@pytest.mark.parametrize(("content_type", "headers"), FORGERIES.values(), ids=FORGERIES)
def test_web_3_a_forged_write_is_403_on_every_page_and_operation(
    pages_of_somebody: Pages, content_type: str, headers: dict[str, str]
):
    client = pages_of_somebody.client
    tokens = {"ours": client.cookies["csrftoken"].value, "theirs": token_of(Client())}
    named = {name: tokens.get(value, value) for name, value in headers.items()}
    targets = [("POST", filled(r.template, MISSING)) for r in pages() if PAGES[r.name or ""].fields is not None]
    targets += [(o.method, filled(o.template, MISSING)) for o in operations() if o.method != "GET"]
    targets += [("POST", "/accounts/sign-in/"), ("POST", "/accounts/sign-out/"), ("POST", "/accounts/sign-up/")]

    passed = [
        (method, path, answer.status_code)
        for method, path in targets
        if (answer := client.generic(method, path, "{}", content_type, headers=named)).status_code != 403
    ]

    assert passed == []


@pytest.fixture(scope="module")
def pages_of_somebody(somebody: Any) -> Pages:
    return Pages(somebody)


def test_web_3_the_sites_own_forms_and_scripts_pass(pages: Pages):
    ours = {"X-CSRFToken": pages.client.cookies["csrftoken"].value, "Origin": "http://testserver"}

    for operation in (o for o in operations() if "{" not in o.template and o.method != "GET"):
        body = BODIES.get(operation.name, {})
        answer = pages.client.generic(
            operation.method, operation.template, json.dumps(body), JSON, headers={**ours, "Accept": JSON}
        )
        assert answer.status_code in {200, 201}, (operation, answer.content[:300])
    assert pages.post("/chat/", {"text": "hello"}, Origin="http://testserver").location


# Forms that are none -------------------------------------------------------------------------

BOUNDARY = "multipart/form-data; boundary=x"


def part(name: str, body: str = "x", more: str = "") -> bytes:
    return f'--x\r\nContent-Disposition: form-data; name="{name}"{more}\r\n\r\n{body}\r\n'.encode()


NO_FORMS: dict[str, tuple[bytes, str]] = {
    "20,000 fields": (b"&".join(b"a%d=" % i for i in range(20_000)), FORM),
    "20,000 parts": (part("a", "") * 4000 + b"--x--", BOUNDARY),
    "50 files": (part("f", "x", '; filename="a"') * 50 + b"--x--", BOUNDARY),
    "endless headers": (b"--x\r\n" + b"A: " + b"b" * 100_000 + b"\r\n\r\n", BOUNDARY),
    "no boundary": (b"x", "multipart/form-data"),
    "an odd boundary": (b"x", "multipart/form-data; boundary=" + "é" * 3),
    "a boundary of 5 KB": (b"x", "multipart/form-data; boundary=" + "x" * 5000),
    "never closed": (part("a")[:-2], BOUNDARY),
    "bad base64": (part("a", "%%%%", "\r\nContent-Transfer-Encoding: base64") + b"--x--", BOUNDARY),
    "a file name of a path": (part("f", "x", '; filename="../../etc/passwd"') + b"--x--", BOUNDARY),
    "bad percent signs": (b"text=%zz%ff%00", FORM),
    "another charset": (b"text=x", f"{FORM}; charset=utf-16"),
    "JSON": (b'{"text": "x"}', JSON),
    "nothing": (b"", FORM),
    "no type": (b"text=x", ""),
}


@pytest.mark.parametrize(("body", "content_type"), NO_FORMS.values(), ids=NO_FORMS)
def test_inp_1_a_body_that_is_no_form_is_4xx_on_pages(pages_of_somebody: Pages, body: bytes, content_type: str):
    client = pages_of_somebody.client
    headers = {"X-CSRFToken": client.cookies["csrftoken"].value}
    for path in ("/chat/", "/customers/new/", "/accounts/sign-in/", "/accounts/sign-up/"):
        answer = client.generic("POST", path, body, content_type, headers=headers)
        assert 400 <= answer.status_code < 500, (path, answer.status_code)


@pytest.mark.parametrize("kind", [FORM, BOUNDARY])
def test_inp_1_257_kb_are_too_much_for_a_page_too(pages_of_somebody: Pages, kind: str):
    client = pages_of_somebody.client
    body = b"text=" + b"x" * 256 * 1024 if kind == FORM else part("f", "x" * 256 * 1024, '; filename="a"')

    answer = client.generic("POST", "/chat/", body, kind, headers={"X-CSRFToken": client.cookies["csrftoken"].value})

    assert answer.status_code == 413
    assert b"at most 256 KB" in answer.content


TEXTS = ["\x00", "x" * 20_000, "\ud83d", "a\x1bb", "NaN", "-1", "9" * 5000, "1e999", "../..", "é" * 3000]


@pytest.mark.parametrize("text", TEXTS, ids=lambda text: ascii(text)[:12])
def test_inp_1_whatever_stands_in_every_field_of_a_form_no_page_fails(pages_of_somebody: Pages, text: str):
    client = pages_of_somebody.client
    for route in pages():
        form = PAGES[route.name or ""].fields
        if form is None:
            continue
        data = {name: text.encode("utf-8", "surrogatepass") for name in {*form, "version", "remove_line"}}
        data["csrfmiddlewaretoken"] = client.cookies["csrftoken"].value.encode()
        answer = client.generic("POST", filled(route.template, MISSING), urlencode(data), FORM)
        assert answer.status_code < 500, (route.name, answer.status_code)


@pytest.mark.parametrize("conversation", ["a/b", "../..", "\x00", "//evil.example", "x" * 5000, "é"], ids=ascii)
def test_where_to_go_back_to_is_a_conversation_or_nowhere(pages: Pages, conversation: str):
    address = pages.post("/invoices/new/", dict(PAGES["new-invoice"].fields or {})).location

    answer = pages.post(f"{address}confirm/", {"version": "1", "conversation": conversation})

    assert answer.location == address or answer.location.startswith("/chat/")


def test_the_root_of_the_api_is_what_these_tests_think():
    assert all(operation.template.startswith(ROOT) for operation in operations())
