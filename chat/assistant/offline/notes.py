"""Words meant for the invoice's notes: said to be a note, or a clause on late payment."""

from __future__ import annotations

import re

from chat.assistant.offline.language import Lexicon
from chat.assistant.offline.text import Page


def read_said_notes(page: Page, lexicon: Lexicon) -> list[str]:
    """The notes a message asks for, as written."""
    lead = r"(?:^|(?<=[^\w'&-]))(?P<lead>(?:(?:<polite>|<note_put>|<article>|<and>) ){0,3}<note_lead>)"
    quoted = lexicon.re(
        rf"{lead}(?: (?:<note_verb>|<article>|[:,=-])){{0,3}} [\"'](?P<text>[^\"\n]{{2,600}}?)[\"'](?!\w)"
    )
    plain = lexicon.re(rf"{lead}(?: ?(?:[:=]|<note_verb>:?)) ?(?P<text>[^\n]{{2,600}})")
    found = []
    for pattern in (quoted, plain):
        match = pattern.search(page.shape)
        if match is None:
            continue
        start, end = match.span("text")
        if pattern is plain:
            end = _end_of_note(page, start, end)
        text = page.raw[start:end].strip(" .,;\"'") if pattern is plain else page.raw[start:end].strip()
        page.cover(match.start("lead"), max(end, match.end() if pattern is quoted else end))
        if text:
            found.append(text)
    return found


def _end_of_note(page: Page, start: int, end: int) -> int:
    """A note runs to the end of its sentence, or of its field in a list of fields."""
    stop = re.compile(r"[.!?](?=\s+[^\W\d_a-z]|\s*$)|;(?=[^;\n]{1,30}[=:])").search(page.raw, start, end)
    return stop.start() if stop else end


def read_late_fees(page: Page, lexicon: Lexicon) -> list[str]:
    """Clauses on late payment: neither tax nor discount, but words for the customer."""
    found = []
    pattern = lexicon.re(r"[^,;.\n]{0,60}<late_fee>[^;.\n,]{0,120}|(?:$P|$M) [^,;.\n]{0,40}<late_fee>[^;.\n,]{0,120}")
    for match in list(pattern.finditer(page.shape)):
        if not re.search("[\ue001-\ue003]", match[0]) or page.is_taken(*match.span()):
            continue
        start = _start_of_clause(page, lexicon, match)
        text = page.raw[start : match.end()].strip(" ,.;")
        page.cover(start, match.end())
        text = re.sub(r"^(?:and|with|plus|add|also|a)\s+", "", text)
        found.append(text)
    return found


def _start_of_clause(page: Page, lexicon: Lexicon, match: re.Match[str]) -> int:
    """Where the clause on late payment begins when other things stand before it."""
    fee = lexicon.re("<late_fee>").search(page.shape, match.start())
    figures = [m.start() for m in re.finditer("[\ue001-\ue003]+", page.shape[match.start() : match.end()])]
    if fee is None or len(figures) < 2:
        return match.start()
    before = [position for position in figures if match.start() + position < fee.start()]
    return match.start() + (before[-1] if before else fee.start() - match.start())
