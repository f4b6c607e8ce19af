"""Which saved customer a name means: the one, none, or several that would fit."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from invoices.domain.parties import Customer

# Legal forms say nothing about who it is: "Acme" and "ACME Ltd." are one customer.
_LEGAL_FORMS = frozenset(
    re.findall(
        r"\w+",
        "inc incorporated llc llp lp ltd limited plc corp corporation co company gmbh ag kg ohg ug mbh ek ev se sa sas"
        " sarl eurl sasu srl spa snc sl slu slp sc lda ltda eireli me bv nv vof cv oy ab as aps pty pte pvt pllc"
        " pc cie kk",
    )
)
_CLOSE = 0.84
_SHORTEST_FOR_NEAR = 5


class MatchKind(StrEnum):
    """How a name relates to the saved customers."""

    ONE = "one"
    SEVERAL = "several"
    NEAR = "near"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class CustomerMatch:
    """The saved customers that fit, best first; ``NEAR`` ones are only similar and must be asked about."""

    kind: MatchKind
    customers: tuple[Customer, ...] = ()

    @property
    def customer(self) -> Customer | None:
        """The one customer meant, if there is exactly one."""
        return self.customers[0] if self.kind is MatchKind.ONE else None


def name_words(name: str) -> tuple[str, ...]:
    """A name's words for comparing: no case, accents, punctuation, and no legal form at the end.

    >>> name_words("Müller & Söhne GmbH")
    ('muller', 'and', 'sohne')
    """
    text = unicodedata.normalize("NFKD", name).casefold().replace("&", " and ")
    text = "".join(character for character in text if not unicodedata.combining(character))
    text = re.sub(r"(?<=\b\w)\.(?=\w\b)", "", text.replace("'", "").replace("’", ""))
    words = re.findall(r"\w+", text)
    kept = list(words)
    while len(kept) > 1 and kept[-1] in _LEGAL_FORMS:
        kept.pop()
    if len(kept) > 1 and kept[-1] == "and":
        kept.pop()
    return tuple(kept)


def _written(name: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split()).rstrip(".")


def match_customer(name: str, customers: Sequence[Customer]) -> CustomerMatch:
    """Find who is meant: as written, then complete, then by first words, then merely similar."""
    words = name_words(name)
    if not words:
        return CustomerMatch(MatchKind.NONE)
    keyed = [(customer, name_words(customer.name)) for customer in customers]
    tries = (
        [customer for customer, _ in keyed if _written(customer.name) == _written(name)],
        [customer for customer, key in keyed if key == words],
        [customer for customer, key in keyed if key[: len(words)] == words],
    )
    for found in tries:
        if found:
            kind = MatchKind.ONE if len(found) == 1 else MatchKind.SEVERAL
            return CustomerMatch(kind, tuple(found))
    near = _near(words, keyed)
    return CustomerMatch(MatchKind.NEAR, near) if near else CustomerMatch(MatchKind.NONE)


def _near(words: tuple[str, ...], keyed: Sequence[tuple[Customer, tuple[str, ...]]]) -> tuple[Customer, ...]:
    wanted = " ".join(words)
    if len(wanted) < _SHORTEST_FOR_NEAR:
        return ()
    scored = [(_likeness(wanted, " ".join(key)), customer) for customer, key in keyed]
    close = sorted((pair for pair in scored if pair[0] >= _CLOSE), key=lambda pair: -pair[0])
    return tuple(customer for _, customer in close[:3])


def _likeness(one: str, other: str) -> float:
    """1 for equal texts, less by the share of letters that differ (edit distance)."""
    longest = max(len(one), len(other))
    if abs(len(one) - len(other)) > longest * (1 - _CLOSE):
        return 0.0
    row = list(range(len(other) + 1))
    for i, left in enumerate(one, 1):
        previous, row[0] = row[0], i
        for j, right in enumerate(other, 1):
            previous, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, previous + (left != right))
    return 1 - row[-1] / longest
