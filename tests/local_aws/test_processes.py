"""A guarded process ends with its asker: politely, by force, and even when the asker has been killed."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from local_aws.processes import GuardedProcess, start_guarded
from local_aws.virtual_environments import ROOT

WRITES_PID_AND_WAITS = "import os, sys, time; open(sys.argv[1], 'w').write(str(os.getpid())); time.sleep(60)"
IGNORES_SIGTERM = f"import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); {WRITES_PID_AND_WAITS}"
HAS_A_CHILD = (
    f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', {WRITES_PID_AND_WAITS!r}, sys.argv[1]]).wait()"
)


def start(program: str, pid_file: Path, *, grace_seconds: float = 5) -> GuardedProcess:
    return start_guarded(
        [sys.executable, "-c", program, str(pid_file)],
        environment=os.environ,
        folder=ROOT,
        grace_seconds=grace_seconds,
    )


def wait_until(claim: Callable[[], object], seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while not claim():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def pid_in(pid_file: Path) -> int:
    wait_until(lambda: pid_file.exists() and pid_file.read_text())
    return int(pid_file.read_text())


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_stopping_ends_the_process(tmp_path):
    process = start(WRITES_PID_AND_WAITS, tmp_path / "pid")
    pid = pid_in(tmp_path / "pid")

    assert process.exit_code() is None
    assert process.stop() == 128 + signal.SIGTERM
    assert not is_alive(pid)


def test_stopping_twice_is_the_same_as_once(tmp_path):
    process = start(WRITES_PID_AND_WAITS, tmp_path / "pid")

    assert process.stop() == process.stop()


def test_children_of_the_process_end_with_it(tmp_path):
    process = start(HAS_A_CHILD, tmp_path / "pid")
    child = pid_in(tmp_path / "pid")

    process.stop()

    assert not is_alive(child)


def test_who_does_not_listen_is_killed_after_the_grace_time(tmp_path):
    process = start(IGNORES_SIGTERM, tmp_path / "pid", grace_seconds=0.2)
    pid_in(tmp_path / "pid")

    assert process.stop() == 128 + signal.SIGKILL


def test_the_exit_code_is_handed_on(tmp_path):
    process = start("raise SystemExit(7)", tmp_path / "pid")

    wait_until(lambda: process.exit_code() is not None)

    assert process.stop() == 7


def test_the_folder_to_remove_is_gone_afterwards(tmp_path):
    folder = tmp_path / "state"
    folder.mkdir()
    process = start_guarded(
        [sys.executable, "-c", ""],
        environment=os.environ,
        folder=tmp_path,
        grace_seconds=1,
        remove_afterwards=folder,
    )

    process.stop()

    assert not folder.exists()


def test_a_killed_asker_takes_the_process_with_it(tmp_path):
    asks = (
        "import os, sys, time; from pathlib import Path; from local_aws.processes import start_guarded; "
        f"start_guarded([sys.executable, '-c', {WRITES_PID_AND_WAITS!r}, sys.argv[1]], "
        "environment=os.environ, folder=Path.cwd(), grace_seconds=5); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", asks, str(tmp_path / "pid")], cwd=ROOT) as asker:
        pid = pid_in(tmp_path / "pid")
        asker.kill()

    wait_until(lambda: not is_alive(pid))
