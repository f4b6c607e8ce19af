"""The Conversations table: headers and append-only messages."""

from __future__ import annotations

from django.conf import settings
from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from tables.base import TableModel


class ConversationRow(TableModel):
    """A header (``conversation#<id>``) or a message (``message#<conversation id>#<sequence>``).

    ``document`` is JSON text. A message's sequence is its own time-ordered id, so that two
    messages sent at once never compete for a place.
    """

    class Meta:
        table_name = settings.CONVERSATIONS_TABLE

    user_id = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    document = UnicodeAttribute(null=True)
    version = NumberAttribute(null=True)
