"""One page of a Query, forwards or backwards, with a key to go on in each direction."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """Rows in the list's order; ``next`` and ``previous`` are positions or None."""

    rows: Sequence[Row]
    next: dict[str, Any] | None
    previous: dict[str, Any] | None


def read_page(
    fetch: Callable[[bool, dict[str, Any] | None, int], list[Row]],
    key_of: Callable[[Row], dict[str, Any]],
    *,
    limit: int,
    position: dict[str, Any] | None,
) -> Page[Row]:
    """Read ``limit`` rows after (or, going back, before) a position.

    ``fetch(backwards, start_key, count)`` runs one Query in the list's own order or against it.
    One row more than the page is read to know whether there is another page.
    """
    back = bool(position and position["back"])
    found = fetch(back, position["key"] if position else None, limit + 1)
    has_more, rows = len(found) > limit, found[:limit]
    if back:
        rows.reverse()
    if not rows:
        return Page((), None, None)
    after = {"key": key_of(rows[-1]), "back": False} if back or has_more else None
    before = {"key": key_of(rows[0]), "back": True} if (has_more if back else position) else None
    return Page(rows, after, before)
