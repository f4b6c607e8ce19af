"""Next and previous of a page of a list, as query strings that keep the list's filters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from tables import cursors
from tables.pages import Page


@dataclass(frozen=True, slots=True)
class PageLinks:
    """Query strings, empty where there is no such page."""

    previous: str
    next: str


def page_links(request: HttpRequest, page: Page[Any], *, owner: str, query: str) -> PageLinks:
    """The links of this page; ``query`` names the list, as its cursors do."""

    def link(position: dict[str, Any] | None) -> str:
        if position is None:
            return ""
        parameters = request.GET.copy()
        parameters["cursor"] = cursors.write(position, owner=owner, query=query)
        return str(parameters.urlencode())

    return PageLinks(previous=link(page.previous), next=link(page.next))
