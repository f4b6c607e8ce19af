"""Where a figure or a party on a draft comes from (provenance)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class SourceKind(StrEnum):
    """The only places a value may come from."""

    SAID = "said"
    PROFILE = "profile"
    CUSTOMER = "customer"
    EARLIER_INVOICE = "earlier_invoice"
    COMPUTED = "computed"
    ASSUMED = "assumed"


@dataclass(frozen=True, slots=True)
class Source:
    """One origin: its kind, the user's own words if said, a record's id if taken from one."""

    kind: SourceKind
    quote: str | None = None
    ref: str | None = None


def said(quote: str) -> Source:
    """The user's own words."""
    return Source(SourceKind.SAID, quote=quote)


def assumed() -> Source:
    """Not said by anyone: a default the page must show as assumed."""
    return Source(SourceKind.ASSUMED)


def from_profile() -> Source:
    """From the seller's business profile."""
    return Source(SourceKind.PROFILE)
