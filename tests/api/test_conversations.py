"""The conversations resource: turns, history, confirmation, refusals."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any

import pytest

from chat import actions
from chat.assistant.interface import Outcome, Reply
from chat.domain.errors import ConversationNotFound
from chat.domain.workbench import Workbench
from invoices.domain.events import Door
from tests.api.client import Api, check_problem
from tests.local_stack import CognitoUser

pytestmark = pytest.mark.usefixtures("today")
ACME = "invoice Acme for 10 hours of design at $150/h, due in 30 days, 8.25% tax"


def say(api: Api, conversation: Any, text: str, *, status: int = 201) -> Any:
    return api.post(f"conversations/{conversation['id']}/messages/", {"text": text}, status=status)


def talk(api: Api, *texts: str) -> Any:
    conversation = api.post("conversations/", {})
    return [say(api, conversation, text) for text in texts][-1]


def test_one_sentence_is_a_complete_draft(api: Api) -> None:
    turn = talk(api, ACME)

    draft = turn["draft"]
    assert turn["state"] == "draft"
    assert turn["missing"] == []
    assert draft["customer"]["name"] == "Acme"
    assert (draft["lines"][0]["quantity"], draft["lines"][0]["unit_price"]) == ("10", "150.00")
    assert (draft["tax_rate"], draft["total"], draft["due_date"]) == ("8.25", "1623.75", "2025-11-04")
    assert draft["lines"][0]["sources"]["unit_price"]["kind"] == "said"


def test_a_later_turn_corrects_and_a_confirmation_creates(api: Api) -> None:
    turn = talk(api, ACME, "make that 12 hours", "looks good, create it")

    assert turn["state"] == "created"
    assert turn["draft"]["status"] == "open"
    assert turn["draft"]["total"] == "1948.50"
    assert turn["invoice_id"] == turn["draft"]["id"]
    assert api.get(f"invoices/{turn['invoice_id']}/")["number"] == "INV-2025-0001"


def test_a_turn_tells_what_it_changed(api: Api) -> None:
    turn = talk(api, ACME, "make that 12 hours")

    changes = {change["path"]: (change["before"], change["after"]) for change in turn["changes"]}
    assert changes["lines.0.quantity"] == ("10", "12")
    assert not [path for path in changes if path.endswith("sources")]


def test_undo_takes_the_last_change_back_exactly(api: Api) -> None:
    conversation = api.post("conversations/", {})
    before = say(api, conversation, ACME)["draft"]
    say(api, conversation, "make that 12 hours")

    after = say(api, conversation, "undo")["draft"]

    assert {**after, "version": 0, "updated_at": ""} == {**before, "version": 0, "updated_at": ""}


def test_the_four_thousandth_character_is_the_last(api: Api) -> None:
    conversation = api.post("conversations/", {})

    problem = say(api, conversation, "a" * 4001, status=400)
    turn = say(api, conversation, "a" * 4000)

    assert problem["code"] == "message_too_long"
    assert turn["user_message"]["text"] == "a" * 4000


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"text": ""}, "empty_message"),
        ({"text": "  \n "}, "empty_message"),
        ({"text": 5}, "invalid"),
        ({"text": None}, "null"),
        ({"text": ["x"]}, "invalid"),
        ({}, "required"),
        ({"text": "x", "role": "assistant"}, "unknown_field"),
        ({"text": "a\x07b"}, "invalid_characters"),
    ],
    ids=str,
)
def test_a_message_that_cant_be_taken_is_400_and_stores_nothing(api: Api, body: Any, code: str) -> None:
    conversation = api.post("conversations/", {})
    where = f"conversations/{conversation['id']}/messages/"

    problem = api.post(where, body, status=400)

    assert problem["code"] == code
    assert api.get(where)["results"] == []


def test_an_unknown_conversation_is_404(api: Api) -> None:
    api.get("conversations/nobody/", status=404)
    api.post("conversations/nobody/messages/", {"text": "hello"}, status=404)
    api.get("conversations/nobody/messages/", status=404)


def test_ten_2_another_tenants_conversation_looks_like_none(api: Api, other_api: Api) -> None:
    conversation = api.post("conversations/", {"message": ACME})
    where = f"conversations/{conversation['id']}/"

    for method, tail, body in [
        ("GET", "", None),
        ("PATCH", "", {"title": "x"}),
        ("DELETE", "", None),
        ("GET", "messages/", None),
        ("POST", "messages/", {"text": "hello"}),
    ]:
        answer = other_api.send(method, where + tail, body)
        assert (answer.status_code, check_problem(answer)["code"]) == (404, "not_found"), (method, tail)
    assert len(api.get(f"{where}messages/")["results"]) == 2


def test_history_is_oldest_first_and_pages(api: Api) -> None:
    conversation = api.post("conversations/", {})
    for i in range(3):
        say(api, conversation, f"hello {i}")

    seen, where = [], f"conversations/{conversation['id']}/messages/?limit=4"
    while where:
        page = api.get(where)
        seen += page["results"]
        where = page["next"]

    assert [message["role"] for message in seen] == ["user", "assistant"] * 3
    assert [message["text"] for message in seen[::2]] == ["hello 0", "hello 1", "hello 2"]


def test_a_conversation_is_titled_by_its_first_message_renamed_and_deleted(api: Api) -> None:
    conversation = api.post("conversations/", {"message": ACME})
    where = f"conversations/{conversation['id']}/"

    assert conversation["title"].startswith("invoice Acme for 10 hours")
    assert conversation["turn"]["draft"]["total"] == "1623.75"
    assert api.patch(where, {"title": "Acme, October"})["title"] == "Acme, October"
    assert api.get("conversations/")["results"][0]["title"] == "Acme, October"
    api.delete(where)
    api.get(where, status=404)


def test_a_conversation_resumes_with_its_draft(api: Api) -> None:
    conversation = api.post("conversations/", {"message": "invoice Acme for 3 posters"})

    again = api.get(f"conversations/{conversation['id']}/")

    assert again["draft"]["customer"]["name"] == "Acme"
    assert again["missing"] == ["unit_price"]


def test_a_confirmation_while_something_is_missing_creates_nothing(api: Api) -> None:
    turn = talk(api, "invoice Acme for 3 posters", "create it")

    assert turn["state"] == "draft"
    assert turn["missing"] == ["unit_price"]
    assert api.get("invoices/?status=open")["results"] == []


def test_a_confirmation_of_a_draft_edited_elsewhere_shows_it_first(api: Api) -> None:
    conversation = api.post("conversations/", {"message": ACME})
    draft = conversation["draft"]
    api.patch(f"invoices/{draft['id']}/", {"version": draft["version"], "notes": "changed in the form"})

    turn = say(api, conversation, "create it")

    assert turn["state"] == "draft"
    assert turn["draft"]["notes"] == "changed in the form"


def test_cancelling_drops_the_draft(api: Api) -> None:
    conversation = api.post("conversations/", {"message": ACME})

    turn = say(api, conversation, "nah forget it")

    assert (turn["state"], turn["draft"]) == ("cancelled", None)
    api.get(f"invoices/{conversation['draft']['id']}/", status=404)


def test_a_second_draft_may_follow_the_first_in_one_conversation(api: Api) -> None:
    turn = talk(api, ACME, "create it", "bill Beta Bakery $80 for bread")

    assert turn["state"] == "draft"
    assert turn["draft"]["customer"]["name"] == "Beta Bakery"
    assert turn["draft"]["version"] == 1


def test_two_messages_at_once_lose_nothing(api: Api) -> None:
    conversation = api.post("conversations/", {"message": "invoice Acme for 1 poster at $20"})
    where = f"conversations/{conversation['id']}/messages/"

    with ThreadPoolExecutor(2) as pool:
        answers = list(
            pool.map(
                lambda text: api.send("POST", where, {"text": text}),
                ["add 2 banners at $30 each", "add 3 flags at $10 each"],
            )
        )

    assert [answer.status_code for answer in answers] == [201, 201]
    draft = api.get(f"conversations/{conversation['id']}/")["draft"]
    assert draft["total"] == "110.00"


def test_chat_turns_are_limited_and_say_when_to_come_back(api: Api, settings: Any) -> None:
    settings.RATE_LIMIT_PRO = (2, 3600)
    conversation = api.post("conversations/", {})
    say(api, conversation, "hello")
    say(api, conversation, "hello")

    answer = api.send("POST", f"conversations/{conversation['id']}/messages/", {"text": "hello"})

    assert answer.status_code == 429
    assert check_problem(answer)["code"] == "rate_limited"
    assert answer["Retry-After"] == "3600"
    assert answer["RateLimit"] == '"default";r=0;t=3600'
    assert answer["RateLimit-Policy"] == '"default";q=2;w=3600'
    assert len(api.get(f"conversations/{conversation['id']}/messages/")["results"]) == 4


def test_usage_tells_tier_limits_and_what_is_left(api: Api) -> None:
    talk(api, "hello")

    usage = api.get("usage/")

    assert usage["tier"] == "pro"
    assert usage["remaining"]["chat"] == usage["limits"]["chat"]["limit"] - 1


def test_the_browsable_page_of_a_conversation_works(api: Api) -> None:
    conversation = api.post("conversations/", {})

    answer = api.send("GET", f"conversations/{conversation['id']}/messages/", Accept="text/html")

    assert answer.status_code == 200
    assert b"<textarea" in answer.content


def test_what_is_stored_holds_no_float(api: Api) -> None:
    turn = talk(api, ACME)

    def floats(tree: Any) -> list[Any]:
        if isinstance(tree, dict):
            return [found for part in tree.values() for found in floats(part)]
        if isinstance(tree, list):
            return [found for part in tree for found in floats(part)]
        return [tree] if isinstance(tree, float) else []

    assert floats(json.loads(json.dumps(turn))) == []


def test_a_conversation_deleted_during_its_first_turn_does_not_come_back(api: Api, user: CognitoUser) -> None:
    conversation = api.post("conversations/", {})

    class DeletesMeanwhile:
        name = "tests"

        def reply(self, _text: str, _workbench: Workbench) -> Reply:
            actions.delete(user.user_id, conversation["id"])
            return Reply(text="Hello.")

    with pytest.raises(ConversationNotFound):
        actions.send_message(
            user.user_id,
            conversation["id"],
            text="hello",
            assistant=DeletesMeanwhile(),
            door=Door.API,
            now=datetime.now(UTC),
        )

    api.get(f"conversations/{conversation['id']}/", status=404)


def test_a_draft_edited_while_it_is_cancelled_is_cancelled_as_it_is_now(api: Api, user: CognitoUser) -> None:
    conversation = api.post("conversations/", {"message": ACME})
    where = f"invoices/{conversation['draft']['id']}/"
    asked = []

    class Cancels:
        name = "tests"

        def reply(self, _text: str, workbench: Workbench) -> Reply:
            asked.append(workbench.content.notes if workbench.content else None)
            if len(asked) == 1:
                api.patch(where, {"version": 1, "notes": "changed in the form"})
            return Reply(text="Dropped.", outcome=Outcome.CANCELLED)

    turn = actions.send_message(
        user.user_id, conversation["id"], text="drop it", assistant=Cancels(), door=Door.API, now=datetime.now(UTC)
    )

    assert turn.state == "cancelled"
    assert asked == ["", "changed in the form"]
    api.get(where, status=404)
