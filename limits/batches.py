"""Counting many cheap requests with few writes: a process hands its count over in batches.

Public pages must not make a fresh process load the tables' library, nor cost more than they are worth. So uses are
counted here first, and every tenth goes to the table as ten, in one atomic conditional write. Over all processes
a client may pass its limit by nine uses per process; once refused, it is refused here for the rest of the window.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from datetime import datetime

from limits.domain import Allowance, RateLimited, Rule

BATCH = 10
_MOST_SUBJECTS = 4096
_lock = threading.Lock()
# (subject, window) -> uses seen by this process; None when the table refused.
_pending: OrderedDict[tuple[str, str], int | None] = OrderedDict()


def take_in_batches(rule: Rule, *, now: datetime) -> Allowance:
    """Count one use; raises RateLimited as soon as the table refused a batch of this window."""
    window, ends = rule.window(now)
    reset_seconds = ends - int(now.timestamp())
    batch = min(BATCH, rule.limit)
    uses = _count(rule.subject, window)
    if uses is None or uses > rule.limit:
        raise RateLimited(rule, reset_seconds)
    if uses % batch:
        return Allowance(rule.limit, max(0, rule.limit - uses), reset_seconds, rule.period_seconds)
    # The tables' library is for those who come often.
    from limits.actions import take

    try:
        return take(rule, now=now, uses=batch)
    except RateLimited:
        _remember(rule.subject, window, None)
        raise


def _count(subject: str, window: str) -> int | None:
    with _lock:
        before = _pending.get((subject, window), 0)
        after = None if before is None else before + 1
        _keep(subject, window, after)
        return after


def _remember(subject: str, window: str, uses: int | None) -> None:
    with _lock:
        _keep(subject, window, uses)


def _keep(subject: str, window: str, uses: int | None) -> None:
    _pending[subject, window] = uses
    _pending.move_to_end((subject, window))
    while len(_pending) > _MOST_SUBJECTS:
        _pending.popitem(last=False)


def forget_everything() -> None:
    """What a new process knows (tests)."""
    with _lock:
        _pending.clear()
