from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from accounts import ended_sessions, renewal
from accounts.cognito import calls
from local_aws.throw_away import LocalAws
from tests.accounts.documented_cognito import DocumentedCognito, documented_cognito

ENDPOINT = "AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER"


@pytest.fixture
def documented(aws: LocalAws, monkeypatch: pytest.MonkeyPatch) -> Iterator[DocumentedCognito]:
    """The site talks to a Cognito whose single answers the test decides."""
    with documented_cognito(aws.endpoint_url) as (url, script):
        monkeypatch.setenv(ENDPOINT, url)
        calls.forget_client()
        yield script
    calls.forget_client()


@pytest.fixture
def no_cognito(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Cognito can't be reached."""
    monkeypatch.setenv(ENDPOINT, "http://127.0.0.1:1")
    calls.forget_client()
    yield
    calls.forget_client()


@pytest.fixture(autouse=True)
def _another_process() -> None:
    """What the process remembers of sessions is of no use to the next test."""
    ended_sessions.forget_everything()
    renewal.forget_everything()


@pytest.fixture(autouse=True)
def _clock_stands(settings: Any) -> None:
    """The site's clock stands during a test, so that no window of a limit ends in the middle of it."""
    settings.FIXED_NOW = datetime.now(UTC)
