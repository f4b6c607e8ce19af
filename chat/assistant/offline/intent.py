"""What a whole message is after, before anything in it is read as an invoice."""

from __future__ import annotations

import re
from enum import Enum, auto

from chat.assistant.offline.language import Lexicon
from chat.assistant.offline.text import Page

_SENTENCE = re.compile(r"[^.!?;\n]+(?:[.!?;\n]+|$)")
_WORDS = re.compile(r"[^\W_]+(?:'[^\W_]+)*")


class Intent(Enum):
    """Messages that are not read for figures."""

    READ = auto()
    NOTHING = auto()
    GREETING = auto()
    UNDO = auto()
    START_OVER = auto()
    CANCEL = auto()
    NOT_YET = auto()
    CONFIRM = auto()


def intent_of(page: Page, lexicon: Lexicon, *, is_confirmation: bool) -> Intent:
    """The intent of the message as a whole."""
    words = " ".join(_WORDS.findall(page.plain[:400]))
    if not words:
        return Intent.NOTHING
    if is_confirmation:
        return Intent.CONFIRM
    wholes = (
        (Intent.UNDO, "undo", "cancel_fill"),
        (Intent.START_OVER, "start_over", "cancel_fill"),
        (Intent.CANCEL, "cancel_all", "cancel_fill"),
        (Intent.GREETING, "greeting", "polite"),
    )
    for intent, purpose, filler in wholes:
        if _consists_of(words, lexicon, purpose, filler):
            return intent
    if _is_not_yet(words, lexicon):
        return Intent.NOT_YET
    return Intent.READ


def _consists_of(words: str, lexicon: Lexicon, purpose: str, filler: str) -> bool:
    """Whether a message has one of a purpose's phrases, and fillers but nothing else."""
    if len(words) > 120 or not lexicon.re(f"<{purpose}>").search(words):
        return False
    rest = lexicon.re(f"<{purpose}>").sub(" ", words, count=1)
    rest = lexicon.re(f"<{purpose}>|<{filler}>|<polite>").sub(" ", rest)
    return not rest.strip()


def _is_not_yet(words: str, lexicon: Lexicon) -> bool:
    """`not yet, don't create it`, `wait before you send it`: no figure, a confirming verb, a hedge."""
    if len(words) > 80 or re.search(r"\d", words):
        return False
    hedged = lexicon.re("<hedge>").search(words)
    rest = lexicon.re("<hedge>|<confirm_verb>|<cancel_fill>|<polite>|<whole>|<invoice_noun>|<not_yet_fill>").sub(
        " ", words
    )
    return bool(hedged and lexicon.re("<confirm_verb>|<not_yet>").search(words) and len(rest.split()) <= 2)


def mask_forbidden(page: Page, lexicon: Lexicon) -> bool:
    """Take out sentences that are addressed to the machine; True when there was one.

    A sentence that asks for an invoice with a price is the user's business, whatever else it says.
    """
    found = False
    for match in _SENTENCE.finditer(page.plain):
        sentence = match[0]
        if not _is_forbidden(sentence, lexicon) or _bills(sentence, lexicon):
            continue
        page.cover(match.start(), match.end())
        page.plain = f"{page.plain[: match.start()]}{' ' * len(sentence)}{page.plain[match.end() :]}"
        found = True
    return found


def _is_forbidden(sentence: str, lexicon: Lexicon) -> bool:
    overrides = lexicon.re("<override>").search(sentence) and lexicon.re("<rules>").search(sentence)
    if overrides or lexicon.re("<own_secrets>").search(sentence):
        return True
    if lexicon.re(r"^\W*(?:(?:<polite>|<question>|<and>|<then>)[ ,]{1,2}){0,4}<forbidden>").match(sentence):
        return True
    return bool(lexicon.re(r"^\W*(?:<system_voice>)\W*:").match(sentence))


def _bills(sentence: str, lexicon: Lexicon) -> bool:
    verb = lexicon.re("<bill_verb>|<invoice_noun>").search(sentence)
    return bool(
        verb
        and re.search(r"\d", sentence)
        and lexicon.re(r"^\W*(?:(?:<polite>) ){0,3}(?:<make>|<bill_verb>)").match(sentence)
    )


def is_question(page: Page, lexicon: Lexicon) -> bool:
    """Whether the message asks something instead of telling."""
    start = lexicon.re(r"^\W*<question>").match(page.plain)
    return bool(start) or page.plain.rstrip().endswith("?")
