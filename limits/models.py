"""The RateLimits table: counters, each with its time to live."""

from __future__ import annotations

from django.conf import settings
from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from tables.base import TableModel


class RateLimitRow(TableModel):
    """One subject's count in one window; ``expires_at`` is seconds since the epoch (TTL)."""

    class Meta:
        table_name = settings.RATE_LIMITS_TABLE

    subject = UnicodeAttribute(hash_key=True)
    window = UnicodeAttribute(range_key=True)
    used = NumberAttribute(default=0)
    expires_at = NumberAttribute()
