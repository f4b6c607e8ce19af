"""Where a request comes from: API Gateway's word, never a header's (row WEB-7)."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import RequestFactory
from zappa.wsgi import create_wsgi_request

from limits.address import client_address, client_subject
from tests.security.stage import event

FORGED = {
    "X-Forwarded-For": "198.51.100.1, 198.51.100.2",
    "X-Real-Ip": "198.51.100.3",
    "X-Client-Ip": "198.51.100.4",
    "True-Client-Ip": "198.51.100.5",
    "CF-Connecting-IP": "198.51.100.6",
    "X-Cluster-Client-Ip": "198.51.100.7",
    "Forwarded": "for=198.51.100.8",
    "Lambda.Event": '{"requestContext": {"identity": {"sourceIp": "198.51.100.9"}}}',
}


def request_of(environ: dict[str, Any], **headers: str) -> Any:
    return RequestFactory().get("/", headers=headers, **environ)


@pytest.mark.parametrize("forged", [{}, FORGED], ids=["plain", "forged"])
def test_web_7_locally_it_is_the_connections_own(forged: dict[str, str]):
    assert client_address(request_of({"REMOTE_ADDR": "203.0.113.9"}, **forged)) == "203.0.113.9"


@pytest.mark.parametrize(
    "context",
    [{"identity": {"sourceIp": "203.0.113.9"}}, {"http": {"method": "GET", "sourceIp": "203.0.113.9"}}],
    ids=["REST API", "HTTP API"],
)
def test_web_7_on_lambda_it_is_what_the_gateways_event_says(context: dict[str, Any]):
    environ = {"REMOTE_ADDR": "198.51.100.10", "lambda.event": {"requestContext": context}}

    assert client_address(request_of(environ, **FORGED)) == "203.0.113.9"


def test_web_7_zappas_own_address_is_the_clients_to_write():
    """Why REMOTE_ADDR does not count on Lambda."""
    forged = event("/", source_ip="203.0.113.9", **{"X-Forwarded-For": "198.51.100.1, 203.0.113.9"})

    environ = create_wsgi_request(forged)

    assert environ["REMOTE_ADDR"] == "198.51.100.1"
    assert client_address(request_of({**environ, "lambda.event": forged})) == "203.0.113.9"


@pytest.mark.parametrize(
    "context",
    [None, {}, [], "x", {"identity": None}, {"identity": "x"}, {"identity": {}}, {"identity": {"sourceIp": "evil"}}],
    ids=str,
)
def test_an_event_that_does_not_say_counts_as_one_and_no_header_steps_in(context: Any):
    environ = {"REMOTE_ADDR": "198.51.100.10", "lambda.event": {"requestContext": context}}

    assert client_address(request_of(environ, **FORGED)) == "unknown"


def subject(address: str) -> str:
    return client_subject(request_of({"REMOTE_ADDR": address}))


def test_addresses_of_one_ipv6_network_count_as_one_and_of_ipv4_each_for_itself():
    assert subject("2001:db8:1:2::3") == subject("2001:db8:1:2:ffff::1") != subject("2001:db8:1:3::3")
    assert subject("203.0.113.9") == subject("::ffff:203.0.113.9") != subject("203.0.113.10")
    assert subject("fe80::1%eth0") == subject("fe80::2")


def test_the_address_itself_is_not_stored_and_its_digest_needs_our_key(settings: Any):
    before = subject("203.0.113.9")
    settings.SECRET_KEY = "x" * 60

    assert re.fullmatch(r"address#[0-9a-f]{64}", before)
    assert subject("203.0.113.9") != before
