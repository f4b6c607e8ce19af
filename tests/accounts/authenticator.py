"""An authenticator app: RFC 6238 with SHA-1, six digits, thirty seconds."""

from __future__ import annotations

import base64
import hashlib
import hmac
import struct
import time


def code_of(secret: str, *, steps_away: int = 0) -> str:
    """The code that the app shows now, or so many half minutes from now."""
    key = base64.b32decode(secret.replace(" ", ""))
    digest = hmac.new(key, struct.pack(">Q", int(time.time()) // 30 + steps_away), hashlib.sha1).digest()
    start = digest[-1] & 15
    return f"{(int.from_bytes(digest[start : start + 4], 'big') & 0x7FFFFFFF) % 1_000_000:06d}"


def wrong_code_of(secret: str) -> str:
    """A code that is right at no time near now."""
    near = {code_of(secret, steps_away=steps) for steps in range(-4, 5)}
    return next(code for code in ("000000", *map(str, range(100_000, 100_020))) if code not in near)
