"""Facts that the invoice rules can refuse with. HTTP knows nothing of them here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


class InvoiceError(Exception):
    """Base of every refusal of the invoice rules.

    ``code`` is stable and machine-readable; ``str(error)`` is a sentence a person can act on.
    """

    code = "invoice_error"


@dataclass(frozen=True, slots=True)
class FieldProblem:
    """One field that can't be accepted: where, a stable code, and what to do about it."""

    field: str
    code: str
    detail: str


class InvalidInvoice(InvoiceError):
    """One or more fields hold values that no invoice may have."""

    code = "invalid"

    def __init__(self, problems: Sequence[FieldProblem]) -> None:
        self.problems = tuple(problems)
        super().__init__(" ".join(problem.detail for problem in problems))

    @classmethod
    def of(cls, field: str, code: str, detail: str) -> InvalidInvoice:
        """The refusal of a single field."""
        return cls([FieldProblem(field, code, detail)])


class InvoiceNotFound(InvoiceError):
    """No such invoice for this seller; somebody else's invoice looks the same."""

    code = "not_found"

    def __init__(self) -> None:
        super().__init__("There is no invoice with this id.")


class CustomerNotFound(InvoiceError):
    """No such customer for this seller."""

    code = "not_found"

    def __init__(self) -> None:
        super().__init__("There is no customer with this id.")


class VersionConflict(InvoiceError):
    """Somebody (or another tab) changed the record since it was read."""

    code = "version_conflict"

    def __init__(self, current_version: int) -> None:
        self.current_version = current_version
        super().__init__(
            f"This was changed in the meantime; the current version is {current_version}. "
            "Reload it, check the change and try again."
        )


class IllegalMove(InvoiceError):
    """The invoice's status does not allow this."""

    code = "invalid_state"

    def __init__(self, status: str, attempted: str, allowed: Sequence[str]) -> None:
        self.status = status
        self.attempted = attempted
        self.allowed = tuple(allowed)
        moves = ", ".join(self.allowed) or "nothing"
        super().__init__(f"An invoice that is {status} can't be {attempted}; what it allows now: {moves}.")


class InvoiceIncomplete(InvoiceError):
    """The draft lacks something every invoice must say."""

    code = "incomplete"

    def __init__(self, missing: Sequence[str]) -> None:
        self.missing = tuple(missing)
        names = ", ".join(field.replace("_", " ") for field in self.missing)
        super().__init__(f"The draft is not complete yet; still missing: {names}.")


class UnverifiedFigures(InvoiceError):
    """Figures on the draft that nobody said and no record holds."""

    code = "unverified_figures"

    def __init__(self, paths: Sequence[str]) -> None:
        self.paths = tuple(paths)
        super().__init__(
            "Some figures could not be traced to your words or records: "
            f"{', '.join(self.paths)}. Confirm or change them first."
        )


class NumberingBusy(InvoiceError):
    """Too many invoices of this seller are being finalized at the same moment."""

    code = "numbering_busy"

    def __init__(self) -> None:
        super().__init__(
            "Many invoices are being finalized at the same moment. "
            "Nothing was changed and no number was used; try again in a few seconds."
        )
