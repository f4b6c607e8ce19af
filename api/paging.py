"""Pages of the API: ``limit`` and an opaque cursor in, next and previous links out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from tables import cursors
from tables.pages import Page

Item = TypeVar("Item")
DEFAULT_LIMIT = 20
MOST = 100


def limit_of(request: Request) -> int:
    """``?limit=``, 1 to 100 (default 20); raises ValidationError otherwise."""
    given = request.query_params.get("limit", str(DEFAULT_LIMIT))
    if not (given.isascii() and given.isdecimal() and len(given) <= 3 and 1 <= int(given) <= MOST):
        text = f"A page can have 1 to {MOST} entries."
        raise ValidationError({"limit": [ErrorDetail(text, code="out_of_range")]})
    return int(given)


def position_of(request: Request, query: str) -> dict[str, Any] | None:
    """The position in ``?cursor=``; raises InvalidCursor for any other user's or list's."""
    cursor = request.query_params.get("cursor")
    if cursor is None:
        return None
    return cursors.read(cursor, owner=request.user.id, query=query)


def page_response(
    request: Request, query: str, page: Page[Item], to_json: Callable[[Item], dict[str, Any]]
) -> Response:
    """The page in the contract's shape."""

    def link(position: dict[str, Any] | None) -> str | None:
        if position is None:
            return None
        parameters = request.query_params.copy()
        parameters["cursor"] = cursors.write(position, owner=request.user.id, query=query)
        return str(request.build_absolute_uri(f"{request.path}?{parameters.urlencode()}"))

    return Response(
        {
            "next": link(page.next),
            "previous": link(page.previous),
            "results": [to_json(item) for item in page.rows],
        }
    )
