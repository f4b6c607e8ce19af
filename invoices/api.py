"""The JSON door to invoices: the same actions as the pages."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from django.http import HttpResponseRedirect
from drf_spectacular.utils import OpenApiParameter
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from api.descriptions import described
from api.input import expected_version
from api.paging import limit_of, page_response, position_of
from api.parameters import PAGE_PARAMETERS
from invoices import actions, customer_actions, documents, drafting, queries, serializers
from invoices.domain.events import Actor, Door
from invoices.domain.invoice import Invoice, Payment
from invoices.domain.lifecycle import Status
from invoices.domain.numbering import Series
from invoices.domain.parties import Address
from invoices.domain.profile import Profile
from invoices.number_preview import next_number
from invoices.queries import Filters
from invoices.registered_numbers import check_numbers
from invoices.representation import (
    events_json,
    invoice_json,
    profile_json,
    saved_customer_json,
)
from limits.requests import use


class InvoiceView(GenericAPIView[Any]):
    """What the invoice endpoints share: strict bodies, the actor, the answer."""

    serializer_class: type[Any] = serializers.NothingInput

    def body(self, request: Request, *, serializer: type[Any] | None = None) -> dict[str, Any]:
        """The validated body; raises ValidationError."""
        reader = (serializer or self.get_serializer_class())(data=request.data)
        reader.is_valid(raise_exception=True)
        return dict(reader.validated_data)

    def by(self, request: Request) -> Actor:
        """Who does it, through this door."""
        return Actor(request.user.id, Door.API)

    def now(self, request: Request) -> Any:
        """The request's time."""
        return request._request.now

    def answer(self, request: Request, invoice: Invoice, status: int = 200) -> Response:
        """The invoice with its version as ETag."""
        today = queries.profile(request.user.id).today(self.now(request))
        headers = {"ETag": f'"{invoice.version}"'}
        return Response(invoice_json(invoice, today=today), status=status, headers=headers)


def _status_of(request: Request) -> Status | None:
    given = request.query_params.get("status", "")
    if not given:
        return None
    try:
        return Status(given)
    except ValueError:
        text = f"The status is one of {', '.join(Status)}."
        raise ValidationError({"status": [ErrorDetail(text, code="invalid_choice")]}) from None


def _day_of(request: Request, name: str) -> date | None:
    given = request.query_params.get(name, "")
    if not given:
        return None
    try:
        return date.fromisoformat(given)
    except ValueError:
        text = "A date looks like 2026-03-31."
        raise ValidationError({name: [ErrorDetail(text, code="invalid_date")]}) from None


def filters_of(request: Request) -> Filters:
    """The list's filters from the query string; raises ValidationError."""
    return Filters(
        status=_status_of(request),
        customer=request.query_params.get("customer", ""),
        text=request.query_params.get("q", ""),
        issued_after=_day_of(request, "issued_after"),
        issued_before=_day_of(request, "issued_before"),
    )


class InvoiceList(InvoiceView):
    """Your invoices and drafts."""

    serializer_class = serializers.InvoiceInput

    @described(
        operation_id="invoices_list",
        parameters=[
            *PAGE_PARAMETERS,
            OpenApiParameter("status", str, enum=[s.value for s in Status]),
            OpenApiParameter("customer", str, description="A saved customer's id, or a name."),
            OpenApiParameter("q", str, description="Part of the number or the customer's name."),
            OpenApiParameter("issued_after", date, description="Issue date from this day on."),
            OpenApiParameter("issued_before", date, description="Issue date up to this day."),
        ],
        responses=serializers.InvoicePage,
    )
    def get(self, request: Request) -> Response:
        """List invoices, newest first."""
        filters = filters_of(request)
        query = f"invoices:{filters.name}"
        owner = request.user.id
        limit, position = limit_of(request), position_of(request, query)
        page = queries.invoices(owner, filters, limit=limit, position=position)
        today = queries.profile(owner).today(self.now(request))
        return page_response(request, query, page, lambda invoice: invoice_json(invoice, today=today))

    @described(operation_id="invoices_create", responses={201: serializers.InvoiceAnswer})
    def post(self, request: Request) -> Response:
        """Create a draft from data."""
        data, owner, now = self.body(request), request.user.id, self.now(request)
        profile = queries.profile(owner)
        base = actions.empty_content(profile, profile.today(now))
        content = drafting.content_from(owner, data, base)
        draft = actions.create_draft(owner, content, by=self.by(request), now=now)
        response = self.answer(request, draft, status=201)
        response["Location"] = request.build_absolute_uri(f"{request.path}{draft.id}/")
        return response


class InvoiceDetail(InvoiceView):
    """One invoice."""

    serializer_class = serializers.InvoiceChange

    @described(operation_id="invoices_retrieve", responses=serializers.InvoiceAnswer)
    def get(self, request: Request, invoice_id: str) -> Response:
        """Read an invoice."""
        return self.answer(request, queries.get(request.user.id, invoice_id))

    @described(operation_id="invoices_update", responses=serializers.InvoiceAnswer)
    def patch(self, request: Request, invoice_id: str) -> Response:
        """Replace fields of a draft; lines, when given, replace all lines."""
        data, owner = self.body(request), request.user.id
        version = expected_version(request, data)
        draft = actions.edit_draft(
            owner,
            invoice_id,
            version=version,
            edit=lambda content: drafting.content_from(owner, data, content),
            by=self.by(request),
            now=self.now(request),
        )
        return self.answer(request, draft)

    @described(operation_id="invoices_delete", responses={204: None})
    def delete(self, request: Request, invoice_id: str) -> Response:
        """Delete a draft."""
        actions.delete_draft(request.user.id, invoice_id)
        return Response(status=204)


class Finalize(InvoiceView):
    """Number a draft, freeze it, render its PDF."""

    serializer_class = serializers.VersionInput

    @described(operation_id="invoices_finalize", responses=serializers.InvoiceAnswer)
    def post(self, request: Request, invoice_id: str) -> Response:
        """Finalize the draft of this version."""
        version = expected_version(request, self.body(request))
        use(request._request, "finalize")
        owner, now = request.user.id, self.now(request)
        invoice = actions.finalize(owner, invoice_id, version=version, by=self.by(request), now=now)
        return self.answer(request, invoice)


class Pdf(InvoiceView):
    """The invoice's PDF."""

    @described(operation_id="invoices_pdf_link", responses=serializers.PdfAnswer)
    def post(self, request: Request, invoice_id: str) -> Response:
        """Make sure that the PDF exists and answer a short-lived link."""
        self.body(request)
        url, ends = documents.pdf_link(request.user.id, invoice_id, now=self.now(request))
        return Response({"download_url": url, "expires_at": ends.isoformat().replace("+00:00", "Z")})

    @described(operation_id="invoices_pdf_download", responses={302: None})
    def get(self, request: Request, invoice_id: str) -> HttpResponseRedirect:
        """Go to the PDF."""
        url, _ends = documents.pdf_link(request.user.id, invoice_id, now=self.now(request))
        return HttpResponseRedirect(url)


class Payments(InvoiceView):
    """Payments of an invoice."""

    serializer_class = serializers.PaymentInput

    @described(operation_id="invoices_record_payment", responses={201: serializers.InvoiceAnswer})
    def post(self, request: Request, invoice_id: str) -> Response:
        """Record money received; the full amount makes the invoice paid."""
        data, owner, now = self.body(request), request.user.id, self.now(request)
        currency = queries.get(owner, invoice_id).content.currency
        data["amount"] = drafting.payment_amount(data["amount"], currency)
        payment = Payment(**data)
        invoice = actions.record_payment(owner, invoice_id, payment, by=self.by(request), now=now)
        return self.answer(request, invoice, status=201)


class Void(InvoiceView):
    """Declare an invoice void."""

    @described(operation_id="invoices_void", responses=serializers.InvoiceAnswer)
    def post(self, request: Request, invoice_id: str) -> Response:
        """Void an issued invoice; it keeps its number."""
        self.body(request)
        owner, now = request.user.id, self.now(request)
        return self.answer(request, actions.void(owner, invoice_id, by=self.by(request), now=now))


class Uncollectible(InvoiceView):
    """Give an invoice up."""

    @described(operation_id="invoices_uncollectible", responses=serializers.InvoiceAnswer)
    def post(self, request: Request, invoice_id: str) -> Response:
        """Mark an open invoice uncollectible."""
        self.body(request)
        owner, now = request.user.id, self.now(request)
        return self.answer(request, actions.give_up(owner, invoice_id, by=self.by(request), now=now))


class Duplicate(InvoiceView):
    """Copy an invoice."""

    @described(operation_id="invoices_duplicate", responses={201: serializers.InvoiceAnswer})
    def post(self, request: Request, invoice_id: str) -> Response:
        """A new draft with the same customer, lines, tax and discount."""
        self.body(request)
        owner, now = request.user.id, self.now(request)
        copy = actions.duplicate(owner, invoice_id, by=self.by(request), now=now)
        return self.answer(request, copy, status=201)


class Events(InvoiceView):
    """An invoice's timeline."""

    @described(operation_id="invoices_events", responses=serializers.EventAnswer(many=True))
    def get(self, request: Request, invoice_id: str) -> Response:
        """What happened, oldest first."""
        found = queries.timeline(request.user.id, invoice_id)
        return Response({"next": None, "previous": None, "results": events_json(found)})


class CustomerList(InvoiceView):
    """Your saved customers."""

    serializer_class = serializers.SavedCustomerInput

    @described(operation_id="customers_list", parameters=PAGE_PARAMETERS)
    def get(self, request: Request) -> Response:
        """List customers, newest first."""
        limit, position = limit_of(request), position_of(request, "customers")
        page = queries.customer_page(request.user.id, limit=limit, position=position)
        return page_response(request, "customers", page, lambda pair: saved_customer_json(*pair))

    @described(operation_id="customers_create")
    def post(self, request: Request) -> Response:
        """Save a customer."""
        data, owner = self.body(request), request.user.id
        data.pop("version", None)
        customer = drafting.customer_from(owner, data)
        saved, version = customer_actions.create(owner, customer)
        return Response(saved_customer_json(saved, version), status=201)


class CustomerDetail(InvoiceView):
    """One saved customer."""

    serializer_class = serializers.SavedCustomerInput

    @described(operation_id="customers_retrieve")
    def get(self, request: Request, customer_id: str) -> Response:
        """Read a customer."""
        return Response(saved_customer_json(*queries.customer(request.user.id, customer_id)))

    @described(operation_id="customers_update")
    def patch(self, request: Request, customer_id: str) -> Response:
        """Replace fields of a customer; invoices keep their own copy."""
        data, owner = self.body(request), request.user.id
        version = expected_version(request, data)
        changed = drafting.customer_from(owner, {**data, "id": customer_id})
        saved, following = customer_actions.change(owner, changed, version=version)
        return Response(saved_customer_json(saved, following))

    @described(operation_id="customers_delete", responses={204: None})
    def delete(self, request: Request, customer_id: str) -> Response:
        """Delete a customer; invoices keep their own copy."""
        customer_actions.delete(request.user.id, customer_id)
        return Response(status=204)


class ProfileDetail(InvoiceView):
    """Your business profile."""

    serializer_class = serializers.ProfileInput

    @described(operation_id="profile_retrieve")
    def get(self, request: Request) -> Response:
        """Read the profile (the defaults when there is none yet)."""
        return self._profile(request, queries.profile(request.user.id))

    @described(operation_id="profile_update")
    def patch(self, request: Request) -> Response:
        """Replace fields of the profile; without a version the newest one is meant."""
        data, owner = self.body(request), request.user.id
        profile = queries.profile(owner)
        version = data.pop("version", profile.version)
        saved = actions.save_profile(owner, _profile_with(profile, data), version=version)
        return self._profile(request, saved)

    def _profile(self, request: Request, profile: Profile) -> Response:
        upcoming = next_number(request.user.id, profile, now=self.now(request))
        return Response(profile_json(profile, upcoming))


def _profile_with(profile: Profile, data: dict[str, Any]) -> Profile:
    of_seller = ("name", "tax_id", "email", "phone", "payment_details", "iban", "bic", "colour", "footer", "locale")
    seller_fields: dict[str, Any] = {name: data[name] for name in of_seller if name in data}
    if "address" in data:
        seller_fields["address"] = Address(**data["address"])
    of_profile = ("currency", "time_zone", "default_due_days", "default_tax_rate", "tax_name")
    series = Series(
        data.get("number_pattern", profile.series.pattern),
        data.get("number_start", profile.series.start),
    )
    changed: dict[str, Any] = {name: data[name] for name in of_profile if name in data}
    seller = replace(profile.seller, **seller_fields)
    if {"tax_id", "address", "iban", "bic"} & set(data):
        check_numbers(seller)
    return replace(profile, **changed, seller=seller, series=series)
