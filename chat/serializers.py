"""Shapes of the conversations API."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from api.input import StrictSerializer, TextField
from invoices.serializers import InvoiceAnswer, PageAnswer


class StartInput(StrictSerializer):
    """A new conversation, optionally with its first message."""

    message = TextField(required=False)


class TitleInput(StrictSerializer):
    """A conversation's title."""

    title = TextField()


class MessageInput(StrictSerializer):
    """What the user says; at most 4,000 characters."""

    text = TextField(help_text="At most 4,000 characters.", style={"base_template": "textarea.html"})


class MessageAnswer(serializers.Serializer[Any]):
    """One message."""

    id = serializers.CharField()
    role = serializers.ChoiceField(choices=["user", "assistant"])
    text = serializers.CharField()
    created_at = serializers.DateTimeField()


class ConversationAnswer(serializers.Serializer[Any]):
    """A conversation's header."""

    id = serializers.CharField()
    title = serializers.CharField()
    created_at = serializers.DateTimeField()


class WarningAnswer(serializers.Serializer[Any]):
    """Something to look at."""

    code = serializers.CharField()
    text = serializers.CharField()


class ConversationWithDraft(ConversationAnswer):
    """A header with the draft being worked on."""

    draft = InvoiceAnswer(allow_null=True)
    missing = serializers.ListField(child=serializers.CharField())
    warnings = WarningAnswer(many=True)


class ChangeAnswer(serializers.Serializer[Any]):
    """One thing a turn changed."""

    op = serializers.ChoiceField(choices=["set", "add", "remove", "reorder"])
    path = serializers.CharField()
    before = serializers.JSONField(allow_null=True)
    after = serializers.JSONField(allow_null=True)


class TurnAnswer(serializers.Serializer[Any]):
    """What came of a message."""

    user_message = MessageAnswer()
    assistant_message = MessageAnswer()
    draft = InvoiceAnswer(allow_null=True)
    changes = ChangeAnswer(many=True)
    missing = serializers.ListField(child=serializers.CharField())
    warnings = WarningAnswer(many=True)
    state = serializers.ChoiceField(choices=["draft", "created", "cancelled", "refused"])
    invoice_id = serializers.CharField(allow_null=True)


class StartedConversation(ConversationWithDraft):
    """The new conversation; ``turn`` when it began with a message."""

    turn = TurnAnswer(allow_null=True)


class ConversationPage(PageAnswer):
    """A page of conversations."""

    results = ConversationAnswer(many=True)


class MessagePage(PageAnswer):
    """A page of messages."""

    results = MessageAnswer(many=True)
