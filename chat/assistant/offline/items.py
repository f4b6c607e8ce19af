"""The heart: which words, counts and prices belong together as one line of the invoice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise

from chat.assistant.offline.item_tokens import Token, Tokenizer, clauses
from chat.assistant.offline.language import Lexicon
from chat.assistant.offline.quantities import in_hours
from chat.assistant.offline.text import Page

_TOO_MUCH = Decimal(10) ** 12
_MEASURED = frozenset(("hour", "day", "week", "month", "year", "minute"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One line as said. None where nothing was said; ``invalid`` names impossible figures.

    ``quotes`` are the user's words by field; ``computed`` fields follow from others.
    """

    description: str
    quantity: Decimal | None
    unit: str | None
    unit_price: Decimal | None
    start: int
    end: int
    currency: str | None = None
    stated_amount: Decimal | None = None
    per: str | None = None
    counted: bool = False
    priced: bool = False
    invalid: tuple[str, ...] = ()
    quotes: dict[str, str] = field(default_factory=dict)
    computed: tuple[str, ...] = ()
    is_rate: bool = False


@dataclass(slots=True)
class _Part:
    """Tokens on their way to a line: words before and after the price."""

    before: str = "break"
    words: list[Token] = field(default_factory=list)
    tail: list[Token] = field(default_factory=list)
    count: Token | None = None
    price: Token | None = None
    amount: Token | None = None
    price_first: bool = False
    for_price: bool = False
    is_total: bool = False
    count_after: bool = False
    unpriced: bool = False
    free: bool = False

    @property
    def all_words(self) -> list[Token]:
        return [*self.words, *self.tail]

    @property
    def span(self) -> tuple[int, int]:
        tokens = [*self.all_words, *(t for t in (self.count, self.price, self.amount) if t)]
        return min(t.start for t in tokens), max(t.end for t in tokens)


@dataclass(frozen=True, slots=True)
class Reading:
    """Lines as said, and an amount named before them that may be their total."""

    items: tuple[Item, ...]
    lead_total: Token | None = None


class ItemReader:
    """Reads the lines of a page from what the other readers left."""

    def __init__(self, page: Page, lexicon: Lexicon, *, customer: tuple[int, int] | None = None) -> None:
        self.page = page
        self.lexicon = lexicon
        self.customer = customer
        self.lead_total: Token | None = None

    def read(self, *, loose: bool = True) -> Reading:
        """All lines. ``loose``: words without any figure may be a line that lacks a price."""
        self._mark_unpriced()
        tokens = Tokenizer(self.page, self.lexicon).tokens()
        parts: list[_Part] = []
        for run, before in clauses(tokens):
            for part in self._parts(self._without_lead_in(run), before):
                self._join(parts, part)
        parts = self._kept(parts, loose=loose)
        parts = self._share_rates(parts)
        return Reading(tuple(self._item(part) for part in parts), self.lead_total)

    def _mark_unpriced(self) -> None:
        self.unpriced: list[tuple[int, bool]] = []
        for purpose, free in (("unpriced", False), ("free", True)):
            for match in list(self.lexicon.re(rf"\(?(?<![\w])<{purpose}>\)?").finditer(self.page.shape)):
                self.unpriced.append((match.start(), free))
                self.page.cover(*match.span())

    def _without_lead_in(self, run: list[Token]) -> list[Token]:
        """Words before the customer's name are no item when the item follows the name."""
        if self.customer is None:
            return run
        at = next((i for i, t in enumerate(run) if t.kind == "gap" and t.start <= self.customer[0] < t.end), None)
        if at is None:
            return run
        has_figures = any(t.figure for t in run[:at])
        follows = any(t.kind == "word" and not self._is_small(t) for t in run[at + 1 :])
        return run[at + 1 :] if follows and not has_figures else run

    def _word(self, token: Token) -> str:
        return self.page.plain[token.start : token.end]

    def _is_small(self, token: Token) -> bool:
        return self.lexicon.has("lead", self._word(token)) or self.lexicon.has("polite", self._word(token))

    # One clause -> parts

    def _parts(self, run: list[Token], before: str) -> list[_Part]:
        self._settle_numbers(run)
        parts = [_Part(before=before)]
        previous = ""
        for token in run:
            part = parts[-1]
            if token.kind == "price":
                self._take_price(parts, token, previous)
            elif token.kind in {"count", "number"}:
                self._take_count(part, token)
            elif token.kind == "word":
                (part.tail if part.price else part.words).append(token)
            elif token.kind == "gap":
                self._take_gap(part, token)
            previous = self._word(token) if token.kind == "word" else token.kind
        return [part for part in parts if part.all_words or part.count or part.price]

    def _take_gap(self, part: _Part, token: Token) -> None:
        for start, free in self.unpriced:
            if token.start <= start < token.end:
                part.free, part.unpriced = free, not free

    def _take_price(self, parts: list[_Part], token: Token, previous: str) -> None:
        part = parts[-1]
        if part.price is None:
            part.price = token
            words = [t for t in part.words if not self._is_small(t)]
            part.price_first = not words and part.count is None
            part.for_price = bool(part.count) and self.lexicon.has("for", previous) and not token.each and not token.per
            return
        fresh = [t for t in part.tail if not self._is_small(t)]
        if previous == "equals" or not fresh and not part.count_after and part.count and not (token.each or token.per):
            part.amount = token
            return
        own_price = bool(token.each or token.per or previous == "at" or part.count_after)
        alone = len(parts) == 1 and self.lead_total is None and not (part.price.each or part.price.per)
        if part.price_first and own_price and alone:
            self.lead_total = part.price
            part.price, part.words, part.tail = token, part.tail, []
            part.price_first = part.count_after = False
            return
        new = _Part(before="and", price=token)
        if part.price_first:
            new.price_first = True
        else:
            new.words, part.tail = part.tail, []
            if part.count_after:
                new.count, part.count, part.count_after = part.count, None, False
        parts.append(new)

    def _take_count(self, part: _Part, token: Token) -> None:
        if part.count is None:
            part.count = token
            part.count_after = part.price is not None
        elif part.price is not None and not part.count_after and not part.price_first:
            part.tail.append(token)
        elif token.unit and not part.count.unit and part.price is None:
            part.words.append(part.count)
            part.count = token
        else:
            (part.tail if part.price else part.words).append(token)

    def _settle_numbers(self, run: list[Token]) -> None:
        """Decide for each bare number of a clause: a price, a count, or part of a name."""
        for index, token in enumerate(run):
            if token.kind == "number" and self._is_priced(run, index):
                token.kind = "price"
            elif token.kind == "number" and self._is_part_of_name(run, index):
                token.kind = "word"
        self._settle_products(run)
        if not any(token.kind == "price" for token in run):
            self._promote(run)
        has_price = [t for t in run if t.kind == "price"]
        for token in run:
            if token.adjective and not any(t.per == token.unit for t in has_price):
                token.kind = "word"

    def _is_priced(self, run: list[Token], index: int) -> bool:
        before = run[index - 1] if index else None
        figure = run[index].figure
        if before is not None and before.kind == "at" and index >= 1:
            after = run[index + 1] if index + 1 < len(run) else None
            if after is not None and after.kind == "at":
                return False
            thing = after is not None and after.kind == "word" and not self._is_small(after)
            return not (thing and self.lexicon.has("for", self._word(before)))
        return bool(figure and figure.sized)

    def _is_part_of_name(self, run: list[Token], index: int) -> bool:
        """`phase 2 design`, `iPhone 13 repair`, `2025 tax return`."""
        token = run[index]
        before = run[index - 1] if index else None
        after = run[index + 1] if index + 1 < len(run) else None
        words_after = after is not None and after.kind == "word"
        if before is not None and before.kind == "word":
            word = self._word(before)
            written = self.page.raw[before.start : before.end]
            if self.lexicon.has("designator", word) and self._price_elsewhere(run, index):
                return True
            return words_after and written[0].isupper() and index >= 2 and run[index - 2].kind == "word"
        figure = token.figure
        year = figure is not None and figure.value is not None and not figure.worded and 1990 <= figure.value <= 2099
        return bool(year and words_after and len(self.page.raw[token.start : token.end]) == 4)

    def _price_elsewhere(self, run: list[Token], index: int) -> bool:
        return any(
            other.kind == "price" or (other.kind == "number" and position > index)
            for position, other in enumerate(run)
            if position != index
        )

    def _settle_products(self, run: list[Token]) -> None:
        """`10 x 150`: a count and a price."""
        for index in range(len(run) - 2):
            first, sign, second = run[index : index + 3]
            if sign.kind == "times" and first.kind in {"number", "count"} and second.kind == "number":
                second.kind = "price"

    def _promote(self, run: list[Token]) -> None:
        """Without any price so far, the number in a price's place is one."""
        numbers = [i for i, t in enumerate(run) if t.kind == "number"]
        if not numbers:
            return
        counts = [t for t in run if t.kind == "count"]
        words = [t for t in run if t.kind == "word" and not self._is_small(t)]
        last, first = numbers[-1], numbers[0]
        ends = not any(
            t.kind in {"word", "count"} and not self.lexicon.has("trail", self._word(t)) for t in run[last + 1 :]
        )
        follows_x = last and run[last - 1].kind == "times"
        if ends and (len(numbers) > 1 or counts or words) and not follows_x and not (last == 0 and not counts):
            run[last].kind = "price"
            return
        after = run[first + 1] if first + 1 < len(run) else None
        leads = first == 0 or all(
            t.kind in {"gap", "colon", "dash"} or self._is_small(t) for t in run[:first] if t.kind != "number"
        )
        for_something = after is not None and after.kind == "word" and self.lexicon.has("for", self._word(after))
        alone = not words and not counts and len(numbers) == 1 and self._stands_alone(run)
        if (leads and (for_something or alone)) or self._has_cents(run[first]):
            run[first].kind = "price"

    def _stands_alone(self, run: list[Token]) -> bool:
        return any(t.kind == "gap" for t in run)

    def _has_cents(self, token: Token) -> bool:
        written = self.page.plain[token.start : token.end]
        return len(written) > 3 and written[-3] in ".," and written[-2:].isdigit()

    # Parts of neighbouring clauses that are one line

    def _join(self, parts: list[_Part], part: _Part) -> None:
        last = parts[-1] if parts else None
        if last is None or not self._belongs(last, part):
            if last is not None and self._is_lead_total(last, part, len(parts)):
                self.lead_total = last.price
                parts.pop()
            parts.append(part)
            return
        if last.price is not None and part.price is not None:
            last.amount = part.price
            return
        had_price = last.price is not None
        last.price = last.price or part.price
        last.count = last.count or part.count
        (last.tail if had_price else last.words).extend(part.words if had_price else [*part.words])
        last.tail.extend(part.tail)
        last.unpriced, last.free = last.unpriced or part.unpriced, last.free or part.free
        last.for_price = last.for_price or part.for_price

    def _is_lead_total(self, last: _Part, part: _Part, how_many: int) -> bool:
        """`3,900 for: 8 sensors at 95`: an amount alone before lines with prices of their own."""
        return (
            how_many == 1
            and self.lead_total is None
            and last.price is not None
            and not self._content(last)
            and last.count is None
            and part.price is not None
            and (part.count is not None or not part.price_first)
        )

    def _content(self, part: _Part) -> list[Token]:
        return [t for t in self._trimmed(part.all_words) if t.kind == "word"]

    def _belongs(self, last: _Part, part: _Part) -> bool:
        text, previous = bool(self._content(part)), bool(self._content(last))
        if part.unpriced or part.free or last.unpriced or last.free:
            return (part.unpriced or part.free) and last.price is None and not text
        if part.price is None:
            return self._joins_without_price(last, part, text=text, previous=previous)
        if last.price is not None:
            same_line = part.before != "break" or last.count is not None
            amount = not text and part.count is None and not part.price.per and not part.price.each
            return amount and same_line and last.count is not None and self._is_amount_of(last, part)
        if not text:
            is_rate = part.before == "break" and bool(part.all_words) and bool(part.price.per or part.price.each)
            return (previous or last.count is not None) and not is_rate
        return self._shares_price(last, part, part.price)

    def _shares_price(self, last: _Part, part: _Part, price: Token) -> bool:
        """`design and development at 150`, `two days of filming and editing at 500 a day`."""
        if part.before == "break" or part.count is not None:
            return False
        return (
            last.count is None
            or price.per in (None, last.count.unit)
            and not part.price_first
            and part.before == "and"
            and last.count.unit is not None
        )

    def _is_amount_of(self, last: _Part, part: _Part) -> bool:
        price, count = last.price, last.count
        if not price or not count or price.value is None or count.value is None or part.price is None:
            return False
        return price.value * count.value == part.price.value

    def _joins_without_price(self, last: _Part, part: _Part, *, text: bool, previous: bool) -> bool:
        if part.before == "break" and not (not text and part.count):
            return False
        if part.count is not None and text:
            return False
        if last.price is None or not text:
            return last.count is None and (text or part.count is not None)
        return not previous or (last.price_first and part.before == "and")

    def _kept(self, parts: list[_Part], *, loose: bool) -> list[_Part]:
        """Without the talk around the lines."""
        priced = [part for part in parts if part.price is not None]
        kept = []
        for at, part in enumerate(parts):
            content = self._content(part)
            if part.price is not None or part.unpriced and content:
                kept.append(part)
            elif part.free:
                continue
            elif (
                part.count is not None
                and (content or part.count.unit)
                and self._is_item(part, priced)
                or content
                and loose
                and self._is_thing(part, parts, at, priced)
            ):
                kept.append(part)
        return kept

    def _is_item(self, part: _Part, priced: list[_Part]) -> bool:
        """A count of something without a price is a line, unless it is part of a story."""
        if not priced:
            return True
        if not self._in_list(part, priced):
            return False
        rate = any(p.price and (p.price.per or p.price.each) and not self._named(p) for p in priced)
        return rate or len(self._content(part)) <= 6

    def _in_list(self, part: _Part, priced: list[_Part]) -> bool:
        """Whether a count stands among priced lines: in their sentence, or on a row of its own."""
        start, end = part.span
        shape = self.page.shape
        first = max(shape.rfind(c, 0, start) for c in "\n.;!?") + 1
        row = part.count is not None and not shape[first : part.count.start].strip(" -*\ue000")
        last = min((p for p in (shape.find(c, end) for c in "\n;!?") if p >= 0), default=len(shape))
        return row or any(first <= other.span[0] <= last for other in priced)

    def _named(self, part: _Part) -> bool:
        words = [self._word(token) for token in self._content(part)]
        return any(not self.lexicon.has("rate_only", word) and not self.lexicon.has("document", word) for word in words)

    def _is_thing(self, part: _Part, parts: list[_Part], at: int, priced: list[_Part]) -> bool:
        """Words alone: what is billed when nothing else is, or one more thing in a list."""
        content = self._content(part)
        if not priced:
            has_counts = any(p.count is not None for p in parts)
            return not has_counts and len(content) <= 12 and self._after_customer(part)
        if self.lexicon.has("bill_verb", self._word(content[0])) or len(content) > 5:
            return False
        neighbour = parts[at - 1] if at else None
        return (
            neighbour is not None
            and neighbour.price is not None
            and not neighbour.price_first
            and part.before in {"comma", "and"}
            and self._listed(part, content)
        )

    def _listed(self, part: _Part, content: list[Token]) -> bool:
        """`logo 500 and hosting`: a bare noun after `and`, not a remark."""
        del part
        return len(content) <= 4 and not any(self.lexicon.has("remark", self._word(t)) for t in content)

    def _after_customer(self, part: _Part) -> bool:
        if self.customer is None:
            return False
        start, end = part.span
        return start >= self.customer[1] - 1 or end <= self.customer[0] + 1

    def _share_rates(self, parts: list[_Part]) -> list[_Part]:
        """`design 3 h, build 5 h, all at 80 an hour`: one rate for the lines without a price."""
        rates = [
            p for p in parts if p.price and (p.price.per or p.price.each) and p.count is None and not self._named(p)
        ]
        lacking = [p for p in parts if p.price is None and p.count is not None]
        if len(rates) != 1 or not lacking:
            shared = self._shared_each(parts)
            return shared
        for part in lacking:
            part.price = rates[0].price
        return [part for part in parts if part is not rates[0]]

    def _shared_each(self, parts: list[_Part]) -> list[_Part]:
        """`2 lamps and 3 chairs at 40 each` prices both."""
        for part, source in pairwise(parts):
            if part.price is not None or part.count is None:
                continue
            if source.price and source.price.each and source.count and source.before == "and":
                part.price = source.price
        return parts

    # A part -> a line

    def _trimmed(self, words: Sequence[Token]) -> list[Token]:
        """Without small words at either end."""
        kept = list(words)
        while kept and kept[0].kind == "word" and self._may_drop(kept[0], "lead"):
            kept.pop(0)
        while kept and kept[-1].kind == "word" and self._may_drop(kept[-1], "trail"):
            kept.pop()
        return kept

    def _may_drop(self, token: Token, purpose: str) -> bool:
        word = self._word(token)
        if any(self.lexicon.has(name, word) for name in (purpose, "polite", "but")):
            return True
        return not any(character.isalnum() for character in word)

    def _description(self, part: _Part) -> str:
        pieces: list[list[Token]] = []
        for group in (part.words, part.tail):
            for token in self._trimmed(group):
                last = pieces[-1][-1] if pieces else None
                gap = self.page.shape[last.end : token.start] if last else ""
                if (
                    last
                    and not any(c >= "\ue000" and c <= "\ue005" for c in gap)
                    and token.start >= last.end
                    and len(gap) < 12
                ):
                    pieces[-1].append(token)
                else:
                    pieces.append([token])
        texts = [self.page.raw[p[0].start : p[-1].end] for p in pieces if any(t.kind == "word" for t in p)]
        text = " ".join(" ".join(texts).split()).strip(" ,;:-–—*|")
        return text.removesuffix("(").strip()[:1000]

    def _quotes(self, part: _Part, description: str) -> dict[str, str]:
        quotes = {"description": description} if description else {}
        if part.count is not None:
            quotes["quantity"] = quotes["unit"] = self.page.quote(part.count.start, part.count.end)
        if part.price is not None:
            quotes["unit_price"] = self.page.quote(part.price.start, part.price.end)
        return quotes

    def _item(self, part: _Part) -> Item:
        start, end = part.span
        description = self._description(part)
        computed: list[str] = []
        quantity, unit = self._quantity(part)
        price = part.price.value if part.price else None
        invalid = self._impossible(part)
        price = None if "unit_price" in invalid else price
        quantity = None if "quantity" in invalid else quantity
        stated = part.amount.value if part.amount else None
        if price is not None and quantity is not None and self._is_line_total(part):
            shared = self._unit_price_of(price, quantity)
            if shared is not None:
                stated, price = price, shared
                computed.append("unit_price")
            else:
                quantity, unit = Decimal(1), None
        if part.free and price is None:
            price = Decimal(0)
        return Item(
            description=description,
            quantity=quantity,
            unit=unit,
            unit_price=price,
            start=start,
            end=end,
            currency=part.price.figure.currency if part.price and part.price.figure else None,
            stated_amount=stated,
            per=part.price.per if part.price else None,
            counted=part.count is not None,
            priced=part.price is not None,
            invalid=invalid,
            quotes=self._quotes(part, description),
            computed=tuple(computed),
        )

    def _impossible(self, part: _Part) -> tuple[str, ...]:
        """Which of the stated figures no line can have."""
        found = []
        if part.price is not None and (part.price.value is None or not 0 <= part.price.value < _TOO_MUCH):
            found.append("unit_price")
        if part.count is not None and (part.count.value is None or not 0 < part.count.value < _TOO_MUCH):
            found.append("quantity")
        return tuple(found)

    def _quantity(self, part: _Part) -> tuple[Decimal | None, str | None]:
        price, count = part.price, part.count
        per = price.per if price else None
        if count is None:
            if per is not None:
                return None, per
            return (None if price is not None and price.each else Decimal(1)), None
        value, unit = count.value, count.unit
        if unit == "minute" and per in {None, "hour"} and value is not None:
            return in_hours(value), "hour"
        if unit is None:
            return value, per
        if per is not None and per != unit and {per, unit} <= _MEASURED:
            return None, per
        return value, unit

    def _is_line_total(self, part: _Part) -> bool:
        """`3 shirts for 60`, `600 for 4 hours`: the price of all of them."""
        price = part.price
        if price is None or part.count is None or price.per or price.each or part.amount:
            return False
        if part.for_price:
            return True
        words = self.page.shape[price.end : price.end + 30]
        if self.lexicon.re(r"^ \(?<line_total>").match(words):
            return True
        between = self.page.shape[price.end : part.count.start] if part.count.start > price.end else ""
        return part.price_first and bool(self.lexicon.re("^ (?:<for>) ").match(f"{between} "))

    def _unit_price_of(self, amount: Decimal, quantity: Decimal) -> Decimal | None:
        shared = amount / quantity
        return shared if shared == shared.quantize(Decimal("0.0001")) else None
