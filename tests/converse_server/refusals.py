"""What Bedrock refuses before any model sees it, in its own words (as users have quoted them in public)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from tests.converse_server.answers import Answer, error, needs_inference_profile

Tree = dict[str, Any]

_PROFILE = re.compile(r"(us|eu|apac|jp|au|global)\.anthropic\.claude-[a-z0-9.-]+(-v\d+:\d+)?")
_PROFILE_ARN = re.compile(r"arn:aws:bedrock:[a-z0-9-]+:\d{12}:(application-)?inference-profile/\S+")
_BARE = re.compile(r"anthropic\.claude-[a-z0-9.-]+(-v\d+:\d+)?")
_TOOL_NAME = re.compile(r"[a-zA-Z0-9_-]{1,64}")
_MAX_CACHE_POINTS = 4


def refusal_of(model_id: str, body: Tree) -> Answer | None:
    """Why Bedrock would not take this request; None when it would."""
    if _BARE.fullmatch(model_id):
        return needs_inference_profile(model_id)
    if not (_PROFILE.fullmatch(model_id) or _PROFILE_ARN.fullmatch(model_id)):
        return error(400, "ValidationException", "The provided model identifier is invalid.")
    message = next(_problems(body), None)
    return error(400, "ValidationException", message) if message else None


def _problems(body: Tree) -> Iterator[str]:
    messages = body.get("messages") or []
    yield from _turn_order(messages)
    for i, message in enumerate(messages):
        yield from _content(message.get("content") or [], f"messages.{i}")
    for i, block in enumerate(body.get("system") or []):
        if "text" in block and not block["text"].strip():
            yield f"The text field in the SystemContentBlock object at system.{i} is blank. Add text and try again."
    yield from _tools(body, messages)
    yield from _tool_pairs(messages)
    yield from _cache_points(body, messages)


def _turn_order(messages: list[Tree]) -> Iterator[str]:
    if not messages or messages[0]["role"] != "user":
        yield (
            "A conversation must start with a user message. "
            "Try again with a conversation that starts with a user message."
        )
    for before, after in pairwise(messages):
        if before["role"] == after["role"]:
            yield (
                "A conversation must alternate between user and assistant roles. "
                "Make sure the conversation alternates between user and assistant roles and try again."
            )
    if messages[-1]["role"] != "user":
        yield "This model does not support assistant message prefill. The conversation must end with a user message."


def _content(blocks: list[Tree], where: str) -> Iterator[str]:
    if not blocks:
        yield (
            f"The content field in the Message object at {where} is empty. "
            "Add a ContentBlock object to the content field and try again."
        )
    for i, block in enumerate(blocks):
        if "text" in block and not block["text"].strip():
            yield (
                f"The text field in the ContentBlock object at {where}.content.{i} is blank. "
                "Add text to the text field, and try again."
            )
        result = block.get("toolResult")
        if result and result.get("status") == "error" and not result.get("content"):
            yield (f"The content field at {where}.content.{i}.toolResult cannot be empty when status value is error.")


def _tools(body: Tree, messages: list[Tree]) -> Iterator[str]:
    blocks = [block for message in messages for block in message.get("content") or []]
    if "toolConfig" not in body:
        if any("toolUse" in block or "toolResult" in block for block in blocks):
            yield "The toolConfig field must be defined when using toolUse and toolResult content blocks."
        return
    specs = [tool["toolSpec"] for tool in body["toolConfig"]["tools"] if "toolSpec" in tool]
    if len({spec["name"] for spec in specs}) != len(specs):
        yield "The tool names in toolConfig must be unique."
    for i, spec in enumerate(specs):
        if not _TOOL_NAME.fullmatch(spec["name"]):
            yield f"Value at toolConfig.tools.{i}.toolSpec.name failed to satisfy constraint: [a-zA-Z0-9_-]+"
        if spec["inputSchema"].get("json", {}).get("type") != "object":
            yield (
                f"The value at toolConfig.tools.{i}.toolSpec.inputSchema.json.type "
                "must be one of the following: object."
            )


def _tool_pairs(messages: list[Tree]) -> Iterator[str]:
    asked: list[str] = []
    for i, message in enumerate(messages):
        blocks = message.get("content") or []
        answered = [block["toolResult"]["toolUseId"] for block in blocks if "toolResult" in block]
        if len(answered) > len(asked):
            yield (
                f"The number of toolResult blocks at messages.{i}.content exceeds "
                "the number of toolUse blocks of previous turn."
            )
        lacking = [tool_use_id for tool_use_id in asked if tool_use_id not in answered]
        if lacking:
            yield f"Expected toolResult blocks at messages.{i}.content for the following Ids: {', '.join(lacking)}"
        asked = [block["toolUse"]["toolUseId"] for block in blocks if "toolUse" in block]


def _cache_points(body: Tree, messages: list[Tree]) -> Iterator[str]:
    blocks = [block for message in messages for block in message.get("content") or []]
    every = [*(body.get("toolConfig") or {}).get("tools", []), *(body.get("system") or []), *blocks]
    found = sum("cachePoint" in block for block in every)
    if found > _MAX_CACHE_POINTS:
        yield f"A maximum of {_MAX_CACHE_POINTS} blocks with cache_control may be provided. Found {found}."
