"""The JSON door to conversations: the same actions as the pages."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from api.descriptions import described
from api.paging import limit_of, page_response, position_of
from api.parameters import PAGE_PARAMETERS
from chat import actions, serializers, store
from chat.assistants import current_assistant
from chat.domain.conversation import check_message
from chat.representation import conversation_json, draft_json, message_json, turn_json
from invoices import queries
from invoices.domain.events import Door
from limits.requests import left, use


class ConversationView(GenericAPIView[Any]):
    """What the conversation endpoints share."""

    serializer_class: type[Any] = serializers.MessageInput

    def body(self, request: Request) -> dict[str, Any]:
        """The validated body; raises ValidationError."""
        reader = self.get_serializer_class()(data=request.data)
        reader.is_valid(raise_exception=True)
        return dict(reader.validated_data)

    def say(self, request: Request, conversation_id: str, text: str) -> actions.Turn:
        """One turn through this door."""
        return actions.send_message(
            request.user.id,
            conversation_id,
            text=text,
            assistant=current_assistant(),
            door=Door.API,
            now=request._request.now,
        )

    def today(self, request: Request) -> Any:
        """The seller's local date."""
        return queries.profile(request.user.id).today(request._request.now)


class ConversationList(ConversationView):
    """Your conversations."""

    serializer_class = serializers.StartInput

    @described(
        operation_id="conversations_list",
        parameters=PAGE_PARAMETERS,
        responses=serializers.ConversationPage,
    )
    def get(self, request: Request) -> Response:
        """List conversations, newest first."""
        limit, position = limit_of(request), position_of(request, "conversations")
        page = store.conversations(request.user.id, limit=limit, position=position)
        return page_response(request, "conversations", page, conversation_json)

    @described(operation_id="conversations_create", responses={201: serializers.StartedConversation})
    def post(self, request: Request) -> Response:
        """Start a conversation, optionally with its first message."""
        text = self.body(request).get("message")
        owner, now = request.user.id, request._request.now
        if text is not None:
            check_message(text)
        use(request._request, "writes" if text is None else "chat")
        conversation = actions.start(owner, now=now)
        turn = None if text is None else self.say(request, conversation.id, text)
        conversation, _messages, draft = actions.draft_of(owner, conversation.id)
        today = turn.today if turn else self.today(request)
        answer = {
            **conversation_json(conversation),
            **draft_json(draft, today=today),
            "turn": None if turn is None else turn_json(turn),
        }
        location = request.build_absolute_uri(f"{request.path}{conversation.id}/")
        return Response(answer, status=201, headers={"Location": location})


class ConversationDetail(ConversationView):
    """One conversation."""

    serializer_class = serializers.TitleInput

    @described(operation_id="conversations_retrieve", responses=serializers.ConversationWithDraft)
    def get(self, request: Request, conversation_id: str) -> Response:
        """Read a conversation's header with its draft."""
        conversation, _messages, draft = actions.draft_of(request.user.id, conversation_id)
        today = self.today(request)
        return Response({**conversation_json(conversation), **draft_json(draft, today=today)})

    @described(operation_id="conversations_update", responses=serializers.ConversationAnswer)
    def patch(self, request: Request, conversation_id: str) -> Response:
        """Rename a conversation."""
        title = self.body(request)["title"]
        return Response(conversation_json(actions.rename(request.user.id, conversation_id, title)))

    @described(operation_id="conversations_delete", responses={204: None})
    def delete(self, request: Request, conversation_id: str) -> Response:
        """Delete a conversation with its messages; its invoices stay."""
        actions.delete(request.user.id, conversation_id)
        return Response(status=204)


class MessageList(ConversationView):
    """A conversation's messages."""

    serializer_class = serializers.MessageInput

    @described(operation_id="messages_list", parameters=PAGE_PARAMETERS, responses=serializers.MessagePage)
    def get(self, request: Request, conversation_id: str) -> Response:
        """List messages, oldest first."""
        owner, query = request.user.id, f"messages:{conversation_id}"
        store.load(owner, conversation_id)
        limit, position = limit_of(request), position_of(request, query)
        page = store.messages(owner, conversation_id, limit=limit, position=position)
        return page_response(request, query, page, message_json)

    @described(operation_id="messages_create", responses={201: serializers.TurnAnswer})
    def post(self, request: Request, conversation_id: str) -> Response:
        """Say something; the answer holds the reply and the draft."""
        text = check_message(self.body(request)["text"])
        use(request._request, "chat")
        turn = self.say(request, conversation_id, text)
        return Response(turn_json(turn), status=201)


class Usage(ConversationView):
    """What you may still do."""

    @described(operation_id="usage_retrieve")
    def get(self, request: Request) -> Response:
        """Tier, limits and what is left of them."""
        limits = {action: left(request._request, action) for action in settings.RATE_LIMIT_TIMES}
        answer = {
            "tier": request.user.tier,
            "limits": {name: {"limit": a.limit, "period_seconds": a.period_seconds} for name, a in limits.items()},
            "remaining": {name: a.remaining for name, a in limits.items()},
            "reset_seconds": {name: a.reset_seconds for name, a in limits.items()},
            "assistant": settings.ASSISTANT,
        }
        return Response(answer)
