"""What a piece of work sends to DynamoDB: recorded, so that it can be counted and sent again bare."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4


@dataclass(slots=True)
class Recording:
    """Operations with their parameters in the order sent, and the bytes of bodies both ways."""

    requests: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    bytes_sent: int = 0
    bytes_received: int = 0

    def operations(self) -> list[str]:
        """The names of the operations, such as Query."""
        return [operation for operation, _ in self.requests]

    def as_other_tenant(self, owner: str, other: str) -> list[tuple[str, dict[str, Any]]]:
        """The same requests for another tenant, whose tables must hold the same."""
        prepared = []
        for operation, parameters in self.requests:
            copy = json.loads(json.dumps(parameters).replace(owner, other))
            if "ClientRequestToken" in copy:
                copy["ClientRequestToken"] = str(uuid4())
            prepared.append((operation, copy))
        return prepared


@contextmanager
def recorded() -> Iterator[Recording]:
    """Record every DynamoDB request of the shared connection."""
    from tables.base import shared_connection

    recording = Recording()

    def note_parameters(params: dict[str, Any], model: Any, **_: Any) -> None:
        recording.requests.append((model.name, params))

    def note_sent(request: Any, **_: Any) -> None:
        recording.bytes_sent += len(request.body)

    def note_received(http_response: Any, **_: Any) -> None:
        recording.bytes_received += len(http_response.content)

    events = shared_connection().client.meta.events
    handlers = (
        ("provide-client-params.dynamodb", note_parameters),
        ("before-send.dynamodb", note_sent),
        ("after-call.dynamodb", note_received),
    )
    for name, handler in handlers:
        events.register(name, handler)
    try:
        yield recording
    finally:
        for name, handler in handlers:
            events.unregister(name, handler)


def bare_client() -> Any:
    """A botocore client of its own with nothing around it."""
    import botocore.session
    from botocore.config import Config

    config = Config(parameter_validation=False, retries={"total_max_attempts": 1})
    return botocore.session.get_session().create_client("dynamodb", config=config)


def send(client: Any, requests: list[tuple[str, dict[str, Any]]]) -> None:
    """Send prepared requests one after the other."""
    for operation, parameters in requests:
        client._make_api_call(operation, parameters)
