"""Who is billed: the name as written, found by the words around it and by how names look."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from chat.assistant.offline.language import Lexicon
from chat.assistant.offline.text import MASKED, MONEY, NUMBER, Page, fold

_TOKEN = re.compile(r"[^\W_][\w'’.&/+!-]*|&|\+|\"|'|[^\s\w]")
_ABBREVIATION = re.compile(
    r"(?:[A-Z]|Co|Inc|Ltd|Corp|Dr|Mr|Mrs|Ms|St|Bros|Mt|Ft|Jr|Sr|No|S\.A|S\.L|S\.r\.l|S\.p\.A|B\.V"
    r"|Sra?|Srta|Mme|M|e\.V|Cia|Pty|Prof)\.?"
)
_LONGEST = 130
_MOST_TRIES = 150
_QUOTES = {'"': '"', "'": "'"}


@dataclass(frozen=True, slots=True)
class NameMention:
    """A possible customer's name: its span with the words that led to it, and how sure."""

    start: int
    end: int
    name_start: int
    name_end: int
    score: int


class NameReader:
    """Finds the customer of a page."""

    def __init__(self, page: Page, lexicon: Lexicon, known: Sequence[str] = ()) -> None:
        self.page = page
        self.lexicon = lexicon
        self.tries = 0
        self.known = sorted((fold(name) for name in known if name.strip()), key=len, reverse=True)

    def read(self) -> NameMention | None:
        """The likeliest name; the caller masks it."""
        found = [mention for mention in self._candidates() if mention is not None]
        return max(found, key=lambda m: (m.score, -m.start), default=None)

    def _candidates(self) -> Iterator[NameMention | None]:
        yield from self._labelled()
        yield from self._after_verb()
        yield from self._recipient_of_bill()
        yield from self._before_verb()
        yield from self._after_preposition()
        yield self._at_start()
        yield from self._after_colon()
        yield from self._mentioned()
        yield from self._known_anywhere()

    def _labelled(self) -> Iterator[NameMention | None]:
        pattern = self.lexicon.re(
            r"(?:^|[\n;,.|]|(?<=\s))[^\S\n]{0,3}(?:-|\*)?[^\S\n]?(?P<lead><customer_label>(?: ?[:=\t]| is"
            r"(?= )))[^\S\n]*"
        )
        for match in pattern.finditer(self.page.shape):
            if self._is_mid_sentence(match.start("lead")) and not self.lexicon.re("<customer_noun>").match(
                match["lead"]
            ):
                continue
            bonus = 30 if match["lead"][-1:] in {"=", ":", "\t"} else 0
            yield self.name_at(match.start("lead"), match.end(), 70 + bonus, labelled=True)
        for match in self.lexicon.re(r"(?P<lead><customer_noun>) ").finditer(self.page.shape):
            if self.page.raw[match.end() : match.end() + 1].isupper():
                yield self.name_at(match.start("lead"), match.end(), 62)

    def _is_mid_sentence(self, position: int) -> bool:
        """`wants an invoice: ...`: a label in the middle of a sentence labels nothing."""
        before = self.page.shape[:position].rstrip(" *-")
        return bool(before) and before[-1].isalnum()

    def _after_verb(self) -> Iterator[NameMention | None]:
        command = r"(?:<make> (?:<to_me> )?(?:<article> )?(?:<new> )?(?:<invoice_noun>)|<bill_verb>)"
        lead = rf"(?P<lead>{command}(?: <article>(?= <new>))?(?: <new>)?(?: ?[:,])?)"
        for match in self.lexicon.re(rf"{lead} (?P<to>(?:<to> )?)").finditer(self.page.shape):
            noun = bool(self.lexicon.re("<invoice_noun> ?[:,]?$").search(match["lead"]))
            verb = bool(self.lexicon.re("^<bill_verb>").match(match["lead"]))
            if not match["to"] and noun and not verb:
                continue
            yield self.name_at(match.start(), match.end(), 80 if match["to"] or verb else 50)

    def _recipient_of_bill(self) -> Iterator[NameMention | None]:
        """`send NAME a bill for ...`."""
        for match in self.lexicon.re(r"<make> (?:<to> )?").finditer(self.page.shape):
            mention = self.name_at(match.start(), match.end(), 85)
            if mention is None:
                continue
            bill = self.lexicon.re(r" (?:<article> )(?:[^\W\d_]+ )?<invoice_noun>(?: <for>)?").match(
                self.page.shape, mention.end
            )
            if bill:
                yield NameMention(mention.start, bill.end(), mention.name_start, mention.name_end, 85)

    def _before_verb(self) -> Iterator[NameMention | None]:
        """`NAME wants an invoice`, `NAME owes me 300 for ...`, at the beginning of a sentence."""
        tail = r"(?P<verb><wants>)(?: <to_me>)?(?: (?:<article> )?(?:<invoice_noun>)(?: <for>)?)?"
        for match in self.lexicon.re(tail).finditer(self.page.shape):
            start = max(self.page.shape.rfind(c, 0, match.start()) for c in "\n.;:,!?") + 1
            lead = self.lexicon.re(r" (?:(?:<polite>|<greeting>|<that>)[ ,]{1,2}){0,3}").match(self.page.shape, start)
            start = lead.end() if lead else start
            mention = self.name_at(start, start, 75)
            if mention and not self.page.plain[mention.end : match.start()].strip():
                yield NameMention(mention.start, match.end(), mention.name_start, mention.name_end, 75)

    def _after_preposition(self) -> Iterator[NameMention | None]:
        for match in self.lexicon.re(r"<name_for> ").finditer(self.page.shape):
            first = self.page.raw[match.end() : match.end() + 1]
            proper = first.isupper() or first in _QUOTES
            score = 60 if proper else 15
            if not self.page.shape[: match.start()].strip(" \n\ue000"):
                score += 5 if proper else 0
            mention = self.name_at(match.start(), match.end(), score)
            if mention is None:
                continue
            tail = self.page.shape[mention.end :].lstrip(" \ue000")
            if not proper and not self._thing_before(match.start()):
                continue
            if proper or not tail or tail[0] in ":,.;!\n" or self.lexicon.re("<name_stop>").match(tail):
                yield mention

    def _mentioned(self) -> Iterator[NameMention | None]:
        """`yesterday's job at NAME`: a name that only stands there."""
        for match in self.lexicon.re(r"<from_name> ").finditer(self.page.shape):
            if self.page.raw[match.end() : match.end() + 1].isupper():
                yield self.name_at(match.start(), match.end(), 20)

    def _thing_before(self, position: int) -> bool:
        """`hours of tutoring for lowercase academy`: something is billed before the `for`."""
        start = max(self.page.shape.rfind(c, 0, position) for c in "\n.;!?") + 1
        words = re.findall(r"[^\W\d_]{3,}", self.page.shape[start:position])
        small = ("lead", "polite", "bill_verb", "invoice_noun", "make", "article", "new", "question")
        has_figure = re.search(f"[{MONEY}{NUMBER}]", self.page.shape[start:position])
        return bool(has_figure) and any(not any(self.lexicon.has(p, w) for p in small) for w in words)

    def _at_start(self) -> NameMention | None:
        lead = self.lexicon.re(
            r"\s*(?:(?:<polite>|<greeting>|<document>(?: <for>)?|<make> (?:<article> )?(?:<new>"
            r" )?<invoice_noun>)[ ,:!-]{1,3}){0,3}"
        ).match(self.page.shape)
        start = lead.end() if lead else 0
        while start < len(self.page.shape) and self.page.shape[start] in f" \n\t,.:;-{MASKED}":
            start += 1
        mention = self.name_at(start, start, 40)
        if mention is None:
            return None
        tail = self.page.shape[mention.end :]
        separated = re.match(r"[^\S\n]*(?:[:\n;,-]|[-] )", tail) or re.match(rf"[^\S\n]*[{MONEY}{NUMBER}]", tail)
        first = self.page.raw[mention.name_start]
        if not separated or not (first.isupper() or first.isdigit()):
            return None
        if not self._items_follow(mention.end):
            return None
        strong = re.match(r"[^\S\n]*[:\n]", tail)
        return NameMention(mention.start, mention.end, mention.name_start, mention.name_end, 45 if strong else 30)

    def _after_colon(self) -> Iterator[NameMention | None]:
        """`Date it 12 May: NAME, 4 boilers at 310`."""
        for match in re.finditer(r"(?<=[:.])[^\S\n]+", self.page.shape):
            mention = self.name_at(match.end(), match.end(), 25)
            if mention is None or not self.page.raw[mention.name_start].isupper():
                continue
            if re.match(r"[^\S\n]*[,:]", self.page.shape[mention.end :]) and self._items_follow(mention.end):
                yield mention

    def _items_follow(self, position: int) -> bool:
        """Whether words for an item stand behind a name, not just its price."""
        rest = re.findall(r"[^\W\d_]{2,}", self.page.shape[position : position + 400])
        return any(not self.lexicon.has("lead", word) for word in rest)

    def _known_anywhere(self) -> Iterator[NameMention | None]:
        for name in self.known:
            at = self.page.plain.find(name)
            if at >= 0 and not self.page.is_taken(at, at + len(name)):
                end = at + len(name)
                before, after = self.page.plain[at - 1 : at], self.page.plain[end : end + 1]
                if not before.isalnum() and not after.isalnum():
                    yield NameMention(at, end, at, end, 35)

    # How far a name goes

    def name_at(self, start: int, at: int, score: int, *, labelled: bool = False) -> NameMention | None:
        """The name that begins at a position, or None when there is none."""
        self.tries += 1
        if self.tries > _MOST_TRIES:
            return None
        while at < len(self.page.raw) and self.page.raw[at] in " \t":
            at += 1
        known = self._known_at(at)
        if known:
            return NameMention(start, at + known, at, at + known, score + 20)
        article = self.lexicon.re("<article> (?=\\S)").match(self.page.shape, at)
        if article and self.page.raw[at].islower() and self.page.raw[article.end()].isupper():
            at = article.end()
        quoted = self._quoted(at)
        if quoted:
            return NameMention(start, quoted + 1, at + 1, quoted, score + 10)
        end = self._end_of_name(at, labelled=labelled)
        if end <= at:
            return None
        name = self.page.plain[at:end].strip(" .,'\"")
        if not self._is_name(name) or score < 50 and self.lexicon.has("bill_verb", name.split()[0]):
            return None
        proper = self.page.raw[at].isupper() or not self.page.raw[at].isalpha()
        return NameMention(start, end, at, end, score if proper or labelled else min(score, 55) - 15)

    def _known_at(self, at: int) -> int:
        for name in self.known:
            if (
                self.page.plain.startswith(name, at)
                and not self.page.plain[at + len(name) : at + len(name) + 1].isalnum()
            ):
                rest = self.page.raw[at + len(name) : at + len(name) + 2]
                if not re.match(r" [A-Z&]", rest):
                    return len(name)
        return 0

    def _quoted(self, at: int) -> int:
        mark = self.page.plain[at : at + 1]
        if mark not in _QUOTES:
            return 0
        end = self.page.plain.find(mark, at + 2)
        return end if at < end < at + 120 and "\n" not in self.page.raw[at:end] else 0

    def _is_name(self, name: str) -> bool:
        if not name or len(name) > 120 or not any(character.isalpha() for character in name):
            return False
        words = name.split()
        if self.lexicon.has("nobody", name) or self.lexicon.has("nobody", words[0]) and len(words) == 1:
            return False
        if self.lexicon.re(r"^(?:<article> )?(?:<nobody>)$").match(name):
            return False
        if all(self.lexicon.has("polite", word) or self.lexicon.has("greeting", word) for word in words):
            return False
        return not self.lexicon.has("pronoun", words[0]) or words[0] in {"the", "a"} and len(words) > 1

    def _end_of_name(self, at: int, *, labelled: bool) -> int:
        """Where the name that begins at ``at`` ends (``at`` itself when none does)."""
        raw, shape = self.page.raw, self.page.shape
        proper = raw[at : at + 1].isupper()
        end, position, words = at, at, 0
        longest = min(len(raw), at + _LONGEST)
        while position < longest:
            token = _TOKEN.match(raw, position)
            if token is None:
                break
            if shape[token.start()] == MASKED or len(shape) > token.start() and "\n" in raw[end : token.start()]:
                break
            step = self._step(token, words, proper=proper, labelled=labelled)
            if step == 0:
                break
            if step > 0:
                end, words = step, words + 1
            position = max(token.end(), step)
            while position < len(raw) and raw[position] in " \t":
                if raw[position] == "\t":
                    return end
                position += 1
        return end

    def _step(self, token: re.Match[str], words: int, *, proper: bool, labelled: bool) -> int:
        """End of the name with this token, 0 to stop before it, -1 to go on without taking it yet."""
        start, written = token.start(), token[0]
        word = fold(written).strip(".!")
        figure = self.page.figures.get(start)
        if figure is not None:
            return self._figure(start, figure.end, figure.kind, words, written)
        if not written[0].isalnum() and written[0] != "&":
            return self._punctuation(token, words)
        if written.endswith((".", "!")) and not (written[-1] == "." and _ABBREVIATION.fullmatch(written)):
            trimmed = token.end() - (len(written) - len(written.rstrip(".!")))
            return trimmed if self._word(word, written, trimmed, words, proper=proper, labelled=labelled) > 0 else 0
        return self._word(word, written, token.end(), words, proper=proper, labelled=labelled)

    def _punctuation(self, token: re.Match[str], words: int) -> int:
        """A comma goes on only before a legal form; a plus or a slash between capitals belongs."""
        raw = self.page.raw
        after = raw[token.end() : token.end() + 60].lstrip()[:20]
        if not words:
            return -1 if token[0] in "<>/" and after else 0
        if token[0] == ",":
            tail = _TOKEN.match(after)
            return -1 if tail and self.lexicon.has("name_tail", fold(tail[0]).strip(".")) else 0
        if token[0] in "<>')/" and raw[token.start() - 1] != " ":
            return token.end() if token[0] != ")" or "(" in raw[max(0, token.start() - 40) : token.start()] else 0
        if token[0] in "+<(" and (after[:1].isupper() or token[0] == "<") and not self.page.figures.get(token.end()):
            return -1
        return 0

    def _figure(self, start: int, end: int, kind: str, words: int, written: str) -> int:
        """A number belongs to a name when capitals follow (7 Oaks Farm) or it stands before a price."""
        if kind == MONEY or self.page.figures[start].sized:
            return 0
        after = self.page.raw[end : end + 60]
        following = _TOKEN.match(after.lstrip(" "))
        capital = following is not None and following[0][0].isupper() and not after.startswith("\n")
        spelled = written[0].isalpha()
        if capital and (not spelled or written[0].isupper()):
            unit = following is not None and fold(following[0]) in self.lexicon.table("units")
            return 0 if unit else end
        if spelled:
            return end if written[0].isupper() and words and self._price_comes(end) else 0
        if words and self._price_comes(end):
            return end
        return 0

    def _price_comes(self, position: int) -> bool:
        """Whether a figure directly after, or a later one, is the price: then this one is none."""
        shape = self.page.shape[position : position + 400]
        direct = re.match(rf"[^\S\n]*(?:[{MONEY}]|[:-])", shape)
        later = self.lexicon.re(r"^ (?:<for>|<at>|[:,-])").match(shape) and MONEY in shape
        decimal = re.search(r"[.,]\d", self.page.raw[max(0, position - 3) : position])
        return bool(direct or later) and not decimal

    def _word(self, word: str, written: str, end: int, words: int, *, proper: bool, labelled: bool) -> int:
        capital = written[0].isupper() or written[0].isdigit() or written == "&"
        if capital and proper:
            return end
        if words and self.lexicon.has("name_tail", word):
            return end
        if words and self._links(word, end):
            return -1
        if self.lexicon.has("name_stop", word) or self.lexicon.has("bill_verb", word) and words:
            return 0
        if proper and not labelled:
            return end if words and self._closes(end) else 0
        return end

    def _links(self, word: str, end: int, depth: int = 0) -> bool:
        """Whether a small word joins two parts of a name: `Bank of Ireland`, `Home for Heroes`."""
        if not (self.lexicon.has("name_link", word) or word == "&"):
            return False
        ahead = self.page.raw[end : end + 60]
        after = ahead.lstrip(" ")
        following = _TOKEN.match(after)
        if following is None or depth > 2 or self.page.figures.get(end + 1):
            return False
        small = self.lexicon.has("name_link", fold(following[0])) and not following[0][0].isupper()
        if small:
            return self._links(fold(following[0]), end + len(ahead) - len(after) + following.end(), depth + 1)
        if not following[0][0].isupper():
            return False
        return not self.lexicon.has("item_lead", word) or self._another_item(end, word)

    def _another_item(self, end: int, word: str) -> bool:
        """`for Heroes Trust for 3 hours`: a second `for` shows that the first is part of the name."""
        rest = re.split(r"[,;.\n]", self.page.shape[end : end + 200])[0]
        run = re.match(r"(?: (?:[A-Z&][\w'&.-]*|of|the|and))+", self.page.raw[end : end + len(rest)])
        if run is None:
            return False
        after = self.page.shape[end + run.end() : end + run.end() + 100]
        second = self.lexicon.re(r"^ (?:<item_lead> (?![\ue001])|:)").match(after)
        return bool(second) or (word in {"and", "y", "e", "et", "und", "en", "&"} and not re.match(r" [a-z]", after))

    def _closes(self, end: int) -> bool:
        """Whether a small word still belongs to the name because the items begin right after it."""
        after = self.page.shape[end : end + 100]
        return bool(self.lexicon.re(rf"^ (?:<item_lead> (?!{MONEY})|:|\n|$)").match(after))
