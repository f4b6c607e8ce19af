"""Views for signed-in users, imported when somebody signed in first asks for one of them.

The site map is read at the start of every process; what strangers and the API never see (pages,
forms, the chat, the tables' library) then costs their first request nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any

from django.http import HttpRequest, HttpResponse


class PrivateViews:
    """Stands for a module of views in a site map: ``PrivateViews("chat.views").index``.

    Marks on the real view (``public``, ``csrf_exempt``) are not seen before it is imported, so a
    view that needs one must be imported the ordinary way; without them it is private and checked.
    """

    def __init__(self, module: str) -> None:
        self._module = module

    def __getattr__(self, name: str) -> Callable[..., HttpResponse]:
        module = self._module

        def view(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            answer: HttpResponse = getattr(import_module(module), name)(request, *args, **kwargs)
            return answer

        view.__module__, view.__name__, view.__qualname__ = module, name, name
        return view
