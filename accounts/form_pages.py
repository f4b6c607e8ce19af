"""A page with one form: shown, refused in place with what was typed, and left for the next page."""

from __future__ import annotations

from typing import Any

from django.forms import Form, PasswordInput
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode


class FormPage:
    """The page of a form. Once made, a refusal (scatterpilot.error_responses) is shown on it, beside what was typed."""

    def __init__(self, request: HttpRequest, template: str, form: Form, **context: Any) -> None:
        self._request, self._template, self._form = request, template, form
        self._context = context
        request.in_place = self._refused
        self._focus()

    def _focus(self) -> None:
        """Typing goes on at the first field that is empty or wrong; passwords are never filled in again."""
        for field in self._form:
            widget = field.field.widget
            if not field.value() or field.errors or isinstance(widget, PasswordInput):
                widget.attrs["autofocus"] = True
                return

    def _refused(self, problem: Any) -> HttpResponse:
        return render(self._request, self._template, {**self._context, "form": self._form, "problem": problem})

    def shown(self) -> HttpResponse:
        """Empty or as filled in before; with what is wrong (400) when something was sent."""
        status = 400 if self._form.is_bound else 200
        return render(self._request, self._template, {**self._context, "form": self._form}, status=status)


def posted(request: HttpRequest) -> Any:
    """What the form was filled with, or None when it is only to be shown."""
    return request.POST if request.method == "POST" else None


def go(name: str, **query: str) -> HttpResponseRedirect:
    """Redirect to a page by its name; empty values of the query are left out."""
    filled = {key: value for key, value in query.items() if value}
    return HttpResponseRedirect(reverse(name) + (f"?{urlencode(filled)}" if filled else ""))
