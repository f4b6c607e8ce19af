"""A site map that is imported when one of its addresses is asked for."""

from __future__ import annotations

from django.urls import URLResolver
from django.urls.resolvers import RoutePattern
from django.utils.datastructures import MultiValueDict
from django.utils.translation import get_language


class _NamelessResolver(URLResolver):
    """Has no names, so that making an address from any name need not look into it."""

    def _populate(self) -> None:
        language = get_language()
        self._reverse_dict[language] = MultiValueDict()
        self._namespace_dict[language] = {}
        self._app_dict[language] = {}
        self._populated = True


def nameless(route: str, site_map: str) -> URLResolver:
    """Like ``path(route, include(site_map))`` for addresses without names; ``site_map`` is imported when needed."""
    return _NamelessResolver(RoutePattern(route, is_endpoint=False), site_map)
