"""The offline assistant on a normal message, and on the longest ones against a normal one of that length."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from functools import partial

from benchmarks.timing import Figure, compare
from chat.assistant.offline.assistant import OfflineAssistant
from chat.domain.situation import SellerDefaults, Situation
from chat.domain.workbench import Workbench

_SITUATION = Situation(today=date(2026, 3, 10), seller=SellerDefaults())
_NORMAL = "invoice Acme for 10 hours of design at $150/h and 2 banners at $40 each, due in 30 days, 8.25% tax"
_LINES = "\n".join(f"rug number {n} at $5 each" for n in range(150))
_HOSTILE = {"1 1 1 ...": "1 ", "half a half a ...": "half a ", "$1 $1 ...": "$1 ", "and and ...": "and "}
_PLAIN = f"invoice Acme for {_LINES}"[:4000]
_ROUNDS = 5


def _answer(text: str) -> Callable[[], object]:
    return partial(lambda said: OfflineAssistant().reply(said, Workbench(_SITUATION, None)), text)


def _against_plain(what: str, text: str) -> Figure:
    measured = compare(_answer(text), _answer(_PLAIN), rounds=_ROUNDS)
    return Figure(what, measured.ratio, "x", "4,000 characters of plain lines", remark=measured.milliseconds)


def figures() -> Iterator[Figure]:
    """Ratios of CPU time; what a user may send at most is 4,000 characters."""
    yield _against_plain("a normal message of 100 characters", _NORMAL)
    for name, piece in _HOSTILE.items():
        yield _against_plain(f"4,000 characters of {name}", (piece * 4000)[:4000])
