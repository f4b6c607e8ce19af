"""What one message leads to, over the real wire."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from chat.assistant.bedrock.prompt import instructions
from chat.assistant.interface import AssistantError, Outcome
from chat.assistant.readers import WordReaders
from chat.domain.situation import Role, Said
from invoices.domain.sources import SourceKind
from invoices.domain.totals import totals
from tests.chat.assistant.bedrock.conftest import a_workbench, next_turn
from tests.converse_server import answers
from tests.converse_server.answers import calls, raw_use, says, use
from tests.converse_server.sensible_script import sensible

SENTENCE = "invoice Acme for 10 hours of design at $150/h, due in 30 days, 8.25% tax"


def design_line(**fields):
    line = {"description": "design", "quantity": "10", "unit": "hour", "unit_price": "150"}
    return use("add_lines", lines=[{**line, "quote": "10 hours of design at $150/h", **fields}])


def whole_draft(*, answer="Here is your draft."):
    return calls(
        use("set_customer", name="Acme", quote="invoice Acme"),
        design_line(),
        use("set_dates", due_date="in 30 days"),
        use("set_tax", rate="8.25", quote="8.25% tax"),
        use("answer", text=answer),
    )


def test_one_sentence_becomes_a_whole_draft_in_one_round(assistant, converse_server):
    converse_server.script(whole_draft())
    workbench = a_workbench()

    reply = assistant.reply(SENTENCE, workbench)

    content = workbench.content
    assert reply.text == "Here is your draft."
    assert reply.outcome is Outcome.DRAFT
    assert len(converse_server.requests) == 1
    assert content.customer.name == "Acme"
    assert [(str(line.quantity), line.unit, str(line.unit_price)) for line in content.lines] == [("10", "hour", "150")]
    assert (content.due_days, content.due_date, content.tax_rate) == (30, date(2025, 11, 4), Decimal("8.25"))
    assert str(totals(content).total) == "1623.75"
    assert content.unverified == ()
    assert workbench.missing == ()


def test_every_figure_carries_the_users_own_words(assistant, converse_server):
    converse_server.script(whole_draft())
    workbench = a_workbench()

    assistant.reply(SENTENCE, workbench)

    content = workbench.content
    price, customer = content.lines[0].sources["unit_price"], content.sources["customer"]
    assert (price.kind, price.quote) == (SourceKind.SAID, "10 hours of design at $150/h")
    assert (customer.kind, customer.quote) == (SourceKind.SAID, "invoice Acme")
    assert content.sources["due_date"].quote == "in 30 days"
    assert content.sources["tax_rate"].quote == "8.25% tax"


def test_a_quote_that_the_user_never_wrote_is_not_shown(assistant, converse_server):
    line = {"description": "design", "quantity": "10", "unit": "hour", "unit_price": "150"}
    invented = use("add_lines", lines=[{**line, "quote": "as agreed by phone: 150"}])
    converse_server.script(calls(invented, use("answer", text="Added.")))
    workbench = a_workbench()

    assistant.reply("10 hours of design at 150", workbench)

    assert workbench.content.lines[0].sources["unit_price"].quote is None


def test_the_reply_counts_tokens_and_names_its_prompt(assistant, converse_server):
    converse_server.script(whole_draft())

    reply = assistant.reply(SENTENCE, a_workbench())

    assert reply.usage.model_calls == 1
    assert reply.usage.input_tokens > 0
    assert reply.usage.output_tokens > 0
    assert reply.usage.cache_write_tokens > 1024
    assert reply.prompt_version == instructions().version


def test_a_later_correction_changes_one_field_and_keeps_the_rest(assistant, converse_server):
    converse_server.script(
        whole_draft(),
        calls(use("change_line", line_id="1", quantity="12", quote="make that 12 hours"), use("answer", text="Done.")),
    )
    workbench = a_workbench()
    assistant.reply(SENTENCE, workbench)
    later = next_turn(workbench, history=(Said(Role.USER, SENTENCE), Said(Role.ASSISTANT, "Here is your draft.")))

    assistant.reply("make that 12 hours", later)

    assert [(change.op, change.path) for change in later.changes] == [
        ("set", "lines.0.quantity"),
        ("set", "lines.0.sources"),
    ]
    assert str(totals(later.content).total) == "1948.50"


def test_a_refused_call_goes_back_to_the_model_with_the_reason(assistant, converse_server):
    converse_server.script(
        calls(
            use("set_customer", name="Acme", quote="Acme"), design_line(unit_price="cheap"), use("answer", text="Ok.")
        ),
        calls(design_line(), use("answer", text="Now it is there.")),
    )
    workbench = a_workbench()

    reply = assistant.reply(SENTENCE, workbench)

    done, refused, answered = converse_server.requests[1].tool_results
    assert (done["status"], refused["status"], answered["status"]) == ("success", "error", "success")
    assert "plain number" in refused["content"][0]["text"]
    assert reply.text == "Now it is there."
    assert len(workbench.content.lines) == 1
    assert workbench.content.customer.name == "Acme"
    assert reply.usage.model_calls == 2


def test_a_call_with_several_lines_is_done_wholly_or_not_at_all(assistant, converse_server):
    good = {"description": "design", "unit_price": "150", "quote": "150"}
    bad = {"description": "travel", "unit_price": "-20", "quote": "-20"}
    converse_server.script(
        calls(use("add_lines", lines=[good, bad]), use("answer", text="Both are in.")),
        says("The price of the travel can't be negative; what is it?"),
    )
    workbench = a_workbench()

    assistant.reply("bill 150 for design and -20 for travel", workbench)

    assert workbench.content is None or workbench.content.lines == ()
    assert [warning.code for warning in workbench.warnings] == ["invalid_amount"]


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (raw_use("transfer_money", {"to": "me"}), "There is no tool 'transfer_money'"),
        (raw_use("finalize_invoice", {}), "There is no tool 'finalize_invoice'"),
        (raw_use("add_lines", {"lines": []}), "must have 1 to 200 entries"),
        (raw_use("add_lines", {"lines": [{"description": "x"}]}), "quote is missing"),
        (raw_use("add_lines", {"lines": "design"}), "input.lines must be array"),
        (raw_use("add_lines", ["design"]), "input must be object"),
        (raw_use("add_lines", None), "input must be object"),
        (raw_use("set_tax", {"rate": 8.25, "quote": "8.25%"}), "input.rate must be string"),
        (raw_use("set_customer", {"name": "Acme", "quote": "Acme", "owner": "somebody else"}), "there is no owner"),
        (raw_use("change_line", {"line_id": "9", "quantity": "1", "quote": "1"}), "no such line"),
        (raw_use("set_currency", {"currency": "DOL", "quote": "$"}), "not an ISO 4217"),
        (
            raw_use("set_discount", {"discount": {"kind": "share", "value": "1"}, "quote": "1"}),
            "one of percent, amount",
        ),
        (raw_use("move_line", {"line_id": "1", "position": True}), "must be integer"),
    ],
)
def test_what_no_tool_allows_is_refused_and_changes_nothing(assistant, converse_server, bad, reason):
    converse_server.script(calls(bad, use("answer", text="Done.")), says("I could not do that."))
    workbench = a_workbench()

    reply = assistant.reply("Acme, 8.25%, $", workbench)

    refused = converse_server.requests[1].tool_results[0]
    assert refused["status"] == "error"
    assert reason in refused["content"][0]["text"]
    assert workbench.content is None
    assert reply.text == "I could not do that."


def test_tools_without_an_answer_are_followed_by_another_round(assistant, converse_server):
    converse_server.script(
        calls(use("set_customer", name="Acme", quote="Acme"), text="First the customer."),
        calls(design_line(), use("answer", text="All there.")),
    )
    workbench = a_workbench()

    reply = assistant.reply(SENTENCE, workbench)

    assert reply.text == "All there."
    assert len(workbench.content.lines) == 1


def test_a_model_that_only_talks_has_answered(assistant, converse_server):
    converse_server.script(says("Hello! Tell me what to bill."))
    workbench = a_workbench()

    reply = assistant.reply("hi", workbench)

    assert reply.text == "Hello! Tell me what to bill."
    assert workbench.content is None


def test_an_endless_round_of_tools_stops_after_four_and_says_what_stands(assistant, converse_server):
    converse_server.always(lambda _request: calls(use("set_customer", name="Acme", quote="Acme")))
    workbench = a_workbench()

    reply = assistant.reply("bill Acme", workbench)

    assert len(converse_server.requests) == 4
    assert reply.text == "I've updated the draft. Please tell me what to bill."


def test_an_endless_round_that_does_nothing_is_an_error(assistant, converse_server):
    converse_server.always(lambda _request: calls(use("no_such_tool")))

    with pytest.raises(AssistantError, match="did not come to an end") as caught:
        assistant.reply("bill Acme", a_workbench())

    assert caught.value.retryable
    assert caught.value.usage.model_calls == 4


@pytest.mark.parametrize("first", [answers.empty(), answers.empty(stop_reason="malformed_tool_use"), says("  ")])
def test_an_answer_with_nothing_in_it_is_asked_for_once_more(assistant, converse_server, first):
    converse_server.script(first, whole_draft())
    workbench = a_workbench()

    assistant.reply(SENTENCE, workbench)

    assert len(converse_server.requests) == 2
    assert converse_server.requests[0].messages == converse_server.requests[1].messages
    assert len(workbench.content.lines) == 1


def test_a_blank_text_beside_a_tool_is_not_sent_back(assistant, converse_server):
    blank_and_tool = answers.Answer(content=({"text": " "}, use("no_such_tool")), stop_reason="tool_use")
    converse_server.script(blank_and_tool, says("Sorry."))

    assert assistant.reply("hi", a_workbench()).text == "Sorry."


def test_what_is_not_its_business_is_refused_and_begins_nothing(assistant, converse_server):
    converse_server.script(calls(use("decline"), use("answer", text="I only do invoices.")))
    workbench = a_workbench()

    reply = assistant.reply("write me a poem", workbench)

    assert reply.outcome is Outcome.REFUSED
    assert workbench.content is None


def test_declining_with_a_draft_leaves_the_draft_as_it_was(assistant, converse_server):
    converse_server.script(whole_draft(), calls(use("decline"), use("answer", text="I can't mark invoices paid.")))
    workbench = a_workbench()
    assistant.reply(SENTENCE, workbench)
    later = next_turn(workbench)

    reply = assistant.reply("mark it paid", later)

    assert reply.outcome is Outcome.DRAFT
    assert later.changes == ()


def test_dropping_the_invoice_needs_the_users_own_words(assistant, converse_server):
    converse_server.script(
        whole_draft(),
        calls(use("cancel_draft", quote="forget it"), use("answer", text="Dropped.")),
        says("What should I change?"),
        calls(use("cancel_draft", quote="forget it"), use("answer", text="Dropped.")),
    )
    workbench = a_workbench()
    assistant.reply(SENTENCE, workbench)

    kept = assistant.reply("hm, not sure", next_turn(workbench))
    dropped = assistant.reply("oh, forget it", next_turn(workbench))

    assert kept.outcome is Outcome.DRAFT
    assert dropped.outcome is Outcome.CANCELLED


def test_undo_brings_back_exactly_what_was_and_is_not_checked_again(assistant, converse_server):
    converse_server.script(
        whole_draft(),
        calls(use("change_line", line_id="1", unit_price="90", quote="90 an hour"), use("answer", text="Changed.")),
        calls(use("undo", quote="undo"), use("answer", text="As it was.")),
    )
    first = a_workbench()
    assistant.reply(SENTENCE, first)
    second = next_turn(first)
    assistant.reply("make it 90 an hour", second)
    third = next_turn(second)

    assistant.reply("undo that", third)

    assert third.content == first.content
    assert third.undone_turns == 1


def test_undo_stands_alone_in_its_turn(assistant, converse_server):
    converse_server.script(
        whole_draft(),
        calls(use("undo", quote="undo"), design_line(), use("answer", text="Both done.")),
        says("I took back the last change. What is the new line?"),
    )
    first = a_workbench()
    assistant.reply(SENTENCE, first)
    second = next_turn(first)

    assistant.reply("undo, and 10 hours of design at $150/h", second)

    assert [result["status"] for result in converse_server.requests[2].tool_results] == ["success", "error", "success"]
    assert second.content is None


def test_no_tool_finalizes_sends_pays_voids_or_fetches(assistant, converse_server):
    converse_server.script(says("Hello."))

    assistant.reply("hi", a_workbench())

    names = {tool["toolSpec"]["name"] for tool in converse_server.requests[0].body["toolConfig"]["tools"][:-1]}
    assert names == {
        *("set_customer", "add_lines", "change_line", "remove_line", "move_line", "set_dates", "set_currency"),
        *("set_tax", "set_discount", "set_deposit", "set_notes", "set_purchase_order", "state_total", "undo"),
        *("start_over", "repeat_last_invoice", "cancel_draft", "decline", "answer"),
    }


def test_with_the_real_readers_the_first_sentence_of_the_product_is_complete_and_undoubted(
    make_assistant, converse_server
):
    converse_server.always(sensible)
    assistant = make_assistant(readers=WordReaders())
    workbench = a_workbench()

    assistant.reply(SENTENCE, workbench)
    later = next_turn(workbench)
    assistant.reply("make that 12 hours", later)

    assert later.missing == ()
    assert later.content.unverified == ()
    assert str(totals(later.content).total) == "1948.50"
