"""Which tokens prove who is asking (rows JWT-1 to JWT-16), with a key pair of the tests' own."""

from __future__ import annotations

import base64
import json
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from accounts.errors import InvalidToken
from accounts.tokens import Pool, VerifiedTokens, verify

NOW = 1_760_000_000.0
SUB = "7c9e6679-7425-40de-944b-e07fc1f90ae7"
POOL = Pool("https://cognito-idp.us-east-1.amazonaws.com/us-east-1_Pool", "our-client")
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
OTHER_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
PUBLIC_PEM = KEY.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
GOOD = {
    "sub": SUB,
    "iss": POOL.issuer,
    "client_id": POOL.client_id,
    "token_use": "access",
    "iat": NOW - 60,
    "exp": NOW + 3540,
    "cognito:groups": ["pro"],
}


def key_for(kid: str) -> Any:
    return KEY.public_key() if kid == "good" else None


def a_token(*, header: Any = None, key: Any = KEY, without: str = "", **claims: Any) -> str:
    payload = {name: value for name, value in {**GOOD, **claims}.items() if name != without}
    head = {"alg": "RS256", "typ": "JWT", "kid": "good", **(header or {})}
    return signed(f"{segment(head)}.{segment(payload)}", key)


def signed(body: str, key: Any = KEY) -> str:
    """RSASSA-PKCS1-v1_5 with SHA-256, without a library that would refuse to sign nonsense."""
    return f"{body}.{segment(key.sign(body.encode(), padding.PKCS1v15(), hashes.SHA256()))}"


def check(token: str, *, use: str = "access") -> dict[str, Any]:
    return verify(token, use=use, pool=POOL, key_for=key_for, now=NOW)


def segment(value: Any) -> str:
    raw = value if isinstance(value, bytes) else json.dumps(value).encode()
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def unsigned(header: Any, payload: Any = GOOD, signature: str = "AAAA") -> str:
    return f"{segment(header)}.{segment(payload)}.{signature}"


def symmetric(algorithm: str, secret: bytes) -> str:
    """Signed with HMAC keyed with the public key, as in CVE-2015-9235; built without the library's guard."""
    import hashlib
    import hmac

    body = f"{segment({'alg': algorithm, 'kid': 'good', 'typ': 'JWT'})}.{segment(GOOD)}"
    digest = {"HS256": hashlib.sha256, "HS384": hashlib.sha384, "HS512": hashlib.sha512}[algorithm]
    return f"{body}.{segment(hmac.new(secret, body.encode(), digest).digest())}"


def tampered(**claims: Any) -> str:
    head, _, signature = a_token().split(".")
    return f"{head}.{segment({**GOOD, **claims})}.{signature}"


HOSTILE: dict[str, str] = {
    "empty": "",
    "one segment": "abc",
    "two segments": "a.b",
    "four segments": f"{a_token()}.x",
    "five segments (JWE)": f"{a_token()}.x.y",
    "empty segments": "..",
    "padding": a_token() + "=",
    "a space": a_token().replace(".", ". ", 1),
    "a newline at the end": a_token() + "\n",
    "not base64url": "a+/.b.c",
    "100 KB": "a" * 100_000 + ".b.c",
    "50,000 dots": "." * 50_000,
    "header is a list": unsigned([]),
    "header is a number": unsigned(5),
    "header is not JSON": unsigned(b"{"),
    "header 3,000 deep": unsigned(b"[" * 3000),
    "payload is a list": f"{segment({'alg': 'RS256', 'kid': 'good'})}.{segment([])}.AAAA",
    "bad UTF-8 in the header": unsigned(b'{"alg":"\xff"}'),
    **{
        f"alg {alg!r}": unsigned({"alg": alg, "kid": "good"}, signature="AAAA")
        for alg in (
            "none",
            "None",
            "NONE",
            "nOnE",
            " none",
            "none ",
            "",
            "RS384",
            "RS512",
            "PS256",
            "PS384",
            "PS512",
            "ES256",
            "ES384",
            "EdDSA",
            "HS256",
            "rs256",
            "Rs256",
            None,
            5,
            ["RS256"],
            {"alg": "RS256"},
        )
    },
    "alg none without signature": unsigned({"alg": "none", "kid": "good"})[:-4],
    "HS256 with the public key": symmetric("HS256", PUBLIC_PEM),
    "HS384 with the public key": symmetric("HS384", PUBLIC_PEM),
    "HS512 with the public key": symmetric("HS512", PUBLIC_PEM),
    "no alg": unsigned({"kid": "good"}),
    "no kid": signed(f"{segment({'alg': 'RS256'})}.{segment(GOOD)}"),
    "unknown kid": a_token(header={"kid": "other"}),
    "empty kid": a_token(header={"kid": ""}),
    "kid as a path": a_token(header={"kid": "../../good"}),
    "kid as a URL": a_token(header={"kid": "https://evil.example/key"}),
    "kid as SQL": a_token(header={"kid": "good' OR '1'='1"}),
    "kid of 2 KB": a_token(header={"kid": "g" * 2000}),
    "jku": a_token(key=OTHER_KEY, header={"jku": "https://evil.example/jwks.json"}),
    "x5u": a_token(key=OTHER_KEY, header={"x5u": "https://evil.example/cert"}),
    "embedded jwk": a_token(
        key=OTHER_KEY, header={"jwk": json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(OTHER_KEY.public_key()))}
    ),
    "crit": a_token(header={"crit": ["exp"]}),
    "signed by another key": a_token(key=OTHER_KEY),
    "signature cut": a_token()[:-10],
    "signature empty": a_token().rsplit(".", 1)[0] + ".",
    "signature of another token": a_token().rsplit(".", 1)[0] + "." + a_token(jti="x").rsplit(".", 1)[1],
    "payload changed": tampered(sub="00000000-0000-4000-8000-000000000000"),
    "groups changed": tampered(**{"cognito:groups": ["admin"]}),
    "expired": a_token(exp=NOW - 31),
    "expired long ago": a_token(exp=5),
    "no exp": a_token(without="exp"),
    "exp as text": a_token(exp=str(NOW + 60)),
    "exp null": a_token(exp=None),
    "exp true": a_token(exp=True),
    "exp a list": a_token(exp=[NOW + 60]),
    "exp infinite": unsigned(b'{"alg":"RS256","kid":"good"}', b'{"exp":1e999}'),
    "exp in 25 hours": a_token(exp=NOW + 25 * 3600),
    "exp in the year 9999": a_token(exp=253_402_300_799),
    "no iat": a_token(without="iat"),
    "iat in the future": a_token(iat=NOW + 120),
    "iat as text": a_token(iat="now"),
    "nbf in the future": a_token(nbf=NOW + 120),
    "nbf as text": a_token(nbf="later"),
    **{
        f"iss {iss!r}": a_token(iss=iss)
        for iss in (
            "",
            None,
            5,
            POOL.issuer + "/",
            POOL.issuer.upper(),
            POOL.issuer + ".evil.example",
            POOL.issuer.replace("https", "http"),
            POOL.issuer.replace("us-east-1_Pool", "us-east-1_Other"),
            POOL.issuer + "?",
            POOL.issuer + "#",
            " " + POOL.issuer,
            "https://evil.example/" + POOL.issuer,
            [POOL.issuer],
        )
    },
    "no iss": a_token(without="iss"),
    "an id token": a_token(token_use="id", aud=POOL.client_id),
    "token_use missing": a_token(without="token_use"),
    "token_use Access": a_token(token_use="Access"),
    "token_use as a list": a_token(token_use=["access"]),
    "another client": a_token(client_id="other-client"),
    "no client": a_token(without="client_id"),
    "client only as aud": a_token(without="client_id", aud=POOL.client_id),
    "client as a list": a_token(client_id=[POOL.client_id]),
    **{
        f"sub {str(sub)[:12]!r}": a_token(sub=sub)
        for sub in (
            "",
            None,
            5,
            ["x"],
            "#",
            "/",
            "a\x00b",
            "a\r\nb",
            SUB + "#",
            SUB.upper(),
            "x" * 2048,
            "profile",
            SUB + "\n",
        )
    },
    "no sub": a_token(without="sub"),
    "5,000 digits": unsigned({"alg": "RS256", "kid": "good"}, b'{"exp":' + b"9" * 5000 + b"}"),
}


def test_the_table_holds_at_least_100_hostile_tokens() -> None:
    assert len(HOSTILE) >= 100


@pytest.mark.parametrize("token", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_token_proves_nothing_and_the_reason_is_known(token: str) -> None:
    with pytest.raises(InvalidToken) as refusal:
        check(token)

    assert refusal.value.reason
    assert refusal.value.reason not in str(refusal.value)
    assert not token or token not in refusal.value.reason


@pytest.mark.parametrize(
    "claims",
    [{}, {"exp": NOW - 29}, {"iat": NOW + 29}, {"nbf": NOW + 29}, {"scope": "aws.cognito.signin.user.admin"}],
    ids=["plain", "just expired", "issued by a fast clock", "valid in a moment", "with a scope"],
)
def test_a_good_token_is_accepted_within_the_leeway(claims: Any) -> None:
    assert check(a_token(**claims))["sub"] == SUB


def test_an_id_token_is_accepted_only_where_one_is_wanted() -> None:
    token = a_token(without="client_id", aud=POOL.client_id, token_use="id")

    assert check(token, use="id")["sub"] == SUB
    with pytest.raises(InvalidToken):
        check(token)


def test_a_token_seen_again_is_not_verified_again_but_never_outlives_its_end() -> None:
    calls = []

    def verified(token: str, now: float) -> dict[str, Any]:
        calls.append(now)
        return verify(token, use="access", pool=POOL, key_for=key_for, now=now)

    tokens, token = VerifiedTokens(verified), a_token()

    assert tokens.identity(token, NOW) == tokens.identity(token, NOW + 3000)
    assert calls == [NOW]
    with pytest.raises(InvalidToken):
        tokens.identity(token, NOW + 3540 + 31)


def test_what_is_remembered_is_bounded() -> None:
    tokens = VerifiedTokens(lambda _token, now: {**GOOD, "exp": now + 60}, size=3)

    for i in range(10):
        tokens.identity(f"token-{i}", NOW)

    assert len(tokens._seen) == 3


def test_the_groups_choose_the_tier() -> None:
    tokens = VerifiedTokens(lambda token, _now: {**GOOD, "cognito:groups": json.loads(token)})

    assert tokens.identity('["pro"]', NOW).tier == "pro"
    assert tokens.identity('["free"]', NOW).tier == "free"
    assert tokens.identity('"pro"', NOW).tier == "free"
