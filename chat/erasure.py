"""The end of an account: what the chat knows of its owner."""

from __future__ import annotations

from chat import store


def erase_all(owner: str) -> None:
    """Erase all conversations with their messages; doing it again is harmless."""
    store.delete_all(owner)
