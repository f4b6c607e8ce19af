"""What goes wrong between us and the model, and what then becomes of the turn."""

from __future__ import annotations

import socket
import time

import pytest

from chat.assistant.bedrock import BedrockAssistant, make_client
from chat.assistant.interface import AssistantError, Outcome
from tests.chat.assistant.bedrock.conftest import MODEL_ID, a_workbench
from tests.converse_server import answers
from tests.converse_server.answers import Answer, calls, says, use
from tests.plain_readers import PlainReaders


def adds_a_line(**options):
    line = {"description": "design", "unit_price": "150", "quote": "150"}
    return calls(use("add_lines", lines=[line]), use("answer", text="Added."), **options)


def failure(assistant, text="150 for design") -> AssistantError:
    with pytest.raises(AssistantError) as caught:
        assistant.reply(text, a_workbench())
    return caught.value


@pytest.mark.parametrize(
    "trouble",
    [answers.throttled(), answers.server_error(), answers.unavailable(), answers.resets()],
    ids=["throttled", "5xx", "unavailable", "reset"],
)
def test_passing_trouble_is_tried_again_and_no_tool_runs_twice(assistant, converse_server, trouble):
    converse_server.script(trouble, adds_a_line())
    workbench = a_workbench()

    reply = assistant.reply("150 for design", workbench)

    assert reply.text == "Added."
    assert len(workbench.content.lines) == 1
    assert len(converse_server.requests) == 2


@pytest.mark.parametrize(
    ("trouble", "reason", "retryable"),
    [
        (answers.throttled(), "throttling", True),
        (answers.throttled("Too many tokens per day, please wait before trying again."), "throttling", True),
        (answers.server_error(), "Bedrock failed", True),
        (answers.unavailable(), "unavailable", True),
        (answers.model_timeout(), "took too long", True),
        (answers.model_not_ready(), "not ready", True),
        (answers.model_error(), "the model failed", True),
        (answers.resets(), "connection to Bedrock failed", True),
        (answers.half_body(), "not whole", True),
        (answers.half_json(), "not whole", True),
        (answers.model_access_not_granted(), "refused the call", False),
        (answers.expired_token(), "refused the credentials", False),
        (answers.error(400, "ValidationException", "Malformed input request."), "refused the call", False),
    ],
)
def test_lasting_trouble_is_one_kind_of_error_that_says_whether_it_may_pass(
    assistant, converse_server, trouble, reason, retryable
):
    converse_server.always(trouble)

    error = failure(assistant)

    assert reason in error.reason
    assert error.retryable is retryable
    assert len(converse_server.requests) <= 3
    assert error.usage.model_calls == 1


@pytest.mark.parametrize(
    ("trouble", "hint"),
    [
        (answers.model_access_not_granted(), "is not granted in this AWS account: open it once in the Bedrock console"),
        (answers.marketplace_denied(), "who may subscribe in AWS Marketplace"),
        (answers.not_authorized(), "role may not call the model: it needs bedrock:InvokeModel"),
        (answers.use_case_form_missing(), "use case form was not handed in"),
        (answers.throttled(), "Service Quotas"),
        (answers.expired_token(), "check the function's role"),
    ],
)
def test_the_operator_reads_what_to_do(assistant, converse_server, trouble, hint):
    converse_server.always(trouble)

    assert hint in failure(assistant).operator_hint


def test_a_bare_model_id_tells_the_operator_about_inference_profiles(make_assistant):
    assistant = make_assistant(model_id="anthropic.claude-sonnet-4-5-20250929-v1:0")

    error = failure(assistant)

    assert not error.retryable
    assert "set BEDROCK_MODEL_ID to the profile's id, such as us.anthropic.claude-sonnet-4-5" in error.operator_hint


def test_an_unknown_model_id_tells_the_operator_which_variable_to_check(make_assistant):
    assert "check it and AWS_REGION" in failure(make_assistant(model_id="my-model")).operator_hint


def test_a_silent_model_is_given_up_and_not_asked_again(make_assistant, converse_server):
    converse_server.script(answers.hangs(), adds_a_line())
    assistant = make_assistant(read_timeout_seconds=0.3)

    error = failure(assistant)

    assert error.retryable
    assert "in time" in error.reason
    assert len(converse_server.requests) == 1  # it would cost as much again


def test_the_whole_turn_ends_in_its_time_whatever_the_sockets_do(make_assistant, converse_server):
    converse_server.script(answers.hangs())
    assistant = make_assistant(read_timeout_seconds=5.0, turn_seconds=0.4)
    began = time.monotonic()

    error = failure(assistant)

    assert "in time" in error.reason
    assert time.monotonic() - began < 2


def test_a_call_that_was_given_up_is_not_repeated_behind_the_users_back(make_assistant, converse_server):
    converse_server.script(answers.hangs())
    assistant = make_assistant(turn_seconds=0.2)

    failure(assistant)
    converse_server.let_go()  # the connection ends, which botocore would take for weather
    converse_server.script(says("Hello."))
    make_assistant().reply("hi", a_workbench())

    assert len(converse_server.requests) == 2


def test_no_round_is_begun_when_the_time_is_nearly_over(make_assistant, converse_server):
    seconds = iter([0.0, 0.0, 19.5])
    converse_server.always(lambda _request: calls(use("set_customer", name="Acme", quote="Acme")))
    assistant = make_assistant(clock=lambda: next(seconds))
    workbench = a_workbench()

    reply = assistant.reply("bill Acme", workbench)

    assert len(converse_server.requests) == 1
    assert workbench.content.customer.name == "Acme"
    assert reply.text == "I've updated the draft. Please tell me what to bill."


def test_nobody_listening_is_a_failed_connection(monkeypatch):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        monkeypatch.setenv("AWS_ENDPOINT_URL_BEDROCK_RUNTIME", f"http://127.0.0.1:{taken.getsockname()[1]}")
        monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
        monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
        client = make_client("us-east-1")

        error = failure(BedrockAssistant(client=lambda: client, model_id=MODEL_ID, readers=PlainReaders()))

    assert error.retryable
    assert "AWS_REGION" in error.operator_hint


def test_a_cut_answer_is_not_used_at_all(assistant, converse_server):
    line = {"description": "design", "unit_price": "150", "quote": "150"}
    converse_server.script(Answer(content=(use("add_lines", lines=[line]),), stop_reason="max_tokens"))
    workbench = a_workbench()

    with pytest.raises(AssistantError, match="was cut"):
        assistant.reply("150 for design", workbench)

    assert workbench.content is None


@pytest.mark.parametrize("stop", ["model_context_window_exceeded", "a_reason_of_next_year"])
def test_a_stop_that_leads_nowhere_is_an_error(assistant, converse_server, stop):
    converse_server.script(says("I", stop_reason=stop))

    assert not failure(assistant).retryable


def test_a_guardrails_own_words_are_shown_and_nothing_is_done(assistant, converse_server):
    blocked = Answer(content=({"text": "Blocked by policy."}, use("decline")), stop_reason="guardrail_intervened")
    converse_server.script(blocked)
    workbench = a_workbench()

    reply = assistant.reply("something", workbench)

    assert reply.text == "Blocked by policy."
    assert reply.outcome is Outcome.REFUSED
    assert workbench.content is None


def test_a_filtered_answer_is_not_shown_and_earlier_rounds_are_taken_back(assistant, converse_server):
    converse_server.script(
        calls(use("set_customer", name="Acme", quote="Acme")), says("half a filtered", stop_reason="content_filtered")
    )
    workbench = a_workbench()

    reply = assistant.reply("bill Acme", workbench)

    assert "can't help with that" in reply.text
    assert workbench.content is None


def test_what_was_paid_before_the_failure_is_counted(assistant, converse_server):
    converse_server.script(calls(use("no_such_tool")))
    converse_server.always(answers.model_access_not_granted())

    error = failure(assistant)

    assert error.usage.model_calls == 2
    assert error.usage.output_tokens > 0


def test_failures_and_tool_calls_are_logged_without_the_users_words(make_assistant, converse_server, caplog):
    converse_server.script(adds_a_line(), answers.model_access_not_granted())
    assistant = make_assistant(facts={"request_id": "r-1", "user": "digest"})
    caplog.set_level("INFO", logger="chat.assistant.bedrock")

    assistant.reply("150 for design of a secret thing", a_workbench())
    failure(assistant)

    facts = [record.facts for record in caplog.records]
    assert [fact.get("tool") for fact in facts] == ["add_lines", "answer", None]
    assert facts[0]["arguments"] == ["lines"]
    assert facts[0]["ok"] is True
    assert "not granted" in facts[2]["operator_hint"]
    assert all(fact["request_id"] == "r-1" and fact["user"] == "digest" for fact in facts)
    assert "secret" not in str(facts)


def test_missing_credentials_tell_the_operator_so(monkeypatch, converse_server):
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_PROFILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", "/nonexistent")
    monkeypatch.setenv("AWS_CONFIG_FILE", "/nonexistent")
    client = make_client("us-east-1")

    error = failure(BedrockAssistant(client=lambda: client, model_id=MODEL_ID, readers=PlainReaders()))

    assert not error.retryable
    assert "AWS_ACCESS_KEY_ID" in error.operator_hint


def test_a_request_that_cannot_be_made_is_an_error_of_ours(make_assistant):
    error = failure(make_assistant(model_id=""))

    assert not error.retryable
    assert "could not be made" in error.reason
