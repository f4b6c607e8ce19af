"""The states of an invoice and the moves between them, as one table.

The five states are those of Stripe Invoicing; overdue and viewed are derived, not states.
docs/lifecycle.md is generated from ``MOVES``.
"""

from __future__ import annotations

from enum import StrEnum

from invoices.domain.errors import IllegalMove


class Status(StrEnum):
    """Where an invoice stands."""

    DRAFT = "draft"
    OPEN = "open"
    PAID = "paid"
    VOID = "void"
    UNCOLLECTIBLE = "uncollectible"


class Move(StrEnum):
    """What can be done to an invoice as a whole; the value is how it reads in a sentence."""

    EDIT = "edited"
    DELETE = "deleted"
    FINALIZE = "finalized"
    RECORD_PAYMENT = "paid in part"
    SETTLE = "paid"
    VOID = "voided"
    GIVE_UP = "marked uncollectible"


MOVES: dict[Status, dict[Move, Status]] = {
    Status.DRAFT: {
        Move.EDIT: Status.DRAFT,
        Move.DELETE: Status.DRAFT,
        Move.FINALIZE: Status.OPEN,
    },
    Status.OPEN: {
        Move.RECORD_PAYMENT: Status.OPEN,
        Move.SETTLE: Status.PAID,
        Move.VOID: Status.VOID,
        Move.GIVE_UP: Status.UNCOLLECTIBLE,
    },
    Status.UNCOLLECTIBLE: {
        Move.RECORD_PAYMENT: Status.UNCOLLECTIBLE,
        Move.SETTLE: Status.PAID,
        Move.VOID: Status.VOID,
    },
    Status.PAID: {},
    Status.VOID: {},
}


def allowed_moves(status: Status) -> tuple[Move, ...]:
    """What may be done next, in the table's order."""
    return tuple(MOVES[status])


def after(status: Status, move: Move) -> Status:
    """The status a move leads to; raises IllegalMove naming the status and the allowed moves."""
    try:
        return MOVES[status][move]
    except KeyError:
        raise IllegalMove(status, move, allowed_moves(status)) from None
