"""The server is checked through boto3, as it is used: what it refuses, plays and counts."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest
from boto3.session import Session
from botocore.config import Config
from botocore.exceptions import ClientError

from tests.converse_server import answers
from tests.converse_server.answers import calls, says, use
from tests.converse_server.fixtures import _one_converse_server, converse_server  # noqa: F401

MODEL_ID = "us.anthropic.claude-sonnet-4-5-20250929-v1:0"
HELLO = {"role": "user", "content": [{"text": "hello"}]}
TOOL = {"toolSpec": {"name": "add", "inputSchema": {"json": {"type": "object"}}}}
TOOL_CONFIG = {"tools": [TOOL]}
USES = {"role": "assistant", "content": [{"toolUse": {"toolUseId": "t1", "name": "add", "input": {}}}]}


def result(tool_use_id="t1", **fields):
    return {"toolResult": {"toolUseId": tool_use_id, "content": [{"text": "done"}], **fields}}


def user(*blocks):
    return {"role": "user", "content": list(blocks)}


@pytest.fixture
def client(converse_server) -> Any:  # noqa: F811
    return _client(converse_server.url)


@cache
def _client(url: str) -> Any:
    """Made once: the environment leads to this very server."""
    config = Config(retries={"mode": "standard", "total_max_attempts": 1}, connect_timeout=2, read_timeout=2)
    return Session(region_name="us-east-1").client("bedrock-runtime", config=config)


def test_a_message_comes_back_as_boto3_knows_it(client, converse_server):  # noqa: F811
    converse_server.script(calls(use("add", number="1"), text="Adding."))

    answer = client.converse(modelId=MODEL_ID, messages=[HELLO], toolConfig=TOOL_CONFIG)

    text, tool = answer["output"]["message"]["content"]
    assert (answer["stopReason"], text["text"], tool["toolUse"]["input"]) == ("tool_use", "Adding.", {"number": "1"})
    assert answer["usage"]["totalTokens"] > 0
    assert converse_server.requests[0].newest_text == "hello"


@pytest.mark.parametrize(
    ("request_", "message"),
    [
        ({"modelId": "anthropic.claude-sonnet-4-5-20250929-v1:0"}, "with on-demand throughput isn’t supported"),
        ({"modelId": "gpt-9"}, "The provided model identifier is invalid"),
        ({"messages": [USES]}, "A conversation must start with a user message"),
        ({"messages": [HELLO, HELLO]}, "must alternate between user and assistant roles"),
        ({"messages": [HELLO, {"role": "assistant", "content": [{"text": "hi"}]}]}, "must end with a user message"),
        ({"messages": [user({"text": "  "})]}, "at messages.0.content.0 is blank"),
        ({"messages": [user()]}, "The content field in the Message object at messages.0 is empty"),
        ({"system": [{"text": " "}]}, "at system.0 is blank"),
        ({"messages": [HELLO, USES, user({"text": "and?"})]}, "Expected toolResult blocks at messages.2.content"),
        ({"messages": [HELLO, USES, user(result("t2"))]}, "for the following Ids: t1"),
        ({"messages": [user(result())]}, "exceeds the number of toolUse blocks of previous turn"),
        ({"messages": [HELLO, USES, user(result(), result("t2"))]}, "exceeds the number of toolUse blocks"),
        ({"messages": [HELLO, USES, user(result(status="error", content=[]))]}, "cannot be empty when status value"),
        ({"messages": [HELLO, USES, user(result())], "toolConfig": None}, "toolConfig field must be defined"),
        ({"toolConfig": {"tools": [TOOL, TOOL]}}, "must be unique"),
        ({"system": [{"text": "a"}, *[{"cachePoint": {"type": "default"}}] * 5]}, "A maximum of 4 blocks"),
    ],
)
def test_it_refuses_what_bedrock_refuses(client, converse_server, request_, message):  # noqa: F811
    converse_server.always(says("never said"))
    given = {"modelId": MODEL_ID, "messages": [HELLO], "toolConfig": TOOL_CONFIG, **request_}

    with pytest.raises(ClientError) as caught:
        client.converse(**{name: value for name, value in given.items() if value is not None})

    assert caught.value.response["Error"]["Code"] == "ValidationException"
    assert caught.value.response["ResponseMetadata"]["HTTPStatusCode"] == 400
    assert message in caught.value.response["Error"]["Message"]


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (answers.throttled(), "ThrottlingException"),
        (answers.model_access_not_granted(), "AccessDeniedException"),
        (answers.server_error(), "InternalServerException"),
        (answers.use_case_form_missing(), "ResourceNotFoundException"),
        (answers.model_timeout(), "ModelTimeoutException"),
    ],
)
def test_errors_come_in_awss_own_form(client, converse_server, answer, code):  # noqa: F811
    converse_server.script(answer)

    with pytest.raises(getattr(client.exceptions, code)):
        client.converse(modelId=MODEL_ID, messages=[HELLO])


def test_a_request_after_the_script_is_refused(client):
    with pytest.raises(ClientError, match="The script has no answer left for: hello"):
        client.converse(modelId=MODEL_ID, messages=[HELLO])


def test_a_prefix_behind_a_cache_point_is_written_once_and_then_read(client, converse_server):  # noqa: F811
    converse_server.always(says("hi"))
    system = [{"text": "long " * 2000}, {"cachePoint": {"type": "default"}}]

    usages = [client.converse(modelId=MODEL_ID, messages=[HELLO], system=system)["usage"] for _ in range(2)]

    assert [usage["cacheWriteInputTokens"] > 2000 for usage in usages] == [True, False]
    assert [usage["cacheReadInputTokens"] > 2000 for usage in usages] == [False, True]
    assert usages[1]["inputTokens"] < 20


def test_a_short_prefix_is_not_cached(client, converse_server):  # noqa: F811
    converse_server.script(says("hi"))
    system = [{"text": "short"}, {"cachePoint": {"type": "default"}}]

    usage = client.converse(modelId=MODEL_ID, messages=[HELLO], system=system)["usage"]

    assert usage["cacheWriteInputTokens"] == 0
