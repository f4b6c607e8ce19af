"""What a signed-in user may use up in a request: the tier's rate, counted per action."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest

from limits.actions import remaining, take
from limits.domain import Allowance, Rule, user_rule


def rule_for(request: HttpRequest, action: str) -> Rule:
    """The user's rule for an action such as ``chat`` or ``finalize``, by tier."""
    rate = settings.RATE_LIMIT_PRO if request.user.tier == "pro" else settings.RATE_LIMIT_FREE
    return user_rule(request.user.id, action, rate)


def use(request: HttpRequest, action: str) -> Allowance:
    """Count one use of an action; raises RateLimited when the tier's rate is used up."""
    return take(rule_for(request, action), now=request.now)


def left(request: HttpRequest, action: str) -> Allowance:
    """What is left of the user's rate for an action."""
    return remaining(rule_for(request, action), now=request.now)
