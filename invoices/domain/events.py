"""What happened to an invoice: who, when, what, through which door."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any


class Door(StrEnum):
    """Through what something was done."""

    CHAT = "chat"
    PAGE = "page"
    API = "api"


@dataclass(frozen=True, slots=True)
class Actor:
    """Who did it, and through which door."""

    user_id: str
    door: Door


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One entry of an invoice's timeline; ``at`` is UTC-aware, ``facts`` plain JSON values."""

    type: str
    at: datetime
    by: Actor
    facts: dict[str, Any] = field(default_factory=dict)
