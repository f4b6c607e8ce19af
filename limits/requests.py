"""What may be used up in a request: a user's rate by tier and action, a stranger's by address."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest

from limits.address import client_address, client_subject
from limits.batches import take_in_batches
from limits.domain import Allowance, Rule, user_rule

__all__ = ["client_address", "left", "rule_for", "use", "use_public"]


def rule_for(request: HttpRequest, action: str) -> Rule:
    """The user's rule for an action of ``settings.RATE_LIMIT_TIMES``, by tier."""
    count, period_seconds = settings.RATE_LIMIT_PRO if request.user.tier == "pro" else settings.RATE_LIMIT_FREE
    return user_rule(request.user.id, action, (count * settings.RATE_LIMIT_TIMES[action], period_seconds))


def use(request: HttpRequest, action: str) -> Allowance:
    """Count one use of an action; raises RateLimited when the tier's rate is used up.

    The answer will say what is left (``request.allowance``).
    """
    from limits.actions import take

    request.allowance = take(rule_for(request, action), now=request.now)
    return request.allowance


def use_public(request: HttpRequest) -> None:
    """Count one request for a public page by the client's address; raises RateLimited."""
    rule = Rule(client_subject(request), "public", *settings.RATE_LIMIT_PUBLIC)
    request.allowance = take_in_batches(rule, now=request.now)


def left(request: HttpRequest, action: str) -> Allowance:
    """What is left of the user's rate for an action."""
    from limits.actions import remaining

    return remaining(rule_for(request, action), now=request.now)
