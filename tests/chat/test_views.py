"""The conversation's pages, as a person without JavaScript and as htmx use them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from botocore.exceptions import ConnectTimeoutError
from pynamodb.exceptions import PutError

from chat import actions
from chat.assistant.interface import AssistantError
from invoices import pdf_archive
from tests.pages import Pages

SENTENCE = "invoice Acme for 10 hours of design at $150/h, due in 30 days, 8.25% tax"

pytestmark = pytest.mark.usefixtures("today")


def begun(pages: Pages, text: str = SENTENCE) -> str:
    """The address of a conversation that began with this message."""
    return pages.post("/chat/", {"text": text}).location.removesuffix("#say")


def draft_version(pages: Pages, conversation: str) -> str:
    return pages.get(conversation).html.fields(within="/create/")["version"]


def test_a_first_message_begins_a_conversation_with_a_draft(pages: Pages):
    conversation = begun(pages)

    page = pages.get(conversation).html
    assert [message.text for message in page.all("message-user")] == [f"You: {SENTENCE}"]
    assert len(page.all("message-assistant")) == 1
    assert page.one("draft-total").text == "$1,623.75"
    assert page.one("draft-line").text.startswith("design 10 hours")


def test_the_list_shows_conversations_newest_first(pages: Pages):
    begun(pages, "invoice Acme $10 for tea")
    begun(pages, "invoice Bolt $20 for milk")

    titles = [row.text for row in pages.get("/chat/").html.all("conversation-row")]

    assert [title.split(" $")[0] for title in titles] == ["invoice Bolt", "invoice Acme"]


def test_every_figure_says_where_it_comes_from(pages: Pages):
    line = pages.get(begun(pages)).html.one("draft-line").text

    assert "You said “10 hours" in line
    assert "You said “$150" in line


def test_a_message_without_htmx_leads_back_to_the_conversation(pages: Pages):
    conversation = begun(pages)

    answer = pages.post(f"{conversation}messages/", {"text": "make that 12 hours"})

    assert answer.location == f"{conversation}#say"
    assert pages.get(conversation).html.one("draft-total").text == "$1,948.50"


def test_htmx_gets_the_new_messages_and_the_draft_only(pages: Pages):
    conversation = begun(pages)

    answer = pages.htmx(f"{conversation}messages/", {"text": "make that 12 hours"})

    assert [message.text for message in answer.html.all("message-user")] == ["You: make that 12 hours"]
    assert answer.html.one("draft-total").text == "$1,948.50"
    assert answer.html.tags("html") == []
    assert answer.response["HX-Trigger-After-Settle"] == "message-stored"


def test_text_is_escaped_and_keeps_its_lines(pages: Pages):
    conversation = begun(pages, "invoice A & B <Ltd> for tea at $5\nand <script>alert(1)</script> at $6")

    body = pages.get(conversation).response.content.decode()

    assert "<script>alert" not in body
    assert "for tea at $5\nand &lt;script&gt;alert(1)" in body


def test_what_is_missing_is_said_and_stops_the_button(pages: Pages):
    page = pages.get(begun(pages, "invoice Acme for the logo")).html

    assert "a price" in page.one("draft-missing").text
    assert "disabled" in page.one("draft-create").attributes


def test_a_stated_total_that_differs_is_a_warning(pages: Pages):
    page = pages.get(begun(pages, "invoice Acme $9576 for 10 cameras at $125")).html

    assert "9576" in page.all("draft-warning")[0].text
    assert "disabled" not in page.one("draft-create").attributes


# Creating ------------------------------------------------------------------------------------


def test_the_button_creates_the_invoice_and_shows_its_number_and_pdf(pages: Pages):
    conversation = begun(pages)

    pages.post(f"{conversation}create/", {"version": draft_version(pages, conversation)})

    page = pages.get(conversation).html
    assert page.one("invoice-number").text == "INV-2025-0001"
    assert page.one("download-pdf")["href"].endswith("/pdf/")
    assert page.all("draft-create") == []


def test_the_button_of_an_older_draft_is_refused_on_the_spot(pages: Pages):
    conversation = begun(pages)
    version = draft_version(pages, conversation)
    pages.post(f"{conversation}messages/", {"text": "make that 12 hours"})

    answer = pages.post(f"{conversation}create/", {"version": version}, status=409)

    assert answer.problem_code == "version_conflict"
    assert answer.html.one("draft-total").text == "$1,948.50"
    assert answer.html.one("draft-create")


@pytest.mark.parametrize("version", ["", "x", "-1", "99999999999", "٣"])
def test_a_version_that_is_none_creates_nothing(pages: Pages, version: str):
    conversation = begun(pages)

    assert pages.post(f"{conversation}create/", {"version": version}, status=409).problem_code == "version_conflict"


def test_s3_away_leaves_an_open_invoice_whose_pdf_comes_later(pages: Pages, monkeypatch: pytest.MonkeyPatch):
    conversation = begun(pages)
    version = draft_version(pages, conversation)

    with monkeypatch.context() as away:
        away.setattr(pdf_archive.storages["default"], "save", _s3_is_away)
        pages.post(f"{conversation}create/", {"version": version})
        link = pages.get(conversation).html.one("download-pdf")["href"]
        refused = pages.get(link, status=503)

    assert refused.problem_code == "archive_unavailable"
    assert refused.response["Retry-After"]
    assert refused.html.one("invoice-number").text == "INV-2025-0001"
    assert pages.get(link, status=302).location.startswith("http")


def _s3_is_away(*_arguments: object, **_options: object) -> None:
    raise ConnectTimeoutError(endpoint_url="https://s3")


# Refused messages ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "code"), [("", "empty_message"), (" \n ", "empty_message"), ("x" * 4001, "message_too_long")]
)
def test_a_message_that_cannot_be_taken_is_kept_in_the_input(pages: Pages, text: str, code: str):
    conversation = begun(pages)

    answer = pages.post(f"{conversation}messages/", {"text": text}, status=400)

    assert answer.problem_code == code
    assert answer.html.fields(within="/messages/")["text"] == text
    assert answer.html.one("draft-total").text == "$1,623.75"
    assert len(pages.get(conversation).html.all("message-user")) == 1


def test_a_message_of_4000_characters_is_taken(pages: Pages):
    pages.post("/chat/", {"text": "x" * 4000})


def test_a_first_message_that_cannot_be_taken_begins_nothing(pages: Pages):
    answer = pages.post("/chat/", {"text": "x" * 4001}, status=400)

    assert answer.problem_code == "message_too_long"
    assert answer.html.fields()["text"] == "x" * 4001
    assert pages.get("/chat/").html.all("conversation-row") == []


def test_htmx_gets_a_refusal_as_a_notice_that_replaces_nothing_else(pages: Pages):
    conversation = begun(pages)

    answer = pages.htmx(f"{conversation}messages/", {"text": ""}, status=400)

    assert answer.response["HX-Reswap"] == "none"
    assert answer.problem_code == "empty_message"
    assert answer.html.all("chat-input") == []


def test_too_many_messages_are_refused_with_the_time_to_come_back(pages: Pages, settings):
    conversation = begun(pages)
    settings.RATE_LIMIT_PRO = (1, 3600)

    answer = pages.post(f"{conversation}messages/", {"text": "make that 12 hours"}, status=429)

    assert answer.problem_code == "rate_limited"
    assert int(answer.response["Retry-After"]) > 0
    assert "minutes" in answer.html.one("problem").text
    assert answer.html.fields(within="/messages/")["text"] == "make that 12 hours"


def test_a_refused_message_uses_up_nothing_of_the_rate(pages: Pages, settings):
    settings.RATE_LIMIT_PRO = (1, 3600)

    pages.post("/chat/", {"text": ""}, status=400)

    begun(pages)


class _AwayAssistant:
    name = "away"

    def reply(self, text: str, workbench: object) -> None:
        raise AssistantError("timed out", retryable=True)


@pytest.fixture
def assistant_is_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chat.views.current_assistant", _AwayAssistant)


def test_an_unanswered_message_is_stored_and_shown(pages: Pages, monkeypatch: pytest.MonkeyPatch):
    conversation = begun(pages)
    monkeypatch.setattr("chat.views.current_assistant", _AwayAssistant)

    answer = pages.post(f"{conversation}messages/", {"text": "make that 12 hours"}, status=503)

    assert answer.problem_code == "assistant_unavailable"
    assert answer.response["Retry-After"]
    assert answer.html.all("message-user")[-1].text == "You: make that 12 hours"
    assert answer.html.fields(within="/messages/")["text"] == ""


def test_htmx_shows_an_unanswered_message_too(pages: Pages, monkeypatch: pytest.MonkeyPatch):
    conversation = begun(pages)
    monkeypatch.setattr("chat.views.current_assistant", _AwayAssistant)

    answer = pages.htmx(f"{conversation}messages/", {"text": "make that 12 hours"}, status=503)

    assert answer.html.one("message-user").text == "You: make that 12 hours"
    assert answer.response["HX-Trigger-After-Settle"] == "message-stored"


@pytest.mark.usefixtures("assistant_is_away")
def test_an_unanswered_first_message_is_stored_and_shown(pages: Pages):
    page = pages.get(begun(pages)).html

    assert page.one("message-user").text == f"You: {SENTENCE}"
    assert "can't answer" in page.one("message").text


def test_dynamodb_away_loses_no_message(pages: Pages, monkeypatch: pytest.MonkeyPatch):
    conversation = begun(pages)

    def is_away(*_arguments: object, **_options: object) -> None:
        raise PutError("no answer")

    with monkeypatch.context() as away:
        away.setattr(actions.store, "newest", is_away)
        answer = pages.post(f"{conversation}messages/", {"text": "make that 12 hours"}, status=503)
        fragment = pages.htmx(f"{conversation}messages/", {"text": "make that 12 hours"}, status=503)

    assert answer.problem_code == "storage_unavailable"
    kept = answer.html.fields()
    assert kept["text"] == "make that 12 hours"
    assert fragment.response["HX-Reswap"] == "none"
    pages.post(f"{conversation}messages/", {"text": kept["text"]})
    assert pages.get(conversation).html.one("draft-total").text == "$1,948.50"


def test_a_bug_keeps_the_message_too(pages: Pages, monkeypatch: pytest.MonkeyPatch):
    def is_broken() -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("chat.views.current_assistant", is_broken)

    answer = pages.post("/chat/", {"text": SENTENCE}, status=500)

    assert answer.problem_code == "server_error"
    assert answer.html.fields()["text"] == SENTENCE


# Who is asking -------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["01950000-0000-7000-8000-000000000001", "nothing", "a%23b", "é", "x" * 65])
def test_an_unknown_conversation_is_not_found(pages: Pages, name: str):
    assert pages.get(f"/chat/{name}/", status=404).problem_code == "not_found"
    assert pages.post(f"/chat/{name}/messages/", {"text": "hello"}, status=404).problem_code == "not_found"


def test_another_tenants_conversation_is_not_found(pages: Pages, other_pages: Pages):
    conversation = begun(pages)

    other_pages.get(conversation, status=404)
    for verb, fields in {
        "messages": {"text": "make it 1 hour"},
        "create": {"version": "1"},
        "rename": {"title": "mine"},
        "delete": {},
    }.items():
        other_pages.post(f"{conversation}{verb}/", fields, status=404)
    assert pages.get(conversation).html.one("draft-total").text == "$1,623.75"


def test_a_stranger_is_sent_to_sign_in_and_back():
    answer = Pages().get("/chat/", status=302)

    assert answer.location == "/accounts/sign-in/?next=%2Fchat%2F"


def test_a_message_sent_after_the_session_ended_is_kept(pages: Pages):
    conversation = begun(pages)
    for name in ("sp_access", "sp_id", "sp_refresh"):
        del pages.client.cookies[name]

    answer = pages.post(f"{conversation}messages/", {"text": "make that 12 hours"}, status=401)
    fragment = pages.htmx(f"{conversation}messages/", {"text": "make that 12 hours"}, status=401)

    assert answer.problem_code == "signed_out"
    assert answer.html.fields()["text"] == "make that 12 hours"
    assert fragment.response["HX-Reswap"] == "none"


def test_a_message_without_the_csrf_token_is_refused_and_offered_to_nobody(pages: Pages):
    conversation = begun(pages)

    answer = pages.post(f"{conversation}messages/", {"text": "hello", "csrfmiddlewaretoken": "forged"}, status=403)

    assert answer.html.one("problem-code").text == "csrf_failed"
    assert answer.html.all("send-again") == []


# Housekeeping --------------------------------------------------------------------------------


def test_a_conversation_can_be_renamed(pages: Pages):
    conversation = begun(pages)

    pages.post(f"{conversation}rename/", {"title": "Acme, October"})

    assert pages.get("/chat/").html.one("conversation-row").text.startswith("Acme, October")


def test_an_empty_title_is_refused_on_the_spot(pages: Pages):
    assert pages.post(f"{begun(pages)}rename/", {"title": " "}, status=400).problem_code == "empty_message"


def test_a_deleted_conversation_is_gone_and_its_draft_is_not(pages: Pages):
    conversation = begun(pages)

    pages.post(f"{conversation}delete/")

    pages.get(conversation, status=404)
    assert len(pages.get("/invoices/").html.all("invoice-row")) == 1


def test_reloading_the_page_of_a_refusal_leads_back(pages: Pages):
    conversation = begun(pages)

    assert pages.get(f"{conversation}messages/", status=302).location == f"{conversation}#say"
    assert pages.get(f"{conversation}create/", status=302).location == f"{conversation}#say"


def test_the_api_and_the_page_tell_the_same_total(pages: Pages, api):
    conversation = begun(pages)

    draft = api.get(f"conversations/{conversation.split('/')[2]}/")["draft"]

    assert Decimal(draft["total"]) == Decimal("1623.75")


def test_pressing_create_twice_makes_one_invoice_and_tells_it_once(pages: Pages):
    conversation = begun(pages)
    version = draft_version(pages, conversation)

    for _ in range(2):
        pages.post(f"{conversation}create/", {"version": version})

    said = [message.text for message in pages.get(conversation).html.all("message-assistant")]
    assert len([text for text in said if "is created" in text]) == 1


def test_creating_where_there_is_no_draft_says_so(pages: Pages):
    conversation = begun(pages, "hello")

    answer = pages.post(f"{conversation}create/", {"version": "1"}, status=409)

    assert answer.problem_code == "no_draft"
