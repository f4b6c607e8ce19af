"""Measuring two things in turns, so that whatever slows the machine slows both."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the report.

    ``value`` is a ratio to ``against`` (unit "x") or a quantity of its own (unit "kB", "MiB");
    ``aim`` is the most it should be.
    """

    what: str
    value: float
    unit: str = "x"
    against: str = ""
    aim: float | None = None
    remark: str = ""

    @property
    def verdict(self) -> str:
        """Whether the aim is met, in words; empty without an aim."""
        if self.aim is None:
            return ""
        return f"aim <= {self.aim:g}: {'met' if self.value <= self.aim else 'MISSED'}"


@dataclass(frozen=True, slots=True)
class Comparison:
    """Medians of two things measured in turns, in seconds."""

    subject: float
    reference: float

    @property
    def ratio(self) -> float:
        """How many times the reference the subject takes."""
        return self.subject / self.reference

    @property
    def milliseconds(self) -> str:
        """Both medians, for the reader who wants to know the size of what is compared."""
        return f"{self.subject * 1e3:.2f} ms / {self.reference * 1e3:.2f} ms"


def compare(
    subject: Callable[[], object],
    reference: Callable[[], object],
    *,
    rounds: int,
    clock: Callable[[], float] = time.process_time,
) -> Comparison:
    """Run both in turns and compare medians, after one unmeasured run of each (warm).

    The default clock counts this process's CPU time, which a busy neighbour disturbs least; give
    ``time.perf_counter`` for what waits for something else.
    """
    subject(), reference()
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(rounds):
        for taken, run in zip(times, (subject, reference), strict=True):
            gc.collect()  # what the other one left behind is not this one's work
            start = clock()
            run()
            taken.append(clock() - start)
    return Comparison(median(times[0]), median(times[1]))
