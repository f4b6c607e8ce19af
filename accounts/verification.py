"""This process's verifier: the configured pool, its keys, and what it has verified already."""

from __future__ import annotations

import time
from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.conf import settings

from accounts.identity import Identity

# Cryptography is imported with the first token: strangers bring none.
if TYPE_CHECKING:
    from accounts.key_set import KeySet
    from accounts.tokens import VerifiedTokens


@lru_cache(maxsize=1)
def _key_set() -> KeySet:
    from accounts.key_set import KeySet, fetch_json

    return KeySet(lambda: fetch_json(settings.COGNITO_JWKS_URL), time.monotonic, settings.COGNITO_JWKS)


def _verified_by(use: str) -> VerifiedTokens:
    from accounts.tokens import Pool, VerifiedTokens, verify

    pool = Pool(settings.COGNITO_ISSUER, settings.COGNITO_CLIENT_ID)

    def check(token: str, now: float) -> Mapping[str, Any]:
        return verify(token, use=use, pool=pool, key_for=_key_set().find, now=now)

    return VerifiedTokens(check)


@lru_cache(maxsize=2)
def _verified(use: str) -> VerifiedTokens:
    return _verified_by(use)


def identity_from_access_token(token: str) -> Identity:
    """Who holds this access token; raises InvalidToken or IdentityUnavailable."""
    return _verified("access").identity(token, time.time())


def email_from_id_token(token: str) -> str:
    """The e-mail address in an id token of ours; raises InvalidToken or IdentityUnavailable."""
    return _verified("id").identity(token, time.time()).email


def forget_everything() -> None:
    """Drop keys and verified tokens (tests that change the pool)."""
    _key_set.cache_clear()
    _verified.cache_clear()
