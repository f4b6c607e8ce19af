"""A Cognito that gives single answers as AWS documents them, and passes everything else on to the local AWS.

MiniStack does not do all that AWS does (docs/decisions/0008). A test scripts the one answer it is about; it goes
over the wire, through the same client and its errors, like any other.
"""

from __future__ import annotations

import json
import threading
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Json = dict[str, Any]


@dataclass(frozen=True)
class Refusal:
    """An error as AWS's JSON protocol tells it."""

    code: str
    message: str = ""
    status: int = 400

    @property
    def body(self) -> Json:
        return {"__type": self.code, "message": self.message}


Answer = Refusal | Json | None
Script = Callable[[Json], Answer]


@dataclass
class DocumentedCognito:
    """``answers`` by operation: a refusal, a body, or a function of the request; None passes it on."""

    behind: str
    answers: dict[str, Answer | Script] = field(default_factory=dict)
    asked: list[tuple[str, Json]] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def requests(self, operation: str) -> list[Json]:
        return [body for name, body in self.asked if name == operation]

    def answer(self, operation: str, body: Json) -> Answer:
        with self._lock:
            self.asked.append((operation, body))
        script = self.answers.get(operation)
        return script(body) if callable(script) else script

    def pass_on(self, headers: dict[str, str], raw: bytes) -> tuple[int, bytes]:
        request = urllib.request.Request(self.behind, data=raw, headers=headers, method="POST")
        try:
            with urllib.request.urlopen(request, timeout=10) as answer:
                return answer.status, answer.read()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read()


@contextmanager
def documented_cognito(behind: str) -> Iterator[tuple[str, DocumentedCognito]]:
    """Serve on a free port of 127.0.0.1; yields its URL and the script."""
    cognito = DocumentedCognito(behind)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            raw = self.rfile.read(int(self.headers["Content-Length"]))
            operation = self.headers["X-Amz-Target"].rpartition(".")[2]
            answer = cognito.answer(operation, json.loads(raw))
            if answer is None:
                kept = {name: value for name, value in self.headers.items() if name.lower() != "host"}
                self._send(*cognito.pass_on(kept, raw))
            elif isinstance(answer, Refusal):
                self._send(answer.status, json.dumps(answer.body).encode())
            else:
                self._send(200, json.dumps(answer).encode())

        def _send(self, status: int, body: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Type", "application/x-amz-json-1.1")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_args: Any) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.block_on_close = False
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", cognito
    finally:
        server.shutdown()
        server.server_close()
