"""Where a request comes from, as the server in front of us knows it."""

from __future__ import annotations

import ipaddress
from typing import Any

from django.http import HttpRequest
from django.utils.crypto import salted_hmac

_UNKNOWN = "unknown"
# Whoever has an IPv6 connection has a /64 of addresses (RFC 6177): they count as one.
_IPV6_PREFIX = 64


def client_address(request: HttpRequest) -> str:
    """The client's IP address; never from a header that anyone can set.

    On Lambda it is what API Gateway's event says in its own ``requestContext``. Zappa's REMOTE_ADDR is
    no use there: it is made from X-Forwarded-For, whose beginning is the client's to write.
    """
    event = request.META.get("lambda.event")
    if isinstance(event, dict):
        return _canonical(_of_event(event.get("requestContext")))
    return _canonical(request.META.get("REMOTE_ADDR"))


def client_subject(request: HttpRequest) -> str:
    """What the client is counted under: a keyed digest of its address (or IPv6 network), which is not stored."""
    address = client_address(request)
    if ":" in address:
        address = str(ipaddress.ip_network((address, _IPV6_PREFIX), strict=False))
    return f"address#{salted_hmac('limits.address', address, algorithm='sha256').hexdigest()}"


def _of_event(context: Any) -> Any:
    """The ``sourceIp`` of a REST API's event, or of an HTTP API's or function URL's."""
    if not isinstance(context, dict):
        return None
    where = context.get("identity") or context.get("http") or {}
    return where.get("sourceIp") if isinstance(where, dict) else None


def _canonical(text: Any) -> str:
    try:
        address = ipaddress.ip_address(str(text).partition("%")[0])
    except ValueError:
        return _UNKNOWN
    mapped = getattr(address, "ipv4_mapped", None)
    return str(mapped or address)
