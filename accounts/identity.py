"""Who is asking, as proved by a verified token."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Identity:
    """A signed-in user. ``id`` is Cognito's ``sub`` (a UUID): the tenant of every key."""

    id: str
    groups: tuple[str, ...] = ()
    email: str = ""

    @property
    def tier(self) -> str:
        """``pro`` for members of that group, else ``free``."""
        return "pro" if "pro" in self.groups else "free"

    @property
    def is_authenticated(self) -> bool:
        """What Django and DRF ask a user."""
        return True

    def __str__(self) -> str:
        return self.email or f"user {self.id[:8]}"
