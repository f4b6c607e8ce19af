"""What an edit changed, as exact steps that can be shown, stored and taken back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from invoices.domain.document import Document


@dataclass(frozen=True, slots=True)
class Change:
    """One step between two documents.

    ``op`` is set, add, remove or reorder; ``path`` is dotted with positions from 0
    (``currency``, ``lines.0.quantity``); ``before`` and ``after`` are values of the document,
    None where there is none.
    """

    op: str
    path: str
    before: Any
    after: Any


def diff(before: Document, after: Document) -> tuple[Change, ...]:
    """The steps from one document to another; ``revert`` takes exactly these back.

    Lines are followed by their id: first removals (last position first), then one reorder of
    those that stay, then additions (first position first), then changed fields.
    """
    old, new = before.get("lines", []), after.get("lines", [])
    old_ids, new_ids = dict.fromkeys(line["id"] for line in old), dict.fromkeys(line["id"] for line in new)
    steps = [
        Change("remove", f"lines.{i}", line, None)
        for i, line in reversed(list(enumerate(old)))
        if line["id"] not in new_ids
    ]
    kept = [line_id for line_id in old_ids if line_id in new_ids]
    kept_order = [line_id for line_id in new_ids if line_id in old_ids]
    if kept != kept_order:
        steps.append(Change("reorder", "lines", kept, kept_order))
    steps += [Change("add", f"lines.{i}", None, line) for i, line in enumerate(new) if line["id"] not in old_ids]
    old_by_id = {line["id"]: line for line in old}
    for i, line in enumerate(new):
        if line["id"] in old_by_id:
            steps += _fields(f"lines.{i}.", old_by_id[line["id"]], line)
    steps += _fields("", {**before, "lines": None}, {**after, "lines": None})
    return tuple(steps)


def _fields(prefix: str, before: Document, after: Document) -> Iterable[Change]:
    for name in sorted(before.keys() | after.keys()):
        if before.get(name) != after.get(name):
            yield Change("set", prefix + name, before.get(name), after.get(name))


def revert(document: Document, steps: Sequence[Change]) -> Document:
    """The document as it was before these steps, exactly."""
    tree = deepcopy(document)
    lines: list[Document] = tree.setdefault("lines", [])
    for step in reversed(steps):
        _take_back(tree, lines, step)
    if not lines:
        del tree["lines"]
    return tree


def _take_back(tree: Document, lines: list[Document], step: Change) -> None:
    where = step.path.split(".")
    if step.op == "reorder":
        lines.sort(key=lambda line: step.before.index(line["id"]))
    elif step.op == "add":
        del lines[int(where[1])]
    elif step.op == "remove":
        lines.insert(int(where[1]), deepcopy(step.before))
    else:
        target = lines[int(where[1])] if where[0] == "lines" else tree
        if step.before is None:
            target.pop(where[-1], None)
        else:
            target[where[-1]] = deepcopy(step.before)
