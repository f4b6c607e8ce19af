"""Sessions that are over although their access token still lives, remembered for as long as a session may last.

An access token is good for up to an hour whatever happens to its session. So a sign-out is written
down, and every session is looked up before its cookies count: one small Query, at most every 30 s
per session and process.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import OrderedDict

from django.conf import settings
from pynamodb.exceptions import PynamoDBException

from accounts.errors import IdentityUnavailable
from accounts.session import Session
from limits.models import RateLimitRow

LOOKED_UP_EVERY_SECONDS = 30
_MOST_KNOWN = 4096
_PREFIX = "ended#"
_ALL = f"{_PREFIX}all"

_log = logging.getLogger("accounts")
_lock = threading.Lock()
_known_alive: OrderedDict[str, float] = OrderedDict()


def is_ended(session: Session) -> bool:
    """Whether the session was signed out; raises IdentityUnavailable when that can't be found out."""
    looked_up = _known_alive.get(session.id)
    if looked_up is not None and time.monotonic() - looked_up < LOOKED_UP_EVERY_SECONDS:
        return False
    try:
        rows = list(RateLimitRow.query(session.user_id, RateLimitRow.window.startswith(_PREFIX), consistent_read=True))
    except PynamoDBException as error:
        raise IdentityUnavailable from error
    ended = any(_covers(row, session) for row in rows)
    if not ended:
        _remember_alive(session)
    return ended


def _covers(row: RateLimitRow, session: Session) -> bool:
    if row.window == _ALL:
        return session.started_ms <= int(row.used)
    return bool(row.window == f"{_PREFIX}{session.id}")


def _remember_alive(session: Session) -> None:
    with _lock:
        _known_alive[session.id] = time.monotonic()
        _known_alive.move_to_end(session.id)
        while len(_known_alive) > _MOST_KNOWN:
            _known_alive.popitem(last=False)


def forget_everything() -> None:
    """Look every session up anew (what another process would do)."""
    with _lock:
        _known_alive.clear()


def end(session: Session) -> None:
    """This session is over. When it can't be written down the log says so; the tokens are revoked all the same."""
    _write(session.user_id, f"{_PREFIX}{session.id}", 1)


def end_all(user_id: str) -> None:
    """All of a user's sessions that began before now are over."""
    _write(user_id, _ALL, time.time_ns() // 1_000_000)


def _write(user_id: str, window: str, used: int) -> None:
    expires_at = int(time.time()) + settings.SESSION_ABSOLUTE_SECONDS
    try:
        RateLimitRow(user_id, window, used=used, expires_at=expires_at).save()
    except PynamoDBException:
        _log.exception("the end of a session could not be written down")
    forget_everything()
