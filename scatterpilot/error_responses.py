"""ONE table: which fact becomes which HTTP status, for pages and for the API alike.

Every process loads this module, so it loads neither DRF (scatterpilot.api_errors does) nor the
tables' library.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from accounts.errors import (
    AccountError,
    ChallengeRequired,
    IdentityUnavailable,
    InvalidToken,
    PasswordMustBeRenewed,
    PasswordRefused,
    SessionRefused,
    TooManyAttempts,
    WrongCode,
    WrongCredentials,
    WrongPassword,
)
from chat.domain.errors import (
    AssistantUnavailable,
    ChatError,
    ConversationBusy,
    ConversationNotFound,
    InvalidMessage,
    NoDraft,
)
from invoices.domain.errors import (
    CustomerNotFound,
    IllegalMove,
    InvalidInvoice,
    InvoiceError,
    InvoiceIncomplete,
    InvoiceNotFound,
    NumberingBusy,
    UnverifiedFigures,
    VersionConflict,
)
from invoices.errors import ArchiveUnavailable
from limits.domain import RateLimited
from scatterpilot.errors import BodyTooLarge
from tables.cursors import InvalidCursor

_log = logging.getLogger("scatterpilot.errors")
PROBLEM_JSON = "application/problem+json"
RETRY_AFTER_SECONDS = 5

STATUS: dict[type[Exception], int] = {
    InvalidInvoice: 400,
    InvalidMessage: 400,
    InvalidCursor: 400,
    PasswordRefused: 400,
    WrongCode: 400,
    WrongPassword: 400,
    InvalidToken: 401,
    WrongCredentials: 401,
    PasswordMustBeRenewed: 401,
    ChallengeRequired: 401,
    SessionRefused: 401,
    InvoiceNotFound: 404,
    CustomerNotFound: 404,
    ConversationNotFound: 404,
    VersionConflict: 409,
    ConversationBusy: 409,
    NoDraft: 409,
    IllegalMove: 409,
    InvoiceIncomplete: 409,
    UnverifiedFigures: 409,
    RequestDataTooBig: 413,
    BodyTooLarge: 413,
    TooManyAttempts: 429,
    RateLimited: 429,
    NumberingBusy: 503,
    AssistantUnavailable: 503,
    IdentityUnavailable: 503,
    ArchiveUnavailable: 503,
}
# What stores let through; named, not imported. problem_of answers 503.
_STORAGE_FAILURE = ("pynamodb.exceptions", "PynamoDBException")
_TITLES = {
    400: "That can't be taken as it is",
    401: "Not signed in",
    403: "Not allowed",
    404: "Not found",
    405: "Method not allowed",
    406: "Not acceptable",
    409: "Not possible now",
    413: "Too large",
    415: "Unsupported media type",
    429: "Too many requests",
    500: "Something went wrong here",
    503: "Not available right now",
}
_SIGNED_OUT_TEXT = "Your session has ended. Sign in again in another tab, then send this again."
_STORAGE_TEXT = "The data can't be reached right now. Nothing was lost; try again in a few seconds."


@dataclass(frozen=True, slots=True)
class Problem:
    """An RFC 9457 problem. ``headers`` go onto the answer, ``extra`` into the JSON."""

    status: int
    code: str
    detail: str
    errors: list[dict[str, str]] = field(default_factory=list)
    extra: dict[str, Any] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """The status in plain words."""
        return _TITLES.get(self.status, "Error")

    @property
    def is_retryable(self) -> bool:
        """Whether the very same request may be taken later: then its page keeps what was sent."""
        return self.status in {401, 429, 500, 503}

    def as_json(self, request: HttpRequest) -> dict[str, Any]:
        """The body of the contract."""
        return {
            "type": f"urn:scatterpilot:problem:{self.code}",
            "title": self.title,
            "status": self.status,
            "detail": self.detail,
            "code": self.code,
            "errors": self.errors,
            "request_id": request.id,
            **self.extra,
        }


def problem_of(error: Exception) -> Problem | None:
    """The problem a known error stands for; None for a bug."""
    if is_storage_failure(error):
        _log.error("storage failed", extra={"facts": {"aws_code": getattr(error, "cause_response_code", None)}})
        return Problem(503, "storage_unavailable", _STORAGE_TEXT, headers=_retry(RETRY_AFTER_SECONDS))
    status = next((STATUS[kind] for kind in type(error).__mro__ if kind in STATUS), None)
    if status is None:
        return None
    if isinstance(error, InvalidInvoice):
        return _invalid(error)
    if isinstance(error, RequestDataTooBig):
        return Problem(413, "body_too_large", "A request can have at most 256 KB.")
    return _plain(error, status)


def is_storage_failure(error: Exception) -> bool:
    """Whether a table could not be reached, or refused what no rule of ours foresaw."""
    return any((kind.__module__, kind.__qualname__) == _STORAGE_FAILURE for kind in type(error).__mro__)


def _plain(error: Exception, status: int) -> Problem:
    headers = {}
    if status in {429, 503}:
        headers = _retry(getattr(error, "retry_after_seconds", RETRY_AFTER_SECONDS))
    if isinstance(error, RateLimited):
        headers |= rate_limit_headers(error.rule.limit, 0, error.retry_after_seconds, error.rule.period_seconds)
    extra: dict[str, Any] = {}
    if isinstance(error, VersionConflict):
        extra["current_version"] = error.current_version
    if isinstance(error, IllegalMove):
        extra |= {"invoice_status": error.status, "allowed": list(error.allowed)}
    if isinstance(error, InvoiceIncomplete):
        extra["missing"] = list(error.missing)
    if isinstance(error, UnverifiedFigures):
        extra["unverified"] = list(error.paths)
    code = getattr(error, "code", "error")
    return Problem(status, code, str(error), extra=extra, headers=headers)


def _retry(seconds: int) -> dict[str, str]:
    return {"Retry-After": str(seconds)}


def rate_limit_headers(limit: int, remaining: int, reset_seconds: int, period_seconds: int) -> dict[str, str]:
    """RateLimit and RateLimit-Policy (draft-ietf-httpapi-ratelimit-headers)."""
    return {
        "RateLimit-Policy": f'"default";q={limit};w={period_seconds}',
        "RateLimit": f'"default";r={remaining};t={reset_seconds}',
    }


def _invalid(error: InvalidInvoice) -> Problem:
    codes = {problem.code for problem in error.problems}
    listed = [{"field": p.field, "code": p.code, "detail": p.detail} for p in error.problems]
    return Problem(400, codes.pop() if len(codes) == 1 else "invalid", str(error), errors=listed)


# Pages ----------------------------------------------------------------------------------------


def page_error(request: HttpRequest, problem: Problem) -> HttpResponse:
    """The problem where the user was, if the view knows how, else as a page that says what to do.

    A view that can show a refusal in place (beside a form that keeps what was typed) sets
    ``request.in_place``, a function from the problem to a response; status and headers are put on here.
    """
    if request.path_info.startswith("/api/"):
        return JsonResponse(
            problem.as_json(request),
            status=problem.status,
            headers=problem.headers,
            content_type=PROBLEM_JSON,
        )
    response = _in_place(request, problem) or _error_page(request, problem)
    response.status_code = problem.status
    for name, value in problem.headers.items():
        response[name] = value
    return response


def _in_place(request: HttpRequest, problem: Problem) -> HttpResponse | None:
    show: Callable[[Problem], HttpResponse] | None = getattr(request, "in_place", None)
    # Without the data there is no page to show it on.
    if show is None or problem.status == 404 or problem.code == "storage_unavailable":
        return None
    try:
        return show(problem)
    except Exception as error:
        if problem_of(error) is None:
            raise
        return None


def _error_page(request: HttpRequest, problem: Problem) -> HttpResponse:
    response = render(request, "error.html", {"problem": problem})
    if getattr(request, "htmx", False):
        # Only the notices are replaced (out of band): what was typed stays where it is.
        response["HX-Reswap"] = "none"
    return response


class ErrorResponseMiddleware:
    """Turns errors that views let through into pages; a bug stays a logged 500."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, _args: list[Any], _kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Where it could not be found out who is asking, private views answer 503.

        A page's form that was sent after the session ended gets a 401 page that keeps its fields: a redirect
        to the sign-in page would lose them. (Strangers' GETs are redirected by accounts.middleware.)
        """
        if getattr(view, "is_public", False):
            return None
        failure = getattr(request, "identity_failure", None)
        problem = problem_of(failure) if failure else None
        is_form = request.method == "POST" and getattr(view, "cls", None) is None
        if problem is None and is_form and request.user is None:
            problem = Problem(401, "signed_out", _SIGNED_OUT_TEXT)
        return page_error(request, problem) if problem else None

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """A known refusal as a page; None lets Django handle the rest."""
        problem = problem_of(error)
        return page_error(request, problem) if problem else None


KNOWN_BASES = (InvoiceError, ChatError, AccountError)
