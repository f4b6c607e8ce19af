"""What the model is shown: fixed instructions in front of a cache point, everything that changes behind them."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from chat.assistant.bedrock.tool_schemas import tool_config
from chat.domain.firewall import fold
from chat.domain.situation import Role, Said, Situation
from chat.domain.workbench import Workbench
from invoices.domain.document import to_document
from invoices.domain.invoice import InvoiceContent
from invoices.domain.totals import totals

_FILE = Path(__file__).resolve().parent.parent / "prompts" / "bedrock_system.md"
_CACHE_POINT = {"cachePoint": {"type": "default"}}
HISTORY_MESSAGES = 12
HISTORY_CHARACTERS = 6000
CUSTOMERS = 12
LINES = 40
_WORD = re.compile(r"[^\W_]{3,}")
# Invisible characters can hide words from the user that a model would read (tags, zero width, bidirectional
# marks, variation selectors).
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb"
    "\U000e0000-\U000e0fff]"
)
_NOT_SHOWN = ("sources", "stated_totals", "concerns", "unverified", "tax_name", "due_days")
_NOT_SHOWN_OF_A_LINE = ("sources", "stated_amount", "tax_category")


@dataclass(frozen=True, slots=True)
class Instructions:
    """The fixed part. ``version`` changes with every change of text or tools."""

    version: str
    text: str


@cache
def instructions() -> Instructions:
    """The prompt file, read once; its version is the number in its first line and a digest."""
    first, _, text = _FILE.read_text(encoding="utf-8").partition("\n")
    digest = hashlib.sha256((text + json.dumps(tool_config())).encode()).hexdigest()[:8]
    return Instructions(f"{first.removeprefix('version:').strip()}-{digest}", text.strip())


def system() -> list[dict[str, Any]]:
    """Converse's system blocks, with a cache point behind them."""
    return [{"text": instructions().text}, _CACHE_POINT]


def first_messages(text: str, workbench: Workbench) -> list[dict[str, Any]]:
    """A bounded window of what was said, then the newest message with the situation."""
    newest = visible(json.dumps({"situation": _situation(text, workbench), "user": text}, ensure_ascii=False))
    turns = [*_window(workbench.situation.history), (Role.USER, newest)]
    return [{"role": str(role), "content": [{"text": words}]} for role, words in _alternating(turns)]


def visible(text: str) -> str:
    """Without characters that nobody sees."""
    return _INVISIBLE.sub("", text)


def _window(history: Sequence[Said]) -> list[tuple[Role, str]]:
    """The newest messages within the bounds, beginning with one of the user's."""
    kept: list[tuple[Role, str]] = []
    room = HISTORY_CHARACTERS
    for message in reversed(history[-HISTORY_MESSAGES:]):
        words = visible(message.text).strip()
        room -= len(words)
        if room < 0:
            break
        if words:
            kept.append((message.role, words))
    kept.reverse()
    while kept and kept[0][0] is not Role.USER:
        del kept[0]
    return kept


def _alternating(turns: Sequence[tuple[Role, str]]) -> list[tuple[Role, str]]:
    """Neighbours of one role joined: Bedrock takes no two in a row, and an answer may have failed."""
    joined: list[tuple[Role, str]] = []
    for role, words in turns:
        if joined and joined[-1][0] is role:
            joined[-1] = (role, f"{joined[-1][1]}\n\n{words}")
        else:
            joined.append((role, words))
    return joined


def _situation(text: str, workbench: Workbench) -> dict[str, Any]:
    situation = workbench.situation
    seller = situation.seller
    shown: dict[str, Any] = {
        "today": situation.today.strftime("%Y-%m-%d, %A"),
        "seller": {
            "currency": seller.currency,
            "locale": seller.locale,
            "country": seller.country,
            "due_days": seller.due_days,
            "tax_rate": f"{seller.tax_rate:f}",
        },
        "draft": None if workbench.content is None else _draft(workbench.content, text),
    }
    optional = {
        "saved_customers": _customers(text, situation),
        "missing": list(workbench.missing),
        "warnings": [warning.text for warning in workbench.warnings],
    }
    return shown | {name: value for name, value in optional.items() if value}


def _customers(text: str, situation: Situation) -> list[str]:
    """Saved customers whose name shares a word with the conversation: no others are the model's business."""
    said = " ".join([text, *(message.text for message in situation.history if message.role is Role.USER)])
    words = set(_WORD.findall(fold(said)))
    names = [customer.name for customer in situation.customers]
    return [name for name in names if words & set(_WORD.findall(fold(name)))][:CUSTOMERS]


def _draft(content: InvoiceContent, text: str) -> dict[str, Any]:
    """The draft as a summary: what is set, line ids, computed figures."""
    document = {name: value for name, value in to_document(content).items() if name not in _NOT_SHOWN}
    lines = [_line(i, line) for i, line in enumerate(document.get("lines", []), 1)]
    figures = totals(content)
    document["lines"] = _relevant(lines, text)
    if len(lines) > len(document["lines"]):
        document["lines_not_shown"] = len(lines) - len(document["lines"])
    document["total"], document["tax"] = str(figures.total), str(figures.tax_total)
    if not figures.amount_paid.is_zero:
        document["amount_due"] = str(figures.amount_due)
    return document


def _line(position: int, line: dict[str, Any]) -> dict[str, Any]:
    shown = {name: value for name, value in line.items() if name not in _NOT_SHOWN_OF_A_LINE}
    return {"position": position, **shown}


def _relevant(lines: list[dict[str, Any]], text: str) -> list[dict[str, Any]]:
    """All lines, or of many the ones the words may be about and the newest."""
    if len(lines) <= LINES:
        return lines
    words = set(_WORD.findall(fold(text)))
    named = [line for line in lines if words & set(_WORD.findall(fold(line.get("description", ""))))]
    kept = {line["id"] for line in [*lines[: LINES // 4], *lines[-LINES // 4 :], *named[: LINES // 2]]}
    return [line for line in lines if line["id"] in kept]
