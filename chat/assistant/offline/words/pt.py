"""todo"""

from __future__ import annotations

from chat.assistant.offline.language import Words

WORDS = Words(
    code="pt", hints="", phrases={}, numbers={}, scales={}, units={}, currencies={}, months="", weekdays="", replies={}
)
