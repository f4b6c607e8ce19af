"""Typed reading of the environment, the only place that touches ``os.environ``.

Every problem is collected, so that a start that stops names all of them at once.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

from django.core.exceptions import ImproperlyConfigured

_RATE = re.compile(r"(\d{1,9})/(second|minute|hour|day)", re.ASCII)
_PERIOD_SECONDS = {"second": 1, "minute": 60, "hour": 3600, "day": 86400}
_Value = TypeVar("_Value")


def read_env_file(path: Path) -> dict[str, str]:
    """KEY=VALUE lines of a file such as ``.local/env``; no file is no variables."""
    if not path.is_file():
        return {}
    lines = path.read_text(encoding="utf-8").splitlines()
    pairs = (line.split("=", 1) for line in lines if "=" in line and not line.startswith("#"))
    return {name.strip(): value.strip() for name, value in pairs}


def adopt_local_stack(path: Path) -> None:
    """Take over the running local stack's variables when STAGE is unset; those set by hand win."""
    if "STAGE" in os.environ:
        return
    for name, value in read_env_file(path).items():
        os.environ.setdefault(name, value)


class Environment:
    """Reads variables by type; ``check()`` raises one error naming all that is wrong."""

    def __init__(self, variables: Mapping[str, str]) -> None:
        self._variables = variables
        self._problems: list[str] = []

    def text(self, name: str, default: str | None = None) -> str:
        """A variable's text; without a default it must be there and not empty."""
        value = self._variables.get(name, "").strip()
        if value:
            return value
        if default is None:
            self._problems.append(f"{name} is not set")
            return ""
        return default

    def choice(self, name: str, options: tuple[str, ...], default: str | None = None) -> str:
        """One of the options."""
        value = self.text(name, default)
        if value and value not in options:
            self._problems.append(f"{name} is {value!r}, but must be one of {', '.join(options)}")
        return value

    def words(self, name: str, default: str | None = None) -> list[str]:
        """Comma-separated words."""
        return [word.strip() for word in self.text(name, default).split(",") if word.strip()]

    def secret(self, name: str, *, least: int) -> str:
        """A random text of at least so many characters; never shown in the message."""
        value = self.text(name)
        if value and len(value) < least:
            self._problems.append(f"{name} has {len(value)} characters, but must have at least {least} random ones")
        return value

    def hosts(self, name: str, *, any_host: bool) -> list[str]:
        """Host names; the pattern for any host only where that is allowed."""
        names = self.words(name)
        if "*" in names and not any_host:
            self._problems.append(f"{name} is *, but must name the hosts of this stage")
        return names

    def url(self, name: str, default: str, *, plain_below: str) -> str:
        """An https address; one of plain http only when it begins with ``plain_below`` (empty: never)."""
        value = self.text(name, default)
        is_plain_and_may_be = bool(plain_below) and value.startswith("http://") and value.startswith(plain_below)
        if not value.startswith("https://") and not is_plain_and_may_be:
            self._problems.append(f"{name} is {value!r}, but must begin with https://")
        return value

    def parsed(self, name: str, parse: Callable[[str], _Value], form: str, default: str) -> _Value | None:
        """A value through ``parse``; ``form`` says in the message what was expected."""
        text = self.text(name, default)
        try:
            return parse(text)
        except ValueError:
            self._problems.append(f"{name} is {text!r}, but must be {form}")
            return None

    def rate(self, name: str, default: str) -> tuple[int, int]:
        """A rate such as ``20/hour`` as (count, period in seconds)."""
        parsed = self.parsed(name, parse_rate, "a rate such as 20/hour", default)
        return parsed or (1, 60)

    def check(self) -> None:
        """Raise ImproperlyConfigured naming every missing or malformed variable."""
        if self._problems:
            listing = "".join(f"\n  - {problem}" for problem in self._problems)
            raise ImproperlyConfigured(
                f"The environment is not complete:{listing}\n"
                "For local work run `make run` (it writes .local/env, which manage.py reads when "
                "STAGE is unset); README.md lists every variable."
            )


def parse_jwks(text: str) -> dict[str, Any] | None:
    """A JWKS document with at least one key, None for no text; raises ValueError.

    What the keys are worth, accounts.key_set judges.
    """
    if not text:
        return None
    document = json.loads(text)
    if not isinstance(document, dict) or not isinstance(document.get("keys"), list) or not document["keys"]:
        raise ValueError(text)
    return document


def parse_rate(text: str) -> tuple[int, int]:
    """``20/hour`` -> (20, 3600); raises ValueError for anything else or a count of 0."""
    found = _RATE.fullmatch(text)
    if not found or not int(found[1]):
        raise ValueError(text)
    return int(found[1]), _PERIOD_SECONDS[found[2]]
