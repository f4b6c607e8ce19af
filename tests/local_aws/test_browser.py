from pathlib import Path

import pytest

from local_aws.browser import find_chromium


@pytest.fixture
def on_path(tmp_path: Path) -> Path:
    program = tmp_path / "chromium-browser"
    program.touch(mode=0o755)
    return program


def test_the_one_that_is_named_wins(on_path, tmp_path):
    named = tmp_path / "my-chromium"
    named.touch()

    assert find_chromium({"CHROMIUM": str(named), "PATH": str(tmp_path)}) == named


def test_one_that_is_named_and_missing_is_not_replaced_by_another(on_path, tmp_path):
    assert find_chromium({"CHROMIUM": str(tmp_path / "missing"), "PATH": str(tmp_path)}) is None


def test_the_path_is_searched(on_path, tmp_path):
    assert find_chromium({"PATH": str(tmp_path)}) == on_path
