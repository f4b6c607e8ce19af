"""What no request may be, whatever it asks for: refused before anybody reads its body."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse

from scatterpilot.error_responses import Problem, page_error, problem_of

METHODS = ("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE")


class RequestChecksMiddleware:
    """Refuses odd methods (TRACE, made-up ones) and bodies above the limit by what they announce.

    Django's own limit does not count uploaded files, and stops only while parsing. A server reads no
    more than was announced, so what is checked here holds.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        problem = _problem_with(request)
        return page_error(request, problem) if problem else self.get_response(request)


def _problem_with(request: HttpRequest) -> Problem | None:
    if request.method not in METHODS:
        text = f"This site answers {', '.join(METHODS)} only."
        return Problem(405, "method_not_allowed", text, headers={"Allow": ", ".join(METHODS)})
    if _announced_bytes(request) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
        return problem_of(RequestDataTooBig())
    return None


def _announced_bytes(request: HttpRequest) -> int:
    text = request.META.get("CONTENT_LENGTH") or ""
    if not (text.isascii() and text.isdigit()):
        return 0  # no body, to Django as well
    return int(text.lstrip("0")[:20] or "0")  # 20 digits are too much however they go on
