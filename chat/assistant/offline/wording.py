"""What the reply says: short, in the language of the message, asking for exactly what is missing."""

from __future__ import annotations

from collections.abc import Sequence

from chat.assistant.offline.language import Lexicon
from chat.domain.workbench import Workbench
from invoices.domain.invoice import InvoiceContent

Remark = tuple[str, dict[str, str]]


def reply_text(bench: Workbench, lexicon: Lexicon, remarks: Sequence[Remark], *, opening: str | None = None) -> str:
    """What changed or was not understood, then what is doubtful, then the next question."""
    parts = [opening] if opening else []

    for key, values in remarks:
        sentence = lexicon.reply(key).format_map(values)
        if sentence not in parts:
            parts.append(sentence)
    asked = questions(bench, lexicon, already={key for key, _ in remarks})
    if asked:
        parts += asked
    elif bench.content is not None and bench.changes and not bench.warnings:
        parts.append(lexicon.reply("ready"))
    elif bench.content is not None and bench.warnings:
        parts += [w.text for w in bench.warnings if w.text not in " ".join(parts) and not _is_said(w.code, remarks)]
    return " ".join(parts)


def _is_said(code: str, remarks: Sequence[Remark]) -> bool:
    return any(key == code for key, _ in remarks)


def questions(bench: Workbench, lexicon: Lexicon, *, already: set[str]) -> list[str]:
    """One question for each thing the draft still lacks."""
    content = bench.content
    if content is None:
        return []
    asked = []
    for code in bench.missing:
        if code == "customer_name" and "which_customer" in already:
            continue
        if code == "lines" and "no_previous_invoice" in already:
            continue
        asked.append(lexicon.reply(f"ask_{code}").format_map({"what": _lacking(code, content, lexicon)}))
    return asked


def _lacking(code: str, content: InvoiceContent, lexicon: Lexicon) -> str:
    if code == "unit_price":
        names = [line.description or "?" for line in content.lines if line.unit_price is None]
        return f" {lexicon.reply('and')} ".join(f"“{name}”" for name in names[:3])
    if code == "quantity":
        line = next(line for line in content.lines if line.quantity is None)
        return " / ".join(part for part in (line.unit, line.description) if part) or "?"
    return ""
