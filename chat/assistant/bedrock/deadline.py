"""A turn's time limit, kept even against an answer that comes one byte at a time."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeVar

_Result = TypeVar("_Result")


class TimeIsUp(Exception):
    """The call did not finish in its time; whatever it still brings is ignored."""


class Deadline:
    """So many seconds from now on, by a monotonic clock that is handed in."""

    def __init__(self, seconds: float, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._end = clock() + seconds

    @property
    def seconds_left(self) -> float:
        return self._end - self._clock()


def finish_within(seconds: float, call: Callable[[], _Result]) -> _Result:
    """The result of the call; raises TimeIsUp when it takes longer.

    Socket timeouts limit the silence between two bytes, never the whole. So the call runs in a
    thread that is left to its own timeouts when nobody waits for it any more.
    """
    future: Future[_Result] = Future()
    given_up = threading.Event()
    threading.Thread(target=_settle, args=(future, given_up, call), name="bedrock-call", daemon=True).start()
    try:
        return future.result(timeout=seconds)
    except TimeoutError:
        if future.done():  # the call's own TimeoutError, not ours
            raise
        given_up.set()
        raise TimeIsUp(f"no answer within {seconds:.1f} s") from None


def is_given_up() -> bool:
    """Whether the call that this thread makes is waited for by nobody any more."""
    given_up = getattr(_this_thread, "given_up", None)
    return given_up is not None and given_up.is_set()


_this_thread = threading.local()


def _settle(future: Future[_Result], given_up: threading.Event, call: Callable[[], _Result]) -> None:
    _this_thread.given_up = given_up
    try:
        result = call()
    except BaseException as error:  # noqa: BLE001 - raised again by future.result() in the thread that waits
        future.set_exception(error)
    else:
        future.set_result(result)
