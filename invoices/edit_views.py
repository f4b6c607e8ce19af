"""The form of a draft, new or existing: HTTP only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.contrib import messages as notices
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from invoices import actions, draft_form, queries
from invoices.domain import lifecycle
from invoices.domain.errors import VersionConflict
from invoices.domain.events import Actor, Door
from invoices.domain.invoice import Invoice, InvoiceContent
from invoices.domain.lifecycle import Move
from invoices.domain.parties import Customer
from invoices.domain.totals import totals
from invoices.draft_form import DraftForm
from invoices.page_models import changed_elsewhere, document_view

_UNITS = ("hour", "day", "week", "month", "piece", "km", "page", "word", "session")


@dataclass(frozen=True, slots=True)
class _Editing:
    """What the form is about: the content it began with, and the draft, if it exists already."""

    base: InvoiceContent
    draft: Invoice | None
    locale: str
    known: Sequence[Customer]


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """A draft from the form."""
    owner = request.user.id
    profile = queries.profile(owner)
    base = actions.empty_content(profile, profile.today(request.now))
    editing = _Editing(base, None, profile.seller.locale, queries.known_customers(owner))
    return _answer(request, editing)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, invoice_id: str) -> HttpResponse:
    """An existing draft in the form; what is issued can't be edited."""
    owner = request.user.id
    draft = queries.get(owner, invoice_id)
    lifecycle.after(draft.status, Move.EDIT)
    editing = _Editing(draft.content, draft, queries.profile(owner).seller.locale, queries.known_customers(owner))
    return _answer(request, editing)


def _answer(request: HttpRequest, editing: _Editing) -> HttpResponse:
    if request.method != "POST":
        version = editing.draft.version if editing.draft else None
        form = draft_form.shown(editing.base, version=version, locale=editing.locale)
        return _page(request, editing, form, content=editing.base)
    if "add_line" in request.POST or "remove_line" in request.POST:
        return _rearranged(request, editing)
    form = draft_form.typed(request.POST, locale=editing.locale)
    content = draft_form.content_of(form, request.user.id, editing.base, editing.known)
    if "preview" in request.POST:
        return _page(request, editing, form, content=content)
    if content is None:
        return _page(request, editing, form, status=400)
    return _saved(request, editing, form, content)


def _rearranged(request: HttpRequest, editing: _Editing) -> HttpResponse:
    position = request.POST.get("remove_line", "")
    removes = int(position) if position.isascii() and position.isdigit() and len(position) < 6 else None
    adds = "add_line" in request.POST
    form = draft_form.rearranged(request.POST, locale=editing.locale, adds=adds, removes=removes)
    response = _page(request, editing, form, focus_last=adds)
    response["HX-Trigger-After-Settle"] = "lines-changed"  # the totals beside the form follow
    return response


def _saved(request: HttpRequest, editing: _Editing, form: DraftForm, content: InvoiceContent) -> HttpResponse:
    owner, by, now = request.user.id, Actor(request.user.id, Door.PAGE), request.now
    if editing.draft is None:
        draft = actions.create_draft(owner, content, by=by, now=now)
    else:
        request.in_place = partial(_conflict, request, editing, form, content)
        version = form.header.cleaned_data["version"] or 0
        draft = actions.edit_draft(owner, editing.draft.id, version=version, edit=lambda _: content, by=by, now=now)
    notices.success(request, "The draft is saved.")
    return HttpResponseRedirect(reverse("invoice", args=[draft.id]))


def _conflict(
    request: HttpRequest, editing: _Editing, form: DraftForm, content: InvoiceContent, refusal: Any
) -> HttpResponse:
    """The form as typed, what the draft says by now where it differs, and the choice to save over it."""
    assert editing.draft is not None  # noqa: S101 - only an existing draft has a version
    if refusal.code != VersionConflict.code:
        return _page(request, editing, form, content=content, refusal=refusal)
    current = queries.get(request.user.id, editing.draft.id)
    # Saving once more is a decision made in sight of the other version.
    form.header.data = form.header.data.copy()
    form.header.data["version"] = str(current.version)
    differences = changed_elsewhere(current.content, content, editing.locale)
    return _page(request, editing, form, content=content, differences=differences, is_conflict=True)


def _page(
    request: HttpRequest,
    editing: _Editing,
    form: DraftForm,
    *,
    content: InvoiceContent | None = None,
    status: int = 200,
    **extra: Any,
) -> HttpResponse:
    """The form; ``content`` is what it comes to, None while that can't be said."""
    context = {
        "section": "invoices",
        "form": form,
        "draft_id": editing.draft.id if editing.draft else "",
        "document": document_view(content, totals(content), editing.locale) if content else None,
        "known": editing.known,
        "units": _UNITS,
        **extra,
    }
    return render(request, "invoices/form.html", context, status=status)
