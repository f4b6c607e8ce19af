"""Refusals of the API as application/problem+json, by the one table of scatterpilot.error_responses."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any

from django.http import HttpRequest
from rest_framework import exceptions as drf
from rest_framework.response import Response
from rest_framework.views import set_rollback

from scatterpilot.error_responses import PROBLEM_JSON, Problem, problem_of

# An answer must stay far below Lambda's 6 MB, however many fields of a body are wrong.
_MOST_ERRORS = 100
_LONGEST_PATH = 200


def api_error(error: Exception, context: dict[str, Any]) -> Response | None:
    """DRF's exception handler: every refusal as application/problem+json."""
    request: HttpRequest = context["request"]._request
    problem = problem_of(error) or _drf_problem(error, context)
    if problem is None:
        return None
    set_rollback()
    headers = {**_drf_headers(error), **problem.headers}
    return Response(problem.as_json(request), status=problem.status, headers=headers, content_type=PROBLEM_JSON)


def _drf_headers(error: Exception) -> dict[str, str]:
    challenge = getattr(error, "auth_header", None)
    return {"WWW-Authenticate": challenge} if challenge else {}


def _drf_problem(error: Exception, context: dict[str, Any]) -> Problem | None:
    if isinstance(error, drf.ValidationError):
        errors = [
            {"field": path[:_LONGEST_PATH], "code": str(detail.code), "detail": str(detail)}
            for path, detail in islice(_flatten("", error.detail), _MOST_ERRORS)
        ]
        codes = {entry["code"] for entry in errors}
        detail = " ".join(f"{e['field']}: {e['detail']}" for e in errors)
        return Problem(400, codes.pop() if len(codes) == 1 else "invalid", detail, errors=errors)
    if isinstance(error, drf.NotAuthenticated | drf.AuthenticationFailed):
        refused = getattr(context["request"]._request, "token_refused", False)
        code = "invalid_token" if refused else "not_authenticated"
        return Problem(401, code, "Send a valid Cognito access token as Authorization: Bearer.")
    if isinstance(error, drf.APIException):
        code = str(getattr(error.detail, "code", error.default_code))
        return Problem(error.status_code, code, str(error.detail))
    return None


def _flatten(prefix: str, detail: Any) -> Iterator[tuple[str, drf.ErrorDetail]]:
    if isinstance(detail, drf.ErrorDetail):
        yield prefix or "body", detail
    elif isinstance(detail, list) and all(isinstance(item, drf.ErrorDetail) for item in detail):
        for item in detail:
            yield prefix or "body", item
    else:
        parts = detail.items() if isinstance(detail, dict) else enumerate(detail)
        for name, item in parts:
            yield from _flatten(f"{prefix}.{name}" if prefix else str(name), item)
