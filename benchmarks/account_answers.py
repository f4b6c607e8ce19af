"""ACC-1: whether the time an answer takes tells if an address is known; medians should differ by less than 100 ms."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Iterator
from functools import partial

from benchmarks.site import a_known_address, set_up
from benchmarks.timing import Figure, compare

_FORMS: dict[str, dict[str, str]] = {
    "sign-in": {"password": "Wrong-horse-1"},
    "sign-up": {"password": "Wrong-horse-1"},
    "forgot-password": {},
    "confirm/send": {},
    "confirm": {"code": "999999"},
}
_ROUNDS = 3  # with the unmeasured one below every limit per address
_AIM_MS = 100


def _unknown_address() -> str:
    return f"{secrets.token_hex(8)}@benchmark.example"


def _sender(page: str, fields: dict[str, str], address: Callable[[], str]) -> Callable[[], object]:
    from django.test import Client

    client = Client()
    return lambda: client.post(f"/accounts/{page}/", {"email": address(), **fields})


def figures() -> Iterator[Figure]:
    """Milliseconds between the medians for a known and for an unknown address, page by page."""
    set_up()
    for page, fields in _FORMS.items():
        known = a_known_address()
        measured = compare(
            _sender(page, fields, partial(str, known)),
            _sender(page, fields, _unknown_address),
            rounds=_ROUNDS,
            clock=time.perf_counter,
        )
        difference = abs(measured.subject - measured.reference) * 1e3
        yield Figure(f"/accounts/{page}/", difference, "ms", aim=_AIM_MS, remark=measured.milliseconds)
