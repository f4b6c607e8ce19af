"""Use up one of a rule's allowance: one atomic conditional write, right under any race."""

from __future__ import annotations

from datetime import datetime

from pynamodb.exceptions import UpdateError

from limits.domain import Allowance, RateLimited, Rule
from limits.models import RateLimitRow

_KEPT_AFTER_SECONDS = 3600
_CONDITION_FAILED = "ConditionalCheckFailedException"


def take(rule: Rule, *, now: datetime, uses: int = 1) -> Allowance:
    """Count one use, or several at once; raises RateLimited when the window's limit would be passed.

    The window is part of the key, so an expired counter that DynamoDB has not deleted yet is
    never read again.
    """
    window, ends = rule.window(now)
    row = RateLimitRow(rule.subject, window)
    reset_seconds = ends - int(now.timestamp())
    try:
        row.update(
            actions=[
                RateLimitRow.used.add(uses),
                RateLimitRow.expires_at.set(ends + _KEPT_AFTER_SECONDS),
            ],
            condition=RateLimitRow.used.does_not_exist() | (RateLimitRow.used <= rule.limit - uses),
        )
    except UpdateError as error:
        if error.cause_response_code == _CONDITION_FAILED:
            raise RateLimited(rule, reset_seconds) from error
        raise
    return Allowance(rule.limit, rule.limit - int(row.used), reset_seconds, rule.period_seconds)


def give_back(rule: Rule, *, now: datetime) -> None:
    """Uncount one use of the present window, such as a sign-in that turned out to be right."""
    window, _ends = rule.window(now)
    try:
        # On a condition: where nothing was counted there is nothing to give back, nor a record to make.
        RateLimitRow(rule.subject, window).update(actions=[RateLimitRow.used.add(-1)], condition=RateLimitRow.used > 0)
    except UpdateError as error:
        if error.cause_response_code != _CONDITION_FAILED:
            raise


def remaining(rule: Rule, *, now: datetime) -> Allowance:
    """What is left, without using any."""
    window, ends = rule.window(now)
    try:
        used = int(RateLimitRow.get(rule.subject, window).used)
    except RateLimitRow.DoesNotExist:
        used = 0
    reset_seconds = ends - int(now.timestamp())
    return Allowance(rule.limit, max(0, rule.limit - used), reset_seconds, rule.period_seconds)
