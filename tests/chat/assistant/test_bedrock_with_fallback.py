"""The two assistants together, as the site composes them: a model that is away costs nobody the turn."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest

from chat.assistant.bedrock import BedrockAssistant, make_client
from chat.assistant.fallback import NOTICE, CircuitBreaker, FallbackAssistant
from chat.assistant.offline.assistant import OfflineAssistant
from chat.assistant.readers import WordReaders
from chat.domain import firewall
from invoices.domain.totals import totals
from tests.chat.assistant.bedrock.conftest import MODEL_ID, a_workbench
from tests.converse_server import answers
from tests.converse_server.answers import calls, use
from tests.converse_server.fixtures import _one_converse_server, converse_server  # noqa: F401

SENTENCE = "invoice Acme for 10 hours of design at $150/h, due in 30 days, 8.25% tax"


@cache
def _client(url: str) -> Any:
    return make_client("us-east-1", read_timeout_seconds=0.3)


@pytest.fixture
def assistant(converse_server):  # noqa: F811
    client = _client(converse_server.url)
    bedrock = BedrockAssistant(client=lambda: client, model_id=MODEL_ID, readers=WordReaders())
    return FallbackAssistant(bedrock, OfflineAssistant(), CircuitBreaker())


@pytest.mark.parametrize("trouble", [answers.model_access_not_granted(), answers.hangs(), answers.half_json()])
def test_when_bedrock_is_away_the_same_sentence_is_the_same_draft(assistant, converse_server, trouble):  # noqa: F811
    converse_server.always(trouble)
    workbench = a_workbench()

    reply = assistant.reply(SENTENCE, workbench)
    firewall.screen(SENTENCE, workbench, WordReaders())

    assert reply.text.endswith(NOTICE)
    assert reply.usage.model_calls == 0
    assert assistant.name == "offline"
    assert str(totals(workbench.content).total) == "1623.75"
    assert (workbench.missing, workbench.content.unverified) == ((), ())


def test_what_a_failing_model_did_first_is_gone(assistant, converse_server):  # noqa: F811
    globex = use("set_customer", name="Globex", quote="Acme")
    converse_server.script(calls(globex, use("no_such_tool")), answers.model_access_not_granted())
    workbench = a_workbench()

    assistant.reply(SENTENCE, workbench)

    assert workbench.content.customer.name == "Acme"
