"""Makes `.venv` (application and checks) and `.venv-local-aws` (MiniStack) and keeps them true to their lock files.

Run by make with the system's Python, before anything is installed: standard library only.
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

OLDEST_PYTHON = (3, 11)
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


def fingerprint(environment: VirtualEnvironment, python_version: str) -> str:
    """A text that changes when the environment has to be remade: lock files, Python, or the folder's place."""
    digest = hashlib.sha256()
    for part in (BOOTSTRAP_LOCK_FILE.read_bytes(), environment.lock_file.read_bytes()):
        digest.update(part)
    # Scripts in an environment name its folder, so a copied checkout needs a new one.
    digest.update(f"{python_version} {environment.folder}".encode())
    return digest.hexdigest()


def is_whole(environment: VirtualEnvironment, python_version: str) -> bool:
    """Whether the environment was made to its end, from today's lock file, and its interpreter still exists."""
    if not environment.python.exists():
        return False
    try:
        return environment.stamp.read_text() == fingerprint(environment, python_version)
    except FileNotFoundError:
        return False


def make(environment: VirtualEnvironment) -> bool:
    """Make the environment unless it is whole already; say whether there was work to do.

    Raises EnvironmentNotMade with a sentence for the person at the terminal.
    """
    version = sys.version.split()[0]
    if is_whole(environment, version):
        return False
    print(f"Making {environment.folder.name} from {environment.lock_file.relative_to(ROOT)} ...", flush=True)
    shutil.rmtree(environment.folder, ignore_errors=True)
    _create_empty(environment)
    _install(environment)
    environment.stamp.write_text(fingerprint(environment, version))
    return True


def _create_empty(environment: VirtualEnvironment) -> None:
    # With uv at hand the second environment is made in 0.1 s; the first needs Python's own, slower way.
    uv = _uv()
    if uv is not None and environment != APPLICATION:
        _run([str(uv), "venv", "--quiet", "--python", sys.executable, str(environment.folder)])
        return
    try:
        _run([sys.executable, "-m", "venv", str(environment.folder)])
    except EnvironmentNotMade as failure:
        raise EnvironmentNotMade(
            f"{failure} Python's venv module must work; on Debian or Ubuntu: apt-get install python3-venv."
        ) from failure


def _install(environment: VirtualEnvironment) -> None:
    pip_install = [str(environment.python), "-m", "pip", "install", "--quiet", "--require-hashes", "-r"]
    if environment == APPLICATION:
        _run([*pip_install, str(BOOTSTRAP_LOCK_FILE)])
    uv = _uv()
    if uv is None:
        _run([*pip_install, str(environment.lock_file)])
        return
    _run(
        [str(uv), "pip", "install", "--quiet", "--python", str(environment.python)]
        + ["--require-hashes", "-r", str(environment.lock_file)]
    )


def _uv() -> Path | None:
    uv = APPLICATION.folder / "bin" / "uv"
    return uv if uv.exists() else None


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
    """Make the environments named on the command line (`application`, `local-aws`); exit code 1 with a sentence."""
    if sys.version_info[:2] < OLDEST_PYTHON:
        needed = ".".join(map(str, OLDEST_PYTHON))
        print(f"ScatterPilot needs Python {needed} or newer; this is {sys.version.split()[0]}.", file=sys.stderr)
        return 1
    known = {"application": APPLICATION, "local-aws": LOCAL_AWS}
    parser = argparse.ArgumentParser(description="Make the virtual environments this checkout needs.")
    parser.add_argument("names", nargs="+", choices=known)
    names = parser.parse_args(arguments).names
    try:
        with _one_at_a_time():
            for name in names:
                make(known[name])
    except EnvironmentNotMade as failure:
        print(f"The environment could not be made. {failure}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
