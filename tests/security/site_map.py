"""Every address of the site, read from its own maps: what is public, what is a page, what is in the API."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.urls import URLResolver, get_resolver

# THE list of what a stranger may see. A new public page belongs here, with a reason, or no test lets it be public.
PUBLIC = {
    "home": "says what this is",
    "healthz": "tells monitors whether the tables answer, and nothing else",
    "schema": "describes the API to programs",
    "api-docs": "describes the API to people",
    "sign-in": "the way in",
    "first-password": "a step of the way in",
    "second-factor-code": "a step of the way in",
    "sign-out": "also whoever's session has ended wants its cookies gone",
    "sign-up": "how one becomes a user",
    "confirm": "proves the address of somebody who can't sign in yet",
    "send-code": "for somebody who can't sign in yet",
    "forgot-password": "for somebody who can't sign in any more",
    "reset-password": "for somebody who can't sign in any more",
    "local-mailbox": "local runs only: where new users find their codes",
}


@dataclass(frozen=True)
class Form:
    """What a person may send to a page: a valid form, and what must be there for it to succeed."""

    fields: Mapping[str, str] | None  # None: the page takes no form
    about: str = "draft"


_NEW_INVOICE = {
    "currency": "USD",
    "issue_date": "2025-10-05",
    "due_days": "30",
    "customer_name": "Acme",
    "discount_kind": "percent",
    "deposit_kind": "percent",
    "tax_rate": "0",
    "lines-TOTAL_FORMS": "1",
    "lines-INITIAL_FORMS": "0",
    "lines-0-description": "Design",
    "lines-0-quantity": "1",
    "lines-0-unit_price": "5",
    "lines-0-discount_kind": "percent",
}
_PROFILE = {
    "name": "Northwind Studio",
    "currency": "USD",
    "locale": "en-US",
    "time_zone": "UTC",
    "default_due_days": "30",
    "default_tax_rate": "0",
    "tax_name": "Tax",
    "number_pattern": "INV-{year}-{0001}",
    "number_start": "1",
    "version": "1",
}
# The pages behind the sign-in (TEN-5: what is neither here, nor public, nor in the schema, should not be there).
PAGES = {
    "chat": Form({"text": "invoice Acme $5 for tea"}),
    "conversation": Form(None),
    "send-message": Form({"text": "invoice Acme $5 for tea"}),
    "create-invoice": Form({"version": "1"}),
    "rename-conversation": Form({"title": "Tea"}),
    "delete-conversation": Form({}),
    "invoices": Form(None),
    "new-invoice": Form(_NEW_INVOICE),
    "invoice": Form(None),
    "edit-invoice": Form({**_NEW_INVOICE, "version": "1"}),
    "invoice-pdf": Form(None, about="open"),
    "preview-invoice": Form(None),
    "confirm-figures": Form({"version": "1"}),
    "finalize-invoice": Form({"version": "1"}),
    "record-payment": Form({"amount": "1", "paid_on": "2025-10-05"}, about="open"),
    "void-invoice": Form({}, about="open"),
    "give-up-invoice": Form({}, about="open"),
    "duplicate-invoice": Form({}),
    "delete-invoice": Form({"version": "1"}),
    "customers": Form(None),
    "new-customer": Form({"name": "Bolt"}),
    "customer": Form({"name": "Bolt", "version": "1"}),
    "delete-customer": Form({}),
    "settings": Form(_PROFILE),
    "next-number": Form(None),
    "skip-settings": Form({}),
    # Most forms of the account end the session that a walk goes on with: tests/accounts.
    "account": Form(None),
    "change-password": Form(None),
    "change-address": Form(None),
    "prove-address": Form(None),
    "begin-second-factor": Form({}),
    "turn-on-second-factor": Form(None),
    "turn-off-second-factor": Form(None),
    "sign-out-everywhere": Form(None),
    "delete-account": Form(None),
}
_A_LINE = {"description": "Design", "quantity": "1", "unit_price": "5"}
# Valid bodies of the operations that take one.
BODIES: dict[str, dict[str, Any]] = {
    "conversations_create": {"message": "invoice Acme $5 for tea"},
    "conversations_update": {"title": "Tea"},
    "messages_create": {"text": "invoice Acme $5 for tea"},
    "invoices_create": {"customer": {"name": "Acme"}, "lines": [_A_LINE]},
    "invoices_update": {"version": 1, "notes": "Thanks"},
    "invoices_finalize": {"version": 1},
    "invoices_record_payment": {"amount": "1", "paid_on": "2025-10-05"},
    "customers_create": {"name": "Bolt"},
    "customers_update": {"version": 1, "name": "Bolt"},
    "profile_update": {"name": "Northwind Studio"},
}
# Operations on an invoice that must have been issued; all others work on a draft.
ON_ISSUED = {
    "invoices_pdf_link",
    "invoices_pdf_download",
    "invoices_record_payment",
    "invoices_void",
    "invoices_uncollectible",
    "invoices_send",
}


@dataclass(frozen=True)
class Route:
    """One address of the URL resolver; ``template`` has its parameters in braces, as the schema writes them."""

    template: str
    name: str | None
    view: Any = field(compare=False)

    @property
    def is_api(self) -> bool:
        return getattr(self.view, "cls", None) is not None

    @property
    def is_public(self) -> bool:
        return getattr(self.view, "is_public", False)

    @property
    def methods(self) -> set[str]:
        """The methods that an endpoint of the API answers, beside HEAD and OPTIONS."""
        names = {"get", "post", "put", "patch", "delete"}
        return {name.upper() for name in names if hasattr(self.view.cls, name)}


@dataclass(frozen=True)
class Operation:
    """One operation of the OpenAPI schema."""

    method: str
    template: str
    name: str

    @property
    def body(self) -> dict[str, Any] | None:
        return BODIES.get(self.name, {}) if self.method in {"POST", "PATCH", "PUT"} else None


def routes() -> list[Route]:
    """Every address that the URL resolver knows."""
    return list(_below(get_resolver(), "/"))


def pages() -> list[Route]:
    """Those of people who are signed in."""
    return [route for route in routes() if not route.is_api and not route.is_public]


def _below(resolver: URLResolver, prefix: str) -> Iterator[Route]:
    for entry in resolver.url_patterns:
        where = prefix + re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", str(entry.pattern))
        if isinstance(entry, URLResolver):
            yield from _below(entry, where)
        else:
            yield Route(where, entry.name, entry.callback)


@cache
def operations() -> list[Operation]:
    """Every operation of the schema."""
    from drf_spectacular.generators import SchemaGenerator

    schema = SchemaGenerator().get_schema(public=True)
    return [
        Operation(method.upper(), template, operation["operationId"])
        for template, methods in schema["paths"].items()
        for method, operation in methods.items()
        if method in {"get", "post", "put", "patch", "delete"}
    ]


def filled(template: str, ids: Mapping[str, str]) -> str:
    """The address with an id for each parameter."""
    return re.sub(r"\{(\w+)\}", lambda found: ids[found[1]], template)


# Well-formed ids of things that never were.
MISSING = {
    "invoice_id": "01999999-0000-7000-8000-000000000001",
    "customer_id": "01999999-0000-7000-8000-000000000002",
    "conversation_id": "01999999-0000-7000-8000-000000000003",
}
