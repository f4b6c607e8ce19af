"""An account's life in a real browser: sign up, code, sign in, app, sign out, forget, reset."""

from __future__ import annotations

import re
import uuid

import pytest
from playwright.sync_api import Page, expect

from tests.accounts.authenticator import code_of

pytestmark = pytest.mark.browser

PASSWORD = "Correct-horse-1"
NEW_PASSWORD = "Better-horse-22"


def hook(page: Page, name: str):
    return page.locator(f"[data-test={name}]")


def mailed_code(page: Page, email: str) -> str:
    """The newest code in the local mailbox, read in a tab of its own as a person would."""
    link = hook(page, "mailbox-link").locator("a")
    with page.context.expect_page() as opened:
        link.click()
    mailbox = opened.value
    text = hook(mailbox, "mail").filter(has_text=email).first.inner_text()
    mailbox.close()
    return re.findall(r"\b\d{6}\b", text)[-1]


def sign_up(page: Page, email: str) -> None:
    page.goto("/")
    page.get_by_role("link", name="Sign up").click()
    hook(page, "sign-up-email").fill(email)
    hook(page, "sign-up-password").fill(PASSWORD)
    hook(page, "sign-up-submit").click()
    expect(hook(page, "confirm-email")).to_have_value(email)
    hook(page, "confirm-code").fill(mailed_code(page, email))
    hook(page, "confirm-submit").click()
    expect(hook(page, "message")).to_contain_text("confirmed")


def sign_in(page: Page, email: str, password: str) -> None:
    page.goto("/accounts/sign-in/")
    hook(page, "sign-in-email").fill(email)
    hook(page, "sign-in-password").fill(password)
    hook(page, "sign-in-submit").click()


def the_whole_way(page: Page) -> None:
    email = f"{uuid.uuid4().hex[:12]}@customer.example"
    sign_up(page, email)
    sign_in(page, email, PASSWORD)
    expect(hook(page, "sign-out")).to_be_visible()

    page.goto("/accounts/")
    expect(hook(page, "account-email")).to_have_text(email)
    hook(page, "begin-second-factor").click()
    secret = hook(page, "secret").inner_text()
    expect(page.locator("svg.qr")).to_be_visible()
    hook(page, "code").fill(code_of(secret))
    hook(page, "turn-on-submit").click()
    expect(hook(page, "second-factor")).to_have_text("On")

    hook(page, "sign-out").click()
    sign_in(page, email, PASSWORD)
    hook(page, "code").fill(code_of(secret))
    hook(page, "code-submit").click()
    expect(hook(page, "sign-out")).to_be_visible()
    hook(page, "sign-out").click()

    page.goto("/accounts/sign-in/")
    hook(page, "forgot-password").click()
    hook(page, "address-email").fill(email)
    hook(page, "forgot-submit").click()
    hook(page, "reset-code").fill(mailed_code(page, email))
    hook(page, "reset-password").fill(NEW_PASSWORD)
    hook(page, "reset-submit").click()
    expect(hook(page, "message")).to_contain_text("signed out everywhere")
    sign_in(page, email, NEW_PASSWORD)
    hook(page, "code").fill(code_of(secret))
    hook(page, "code-submit").click()
    expect(hook(page, "sign-out")).to_be_visible()


def test_the_whole_way_with_scripts(page: Page):
    the_whole_way(page)


def test_the_whole_way_without_scripts(page_without_scripts: Page):
    the_whole_way(page_without_scripts)


def test_the_rules_are_ticked_off_while_typing(page: Page):
    page.goto("/accounts/sign-up/")
    met = page.locator(".rules__rule--met")
    expect(met).to_have_count(0)

    hook(page, "sign-up-password").press_sequentially("abc")
    expect(met).to_have_count(1)
    hook(page, "sign-up-password").press_sequentially("DEF 1234")
    expect(met).to_have_count(4)
    expect(met.first).to_contain_text("(done)")
    hook(page, "sign-up-password").fill("")
    expect(met).to_have_count(0)


def test_signing_up_by_keyboard_alone(page: Page):
    email = f"{uuid.uuid4().hex[:12]}@customer.example"
    page.goto("/accounts/sign-up/")
    expect(hook(page, "sign-up-email")).to_be_focused()

    page.keyboard.type(email)
    page.keyboard.press("Tab")
    page.keyboard.type("weak")
    page.keyboard.press("Enter")
    expect(hook(page, "problem")).to_be_visible()
    expect(hook(page, "sign-up-password")).to_be_focused()
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")

    expect(hook(page, "confirm-code")).to_be_focused()


@pytest.mark.parametrize("width", [360, 390, 1440])
@pytest.mark.parametrize(
    "path",
    ["sign-up/", "sign-in/", "confirm/", "confirm/send/", "forgot-password/", "reset-password/"],
)
def test_nothing_is_wider_than_the_window(page: Page, path: str, width: int):
    page.set_viewport_size({"width": width, "height": 800})

    page.goto(f"/accounts/{path}")

    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_account_s_pages_fit_a_phone(page: Page, user):
    page.set_viewport_size({"width": 360, "height": 800})
    sign_in(page, user.email, user.password)
    expect(hook(page, "sign-out")).to_be_visible()

    for path in ("", "password/", "address/", "app/off/", "delete/"):
        page.goto(f"/accounts/{path}")
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.goto("/accounts/")
    hook(page, "begin-second-factor").click()
    expect(page.locator("svg.qr")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
