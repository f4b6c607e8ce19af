"""Rows JWT-1 to JWT-18 through the real door: hostile tokens against a pool of keys of the tests' own."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import logging
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from http.cookies import SimpleCookie
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from django.http import HttpResponse
from django.test import Client

from accounts import verification
from scatterpilot.log_lines import JsonFormatter
from tests.accounts.own_pool import CLIENT, ISSUER, KID, OwnPool, public_jwk, public_pem, segment
from tests.api.client import Api, check_problem
from tests.local_stack import CognitoUser, make_cognito_user
from tests.pages import Pages

HEADER = {"alg": "RS256", "kid": KID}
STRANGER = rsa.generate_private_key(public_exponent=65537, key_size=2048)
Tokens = Mapping[str, str]


def asked(token: str) -> HttpResponse:
    return Client(headers={"Authorization": f"Bearer {token}"}, raise_request_exception=False).get("/api/v1/profile/")


def check_refused(tokens: Tokens, caplog: pytest.LogCaptureFixture) -> None:
    """Each is 401 without a word why, in under a second; the reason is in the log, the token is not."""
    for name, token in tokens.items():
        caplog.clear()
        started = time.monotonic()
        answer = asked(token)
        assert time.monotonic() - started < 1, name
        assert (answer.status_code, check_problem(answer)["code"]) == (401, "invalid_token"), name
        (reason,) = [record.facts["reason"] for record in caplog.records if record.name == "accounts"]
        assert reason not in answer.content.decode(), name
        assert len(token) < 9 or token not in caplog.text, name


@pytest.fixture
def refused(own_pool: OwnPool, caplog: pytest.LogCaptureFixture) -> Iterator[Callable[[Tokens], None]]:
    """Check that all are refused, and that a good token is taken afterwards."""
    yield lambda tokens: check_refused(tokens, caplog)
    assert asked(own_pool.token()).status_code == 200


def test_jwt_1_what_is_not_three_segments(own_pool: OwnPool, refused: Callable[[Tokens], None]):
    good = own_pool.token()
    head, payload, signature = good.split(".")
    refused(
        {
            "one": head,
            "two": f"{head}.{payload}",
            "four": f"{good}.{signature}",
            "five (JWE)": f"{good}.{head}.{payload}",
            "none": "..",
            "an empty one": f"{head}..{signature}",
            "padded": f"{head}=.{payload}.{signature}",
            "plain base64": f"{head}.{payload}.+/+/",
            "JSON serialisation": json.dumps({"payload": payload, "protected": head, "signature": signature}),
            "flattened": json.dumps({"payload": payload, "signatures": []}),
            "percent signs": good.replace(".", "%2e"),
            "a cookie's quotes": f'"{good}"',
            "another script's letters": f"{head}.{payload}.{'Ａ' * 342}".encode().decode("latin-1"),
        }
    )


def test_jwt_2_what_is_not_of_its_type(own_pool: OwnPool, refused: Callable[[Tokens], None]):
    claims = own_pool.claims()
    wrong: list[Any] = [5, None, True, ["x"], {"x": "y"}]
    headers = {f"{n} {w}": own_pool.signed({**HEADER, n: w}, claims) for n in ("alg", "kid") for w in wrong}
    texts = {
        f"{n} {w}": own_pool.signed(HEADER, {**claims, n: w})
        for n in ("iss", "sub", "scope", "jti", "client_id", "token_use")
        for w in wrong
    }
    times = {
        f"{n} {w}": own_pool.signed(HEADER, {**claims, n: w})
        for n in ("exp", "nbf", "iat")
        for w in ("1", True, [1], {}, 1e308, -1e308)
    }
    raw = {
        f"{n} {w}": own_pool.signed(HEADER, json.dumps({**claims, n: 0}).replace(f'"{n}": 0', f'"{n}": {w}').encode())
        for n in ("exp", "iat")
        for w in ("NaN", "Infinity", "1e999", "9" * 5000)
    }
    groups = {
        f"groups {w}": own_pool.signed(HEADER, {**claims, "cognito:groups": w}) for w in ("pro", 5, [5], [["pro"]])
    }
    audience = {f"aud {w}": own_pool.signed(HEADER, {**claims, "aud": w}) for w in (5, [5], {"x": 1})}
    shapes = {f"payload {w}": own_pool.signed(HEADER, w) for w in ([], "x", 5, None, [claims])}
    refused({**headers, **texts, **times, **raw, **groups, **audience, **shapes})


@pytest.fixture
def canary() -> Iterator[tuple[str, list[str]]]:
    """An address that would serve a stranger's key, and who asked for it."""
    hits: list[str] = []

    class Canary(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            hits.append(self.path)
            self.send_response(200)
            self.end_headers()
            self.wfile.write(json.dumps({"keys": [a_strangers_jwk()]}).encode())

        def log_message(self, *_args: Any) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Canary)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/keys.json", hits
    server.shutdown()
    server.server_close()


def a_strangers_jwk() -> dict[str, Any]:
    return {**json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(STRANGER.public_key())), "kid": "stranger", "use": "sig"}


def by_a_stranger(header: Any, payload: Any, key: Any = STRANGER) -> str:
    body = f"{segment(header)}.{segment(payload)}"
    return f"{body}.{segment(key.sign(body.encode(), padding.PKCS1v15(), hashes.SHA256()))}"


def test_jwt_3_no_request_leaves_for_what_a_token_names(
    own_pool: OwnPool, refused: Callable[[Tokens], None], canary: tuple[str, list[str]]
):
    url, hits = canary
    claims, jwk = own_pool.claims(), a_strangers_jwk()
    offers: dict[str, Any] = {"jku": url, "x5u": url, "jwk": jwk, "x5c": ["MII"], "x5t": "x", "kid": url, "url": url}
    refused(
        {
            **{
                f"{name} beside our kid": by_a_stranger({**HEADER, name: value}, claims)
                for name, value in offers.items()
            },
            **{f"{name} alone": by_a_stranger({"alg": "RS256", name: value}, claims) for name, value in offers.items()},
            "all at once": by_a_stranger({**HEADER, **offers}, claims),
            "its own issuer": by_a_stranger(HEADER, {**claims, "iss": url}),
            "its own issuer, signed by us": own_pool.signed(HEADER, {**claims, "iss": url}),
        }
    )

    assert hits == []


def test_jwt_4_the_kid_must_be_one_of_the_pools(own_pool: OwnPool, refused: Callable[[Tokens], None]):
    claims = own_pool.claims()
    kids = [
        "",
        " ",
        "other",
        f"{KID} ",
        KID.upper(),
        f"../{KID}",
        f"{KID}\x00",
        "' OR '1'='1",
        "x" * 5000,
        "0",
        "\u0301",
    ]
    refused(
        {
            **{f"kid {kid[:20]!r}": own_pool.signed({"alg": "RS256", "kid": kid}, claims) for kid in kids},
            "no kid": own_pool.signed({"alg": "RS256"}, claims),
        }
    )


def test_jwt_5_fifty_unknown_kids_cost_one_fetch_and_nobody_waits(own_pool: OwnPool, refused: Callable[[Tokens], None]):
    assert asked(own_pool.token()).status_code == 200
    refused({f"kid {n}": own_pool.signed({"alg": "RS256", "kid": f"k{n}"}, own_pool.claims()) for n in range(50)})

    assert own_pool.fetches == 1
    assert asked(own_pool.token()).status_code == 200


def test_jwt_6_with_the_keys_preloaded_nothing_is_fetched_at_all(own_pool: OwnPool, settings: Any):
    settings.COGNITO_JWKS = {"keys": [public_jwk()]}
    verification.forget_everything()

    assert asked(own_pool.token()).status_code == 200
    assert own_pool.fetches == 0


def test_jwt_6_a_key_that_is_not_among_the_preloaded_is_fetched(own_pool: OwnPool, settings: Any):
    settings.COGNITO_JWKS = {"keys": [public_jwk(kid="older")]}
    verification.forget_everything()

    assert asked(own_pool.token()).status_code == 200
    assert own_pool.fetches == 1


NONES = (
    *("none", "None", "NONE", "nOnE", "NonE", "none ", " none", "\tnone", "none\n", "none\x00", "n\u043ene", "", " "),
    *("null", "undefined", "false", "0", "-"),
)


def test_jwt_7_no_algorithm_but_the_pools(own_pool: OwnPool, refused: Callable[[Tokens], None]):
    claims = own_pool.claims()
    good = own_pool.signed(HEADER, claims)
    signature = good.rsplit(".", 1)[1]
    none = {f"alg {a!r} {e}": unsigned({**HEADER, "alg": a}, claims, e) for a in NONES for e in ("", "AAAA", signature)}
    others = ("RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES256K", "ES384", "ES512", "EdDSA", "RS1", "rs256")
    relabelled = {
        f"alg {alg}": own_pool.signed({**HEADER, "alg": alg}, claims) for alg in (*others, "RS256 ", "RSA-OAEP")
    }
    elliptic, edwards = ec.generate_private_key(ec.SECP256R1()), ed25519.Ed25519PrivateKey.generate()
    really = {
        "ES256": jwt.encode(claims, elliptic, algorithm="ES256", headers={"kid": KID}),
        "EdDSA": jwt.encode(claims, edwards, algorithm="EdDSA", headers={"kid": KID}),
        "PS256": jwt.encode(claims, STRANGER, algorithm="PS256", headers={"kid": KID}),
    }
    refused({**none, **relabelled, **really, **with_the_public_key(claims)})


def unsigned(header: Any, payload: Any, signature: str) -> str:
    return f"{segment(header)}.{segment(payload)}.{signature}"


def with_the_public_key(claims: Any) -> dict[str, str]:
    """HMAC keyed with whatever of the public key somebody might take for a secret (CVE-2015-9235)."""
    pem, jwk = public_pem(), public_jwk()
    modulus = base64.urlsafe_b64decode(jwk["n"] + "==")
    secrets = {
        "PEM": pem,
        "PEM without its last line feed": pem.rstrip(),
        "PEM with CRLF": pem.replace(b"\n", b"\r\n"),
        "PEM body": b"".join(pem.splitlines()[1:-1]),
        "DER": base64.b64decode(b"".join(pem.splitlines()[1:-1])),
        "n": jwk["n"].encode(),
        "n as bytes": modulus,
        "JWK": json.dumps(jwk).encode(),
        "kid": KID.encode(),
        "client": CLIENT.encode(),
        "issuer": ISSUER.encode(),
        "nothing": b"",
        "NUL": b"\x00",
        "secret": b"secret",
    }
    digests = {"HS256": hashlib.sha256, "HS384": hashlib.sha384, "HS512": hashlib.sha512}
    found = {}
    for algorithm, digest in digests.items():
        body = f"{segment({**HEADER, 'alg': algorithm})}.{segment(claims)}"
        for name, secret in secrets.items():
            found[f"{algorithm} {name}"] = f"{body}.{segment(hmac.new(secret, body.encode(), digest).digest())}"
    return found


def test_jwt_8_the_signature_is_over_the_very_bytes(own_pool: OwnPool, refused: Callable[[Tokens], None]):
    good, other = own_pool.token(), own_pool.token(jti="x")
    head, payload, signature = good.split(".")
    raw = base64.urlsafe_b64decode(signature + "==")
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    last = alphabet[alphabet.index(signature[-1]) ^ 1]  # the same bytes for a lax reader
    body = f"{head}.{payload}"
    claims = json.loads(base64.urlsafe_b64decode(payload + "=="))
    spaced = segment(json.dumps(claims, indent=1).encode())
    flipped = {
        f"bit {n} flipped": f"{body}.{segment(bytes([*raw[:n], raw[n] ^ 1, *raw[n + 1 :]]))}" for n in (0, 99, 255)
    }
    refused(
        {
            **flipped,
            "cut": good[:-4],
            "one letter": good[:-1],
            "longer": f"{good}AAAA",
            "another spelling": f"{body}.{signature[:-1]}{last}",
            "of another token": f"{body}.{other.rsplit('.', 1)[1]}",
            "zeros": f"{body}.{segment(bytes(256))}",
            "ones": f"{body}.{segment(bytes([255]) * 256)}",
            "twice": f"{body}.{segment(raw + raw)}",
            "leading zero": f"{body}.{segment(bytes(1) + raw)}",
            "the same claims written otherwise": f"{head}.{spaced}.{signature}",
            "the same header written otherwise": f"{segment({'kid': KID, 'alg': 'RS256'})}.{payload}.{signature}",
            "other claims": f"{head}.{segment({**claims, 'cognito:groups': ['pro']})}.{signature}",
            "not attached": f"{segment({**HEADER, 'b64': False, 'crit': ['b64']})}.{payload}.{signature}",
            "critical": own_pool.signed({**HEADER, "crit": ["exp"]}, claims),
            "nothing critical": own_pool.signed({**HEADER, "crit": []}, claims),
            "b64": own_pool.signed({**HEADER, "b64": False}, claims),
            "a stranger's": by_a_stranger(HEADER, claims),
        }
    )


def test_jwt_9_only_while_it_is_good(own_pool: OwnPool, refused: Callable[[Tokens], None]):
    now = int(time.time())
    without = own_pool.claims()
    del without["exp"]
    refused(
        {
            "ended": own_pool.token(exp=now - 60),
            "ended long ago": own_pool.token(exp=1),
            "ends before the epoch": own_pool.token(exp=-1),
            "never ends": own_pool.signed(HEADER, without),
            "ends in 25 hours": own_pool.token(exp=now + 25 * 3600),
            "ends in the year 9999": own_pool.token(exp=253_402_300_799),
            "good from later on": own_pool.token(nbf=now + 120),
            "issued later": own_pool.token(iat=now + 120),
        }
    )
    for leeway in ({"exp": now - 5}, {"nbf": now + 5}, {"iat": now + 5}):
        assert asked(own_pool.token(**leeway)).status_code == 200


def test_jwt_10_the_issuer_letter_by_letter(own_pool: OwnPool, refused: Callable[[Tokens], None]):
    near = [
        *(f"{ISSUER}/", f"{ISSUER} ", f" {ISSUER}", f"{ISSUER}?", f"{ISSUER}#", f"{ISSUER}\x00", f"{ISSUER}x"),
        *(ISSUER.upper(), ISSUER[:-1], ISSUER.replace("https", "http"), ISSUER.removeprefix("https://")),
        *(ISSUER.replace("us-east-1.", "us-west-2."), ISSUER.replace("amazonaws.com", "amazonaws.com.evil.example")),
        *(ISSUER.replace("cognito", "c\u043egnito"), ISSUER.replace("us-east-1_", "us-east-1_x"), ""),
        *(ISSUER.replace("https://", "https://evil.example@"), f"https://evil.example/{ISSUER}", f"{ISSUER}/../x"),
    ]
    refused({f"iss {iss}": own_pool.token(iss=iss) for iss in near})


def test_jwt_11_an_id_token_is_no_access_token_nor_the_other_way_round(user: CognitoUser):
    assert asked(user.access_token).status_code == 200
    assert asked(user.id_token).status_code == 401
    assert asked(user.refresh_token).status_code == 401

    assert verification.email_from_id_token(user.id_token) == user.email
    with pytest.raises(Exception, match="Sign in again"):
        verification.email_from_id_token(user.access_token)


def test_jwt_11_the_use_is_written_exactly(own_pool: OwnPool, refused: Callable[[Tokens], None]):
    uses = ["id", "refresh", "Access", "ACCESS", "access ", "", "access,id", "web"]
    without = own_pool.claims()
    del without["token_use"]
    refused({**{use: own_pool.token(token_use=use) for use in uses}, "no use": own_pool.signed(HEADER, without)})


def test_jwt_12_only_tokens_for_our_client(own_pool: OwnPool, refused: Callable[[Tokens], None]):
    clients = ["other", "", CLIENT.upper(), f"{CLIENT} ", f"{CLIENT}x", f"{CLIENT},other"]
    without = own_pool.claims(aud=CLIENT)
    del without["client_id"]
    refused(
        {
            **{client: own_pool.token(client_id=client) for client in clients},
            "only as aud": own_pool.signed(HEADER, without),
            "both, but another": own_pool.token(client_id="other", aud=CLIENT),
        }
    )


def test_jwt_13_groups_that_are_missing_give_nothing(own_pool: OwnPool):
    def tier(**claims: Any) -> str:
        return str(Api(own_pool.token(**claims)).get("usage/")["tier"])

    assert tier(**{"cognito:groups": ["pro"]}) == "pro"
    for groups in ([], ["Pro"], ["pro "], ["admin", "free"], ["professional"]):
        assert tier(**{"cognito:groups": groups}) == "free"
    assert tier(groups=["pro"], roles=["pro"], scope="pro") == "free"


def test_jwt_14_whoever_it_is_is_a_uuid(own_pool: OwnPool, refused: Callable[[Tokens], None]):
    uuid = "7c9e6679-7425-40de-944b-e07fc1f90ae7"
    subjects = [
        *("", " ", "#", "/", "..", "profile", "a\x00b", "a\r\nb", "x" * 2048, "null", "0", "*", "ended#all"),
        *(
            uuid.upper(),
            f"{uuid}#",
            f"{uuid}\n",
            f" {uuid}",
            f"{uuid}/x",
            uuid[:-1],
            uuid.replace("-", ""),
            f"{{{uuid}}}",
        ),
        *(f"urn:uuid:{uuid}", uuid.replace("7", "\uff17"), f"{uuid}{uuid}"),
    ]
    without = own_pool.claims()
    del without["sub"]
    refused({**{s[:30]: own_pool.token(sub=s) for s in subjects}, "no sub": own_pool.signed(HEADER, without)})


def test_jwt_15_one_bearer_header_and_nothing_else(own_pool: OwnPool):
    token = own_pool.token()
    elsewhere = [
        Client(headers={"X-Authorization": f"Bearer {token}"}),
        Client(headers={"X-Access-Token": token}),
        Client(headers={"X-Amz-Security-Token": token}),
        Client(headers={"Proxy-Authorization": f"Bearer {token}"}),
        Client(headers={"Authorization": token}),
        Client(headers={"Authorization": f"Bearer {token},Bearer {token}"}),
        Client(headers={"Authorization": f"Bearer {token} {token}"}),
        Client(headers={"Authorization": f"Basic {token}"}),
        Client(headers={"Authorization": f"Bearer, {token}"}),
        Client(headers={"Cookie": f"access_token={token}; token={token}; Authorization=Bearer {token}; sp_id={token}"}),
    ]
    statuses = [client.get(f"/api/v1/profile/?access_token={token}&token={token}").status_code for client in elsewhere]
    form = Client().post("/api/v1/conversations/", {"access_token": token})
    body = Client().post("/api/v1/conversations/", json.dumps({"access_token": token}), "application/json")

    assert statuses == [401] * len(elsewhere)
    assert (form.status_code, body.status_code) == (401, 401)


def test_jwt_16_monsters_are_refused_soon(own_pool: OwnPool, refused: Callable[[Tokens], None]):
    claims = own_pool.claims()
    deep = b'{"alg":"RS256","kid":' + b"[" * 3000 + b"]" * 3000 + b"}"
    digits = b'{"alg":"RS256","kid":' + b"9" * 5000 + b"}"
    refused(
        {
            "100 KB": own_pool.token(x="y" * 100_000),
            "50,000 dots": "." * 50_000,
            "50,000 letters": "a" * 50_000,
            "header 3,000 deep": own_pool.signed(deep, claims),
            "payload 1,500 deep": own_pool.signed(HEADER, b'{"sub":' + b"[" * 1500 + b"]" * 1500 + b"}"),
            "header of 5,000 digits": own_pool.signed(digits, claims),
            "payload of 5,000 digits": own_pool.signed(HEADER, b'{"exp":' + b"9" * 5000 + b"}"),
            "bad UTF-8 in the header": own_pool.signed(b'{"alg":"RS256","kid":"\xff"}', claims),
            "bad UTF-8 in the payload": own_pool.signed(HEADER, b'{"sub":"\xff\xfe"}'),
            "UTF-16": own_pool.signed(json.dumps(HEADER).encode("utf-16"), claims),
            "no JSON": own_pool.signed(b"{", claims),
        }
    )


def test_jwt_16_the_same_monsters_as_cookies_are_no_failure(own_pool: OwnPool):
    for monster in ("x" * 100_000, "." * 50_000, own_pool.token(x="y" * 9000), "\xff", "é.é.é", '"', "a=b; c"):
        for name in ("sp_access", "sp_id", "sp_refresh", "sp_session", "csrftoken", "messages"):
            client = Client(raise_request_exception=False)
            client.cookies = SimpleCookie({name: monster})
            assert client.get("/chat/").status_code == 302
            assert client.get("/api/v1/profile/").status_code == 401


# JWT-18 --------------------------------------------------------------------------------------


class _Journal(logging.Handler):
    """Everything that is logged, as it would be printed."""

    def __init__(self) -> None:
        super().__init__()
        self.setFormatter(JsonFormatter())
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))


@pytest.fixture
def journal() -> Iterator[_Journal]:
    handler = _Journal()
    logging.getLogger().addHandler(handler)
    yield handler
    logging.getLogger().removeHandler(handler)


def test_jwt_18_ops_3_no_token_password_or_text_is_in_any_log_line(aws: Any, journal: _Journal):
    user = make_cognito_user(aws, group="pro")
    secrets = {
        "password": user.password,
        "wrong password": "Wrong-horse-77",
        "message": "invoice Qvortrup $5 for zeppelins",
    }
    stranger = Pages()
    stranger.post("/accounts/sign-in/", {"email": user.email, "password": secrets["wrong password"]}, status=401)
    pages, api = Pages(user), Api(user.access_token)
    cookies = {f"cookie {name}": morsel.value for name, morsel in pages.client.cookies.items() if name != "messages"}

    address = pages.post("/chat/", {"text": secrets["message"]}).location
    api.post("conversations/", {"message": secrets["message"]})
    pages.get(address.removesuffix("#say"))
    asked(user.id_token)
    asked(f"{user.access_token}x")
    Client().get(f"/api/v1/profile/?access_token={user.access_token}")
    Client().get(f"/chat/?token={user.access_token}")
    pages.client.cookies["sp_access"] = "not.a.token"
    pages.get("/settings/")
    cookies["renewed"] = pages.client.cookies["sp_access"].value
    pages.post("/accounts/sign-out/")

    tokens = {"access": user.access_token, "id": user.id_token, "refresh": user.refresh_token}
    log = "\n".join(journal.lines)
    assert len(journal.lines) > 15
    assert [name for name, value in {**secrets, **tokens, **cookies}.items() if value in log] == []
    parts = [part for token in tokens.values() for part in token.split(".")[1:]]
    assert [part for part in parts if part in log] == []
    assert "Qvortrup" not in log
    assert user.email not in log
    assert user.user_id not in log
