"""What the OpenAPI schema says of an endpoint, noted beside it and worked out when the schema is asked for.

drf-spectacular's own ``extend_schema`` loads its generator (and Django's test tools, YAML, ...)
into every process that answers a request; hardly any of them is ever asked for the schema.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

Method = TypeVar("Method", bound=Callable[..., Any])
_noted: list[tuple[Callable[..., Any], dict[str, Any]]] = []


def described(**description: Any) -> Callable[[Method], Method]:
    """Describe a view's method; takes what ``drf_spectacular.utils.extend_schema`` takes."""

    def note(method: Method) -> Method:
        _noted.append((method, description))
        return method

    return note


def describe_endpoints(endpoints: Any, **_options: Any) -> Any:
    """Hand everything noted to the generator: a preprocessing hook of drf-spectacular."""
    from drf_spectacular.utils import extend_schema

    import accounts.api_schema  # noqa: F401 - tells the schema how to sign in

    while _noted:
        method, description = _noted.pop()
        extend_schema(**description)(method)
    return endpoints
