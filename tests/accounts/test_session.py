"""How long a browser's session lives, what ends it, and that nothing of it shows (WEB-1, WEB-2, JWT-17, JWT-18)."""

from __future__ import annotations

import logging

import pytest
from django.core import signing

from accounts import ended_sessions, session
from local_aws.throw_away import LocalAws
from tests.accounts.people import (
    NEW_PASSWORD,
    cookies_of,
    is_signed_in,
    new_address,
    newest_code,
    sign_in,
    sign_up,
    with_cookies,
)
from tests.accounts.test_account import change_password, enrol
from tests.local_stack import CognitoUser
from tests.pages import Pages


@pytest.fixture
def mine(user: CognitoUser) -> Pages:
    return Pages(user)


def later(monkeypatch: pytest.MonkeyPatch, seconds: int) -> None:
    """The sessions' clock goes on by so much."""
    then = session.now_ms() + seconds * 1000
    monkeypatch.setattr(session, "now_ms", lambda: then)


def test_web_2_a_session_ends_after_a_day_however_much_it_is_used(
    mine: Pages, monkeypatch: pytest.MonkeyPatch, settings
):
    for _ in range(3):
        later(monkeypatch, settings.SESSION_IDLE_SECONDS - 60)
        assert is_signed_in(mine)

    later(monkeypatch, settings.SESSION_IDLE_SECONDS - 60)
    assert not is_signed_in(mine)


def test_a_session_that_nobody_uses_ends_sooner(mine: Pages, monkeypatch: pytest.MonkeyPatch, settings):
    later(monkeypatch, settings.SESSION_IDLE_SECONDS)

    assert "/accounts/sign-in/" in mine.get("/invoices/", status=302).location


def test_the_limits_are_settings(mine: Pages, settings):
    settings.SESSION_IDLE_SECONDS = 0

    assert not is_signed_in(mine)


def test_the_cookies_live_as_long_as_the_session_may(mine: Pages, settings):
    for name in cookies_of(mine):
        assert mine.client.cookies[name]["max-age"] <= settings.SESSION_ABSOLUTE_SECONDS


@pytest.mark.parametrize("value", ["", "x", "a:b:c", "e30:1abc:xyz", "é", "x" * 5000])
def test_without_its_own_signed_cookie_no_token_counts(mine: Pages, value: str):
    mine.client.cookies["sp_session"] = value

    assert not is_signed_in(mine)


def test_a_session_made_with_another_key_or_for_another_purpose_is_none(mine: Pages, user: CognitoUser):
    fields = ["id", user.user_id, session.now_ms(), session.now_ms()]
    for forged in (signing.dumps(fields, key="other", salt="accounts.session"), signing.dumps(fields, salt="other")):
        mine.client.cookies["sp_session"] = forged
        assert not is_signed_in(mine)


def test_the_session_of_one_and_the_tokens_of_another_are_nothing(mine: Pages, other_pages: Pages):
    mine.client.cookies["sp_session"] = cookies_of(other_pages)["sp_session"]

    assert not is_signed_in(mine)


def test_the_time_of_last_use_is_brought_up_to_date_now_and_then(mine: Pages, monkeypatch: pytest.MonkeyPatch):
    first = cookies_of(mine)
    mine.get("/invoices/")
    assert cookies_of(mine) == first

    later(monkeypatch, 61)
    mine.get("/invoices/")

    changed = {name for name, value in cookies_of(mine).items() if value != first[name]}
    assert changed == {"sp_session"}


def test_a_session_ended_elsewhere_is_looked_up_again_after_half_a_minute(
    mine: Pages, user: CognitoUser, monkeypatch: pytest.MonkeyPatch
):
    """Two processes: one ends the session, the other finds out within 30 seconds."""
    other_process = dict(ended_sessions._known_alive)
    thief = with_cookies(cookies_of(mine))
    assert is_signed_in(thief)
    other_process |= ended_sessions._known_alive
    mine.post("/accounts/sign-out-everywhere/")
    ended_sessions._known_alive.update(other_process)
    assert is_signed_in(thief)

    clock = ended_sessions.time.monotonic()
    monkeypatch.setattr(ended_sessions.time, "monotonic", lambda: clock + 30)

    assert not is_signed_in(thief)


def test_without_its_tables_the_site_lets_nobody_in_and_says_503(mine: Pages, monkeypatch: pytest.MonkeyPatch):
    from pynamodb.exceptions import QueryError

    from limits.models import RateLimitRow

    def is_away(*_arguments: object, **_options: object) -> None:
        raise QueryError("away")

    monkeypatch.setattr(RateLimitRow, "query", is_away)

    assert mine.get("/invoices/", status=503).response["Retry-After"]


def test_signing_in_again_where_one_was_signed_in_begins_anew(mine: Pages, user: CognitoUser):
    first = cookies_of(mine)
    mine.sign_in(user)

    assert cookies_of(mine)["sp_session"] != first["sp_session"]
    assert is_signed_in(mine)


def test_jwt_18_no_token_code_or_password_is_in_the_log(
    aws: LocalAws, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
):
    caplog.set_level(logging.DEBUG, logger="accounts")
    caplog.set_level(logging.DEBUG, logger="scatterpilot")
    pages, email = Pages(), new_address()
    sign_up(pages, email)
    code = newest_code(aws, email)
    pages.post("/accounts/confirm/", {"email": email, "code": code})
    sign_in(pages, email)
    secrets = set(cookies_of(pages).values())
    secret = enrol(pages)
    change_password(pages, "Correct-horse-1", NEW_PASSWORD)
    sign_in(pages, email, "Wrong-horse-1", status=401)
    pages.client.cookies["sp_access"] = "no.longer.good"
    pages.client.get("/invoices/")

    said = caplog.text + "".join(capfd.readouterr()) + "".join(str(vars(record)) for record in caplog.records)

    for hidden in (*secrets, code, secret, secret.replace(" ", ""), "Correct-horse-1", NEW_PASSWORD, email):
        assert hidden not in said
