"""The page of the seller's business profile: HTTP only."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages as notices
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from invoices import actions, choices, queries, registered_numbers
from invoices.domain.errors import InvalidInvoice, VersionConflict
from invoices.domain.numbering import Series
from invoices.domain.parties import Address, Seller
from invoices.domain.profile import Profile
from invoices.forms import ADDRESS_FIELDS, ProfileForm, add_problems
from invoices.number_preview import next_number
from invoices.typed_figures import typed_text

HOUSE_COLOUR = "#344698"  # ACCENT of invoices/pdf/page_style.py
_SELLER = ("name", "tax_id", "email", "phone", "payment_details", "iban", "bic", "colour", "footer", "locale")
_NUMBERS = ("tax_id", "country", "iban", "bic")
_PLAIN = ("currency", "time_zone", "default_due_days", "tax_name")


@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    """Show and store the profile."""
    stored = queries.profile(request.user.id)
    locale = stored.seller.locale
    if request.method != "POST":
        return _page(request, ProfileForm(initial=_values(stored), locale=locale, current_locale=locale), stored)
    form = ProfileForm(request.POST, locale=locale, current_locale=locale)
    if form.is_valid():
        try:
            typed = _typed(form)
        except InvalidInvoice as refusal:
            add_problems(form, refusal.problems)
        # Beside what else is wrong, not after it: one look at the page is enough.
        numbers = registered_numbers.problems(**{n: form.cleaned_data.get(n, "") for n in _NUMBERS})
        add_problems(form, [problem for problem in numbers if problem.field.split(".")[1] not in form.errors])
    if form.errors:
        return _page(request, form, stored, status=400)
    request.in_place = partial(_conflict, request, form)
    actions.save_profile(request.user.id, typed, version=form.cleaned_data["version"])
    notices.success(request, "Your settings are saved. New drafts use them; issued invoices stay as they are.")
    return HttpResponseRedirect(reverse("settings"))


@require_POST
def skip(_request: HttpRequest) -> HttpResponse:
    """Leave the settings for later."""
    return HttpResponseRedirect(reverse("chat"))


@require_safe
def upcoming_number(request: HttpRequest) -> HttpResponse:
    """The number that the pattern in the form would give: a piece of the page, for htmx."""
    stored = queries.profile(request.user.id)
    return render(request, "settings/_next_number.html", {"next_number": _next_number(request, stored, request.GET)})


def _next_number(request: HttpRequest, stored: Profile, typed: Any = None) -> str:
    """The next number by what is typed, or stored; empty when the pattern can't be."""
    try:
        series = Series(typed["number_pattern"], int(typed["number_start"])) if typed else stored.series
        return next_number(request.user.id, stored, now=request.now, series=series)
    except (InvalidInvoice, KeyError, ValueError):
        return ""


def _values(stored: Profile) -> dict[str, Any]:
    seller = stored.seller
    return {
        **{name: getattr(seller, name) for name in _SELLER},
        **{name: getattr(seller.address, name) for name in ADDRESS_FIELDS},
        **{name: getattr(stored, name) for name in _PLAIN},
        "colour": seller.colour or HOUSE_COLOUR,
        "default_tax_rate": typed_text(stored.default_tax_rate, seller.locale),
        "number_pattern": stored.series.pattern,
        "number_start": stored.series.start,
        "version": stored.version,
    }


def _typed(form: ProfileForm) -> Profile:
    """The profile as typed; raises InvalidInvoice."""
    data = form.cleaned_data
    texts = {name: data[name] for name in _SELLER}
    for name in ("payment_details", "footer"):
        texts[name] = texts[name].replace("\r\n", "\n")
    if texts["colour"].lower() == HOUSE_COLOUR:
        texts["colour"] = ""  # the browser's field always sends one
    return Profile(
        seller=Seller(**texts, address=Address(**form.address())),
        **{name: data[name] for name in _PLAIN},
        default_tax_rate=data["default_tax_rate"],
        series=Series(data["number_pattern"], data["number_start"]),
    )


def _conflict(request: HttpRequest, form: ProfileForm, refusal: Any) -> HttpResponse:
    is_conflict = refusal.code == VersionConflict.code
    if is_conflict:
        form.data = form.data.copy()
        form.data["version"] = str(refusal.extra["current_version"])
    return _page(request, form, is_conflict=is_conflict, refusal=None if is_conflict else refusal)


def _page(
    request: HttpRequest, form: ProfileForm, stored: Profile | None = None, *, status: int = 200, **extra: Any
) -> HttpResponse:
    stored = queries.profile(request.user.id) if stored is None else stored
    context = {
        "section": "settings",
        "form": form,
        "time_zones": choices.time_zones(),
        "next_number": _next_number(request, stored, form.data if form.is_bound else None),
        "is_new": stored.version == 0,
        **extra,
    }
    return render(request, "settings/profile.html", context, status=status)
