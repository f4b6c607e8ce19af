"""Run all benchmarks, or those named: ``python -m benchmarks [pdf ...]``."""

from __future__ import annotations

import pkgutil
import sys
from importlib import import_module

import benchmarks
from benchmarks.timing import Figure


def names() -> list[str]:
    """The modules of this package that have ``figures``."""
    found = (module.name for module in pkgutil.iter_modules(benchmarks.__path__))
    return [name for name in found if name != "__main__" and hasattr(import_module(f"benchmarks.{name}"), "figures")]


def show(figure: Figure) -> None:
    """Print one figure as a line."""
    against = f"x {figure.against}" if figure.against else figure.unit
    print(f"  {figure.what:<52} {figure.value:8.3g} {against}")
    details = "; ".join(part for part in (figure.verdict, figure.remark) if part)
    if details:
        print(f"  {'':<52}          {details}")


def main() -> None:
    """Print the figures of each benchmark as they come."""
    wanted = sys.argv[1:] or names()
    for name in wanted:
        print(name, flush=True)
        for figure in import_module(f"benchmarks.{name}").figures():
            show(figure)
            sys.stdout.flush()


if __name__ == "__main__":
    main()
