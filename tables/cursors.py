"""Opaque, signed page cursors that work for their own user and query only."""

from __future__ import annotations

from typing import Any

from django.core import signing


class InvalidCursor(Exception):
    """Tampered with, cut, or of another user or query."""

    code = "invalid_cursor"

    def __init__(self) -> None:
        super().__init__("This page link is not valid. Start again from the first page.")


def _salt(owner: str, query: str) -> str:
    return f"cursor:{owner}:{query}"


def write(key: dict[str, Any], *, owner: str, query: str) -> str:
    """A cursor for the last key of a page; ``query`` names the list and its filters."""
    return signing.dumps(key, salt=_salt(owner, query), compress=True)


def read(cursor: str, *, owner: str, query: str) -> dict[str, Any]:
    """The key in a cursor; raises InvalidCursor."""
    try:
        key = signing.loads(cursor, salt=_salt(owner, query))
    except signing.BadSignature as error:
        raise InvalidCursor from error
    return dict(key)
