from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import cache
from types import SimpleNamespace
from typing import Any

import botocore.endpoint
import pytest

from chat.assistant.bedrock import BedrockAssistant, make_client
from chat.domain.situation import SellerDefaults, Situation
from chat.domain.workbench import Workbench
from tests.converse_server.fixtures import _one_converse_server, converse_server  # noqa: F401
from tests.converse_server.server import ConverseServer
from tests.plain_readers import PlainReaders

MODEL_ID = "us.anthropic.claude-sonnet-4-5-20250929-v1:0"
TODAY = date(2025, 10, 5)


@cache
def _client(url: str, read_timeout_seconds: float) -> Any:
    return make_client("us-east-1", read_timeout_seconds=read_timeout_seconds)


@pytest.fixture(autouse=True)
def _no_pause_between_attempts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(botocore.endpoint, "time", SimpleNamespace(sleep=lambda _seconds: None))


@pytest.fixture
def make_assistant(converse_server: ConverseServer) -> Callable[..., BedrockAssistant]:  # noqa: F811
    def make(*, read_timeout_seconds: float = 5.0, **options: Any) -> BedrockAssistant:
        client = _client(converse_server.url, read_timeout_seconds)
        given = {"client": lambda: client, "model_id": MODEL_ID, "readers": PlainReaders(), **options}
        return BedrockAssistant(**given)

    return make


@pytest.fixture
def assistant(make_assistant: Callable[..., BedrockAssistant]) -> BedrockAssistant:
    return make_assistant()


def a_situation(**fields: Any) -> Situation:
    seller = SellerDefaults(currency="USD", country="US", due_days=30, tax_rate=Decimal(0))
    return Situation(**{"today": TODAY, "seller": seller, **fields})


def a_workbench(**fields: Any) -> Workbench:
    return Workbench(a_situation(**fields), None)


def next_turn(workbench: Workbench, **fields: Any) -> Workbench:
    """The workbench of the turn after, with what was done so far to be taken back."""
    return Workbench(a_situation(**fields), workbench.content, [workbench.changes])
