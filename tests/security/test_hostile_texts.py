"""Hostile texts in every stored field: shown as they were typed, on every page and in the browsable API (row WEB-9)."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote, urlsplit

import pytest
from django.test import Client

from tests.api.client import Api
from tests.html import Element, Html
from tests.local_stack import CognitoUser
from tests.pages import Pages

HOSTILE = [
    "<script>window.pwned1=1</script>",
    "</script><script>window.pwned2=1</script>",
    "<img src=x onerror=window.pwned3=1>",
    '"><img src=x onerror="window.pwned4=1">',
    "' onmouseover='window.pwned5=1",
    '" autofocus onfocus="window.pwned6=1',
    "<svg/onload=window.pwned7=1>",
    "<svg><script>window.pwned8=1</script></svg>",
    "<iframe src=javascript:window.pwned9=1>",
    '<a href="javascript:window.pwned10=1">x</a>',
    "<body onload=window.pwned11=1>",
    "</title><script>window.pwned12=1</script>",
    "</textarea><script>window.pwned13=1</script>",
    "</option></select><script>window.pwned14=1</script>",
    "<!--<script>window.pwned15=1</script>-->",
    "<style>*{background:url(//evil.example/16)}</style>",
    '<meta http-equiv="refresh" content="0;url=//evil.example/17">',
    '<base href="//evil.example/18">',
    '<form action="//evil.example/19"><input name=p>',
    '<link rel="stylesheet" href="//evil.example/20">',
    "{{ 'templ'|add:'eval' }}{% debug %}{{ settings.SECRET_KEY }}",
    "${'templ'+'eval'}#{'templ'+'eval'}<%= 'templ'+'eval' %>",
    "javascript:window.pwned23=1",
    "&lt;script&gt;window.pwned24=1&lt;/script&gt;<b>&amp;",
]
MARKS = ("pwned", "evil.example", "templ")
WORKED_OUT = "templeval"


@pytest.fixture(scope="module")
def full(somebody: CognitoUser) -> dict[str, list[str]]:
    """Every field that can be stored holds each of the texts once; the ids of what holds them."""
    api = Api(somebody.access_token)
    lines = [{"description": text, "unit": text[:30], "quantity": "1", "unit_price": "1"} for text in HOSTILE]
    customers = [_customer(api, text) for text in HOSTILE]
    invoices = [api.post("invoices/", _invoice(text, lines))["id"] for text in HOSTILE]
    talks = [api.post("conversations/", {"message": f"{text} please"})["id"] for text in HOSTILE]
    for talk, text in zip(talks, HOSTILE, strict=True):
        api.patch(f"conversations/{talk}/", {"title": text})
    return {"customers": customers, "invoices": invoices, "conversations": talks}


def _customer(api: Api, text: str) -> str:
    address = dict.fromkeys(("line1", "line2", "city", "region", "postal_code"), text)
    body = {"name": text, "tax_id": text[:60], "buyer_reference": text, "address": address}
    return str(api.post("customers/", body)["id"])


def _invoice(text: str, lines: list[dict[str, str]]) -> dict[str, Any]:
    address = dict.fromkeys(("line1", "line2", "city", "region", "postal_code"), text)
    customer = {"name": text, "tax_id": text[:60], "buyer_reference": text, "address": address}
    return {
        "customer": customer,
        "lines": lines[:3] if text != HOSTILE[0] else lines,
        "notes": text,
        "purchase_order": text,
        "tax_name": text[:40],
        "tax_rate": "5",
    }


def _live(element: Element) -> list[str]:
    """What would act if a text had become part of the page."""
    found = [name for name in element.attributes if name.startswith("on")]
    if element.tag in {"script", "style", "iframe", "svg", "base", "link", "meta", "object", "embed"}:
        values = [*element.attributes.values(), element.text]
        found += [value for value in values if any(mark in value for mark in MARKS)]
    for name in ("src", "href", "action", "formaction", "srcset", "data"):
        where = urlsplit(element.attributes.get(name, "").strip())
        found += [where.geturl()] if where.scheme == "javascript" or "evil" in where.netloc else []
    return found


def check(client: Client, path: str, *, expects: list[str]) -> None:
    """Nothing live on the page, nothing worked out, and the texts are there as they were typed."""
    answer = client.get(path, headers={"Accept": "text/html"})
    assert answer.status_code == 200, path
    source = answer.content.decode()
    page = Html(source)
    assert [found for element in page.elements for found in _live(element)] == [], path
    assert WORKED_OUT not in source, path
    shown = {value for element in page.elements for value in element.attributes.values()}
    text = " ".join("".join(page.elements[0].pieces).split())
    missing = [one for one in expects if one not in text and one not in shown]
    assert missing == [], path


@pytest.fixture(scope="module")
def client(somebody: CognitoUser) -> Client:
    return Pages(somebody).client


def test_web_9_lists_show_them(full: dict[str, list[str]], client: Client):
    check(client, "/customers/", expects=HOSTILE)
    check(client, "/invoices/", expects=HOSTILE[-20:])
    check(client, "/chat/", expects=HOSTILE[-20:])


def test_web_9_the_pages_of_each_thing_show_them(full: dict[str, list[str]], client: Client):
    for index, text in enumerate(HOSTILE):
        invoice, talk = full["invoices"][index], full["conversations"][index]
        check(client, f"/invoices/{invoice}/", expects=[text])
        check(client, f"/chat/{talk}/", expects=[text, f"{text} please"])
        check(client, f"/customers/{full['customers'][index]}/", expects=[text])
        if index % 4 == 0:
            check(client, f"/invoices/{invoice}/edit/", expects=[text])
    check(client, f"/invoices/{full['invoices'][0]}/", expects=HOSTILE)


def test_web_9_the_browsable_pages_show_them(full: dict[str, list[str]], client: Client):
    check(client, "/api/v1/customers/?limit=100", expects=[])
    check(client, "/api/v1/invoices/?limit=20", expects=[])
    check(client, "/api/v1/conversations/?limit=100", expects=[])
    for index, _text in enumerate(HOSTILE):
        talk = full["conversations"][index]
        check(client, f"/api/v1/invoices/{full['invoices'][index]}/", expects=[])
        check(client, f"/api/v1/customers/{full['customers'][index]}/", expects=[])
        check(client, f"/api/v1/conversations/{talk}/messages/", expects=[])


def test_web_9_in_the_sellers_own_profile(pages: Pages, api: Api):
    for text in HOSTILE:
        fields = {"name": text, "phone": text[:60], "payment_details": text, "tax_name": text[:40]}
        assert api.send("PATCH", "profile/", fields).status_code == 200
        check(pages.client, "/settings/", expects=[text])
        check(pages.client, "/api/v1/profile/", expects=[])
        address = api.post("invoices/", {"notes": "x"})["id"]
        check(pages.client, f"/invoices/{address}/", expects=[text])


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_web_9_what_is_refused_is_shown_back_as_text(client: Client, text: str):
    form = {"csrfmiddlewaretoken": client.cookies["csrftoken"].value}
    for path, field in (("/customers/new/", "email"), ("/settings/", "email"), ("/accounts/sign-in/", "email")):
        answer = client.post(path, {**form, field: text, "name": text, "password": text})
        assert answer.status_code in {400, 401}
        page = Html(answer.content.decode())
        assert [found for element in page.elements for found in _live(element)] == []
    typed = quote(text)
    for path in (
        f"/nowhere/{typed}",
        f"/invoices/?q={typed}",
        f"/customers/{typed}/",
        f"/api/v1/invoices/?status={typed}",
    ):
        answer = client.get(path, headers={"Accept": "text/html"})
        page = Html(answer.content.decode())
        assert answer.status_code in {200, 400, 404}
        assert [found for element in page.elements for found in _live(element)] == []
