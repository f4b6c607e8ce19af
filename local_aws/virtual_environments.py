"""Makes `.venv` (application and checks) and `.venv-local-aws` (MiniStack) and keeps them true to their lock files.

Run by make with the system's Python, before anything is installed: standard library only. Packages come from
wherever pip is told to look for the first of them, uv, and from wherever uv is told to for all others.
"""

import argparse
import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BOOTSTRAP_LOCK_FILE = ROOT / "requirements" / "bootstrap.txt"


class EnvironmentNotMade(Exception):
    """An environment could not be made; the text says why and what to do."""


@dataclass(frozen=True)
class VirtualEnvironment:
    """A folder holding exactly what one lock file lists."""

    folder: Path
    lock_file: Path

    @property
    def python(self) -> Path:
        """The environment's own interpreter."""
        return self.folder / "bin" / "python"

    @property
    def stamp(self) -> Path:
        """Written last, so its presence with the right content means the environment is whole."""
        return self.folder / ".made-from"


APPLICATION = VirtualEnvironment(ROOT / ".venv", ROOT / "requirements" / "dev.txt")
LOCAL_AWS = VirtualEnvironment(ROOT / ".venv-local-aws", ROOT / "requirements" / "local-aws.txt")


def place(environment: VirtualEnvironment, python_version: str) -> str:
    """What an environment is bound to: its scripts name its folder, so a copied checkout needs a new one."""
    return f"Python {python_version} in {environment.folder}"


def contents(environment: VirtualEnvironment) -> str:
    """A text that changes whenever a lock file does."""
    lock_files = BOOTSTRAP_LOCK_FILE.read_bytes() + environment.lock_file.read_bytes()
    return f"lock files {hashlib.sha256(lock_files).hexdigest()}"


def make(environment: VirtualEnvironment) -> bool:
    """Make the environment, or bring it up to its lock file; say whether there was work to do.

    Raises EnvironmentNotMade with a sentence for the person at the terminal.
    """
    here = place(environment, sys.version.split()[0])
    made_at, made_from = _read_stamp(environment)
    if (made_at, made_from) == (here, contents(environment)):
        return False
    print(f"Making {environment.folder.name} from {environment.lock_file.relative_to(ROOT)} ...", flush=True)
    environment.stamp.unlink(missing_ok=True)
    if made_at != here:
        shutil.rmtree(environment.folder, ignore_errors=True)
        _create_empty(environment)
    _install(environment)
    _put_checkout_on_path(environment)
    environment.stamp.write_text(f"{here}\n{contents(environment)}\n")
    return True


def _read_stamp(environment: VirtualEnvironment) -> tuple[str, str]:
    """Place and contents it was made for; empty texts when it was never finished or its interpreter has gone."""
    if not environment.python.exists() or not environment.stamp.exists():
        return "", ""
    made_at, made_from, *_ = [*environment.stamp.read_text().splitlines(), "", ""]
    return made_at, made_from


def _create_empty(environment: VirtualEnvironment) -> None:
    if environment != APPLICATION:
        # uv does it in 0.1 s; the application's own, which brings uv, takes Python's slower way.
        uv = str(APPLICATION.folder / "bin" / "uv")
        _run([uv, "venv", "--quiet", "--python", sys.executable, str(environment.folder)])
        return
    try:
        _run([sys.executable, "-m", "venv", str(environment.folder)])
    except EnvironmentNotMade as failure:
        raise EnvironmentNotMade(
            f"{failure} Python's venv module must work; on Debian or Ubuntu: apt-get install python3-venv."
        ) from failure


def _install(environment: VirtualEnvironment) -> None:
    python = str(environment.python)
    lock_files = [str(environment.lock_file)]
    if environment == APPLICATION:
        _run([python, "-m", "pip", "install", "--quiet", "--require-hashes", "-r", str(BOOTSTRAP_LOCK_FILE)])
        lock_files.append(str(BOOTSTRAP_LOCK_FILE))
    # The application's environment comes first, so uv is there; sync also takes away what a lock file dropped.
    uv = str(APPLICATION.folder / "bin" / "uv")
    _run([uv, "pip", "sync", "--quiet", "--python", python, "--require-hashes", *lock_files])


def _put_checkout_on_path(environment: VirtualEnvironment) -> None:
    """Let the environment's own commands (`.venv/bin/pytest`) find our packages from any folder."""
    for site_packages in environment.folder.glob("lib/python*/site-packages"):
        (site_packages / "scatterpilot-checkout.pth").write_text(f"{ROOT}\n")


def _run(command: Sequence[str]) -> None:
    environment = {key: value for key, value in os.environ.items() if key not in {"VIRTUAL_ENV", "PYTHONPATH"}}
    result = subprocess.run(command, check=False, env=environment, cwd=ROOT)
    if result.returncode != 0:
        raise EnvironmentNotMade(f"This command failed (its own message is above): {' '.join(command)}")


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    """Let a second make wait for the first instead of tearing down what it is building."""
    lock = ROOT / ".local" / "environments.lock"
    lock.parent.mkdir(mode=0o700, exist_ok=True)
    with lock.open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def main(arguments: Sequence[str] | None = None) -> int:
    """Make both environments; exit code 1 with a sentence when that fails."""
    argparse.ArgumentParser(description="Make the virtual environments this checkout needs.").parse_args(arguments)
    try:
        with _one_at_a_time():
            make(APPLICATION)
            make(LOCAL_AWS)
    except EnvironmentNotMade as failure:
        print(f"The environment could not be made. {failure}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
