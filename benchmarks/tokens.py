"""Verifying a token, for the first time and again, against the bare RSA check of PyJWT with a key object at hand."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from uuid import uuid4

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

from accounts.tokens import Pool, VerifiedTokens, verify
from benchmarks.timing import Figure, compare

_NOW = 1_760_000_000.0
_POOL = Pool("https://cognito-idp.us-east-1.amazonaws.com/us-east-1_benchmark", "client")
_TIMES = 200
_ROUNDS = 40


def _token(key: rsa.RSAPrivateKey) -> str:
    claims = {
        "iss": _POOL.issuer,
        "client_id": _POOL.client_id,
        "token_use": "access",
        "sub": str(uuid4()),
        "cognito:groups": ["pro"],
        "scope": "aws.cognito.signin.user.admin",
        "jti": str(uuid4()),
        "iat": int(_NOW),
        "auth_time": int(_NOW),
        "exp": int(_NOW) + 3600,
    }
    return jwt.encode(claims, key, algorithm="RS256", headers={"kid": "key-1"})


def _often(run: Callable[[], object]) -> Callable[[], None]:
    def runs() -> None:
        for _ in range(_TIMES):
            run()

    return runs


def figures() -> Iterator[Figure]:
    """Ratios, and the microseconds of a token seen again."""
    private = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    public, token = private.public_key(), _token(private)
    check = partial(verify, token, use="access", pool=_POOL, key_for=lambda _kid: public, now=_NOW)
    known = VerifiedTokens(lambda _token, _now: check())
    bare = _often(
        lambda: jwt.decode(token, public, algorithms=["RS256"], options={"verify_exp": False, "verify_aud": False})
    )
    against = "PyJWT, key object at hand"
    first = compare(_often(check), bare, rounds=_ROUNDS)
    yield Figure("a token for the first time", first.ratio, "x", against, aim=1.3, remark=_each(first.milliseconds))
    again = compare(_often(lambda: known.identity(token, _NOW)), bare, rounds=_ROUNDS)
    yield Figure("a token seen again", again.ratio, "x", against, remark=_each(again.milliseconds))
    yield Figure("a token seen again", again.subject / _TIMES * 1e6, "microseconds", aim=3)


def _each(milliseconds: str) -> str:
    return f"{milliseconds}, {_TIMES} times each"
