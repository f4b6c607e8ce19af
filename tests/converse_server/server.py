"""The HTTP server: takes what botocore sends, refuses what Bedrock refuses, answers what the script says."""

from __future__ import annotations

import json
import re
import socket
import struct
import threading
import uuid
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import unquote

from tests.converse_server.answers import Accident, Answer, error
from tests.converse_server.refusals import refusal_of
from tests.converse_server.tokens import TokenCounter

_PATH = re.compile(r"/model/([^/]+)/converse")


@dataclass(frozen=True)
class Request:
    """One request as it came over the wire."""

    model_id: str
    body: dict[str, Any]
    headers: dict[str, str]

    @property
    def messages(self) -> list[dict[str, Any]]:
        return self.body["messages"]

    @property
    def newest_text(self) -> str:
        """All the words of the newest message."""
        return "\n".join(block["text"] for block in self.messages[-1]["content"] if "text" in block)

    @property
    def tool_results(self) -> list[dict[str, Any]]:
        """The toolResult blocks of the newest message."""
        return [block["toolResult"] for block in self.messages[-1]["content"] if "toolResult" in block]


Script = Callable[[Request], Answer]


class ConverseServer:
    """A Converse endpoint on 127.0.0.1. Use as a context manager; `url` is where it listens."""

    def __init__(self, port: int = 0) -> None:
        self._queue: deque[Answer] = deque()
        self._otherwise: Script = _script_is_over
        self._lock = threading.Lock()
        self.released = threading.Event()
        self.tokens = TokenCounter()
        self.requests: list[Request] = []
        self._http = _Listener(("127.0.0.1", port), _Handler)
        self._http.converse = self
        self._thread = threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._http.server_address[1]}"

    def __enter__(self) -> ConverseServer:
        self._thread.start()
        return self

    def __exit__(self, *_exc: object) -> None:
        self.released.set()
        self._http.shutdown()
        self._http.server_close()

    def script(self, *answers: Answer) -> None:
        """Give these answers in turn; a request after the last is refused."""
        self._queue.extend(answers)

    def always(self, script: Answer | Script) -> None:
        """Give this answer (or what this function says) whenever nothing else is scripted."""
        self._otherwise = script if callable(script) else lambda _request: script

    def reset(self) -> None:
        """Forget requests, script and cached prefixes, and let go of whoever hangs."""
        self.let_go()
        self._queue.clear()
        self._otherwise = _script_is_over
        self.requests.clear()
        self.tokens.forget()

    def let_go(self) -> None:
        """End the connections that hang."""
        self.released.set()
        self.released = threading.Event()

    def answer(self, request: Request) -> Answer:
        """Record the request; what is to be answered to it."""
        with self._lock:
            self.requests.append(request)
            refusal = refusal_of(request.model_id, request.body)
            if refusal is not None:
                return refusal
            return self._queue.popleft() if self._queue else self._otherwise(request)


def _script_is_over(request: Request) -> Answer:
    return error(400, "ValidationException", f"The script has no answer left for: {request.newest_text[-200:]}")


class _Listener(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    converse: ConverseServer

    def handle_error(self, _request: object, _client_address: object) -> None:
        """A caller that gave up is no news."""


class _Handler(BaseHTTPRequestHandler):
    server: _Listener
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    # A keep-alive connection waits for its next request for no longer than this.
    timeout = 60

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        found = _PATH.fullmatch(self.path)
        if not found:
            self._send_error((404, "UnknownOperationException", f"no such operation: {self.path}"))
        elif not self.headers.get("Authorization", "").startswith("AWS4-HMAC-SHA256 "):
            self._send_error((403, "MissingAuthenticationTokenException", "Missing Authentication Token"))
        else:
            request = Request(unquote(found[1]), json.loads(body), dict(self.headers))
            self._give(self.server.converse.answer(request), request)

    def _give(self, answer: Answer, request: Request) -> None:
        released = self.server.converse.released
        if answer.delay_seconds:
            released.wait(answer.delay_seconds)
        if answer.accident in {Accident.HANG, Accident.RESET}:
            self._drop(reset=answer.accident is Accident.RESET)
        elif answer.error:
            self._send_error(answer.error)
        else:
            self._send_message(answer, request)

    def _send_message(self, answer: Answer, request: Request) -> None:
        tree = {
            "output": {"message": {"role": "assistant", "content": list(answer.content)}},
            "stopReason": answer.stop_reason,
            "usage": self.server.converse.tokens.usage(request.body, answer.content),
            "metrics": {"latencyMs": 1},
            **answer.extra,
        }
        body = json.dumps(tree).encode()
        if answer.accident is Accident.HALF_JSON:
            body = body[: len(body) // 2]
        promised = len(body)
        if answer.accident is Accident.HALF_BODY:
            body = body[: len(body) // 2]
        self._send(200, body, promised=promised)
        if len(body) < promised:
            self._drop(reset=False)

    def _send_error(self, refusal: tuple[int, str, str]) -> None:
        status, type_, message = refusal
        body = json.dumps({"message": message}).encode()
        self._send(status, body, headers={"x-amzn-ErrorType": f"{type_}:http://internal.amazon.com/coral/"})

    def _send(
        self, status: int, body: bytes, *, headers: dict[str, str] | None = None, promised: int | None = None
    ) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body) if promised is None else promised))
        self.send_header("x-amzn-RequestId", str(uuid.uuid4()))
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def _drop(self, *, reset: bool) -> None:
        if reset:
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.close_connection = True
        if reset:
            self.connection.close()

    def log_message(self, *_arguments: object) -> None:
        """The recorded requests are the log."""
