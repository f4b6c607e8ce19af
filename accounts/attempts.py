"""How often somebody may try: signing in, signing up and codes, per e-mail address and per client address.

Known and unknown e-mail addresses are counted alike, below what Cognito itself allows, so that no
refusal tells them apart. Neither address is stored; only their digests are.
"""

from __future__ import annotations

import hashlib

from django.conf import settings
from django.http import HttpRequest

from limits.address import client_subject
from limits.domain import Rule


def _rules(request: HttpRequest, action: str, email: str) -> list[Rule]:
    subjects = {"address": client_subject(request), "email": f"email#{_digest(email)}"}
    rates = settings.ATTEMPT_LIMITS[action]
    return [Rule(subjects[kind], action, *rate) for kind, rate in rates.items()]


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def count(request: HttpRequest, action: str, email: str) -> None:
    """Count one attempt; raises RateLimited when there were too many."""
    # The tables' library is for those who send something: the forms themselves need none.
    from limits.actions import take

    for rule in _rules(request, action, email):
        take(rule, now=request.now)


def uncount(request: HttpRequest, action: str, email: str) -> None:
    """Take back one attempt that turned out to be right: only failed ones count."""
    from limits.actions import give_back

    for rule in _rules(request, action, email):
        give_back(rule, now=request.now)
