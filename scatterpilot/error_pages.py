"""Pages for what no view answered."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from scatterpilot.error_responses import Problem, page_error


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    """400: a request that could not be read (host, body, form)."""
    return page_error(request, Problem(400, "bad_request", "The request could not be read."))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    """404 for addresses that lead nowhere."""
    return page_error(request, Problem(404, "not_found", "There is nothing at this address."))


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    """403."""
    return page_error(request, Problem(403, "forbidden", "This is not allowed."))


def server_error(request: HttpRequest) -> HttpResponse:
    """500: a bug; the log holds it under the request id."""
    text = f"This is our fault and is logged. If you write to us, name request {request.id}."
    return page_error(request, Problem(500, "server_error", text))


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001
    """403: a form without its token, mostly one left open for very long."""
    text = "This form is too old or did not come from this site. Go back, reload the page and try again."
    return page_error(request, Problem(403, "csrf_failed", text))
