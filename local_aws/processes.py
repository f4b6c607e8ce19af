"""Child processes that never outlive us: each runs under a guardian in a session of its own."""

import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

GUARDIAN = Path(__file__).with_name("guardian.py")


@dataclass(frozen=True)
class GuardedProcess:
    """A command under its guardian. In a session of its own no Ctrl-C reaches it: we decide when it ends."""

    guardian: "subprocess.Popen[bytes]"
    grace_seconds: float

    def exit_code(self) -> int | None:
        """None while it runs."""
        return self.guardian.poll()

    def stop(self) -> int:
        """Ask it to end, wait until it and all its children are gone, return its exit code. May be called twice."""
        if self.guardian.stdin is not None and not self.guardian.stdin.closed:
            self.guardian.stdin.close()
        return self.guardian.wait(timeout=self.grace_seconds + 10)


def start_guarded(
    command: Sequence[str],
    *,
    environment: Mapping[str, str],
    folder: Path,
    grace_seconds: float,
    output: IO[bytes] | None = None,
    remove_afterwards: Path | None = None,
) -> GuardedProcess:
    """Start a command in `folder` with exactly this environment.

    Its output goes to `output`, or to ours when None. `remove_afterwards` is deleted once the command has ended,
    even when we are no longer there to do it.
    """
    guardian = subprocess.Popen(
        [sys.executable, "-I", "-S", str(GUARDIAN), str(grace_seconds), str(remove_afterwards or ""), *command],
        stdin=subprocess.PIPE,
        stdout=output,
        stderr=subprocess.STDOUT if output else None,
        env=dict(environment),
        cwd=folder,
        start_new_session=True,
    )
    return GuardedProcess(guardian=guardian, grace_seconds=grace_seconds)
