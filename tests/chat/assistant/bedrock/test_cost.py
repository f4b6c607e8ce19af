"""What a conversation costs: rounds, tokens, cache."""

from __future__ import annotations

from chat.domain.situation import Role, Said
from chat.domain.workbench import Workbench
from tests.chat.assistant.bedrock.conftest import a_situation, a_workbench
from tests.converse_server.answers import calls, use
from tests.converse_server.sensible_script import sensible

SENTENCE = "invoice Acme for 10 hours of design at $150/h, due in 30 days, 8.25% tax"


def play(assistant, turns):
    """So many turns of one conversation; the usage of each."""
    history, workbench, usages = [], a_workbench(), []
    for i in range(turns):
        text = SENTENCE if i == 0 else f"make that {i + 10}"
        workbench = Workbench(a_situation(history=tuple(history[-20:])), workbench.content)
        reply = assistant.reply(text, workbench)
        history += [Said(Role.USER, text), Said(Role.ASSISTANT, reply.text)]
        usages.append(reply.usage)
    return usages


def test_a_usual_turn_is_one_call_of_the_model(assistant, converse_server):
    converse_server.always(sensible)

    assert [usage.model_calls for usage in play(assistant, 4)] == [1, 1, 1, 1]


def test_the_fixed_part_is_long_enough_to_be_cached_and_read_from_then_on(assistant, converse_server):
    converse_server.always(sensible)

    first, *later = play(assistant, 3)

    assert first.cache_write_tokens > 1024
    assert all(usage.cache_read_tokens == first.cache_write_tokens for usage in later)
    assert all(usage.cache_write_tokens == 0 for usage in later)


def test_a_turn_late_in_a_conversation_costs_what_an_early_one_costs(assistant, converse_server):
    converse_server.always(sensible)

    usages = play(assistant, 60)

    assert usages[59].input_tokens <= usages[11].input_tokens * 1.05
    assert usages[59].output_tokens <= usages[1].output_tokens * 1.05


def test_a_second_round_reads_the_same_prefix(assistant, converse_server):
    converse_server.script(calls(use("no_such_tool")), calls(use("answer", text="Sorry.")))

    usage = assistant.reply("hi", a_workbench()).usage

    assert usage.cache_read_tokens == usage.cache_write_tokens > 1024
