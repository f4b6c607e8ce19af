"""A user pool with a key pair of the tests' own: its JWKS over HTTP, and any token one likes."""

from __future__ import annotations

import base64
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from uuid import uuid4

import jwt
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
ISSUER = "https://cognito-idp.us-east-1.amazonaws.com/us-east-1_TestsOwn"
CLIENT = "tests-own-client"
KID = "tests"


class OwnPool:
    """Issues access tokens; counts how often its keys were asked for."""

    def __init__(self, url: str) -> None:
        self.jwks_url = url
        self.fetches = 0

    def signed(self, header: Any, payload: Any) -> str:
        """Anything at all, signed by the pool (RSASSA-PKCS1-v1_5 with SHA-256) as no library would sign it."""
        body = f"{segment(header)}.{segment(payload)}"
        return f"{body}.{segment(_KEY.sign(body.encode(), padding.PKCS1v15(), hashes.SHA256()))}"

    def claims(self, **changes: Any) -> dict[str, Any]:
        """The claims of a genuine access token, with changes."""
        now = int(time.time())
        genuine = {"sub": str(uuid4()), "iss": ISSUER, "client_id": CLIENT, "token_use": "access"}
        return {**genuine, "iat": now - 5, "exp": now + 3600, **changes}

    def token(self, *, user_id: str | None = None, **claims: Any) -> str:
        """A genuine access token for an hour, with claims replaced as given."""
        payload = self.claims(**({"sub": user_id} if user_id else {}) | claims)
        return jwt.encode(payload, _KEY, algorithm="RS256", headers={"kid": KID})


def segment(value: Any) -> str:
    """One part of a token: JSON, or bytes as they are."""
    raw = value if isinstance(value, bytes) else json.dumps(value).encode()
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def public_jwk(**changes: Any) -> dict[str, Any]:
    """The pool's key as its JWKS shows it, with changes."""
    jwk = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(_KEY.public_key()))
    return {**jwk, "kid": KID, "use": "sig", "alg": "RS256", **changes}


def public_pem() -> bytes:
    """The same key as PEM."""
    return _KEY.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


@contextmanager
def running_pool() -> Iterator[OwnPool]:
    """Serve the pool's keys on a free port of 127.0.0.1."""
    body = json.dumps({"keys": [public_jwk()]}).encode()

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
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    try:
        yield pool
    finally:
        server.shutdown()
        server.server_close()
