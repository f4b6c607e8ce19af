"""How often, for every request: public pages by address, writes and PDFs by user; the answer says what is left."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse

from limits.domain import RateLimited
from limits.requests import use, use_public
from scatterpilot.error_responses import is_storage_failure, page_error, problem_of, rate_limit_headers

_SAFE = {"GET", "HEAD", "OPTIONS"}
# By the name of the route, or the route itself where it has none. Making a PDF costs the same however it is asked for.
_MAKES_A_PDF = {"invoice-pdf", "preview-invoice", "api/v1/invoices/<str:invoice_id>/pdf/"}
# These count for themselves, once they know that there is something to do: a refused message uses up nothing.
_COUNTED_BY_VIEW = {
    "chat",
    "send-message",
    "create-invoice",
    "finalize-invoice",
    "api/v1/conversations/",
    "api/v1/conversations/<str:conversation_id>/messages/",
    "api/v1/invoices/<str:invoice_id>/finalize/",
}


class RequestLimitsMiddleware:
    """Counts the request before its view runs, and puts RateLimit headers on whatever was counted."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.allowance = None
        response = self.get_response(request)
        allowance = request.allowance
        if allowance is not None and response.status_code != 429 and "RateLimit" not in response.headers:
            for name, value in rate_limit_headers(
                allowance.limit, allowance.remaining, allowance.reset_seconds, allowance.period_seconds
            ).items():
                response[name] = value
        return response

    def process_view(
        self, request: HttpRequest, view: Any, _args: list[Any], _kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """429 for whoever asks too often; strangers elsewhere have been refused already, or will be."""
        try:
            if getattr(view, "is_public", False):
                _count_public(request)
            elif request.user is not None:
                _count_users(request)
        except Exception as refusal:
            problem = problem_of(refusal)
            if problem is None:
                raise
            return page_error(request, problem)
        return None


def _count_public(request: HttpRequest) -> None:
    try:
        use_public(request)
    except RateLimited:
        raise
    except Exception as failure:
        # Public pages need no table: they do not fail because one is away.
        if not is_storage_failure(failure):
            raise


def _count_users(request: HttpRequest) -> None:
    match = request.resolver_match
    name = match.url_name or match.route
    if name in _MAKES_A_PDF:
        use(request, "pdf")
    elif request.method not in _SAFE and name not in _COUNTED_BY_VIEW:
        use(request, "writes")
