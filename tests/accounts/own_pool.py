"""A user pool with a key pair of the tests' own: its JWKS over HTTP, and any token one likes."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from uuid import uuid4

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
ISSUER = "https://cognito-idp.us-east-1.amazonaws.com/us-east-1_TestsOwn"
CLIENT = "tests-own-client"


class OwnPool:
    """Issues access tokens; counts how often its keys were asked for."""

    def __init__(self, url: str) -> None:
        self.jwks_url = url
        self.fetches = 0

    def token(self, *, user_id: str | None = None, **claims: Any) -> str:
        """A genuine access token for an hour, with claims replaced as given."""
        now = time.time()
        payload = {
            "sub": user_id or str(uuid4()),
            "iss": ISSUER,
            "client_id": CLIENT,
            "token_use": "access",
            "iat": int(now) - 5,
            "exp": int(now) + 3600,
            **claims,
        }
        return jwt.encode(payload, _KEY, algorithm="RS256", headers={"kid": "tests"})


@contextmanager
def running_pool() -> Iterator[OwnPool]:
    """Serve the pool's keys on a free port of 127.0.0.1."""
    jwk = {**json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(_KEY.public_key())), "kid": "tests", "use": "sig"}
    body = json.dumps({"keys": [{**jwk, "alg": "RS256"}]}).encode()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            pool.fetches += 1
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_args: Any) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    pool = OwnPool(f"http://127.0.0.1:{server.server_port}/jwks.json")
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield pool
    finally:
        server.shutdown()
        server.server_close()
