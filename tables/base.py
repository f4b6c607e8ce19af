"""The base of our PynamoDB models: all of a process share one connection.

PynamoDB gives each model class a botocore session and client of its own (+105 ms of CPU each on
first use); and its default timeouts (15 s + 30 s, 4 tries) outlast API Gateway's 29 s. One
silent call here ends in under 10 s: 4 tries of at most 1.7 s and the pauses between them.
"""

from __future__ import annotations

import threading
from functools import lru_cache

from pynamodb.connection import Connection
from pynamodb.connection.table import TableConnection
from pynamodb.models import Model

_lock = threading.RLock()


@lru_cache(maxsize=1)
def _make_connection() -> Connection:
    connection = Connection(
        connect_timeout_seconds=1,
        read_timeout_seconds=1.7,
        max_retry_attempts=3,
        max_pool_connections=50,
    )
    # Built under the lock: making botocore clients is not thread-safe.
    connection.client  # noqa: B018
    return connection


def shared_connection() -> Connection:
    """The process's one DynamoDB connection, made when first used."""
    with _lock:
        return _make_connection()


class TableModel(Model):
    """A PynamoDB model on the shared connection."""

    @classmethod
    def _get_connection(cls) -> TableConnection:
        if cls._connection is None:
            with _lock:
                if cls._connection is None:
                    cls._connection = cls._on_shared_connection()
        return cls._connection

    @classmethod
    def _on_shared_connection(cls) -> TableConnection:
        # The model's own connection has made no client yet; only its table's schema is wanted.
        table = super()._get_connection()
        shared = shared_connection()
        shared.add_meta_table(table.get_meta_table())
        table.connection = shared
        return table
