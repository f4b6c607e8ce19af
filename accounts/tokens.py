"""A Cognito JWT, keys and a clock -> who is asking, or InvalidToken. No network, no Django.

Rules: RFC 8725 (algorithm pinned, key by ``kid`` from the pool only, issuer and use checked) and
https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-tokens-verifying-a-jwt.html
"""

from __future__ import annotations

import hashlib
import re
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

from accounts.errors import InvalidToken
from accounts.identity import Identity

LEEWAY_SECONDS = 30
LONGEST_LIFE_SECONDS = 24 * 3600
LONGEST_TOKEN = 8192
_SHAPE = re.compile(r"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+", re.ASCII)
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.ASCII)
_KID = re.compile(r"[A-Za-z0-9+/=_-]{1,128}", re.ASCII)

KeyFor = Callable[[str], RSAPublicKey | None]


@dataclass(frozen=True, slots=True)
class Pool:
    """The one user pool whose tokens count."""

    issuer: str
    client_id: str


def verify(token: str, *, use: str, pool: Pool, key_for: KeyFor, now: float) -> dict[str, Any]:
    """The claims of a genuine token of this pool; ``now`` in seconds since the epoch.

    ``use`` is ``access`` or ``id``. ``key_for`` finds the pool's public key by ``kid``.
    Raises InvalidToken with the reason for the log.
    """
    if len(token) > LONGEST_TOKEN or not _SHAPE.fullmatch(token):
        raise InvalidToken("not three base64url segments")
    claims = _decode(token, _key(token, key_for))
    _check_claims(claims, use=use, pool=pool, now=now)
    return claims


def _key(token: str, key_for: KeyFor) -> RSAPublicKey:
    try:
        header = jwt.get_unverified_header(token)
    except (jwt.InvalidTokenError, ValueError, RecursionError) as error:
        raise InvalidToken(f"unreadable header: {type(error).__name__}") from error
    if header.get("alg") != "RS256":
        raise InvalidToken("algorithm is not RS256")
    if "crit" in header:
        raise InvalidToken("critical header extensions")
    kid = header.get("kid")
    if not isinstance(kid, str) or not _KID.fullmatch(kid):
        raise InvalidToken("no usable kid")
    key = key_for(kid)
    if key is None:
        raise InvalidToken("kid is not one of the pool's keys")
    return key


def _decode(token: str, key: RSAPublicKey) -> dict[str, Any]:
    # Only the signature is left to the library; the claims have stricter rules below.
    options: Any = {"verify_signature": True, "verify_exp": False, "verify_nbf": False}
    options |= {"verify_iat": False, "verify_aud": False, "verify_iss": False, "verify_sub": False}
    options |= {"verify_jti": False}
    try:
        claims = jwt.decode(token, key, algorithms=["RS256"], options=options)
    except (jwt.InvalidTokenError, ValueError, RecursionError) as error:
        raise InvalidToken(f"not decoded: {type(error).__name__}") from error
    return dict(claims)


def _check_claims(claims: Mapping[str, Any], *, use: str, pool: Pool, now: float) -> None:
    if claims.get("iss") != pool.issuer:
        raise InvalidToken("foreign issuer")
    if claims.get("token_use") != use:
        raise InvalidToken(f"token_use is not {use}")
    client = claims.get("client_id" if use == "access" else "aud")
    if client != pool.client_id:
        raise InvalidToken("issued to another client")
    _check_times(claims, now)
    subject = claims.get("sub")
    if not isinstance(subject, str) or not _UUID.fullmatch(subject):
        raise InvalidToken("sub is not a UUID")


def _check_times(claims: Mapping[str, Any], now: float) -> None:
    expires = _time(claims, "exp")
    issued = _time(claims, "iat")
    if expires is None or issued is None:
        raise InvalidToken("no exp or iat")
    if now >= expires + LEEWAY_SECONDS:
        raise InvalidToken("expired")
    if expires - now > LONGEST_LIFE_SECONDS + LEEWAY_SECONDS:
        raise InvalidToken("expires too far away")
    if issued > now + LEEWAY_SECONDS:
        raise InvalidToken("issued in the future")
    not_before = _time(claims, "nbf")
    if not_before is not None and not_before > now + LEEWAY_SECONDS:
        raise InvalidToken("not valid yet")


def _time(claims: Mapping[str, Any], name: str) -> float | None:
    value = claims.get(name)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) < 1e12:
        raise InvalidToken(f"{name} is not a time")
    return value


def identity_of(claims: Mapping[str, Any]) -> Identity:
    """The identity that verified claims speak of."""
    groups = claims.get("cognito:groups", [])
    names = tuple(g for g in groups if isinstance(g, str)) if isinstance(groups, list) else ()
    email = claims.get("email", "")
    return Identity(claims["sub"], names, email if isinstance(email, str) else "")


class VerifiedTokens:
    """Tokens already verified by this process, by digest, never past ``exp``, bounded.

    Verifying a signature costs some 65 microseconds, seeing a known digest less than 2.
    """

    def __init__(self, verify_token: Callable[[str, float], Mapping[str, Any]], size: int = 1024) -> None:
        self._verify = verify_token
        self._size = size
        self._seen: OrderedDict[bytes, tuple[float, Identity]] = OrderedDict()

    def identity(self, token: str, now: float) -> Identity:
        """The identity of a genuine token; raises InvalidToken."""
        digest = hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()
        known = self._seen.get(digest)
        if known is not None and now < known[0]:
            return known[1]
        claims = self._verify(token, now)
        identity = identity_of(claims)
        self._seen[digest] = (float(claims["exp"]), identity)
        while len(self._seen) > self._size:
            self._seen.popitem(last=False)
        return identity
