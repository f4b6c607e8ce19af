"""A real browser under the strict policy: our pages and the API's work, and hostile texts do nothing (WEB-4, WEB-9)."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.api.client import Api
from tests.local_stack import CognitoUser
from tests.security.test_hostile_texts import HOSTILE

pytestmark = pytest.mark.browser


def sign_in(page: Page, user: CognitoUser) -> None:
    page.goto("/accounts/sign-in/")
    page.fill("[data-test=sign-in-email]", user.email)
    page.fill("[data-test=sign-in-password]", user.password)
    page.click("[data-test=sign-in-submit]")
    page.wait_for_url("**/chat/")


def test_web_9_no_hostile_text_does_anything(page: Page, user: CognitoUser):
    api = Api(user.access_token)
    lines = [{"description": text, "quantity": "1", "unit_price": "1"} for text in HOSTILE]
    invoice = api.post("invoices/", {"customer": {"name": HOSTILE[1]}, "lines": lines, "notes": HOSTILE[0]})["id"]
    for text in HOSTILE[:12]:
        api.post("customers/", {"name": text})
    foreign: list[str] = []
    page.on("request", lambda request: foreign.append(request.url) if "evil.example" in request.url else None)
    page.on("dialog", lambda dialog: foreign.append(dialog.message))
    sign_in(page, user)

    for path in (
        f"/invoices/{invoice}/",
        f"/invoices/{invoice}/edit/",
        "/invoices/",
        "/customers/",
        f"/api/v1/invoices/{invoice}/",
    ):
        page.goto(path)
        assert page.evaluate("Object.keys(window).filter(name => name.startsWith('pwned'))") == []

    assert foreign == []


def test_web_4_the_apis_page_works_under_the_policy(page: Page, user: CognitoUser):
    sign_in(page, user)

    page.goto("/api/docs/")

    page.wait_for_selector("text=/api/v1/invoices/")
