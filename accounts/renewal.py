"""Renewing the tokens once when several requests of one browser find them too old at the same time.

Where the pool rotates refresh tokens, the second tab's refresh with the same token would be the reuse of an old
one. Within a process the tabs share one answer; between processes Cognito's own grace period serves
(RefreshTokenRotation.RetryGracePeriodSeconds).
"""

from __future__ import annotations

import hashlib
import threading
import time
from concurrent.futures import Future

from accounts import cognito
from accounts.cognito import Tokens

_SHARED_FOR_SECONDS = 10
_WAIT_SECONDS = 15
_lock = threading.Lock()
_recent: dict[str, tuple[float, Future[Tokens]]] = {}


def renew(client_id: str, refresh_token: str) -> Tokens:
    """New tokens for this refresh token; raises what ``cognito.refresh`` raises."""
    digest = hashlib.sha256(refresh_token.encode("utf-8", "surrogatepass")).hexdigest()
    with _lock:
        _drop_old()
        shared = _recent.get(digest)
        future = shared[1] if shared else Future()
        if shared is None:
            _recent[digest] = (time.monotonic(), future)
    if shared is None:
        _ask(client_id, refresh_token, digest, future)
    return future.result(_WAIT_SECONDS)


def _ask(client_id: str, refresh_token: str, digest: str, future: Future[Tokens]) -> None:
    try:
        future.set_result(cognito.refresh(client_id, refresh_token))
    except Exception as error:  # noqa: BLE001  whoever waits must learn of it, whatever it is; raised again in renew
        future.set_exception(error)
        with _lock:
            _recent.pop(digest, None)


def _drop_old() -> None:
    limit = time.monotonic() - _SHARED_FOR_SECONDS
    for digest in [digest for digest, (asked, future) in _recent.items() if asked < limit and future.done()]:
        del _recent[digest]


def forget_everything() -> None:
    """Share no answer of before (a sign-out; tests)."""
    with _lock:
        _recent.clear()
