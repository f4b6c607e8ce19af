"""Our own evaluation cases, each played in memory and compared with the values the rules give."""

from __future__ import annotations

import unicodedata
from decimal import Decimal
from pathlib import Path

import pytest

from tests.chat.assistant.offline.playing import play, read_cases

CASES = [
    case for path in sorted(Path(__file__).parents[1].joinpath("cases").glob("*.jsonl")) for case in read_cases(path)
]


def fold(text):
    decomposed = unicodedata.normalize("NFKD", text or "").casefold()
    return " ".join("".join(c for c in decomposed if not unicodedata.combining(c)).split())


def has(fragments, text):
    return all(any(fold(choice) in fold(text) for choice in fragment.split("|")) for fragment in fragments)


def number(value):
    return None if value is None else Decimal(str(value))


def reduction(value):
    return value and (value["kind"], Decimal(value["value"]))


PLAIN = ("customer_name", "customer_email", "currency", "issue_date", "due_date", "po_number")
FIGURES = ("subtotal", "total")


def wrong_fields(expect, result):
    draft = result["draft"] or {}
    wrong = [key for key in PLAIN if key in expect and fold(expect[key]) != fold(draft.get(key))]
    wrong += [key for key in FIGURES if key in expect and number(expect[key]) != number(draft.get(key))]
    wrong += [
        key
        for key in ("amount_paid", "tax_rate")
        if key in expect and number(expect[key] or 0) != number(draft.get(key) or 0)
    ]
    if "discount" in expect and reduction(expect["discount"]) != reduction(draft.get("discount")):
        wrong.append("discount")
    fragments = (("notes_has", "notes"), ("customer_address_has", "customer_address"))
    wrong += [key for key, field in fragments if key in expect and not has(expect[key], draft.get(field))]
    if "lines" in expect and not same_lines(expect["lines"], draft.get("lines", [])):
        wrong.append("lines")
    codes = (("missing", "missing"), ("warn", "warnings"))
    wrong += [key for key, field in codes if key in expect and set(expect[key]) != set(result[field])]
    states = expect["confirm"] if isinstance(expect.get("confirm"), list) else [expect.get("confirm", result["state"])]
    return wrong + ([] if result["state"] in states else ["confirm"])


def same_lines(expected, actual):
    """Our cases list the lines in the order in which they are said."""
    return len(expected) == len(actual) and all(same_line(e, a) for e, a in zip(expected, actual, strict=True))


def same_line(expected, line):
    checks = [has(expected.get("description_has", []), line["description"])]
    checks += [
        number(expected[key]) == number(line[key]) for key in ("quantity", "unit_price", "tax_rate") if key in expected
    ]
    checks += [expected[key] == line[key] for key in ("unit", "taxed") if key in expected]
    checks += [reduction(expected["discount"]) == reduction(line["discount"])] if "discount" in expected else []
    return all(checks)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_a_case_gives_what_the_rules_say(case):
    result = play(case)

    readings = [wrong_fields(expect, result) for expect in (case["expect"], *case.get("or_expect", []))]

    assert [] in readings, (case["turns"], readings[0], result)
