"""The pool's public keys (JWKS): fetched rarely, with a timeout, shared by all threads."""

from __future__ import annotations

import json
import threading
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

from accounts.errors import IdentityUnavailable

FETCH_TIMEOUT_SECONDS = 3
REFETCH_AFTER_SECONDS = 60
_LARGEST_DOCUMENT = 64 * 1024


def fetch_json(url: str) -> Mapping[str, Any]:
    """GET a JSON object; raises IdentityUnavailable when it can't be had."""
    try:
        # The URL comes from our own configuration, never from a token.
        with urllib.request.urlopen(url, timeout=FETCH_TIMEOUT_SECONDS) as answer:  # noqa: S310
            document = json.loads(answer.read(_LARGEST_DOCUMENT))
    except (OSError, ValueError) as error:
        raise IdentityUnavailable from error
    if not isinstance(document, dict):
        raise IdentityUnavailable
    return document


class KeySet:
    """Public keys by ``kid``. An unknown kid makes it fetch again, at most once a minute.

    ``fetch`` returns the JWKS document; ``clock`` is monotonic, in seconds.
    """

    def __init__(self, fetch: Callable[[], Mapping[str, Any]], clock: Callable[[], float]) -> None:
        self._fetch = fetch
        self._clock = clock
        self._keys: dict[str, RSAPublicKey] = {}
        self._fetched_at: float | None = None
        self._lock = threading.Lock()

    def find(self, kid: str) -> RSAPublicKey | None:
        """The key, or None when the pool has no such key.

        Raises IdentityUnavailable when no keys were ever had and they can't be fetched.
        """
        key = self._keys.get(kid)
        if key is not None:
            return key
        with self._lock:
            if kid not in self._keys and self._may_fetch():
                self._refresh()
        return self._keys.get(kid)

    def _may_fetch(self) -> bool:
        return self._fetched_at is None or self._clock() - self._fetched_at >= REFETCH_AFTER_SECONDS

    def _refresh(self) -> None:
        try:
            document = self._fetch()
        except IdentityUnavailable:
            if not self._keys:
                raise
            self._fetched_at = self._clock()
            return
        self._keys = dict(_signing_keys(document))
        self._fetched_at = self._clock()


def _signing_keys(document: Mapping[str, Any]) -> list[tuple[str, RSAPublicKey]]:
    found = []
    for entry in document.get("keys", []):
        is_for_signatures = entry.get("kty") == "RSA" and entry.get("use") == "sig"
        if is_for_signatures and entry.get("alg") == "RS256" and isinstance(entry.get("kid"), str):
            key = jwt.PyJWK(entry, algorithm="RS256").key
            if isinstance(key, RSAPublicKey):
                found.append((entry["kid"], key))
    return found
