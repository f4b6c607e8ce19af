"""The one tool layer: where an assistant's operations meet the draft."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from chat.domain.situation import Situation
from invoices.domain import operations
from invoices.domain.changes import Change, diff, revert
from invoices.domain.completeness import DraftWarning, missing, warnings
from invoices.domain.document import Document, from_document, to_document
from invoices.domain.errors import InvalidInvoice
from invoices.domain.invoice import InvoiceContent
from invoices.domain.operations import Operation

MAX_LINES_IN_CHAT = 200
_NOTHING: Document = {}


class Workbench:
    """A draft during one turn: both assistants work on it through the same few calls.

    ``past`` holds the changes of earlier turns that can still be undone, newest first.
    ``baseline`` is the draft that this turn's figures are checked against: the one found, or the
    one an undo brought back.
    """

    def __init__(
        self,
        situation: Situation,
        content: InvoiceContent | None,
        past: Sequence[Sequence[Change]] = (),
    ) -> None:
        self.situation = situation
        self.before = content
        self.content = content
        self.past = tuple(tuple(turn) for turn in past)
        self.undone_turns = 0
        self.baseline = content
        self._turn_warnings: list[DraftWarning] = []

    def apply(self, operation: Operation) -> None:
        """Apply one operation, beginning a draft if there is none.

        Raises InvalidInvoice, the draft unchanged, when it can't be applied.
        """
        base = self.content if self.content is not None else self.situation.empty_draft()
        result = operations.apply(operation, base)
        if len(result.lines) > max(MAX_LINES_IN_CHAT, len(base.lines)):
            raise InvalidInvoice.of(
                "lines",
                "too_many_lines",
                f"A draft can have at most {MAX_LINES_IN_CHAT} lines in the chat.",
            )
        self.content = result

    def undo(self) -> bool:
        """Take back the newest changes, exactly; False when there is nothing to undo.

        Those are what this turn did since it began (or since the last undo), else those of the
        newest earlier turn: its steps fit only the draft that it left.
        """
        if self.content != self.baseline:
            self.content = self.baseline
            return True
        if self.undone_turns >= len(self.past) or self.content is None:
            return False
        steps = self.past[self.undone_turns]
        document = revert(to_document(self.content), steps)
        self.content = self.baseline = from_document(document) if document else None
        self.undone_turns += 1
        return True

    def reset(self) -> None:
        """Forget everything done in this turn, as if nobody had begun to answer."""
        self.content = self.baseline = self.before
        self.undone_turns = 0
        self._turn_warnings.clear()

    def mark_unverified(self, paths: Sequence[str]) -> None:
        """Exactly these values of the draft can't be traced; finalize refuses until they are settled."""
        if self.content is not None:
            self.content = replace(self.content, unverified=tuple(paths))

    def warn(self, code: str, text: str) -> None:
        """Tell the user about something this turn asked for that was not taken over."""
        self._turn_warnings.append(DraftWarning(code, text))

    @property
    def changes(self) -> tuple[Change, ...]:
        """What this turn changed so far."""
        old = _NOTHING if self.before is None else to_document(self.before)
        new = _NOTHING if self.content is None else to_document(self.content)
        return diff(old, new)

    @property
    def missing(self) -> tuple[str, ...]:
        """Codes of what must still be asked for; none without a draft."""
        return () if self.content is None else missing(self.content)

    @property
    def warnings(self) -> tuple[DraftWarning, ...]:
        """This turn's warnings together with those of the draft as it stands."""
        standing = () if self.content is None else warnings(self.content)
        return tuple(dict.fromkeys((*self._turn_warnings, *standing)))
