"""The pool's keys: preloaded or fetched rarely, kept when the pool is away (rows JWT-4 to JWT-7)."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from accounts.errors import IdentityUnavailable
from accounts.key_set import FETCH_TIMEOUT_SECONDS, KeySet, fetch_json

KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)


WEAK_KEY = rsa.generate_private_key(public_exponent=65537, key_size=1024)  # noqa: S505 - to be refused


def a_jwk(kid: str, *, key: rsa.RSAPrivateKey = KEY) -> dict[str, Any]:
    jwk = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(key.public_key()))
    return {**jwk, "kid": kid, "use": "sig", "alg": "RS256"}


class Pool:
    """Answers with its keys, counts the questions, and can be away."""

    def __init__(self, *kids: str) -> None:
        self.document: Mapping[str, Any] = {"keys": [a_jwk(kid) for kid in kids]}
        self.asked = 0
        self.is_away = False
        self.time = 0.0

    def fetch(self) -> Mapping[str, Any]:
        self.asked += 1
        if self.is_away:
            raise IdentityUnavailable
        return self.document

    def keys(self) -> KeySet:
        return KeySet(self.fetch, lambda: self.time)


def test_jwt_6_a_known_key_is_fetched_once_for_many_threads() -> None:
    pool = Pool("a")
    keys = pool.keys()

    with ThreadPoolExecutor(16) as threads:
        found = list(threads.map(lambda _: keys.find("a"), range(64)))

    assert all(key is not None for key in found)
    assert pool.asked == 1


def test_jwt_5_fifty_unknown_kids_cause_one_fetch_and_harm_nobody() -> None:
    pool = Pool("a")
    keys = pool.keys()
    keys.find("a")

    assert all(keys.find(f"unknown-{i}") is None for i in range(50))

    assert pool.asked == 1
    assert keys.find("a") is not None


def test_jwt_6_a_rotated_key_is_found_after_a_minute() -> None:
    pool = Pool("a")
    keys = pool.keys()
    keys.find("a")
    pool.document = {"keys": [a_jwk("a"), a_jwk("b")]}

    pool.time = 59
    assert keys.find("b") is None
    pool.time = 60
    assert keys.find("b") is not None


def test_known_keys_go_on_working_while_the_pool_is_away() -> None:
    pool = Pool("a")
    keys = pool.keys()
    keys.find("a")
    pool.is_away, pool.time = True, 120

    assert keys.find("b") is None
    assert keys.find("a") is not None


def test_without_any_key_the_pool_being_away_is_said() -> None:
    pool = Pool("a")
    pool.is_away = True

    with pytest.raises(IdentityUnavailable):
        pool.keys().find("a")


@pytest.mark.parametrize(
    "fields",
    [
        {"use": "enc"},
        {"use": None},
        {"alg": "RS512"},
        {"alg": None},
        {"kty": "EC"},
        {"kty": "oct", "k": "c2VjcmV0"},
        {"n": None},
        {"n": ""},
        {"n": "AQAB"},
        {"n": 5},
        {"e": None},
        {"e": "%%%"},
        {"kid": None},
        {"kid": ["a"]},
    ],
    ids=str,
)
def test_jwt_7_a_key_that_is_malformed_weak_or_for_something_else_is_left_out(fields: dict[str, Any]) -> None:
    pool = Pool("good")
    pool.document = {"keys": [{**a_jwk("a"), **fields}, a_jwk("good"), "nonsense", None]}
    keys = pool.keys()

    assert keys.find("a") is None
    assert keys.find("good") is not None


def test_jwt_7_a_weak_key_is_left_out() -> None:
    pool = Pool("good")
    pool.document = {"keys": [a_jwk("a", key=WEAK_KEY), a_jwk("good")]}

    assert pool.keys().find("a") is None


def test_jwt_7_a_private_key_in_the_answer_is_none_of_ours() -> None:
    private = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(KEY))
    pool = Pool("good")
    pool.document = {"keys": [{**private, "kid": "a", "use": "sig", "alg": "RS256"}, a_jwk("good")]}

    assert pool.keys().find("a") is None


@pytest.mark.parametrize("document", [{}, {"keys": None}, {"keys": {}}, {"keys": []}, {"keys": [5]}], ids=str)
def test_jwt_6_an_answer_without_keys_is_not_the_pools(document: Any) -> None:
    pool = Pool("a")
    keys = pool.keys()
    keys.find("a")
    pool.document, pool.time = document, 60

    assert keys.find("b") is None
    assert keys.find("a") is not None
    with pytest.raises(IdentityUnavailable):
        pool.keys().find("a")


def test_jwt_6_preloaded_keys_need_no_fetch_and_a_rotated_one_is_found_all_the_same() -> None:
    pool = Pool("a", "b")
    keys = KeySet(pool.fetch, lambda: pool.time, {"keys": [a_jwk("a")]})

    assert keys.find("a") is not None
    assert pool.asked == 0
    assert keys.find("b") is not None
    assert pool.asked == 1


def test_jwt_5_nobody_waits_for_a_known_key_while_an_unknown_one_is_looked_for() -> None:
    asked, may_answer = threading.Event(), threading.Event()

    def slow() -> Mapping[str, Any]:
        asked.set()
        assert may_answer.wait(10)
        return {"keys": [a_jwk("a")]}

    keys = KeySet(slow, lambda: 0.0, {"keys": [a_jwk("a")]})
    with ThreadPoolExecutor(2) as threads:
        unknown = threads.submit(keys.find, "unknown")
        assert asked.wait(10)

        known = threads.submit(keys.find, "a").result(10)

        assert known is not None
        assert not unknown.done()
        may_answer.set()
        assert unknown.result(10) is None


def test_jwt_6_threads_that_waited_for_a_fetch_that_failed_do_not_ask_again_one_by_one() -> None:
    asked, may_answer, times = threading.Event(), threading.Event(), []

    def away() -> Mapping[str, Any]:
        times.append(1)
        asked.set()
        assert may_answer.wait(10)
        raise IdentityUnavailable

    keys = KeySet(away, lambda: 0.0)
    with ThreadPoolExecutor(9) as threads:
        waiting = [threads.submit(keys.find, "a")]
        assert asked.wait(10)
        waiting += [threads.submit(keys.find, "a") for _ in range(8)]
        time.sleep(0.1)  # until they stand in the queue
        may_answer.set()

        for one in waiting:
            with pytest.raises(IdentityUnavailable):
                one.result(10)

    assert len(times) == 1


# Over the wire -------------------------------------------------------------------------------

Handler = Callable[[BaseHTTPRequestHandler], None]


@contextmanager
def server(answer: Handler) -> Iterator[str]:
    class Answering(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            answer(self)

        def log_message(self, *_args: Any) -> None:
            """Quiet."""

    found = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
    threading.Thread(target=found.serve_forever, args=(0.01,), daemon=True).start()
    try:
        yield f"http://127.0.0.1:{found.server_port}/keys.json"
    finally:
        found.shutdown()
        found.server_close()


def sends(status: int = 200, body: bytes = b'{"keys": []}', **headers: str) -> Handler:
    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(status)
        for name, value in headers.items():
            request.send_header(name, value)
        request.end_headers()
        request.wfile.write(body)

    return answer


def test_jwt_6_a_document_is_read() -> None:
    with server(sends(body=b'{"keys": [1]}')) as url:
        assert fetch_json(url) == {"keys": [1]}


@pytest.mark.parametrize("status", [201, 204, 206, 301, 302, 303, 307, 308, 400, 403, 404, 500, 503])
def test_jwt_6_only_200_counts_and_no_redirect_is_followed(status: int) -> None:
    canary: list[str] = []
    with (
        server(lambda request: canary.append(request.path)) as elsewhere,
        server(sends(status, Location=elsewhere)) as url,
        pytest.raises(IdentityUnavailable),
    ):
        fetch_json(url)

    assert canary == []


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"5",
        b"null",
        b"<html>",
        b'{"keys": [',
        b"\xff\xfe",
        b"[" * 20_000,
        b'{"x":"' + b"x" * 70_000 + b'"}',
    ],
    ids=["empty", "list", "number", "null", "html", "half", "bytes", "deep", "large"],
)
def test_jwt_6_what_is_no_small_json_object_does_not_count(body: bytes) -> None:
    with server(sends(body=body)) as url, pytest.raises(IdentityUnavailable):
        fetch_json(url)


def test_jwt_6_one_failure_is_tried_again() -> None:
    times: list[int] = []

    def second_time(request: BaseHTTPRequestHandler) -> None:
        times.append(1)
        sends(503 if len(times) == 1 else 200)(request)

    with server(second_time) as url:
        assert fetch_json(url) == {"keys": []}


def test_jwt_6_an_answer_that_trickles_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("accounts.key_set.FETCH_TIMEOUT_SECONDS", 0.3)

    def trickle(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.end_headers()
        for _ in range(30):
            request.wfile.write(b" ")
            request.wfile.flush()
            time.sleep(0.05)

    started = time.monotonic()
    with server(trickle) as url, pytest.raises(IdentityUnavailable):
        fetch_json(url)

    assert time.monotonic() - started < FETCH_TIMEOUT_SECONDS
