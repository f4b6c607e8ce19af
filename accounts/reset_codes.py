"""How long and how often a mailed reset code may be tried: ten minutes, five times.

Cognito's own codes live an hour; what is mailed should not (ASVS 6.5.5, 6.6.3). One record per e-mail address
says when a code was last asked for and how often one was tried since; it is kept for unknown addresses alike.
"""

from __future__ import annotations

import hashlib
from datetime import datetime

from pynamodb.exceptions import UpdateError

from accounts.errors import WrongCode
from limits.models import RateLimitRow

LIVES_SECONDS = 600
MOST_TRIES = 5
_WINDOW = "reset-code"


def _row(email: str) -> RateLimitRow:
    digest = hashlib.sha256(email.encode("utf-8", "surrogatepass")).hexdigest()
    return RateLimitRow(f"email#{digest}", _WINDOW)


def begin(email: str, *, now: datetime) -> None:
    """A code was asked for: whichever came before is over."""
    row = _row(email)
    row.used, row.expires_at = 0, int(now.timestamp()) + LIVES_SECONDS
    row.save()


def try_one(email: str, *, now: datetime) -> None:
    """Count a try; raises WrongCode when no code was asked for lately, or it was tried too often."""
    is_fresh = RateLimitRow.expires_at > int(now.timestamp())
    try:
        _row(email).update(actions=[RateLimitRow.used.add(1)], condition=is_fresh & (RateLimitRow.used < MOST_TRIES))
    except UpdateError as error:
        if error.cause_response_code == "ConditionalCheckFailedException":
            raise WrongCode from error
        raise


def end(email: str) -> None:
    """The code did its work."""
    _row(email).delete()
