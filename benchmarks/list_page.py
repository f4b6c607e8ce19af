"""The JSON list of 20 invoices against the same fields through DRF's serializers, and its Query against whole items."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from typing import Any
from unittest.mock import patch

from benchmarks.pdf import an_invoice
from benchmarks.site import NOW, a_seller_with_invoices, set_up
from benchmarks.timing import Figure, compare

Json = dict[str, Any]
_COUNT = 20
_AGAINST = "DRF serializers, field by field"
_ROUNDS = 40


def figures() -> Iterator[Figure]:
    """The representation alone, the whole request without its tables, and the read of the table."""
    set_up()
    yield _representation()
    user = a_seller_with_invoices(_COUNT)
    yield _request(user.id, user.token)
    yield _query(user.id)


def _field_by_field(invoices: Sequence[Any], ready: Sequence[Json]) -> Any:
    """What a DRF serializer does: work out each invoice's totals, then represent field by field.

    The other texts it finds ready made, which is more than it would find in a domain object.
    """
    from invoices.domain.totals import invoice_totals
    from invoices.serializers import InvoiceAnswer

    for invoice in invoices:
        invoice_totals(invoice)
    return InvoiceAnswer(ready, many=True).data


def _representation() -> Figure:
    from rest_framework.renderers import JSONRenderer

    from invoices.representation import invoice_json

    listed = [an_invoice(3, variant) for variant in range(_COUNT)]
    today = NOW.date()
    ready = [invoice_json(invoice, today=today) for invoice in listed]
    render = JSONRenderer().render
    found = compare(
        lambda: render([invoice_json(invoice, today=today) for invoice in listed]),
        lambda: render(_field_by_field(listed, ready)),
        rounds=_ROUNDS,
    )
    return Figure("20 invoices as JSON", found.ratio, "x", _AGAINST, remark=found.milliseconds)


def _request(owner: str, token: str) -> Figure:
    """Whole requests with a token; the rows are at hand for both."""
    from django.test import Client
    from rest_framework.response import Response

    from invoices import queries
    from invoices.queries import Filters
    from invoices.representation import invoice_json

    page = queries.invoices(owner, Filters(), limit=_COUNT, position=None)
    profile = queries.profile(owner)
    ready = [invoice_json(invoice, today=NOW.date()) for invoice in page.rows]
    client = Client(headers={"Authorization": f"Bearer {token}"})

    def get() -> bytes:
        content: bytes = client.get("/api/v1/invoices/").content
        return content

    def through_serializers(*_: Any) -> Response:
        return Response({"next": None, "previous": None, "results": _field_by_field(page.rows, ready)})

    def get_field_by_field() -> bytes:
        with patch("invoices.api.page_response", through_serializers):
            return get()

    with ExitStack() as patches:
        patches.enter_context(patch.object(queries, "invoices", lambda *_, **__: page))
        patches.enter_context(patch.object(queries, "profile", lambda _owner: profile))
        _check_same(get, get_field_by_field)
        found = compare(get, get_field_by_field, rounds=_ROUNDS)
    return Figure("GET of 20 with a token, tables aside", found.ratio, "x", _AGAINST, remark=found.milliseconds)


def _check_same(ours: Callable[[], bytes], theirs: Callable[[], bytes]) -> None:
    first, second = json.loads(ours())["results"], json.loads(theirs())["results"]
    if len(first) != _COUNT or any(first[0][name] != value for name, value in second[0].items()):
        raise RuntimeError("the two lists differ")


def _query(owner: str) -> Figure:
    """What a list page reads against the whole items, client CPU."""
    from invoices.models import InvoiceRow
    from invoices.store import listing

    prefix = InvoiceRow.sk.startswith("invoice#")
    found = compare(
        lambda: listing.summaries(owner, status=None, limit=_COUNT, position=None),
        lambda: list(InvoiceRow.query(owner, prefix, limit=_COUNT)),
        rounds=_ROUNDS,
    )
    return Figure("Query of 20 for a list page", found.ratio, "x", "whole items as models", remark=found.milliseconds)
