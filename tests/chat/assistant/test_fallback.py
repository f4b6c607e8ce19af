from __future__ import annotations

import pytest

from chat.assistant.fallback import NOTICE, CircuitBreaker, FallbackAssistant
from chat.assistant.interface import AssistantError, Reply, Usage
from chat.domain.workbench import Workbench
from invoices.domain.operations import SetNotes
from tests.chat.assistant.bedrock.conftest import a_workbench


class Scripted:
    """An assistant that notes its name on the draft, and then fails as often as it is told to."""

    def __init__(self, name: str, *, failures: int = 0) -> None:
        self.name = name
        self.failures = failures
        self.asked = 0

    def reply(self, text: str, workbench: Workbench) -> Reply:
        self.asked += 1
        workbench.apply(SetNotes(notes=f"written by {self.name}"))
        workbench.warn("invalid_amount", self.name)
        if self.failures:
            self.failures -= 1
            raise AssistantError("down", retryable=True, usage=Usage(input_tokens=5, model_calls=1))
        return Reply(text=f"{self.name} says hello")


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_while_the_model_answers_nobody_else_is_asked():
    model, rules = Scripted("bedrock"), Scripted("offline")
    assistant = FallbackAssistant(model, rules, CircuitBreaker())

    reply = assistant.reply("hi", a_workbench())

    assert reply.text == "bedrock says hello"
    assert assistant.name == "bedrock"
    assert rules.asked == 0


def test_when_it_does_not_the_rules_answer_on_a_clean_workbench_and_say_so():
    assistant = FallbackAssistant(Scripted("bedrock", failures=1), Scripted("offline"), CircuitBreaker())
    workbench = a_workbench()

    reply = assistant.reply("hi", workbench)

    assert reply.text == f"offline says hello\n\n{NOTICE}"
    assert assistant.name == "offline"
    assert workbench.content.notes == "written by offline"
    assert [warning.text for warning in workbench.warnings] == ["offline"]


def test_a_turn_answered_by_rules_costs_the_user_nothing(caplog):
    assistant = FallbackAssistant(Scripted("bedrock", failures=1), Scripted("offline"), CircuitBreaker())

    reply = assistant.reply("hi", a_workbench())

    assert reply.usage == Usage()
    assert caplog.records[0].facts["input_tokens_lost"] == 5


def test_after_a_few_failures_in_a_row_the_model_is_left_alone_for_a_while():
    clock, model = Clock(), Scripted("bedrock", failures=99)
    assistant = FallbackAssistant(model, Scripted("offline"), CircuitBreaker(failures=3, open_seconds=60, clock=clock))

    for _ in range(10):
        assistant.reply("hi", a_workbench())

    assert model.asked == 3


def test_after_that_while_one_try_decides():
    clock, model = Clock(), Scripted("bedrock", failures=4)
    assistant = FallbackAssistant(model, Scripted("offline"), CircuitBreaker(failures=3, open_seconds=60, clock=clock))
    for _ in range(3):
        assistant.reply("hi", a_workbench())

    clock.now += 61
    assistant.reply("hi", a_workbench())  # fails: open again
    assistant.reply("hi", a_workbench())
    assert model.asked == 4

    clock.now += 61
    assert assistant.reply("hi", a_workbench()).text == "bedrock says hello"
    assert assistant.reply("hi", a_workbench()).text == "bedrock says hello"
    assert model.asked == 6


def test_a_success_in_between_starts_the_count_anew():
    breaker = CircuitBreaker(failures=2)

    breaker.failed()
    breaker.succeeded()
    breaker.failed()

    assert breaker.allows()


def test_while_one_try_is_on_its_way_the_others_still_wait():
    clock = Clock()
    breaker = CircuitBreaker(failures=1, open_seconds=60, clock=clock)
    breaker.failed()
    clock.now += 61

    assert breaker.allows()
    assert not breaker.allows()


def test_when_both_fail_the_error_is_the_callers():
    assistant = FallbackAssistant(Scripted("bedrock", failures=1), Scripted("offline", failures=1), CircuitBreaker())

    with pytest.raises(AssistantError):
        assistant.reply("hi", a_workbench())
