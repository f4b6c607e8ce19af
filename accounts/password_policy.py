"""What the pool asks of a password (infrastructure/template.yaml), checked here first: all rules show at once."""

from __future__ import annotations

import re
from dataclasses import dataclass

LONGEST = 256
SHORTEST = 10


@dataclass(frozen=True, slots=True)
class Demand:
    """One rule; ``pattern`` is found in a password that keeps it, by Python and by the browser alike."""

    text: str
    pattern: str

    def is_met_by(self, password: str) -> bool:
        """Whether the password keeps this rule."""
        return re.search(self.pattern, password, re.DOTALL) is not None


# Cognito counts basic Latin letters and digits only.
# https://docs.aws.amazon.com/cognito/latest/developerguide/managing-users-passwords.html
DEMANDS = (
    Demand(f"At least {SHORTEST} characters", rf"^[\s\S]{{{SHORTEST},}}$"),
    Demand("A capital letter (A to Z)", "[A-Z]"),
    Demand("A small letter (a to z)", "[a-z]"),
    Demand("A digit (0 to 9)", "[0-9]"),
)
_EDGES = Demand("No space at its beginning or end", r"^\S[\s\S]*\S$")


def unmet(password: str) -> list[str]:
    """The rules that a password breaks, in words."""
    return [demand.text for demand in (*DEMANDS, _EDGES) if not demand.is_met_by(password)]
