"""A forgotten password: codes that are wrong, old, used, tried too often; and sessions that end (ACC-1, ACC-3)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils.dateparse import parse_datetime

from local_aws.throw_away import LocalAws
from tests.accounts.people import (
    NEW_PASSWORD,
    cookies_of,
    invited,
    is_signed_in,
    new_address,
    newest_code,
    sign_in,
    signed_up,
    with_cookies,
)
from tests.local_stack import CognitoUser, mails_to
from tests.pages import Pages


def forget(pages: Pages, email: str, *, status: int = 302):
    return pages.post("/accounts/forgot-password/", {"email": email}, status=status)


def reset(pages: Pages, email: str, code: str, password: str = NEW_PASSWORD, *, status: int = 302):
    fields = {"email": email, "code": code, "password": password}
    return pages.post("/accounts/reset-password/", fields, status=status)


def test_a_mailed_code_sets_a_new_password(aws: LocalAws, user: CognitoUser):
    pages = Pages()

    assert forget(pages, user.email).location == "/accounts/reset-password/"
    assert pages.get("/accounts/reset-password/").html.one("reset-email")["value"] == user.email
    assert reset(pages, user.email, newest_code(aws, user.email)).location == "/accounts/sign-in/"

    assert "signed out everywhere" in pages.get("/accounts/sign-in/").html.one("message").text
    sign_in(pages, user.email, user.password, status=401)
    sign_in(pages, user.email, NEW_PASSWORD)


def test_acc_3_all_sessions_end_with_the_reset(aws: LocalAws, user: CognitoUser):
    thief = with_cookies(cookies_of(Pages(user)))
    assert is_signed_in(thief)
    pages = Pages()
    forget(pages, user.email)

    reset(pages, user.email, newest_code(aws, user.email))

    assert not is_signed_in(thief)


def test_acc_3_a_code_works_once(aws: LocalAws, user: CognitoUser):
    pages = Pages()
    forget(pages, user.email)
    code = newest_code(aws, user.email)
    reset(pages, user.email, code)

    again = reset(pages, user.email, code, "Third-horse-333", status=400)

    assert again.problem_code == "wrong_code"
    sign_in(pages, user.email, NEW_PASSWORD)


def test_acc_3_a_code_is_over_after_ten_minutes(aws: LocalAws, user: CognitoUser, settings):
    settings.FIXED_NOW = parse_datetime("2025-10-05T15:00:00Z")
    pages = Pages()
    forget(pages, user.email)
    code = newest_code(aws, user.email)

    settings.FIXED_NOW += timedelta(minutes=10)
    assert reset(pages, user.email, code, status=400).problem_code == "wrong_code"
    settings.FIXED_NOW -= timedelta(seconds=1)
    reset(pages, user.email, code)


def test_acc_3_after_five_wrong_tries_the_right_code_is_over_too(aws: LocalAws, user: CognitoUser):
    pages = Pages()
    forget(pages, user.email)
    for _ in range(5):
        assert reset(pages, user.email, "111111", status=400).problem_code == "wrong_code"

    assert reset(pages, user.email, newest_code(aws, user.email), status=400).problem_code == "wrong_code"

    forget(pages, user.email)
    reset(pages, user.email, newest_code(aws, user.email))


def test_without_having_asked_no_code_counts(user: CognitoUser):
    assert reset(Pages(), user.email, "654321", status=400).problem_code == "wrong_code"


@pytest.mark.parametrize(
    ("fields", "hook"),
    [
        ({"code": ""}, "reset-code"),
        ({"code": "12 34"}, "reset-code"),
        ({"code": "8" * 4000}, "reset-code"),
        ({"password": "weak"}, "reset-password"),
        ({"password": "Aa1" + "ß" * 300}, "reset-password"),
        ({"email": "nobody"}, "reset-email"),
    ],
)
def test_what_can_not_be_right_costs_no_try_and_is_kept(fields: dict[str, str], hook: str):
    whole = {"email": new_address(), "code": "123456", "password": NEW_PASSWORD, **fields}

    page = Pages().post("/accounts/reset-password/", whole, status=400).html

    assert page.one(hook).attributes["aria-invalid"] == "true"
    assert page.one("reset-email")["value"] == whole["email"]
    assert "value" not in page.one("reset-password").attributes


# ACC-1 ---------------------------------------------------------------------------------------


def test_acc_1_asking_for_a_code_answers_all_addresses_alike(aws: LocalAws, user: CognitoUser):
    addresses = (user.email, new_address(), signed_up(aws, confirmed=False), invited(aws))

    answers = {(forget(Pages(), email).location, email) for email in addresses}

    assert {location for location, _ in answers} == {"/accounts/reset-password/"}
    assert mails_to(aws, addresses[1]) == []


def test_acc_1_a_wrong_code_is_refused_alike(user: CognitoUser):
    refusals = []
    for email in (user.email, new_address()):
        pages = Pages()
        forget(pages, email)
        refusals.append(reset(pages, email, "111111", status=400).html.one("problem").text)

    assert len(set(refusals)) == 1


def test_acc_1_after_five_codes_an_hour_a_known_and_an_unknown_address_wait_alike(user: CognitoUser):
    statuses = []
    for email in (user.email, new_address()):
        pages = Pages()
        statuses.append([pages.client.post("/accounts/forgot-password/", _form(pages, email)).status_code])
        statuses[-1] += [
            pages.client.post("/accounts/forgot-password/", _form(pages, email)).status_code for _ in range(6)
        ]

    assert statuses[0] == statuses[1] == [302] * 5 + [429] * 2


def _form(pages: Pages, email: str) -> dict[str, str]:
    if "csrftoken" not in pages.client.cookies:
        pages.get("/accounts/sign-in/")
    return {"email": email, "csrfmiddlewaretoken": pages.client.cookies["csrftoken"].value}
