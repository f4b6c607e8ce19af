"""The conversation's pages: HTTP only.

A refusal (an empty message, a draft that changed meanwhile) is shown on the page it happened on:
``request.in_place`` says how; scatterpilot.error_responses adds status and headers.
"""

from __future__ import annotations

from functools import partial

from django.contrib import messages as notices
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from chat import actions, store
from chat.assistants import current_assistant
from chat.domain.conversation import Message, check_message
from chat.domain.errors import MESSAGE_LENGTH, AssistantUnavailable
from chat.domain.situation import Role
from chat.page_models import conversation_rows, draft_panel, message_views, title_of
from invoices import queries
from invoices.domain.errors import InvoiceNotFound
from invoices.domain.events import Door
from invoices.domain.invoice import Invoice
from limits.requests import use
from tables import cursors
from tables.paging import page_links

_PAGE = 30
_LIST = "conversations"


@require_http_methods(["GET", "HEAD", "POST"])
def index(request: HttpRequest) -> HttpResponse:
    """The conversations; a first message begins another."""
    if request.method != "POST":
        return _index(request)
    text = request.POST.get("text", "")
    request.in_place = partial(_index, request, text=text)
    check_message(text)
    use(request, "chat")
    begun = actions.start(request.user.id, now=request.now)
    try:
        _say(request, begun.id, text)
    except AssistantUnavailable as refusal:
        notices.error(request, str(refusal))
    return _back(begun.id)


def _index(request: HttpRequest, refusal: object = None, text: str = "") -> HttpResponse:
    owner = request.user.id
    cursor = request.GET.get("cursor", "")
    position = cursors.read(cursor, owner=owner, query=_LIST) if cursor else None
    page = store.conversations(owner, limit=_PAGE, position=position)
    profile = queries.profile(owner)
    context = {
        "section": "chat",
        "rows": conversation_rows(page.rows, zone=profile.zone(), locale=profile.seller.locale),
        "pages": page_links(request, page, owner=owner, query=_LIST),
        "text": text,
        "refusal": refusal,
        "longest": MESSAGE_LENGTH,
    }
    return render(request, "chat/list.html", context)


def _say(request: HttpRequest, conversation_id: str, text: str) -> actions.Turn:
    return actions.send_message(
        request.user.id,
        conversation_id,
        text=text,
        assistant=current_assistant(),
        door=Door.CHAT,
        now=request.now,
    )


@require_safe
def conversation(request: HttpRequest, conversation_id: str) -> HttpResponse:
    """A conversation with its draft."""
    return _conversation(request, conversation_id)


def _conversation(request: HttpRequest, conversation_id: str, refusal: object = None, text: str = "") -> HttpResponse:
    owner = request.user.id
    header, said, draft = actions.draft_of(owner, conversation_id)
    context = {
        "section": "chat",
        "conversation": {"id": conversation_id, "title": title_of(header)},
        "messages_shown": message_views(said),
        "panel": draft_panel(draft, seller=queries.profile(owner).seller)
        if draft
        else draft_panel(_created(owner, said)),
        "text": text,
        "refusal": refusal,
        "longest": MESSAGE_LENGTH,
    }
    return render(request, "chat/conversation.html", context)


def _created(owner: str, said: list[Message]) -> Invoice | None:
    """The invoice that the last reply created; None when there is none, or it is not there any more."""
    last = next((message for message in reversed(said) if message.role is Role.ASSISTANT), None)
    if last is None or last.state != "created" or last.draft_id is None:
        return None
    try:
        return queries.get(owner, last.draft_id)
    except InvoiceNotFound:
        return None


@require_http_methods(["GET", "HEAD", "POST"])
def send(request: HttpRequest, conversation_id: str) -> HttpResponse:
    """Say something; htmx gets the new messages and the draft, others the whole page."""
    if request.method != "POST":  # somebody reloads the page of a refused message
        return _back(conversation_id)
    text = request.POST.get("text", "")
    request.in_place = partial(_refused, request, conversation_id, text)
    check_message(text)
    use(request, "chat")
    try:
        turn = _say(request, conversation_id, text)
    except AssistantUnavailable:
        # The message is stored: the page shows it, so it must not stand in the input as well.
        request.in_place = partial(_unanswered, request, conversation_id)
        raise
    if not request.htmx:
        return _back(conversation_id)
    context = {
        "conversation": {"id": conversation_id},
        "messages_shown": message_views([turn.user_message, turn.assistant_message]),
        "panel": draft_panel(turn.draft, turn.warnings),
    }
    return _stored(render(request, "chat/turn.html", context))


def _back(conversation_id: str) -> HttpResponse:
    """To the conversation, the focus in its input also where no script can put it there."""
    address = reverse("conversation", args=[conversation_id])
    return HttpResponseRedirect(f"{address}#say")


def _refused(request: HttpRequest, conversation_id: str, text: str, refusal: object) -> HttpResponse:
    if not request.htmx:
        return _conversation(request, conversation_id, refusal, text)
    return _notice_only(request, refusal)


def _notice_only(request: HttpRequest, refusal: object) -> HttpResponse:
    """Nothing but the notice is replaced: what was typed stays in the input."""
    response = render(request, "chat/refusal.html", {"refusal": refusal})
    response["HX-Reswap"] = "none"
    return response


def _unanswered(request: HttpRequest, conversation_id: str, refusal: object) -> HttpResponse:
    if not request.htmx:
        return _conversation(request, conversation_id, refusal)
    said = store.newest(request.user.id, conversation_id, 1)
    context = {"messages_shown": message_views(said), "refusal": refusal}
    return _stored(render(request, "chat/unanswered.html", context))


def _stored(response: HttpResponse) -> HttpResponse:
    """Tell conversation.js that the input may be emptied."""
    response["HX-Trigger-After-Settle"] = "message-stored"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def create_invoice(request: HttpRequest, conversation_id: str) -> HttpResponse:
    """Create the invoice from the draft in the version that was shown."""
    if request.method != "POST":
        return _back(conversation_id)
    request.in_place = partial(_conversation, request, conversation_id)
    version = request.POST.get("version", "")
    use(request, "finalize")
    actions.finalize_draft(
        request.user.id,
        conversation_id,
        version=int(version) if version.isdecimal() and len(version) < 10 else 0,
        door=Door.CHAT,
        now=request.now,
    )
    return _back(conversation_id)


@require_POST
def rename(request: HttpRequest, conversation_id: str) -> HttpResponse:
    """Give the conversation another title."""
    request.in_place = partial(_conversation, request, conversation_id)
    actions.rename(request.user.id, conversation_id, request.POST.get("title", ""))
    return HttpResponseRedirect(reverse("conversation", args=[conversation_id]))


@require_POST
def delete(request: HttpRequest, conversation_id: str) -> HttpResponse:
    """Delete the conversation; its drafts and invoices stay."""
    actions.delete(request.user.id, conversation_id)
    notices.success(request, "The conversation is deleted. Its drafts and invoices are still under Invoices.")
    return HttpResponseRedirect(reverse("chat"))
