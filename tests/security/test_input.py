"""Whatever is sent to the API: taken exactly, or refused with 4xx, soon; never a 5xx (rows INP-1 to INP-5)."""

from __future__ import annotations

import gzip
import json
import time
from typing import Any

import pytest

from tests.api.client import Api, check_problem
from tests.local_stack import CognitoUser

JSON = "application/json"
LARGEST = 256 * 1024


@pytest.fixture(scope="module")
def api(somebody: CognitoUser) -> Api:
    return Api(somebody.access_token)


# INP-1: bodies -------------------------------------------------------------------------------


def notes(raw: bytes) -> bytes:
    return b'{"notes": ' + raw + b"}"


MALFORMED: dict[str, tuple[bytes, str]] = {
    "100,000 lists deep": (b"[" * 100_000 + b"]" * 100_000, JSON),
    "40,000 objects deep": (b'{"a":' * 40_000, JSON),
    "notes 20,000 lists deep": (notes(b"[" * 20_000 + b"]" * 20_000), JSON),
    "100,000 names": (json.dumps({f"k{i}": 1 for i in range(100_000)}).encode(), JSON),
    "18,000 names": (json.dumps({f"k{i}": 1 for i in range(18_000)}).encode(), JSON),
    "a name of 200 KB": (json.dumps({"k" * 200_000: 1}).encode(), JSON),
    "80,000 empty lines": (b'{"lines":[' + b"{}," * 80_000 + b"{}]}", JSON),
    "120,000 numbers as lines": (b'{"lines":[' + b"1," * 120_000 + b"1]}", JSON),
    "1,000 wrong lines": (json.dumps({"lines": [{"quantity": "x", "unit_price": "x"}] * 1000}).encode(), JSON),
    "a list": (b"[]", JSON),
    "null": (b"null", JSON),
    "a number": (b"5", JSON),
    "a text": (b'"x"', JSON),
    "true": (b"true", JSON),
    "white space": (b"   ", JSON),
    "cut": (b'{"notes":', JSON),
    "two values": (b"{} {}", JSON),
    "trailing comma": (b'{"notes": "x",}', JSON),
    "single quotes": (b"{'notes': 'x'}", JSON),
    "a comment": (b"{/* x */}", JSON),
    "a name twice": (b'{"notes": "a", "notes": "b"}', JSON),
    "a name twice, inside": (b'{"customer": {"name": "a", "name": "b"}}', JSON),
    "byte order mark": (b"\xef\xbb\xbf{}", JSON),
    "UTF-16": ('{"notes": "x"}'.encode("utf-16"), JSON),
    "UTF-16, and said so": ('{"notes": "x"}'.encode("utf-16"), f"{JSON}; charset=utf-16"),
    "Latin-1": (notes(b'"\xe9"'), JSON),
    "Latin-1, and said so": (notes(b'"\xe9"'), f"{JSON}; charset=latin-1"),
    "a charset that is none": (notes(b'"x"'), f"{JSON}; charset=nonsense"),
    "overlong UTF-8": (notes(b'"\xc0\xaf"'), JSON),
    "NUL": (notes(b'"\x00"'), JSON),
    "escaped NUL": (notes(b'"\\u0000"'), JSON),
    "lone surrogate": (notes(b'"\\ud800"'), JSON),
    "encoded surrogate": (notes(b'"\xed\xa0\x80"'), JSON),
    "lone surrogate as a name": (b'{"\\ud800": 1}', JSON),
    "NaN": (b'{"tax_rate": NaN}', JSON),
    "Infinity": (b'{"tax_rate": -Infinity}', JSON),
    "5,000 digits": (b'{"tax_rate": ' + b"9" * 5000 + b"}", JSON),
    "4,000 digits": (b'{"due_days": ' + b"9" * 4000 + b"}", JSON),
    "an exponent of 20 digits": (b'{"tax_rate": 1e99999999999999999999}', JSON),
    "prototypes": (b'{"__proto__": {"x": 1}}', JSON),
    "an operator": (b'{"notes": {"$gt": ""}}', JSON),
    "form": (b"notes=x", "application/x-www-form-urlencoded"),
    "multipart": (b"--x\r\n\r\n--x--", "multipart/form-data; boundary=x"),
    "plain text": (b"{}", "text/plain"),
    "XML": (b"<a/>", "application/xml"),
    "almost JSON": (b"{}", "application/jsonx"),
    "no type": (b'{"notes": "x"}', ""),
    "257 KB": (notes(b'"' + b"x" * LARGEST + b'"'), JSON),
    "7 MB": (b"x" * 7_000_000, JSON),
    "gzip bomb": (gzip.compress(b"0" * 50_000_000), JSON),
}


@pytest.mark.parametrize(("method", "path"), [("POST", "invoices/"), ("PATCH", "profile/"), ("POST", "conversations/")])
def test_inp_1_malformed_bodies_are_4xx_soon_and_briefly(api: Api, method: str, path: str):
    for name, (body, content_type) in MALFORMED.items():
        encoding = {"Content-Encoding": "gzip"} if name == "gzip bomb" else {}
        started = time.monotonic()
        answer = api.client.generic(method, f"/api/v1/{path}", body, content_type, headers=encoding)
        assert 400 <= answer.status_code < 500, (name, answer.content[:500])
        assert time.monotonic() - started < 5, name
        assert len(answer.content) < 64_000, name
        check_problem(answer)


@pytest.mark.parametrize("name", ["7 MB", "257 KB", "100,000 names"])
def test_inp_1_too_large_is_413_before_anything_is_parsed(api: Api, name: str):
    assert api.client.post("/api/v1/invoices/", MALFORMED[name][0], JSON).status_code == 413


# INP-2: texts --------------------------------------------------------------------------------

TAKEN = [
    "plain",
    " spaces kept ",
    "a\nb",
    "a\tb",
    "Zoë's Café & <Söhne>",
    "Zoe\u0308 (NFD)",
    "\u1e9b\u0323 (NFC is another)",
    "日本語のテキスト",
    "한국어",
    "ไทย",
    "हिन्दी",
    "עברית",
    "العربية ١٢٣",
    "a\u202eevil\u202c",
    "\u2066isolated\u2069",
    "zero\u200bwidth\u200djoiner",
    "soft\u00adhyphen",
    "🧾",
    "👩‍👩‍👧‍👦",
    "🇩🇪",
    "𝔘𝔫𝔦𝔠𝔬𝔡𝔢",
    "\U0010fffd",
    "'; DROP TABLE invoices; --",
    "' OR '1'='1",
    "{{ 7*7 }} {% debug %} ${7*7}",
    "%s %d %n",
    "../../etc/passwd",
    "<script>alert(1)</script>",
    "=1+1",
    "\\u0041 \\n",
    "null",
    "true",
    "0",
    "00012",
    "1e5",
]
REFUSED_TEXTS: list[Any] = ["\x00", "a\x00b", "x" * 200_000, 5, 1.5, True, ["a"], {"a": "b"}, [["a"]], [None]]


def texts_of(text: Any) -> dict[str, Any]:
    return {
        "customer": {"name": text},
        "lines": [{"description": text}],
        "notes": text,
        "purchase_order": text,
    }


@pytest.mark.parametrize("text", TAKEN, ids=ascii)
def test_inp_2_texts_come_back_as_they_were_sent(api: Api, text: str):
    is_one_line = not {"\n", "\t"} & set(text)
    draft = api.post("invoices/", texts_of(text) if is_one_line else {"notes": text})

    again = api.get(f"invoices/{draft['id']}/")
    assert again["notes"] == text
    if is_one_line:
        read = again["customer"]["name"], again["lines"][0]["description"], again["purchase_order"]
        assert set(read) <= {text, text.strip()}
    title = api.post("conversations/", {})["id"]
    assert api.patch(f"conversations/{title}/", {"title": text})["title"] in {text, " ".join(text.split())}


@pytest.mark.parametrize("text", REFUSED_TEXTS, ids=lambda text: ascii(text)[:20])
def test_inp_2_what_is_no_text_is_400_in_each_field(api: Api, text: Any):
    for field, value in texts_of(text).items():
        assert api.send("POST", "invoices/", {field: value}).status_code == 400, field
    for field in ("name", "tax_id", "email", "phone", "payment_details", "locale", "currency", "time_zone", "tax_name"):
        assert api.send("PATCH", "profile/", {field: text}).status_code == 400, field
    for path, field in (("customers/", "name"), ("conversations/", "message")):
        assert api.send("POST", path, {field: text}).status_code == 400, field
    assert api.get("profile/")["name"] == ""


# INP-3: numbers ------------------------------------------------------------------------------

NO_NUMBERS: list[Any] = [
    "NaN",
    "nan",
    "sNaN",
    "Infinity",
    "-inf",
    "1e309",
    "1e999999999",
    "1E5",
    "0x10",
    "0b1",
    "1_000",
    "1,5",
    "1.5.5",
    "1 000",
    "",
    " ",
    "-",
    ".",
    "+",
    "--1",
    "1-",
    "½",
    "²",
    "٣",
    "１２",
    "1٫5",
    "9" * 40,
    "0." + "1" * 40,
    "-1",
    "-0.01",
    "$5",
    "5%",
    "None",
    "1\x00",
    "1\n2",
    True,
    False,
    [],
    ["1"],
    {},
    {"value": 1},
    1e309,
]
TAKEN_NUMBERS = [("1", "1"), ("1.50", "1.5"), (2, "2"), ("0012", "12"), ("99.9999", "99.9999"), ("100", "100")]


def numbers_of(number: Any) -> dict[str, Any]:
    return {
        "tax_rate": {"tax_rate": number},
        "quantity": {"lines": [{"quantity": number}]},
        "unit_price": {"lines": [{"unit_price": number}]},
        "line tax_rate": {"lines": [{"tax_rate": number}]},
        "discount": {"discount": {"kind": "percent", "value": number}},
        "deposit": {"deposit": {"kind": "amount", "value": number}},
        "due_days": {"due_days": number},
    }


@pytest.mark.parametrize("number", NO_NUMBERS, ids=lambda number: ascii(number)[:20])
def test_inp_3_what_is_no_plain_number_is_400_in_each_field(api: Api, number: Any):
    for field, body in numbers_of(number).items():
        answer = api.send("POST", "invoices/", body)
        assert answer.status_code == 400, (field, answer.content[:300])


@pytest.mark.parametrize(("sent", "expected"), TAKEN_NUMBERS, ids=ascii)
def test_inp_3_numbers_are_kept_exactly(api: Api, sent: Any, expected: str):
    line = {"quantity": sent, "unit_price": sent, "description": "x"}
    draft = api.post("invoices/", {"lines": [line], "tax_rate": sent})

    assert draft["lines"][0]["quantity"] == expected
    assert draft["tax_rate"] == expected


@pytest.mark.parametrize("zero", ["-0", "-0.00", -0.0, "0.0000"], ids=ascii)
def test_inp_3_zero_has_neither_sign_nor_exponent(api: Api, zero: Any):
    draft = api.post("invoices/", {"lines": [{"unit_price": zero, "quantity": "1", "description": "x"}]})

    assert draft["total"] == "0.00"
    assert draft["lines"][0]["unit_price"] in {"0", "0.00"}


def test_inp_3_answers_are_without_exponents(api: Api):
    line = {"quantity": "0.000001", "unit_price": "999999999999.9999", "description": "x"}
    text = json.dumps(api.post("invoices/", {"lines": [line]}))

    assert "E-" not in text
    assert "E+" not in text
    assert '"0.000001"' in text


# INP-4: cursors ------------------------------------------------------------------------------

BROKEN_CURSORS = [
    "x",
    "%00",
    "%ff",
    "a:b",
    "a:b:c",
    ":::",
    "eyJ9",
    "W10",
    "null",
    "..",
    "1",
    "%F0%9F%98%80",
    "a.b.c",
    ".eJwB:1:x",
    "x" * 5000,
    "",
]


@pytest.mark.parametrize("cursor", BROKEN_CURSORS, ids=lambda cursor: cursor[:12])
def test_inp_4_a_broken_cursor_is_400(api: Api, cursor: str):
    for resource in ("invoices/", "customers/", "conversations/"):
        assert api.get(f"{resource}?cursor={cursor}", status=400)["code"] == "invalid_cursor"


def test_inp_4_a_cursor_with_another_end_is_400(api: Api):
    for _ in range(2):
        api.post("customers/", {"name": "Acme"})
    following = api.get("customers/?limit=1")["next"]

    for changed in (following[:-1], following + "x", following.replace("cursor=", "cursor=x")):
        assert api.get(changed, status=400)["code"] == "invalid_cursor"


@pytest.mark.parametrize(
    "limit", ["0", "101", "-1", "x", "1.5", "1e2", "", "%00", "%D9%A3", "9" * 30, "%205", "%2B5", "NaN", "null"]
)
def test_inp_4_a_limit_that_is_none_is_400(api: Api, limit: str):
    for resource in ("invoices/", "customers/", "conversations/"):
        api.get(f"{resource}?limit={limit}", status=400)


# INP-5: ids ----------------------------------------------------------------------------------

ODD_IDS = [
    "%00",
    "a%00b",
    "%ff",
    "%c0%af",
    "%ed%a0%80",
    ".",
    "..",
    "%2e%2e",
    "..%2f..%2fx",
    "a%2fb",
    "%5c..%5c",
    "x" * 1024,
    "x" * 1025,
    "x" * 2100,
    "%E2%80%AE",
    "%F0%9F%A7%BE",
    "%C3%A9",
    "%23",
    "%3f",
    "'",
    "%22",
    "%3Cscript%3E",
    "%0d%0aX-Evil:1",
    "%25",
    "%2500",
    "%",
    "null",
    "undefined",
    "0",
    "-1",
    "1e9",
    "%7b%7d",
    "[]",
    "*",
    "profile",
    "invoice%23x",
    "event%23",
    "counter%23INV",
    "customer%23",
    "%20",
    "%09",
    "~",
    "A" * 36,
    "01999999-0000-7000-8000-00000000000",
    "01999999-0000-7000-8000-000000000001%20",
    "01999999-0000-7000-8000-000000000001%00",
]
OF_AN_ID = ("invoices/{}/", "invoices/{}/finalize/", "customers/{}/", "conversations/{}/messages/")


@pytest.mark.parametrize("odd", ODD_IDS, ids=lambda odd: odd[:16])
def test_inp_5_an_odd_id_is_4xx(api: Api, odd: str):
    for template in OF_AN_ID:
        for method, body in (("GET", None), ("PATCH", {"version": 1}), ("POST", {"version": 1}), ("DELETE", None)):
            answer = api.send(method, template.format(odd), body)
            assert 400 <= answer.status_code < 500, (method, template, answer.content[:300])
            assert "X-Evil" not in answer.headers


@pytest.mark.parametrize("odd", ODD_IDS, ids=lambda odd: odd[:16])
def test_inp_5_an_odd_id_inside_a_body_or_a_query_is_no_failure(api: Api, odd: str):
    sent = [
        api.send("POST", "invoices/", {"customer": {"id": odd}}),
        api.send("GET", f"invoices/?customer={odd}"),
        api.send("GET", f"invoices/?q={odd}&status={odd}"),
        api.send("GET", f"invoices/?issued_after={odd}"),
    ]

    assert [answer.status_code for answer in sent if answer.status_code >= 500] == []
