"""Who imports whom, read from the source: direct imports of every module of ours, and what follows from them."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = ("accounts", "chat", "invoices", "limits", "scatterpilot", "tables")


def _name_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def modules() -> dict[str, Path]:
    """Every module of ours by its dotted name."""
    return {_name_of(path): path for package in PACKAGES for path in sorted((ROOT / package).rglob("*.py"))}


def modules_in(*packages: str) -> list[str]:
    """The modules that are, or are inside, one of these packages."""
    return [name for name in modules() if is_in(name, *packages)]


def is_in(name: str, *packages: str) -> bool:
    """Whether a dotted name is, or is inside, one of these packages."""
    return any(name == package or name.startswith(f"{package}.") for package in packages)


def _imported(module: str, tree: ast.AST) -> Iterator[str]:
    package = module if modules()[module].name == "__init__.py" else module.rpartition(".")[0]
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                above = package.split(".")[: len(package.split(".")) - node.level + 1]
                base = ".".join([*above, base]).rstrip(".")
            yield base
            yield from (f"{base}.{alias.name}" for alias in node.names)


@cache
def imports_of(module: str) -> frozenset[str]:
    """What a module itself imports, anywhere in its text: our modules, and others as they are named there."""
    tree = ast.parse(modules()[module].read_text(encoding="utf-8"))
    named = set(_imported(module, tree))
    return frozenset(name for name in named if name in modules() or not is_in(name, *PACKAGES))


def chains_from(module: str) -> dict[str, list[str]]:
    """Everything a module imports, directly or through others of ours, each with the way to it."""
    chains = {module: [module]}
    waiting = [module]
    while waiting:
        current = waiting.pop(0)
        for name in sorted(imports_of(current)) if current in modules() else ():
            if name not in chains:
                chains[name] = [*chains[current], name]
                waiting.append(name)
    del chains[module]
    return chains
