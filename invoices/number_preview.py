"""What number the next invoice would get: shown beside the pattern, before anybody relies on it."""

from __future__ import annotations

from datetime import datetime

from invoices.domain.numbering import Series
from invoices.domain.profile import Profile
from invoices.store import numbering


def next_number(owner: str, profile: Profile, *, now: datetime, series: Series | None = None) -> str:
    """The number of an invoice issued today, in the profile's series or in another one that is being typed."""
    return numbering.next_number(owner, series or profile.series, profile.today(now))
