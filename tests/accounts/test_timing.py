"""ACC-1: nobody learns from the time an answer takes whether an address is known."""

from __future__ import annotations

import time
from statistics import median

import pytest

from tests.accounts.people import new_address
from tests.local_stack import CognitoUser
from tests.pages import Pages

TRIES = 4  # below every limit per address
LARGEST_DIFFERENCE_SECONDS = 0.1


@pytest.mark.parametrize(
    ("path", "fields", "status"),
    [
        ("sign-in/", {"password": "Wrong-horse-1"}, 401),
        ("sign-up/", {"password": "Wrong-horse-1"}, 302),
        ("forgot-password/", {}, 302),
        ("confirm/send/", {}, 302),
        ("confirm/", {"code": "999999"}, 400),
    ],
)
def test_acc_1_known_and_unknown_addresses_take_as_long(
    user: CognitoUser, path: str, fields: dict[str, str], status: int
):
    pages = Pages()

    def seconds(email: str) -> float:
        started = time.perf_counter()
        pages.post(f"/accounts/{path}", {"email": email, **fields}, status=status)
        return time.perf_counter() - started

    seconds(new_address())
    pairs = [(seconds(user.email), seconds(new_address())) for _ in range(TRIES)]

    known, unknown = (median(times) for times in zip(*pairs, strict=True))
    assert abs(known - unknown) < LARGEST_DIFFERENCE_SECONDS
