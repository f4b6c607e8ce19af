"""The figure firewall: whatever an assistant put on the draft must be traceable, or is marked unverified.

Deterministic, and the same for every assistant: it looks at the draft before and after a turn and at the user's own
words, never at what an assistant says about itself. Traceable is what the user said (numbers in any writing), what
the draft already held, what the seller's profile says, and what code copied or computed from those.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from chat.domain.readers import Readers
from chat.domain.situation import Role
from chat.domain.workbench import Workbench
from invoices.domain.invoice import InvoiceContent
from invoices.domain.line_item import LineItem, Reduction
from invoices.domain.sources import Source, SourceKind

# Set by code only, never by a model: copied from a record, or computed from what was said.
_MADE_BY_CODE = {SourceKind.EARLIER_INVOICE, SourceKind.CUSTOMER, SourceKind.COMPUTED}
_WORD = re.compile(r"[^\W_]+")
_STEM_LETTERS = 4
_HELD_FIGURES = {"quantity", "unit_price", "tax_rate"}


def screen(text: str, workbench: Workbench, readers: Readers) -> None:
    """Mark on the workbench's draft exactly what can't be traced after answering ``text``.

    A draft that an undo brought back has its marks of then, exactly.
    """
    if workbench.content is None or (workbench.undone_turns and workbench.content == workbench.baseline):
        return
    evidence = Evidence(text, workbench, readers)
    workbench.mark_unverified(unverified(workbench.baseline, workbench.content, evidence))


class Evidence:
    """What values may be traced to: the user's words of the window, the profile, the draft so far."""

    def __init__(self, text: str, workbench: Workbench, readers: Readers) -> None:
        situation = workbench.situation
        said = [message.text for message in situation.history if message.role is Role.USER]
        self.situation = situation
        self.words = (text, *reversed(said))
        self._folded = tuple(fold(words) for words in self.words)
        self._readers = readers
        self._figures: set[Decimal] | None = None
        self._dates: set[date] | None = None
        self._stems: set[str] | None = None
        self._earlier = _earlier_figures(workbench)

    @property
    def figures(self) -> set[Decimal]:
        """Every number of the user's words."""
        if self._figures is None:
            self._figures = {f for words in self.words for f in self._readers.figures_in(words, self.situation)}
        return self._figures

    def says(self, quote: str | None) -> bool:
        """Whether these are words of the user's, but for case, accents and white space."""
        wanted = fold(quote or "")
        return bool(wanted) and any(wanted in words for words in self._folded)

    def says_now(self, quote: str | None) -> bool:
        """Whether these words stand in the newest message."""
        wanted = fold(quote or "")
        return bool(wanted) and wanted in self._folded[0]

    def says_figure(self, value: Decimal, source: Source | None) -> bool:
        """Whether the user named this number. "None" has no number: then the quoted words must be there."""
        if value in self.figures:
            return True
        return not value and source is not None and self.says(source.quote)

    def held(self, name: str, value: Decimal) -> bool:
        """Whether a field of this name held this value on the draft, in this turn or one taken back."""
        return value in self._earlier.get(name, ())

    def says_date(self, day: date, source: Source | None, issue_date: date | None) -> bool:
        """Whether the user named this day, or words that mean it."""
        if self._dates is None:
            self._dates = {d for words in self.words for d in self._readers.dates_in(words, self.situation)}
        return day in self._dates or self._resolves(source, issue_date, day=day)

    def says_terms(self, days: int, source: Source | None, issue_date: date) -> bool:
        """Whether the user named terms of so many days, or words that mean them."""
        return Decimal(days) in self.figures or self._resolves(source, issue_date, days=days)

    def shares_a_word(self, text: str) -> bool:
        """Whether any word of the text (by its first letters) is one the user used."""
        if self._stems is None:
            self._stems = {stem for words in self._folded for stem in _stems(words)}
        found = set(_stems(fold(text)))
        return not found or bool(found & self._stems)

    def _resolves(
        self, source: Source | None, issue_date: date | None, *, day: date | None = None, days: int | None = None
    ) -> bool:
        quote = source.quote if source else None
        if not quote or not self.says(quote):
            return False
        read = self._readers.resolve_date(quote, self.situation, issue_date=issue_date)
        return read is not None and ((day is not None and read.day == day) or (days is not None and read.days == days))


@dataclass(frozen=True, slots=True)
class _Claim:
    """One value of the draft: is it another than before, and if so, can it be traced?"""

    path: str
    value: object
    is_traceable: bool


def unverified(before: InvoiceContent | None, after: InvoiceContent, evidence: Evidence) -> tuple[str, ...]:
    """Paths of values that are new or were in doubt and can't be traced; lines go by their id."""
    doubted = set(before.unverified) if before else set()
    known = {claim.path: claim.value for claim in _claims(before, evidence)} if before else {}
    found = (
        claim.path
        for claim in _claims(after, evidence)
        if not claim.is_traceable
        and (claim.path in doubted or claim.path not in known or known[claim.path] != claim.value)
    )
    return tuple(dict.fromkeys(found))


def fold(text: str) -> str:
    """For comparing words: no accents, no case, nothing invisible, single spaces."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", text) if unicodedata.category(c) not in {"Mn", "Cf"})
    return " ".join(bare.casefold().split())


def _stems(folded: str) -> Iterator[str]:
    return (word[:_STEM_LETTERS] for word in _WORD.findall(folded) if not word.isdigit())


def _claims(content: InvoiceContent, evidence: Evidence) -> Iterator[_Claim]:
    yield from _party(content, evidence)
    for line in content.lines:
        yield from _line(line, evidence)
    sources, seller = content.sources, evidence.situation.seller
    yield from _reduction("discount", content.discount, sources.get("discount"), evidence)
    yield from _reduction("deposit", content.deposit, sources.get("deposit"), evidence)
    rate, rate_source = content.tax_rate, sources.get("tax_rate")
    yield _Claim("tax_rate", rate, rate == seller.tax_rate or _figure("tax_rate", rate, rate_source, evidence))
    yield _Claim("currency", content.currency, _currency(content, evidence))
    issued = content.issue_date
    is_issue_known = issued == evidence.situation.today or evidence.says_date(issued, sources.get("issue_date"), None)
    yield _Claim("issue_date", issued, is_issue_known)
    yield _due(content, evidence)


def _party(content: InvoiceContent, evidence: Evidence) -> Iterator[_Claim]:
    customer = content.customer
    if customer is None:
        return
    records = [known for known in evidence.situation.customers if customer.id is not None and known.id == customer.id]
    record = records[0] if records else None
    is_named = record is not None or evidence.says(customer.name)
    yield _Claim("customer", customer.name, is_named)
    if customer.email:
        is_known = (record is not None and record.email == customer.email) or evidence.says(customer.email)
        yield _Claim("customer.email", customer.email, is_known)


def _line(line: LineItem, evidence: Evidence) -> Iterator[_Claim]:
    where, sources = f"lines.{line.id}", line.sources
    described = sources.get("description")
    if line.description:
        is_copied = described is not None and described.kind in _MADE_BY_CODE
        yield _Claim(f"{where}.description", line.description, is_copied or evidence.shares_a_word(line.description))
    if line.quantity is not None:
        yield _Claim(f"{where}.quantity", line.quantity, _quantity(line, evidence))
    if line.unit_price is not None:
        yield _Claim(f"{where}.unit_price", line.unit_price, _unit_price(line, evidence))
    yield from _reduction(f"{where}.discount", line.discount, sources.get("discount"), evidence)
    if line.tax_rate is not None:
        is_known = _figure("tax_rate", line.tax_rate, sources.get("tax_rate"), evidence)
        yield _Claim(f"{where}.tax_rate", line.tax_rate, is_known)


def _quantity(line: LineItem, evidence: Evidence) -> bool:
    # A thing with a price and no count is one thing. An hour or a day has to be said.
    is_one_thing = line.quantity == 1 and line.unit is None
    return is_one_thing or _figure("quantity", line.quantity, line.sources.get("quantity"), evidence)


def _unit_price(line: LineItem, evidence: Evidence) -> bool:
    source = line.sources.get("unit_price")
    if source is not None and source.kind is SourceKind.COMPUTED and line.stated_amount is not None:
        return line.stated_amount in evidence.figures  # a price made from what the whole line costs
    return _figure("unit_price", line.unit_price, source, evidence)


def _figure(name: str, value: Decimal | None, source: Source | None, evidence: Evidence) -> bool:
    if value is None or (source is not None and source.kind in _MADE_BY_CODE):
        return True
    return evidence.says_figure(value, source) or evidence.held(name, value)


def _reduction(path: str, reduction: Reduction | None, source: Source | None, evidence: Evidence) -> Iterable[_Claim]:
    if reduction is None:
        return ()
    value = (reduction.kind, reduction.value)
    return (_Claim(path, value, _figure(path.rsplit(".", 1)[-1], reduction.value, source, evidence)),)


def _currency(content: InvoiceContent, evidence: Evidence) -> bool:
    source = content.sources.get("currency")
    if content.currency == evidence.situation.seller.currency or evidence.says(content.currency):
        return True
    return source is not None and (source.kind in _MADE_BY_CODE or evidence.says(source.quote))


def _due(content: InvoiceContent, evidence: Evidence) -> _Claim:
    source, days = content.sources.get("due_date"), content.due_days
    if days is not None:
        is_known = days == evidence.situation.seller.due_days
        return _Claim("due_date", days, is_known or evidence.says_terms(days, source, content.issue_date))
    is_known = evidence.says_date(content.due_date, source, content.issue_date)
    return _Claim("due_date", content.due_date, is_known)


def _earlier_figures(workbench: Workbench) -> dict[str, set[Decimal]]:
    """Figures by field name that the draft holds without doubt, or held in lines since removed."""
    held: dict[str, set[Decimal]] = {name: set() for name in _HELD_FIGURES}
    if workbench.baseline is not None:
        held["tax_rate"].add(workbench.baseline.tax_rate)
        for name, value in _undoubted(workbench.baseline):
            held[name].add(value)
    for step in (step for turn in workbench.past for step in turn if step.op == "remove"):
        for name in _HELD_FIGURES & step.before.keys():
            held[name].add(Decimal(step.before[name]))
    return held


def _undoubted(content: InvoiceContent) -> Iterator[tuple[str, Decimal]]:
    for line in content.lines:
        for name in _HELD_FIGURES:
            value = getattr(line, name)
            if value is not None and f"lines.{line.id}.{name}" not in content.unverified:
                yield name, value
