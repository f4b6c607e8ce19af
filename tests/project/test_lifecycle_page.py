from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from invoices.domain.lifecycle import MOVES
from scatterpilot.management.commands.draw_lifecycle import Command, lifecycle_page

PAGE = Path(__file__).parents[2] / "docs" / "lifecycle.md"


def test_the_lifecycle_page_is_what_the_table_of_moves_says():
    assert PAGE.read_text(encoding="utf-8") == lifecycle_page(), "run python manage.py draw_lifecycle"


@pytest.mark.parametrize(("status", "move"), [(status, move) for status, moves in MOVES.items() for move in moves])
def test_every_legal_move_is_a_row_of_the_table(status, move):
    assert f"| {status} | {move} | " in lifecycle_page()


@pytest.mark.parametrize(
    "arrow",
    [
        "[*] --> draft",
        "draft --> open: finalized",
        "draft --> [*]: deleted",
        "uncollectible --> paid: paid",
        "paid --> [*]",
        "void --> [*]",
    ],
)
def test_the_diagram_begins_at_the_draft_and_ends_where_nothing_is_allowed(arrow):
    assert f"    {arrow}\n" in lifecycle_page()


def test_the_written_page_is_current(tmp_path):
    call_command(Command(), page=tmp_path / "lifecycle.md")

    call_command(Command(), check=True, page=tmp_path / "lifecycle.md")


@pytest.mark.parametrize("text", ["", lifecycle_page() + "\nby hand"])
def test_the_check_fails_when_the_page_differs(tmp_path, text):
    (tmp_path / "lifecycle.md").write_text(text, encoding="utf-8")

    with pytest.raises(CommandError, match="is not what the moves say") as failure:
        call_command(Command(), check=True, page=tmp_path / "lifecycle.md")

    assert failure.value.returncode == 1


def test_the_check_fails_when_there_is_no_page(tmp_path):
    with pytest.raises(CommandError):
        call_command(Command(), check=True, page=tmp_path / "lifecycle.md")


def test_the_check_writes_nothing(tmp_path):
    with pytest.raises(CommandError):
        call_command(Command(), check=True, page=tmp_path / "lifecycle.md")

    assert list(tmp_path.iterdir()) == []
