"""Rules and refusals of rate limiting. Fixed windows: simple, one atomic write, easy to say."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Rule:
    """At most ``limit`` times per window of ``period_seconds``, counted for one subject."""

    subject: str
    action: str
    limit: int
    period_seconds: int

    def window(self, now: datetime) -> tuple[str, int]:
        """The window's sort key and its end in seconds since the epoch."""
        start = int(now.timestamp()) // self.period_seconds * self.period_seconds
        return f"{self.action}#{start}", start + self.period_seconds


@dataclass(frozen=True, slots=True)
class Allowance:
    """What is left of a rule's window after a use."""

    limit: int
    remaining: int
    reset_seconds: int
    period_seconds: int


class RateLimited(Exception):
    """Used up; ``retry_after_seconds`` is when the window ends."""

    code = "rate_limited"

    def __init__(self, rule: Rule, reset_seconds: int) -> None:
        self.rule = rule
        self.retry_after_seconds = max(1, reset_seconds)
        super().__init__(
            f"That was too often: {rule.limit} per {_period(rule.period_seconds)} is the limit. "
            f"Try again in {_wait(self.retry_after_seconds)}."
        )


def _period(seconds: int) -> str:
    names = {1: "second", 60: "minute", 3600: "hour", 86400: "day"}
    return names.get(seconds, f"{seconds // 60} minutes")


def _wait(seconds: int) -> str:
    if seconds < 90:
        return f"{seconds} seconds"
    return f"{(seconds + 59) // 60} minutes"


def user_rule(user_id: str, action: str, rate: tuple[int, int]) -> Rule:
    """Uses per user; ``rate`` is (count, period in seconds)."""
    return Rule(user_id, action, *rate)
