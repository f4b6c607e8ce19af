"""Which saved customer a name means: one for certain, or some to ask about."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from chat.domain.firewall import fold
from invoices.domain.parties import Customer

_WORD = re.compile(r"[^\W_]+")
_LEGAL_FORMS = {
    *("inc", "llc", "ltd", "limited", "corp", "corporation", "co", "company", "plc", "pty"),
    *("gmbh", "ag", "kg", "ug", "sa", "sas", "sarl", "sl", "srl", "spa", "bv", "nv", "lda", "ltda"),
}
_CLOSE = 0.84


@dataclass(frozen=True, slots=True)
class Found:
    """``exact`` is the one customer meant; otherwise ``candidates`` are to be asked about."""

    exact: Customer | None = None
    candidates: tuple[Customer, ...] = ()
    is_several: bool = False


def find_customer(name: str, customers: Sequence[Customer]) -> Found:
    """A full match goes before a partial one (first words of the name), that before a near one."""
    wanted = _words(name)
    if not wanted:
        return Found()
    same = [customer for customer in customers if _words(customer.name) == wanted]
    begins = [customer for customer in customers if _words(customer.name)[: len(wanted)] == wanted]
    for fitting in (same, begins):
        if len(fitting) == 1:
            return Found(exact=fitting[0])
        if fitting:
            return Found(candidates=tuple(fitting), is_several=True)
    return Found(candidates=tuple(customer for customer in customers if _is_near(wanted, _words(customer.name))))


def _words(name: str) -> tuple[str, ...]:
    """The words of a name without case, accents, punctuation and legal form."""
    words = tuple(_WORD.findall(fold(name).replace("'", "").replace("’", "")))
    bare = tuple(word for word in words if word not in _LEGAL_FORMS)
    return bare or words


def _is_near(wanted: tuple[str, ...], known: tuple[str, ...]) -> bool:
    return SequenceMatcher(None, " ".join(wanted), " ".join(known)).ratio() >= _CLOSE
