"""One turn with a model on Bedrock: at most four rounds and twenty seconds, usually one round.

The model proposes, code does and checks: whatever it put on the draft passes the figure firewall, and its words are
shown only if the figures in them are the user's or the draft's.
"""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from chat.assistant.bedrock import closing
from chat.assistant.bedrock.deadline import Deadline, TimeIsUp, finish_within
from chat.assistant.bedrock.errors import translate, unusable_answer
from chat.assistant.bedrock.prompt import first_messages, instructions, system
from chat.assistant.bedrock.tool_schemas import SCHEMAS, tool_config
from chat.assistant.bedrock.toolbox import Toolbox, ToolResult
from chat.assistant.bedrock.tools import open_toolbox
from chat.assistant.interface import AssistantError, Outcome, Reply, Usage
from chat.domain import firewall
from chat.domain.readers import Readers
from chat.domain.workbench import Workbench

_log = logging.getLogger("chat.assistant.bedrock")

ROUNDS = 4
TURN_SECONDS = 20.0
MAX_TOKENS = 2000
# Not worth beginning another round for: no answer comes that fast.
_SHORTEST_ROUND_SECONDS = 1.0


class BedrockAssistant:
    """The Assistant that asks a model on Amazon Bedrock.

    ``client`` is called when the first request is made and hands back a bedrock-runtime client (see client.py).
    ``clock`` counts seconds monotonically. ``facts`` (request id, user digest) go into every log line.
    """

    name = "bedrock"

    def __init__(
        self,
        *,
        client: Callable[[], Any],
        model_id: str,
        readers: Readers,
        clock: Callable[[], float] = time.monotonic,
        turn_seconds: float = TURN_SECONDS,
        facts: Mapping[str, object] | None = None,
    ) -> None:
        self._client = client
        self._model_id = model_id
        self._readers = readers
        self._clock = clock
        self._turn_seconds = turn_seconds
        self._facts = dict(facts or {})

    def reply(self, text: str, workbench: Workbench) -> Reply:
        """Answer ``text``; raises AssistantError, with what was paid, when the model does not."""
        turn = _Turn(
            toolbox=open_toolbox(text, workbench, self._readers),
            deadline=Deadline(self._turn_seconds, self._clock),
            messages=first_messages(text, workbench),
        )
        try:
            reply = self._rounds(turn)
        except AssistantError as error:
            error.usage = turn.usage
            raise
        firewall.screen(text, workbench, self._readers)
        return replace(reply, usage=turn.usage, prompt_version=instructions().version)

    def _rounds(self, turn: _Turn) -> Reply:
        for number in range(1, ROUNDS + 1):
            if number > 1 and turn.deadline.seconds_left < _SHORTEST_ROUND_SECONDS:
                break
            reply = self._round(turn, number)
            if reply is not None:
                return reply
        if not turn.toolbox.workbench.changes:
            raise AssistantError("the model did not come to an end", retryable=True)
        return self._close(turn.toolbox, None)

    def _round(self, turn: _Turn, number: int) -> Reply | None:
        """Ask once and do what was called for; None when the model has to be asked again."""
        answer = self._ask(turn)
        stop, content = answer.stop_reason, answer.content
        uses = [block["toolUse"] for block in content if "toolUse" in block]
        words = "\n".join(block["text"] for block in content if "text" in block).strip()
        if stop in {"guardrail_intervened", "content_filtered"}:
            turn.toolbox.workbench.reset()
            # A guardrail's words are the operator's own; a filtered message is what was left of it.
            shown = words if words and stop == "guardrail_intervened" else _BLOCKED
            return Reply(text=shown, outcome=_blocked_outcome(turn.toolbox))
        if stop in _HOPELESS:
            raise AssistantError(_HOPELESS[stop], retryable=False)
        if stop in _MALFORMED or not (uses or words):
            return None  # nothing of it can go into the history: the same question once more
        if stop not in _FINE:
            raise AssistantError(f"the model stopped for an unknown reason ({stop})", retryable=False)
        if not uses:
            return self._close(turn.toolbox, words)
        return self._use_tools(turn, number, content, uses)

    def _use_tools(
        self, turn: _Turn, number: int, content: list[dict[str, Any]], uses: list[dict[str, Any]]
    ) -> Reply | None:
        results = [self._use(turn.toolbox, number, use) for use in uses]
        if turn.toolbox.reply is not None and all(result.ok for result in results):
            return self._close(turn.toolbox, turn.toolbox.reply)
        turn.toolbox.reply = None
        answered = [_result_block(use, result) for use, result in zip(uses, results, strict=True)]
        turn.messages.append({"role": "assistant", "content": _resendable(content)})
        turn.messages.append({"role": "user", "content": answered})
        return None

    def _use(self, toolbox: Toolbox, number: int, use: Mapping[str, Any]) -> ToolResult:
        name, given = use.get("name"), use.get("input")
        result = toolbox.run(name, given)
        known = name if name in SCHEMAS else "unknown"
        facts = {
            "tool": known,
            "arguments": sorted(set(given) & set(SCHEMAS[known][1]["properties"]))
            if isinstance(given, dict) and known in SCHEMAS
            else [],
            "ok": result.ok,
            "round": number,
            "tool_use_id": str(use.get("toolUseId"))[:80],
            "prompt_version": instructions().version,
        }
        _log.info("tool call", extra={"facts": {**self._facts, **facts}})
        return result

    def _ask(self, turn: _Turn) -> _Answer:
        """One Converse call; raises AssistantError."""
        request = {
            "modelId": self._model_id,
            "system": system(),
            "messages": turn.messages,
            "toolConfig": tool_config(),
            "inferenceConfig": {"maxTokens": MAX_TOKENS, "temperature": 0.0},
        }
        turn.usage += Usage(model_calls=1)
        try:
            client = self._client()
            response = finish_within(turn.deadline.seconds_left, lambda: client.converse(**request))
        except (ClientError, BotoCoreError, TimeIsUp) as error:
            failure = translate(error, model_id=self._model_id)
            facts = {"reason": failure.reason, "operator_hint": failure.operator_hint, "model_id": self._model_id}
            _log.warning("model call failed", extra={"facts": {**self._facts, **facts}})
            raise failure from error
        turn.usage += _usage(response)
        return _read(response)

    def _close(self, toolbox: Toolbox, words: str | None) -> Reply:
        """The reply, in the model's words if they hold no figure of its own."""
        toolbox.finish()
        if words is None or not closing.is_faithful(words, toolbox):
            words = closing.compose(toolbox.workbench)
        return Reply(text=closing.tidy(words), outcome=toolbox.outcome_of_turn)


@dataclass(slots=True)
class _Turn:
    toolbox: Toolbox
    deadline: Deadline
    messages: list[dict[str, Any]]
    usage: Usage = field(default_factory=Usage)


@dataclass(frozen=True, slots=True)
class _Answer:
    stop_reason: str
    content: list[dict[str, Any]]


# What Converse may stop for (API_runtime_Converse, stopReason).
_FINE = {"end_turn", "stop_sequence", "tool_use"}
_MALFORMED = {"malformed_tool_use", "malformed_model_output"}
_HOPELESS = {
    # A cut message may hold half a tool call, and half a draft is worse than none.
    "max_tokens": "the model's answer was too long and was cut",
    "model_context_window_exceeded": "the conversation is too long for the model",
}
_BLOCKED = "I can't help with that message. Tell me what to bill, and to whom."


def _blocked_outcome(toolbox: Toolbox) -> Outcome:
    return Outcome.REFUSED if toolbox.workbench.content is None else Outcome.DRAFT


def _read(response: Mapping[str, Any]) -> _Answer:
    """The message of an answer; raises AssistantError when it holds none, as a body cut on the way does."""
    message = response.get("output", {}).get("message")
    if not isinstance(message, dict) or "stopReason" not in response:
        raise unusable_answer(response)
    return _Answer(response["stopReason"], list(message.get("content") or []))


def _usage(response: Mapping[str, Any]) -> Usage:
    counted = response.get("usage") or {}
    return Usage(
        input_tokens=counted.get("inputTokens", 0),
        output_tokens=counted.get("outputTokens", 0),
        cache_read_tokens=counted.get("cacheReadInputTokens", 0),
        cache_write_tokens=counted.get("cacheWriteInputTokens", 0),
    )


def _resendable(content: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The model's message as Bedrock takes it back: no blank text, and a tool's input is an object."""
    kept = [block for block in content if "text" not in block or block["text"].strip()]
    return [_with_object(block) if "toolUse" in block else block for block in kept]


def _with_object(block: dict[str, Any]) -> dict[str, Any]:
    use = block["toolUse"]
    given = use.get("input")
    return {"toolUse": {**use, "input": given if isinstance(given, dict) else {"given": json.dumps(given)[:200]}}}


def _result_block(use: Mapping[str, Any], result: ToolResult) -> dict[str, Any]:
    return {
        "toolResult": {
            "toolUseId": use["toolUseId"],
            "content": [{"text": result.text}],
            "status": "success" if result.ok else "error",
        }
    }
