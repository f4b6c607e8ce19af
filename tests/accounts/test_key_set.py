"""The pool's keys: fetched rarely, kept when the pool is away (rows JWT-5, JWT-6, JWT-7)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from accounts.errors import IdentityUnavailable
from accounts.key_set import KeySet

KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)


def a_jwk(kid: str, **fields: Any) -> dict[str, Any]:
    jwk = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(KEY.public_key()))
    return {**jwk, "kid": kid, "use": "sig", "alg": "RS256", **fields}


class Pool:
    """Answers with its keys, counts the questions, and can be away."""

    def __init__(self, *kids: str) -> None:
        self.document: Mapping[str, Any] = {"keys": [a_jwk(kid) for kid in kids]}
        self.asked = 0
        self.is_away = False
        self.time = 0.0

    def fetch(self) -> Mapping[str, Any]:
        self.asked += 1
        if self.is_away:
            raise IdentityUnavailable
        return self.document

    def keys(self) -> KeySet:
        return KeySet(self.fetch, lambda: self.time)


def test_a_known_key_is_fetched_once_for_many_threads() -> None:
    pool = Pool("a")
    keys = pool.keys()

    with ThreadPoolExecutor(16) as threads:
        found = list(threads.map(lambda _: keys.find("a"), range(64)))

    assert all(key is not None for key in found)
    assert pool.asked == 1


def test_fifty_unknown_kids_cause_one_fetch_and_harm_nobody() -> None:
    pool = Pool("a")
    keys = pool.keys()
    keys.find("a")

    assert all(keys.find(f"unknown-{i}") is None for i in range(50))

    assert pool.asked == 1
    assert keys.find("a") is not None


def test_a_rotated_key_is_found_after_a_minute() -> None:
    pool = Pool("a")
    keys = pool.keys()
    keys.find("a")
    pool.document = {"keys": [a_jwk("a"), a_jwk("b")]}

    pool.time = 59
    assert keys.find("b") is None
    pool.time = 60
    assert keys.find("b") is not None


def test_known_keys_go_on_working_while_the_pool_is_away() -> None:
    pool = Pool("a")
    keys = pool.keys()
    keys.find("a")
    pool.is_away, pool.time = True, 120

    assert keys.find("b") is None
    assert keys.find("a") is not None


def test_without_any_key_the_pool_being_away_is_said() -> None:
    pool = Pool("a")
    pool.is_away = True

    with pytest.raises(IdentityUnavailable):
        pool.keys().find("a")


@pytest.mark.parametrize("fields", [{"use": "enc"}, {"alg": "RS512"}, {"kty": "EC"}], ids=str)
def test_a_key_for_something_else_is_left_out(fields: dict[str, Any]) -> None:
    pool = Pool()
    pool.document = {"keys": [a_jwk("a", **fields)]}

    assert pool.keys().find("a") is None
