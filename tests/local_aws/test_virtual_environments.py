from collections.abc import Sequence
from pathlib import Path

import pytest

from local_aws import virtual_environments
from local_aws.virtual_environments import EnvironmentNotMade, VirtualEnvironment, make


class FakeTools:
    """Stands in for venv, pip and uv: records what it is asked, makes an interpreter, fails when told to."""

    def __init__(self, environment: VirtualEnvironment) -> None:
        self.environment = environment
        self.asked: list[str] = []
        self.fails_at = ""

    def __call__(self, command: Sequence[str]) -> None:
        words = " ".join(command)
        step = next(step for step in ("pip sync", "pip install", "venv") if step in words)
        if step == self.fails_at:
            raise EnvironmentNotMade(step)
        self.asked.append(step)
        if step == "venv":
            self.environment.python.parent.mkdir(parents=True)
            self.environment.python.touch()


@pytest.fixture
def environment(tmp_path: Path) -> VirtualEnvironment:
    lock_file = tmp_path / "requirements.txt"
    lock_file.write_text("ministack==1.5.33\n")
    return VirtualEnvironment(folder=tmp_path / ".venv-local-aws", lock_file=lock_file)


@pytest.fixture
def tools(environment: VirtualEnvironment, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> FakeTools:
    tools = FakeTools(environment)
    monkeypatch.setattr(virtual_environments, "_run", tools)
    monkeypatch.setattr(virtual_environments, "ROOT", tmp_path)
    return tools


def test_an_environment_is_made_once(environment, tools):
    assert make(environment)
    assert not make(environment)
    assert tools.asked == ["venv", "pip sync"]


def test_a_changed_lock_file_updates_it_in_place(environment, tools):
    make(environment)
    environment.lock_file.write_text("ministack==1.5.34\n")

    assert make(environment)
    assert tools.asked == ["venv", "pip sync", "pip sync"]


def test_one_left_half_made_is_made_anew(environment, tools):
    tools.fails_at = "pip sync"
    with pytest.raises(EnvironmentNotMade):
        make(environment)
    leftover = environment.folder / "leftover"
    leftover.touch()
    tools.fails_at = ""

    assert make(environment)
    assert not leftover.exists()


def test_one_whose_update_failed_is_made_anew(environment, tools):
    make(environment)
    environment.lock_file.write_text("ministack==1.5.34\n")
    tools.fails_at = "pip sync"
    with pytest.raises(EnvironmentNotMade):
        make(environment)
    tools.fails_at = ""

    assert make(environment)
    assert tools.asked[-2:] == ["venv", "pip sync"]


def test_one_whose_interpreter_has_gone_is_made_anew(environment, tools):
    make(environment)
    environment.python.unlink()

    assert make(environment)
    assert environment.python.exists()


def test_one_of_another_python_is_made_anew(environment, tools):
    make(environment)
    stamp = environment.stamp.read_text()
    environment.stamp.write_text(stamp.replace("Python 3.", "Python 2.", 1))

    assert make(environment)
    assert tools.asked == ["venv", "pip sync", "venv", "pip sync"]
