"""A Cognito JWT, keys and a clock -> who is asking, or InvalidToken. No network, no Django.

Rules: RFC 8725 (algorithm pinned, key by ``kid`` from the pool only, issuer and use checked) and
https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-tokens-verifying-a-jwt.html
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

from accounts.errors import InvalidToken
from accounts.identity import Identity

ALGORITHM = "RS256"
LEEWAY_SECONDS = 30
LONGEST_LIFE_SECONDS = 24 * 3600
LONGEST_TOKEN = 8192
_SHAPE = re.compile(r"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+", re.ASCII)
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.ASCII)
_KID = re.compile(r"[A-Za-z0-9+/=_-]{1,128}", re.ASCII)
_TEXTS = ("iss", "sub", "client_id", "token_use", "scope", "jti", "email")
_TEXT_LISTS = ("cognito:groups", "aud")
_JWS = jwt.PyJWS(algorithms=[ALGORITHM])

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
    header, _, signature = token.split(".")
    key = _key(_json_object(_bytes(header), "header"), key_for)
    if base64.urlsafe_b64encode(_bytes(signature)).rstrip(b"=") != signature.encode():
        raise InvalidToken("another spelling of the signature")
    claims = _json_object(_signed_bytes(token, key), "payload")
    _check_types(claims)
    _check_claims(claims, use=use, pool=pool, now=now)
    return claims


def _bytes(segment: str) -> bytes:
    try:
        return base64.urlsafe_b64decode(segment + "=" * (-len(segment) % 4))
    except ValueError as error:
        raise InvalidToken("a segment is not base64url") from error


def _json_object(raw: bytes, name: str) -> dict[str, Any]:
    try:
        value = json.loads(raw.decode("utf-8"))  # given bytes, it would take UTF-16 and UTF-32 as well
    except (ValueError, RecursionError) as error:
        raise InvalidToken(f"unreadable {name}: {type(error).__name__}") from error
    if not isinstance(value, dict):
        raise InvalidToken(f"the {name} is no JSON object")
    return value


def _key(header: Mapping[str, Any], key_for: KeyFor) -> RSAPublicKey:
    """The pool's key of that ``kid``; whatever else the header offers (jku, x5u, jwk, x5c) is not looked at."""
    if header.get("alg") != ALGORITHM:
        raise InvalidToken(f"algorithm is not {ALGORITHM}")
    if "crit" in header:
        raise InvalidToken("critical header extensions")
    kid = header.get("kid")
    if not isinstance(kid, str) or not _KID.fullmatch(kid):
        raise InvalidToken("no usable kid")
    key = key_for(kid)
    if key is None:
        raise InvalidToken("kid is not one of the pool's keys")
    return key


def _signed_bytes(token: str, key: RSAPublicKey) -> bytes:
    # Of the library only the signature is wanted: its reading of the claims is laxer than ours, and dear.
    try:
        payload: bytes = _JWS.decode(token, key, algorithms=[ALGORITHM])
    except (jwt.InvalidTokenError, ValueError, RecursionError) as error:
        raise InvalidToken(f"not verified: {type(error).__name__}") from error
    return payload


def _check_types(claims: Mapping[str, Any]) -> None:
    """What Cognito writes as a text or a list of texts is one, or is not there (as aws-jwt-verify asserts)."""
    for name in _TEXTS:
        if name in claims and not isinstance(claims[name], str):
            raise InvalidToken(f"{name} is no text")
    for name in _TEXT_LISTS:
        value = claims.get(name, [])
        if name == "aud" and isinstance(value, str):
            continue
        if not isinstance(value, list) or not all(isinstance(entry, str) for entry in value):
            raise InvalidToken(f"{name} is no list of texts")


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
    return Identity(claims["sub"], tuple(claims.get("cognito:groups", ())), claims.get("email", ""))


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
