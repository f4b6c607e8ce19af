"""The main job in a real browser: say it, see the draft, correct it, create it, hold the PDF."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from invoices.actions import save_profile
from invoices.domain.profile import Profile
from tests.builders import a_seller
from tests.local_stack import CognitoUser

pytestmark = pytest.mark.browser

CAMERAS = (
    "Can you invoice Distilled Distilling $9576 for installing 10 security cameras at $125 and NVR configuration "
    "at $500 performed 10.1.2025. The invoice is due 10.31.2025"
)
DESIGN = "invoice Acme for 10 hours of design at $150/h, due in 30 days, 8.25% tax"
GERMAN = "Rechnung an Müller GmbH über 3 Tage Beratung zu 800 € plus 19% MwSt"
MOST_TABS = 40


@pytest.fixture
def seller(user: CognitoUser) -> CognitoUser:
    """A freelancer in the United States with a filled-in profile."""
    save_profile(user.user_id, Profile(seller=a_seller(), time_zone="America/Chicago"), version=0)
    return user


def hook(page: Page, name: str):
    return page.locator(f"[data-test={name}]")


def sign_in(page: Page, user: CognitoUser) -> None:
    page.goto("/accounts/sign-in/")
    hook(page, "sign-in-email").fill(user.email)
    hook(page, "sign-in-password").fill(user.password)
    hook(page, "sign-in-submit").click()
    expect(hook(page, "chat-input")).to_be_visible()


def say(page: Page, text: str) -> None:
    """Type into the input and press its button; returns when the reply is there."""
    replies = hook(page, "message-assistant").count()
    hook(page, "chat-input").fill(text)
    hook(page, "chat-send").click()
    expect(hook(page, "message-assistant")).to_have_count(replies + 1)


def sideways(page: Page) -> int:
    """By how many pixels the page is wider than the window."""
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


def downloaded_text(page: Page) -> str:
    with page.expect_download() as download:
        hook(page, "download-pdf").click()
    return pdf_text(download.value.path())


def pdf_text(path: Path) -> str:
    reader = PdfReader(BytesIO(path.read_bytes()))
    return " ".join(" ".join(leaf.extract_text() for leaf in reader.pages).split())


def test_sentences_become_a_corrected_invoice_and_its_pdf(page: Page, seller: CognitoUser):
    sign_in(page, seller)

    say(page, DESIGN)
    expect(hook(page, "draft-total")).to_have_text("$1,623.75")
    say(page, "make that 12 hours")
    expect(hook(page, "draft-total")).to_have_text("$1,948.50")
    expect(hook(page, "chat-input")).to_be_focused()
    expect(hook(page, "chat-input")).to_have_value("")
    hook(page, "draft-create").click()
    expect(hook(page, "invoice-number")).to_have_text("INV-2025-0001")
    text = downloaded_text(page)

    assert "INV-2025-0001" in text
    assert "12 hours" in text
    assert "$1,948.50" in text
    assert "Juniper Studio" in text


def test_the_cameras_have_two_lines_a_due_date_and_a_warning(page: Page, seller: CognitoUser):
    sign_in(page, seller)

    say(page, CAMERAS)

    lines = hook(page, "draft-line")
    expect(lines).to_have_count(2)
    expect(lines.nth(0)).to_contain_text("$1,250.00")
    expect(lines.nth(1)).to_contain_text("$500.00")
    expect(hook(page, "draft-total")).to_have_text("$1,750.00")
    expect(hook(page, "draft-warning").first).to_contain_text("9576")
    expect(hook(page, "draft")).to_contain_text("October 31, 2025")
    expect(hook(page, "draft")).to_contain_text("1 October 2025")


def test_other_currencies_and_languages(page: Page, seller: CognitoUser):
    sign_in(page, seller)

    say(page, "Bill Zoë's Café £300 for the logo")
    expect(hook(page, "draft-total")).to_have_text("£300.00")
    page.goto("/chat/")
    say(page, GERMAN)

    expect(hook(page, "draft-total")).to_have_text("€2,856.00")


def test_saying_create_it_creates_it(page: Page, seller: CognitoUser):
    sign_in(page, seller)
    say(page, DESIGN)
    say(page, "make that 12 hours")

    say(page, "looks good, create it")

    expect(hook(page, "invoice-number")).to_have_text("INV-2025-0001")
    assert "$1,948.50" in downloaded_text(page)


def test_it_works_without_javascript(page_without_scripts: Page, seller: CognitoUser):
    page = page_without_scripts
    sign_in(page, seller)

    say(page, DESIGN)
    say(page, "make that 12 hours")
    expect(hook(page, "draft-total")).to_have_text("$1,948.50")
    hook(page, "draft-create").click()
    expect(hook(page, "invoice-number")).to_have_text("INV-2025-0001")

    assert "$1,948.50" in downloaded_text(page)


# Keyboard only ---------------------------------------------------------------------------------


def tab_to(page: Page, name: str) -> None:
    """Press Tab until the element with this hook has the focus, as somebody without a mouse does."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.dataset.test") == name:
            return
    raise AssertionError(f"no way to {name} by keyboard")


def test_it_works_by_keyboard_alone(page: Page, seller: CognitoUser):
    page.goto("/accounts/sign-in/")
    expect(hook(page, "sign-in-email")).to_be_focused()
    page.keyboard.type(seller.email)
    page.keyboard.press("Tab")
    page.keyboard.type(seller.password)
    page.keyboard.press("Enter")
    expect(hook(page, "chat-input")).to_be_visible()

    tab_to(page, "chat-input")
    page.keyboard.type("invoice Acme for 10 hours of design at $150/h")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("due in 30 days, 8.25% tax")
    page.keyboard.press("Enter")
    expect(hook(page, "chat-input")).to_be_focused()
    page.keyboard.type("make that 12 hours")
    page.keyboard.press("Enter")
    expect(hook(page, "draft-total")).to_have_text("$1,948.50")
    expect(hook(page, "chat-input")).to_be_focused()
    tab_to(page, "draft-create")
    page.keyboard.press("Enter")
    expect(hook(page, "invoice-number")).to_have_text("INV-2025-0001")
    tab_to(page, "download-pdf")
    with page.expect_download() as download:
        page.keyboard.press("Enter")

    assert "$1,948.50" in pdf_text(download.value.path())


# Refusals and the form --------------------------------------------------------------------------


def test_a_refused_message_stays_in_the_input(page: Page, seller: CognitoUser):
    sign_in(page, seller)
    say(page, DESIGN)

    hook(page, "chat-input").fill("x" * 4001)
    hook(page, "chat-send").click()

    expect(hook(page, "problem")).to_contain_text("4,000 characters")
    expect(hook(page, "chat-input")).to_have_value("x" * 4001)
    expect(hook(page, "chat-input")).to_be_focused()
    expect(hook(page, "message-user")).to_have_count(1)
    assert sideways(page) <= 0
    say(page, "make that 12 hours")
    expect(hook(page, "problem")).to_have_count(0)


def test_the_form_adds_lines_and_keeps_the_totals_current(page: Page, seller: CognitoUser):
    sign_in(page, seller)
    page.goto("/invoices/new/")

    page.get_by_label("Customer", exact=True).fill("Acme")
    page.locator("[name=lines-0-description]").fill("Design")
    page.locator("[name=lines-0-quantity]").fill("2")
    page.locator("[name=lines-0-unit_price]").fill("50")
    hook(page, "add-line").click()
    expect(page.locator("[name=lines-1-description]")).to_be_focused()
    page.locator("[name=lines-1-description]").fill("Print")
    page.locator("[name=lines-1-quantity]").fill("1")
    page.locator("[name=lines-1-unit_price]").fill("19.99")
    page.locator("[name=lines-1-unit_price]").press("Tab")
    expect(hook(page, "draft-total")).to_have_text("$119.99")
    page.get_by_role("button", name="Remove line 1").click()
    expect(hook(page, "draft-total")).to_have_text("$19.99")
    expect(page.locator("[name=lines-0-description]")).to_have_value("Print")
    for name, figure in {"tax_rate": "10", "discount_value": "50", "deposit_value": "20"}.items():
        page.locator(f"[name={name}]").fill(figure)
    page.locator("[name=deposit_value]").press("Tab")
    expect(page.locator("#totals")).to_contain_text("Amount due")
    expect(hook(page, "draft-total")).to_have_text("$10.99")
    hook(page, "save-draft").click()

    expect(hook(page, "invoice-status")).to_have_text("Draft")
    expect(hook(page, "draft-total")).to_have_text("$10.99")


def test_a_long_draft_scrolls_beside_the_messages_and_not_with_the_page(page: Page, seller: CognitoUser):
    page.set_viewport_size({"width": 1440, "height": 800})
    sign_in(page, seller)
    say(page, "; ".join(["invoice Acme for 1 lamp at $10", *(f"{i} chairs at ${i}" for i in range(2, 25))]))

    height = page.evaluate("document.documentElement.scrollHeight")

    assert height == 800
    expect(hook(page, "chat-input")).to_be_in_viewport()


def test_no_page_scrolls_sideways_on_a_small_phone(page: Page, seller: CognitoUser):
    page.set_viewport_size({"width": 360, "height": 740})
    sign_in(page, seller)
    say(page, f"invoice {'Donaudampfschifffahrtsgesellschaft' * 2} for 10 hours of design at $150/h")
    conversation = page.url
    page.locator("[data-test=draft] a").first.click()
    hook(page, "save-draft").click()
    detail = page.url

    addresses = (
        conversation,
        detail,
        "/chat/",
        "/invoices/",
        "/invoices/new/",
        "/customers/",
        "/settings/",
        "/nowhere/",
    )
    for address in addresses:
        page.goto(address)
        assert sideways(page) <= 0, address
