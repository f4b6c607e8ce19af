"""The API's OpenAPI schema and the page that shows it; what makes them is imported when they are asked for."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from accounts.middleware import public


@public
@require_safe
def schema(request: HttpRequest) -> HttpResponse:
    """The schema, OpenAPI 3.1."""
    from drf_spectacular.views import SpectacularAPIView

    answer: HttpResponse = SpectacularAPIView.as_view()(request)
    return answer


@public
@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    """The page that lets one read the schema and try it."""
    from drf_spectacular.views import SpectacularSwaggerSplitView

    answer: HttpResponse = SpectacularSwaggerSplitView.as_view(url_name="schema")(request)
    return answer
