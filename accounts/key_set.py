"""The pool's public keys (JWKS): preloaded or fetched rarely, with a deadline, shared by all threads."""

from __future__ import annotations

import http.client
import json
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

from accounts.errors import IdentityUnavailable

FETCH_TIMEOUT_SECONDS = 2
FETCH_TRIES = 2
REFETCH_AFTER_SECONDS = 60
SMALLEST_KEY_BITS = 2048
_LARGEST_DOCUMENT = 64 * 1024
_CONNECTIONS = {"https": http.client.HTTPSConnection, "http": http.client.HTTPConnection}


def fetch_json(url: str) -> Mapping[str, Any]:
    """GET a JSON object in at most ``FETCH_TRIES`` tries; raises IdentityUnavailable when it can't be had.

    The URL comes from our own configuration (settings allow plain HTTP for a local AWS only), never
    from a token; ``http.client`` follows no redirect and asks no proxy; only status 200 counts.
    """
    for attempt in range(FETCH_TRIES):
        try:
            document = json.loads(_get(url))
        except (OSError, ValueError, RecursionError, http.client.HTTPException) as error:
            if attempt + 1 == FETCH_TRIES:
                raise IdentityUnavailable from error
        else:
            break
    if not isinstance(document, dict):
        raise IdentityUnavailable
    return document


def _get(url: str) -> bytes:
    """The body; raises OSError when it does not come whole in time, though it trickle."""
    parts = urlsplit(url)
    ends = time.monotonic() + FETCH_TIMEOUT_SECONDS
    connection = _CONNECTIONS[parts.scheme](parts.netloc, timeout=FETCH_TIMEOUT_SECONDS)
    try:
        connection.request("GET", f"{parts.path or '/'}{'?' if parts.query else ''}{parts.query}")
        answer = connection.getresponse()
        if answer.status != 200:
            raise ConnectionError(f"status {answer.status}")
        body = b""
        while chunk := answer.read1(_LARGEST_DOCUMENT):
            body += chunk
            if len(body) > _LARGEST_DOCUMENT or time.monotonic() > ends:
                raise TimeoutError
        return body
    finally:
        connection.close()


class KeySet:
    """Public keys by ``kid``. An unknown kid makes it fetch again, at most once a minute.

    ``fetch`` returns the JWKS document; ``clock`` is monotonic, in seconds. With ``preloaded`` (a JWKS
    document) the pool's present keys need no fetch at all; a rotated one is still found.
    """

    def __init__(
        self,
        fetch: Callable[[], Mapping[str, Any]],
        clock: Callable[[], float],
        preloaded: Mapping[str, Any] | None = None,
    ) -> None:
        self._fetch = fetch
        self._clock = clock
        self._keys: dict[str, RSAPublicKey] = dict(_signing_keys(preloaded or {}))
        self._fetched_at: float | None = None
        self._failures = 0
        self._lock = threading.Lock()

    def find(self, kid: str) -> RSAPublicKey | None:
        """The key, or None when the pool has no such key.

        Nobody waits for a known key. Who asks for an unknown one waits for one fetch, his own or
        that of the thread before him. Raises IdentityUnavailable when no keys were ever had and they
        can't be fetched.
        """
        key = self._keys.get(kid)
        if key is not None:
            return key
        failures = self._failures
        with self._lock:
            if kid not in self._keys and self._may_fetch():
                if failures != self._failures and not self._keys:
                    raise IdentityUnavailable  # what the thread before us learned while we waited
                self._refresh()
        return self._keys.get(kid)

    def _may_fetch(self) -> bool:
        return self._fetched_at is None or self._clock() - self._fetched_at >= REFETCH_AFTER_SECONDS

    def _refresh(self) -> None:
        try:
            found = dict(_signing_keys(self._fetch()))
            if not found:
                raise IdentityUnavailable  # a pool always has a key: whatever answered was not the pool
            self._keys = found
        except IdentityUnavailable:
            self._failures += 1
            if not self._keys:
                raise
        self._fetched_at = self._clock()


def _signing_keys(document: Mapping[str, Any]) -> Iterator[tuple[str, RSAPublicKey]]:
    """The usable keys of a JWKS document; one that is malformed, weak or for something else is left out."""
    entries = document.get("keys")
    for entry in entries if isinstance(entries, list) else []:
        if not isinstance(entry, dict) or not isinstance(entry.get("kid"), str):
            continue
        if (entry.get("kty"), entry.get("use"), entry.get("alg")) != ("RSA", "sig", "RS256"):
            continue
        try:
            key = jwt.PyJWK(entry, algorithm="RS256").key
        except (jwt.PyJWTError, ValueError, TypeError):
            continue
        if isinstance(key, RSAPublicKey) and key.key_size >= SMALLEST_KEY_BITS:
            yield entry["kid"], key
