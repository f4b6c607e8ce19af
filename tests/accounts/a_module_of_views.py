"""A view for the test of late views."""

from django.http import HttpRequest, HttpResponse


def greet(request: HttpRequest, name: str) -> HttpResponse:
    """A greeting."""
    return HttpResponse(f"Hello {name}")
