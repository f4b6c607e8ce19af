"""What AWS documents of Cognito and the local AWS does not do: docs/decisions/0008 lists the differences."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from itertools import count

import pytest

from accounts import renewal
from local_aws.throw_away import LocalAws
from tests.accounts.documented_cognito import Answer, DocumentedCognito, Json, Refusal
from tests.accounts.people import (
    NEW_PASSWORD,
    confirm,
    cookies_of,
    invited,
    is_signed_in,
    new_address,
    newest_code,
    sign_in,
    sign_up,
    with_cookies,
)
from tests.accounts.test_account import change_address, enrol
from tests.local_stack import CognitoUser
from tests.pages import Answer as Page
from tests.pages import Pages


class RotatingPool:
    """Each refresh hands out a new refresh token; the old one is good for ``grace`` more uses.

    https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-refresh-token.html
    """

    def __init__(self, cognito: DocumentedCognito, *, grace: int = 0) -> None:
        self.cognito, self.grace = cognito, grace
        self.real: dict[str, str] = {}
        self.uses: dict[str, int] = {}
        self.numbers = count(1)
        cognito.answers["InitiateAuth"] = self.answer

    def answer(self, body: Json) -> Answer:
        if body["AuthFlow"] != "REFRESH_TOKEN_AUTH":
            return None
        token = body["AuthParameters"]["REFRESH_TOKEN"]
        self.uses[token] = self.uses.get(token, 0) + 1
        if self.uses[token] > 1 + self.grace:
            return Refusal("RefreshTokenReuseException", "Refresh token has been reused")
        real, new = self.real.get(token, token), f"rotated-{next(self.numbers)}"
        self.real[new] = real
        answer = self._of_the_pool({**body, "AuthParameters": {"REFRESH_TOKEN": real}})
        answer["AuthenticationResult"]["RefreshToken"] = new
        return answer

    def _of_the_pool(self, body: Json) -> Json:
        target = "AWSCognitoIdentityProviderService.InitiateAuth"
        headers = {"Content-Type": "application/x-amz-json-1.1", "X-Amz-Target": target}
        return json.loads(self.cognito.pass_on(headers, json.dumps(body).encode())[1])


def expire(pages: Pages) -> None:
    """The access token of this browser has ended."""
    pages.client.cookies["sp_access"] = "no.longer.good"


# Refresh tokens that rotate ----------------------------------------------------------------------


def test_a_rotated_refresh_token_replaces_the_old_one(documented: DocumentedCognito, user: CognitoUser):
    RotatingPool(documented)
    pages = Pages(user)
    first = cookies_of(pages)["sp_refresh"]

    for _ in range(3):
        expire(pages)
        assert is_signed_in(pages)

    assert cookies_of(pages)["sp_refresh"].startswith("rotated-")
    sent = [body["AuthParameters"].get("REFRESH_TOKEN") for body in documented.requests("InitiateAuth")[1:]]
    assert sent[0] == first
    assert len(set(sent)) == 3


def test_two_tabs_that_refresh_at_once_both_succeed_with_one_refresh(documented: DocumentedCognito, user: CognitoUser):
    RotatingPool(documented)
    pages = Pages(user)
    expire(pages)
    tabs = [with_cookies(cookies_of(pages)) for _ in range(8)]

    with ThreadPoolExecutor(8) as threads:
        assert all(threads.map(is_signed_in, tabs))

    assert len(documented.requests("InitiateAuth")) == 2
    assert len({cookies_of(tab)["sp_refresh"] for tab in tabs}) == 1


def test_tabs_of_different_processes_both_succeed_within_the_grace_period(
    documented: DocumentedCognito, user: CognitoUser
):
    RotatingPool(documented, grace=1)
    pages = Pages(user)
    expire(pages)
    tabs = [with_cookies(cookies_of(pages)) for _ in range(2)]

    for tab in tabs:
        assert is_signed_in(tab)
        renewal.forget_everything()

    for tab in tabs:
        expire(tab)
        assert is_signed_in(tab)


def test_a_refresh_token_reused_later_ends_at_the_sign_in_page(documented: DocumentedCognito, user: CognitoUser):
    RotatingPool(documented)
    pages = Pages(user)
    expire(pages)
    thief = with_cookies(cookies_of(pages))
    assert is_signed_in(pages)
    renewal.forget_everything()

    assert "/accounts/sign-in/" in thief.get("/invoices/", status=302).location


# Locked accounts, challenge sessions, codes ------------------------------------------------------


def test_a_locked_account_is_429_not_a_wrong_password(documented: DocumentedCognito, user: CognitoUser):
    documented.answers["InitiateAuth"] = Refusal("NotAuthorizedException", "Password attempts exceeded")

    answer = sign_in(Pages(), user.email, user.password, status=429)

    assert answer.response["Retry-After"]
    assert answer.html.one("sign-in-email")["value"] == user.email


def test_a_challenge_session_that_is_over_starts_again(documented: DocumentedCognito, aws: LocalAws):
    pages, email = Pages(), invited(aws)
    sign_in(pages, email, "Temporary-1")
    documented.answers["RespondToAuthChallenge"] = Refusal(
        "NotAuthorizedException", "Invalid session for the user, session is expired."
    )

    answer = pages.post("/accounts/sign-in/password/?next=/invoices/", {"password": NEW_PASSWORD})

    assert answer.location == "/accounts/sign-in/?next=%2Finvoices%2F"


def test_the_session_of_the_challenge_is_what_cognito_gets_back(documented: DocumentedCognito, user: CognitoUser):
    enrol(Pages(user))
    challenge = {"ChallengeName": "SOFTWARE_TOKEN_MFA", "Session": "s" * 2048, "ChallengeParameters": {}}
    documented.answers["InitiateAuth"] = challenge
    documented.answers["RespondToAuthChallenge"] = Refusal("CodeMismatchException", "Invalid code received for user")
    pages = Pages()

    step = sign_in(pages, user.email, user.password)
    assert len(pages.client.cookies["sp_step_challenge"].OutputString()) < 4096
    pages.post(step.location, {"code": "123456"}, status=400)

    (body,) = documented.requests("RespondToAuthChallenge")
    assert body["Session"] == "s" * 2048
    assert body["ChallengeResponses"] == {"USERNAME": user.email, "SOFTWARE_TOKEN_MFA_CODE": "123456"}


def test_an_app_s_code_works_once(documented: DocumentedCognito, user: CognitoUser):
    enrol(Pages(user))
    pages = Pages()
    step = sign_in(pages, user.email, user.password)
    documented.answers["RespondToAuthChallenge"] = Refusal(
        "ExpiredCodeException", "Your software token has already been used once."
    )

    assert pages.post(step.location, {"code": "123456"}, status=400).problem_code == "wrong_code"


def test_a_challenge_we_do_not_know_is_said_not_guessed(documented: DocumentedCognito, user: CognitoUser):
    documented.answers["InitiateAuth"] = {"ChallengeName": "SMS_MFA", "Session": "s", "ChallengeParameters": {}}

    assert sign_in(Pages(), user.email, user.password, status=401).problem_code == "challenge_required"


def test_a_first_password_that_the_pool_refuses_is_told_on_the_page(documented: DocumentedCognito, aws: LocalAws):
    pages, email = Pages(), invited(aws)
    sign_in(pages, email, "Temporary-1")
    documented.answers["RespondToAuthChallenge"] = Refusal("InvalidPasswordException", "Password does not conform")

    refused = pages.post("/accounts/sign-in/password/", {"password": NEW_PASSWORD}, status=400)

    assert refused.problem_code == "password_refused"


@pytest.mark.parametrize(
    "refusal",
    [
        Refusal("ExpiredCodeException", "Invalid code provided, please request a code again."),
        Refusal("CodeMismatchException", "Invalid verification code provided, please try again."),
        Refusal("NotAuthorizedException", "User cannot be confirmed. Current status is CONFIRMED"),
        Refusal("AliasExistsException", "An account with the email already exists."),
        Refusal("UserNotFoundException", "Username/client id combination not found."),
    ],
    ids=lambda refusal: refusal.code,
)
def test_acc_1_whatever_is_wrong_with_a_code_the_answer_is_one(documented: DocumentedCognito, refusal: Refusal):
    of_a_reset = Refusal("CodeMismatchException") if refusal.code == "AliasExistsException" else refusal
    documented.answers |= {"ConfirmSignUp": refusal, "ConfirmForgotPassword": of_a_reset}
    pages, email = Pages(), new_address()
    pages.post("/accounts/forgot-password/", {"email": email})
    fields = {"email": email, "code": "123456", "password": NEW_PASSWORD}

    confirmed = confirm(pages, email, "123456", status=400)
    reset = pages.post("/accounts/reset-password/", fields, status=400)

    assert confirmed.problem_code == reset.problem_code == "wrong_code"


@pytest.mark.parametrize(
    ("operation", "path", "refusal"),
    [
        ("ForgotPassword", "forgot-password/", Refusal("LimitExceededException", "Attempt limit exceeded")),
        ("ForgotPassword", "forgot-password/", Refusal("InvalidParameterException", "no registered/verified email")),
        ("ForgotPassword", "forgot-password/", Refusal("NotAuthorizedException", "password cannot be reset")),
        ("ForgotPassword", "forgot-password/", Refusal("CodeDeliveryFailureException", "")),
        ("ResendConfirmationCode", "confirm/send/", Refusal("InvalidParameterException", "User is already confirmed.")),
        ("ResendConfirmationCode", "confirm/send/", Refusal("LimitExceededException", "Attempt limit exceeded")),
    ],
    ids=lambda value: getattr(value, "code", ""),
)
def test_acc_1_what_only_a_known_address_can_be_refused_with_is_not_told(
    documented: DocumentedCognito, operation: str, path: str, refusal: Refusal
):
    documented.answers[operation] = refusal

    answer = Pages().post(f"/accounts/{path}", {"email": new_address()})

    assert answer.location in {"/accounts/reset-password/", "/accounts/confirm/"}


def test_acc_1_signing_up_with_a_confirmed_address_is_not_told(documented: DocumentedCognito, user: CognitoUser):
    documented.answers["ResendConfirmationCode"] = Refusal("InvalidParameterException", "User is already confirmed.")

    assert sign_up(Pages(), user.email, NEW_PASSWORD).location == "/accounts/confirm/"


def test_a_password_an_administrator_wants_renewed_is_told_to_who_knows_it(
    documented: DocumentedCognito, user: CognitoUser
):
    documented.answers["InitiateAuth"] = Refusal("PasswordResetRequiredException", "Password reset required")

    assert sign_in(Pages(), user.email, user.password, status=401).problem_code == "password_must_be_renewed"


def test_a_reset_without_the_right_to_end_sessions_says_what_to_do(
    documented: DocumentedCognito, aws: LocalAws, user: CognitoUser
):
    documented.answers["AdminUserGlobalSignOut"] = Refusal("AccessDeniedException", "no identity-based policy allows")
    pages = Pages()
    pages.post("/accounts/forgot-password/", {"email": user.email})
    fields = {"email": user.email, "code": newest_code(aws, user.email), "password": NEW_PASSWORD}

    pages.post("/accounts/reset-password/", fields)

    assert "Sign out everywhere" in pages.get("/accounts/sign-in/").html.one("message").text
    sign_in(pages, user.email, NEW_PASSWORD)


# A new address is proved before it is in force -----------------------------------------------------

A_CODE_WAS_MAILED: Json = {"CodeDeliveryDetailsList": [{"AttributeName": "email", "DeliveryMedium": "EMAIL"}]}


@pytest.fixture
def asked(documented: DocumentedCognito, user: CognitoUser) -> tuple[Pages, str]:
    """Somebody who was mailed a code to a new address."""
    documented.answers["UpdateUserAttributes"] = A_CODE_WAS_MAILED
    pages, email = Pages(user), new_address()
    assert change_address(pages, email, user.password).location == "/accounts/address/code/"
    return pages, email


def test_a_new_address_is_in_force_when_its_code_has_come_back(
    documented: DocumentedCognito, asked: tuple[Pages, str], user: CognitoUser
):
    pages, email = asked
    assert pages.get("/accounts/").html.one("account-email").text == user.email
    documented.answers["VerifyUserAttribute"] = {}

    assert pages.post("/accounts/address/code/", {"code": "424242"}).location == "/accounts/"

    (body,) = documented.requests("VerifyUserAttribute")
    assert (body["AttributeName"], body["Code"]) == ("email", "424242")
    assert email in pages.get("/accounts/").html.one("message").text


@pytest.mark.parametrize("code", ["CodeMismatchException", "ExpiredCodeException", "AliasExistsException"])
def test_a_wrong_code_or_a_taken_address_changes_nothing(
    documented: DocumentedCognito, asked: tuple[Pages, str], code: str
):
    pages, _email = asked
    documented.answers["VerifyUserAttribute"] = Refusal(code)

    assert pages.post("/accounts/address/code/", {"code": "424242"}, status=400).problem_code == "wrong_code"


def test_acc_1_an_address_somebody_has_is_answered_like_a_free_one(documented: DocumentedCognito, user: CognitoUser):
    documented.answers["UpdateUserAttributes"] = Refusal("AliasExistsException", "already exists")

    assert change_address(Pages(user), new_address(), user.password).location == "/accounts/address/code/"


def test_somebody_else_s_new_address_is_nothing_here(asked: tuple[Pages, str], other_pages: Pages):
    pages, _email = asked
    other_pages.client.cookies["sp_step_new_address"] = pages.client.cookies["sp_step_new_address"].value

    assert other_pages.get("/accounts/address/code/", status=302).location == "/accounts/address/"


# Throttled, broken, away -------------------------------------------------------------------------

PUBLIC_FORMS: dict[str, tuple[str, dict[str, str]]] = {
    "InitiateAuth": ("/accounts/sign-in/", {"password": "Correct-horse-1"}),
    "SignUp": ("/accounts/sign-up/", {"password": "Correct-horse-1"}),
    "ConfirmSignUp": ("/accounts/confirm/", {"code": "123456"}),
    "ConfirmForgotPassword": ("/accounts/reset-password/", {"code": "654321", "password": NEW_PASSWORD}),
    "ForgotPassword": ("/accounts/forgot-password/", {}),
    "ResendConfirmationCode": ("/accounts/confirm/send/", {}),
}
BUSY = [name for name in PUBLIC_FORMS if name not in {"ForgotPassword", "ResendConfirmationCode"}]


def is_kept(page: Page, email: str) -> bool:
    """Whether the form stands there with the address, and without the password."""
    fields = [element for element in page.html.tags("input") if element.attributes.get("name") == "email"]
    passwords = [element for element in page.html.tags("input") if element.attributes.get("type") == "password"]
    return fields[0]["value"] == email and not any("value" in element.attributes for element in passwords)


@pytest.mark.parametrize("operation", BUSY)
def test_a_throttled_cognito_is_429_with_the_form_kept(documented: DocumentedCognito, operation: str):
    documented.answers[operation] = Refusal("TooManyRequestsException", "Too many requests")
    path, fields = PUBLIC_FORMS[operation]
    pages, email = Pages(), new_address()
    pages.post("/accounts/forgot-password/", {"email": email})

    answer = pages.post(path, {"email": email, **fields}, status=429)

    assert int(answer.response["Retry-After"]) > 0
    assert is_kept(answer, email)


@pytest.mark.parametrize("operation", PUBLIC_FORMS)
@pytest.mark.parametrize("status", [500, 503])
def test_a_broken_cognito_is_503_with_the_form_kept(documented: DocumentedCognito, operation: str, status: int):
    path, fields = PUBLIC_FORMS[operation]
    pages, email = Pages(), new_address()
    if operation == "ConfirmForgotPassword":
        pages.post("/accounts/forgot-password/", {"email": email})
    documented.answers[operation] = Refusal("InternalErrorException", "internal", status)

    answer = pages.post(path, {"email": email, **fields}, status=503)

    assert int(answer.response["Retry-After"]) > 0
    assert is_kept(answer, email)


@pytest.mark.parametrize("operation", [name for name in PUBLIC_FORMS if name != "ConfirmForgotPassword"])
def test_a_cognito_that_is_away_is_503_with_the_form_kept(no_cognito: None, operation: str):
    path, fields = PUBLIC_FORMS[operation]
    email = new_address()

    answer = Pages().post(path, {"email": email, **fields}, status=503)

    assert int(answer.response["Retry-After"]) > 0
    assert is_kept(answer, email)


@pytest.mark.parametrize("path", ["", "password/", "address/", "app/off/", "delete/"])
def test_the_account_s_own_pages_say_503_while_cognito_is_away(
    documented: DocumentedCognito, user: CognitoUser, path: str
):
    pages = Pages(user)
    documented.answers["GetUser"] = Refusal("InternalErrorException", "internal", 500)
    fields = {"password": user.password, "new_password": NEW_PASSWORD, "email": new_address(), "is_understood": "on"}

    answer = pages.post(f"/accounts/{path}", fields, status=503) if path else pages.get("/accounts/", status=503)

    assert int(answer.response["Retry-After"]) > 0
    assert user.password not in answer.response.content.decode()


def test_deleting_goes_on_where_it_stopped(documented: DocumentedCognito, user: CognitoUser):
    pages = Pages(user)
    fields = {"password": user.password, "is_understood": "on"}
    documented.answers["DeleteUser"] = Refusal("InternalErrorException", "internal", 500)
    pages.post("/accounts/delete/", fields, status=503)
    assert is_signed_in(pages)

    documented.answers.clear()
    assert pages.post("/accounts/delete/", fields).location == "/"
