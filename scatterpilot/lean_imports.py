"""Importing a module without the optional packages it would load if it could."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from importlib import import_module


def import_without(packages: Iterable[str], module: str) -> None:
    """Import a module as if these packages were not installed; those loaded already stay in use."""
    hidden = [name for name in packages if name not in sys.modules]
    for name in hidden:
        # What Python itself takes as "not there", though the type does not say so.
        sys.modules[name] = None  # type: ignore[assignment]
    try:
        import_module(module)
    finally:
        for name in hidden:
            del sys.modules[name]
