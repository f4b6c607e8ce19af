"""What was last spoken of: the line or field that `make that 12` is about."""

from __future__ import annotations

from collections.abc import Iterator

from chat.domain.workbench import Workbench
from invoices.domain.changes import Change
from invoices.domain.document import read_line
from invoices.domain.line_item import LineItem


def last_line(bench: Workbench, *, unit: str | None = None) -> LineItem | None:
    """The line last added or changed that has this unit, else the last one, else the only one."""
    content = bench.content
    if content is None or not content.lines:
        return None
    recent = [content.lines[i] for i in _recent_positions(bench) if i < len(content.lines)]
    order = [*recent, *reversed(content.lines)]
    if unit is not None:
        same = [line for line in order if line.unit == unit]
        if same:
            return same[0]
    return order[0]


def _recent_positions(bench: Workbench) -> Iterator[int]:
    for turn in bench.past[bench.undone_turns :]:
        touched = [step for step in turn if step.path.startswith("lines.") and step.op in {"set", "add"}]
        changed = [step for step in touched if step.op == "set"]
        for step in reversed(changed or touched):
            yield int(step.path.split(".")[1])


def last_field(bench: Workbench, fields: tuple[str, ...]) -> str | None:
    """Which of some fields of the draft changed last."""
    for turn in bench.past[bench.undone_turns :]:
        for step in reversed(turn):
            name = step.path.rsplit(".", 1)[-1]
            if name in fields and (step.after is not None):
                return name
    return None


def removed_lines(bench: Workbench) -> list[tuple[LineItem, int]]:
    """Lines that were removed in earlier turns and are not back, newest first, with their place."""
    return [(read_line(step.before), int(step.path.split(".")[1])) for step in removals(bench)]


def removals(bench: Workbench) -> Iterator[Change]:
    """The removals of lines in the turns that can be undone, newest first."""
    back: list[str] = []
    for turn in bench.past[bench.undone_turns :]:
        back += [step.after.get("description", "") for step in turn if step.op == "add" and step.after]
        for step in turn:
            if step.op == "remove" and step.before.get("description", "") not in back:
                yield step


def last_turn_removed_something(bench: Workbench) -> bool:
    """Whether the newest turn took a value (not a line) off the draft."""
    if bench.undone_turns >= len(bench.past):
        return False
    return any(step.op == "set" and step.before is not None for step in bench.past[bench.undone_turns])
