"""todo"""

from __future__ import annotations

from chat.assistant.offline.language import Words

WORDS = Words(
    code="it", hints="", phrases={}, numbers={}, scales={}, units={}, currencies={}, months="", weekdays="", replies={}
)
