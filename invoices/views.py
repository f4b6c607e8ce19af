"""The pages of invoices: HTTP only.

A refusal is shown on the invoice it is about: ``request.in_place`` says how, and
scatterpilot.error_responses adds status and headers.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from functools import partial

from django.contrib import messages as notices
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from invoices import actions, documents, queries
from invoices.detail_page import detail_page
from invoices.domain.errors import InvalidInvoice
from invoices.domain.events import Actor, Door
from invoices.domain.invoice import Invoice, InvoiceContent, Payment
from invoices.domain.lifecycle import Status
from invoices.drafting import payment_amount
from invoices.forms import PaymentForm, add_problems
from invoices.page_models import row_view, status_choices
from invoices.queries import Filters
from limits.requests import use
from tables import cursors
from tables.paging import page_links

_PAGE = 25
_ID = re.compile(r"[0-9a-f-]{1,36}")


def _by(request: HttpRequest) -> Actor:
    return Actor(request.user.id, Door.PAGE)


def _to_invoice(invoice_id: str) -> HttpResponse:
    return HttpResponseRedirect(reverse("invoice", args=[invoice_id]))


def version_of(request: HttpRequest) -> int:
    """The version a form was made from; 0, which no record has, when it names none."""
    text = request.POST.get("version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


# Looking -------------------------------------------------------------------------------------


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The seller's invoices, newest first."""
    owner = request.user.id
    status = request.GET.get("status", "")
    filters = Filters(status=Status(status) if status in set(Status) else None, text=request.GET.get("q", "").strip())
    query = f"invoices:{filters.name}"
    cursor = request.GET.get("cursor", "")
    position = cursors.read(cursor, owner=owner, query=query) if cursor else None
    page = queries.summaries(owner, filters, limit=_PAGE, position=position)
    profile = queries.profile(owner)
    today, locale = profile.today(request.now), profile.seller.locale
    context = {
        "section": "invoices",
        "rows": [row_view(row, locale=locale, today=today) for row in page.rows],
        "pages": page_links(request, page, owner=owner, query=query),
        "statuses": status_choices(filters),
        "text": filters.text,
        "status": status if filters.status else "",
        "is_narrowed": bool(filters.text or filters.status),
    }
    return render(request, "invoices/list.html", context)


@require_safe
def detail(request: HttpRequest, invoice_id: str) -> HttpResponse:
    """An invoice or draft, and what can be done with it."""
    return _detail(request, invoice_id)


def _detail(
    request: HttpRequest, invoice_id: str, refusal: object = None, payment: PaymentForm | None = None
) -> HttpResponse:
    owner = request.user.id
    invoice = queries.get(owner, invoice_id)
    context = {
        "section": "invoices",
        "invoice": detail_page(invoice, queries.profile(owner), queries.timeline(owner, invoice_id), now=request.now),
        "payment": payment or _payment_form(invoice, request),
        "refusal": refusal,
    }
    return render(request, "invoices/detail.html", context)


def _payment_form(invoice: Invoice, request: HttpRequest) -> PaymentForm:
    return PaymentForm(initial={"paid_on": request.now.date()}, locale=invoice.seller.locale)


@require_safe
def pdf(request: HttpRequest, invoice_id: str) -> HttpResponse:
    """Go to the PDF; a draft has none and is shown with a word about it."""
    request.in_place = partial(_detail, request, invoice_id)
    url, _ends = documents.pdf_link(request.user.id, invoice_id, now=request.now)
    return HttpResponseRedirect(url)


@require_safe
def preview(request: HttpRequest, invoice_id: str) -> HttpResponse:
    """What the PDF of a draft would be; never kept."""
    content = documents.draft_pdf(request.user.id, invoice_id)
    disposition = 'attachment; filename="draft.pdf"'
    return HttpResponse(content, content_type="application/pdf", headers={"Content-Disposition": disposition})


# Doing ---------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def finalize(request: HttpRequest, invoice_id: str) -> HttpResponse:
    """Number the draft, freeze it, make its PDF."""
    if request.method != "POST":  # somebody reloads the page of a refusal
        return _to_invoice(invoice_id)
    request.in_place = partial(_detail, request, invoice_id)
    use(request, "finalize")
    owner, version = request.user.id, version_of(request)
    invoice = actions.finalize(owner, invoice_id, version=version, by=_by(request), now=request.now)
    notices.success(request, f"Invoice {invoice.number} is created.")
    return _to_invoice(invoice_id)


@require_http_methods(["GET", "HEAD", "POST"])
def confirm_figures(request: HttpRequest, invoice_id: str) -> HttpResponse:
    """The seller says that the figures nobody could trace are right."""
    conversation = _conversation_of(request)
    if request.method == "POST":
        request.in_place = partial(_detail, request, invoice_id)
        actions.edit_draft(
            request.user.id,
            invoice_id,
            version=version_of(request),
            edit=_confirmed,
            by=_by(request),
            now=request.now,
        )
    if conversation:
        return HttpResponseRedirect(reverse("conversation", args=[conversation]))
    return _to_invoice(invoice_id)


def _conversation_of(request: HttpRequest) -> str:
    """The conversation that the form was shown in; empty for none, and for what can't be the id of one."""
    text = request.POST.get("conversation", "")
    return text if _ID.fullmatch(text) else ""


def _confirmed(content: InvoiceContent) -> InvoiceContent:
    return replace(content, unverified=())


@require_http_methods(["GET", "HEAD", "POST"])
def record_payment(request: HttpRequest, invoice_id: str) -> HttpResponse:
    """Record money received."""
    if request.method != "POST":
        return _to_invoice(invoice_id)
    owner = request.user.id
    invoice = queries.get(owner, invoice_id)
    form = PaymentForm(request.POST, locale=invoice.seller.locale)
    request.in_place = partial(_detail, request, invoice_id, payment=form)
    if form.is_valid():
        try:
            amount = payment_amount(form.cleaned_data["amount"], invoice.content.currency)
            payment = Payment(**{**form.cleaned_data, "amount": amount})
            actions.record_payment(owner, invoice_id, payment, by=_by(request), now=request.now)
        except InvalidInvoice as refusal:
            add_problems(form, refusal.problems)
    if form.errors:
        response = _detail(request, invoice_id, payment=form)
        response.status_code = 400
        return response
    notices.success(request, "The payment is recorded.")
    return _to_invoice(invoice_id)


def _move(request: HttpRequest, invoice_id: str, act: Callable[..., Invoice], said: str) -> HttpResponse:
    if request.method == "POST":
        request.in_place = partial(_detail, request, invoice_id)
        act(request.user.id, invoice_id, by=_by(request), now=request.now)
        notices.success(request, said)
    return _to_invoice(invoice_id)


@require_http_methods(["GET", "HEAD", "POST"])
def void(request: HttpRequest, invoice_id: str) -> HttpResponse:
    """Declare an issued invoice void."""
    return _move(request, invoice_id, actions.void, "The invoice is void. It keeps its number.")


@require_http_methods(["GET", "HEAD", "POST"])
def give_up(request: HttpRequest, invoice_id: str) -> HttpResponse:
    """Mark an open invoice uncollectible."""
    return _move(request, invoice_id, actions.give_up, "The invoice is marked uncollectible.")


@require_POST
def duplicate(request: HttpRequest, invoice_id: str) -> HttpResponse:
    """A new draft with the same customer and lines; the seller goes on editing it."""
    copy = actions.duplicate(request.user.id, invoice_id, by=_by(request), now=request.now)
    notices.success(request, "This is a copy: a new draft, dated today.")
    return HttpResponseRedirect(reverse("edit-invoice", args=[copy.id]))


@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest, invoice_id: str) -> HttpResponse:
    """Delete a draft in the version that was shown."""
    if request.method != "POST":
        return _to_invoice(invoice_id)
    request.in_place = partial(_detail, request, invoice_id)
    actions.delete_draft(request.user.id, invoice_id, version=version_of(request))
    notices.success(request, "The draft is deleted.")
    return HttpResponseRedirect(reverse("invoices"))
