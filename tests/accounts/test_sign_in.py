"""Signing in step by step: passwords, invitations, challenges, where it leads (ACC-2, WEB-2, WEB-6)."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core import signing

from local_aws.throw_away import LocalAws
from tests.accounts.people import NEW_PASSWORD, cookies_of, invited, is_signed_in, new_address, sign_in
from tests.local_stack import CognitoUser
from tests.pages import Pages

FIRST_PASSWORD = "/accounts/sign-in/password/"


# ACC-2: wrong passwords ------------------------------------------------------------------------


def test_acc_2_after_ten_wrong_passwords_the_account_waits_even_for_the_right_one(user: CognitoUser):
    for _ in range(10):
        sign_in(Pages(), user.email, "Wrong-horse-1", status=401)

    refused = sign_in(Pages(), user.email, user.password, status=429)

    assert 0 < int(refused.response["Retry-After"]) <= 900
    assert refused.html.one("sign-in-email")["value"] == user.email


def test_acc_2_a_hundred_attempts_at_once_get_ten_answers_of_cognito(user: CognitoUser):
    everybody = [Pages() for _ in range(30)]
    for pages in everybody:
        pages.get("/accounts/sign-in/")

    def attempt(pages: Pages) -> int:
        fields = {"email": user.email, "password": "Wrong-horse-1"}
        fields["csrfmiddlewaretoken"] = pages.client.cookies["csrftoken"].value
        return pages.client.post("/accounts/sign-in/", fields).status_code

    with ThreadPoolExecutor(10) as threads:
        statuses = list(threads.map(attempt, everybody))

    assert (statuses.count(401), statuses.count(429)) == (10, 20)


def test_acc_2_right_passwords_are_not_counted(user: CognitoUser):
    for _ in range(12):
        sign_in(Pages(), user.email, user.password)


@pytest.mark.parametrize("password", ["x" * 257, "x" * 100_000, "", "päss\x00word"])
def test_what_can_not_be_a_password_is_refused_and_the_address_kept(user: CognitoUser, password: str):
    page = sign_in(Pages(), user.email, password, status=400).html

    assert page.one("sign-in-email")["value"] == user.email


# Invited users -------------------------------------------------------------------------------


def test_an_invited_user_chooses_a_password_and_is_in(aws: LocalAws):
    pages, email = Pages(), invited(aws)

    step = sign_in(pages, email, "Temporary-1", path="/accounts/sign-in/?next=/invoices/")
    assert step.location == f"{FIRST_PASSWORD}?next=%2Finvoices%2F"
    done = pages.post(step.location, {"password": NEW_PASSWORD})

    assert done.location == "/invoices/"
    pages.get("/invoices/")
    sign_in(Pages(), email, NEW_PASSWORD)
    sign_in(Pages(), email, "Temporary-1", status=401)


def test_an_invited_user_s_weak_password_is_refused_by_us(aws: LocalAws):
    pages, email = Pages(), invited(aws)
    sign_in(pages, email, "Temporary-1")

    assert pages.post(FIRST_PASSWORD, {"password": "weak"}, status=400).problem_code == "invalid"
    pages.post(FIRST_PASSWORD, {"password": NEW_PASSWORD})


def test_nobody_sets_a_password_without_having_shown_the_first(aws: LocalAws):
    """MiniStack would take any session here; only our own signature stands before it."""
    email = invited(aws)
    forged = signing.dumps(
        {"kind": "NEW_PASSWORD_REQUIRED", "email": email, "session": "made-up"}, key="not-ours", salt="accounts.steps"
    )
    for cookie in ("", forged, "x", "é" * 10, "a:b:c"):
        pages = Pages()
        pages.get("/accounts/sign-in/")
        pages.client.cookies["sp_step_challenge"] = cookie

        assert pages.post(FIRST_PASSWORD, {"password": NEW_PASSWORD}).location == "/accounts/sign-in/"

    sign_in(Pages(), email, NEW_PASSWORD, status=401)


def test_a_step_is_over_after_three_minutes(aws: LocalAws, monkeypatch: pytest.MonkeyPatch):
    pages, email = Pages(), invited(aws)
    sign_in(pages, email, "Temporary-1")
    real_time = signing.time.time
    monkeypatch.setattr(signing.time, "time", lambda: real_time() + 181)

    answer = pages.post(f"{FIRST_PASSWORD}?next=/invoices/", {"password": NEW_PASSWORD})

    assert answer.location == "/accounts/sign-in/?next=%2Finvoices%2F"
    assert "start again" in pages.get(answer.location).html.one("message").text


def test_the_step_of_one_kind_is_no_step_of_another(aws: LocalAws):
    pages, email = Pages(), invited(aws)
    sign_in(pages, email, "Temporary-1")

    assert pages.post("/accounts/sign-in/code/", {"code": "123456"}).location == "/accounts/sign-in/"


def test_the_challenge_s_session_is_in_no_page_and_no_address(aws: LocalAws):
    pages, email = Pages(), invited(aws)
    step = sign_in(pages, email, "Temporary-1")
    morsel = pages.client.cookies["sp_step_challenge"]
    inside = signing.loads(morsel.value, salt="accounts.steps.challenge")["session"]

    page = pages.get(step.location).response.content.decode()

    assert inside not in page + step.location
    assert (morsel["httponly"], morsel["samesite"], morsel["max-age"]) == (True, "Lax", 180)


# The session ---------------------------------------------------------------------------------


def test_web_2_each_sign_in_is_a_session_of_its_own(user: CognitoUser):
    pages = Pages(user)
    first = cookies_of(pages)
    pages.client.cookies.clear()
    pages.sign_in(user)

    assert first["sp_session"] != cookies_of(pages)["sp_session"]


@pytest.mark.parametrize(
    "wanted",
    ["//evil.example", "https://evil.example", "/\\evil.example", "\\\\evil.example", "javascript:alert(1)", "", "é"],
)
def test_web_6_after_the_second_step_next_leads_nowhere_else(aws: LocalAws, wanted: str):
    pages, email = Pages(), invited(aws)
    sign_in(pages, email, "Temporary-1")

    answer = pages.client.post(
        FIRST_PASSWORD,
        {"password": NEW_PASSWORD, "csrfmiddlewaretoken": pages.client.cookies["csrftoken"].value},
        query_params={"next": wanted},
    )

    assert (answer.status_code, answer["Location"]) == (302, "/")


def test_an_address_nobody_has_is_refused_like_a_wrong_password(user: CognitoUser):
    known = sign_in(Pages(), user.email, "Wrong-horse-1", status=401)
    unknown = sign_in(Pages(), new_address(), "Wrong-horse-1", status=401)

    assert known.html.one("problem").text == unknown.html.one("problem").text
    assert not is_signed_in(Pages())
