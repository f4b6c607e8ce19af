"""The fixtures for any test that lets the site talk to a model: `converse_server`."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from chat.assistant.bedrock import bedrock_client
from tests.converse_server.server import ConverseServer


@pytest.fixture(scope="session")
def _one_converse_server() -> Iterator[ConverseServer]:
    with ConverseServer() as server:
        yield server


@pytest.fixture
def converse_server(_one_converse_server: ConverseServer, monkeypatch: pytest.MonkeyPatch) -> Iterator[ConverseServer]:
    """A running server with an empty script; boto3 clients made from now on find it by the environment."""
    monkeypatch.setenv("AWS_ENDPOINT_URL_BEDROCK_RUNTIME", _one_converse_server.url)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    bedrock_client.cache_clear()
    _one_converse_server.reset()
    yield _one_converse_server
    _one_converse_server.reset()
    bedrock_client.cache_clear()
