"""``manage.py assistant_eval``: cases played through conversations, stores and finalizing as users meet them."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

CASES = Path(__file__).parent / "assistant" / "cases"
FIELDS = {"description", "quantity", "unit", "unit_price", "taxed", "discount", "tax_rate"}


def cases_with(*tags: str) -> list[dict[str, Any]]:
    lines = [line for path in sorted(CASES.glob("*.jsonl")) for line in path.read_text("utf-8").splitlines()]
    return [case for case in map(json.loads, lines) if set(tags) & set(case["tags"])]


def played(cases: list[dict[str, Any]], folder: Path) -> list[dict[str, Any]]:
    source, out = folder / "cases.jsonl", folder / "results.jsonl"
    source.write_text("".join(json.dumps(case) + "\n" for case in cases), "utf-8")
    call_command("assistant_eval", str(source), "--out", str(out), "--assistant", "offline")
    return [json.loads(line) for line in out.read_text("utf-8").splitlines()]


def test_confirmations_deposits_and_repeats_end_as_expected_through_the_real_code(tmp_path: Path) -> None:
    cases = cases_with("confirm", "deposit", "repeat")
    assert len(cases) >= 25

    results = played(cases, tmp_path)

    assert [result["id"] for result in results] == [case["id"] for case in cases]
    for case, result in zip(cases, results, strict=True):
        expected = case["expect"]
        states = expected.get("confirm", result["state"])
        assert result["state"] in ([states] if isinstance(states, str) else states), case["id"]
        if "total" in expected and "or_expect" not in case:
            assert Decimal(result["draft"]["total"]) == Decimal(expected["total"]), case["id"]


def test_a_result_has_the_form_of_the_contract(tmp_path: Path) -> None:
    (result,) = played(cases_with("simple")[:1], tmp_path)

    assert result.keys() == {"id", "draft", "missing", "warnings", "state"}
    assert result["draft"]["lines"][0].keys() == FIELDS
    assert {"customer_name", "customer_email", "customer_address", "currency", "issue_date", "due_date"} < set(
        result["draft"]
    )


def test_cases_that_cant_be_read_are_said(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="can't be read"):
        call_command("assistant_eval", str(tmp_path / "none.jsonl"), "--out", str(tmp_path / "out.jsonl"))
