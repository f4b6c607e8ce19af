"""Fixtures that many rooms share: who is asking, and what time it is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest

from accounts import verification
from local_aws.throw_away import LocalAws
from tests.accounts.own_pool import CLIENT, ISSUER, OwnPool, running_pool
from tests.api.client import Api
from tests.local_stack import CognitoUser, make_cognito_user
from tests.pages import Pages


@pytest.fixture(scope="session")
def somebody(aws: LocalAws) -> CognitoUser:
    """A user for tests that need no empty tables."""
    return make_cognito_user(aws, group="pro")


@pytest.fixture
def user(aws: LocalAws) -> CognitoUser:
    """A fresh user with three empty tables, of the group pro."""
    return make_cognito_user(aws, group="pro")


@pytest.fixture
def api(user: CognitoUser) -> Api:
    """The API as the fresh user sees it."""
    return Api(user.access_token)


@pytest.fixture
def pages(user: CognitoUser) -> Pages:
    """The pages as the fresh user sees them, signed in through the page."""
    return Pages(user)


@pytest.fixture
def other_pages(aws: LocalAws) -> Pages:
    """The pages as another tenant sees them."""
    return Pages(make_cognito_user(aws, group="pro"))


@pytest.fixture
def other_api(aws: LocalAws) -> Api:
    """The API as another tenant sees it."""
    return Api(make_cognito_user(aws, group="pro").access_token)


@pytest.fixture
def own_pool(settings: Any) -> Iterator[OwnPool]:
    """The site runs against a pool of the tests' own keys."""
    with running_pool() as pool:
        settings.COGNITO_ISSUER, settings.COGNITO_CLIENT_ID = ISSUER, CLIENT
        settings.COGNITO_JWKS_URL = pool.jwks_url
        verification.forget_everything()
        yield pool
    verification.forget_everything()


@pytest.fixture
def today(settings: Any) -> datetime:
    """The site's clock stands at 5 October 2025, as in the examples of the first issue."""
    settings.FIXED_NOW = datetime.fromisoformat("2025-10-05T15:00:00+00:00")
    return settings.FIXED_NOW
