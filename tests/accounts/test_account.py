"""The signed-in user's own account: password, address, authenticator app, sessions, deletion."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

import pytest

from accounts.qr_code import key_uri
from invoices import queries
from local_aws.throw_away import LocalAws
from tests.accounts.authenticator import code_of, wrong_code_of
from tests.accounts.people import NEW_PASSWORD, cookies_of, is_signed_in, new_address, sign_in, with_cookies
from tests.api.client import Api
from tests.local_stack import CognitoUser, client_of
from tests.pages import Pages

CODE_PAGE = "/accounts/sign-in/code/"
SENTENCE = "invoice Acme for 10 hours of design at $150/h"


@pytest.fixture
def mine(user: CognitoUser) -> Pages:
    return Pages(user)


def test_the_account_page_shows_what_there_is_to_decide(mine: Pages, user: CognitoUser):
    page = mine.get("/accounts/").html

    assert page.one("account-email").text == user.email
    assert page.one("second-factor").text == "Off"


# Signing out everywhere ------------------------------------------------------------------------


def test_web_2_signing_out_everywhere_ends_all_sessions_and_copied_cookies(mine: Pages, user: CognitoUser):
    other, thief = Pages(user), with_cookies(cookies_of(mine))
    assert is_signed_in(other)
    assert is_signed_in(thief)

    assert mine.post("/accounts/sign-out-everywhere/").location == "/accounts/sign-in/"

    assert not is_signed_in(mine)
    assert not is_signed_in(other)
    assert not is_signed_in(thief)
    assert is_signed_in(Pages(user))


def test_jwt_17_signing_out_here_makes_copied_cookies_dead_and_leaves_other_browsers(mine: Pages, user: CognitoUser):
    other, thief = Pages(user), with_cookies(cookies_of(mine))

    mine.post("/accounts/sign-out/")

    assert not is_signed_in(thief)
    assert is_signed_in(other)


# The password --------------------------------------------------------------------------------


def change_password(pages: Pages, present: str, new: str, *, status: int = 302):
    return pages.post("/accounts/password/", {"password": present, "new_password": new}, status=status)


def test_web_2_a_changed_password_keeps_this_browser_and_ends_the_others(mine: Pages, user: CognitoUser):
    other, thief = Pages(user), with_cookies(cookies_of(mine))

    assert change_password(mine, user.password, NEW_PASSWORD).location == "/accounts/"

    assert is_signed_in(mine)
    assert not is_signed_in(other)
    assert not is_signed_in(thief)
    sign_in(Pages(), user.email, user.password, status=401)
    sign_in(Pages(), user.email, NEW_PASSWORD)


def test_a_wrong_present_password_changes_nothing(mine: Pages, user: CognitoUser):
    assert change_password(mine, "Wrong-horse-1", NEW_PASSWORD, status=400).problem_code == "wrong_password"

    sign_in(Pages(), user.email, user.password)


@pytest.mark.parametrize("new", ["weak", "", "x" * 300, " Correct-horse-2"])
def test_a_weak_new_password_is_refused(mine: Pages, user: CognitoUser, new: str):
    assert change_password(mine, user.password, new, status=400).problem_code == "invalid"


def test_acc_2_the_present_password_is_tried_ten_times_at_most(mine: Pages, user: CognitoUser):
    for _ in range(10):
        change_password(mine, "Wrong-horse-1", NEW_PASSWORD, status=400)

    assert change_password(mine, user.password, NEW_PASSWORD, status=429).response["Retry-After"]


# The authenticator app -------------------------------------------------------------------------


def enrol(pages: Pages) -> str:
    """Turn the app on; returns its secret."""
    assert pages.post("/accounts/app/begin/").location == "/accounts/app/"
    secret = pages.get("/accounts/app/").html.one("secret").text
    assert pages.post("/accounts/app/", {"code": code_of(secret)}).location == "/accounts/"
    return secret


def test_with_the_app_on_a_password_alone_opens_nothing(mine: Pages, user: CognitoUser):
    secret = enrol(mine)
    assert mine.get("/accounts/").html.one("second-factor").text == "On"
    pages = Pages()

    step = sign_in(pages, user.email, user.password, path="/accounts/sign-in/?next=/invoices/")
    assert step.location == f"{CODE_PAGE}?next=%2Finvoices%2F"
    assert not is_signed_in(pages)
    refused = pages.post(step.location, {"code": wrong_code_of(secret)}, status=400)
    assert refused.problem_code == "wrong_code"
    assert pages.post(step.location, {"code": code_of(secret)}).location == "/invoices/"

    assert is_signed_in(pages)


def test_the_code_page_without_a_password_before_it_starts_again(mine: Pages, user: CognitoUser):
    secret = enrol(mine)

    assert Pages().post(CODE_PAGE, {"code": code_of(secret)}).location == "/accounts/sign-in/"


def test_the_app_s_codes_are_tried_ten_times_at_most(mine: Pages, user: CognitoUser):
    secret, pages = enrol(mine), Pages()
    sign_in(pages, user.email, user.password)
    # Turning it on was the first of the ten.
    for _ in range(9):
        pages.post(CODE_PAGE, {"code": wrong_code_of(secret)}, status=400)

    assert pages.post(CODE_PAGE, {"code": code_of(secret)}, status=429).response["Retry-After"]


def test_a_wrong_first_code_turns_nothing_on_and_keeps_the_key(mine: Pages):
    mine.post("/accounts/app/begin/")
    secret = mine.get("/accounts/app/").html.one("secret").text

    refused = mine.post("/accounts/app/", {"code": wrong_code_of(secret)}, status=400)

    assert refused.problem_code == "wrong_code"
    assert refused.html.one("secret").text == secret
    assert mine.get("/accounts/").html.one("second-factor").text == "Off"


def test_somebody_else_s_enrolment_is_nothing_here(mine: Pages, other_pages: Pages):
    other_pages.post("/accounts/app/begin/")
    mine.client.cookies["sp_step_enrolment"] = other_pages.client.cookies["sp_step_enrolment"].value

    assert mine.get("/accounts/app/", status=302).location == "/accounts/"


def test_turning_the_app_off_needs_the_password(mine: Pages, user: CognitoUser):
    enrol(mine)

    refused = mine.post("/accounts/app/off/", {"password": "Wrong-horse-1"}, status=400)
    assert refused.problem_code == "wrong_password"
    mine.post("/accounts/app/off/", {"password": user.password})

    assert mine.get("/accounts/").html.one("second-factor").text == "Off"
    assert sign_in(Pages(), user.email, user.password).location == "/"


def test_a_changed_password_with_the_app_on_asks_to_sign_in_anew(mine: Pages, user: CognitoUser):
    enrol(mine)

    assert change_password(mine, user.password, NEW_PASSWORD).location == "/accounts/sign-in/"

    assert not is_signed_in(mine)
    assert sign_in(mine, user.email, NEW_PASSWORD).location == CODE_PAGE


def test_the_qr_code_holds_the_key_and_the_page_holds_no_style(mine: Pages):
    mine.post("/accounts/app/begin/")
    page = mine.get("/accounts/app/").response.content.decode()

    assert re.search(r'<svg viewBox="[^"]+" class="qr">', page)
    uri = urlsplit(key_uri("zoë+a@b.example", "ABCDEFGH"))
    assert (uri.scheme, uri.netloc) == ("otpauth", "totp")
    assert parse_qs(uri.query) == {"secret": ["ABCDEFGH"], "issuer": ["ScatterPilot"]}


# The address ---------------------------------------------------------------------------------


def change_address(pages: Pages, email: str, password: str, *, status: int = 302):
    return pages.post("/accounts/address/", {"email": email, "password": password}, status=status)


def test_another_address_takes_the_password(mine: Pages, user: CognitoUser):
    refused = change_address(mine, new_address(), "Wrong-horse-1", status=400)

    assert refused.problem_code == "wrong_password"
    assert refused.html.one("new-email")["value"]


def test_where_the_pool_wants_no_proof_the_address_is_in_force_at_once(mine: Pages, user: CognitoUser):
    """MiniStack puts it into force without a code; test_documented_cognito.py has the way of AWS."""
    email = new_address()

    assert change_address(mine, email.upper(), user.password).location == "/accounts/"

    page = mine.get("/accounts/").html
    assert page.one("account-email").text == email
    assert email in page.one("message").text
    assert email in page.one("account").text
    sign_in(Pages(), email, user.password)


# The end -------------------------------------------------------------------------------------


def delete(pages: Pages, password: str, *, understood: str = "on", status: int = 302):
    return pages.post("/accounts/delete/", {"password": password, "is_understood": understood}, status=status)


def test_deleting_erases_everything_but_issued_invoices(mine: Pages, api: Api, user: CognitoUser, aws: LocalAws):
    line = {"description": "Tea", "quantity": "1", "unit_price": "5"}
    api.patch("profile/", {"name": "Northwind Studio"})
    api.post("customers/", {"name": "Bolt"})
    api.post("conversations/", {"message": SENTENCE})
    draft = api.post("invoices/", {"customer": {"name": "Acme"}, "lines": [line]})
    issued = api.post("invoices/", {"customer": {"name": "Acme"}, "lines": [line]})
    api.send("POST", f"invoices/{issued['id']}/finalize/", {"version": issued["version"]})

    assert delete(mine, user.password).location == "/"

    left = keys_of(aws, "INVOICES_TABLE", user) | keys_of(aws, "CONVERSATIONS_TABLE", user)
    assert {key.partition("#")[0] for key in left} <= {"invoice", "event", "counter", "number"}
    assert [key for key in left if key.startswith("invoice#")] == [f"invoice#{issued['id']}"]
    assert all(issued["id"] in key for key in left if key.startswith("event#"))
    assert not any(draft["id"] in key for key in left)
    assert queries.timeline(user.user_id, issued["id"])
    assert not is_signed_in(mine)
    sign_in(Pages(), user.email, user.password, status=401)


def keys_of(aws: LocalAws, table: str, user: CognitoUser) -> set[str]:
    found = client_of(aws, "dynamodb").query(
        TableName=aws.environment[table],
        KeyConditionExpression="user_id = :owner",
        ExpressionAttributeValues={":owner": {"S": user.user_id}},
    )
    return {item["sk"]["S"] for item in found["Items"]}


def test_deleting_needs_the_password_and_that_it_is_meant(mine: Pages, user: CognitoUser):
    assert delete(mine, "Wrong-horse-1", status=400).problem_code == "wrong_password"
    assert delete(mine, user.password, understood="", status=400).problem_code == "invalid"

    assert is_signed_in(mine)


def test_deleting_touches_nobody_else(mine: Pages, user: CognitoUser, other_pages: Pages, other_api: Api):
    other_api.post("customers/", {"name": "Bolt"})

    delete(mine, user.password)

    assert len(other_api.get("customers/")["results"]) == 1
    assert is_signed_in(other_pages)


# Strangers, and programs with a token ------------------------------------------------------------

FORMS = ("password/", "address/", "app/begin/", "app/", "app/off/", "sign-out-everywhere/", "delete/")


@pytest.mark.parametrize("path", FORMS)
def test_web_3_without_the_form_s_token_nothing_happens(mine: Pages, user: CognitoUser, path: str):
    fields = {"password": user.password, "new_password": NEW_PASSWORD, "is_understood": "on", "email": new_address()}

    for token in ("", "x" * 64):
        answer = mine.client.post(f"/accounts/{path}", {**fields, "csrfmiddlewaretoken": token})
        assert answer.status_code == 403

    assert is_signed_in(mine)
    sign_in(Pages(), user.email, user.password)


def test_no_page_of_the_account_holds_a_token_or_a_password(mine: Pages):
    secrets = cookies_of(mine).values()
    for path in ("", "password/", "address/", "app/off/", "delete/"):
        page = mine.get(f"/accounts/{path}").response.content.decode()
        assert not any(secret in page for secret in secrets)
