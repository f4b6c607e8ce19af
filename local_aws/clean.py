"""Removes what make made: environments, local state, caches. Standard library only: it removes the environments too."""

import fcntl
import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MADE_BY_MAKE = (
    ".local",
    ".venv",
    ".venv-local-aws",
    ".hypothesis",
    ".mypy_cache",
    ".pytest_cache",
    ".ruff_cache",
    ".coverage",
    "htmlcov",
    "staticfiles",
    "test-results",
)


def clean(root: Path) -> None:
    """Remove everything make made under `root`; raises BlockingIOError while a `make run` is using it."""
    lock_file = root / ".local" / "run.lock"
    if lock_file.exists():
        with lock_file.open() as lock:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
    for name in MADE_BY_MAKE:
        _remove(root / name)
    for cache in list(root.rglob("__pycache__")):
        _remove(cache)


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


if __name__ == "__main__":
    try:
        clean(ROOT)
    except BlockingIOError:
        sys.exit("A `make run` is still running in this checkout. Stop it with Ctrl-C where it runs, then clean.")
