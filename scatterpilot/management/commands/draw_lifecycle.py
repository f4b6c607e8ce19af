"""Write docs/lifecycle.md from the table of legal moves."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from invoices.domain.lifecycle import MOVES, Move, Status

PAGE = Path(__file__).resolve().parents[3] / "docs" / "lifecycle.md"

_INTRODUCTION = """\
<!-- Made by `python manage.py draw_lifecycle` from invoices/domain/lifecycle.py. Do not edit by hand. -->

# The life of an invoice

An invoice is in one of five states, those of Stripe Invoicing. *Overdue* and *viewed* are no states: they are
worked out from the due date and the timeline. Anything not in this table is refused with `invalid_state` (409),
which names the status and the moves it allows.
"""


def lifecycle_page() -> str:
    """The whole page, in Markdown: the moves as a table and as a Mermaid diagram."""
    return "\n".join([_INTRODUCTION, *_table(), "", *_diagram(), ""])


def _table() -> list[str]:
    rows = [f"| {status} | {move} | {_result(status, move)} |" for status, moves in MOVES.items() for move in moves]
    final = [f"| {status} | nothing: it stays as it is | |" for status, moves in MOVES.items() if not moves]
    return ["| status | can be | and is then |", "|---|---|---|", *rows, *final]


def _result(status: Status, move: Move) -> str:
    return "gone" if move is Move.DELETE else str(MOVES[status][move])


def _diagram() -> list[str]:
    arrows = [
        f"    {status} --> {'[*]' if move is Move.DELETE else target}: {move}"
        for status, moves in MOVES.items()
        for move, target in moves.items()
    ]
    ends = [f"    {status} --> [*]" for status, moves in MOVES.items() if not moves]
    return ["```mermaid", "stateDiagram-v2", f"    [*] --> {Status.DRAFT}", *arrows, *ends, "```"]


class Command(BaseCommand):
    help = "Writes docs/lifecycle.md from the table of legal moves."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="write nothing; exit 1 when the page differs")
        parser.add_argument("--page", type=Path, default=PAGE, help="another place than docs/lifecycle.md")

    def handle(self, *_args: Any, **options: Any) -> None:
        page: Path = options["page"]
        if not options["check"]:
            page.write_text(lifecycle_page(), encoding="utf-8")
        elif not page.is_file() or page.read_text(encoding="utf-8") != lifecycle_page():
            raise CommandError(f"{page.name} is not what the moves say: run python manage.py draw_lifecycle.")
