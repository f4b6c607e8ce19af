"""Runs one command and sees to it that it ends when whoever asked for it ends, however that happens.

The asker holds the other end of our standard input. Its end of file (the asker closed it, exited, crashed or was
killed) or a SIGTERM makes us stop the command's whole process group: SIGTERM first, SIGKILL after the grace time.
A file of its own, standard library only, started with `python -I -S`: it has to be ready in a few milliseconds.

    python guardian.py GRACE_SECONDS FOLDER_TO_REMOVE_AFTERWARDS_OR_EMPTY COMMAND...
"""

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Sequence


def guard(command: Sequence[str], *, grace_seconds: float) -> int:
    """Run the command until it or its asker ends; return its exit code (128 + signal when one ended it)."""
    stop_wanted = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop_wanted.set())
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, start_new_session=True)
    threading.Thread(target=_wait_for_end_of_input, args=(stop_wanted,), daemon=True).start()
    while process.poll() is None and not stop_wanted.wait(0.05):
        pass
    _end_group(process, grace_seconds)
    code = process.wait()
    return code if code >= 0 else 128 - code


def _wait_for_end_of_input(stop_wanted: threading.Event) -> None:
    # Not sys.stdin: a daemon thread inside its lock would upset the interpreter's exit.
    while os.read(0, 1024):
        pass
    stop_wanted.set()


def _end_group(process: "subprocess.Popen[bytes]", grace_seconds: float) -> None:
    """Ask the group to stop, wait, then insist. Children that outlived the command itself are in it, too."""
    _signal_group(process.pid, signal.SIGTERM)
    deadline = time.monotonic() + grace_seconds
    while time.monotonic() < deadline:
        process.poll()  # collects the command, which would otherwise count as a member for ever
        if not _signal_group(process.pid, 0):
            return
        time.sleep(0.02)
    _signal_group(process.pid, signal.SIGKILL)


def _signal_group(group: int, number: int) -> bool:
    """Send a signal (0: none, only ask) to a process group; say whether it still has members."""
    try:
        os.killpg(group, number)
    except (ProcessLookupError, PermissionError):
        # macOS answers PermissionError for a group of which only unreaped children are left.
        return False
    return True


def main(arguments: Sequence[str]) -> int:
    """See the module's first lines."""
    grace_seconds, folder, command = float(arguments[0]), arguments[1], arguments[2:]
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        return guard(command, grace_seconds=grace_seconds)
    finally:
        if folder:
            shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
