"""The pages of saved customers: HTTP only."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages as notices
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from invoices import customer_actions, queries
from invoices.domain.errors import InvalidInvoice, VersionConflict
from invoices.domain.parties import Address, Customer
from invoices.forms import ADDRESS_FIELDS, CustomerForm, add_problems
from invoices.page_models import customer_row
from tables import cursors
from tables.paging import page_links

_PAGE = 50
_LIST = "customers"


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The saved customers, newest first."""
    owner = request.user.id
    cursor = request.GET.get("cursor", "")
    position = cursors.read(cursor, owner=owner, query=_LIST) if cursor else None
    page = queries.customer_page(owner, limit=_PAGE, position=position)
    context = {
        "section": "customers",
        "rows": [customer_row(customer) for customer, _version in page.rows],
        "pages": page_links(request, page, owner=owner, query=_LIST),
    }
    return render(request, "customers/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Save a customer."""
    if request.method != "POST":
        return _page(request, CustomerForm())

    def create(customer: Customer) -> None:
        customer_actions.create(request.user.id, customer)

    return _saved(request, CustomerForm(request.POST), create)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, customer_id: str) -> HttpResponse:
    """Change a saved customer; invoices keep their own copy."""
    owner = request.user.id
    customer, version = queries.customer(owner, customer_id)
    if request.method != "POST":
        return _page(request, CustomerForm(initial=_values(customer) | {"version": version}), customer)
    form = CustomerForm(request.POST)

    def change(changed: Customer) -> None:
        request.in_place = partial(_conflict, request, form, customer)
        customer_actions.change(owner, changed, version=form.cleaned_data["version"] or 0)

    return _saved(request, form, change, customer)


def _values(customer: Customer) -> dict[str, Any]:
    address = {name: getattr(customer.address, name) for name in ADDRESS_FIELDS}
    return {**{name: getattr(customer, name) for name in ("name", "email", "tax_id", "buyer_reference")}, **address}


def _saved(
    request: HttpRequest, form: CustomerForm, save: Callable[[Customer], None], before: Customer | None = None
) -> HttpResponse:
    if form.is_valid():
        given = form.customer()
        try:
            address = Address(**given.pop("address"))
            save(Customer(**given, address=address, id=before.id if before else None))
        except InvalidInvoice as refusal:
            add_problems(form, refusal.problems)
    if form.errors:
        return _page(request, form, before, status=400)
    notices.success(request, f"{form.cleaned_data['name']} is saved.")
    return HttpResponseRedirect(reverse("customers"))


def _conflict(request: HttpRequest, form: CustomerForm, before: Customer, refusal: Any) -> HttpResponse:
    if refusal.code == VersionConflict.code:
        form.data = form.data.copy()
        form.data["version"] = str(refusal.extra["current_version"])
    is_conflict = refusal.code == VersionConflict.code
    return _page(request, form, before, is_conflict=is_conflict, refusal=None if is_conflict else refusal)


def _page(
    request: HttpRequest, form: CustomerForm, customer: Customer | None = None, *, status: int = 200, **extra: Any
) -> HttpResponse:
    context = {"section": "customers", "form": form, "customer": customer, **extra}
    return render(request, "customers/form.html", context, status=status)


@require_POST
def delete(request: HttpRequest, customer_id: str) -> HttpResponse:
    """Delete a saved customer."""
    customer_actions.delete(request.user.id, customer_id)
    notices.success(request, "The customer is deleted. Invoices to it stay as they are.")
    return HttpResponseRedirect(reverse("customers"))
