"""Recognising on the server that the user says: create it."""

from __future__ import annotations

import re

from chat.assistant.offline.language import LANGUAGES, lexicon
from chat.assistant.offline.text import clean, fold


def is_confirmation(text: str) -> bool:
    """todo"""
    words = " ".join(re.findall(r"[^\W_]+(?:'[^\W_]+)*", fold(clean(text))))
    if not words or len(words) > 120:
        return False
    lx = lexicon("en")
    if re.search(r"\d|\?", text) or lx.re("<hedge>").search(words):
        return False
    if not lx.re("<confirm>").search(words):
        return False
    return not lx.re("<confirm>|<polite>|<cancel_fill>").sub(" ", words).strip()
