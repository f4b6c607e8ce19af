"""Runs a model's tool calls on the workbench: checked, atomic, and with the user's words as sources."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from chat.assistant.bedrock import arguments
from chat.assistant.bedrock.tool_schemas import SCHEMAS
from chat.assistant.interface import Outcome
from chat.domain.firewall import Evidence
from chat.domain.readers import Readers
from chat.domain.workbench import Workbench
from invoices.domain import figures
from invoices.domain.errors import InvalidInvoice
from invoices.domain.invoice import InvoiceContent
from invoices.domain.line_item import Reduction, ReductionKind
from invoices.domain.operations import Operation
from invoices.domain.sources import Source, SourceKind, assumed, said

_DIGITS = re.compile(r"\d+")
_IMPOSSIBLE = {"negative", "not_positive", "too_large", "not_a_percentage"}


class ToolRefused(Exception):
    """The call can't be done; ``str(error)`` tells the model why, so that it can mend it.

    ``keeps`` says that what was noted about it on the draft (a doubt to ask about) stays.
    """

    def __init__(self, reason: str, *, keeps: bool = False) -> None:
        self.keeps = keeps
        super().__init__(reason)


@dataclass(frozen=True, slots=True)
class ToolResult:
    """What became of a call, in words for the model."""

    ok: bool
    text: str


Handler = Callable[["Toolbox", dict[str, Any]], None]


class Toolbox:
    """The tools of one turn. ``reply`` is what the model had to say, None until it did."""

    def __init__(
        self, workbench: Workbench, evidence: Evidence, readers: Readers, handlers: Mapping[str, Handler]
    ) -> None:
        self.workbench = workbench
        self.situation = workbench.situation
        self.evidence = evidence
        self.readers = readers
        self.reply: str | None = None
        self.outcome = Outcome.DRAFT
        self._handlers = handlers
        self._impossible: dict[str, str] = {}

    def run(self, name: object, given: object) -> ToolResult:
        """Do one call, wholly or not at all."""
        if not isinstance(name, str) or name not in self._handlers:
            return ToolResult(False, f"There is no tool {str(name)[:60]!r}. The tools are: {', '.join(SCHEMAS)}.")
        wrong = arguments.problems(given, SCHEMAS[name][1])
        if wrong:
            return ToolResult(False, "; ".join(wrong[:8]))
        assert isinstance(given, dict)  # noqa: S101 - every schema is of an object
        before = self.workbench.content
        try:
            self._handlers[name](self, given)
        except (ToolRefused, InvalidInvoice) as refusal:
            if not getattr(refusal, "keeps", False):
                self.workbench.content = before
            return ToolResult(False, str(refusal))
        return ToolResult(True, "done")

    def finish(self) -> None:
        """Warn of figures that the user did say and that no invoice can have."""
        for words, detail in self._impossible.items():
            if self.evidence.says(words):
                self.workbench.warn("invalid_amount", detail)

    @property
    def outcome_of_turn(self) -> Outcome:
        """A turn that declines and yet changed something was about the draft after all."""
        if self.outcome is Outcome.REFUSED and self.workbench.changes:
            return Outcome.DRAFT
        return self.outcome

    # What the handlers work with -----------------------------------------------------------------

    @property
    def content(self) -> InvoiceContent:
        """The draft as it stands, or the one that would be begun."""
        return self.workbench.content or self.situation.empty_draft()

    def apply(self, operation: Operation) -> None:
        if self.workbench.undone_turns:
            # What is taken back is counted in whole turns; a change beside it could not be taken back exactly.
            raise ToolRefused("Something was taken back in this turn; what else is to change has to wait for the next.")
        self.workbench.apply(operation)

    def source(self, quote: str | None) -> Source:
        """The user's words if they are the user's, else nothing to show but that it was assumed."""
        return said(quote) if quote and self.evidence.says(quote) else assumed()

    def source_of(self, value: Decimal, quote: str | None) -> Source:
        """Where a figure comes from: the quoted words if they hold it, else the user's words at large."""
        is_quoted = quote and self.evidence.says(quote)
        if quote and is_quoted and (not value or value in self.readers.figures_in(quote, self.situation)):
            return said(quote)
        return Source(SourceKind.SAID) if value in self.evidence.figures else assumed()

    def need_now(self, quote: str) -> None:
        """What can't be seen as a figure has to be asked for in the newest message, word for word."""
        if not self.evidence.says_now(quote):
            raise ToolRefused("The quote does not stand in the user's newest message; only they can ask for this.")

    def need_said(self, words: str, what: str) -> None:
        if words and not self.evidence.says(words):
            raise ToolRefused(
                f"{what} {words[:80]!r} was not said by the user. Leave it out, or pass their exact words."
            )

    def need_said_digits(self, text: str) -> None:
        """Texts print on the invoice too: an account number or a date in them has to be the user's."""
        known = set(_DIGITS.findall(" ".join(self.evidence.words)))
        foreign = [digits for digits in _DIGITS.findall(text) if digits not in known]
        if foreign:
            raise ToolRefused(f"The user did not say {', '.join(foreign[:5])}; keep to their own words.")

    def quantity(self, words: str) -> tuple[Decimal, str | None]:
        """A quantity from the user's words, and its unit if the words name one."""
        try:
            number = figures.read_decimal(words, field="quantity")
        except InvalidInvoice:
            found = self.readers.quantity_in(words, self.situation)
            if found is None:
                raise
            number, unit = found
            return self._possible(words, number, figures.quantity), unit
        return self._possible(words, number, figures.quantity), None

    def unit_price(self, words: str) -> Decimal:
        return self._possible(words, self._number(words, "unit_price"), figures.unit_price)

    def percent(self, words: str, field: str) -> Decimal:
        return self._possible(words, self._number(words, field), lambda n: figures.percent(n, field=field))

    def amount(self, words: str, field: str) -> Decimal:
        def check(number: Decimal) -> Decimal:
            return figures.money_amount(number, currency=self.content.currency, field=field)

        return self._possible(words, self._number(words, field), check)

    def reduction(self, given: Mapping[str, str] | None, field: str) -> Reduction | None:
        if given is None:
            return None
        kind = ReductionKind(given["kind"])
        read = self.percent if kind is ReductionKind.PERCENT else self.amount
        return Reduction(kind, read(given["value"], field))

    def _number(self, words: str, field: str) -> Decimal:
        try:
            return figures.read_decimal(words, field=field)
        except InvalidInvoice:
            found = self.readers.figures_in(words, self.situation)
            if len(found) != 1:
                raise
            return next(iter(found))

    def _possible(self, words: str, number: Decimal, check: Callable[[Decimal], Decimal]) -> Decimal:
        try:
            return check(number)
        except InvalidInvoice as refusal:
            if refusal.problems[0].code in _IMPOSSIBLE:
                self._impossible[words] = str(refusal)
            raise
