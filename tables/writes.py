"""Transactions on the shared connection, and reading why one was refused."""

from __future__ import annotations

from uuid import uuid4

from pynamodb.exceptions import TransactWriteError
from pynamodb.transactions import TransactGet, TransactWrite

from tables.base import shared_connection

CONDITION_FAILED = "ConditionalCheckFailed"
CONFLICT = "TransactionConflict"


def write_transaction() -> TransactWrite:
    """All or nothing, once: the token makes a repeat by the SDK count as the same request.

    https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html
    """
    return TransactWrite(connection=shared_connection(), client_request_token=str(uuid4()))


def read_transaction() -> TransactGet:
    """Several items of any tables in one strongly consistent request."""
    return TransactGet(connection=shared_connection())


def refusals(error: TransactWriteError) -> list[str | None]:
    """Why each item was refused (None: it was not), checks and deletes first, then puts, updates."""
    return [reason.code if reason else None for reason in error.cancellation_reasons]
