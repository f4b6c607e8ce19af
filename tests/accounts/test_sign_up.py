"""Signing up and proving the address, with wrong, expired, repeated, oversized, foreign and simultaneous input."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from accounts.password_policy import DEMANDS, LONGEST, unmet
from local_aws.template import read_template, resources_of_type
from local_aws.throw_away import LocalAws
from tests.accounts.people import (
    NEW_PASSWORD,
    PASSWORD,
    confirm,
    new_address,
    newest_code,
    sign_in,
    sign_up,
    signed_up,
)
from tests.local_stack import CognitoUser, mails_to
from tests.pages import Pages


def test_somebody_new_signs_up_confirms_and_is_in(aws: LocalAws):
    pages, email = Pages(), new_address()

    assert sign_up(pages, email).location == "/accounts/confirm/"
    assert pages.get("/accounts/confirm/").html.one("confirm-email")["value"] == email
    assert confirm(pages, email, newest_code(aws, email)).location == "/accounts/sign-in/?next=%2Fsettings%2F"
    page = pages.get("/accounts/sign-in/").html
    assert "confirmed" in page.one("message").text
    assert page.one("sign-in-email")["value"] == email
    assert sign_in(pages, email).location == "/"
    pages.get("/chat/")


def test_the_address_is_one_in_any_case(aws: LocalAws):
    pages, email = Pages(), new_address()
    sign_up(pages, f"  {email.upper()} ")
    confirm(pages, email.title(), newest_code(aws, email))

    assert sign_in(pages, email.upper()).location == "/"


# The password --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("password", "missing"),
    [
        ("Short-1", "at least 10 characters"),
        ("no-capitals-1", "a capital letter"),
        ("NO-SMALL-ONES-1", "a small letter"),
        ("No-digits-here", "a digit"),
        (" Space-before-1", "no space"),
        ("Space-behind-1 ", "no space"),
        ("ÄÖÜÄÖÜäöüäöü١٢٣", "a capital letter"),
        ("", "required"),
        ("Aa1" + "x" * LONGEST, "at most 256"),
    ],
)
def test_a_password_that_breaks_a_rule_is_refused_and_never_shown_again(password: str, missing: str):
    email = new_address()

    page = sign_up(Pages(), email, password, status=400).html

    assert missing in page.one("sign-up-password").parent.text
    assert page.one("sign-up-email")["value"] == email
    assert "value" not in page.one("sign-up-password").attributes


@pytest.mark.parametrize(
    "password", ["Correct-horse-1", "Größe-1 of ünïcode", "Tab\tinside-1", "日本語パスワードAa1", "A1" + "a" * 254]
)
def test_a_password_that_keeps_the_rules_signs_in(aws: LocalAws, password: str):
    pages, email = Pages(), new_address()
    sign_up(pages, email, password)
    confirm(pages, email, newest_code(aws, email))

    assert sign_in(pages, email, password).location == "/"


def test_the_rules_are_those_of_the_pool():
    (pool,) = resources_of_type(read_template(), "AWS::Cognito::UserPool").values()
    policy = pool["Properties"]["Policies"]["PasswordPolicy"]

    demanded = {"MinimumLength": 10, "RequireUppercase": True, "RequireLowercase": True, "RequireNumbers": True}
    assert {name: policy[name] for name in demanded} == demanded
    assert not policy["RequireSymbols"]
    assert len(unmet("")) == len(DEMANDS) + 1


def test_the_page_lists_the_rules_without_scripts_inline():
    page = Pages().get("/accounts/sign-up/").html

    rules = [element for element in page.elements if "data-pattern" in element.attributes]
    assert [rule["data-pattern"] for rule in rules] == [demand.pattern for demand in DEMANDS]


# The code ------------------------------------------------------------------------------------


def test_a_wrong_code_is_refused_and_the_right_one_still_works(aws: LocalAws):
    pages, email = Pages(), new_address()
    sign_up(pages, email)

    refused = confirm(pages, email, "999999", status=400)
    assert refused.problem_code == "wrong_code"
    assert refused.html.one("confirm-email")["value"] == email
    confirm(pages, email, newest_code(aws, email))


@pytest.mark.parametrize("code", ["", "12345", "1234567", "abcdef", "१२३४५६x", "9" * 5000, "1;DROP"])
def test_what_is_no_code_never_reaches_the_pool(code: str):
    page = confirm(Pages(), new_address(), code, status=400)

    assert page.problem_code == "invalid"


@pytest.mark.parametrize("form", ["{0}{1}{2} {3}{4}{5}", "{0}{1}{2}-{3}{4}{5}", " {0}{1}{2}{3}{4}{5} "])
def test_a_code_may_be_typed_as_it_is_read(aws: LocalAws, form: str):
    pages, email = Pages(), new_address()
    sign_up(pages, email)

    confirm(pages, email, form.format(*newest_code(aws, email)))


def test_a_code_in_full_width_figures_is_the_code(aws: LocalAws):
    pages, email = Pages(), new_address()
    sign_up(pages, email)

    confirm(pages, email, newest_code(aws, email).translate(str.maketrans("0123456789", "０１２３４５６７８９")))


def test_another_code_can_be_had(aws: LocalAws):
    pages, email = Pages(), new_address()
    sign_up(pages, email)

    answer = pages.post("/accounts/confirm/send/", {"email": email})

    assert answer.location == "/accounts/confirm/"
    assert len(mails_to(aws, email)) == 2
    confirm(pages, email, newest_code(aws, email))


def test_signing_up_again_before_confirming_sends_another_code(aws: LocalAws):
    pages, email = Pages(), new_address()
    sign_up(pages, email)
    sign_up(pages, email, NEW_PASSWORD)

    assert len(mails_to(aws, email)) == 2


# ACC-1: known and unknown addresses ------------------------------------------------------------


def shown(answer) -> tuple[int, str, str]:
    body = answer.response.content.decode()
    return answer.status, answer.response.get("Location", ""), body


def test_acc_1_signing_up_answers_a_known_address_as_an_unknown_one(user: CognitoUser):
    known = shown(sign_up(Pages(), user.email, NEW_PASSWORD))
    unknown = shown(sign_up(Pages(), new_address(), NEW_PASSWORD))

    assert known == unknown
    sign_in(Pages(), user.email, user.password)


def test_acc_1_a_code_for_a_known_address_is_refused_as_for_an_unknown_one(aws: LocalAws):
    waiting = signed_up(aws, confirmed=False)

    answers = {email: confirm(Pages(), email, "999999", status=400) for email in (waiting, new_address())}

    texts = {answer.html.one("problem").text for answer in answers.values()}
    assert len(texts) == 1


def test_acc_1_asking_for_a_code_answers_all_alike(aws: LocalAws, user: CognitoUser):
    addresses = (user.email, new_address(), signed_up(aws, confirmed=False))

    answers = {shown(Pages().post("/accounts/confirm/send/", {"email": email})) for email in addresses}

    assert len(answers) == 1


def test_acc_1_signing_in_unconfirmed_is_refused_like_a_wrong_password(aws: LocalAws, user: CognitoUser):
    addresses = (signed_up(aws, confirmed=False), user.email, new_address())

    refusals = [sign_in(Pages(), email, "Wrong-horse-1", status=401) for email in addresses]

    assert len({refusal.html.one("problem").text for refusal in refusals}) == 1


# At once, too much, too often ------------------------------------------------------------------


def test_two_people_signing_up_with_one_address_at_once_make_one_account(aws: LocalAws):
    email = new_address()
    everybody = [Pages() for _ in range(4)]
    for pages in everybody:
        pages.get("/accounts/sign-up/")

    with ThreadPoolExecutor(4) as threads:
        answers = list(threads.map(lambda pages: sign_up(pages, email).location, everybody))

    assert set(answers) == {"/accounts/confirm/"}
    confirm(everybody[0], email, newest_code(aws, email))
    assert sign_in(everybody[0], email).location == "/"


@pytest.mark.parametrize(
    "email", ["", "nobody", "a@b", "x" * 300 + "@customer.example", "a\x00b@customer.example", "ü@customer.example"]
)
def test_what_is_no_address_is_refused_and_kept(email: str):
    page = sign_up(Pages(), email, status=400)

    assert page.problem_code == "invalid"


def test_after_five_sign_ups_an_hour_an_address_has_to_wait_and_the_form_is_kept():
    pages, email = Pages(), new_address()
    for _ in range(5):
        sign_up(pages, email)

    refused = sign_up(pages, email, status=429)

    assert int(refused.response["Retry-After"]) > 0
    assert "RateLimit-Policy" in refused.response
    assert "Try again in" in refused.html.one("problem").text
    assert refused.html.one("sign-up-email")["value"] == email


def test_codes_are_tried_ten_times_and_then_not_even_the_right_one_counts(aws: LocalAws):
    pages, email = Pages(), new_address()
    sign_up(pages, email)
    for _ in range(10):
        confirm(pages, email, "999999", status=400)

    refused = confirm(pages, email, newest_code(aws, email), status=429)

    assert refused.problem_code == "rate_limited"


def test_one_client_address_signs_up_so_many_people_and_no_more(settings):
    settings.ATTEMPT_LIMITS = {**settings.ATTEMPT_LIMITS, "sign-up": {"address": (2, 3600)}}
    pages = Pages()
    pages.client.defaults["REMOTE_ADDR"] = "203.0.113.77"
    for _ in range(2):
        sign_up(pages, new_address())

    sign_up(pages, new_address(), status=429)
    elsewhere = Pages()
    elsewhere.client.defaults["REMOTE_ADDR"] = "203.0.113.78"
    sign_up(elsewhere, new_address())


def test_nobody_signs_up_who_is_signed_in(pages: Pages):
    assert pages.get("/accounts/sign-up/", status=302).location == "/"


def test_without_the_form_s_token_nothing_happens(aws: LocalAws):
    email = new_address()

    Pages().post("/accounts/sign-up/", {"email": email, "password": PASSWORD, "csrfmiddlewaretoken": "x"}, status=403)

    assert mails_to(aws, email) == []


# The local mailbox -----------------------------------------------------------------------------


def test_a_new_user_reads_the_code_in_the_local_mailbox(aws: LocalAws):
    pages, email = Pages(), new_address()
    sign_up(pages, email)

    assert pages.get("/accounts/confirm/").html.one("mailbox-link")
    newest = pages.get("/local/mailbox/").html.all("mail")[0]

    assert email in newest.text
    assert newest_code(aws, email) in newest.text


def test_where_mails_are_really_sent_no_page_speaks_of_a_mailbox(settings):
    settings.LOCAL_MAILBOX_URL = ""

    assert Pages().get("/accounts/confirm/").html.all("mailbox-link") == []


def test_a_mailbox_that_does_not_answer_says_so(settings):
    settings.LOCAL_MAILBOX_URL = "http://127.0.0.1:1/"

    assert Pages().get("/local/mailbox/", status=503).html.one("problem").text
