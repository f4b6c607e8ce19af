"""Later turns: change, add and remove what the words name, or what was last spoken of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from chat.assistant.offline.compose import Composer
from chat.assistant.offline.item_tokens import Token, Tokenizer
from chat.assistant.offline.items import Item, ItemReader
from chat.assistant.offline.line_names import lines_named, named_position, stems
from chat.assistant.offline.parties import NameReader
from chat.assistant.offline.quantities import in_hours
from chat.assistant.offline.reading import Message
from chat.assistant.offline.spoken_of import last_field, last_line, removed_lines
from chat.assistant.offline.text import MASKED, Page
from chat.domain.workbench import Workbench
from invoices.domain import operations as op
from invoices.domain.figures import plain
from invoices.domain.line_item import LineItem, Reduction, ReductionKind
from invoices.domain.sources import said

# So many wishes in one message are a pasted list: read as a whole.
_MOST_CLAUSES = 40
_MOST_FIGURES = 6
_CLAUSE = re.compile(r"[^;.!?\n]+(?:[.](?=\S)[^;.!?\n]+)*")


class Corrector:
    """Applies a later message to a draft that has something on it already."""

    def __init__(self, workbench: Workbench, message: Message) -> None:
        self.bench = workbench
        self.message = message
        self.page = message.page
        self.lexicon = message.lexicon
        self.composer = Composer(workbench, message)

    @property
    def lines(self) -> tuple[LineItem, ...]:
        return self.bench.content.lines if self.bench.content else ()

    def clauses(self) -> list[tuple[int, int]]:
        """The message cut where a new wish begins."""
        spans = []
        verb = self.lexicon.re(
            r"(?:,|<and>|<then>) {0,2}(?=(?:<polite> )?(?:<and> )?(?:<change>|<remove>|<add_verb>|"
            r"<make_that>|<rename>|(?:<article> )?<ordinal_any>))"
            r"|,(?= (?:<article> )?[^,\ue000-\ue004]{0,40}(?:<be>|<to>) [\ue001\ue002])"
        )
        for match in _CLAUSE.finditer(self.page.shape):
            start = match.start()
            for cut in verb.finditer(self.page.shape, match.start(), match.end()):
                if self.page.shape[start : cut.start()].strip(f" ,{MASKED}"):
                    spans.append((start, cut.start()))
                    start = cut.end()
            if self.page.shape[start : match.end()].strip(f" ,{MASKED}"):
                spans.append((start, match.end()))
        return spans

    def apply(self) -> bool:
        """Do what each clause says; whether any was understood."""
        done = False
        clauses = self.clauses()
        if len(clauses) > _MOST_CLAUSES:
            return self.add(0, len(self.page.shape))
        for start, end in clauses:
            done = self.clause(start, end) or done
        return done

    def clause(self, start: int, end: int) -> bool:
        """One wish."""
        words = self.page.shape[start:end]
        return (
            self.put_back(words)
            or self.remove(start, end)
            or self.rename(start, end)
            or self.more(start, end)
            or self.add(start, end)
            or self.change(start, end)
        )

    # Removing and putting back

    def put_back(self, words: str) -> bool:
        pattern = self.lexicon.re(r"^\W*(?:<cancel_fill> ){0,3}(?:<put_back>)(?P<what>.*)$")
        match = pattern.match(words)
        if match is None or re.search("[\ue001-\ue003]", words):
            return False
        what = self.lexicon.re("<back>|<put_back>").sub(" ", match["what"])
        gone = removed_lines(self.bench)
        named = lines_named(what, [line for line, _ in gone], self.lexicon)
        chosen = [(line, at) for line, at in gone if line in named][:1] or (
            [] if stems(what, self.lexicon) - {"it"} else gone[:1]
        )
        if not chosen:
            return self._restore_value()
        line, at = chosen[0]
        self.bench.apply(
            op.AddLine(
                description=line.description,
                quantity=line.quantity,
                unit=line.unit,
                unit_price=line.unit_price,
                discount=line.discount,
                taxed=line.taxed,
                tax_rate=line.tax_rate,
                tax_category=line.tax_category,
                stated_amount=line.stated_amount,
                position=min(at, len(self.lines)),
                sources=line.sources,
            )
        )
        self.composer.outcomes.say("put_back", what=line.description)
        return True

    def _restore_value(self) -> bool:
        if self.bench.undo():
            self.composer.outcomes.say("undone")
            return True
        self.composer.outcomes.say("nothing_to_put_back")
        return True

    def remove(self, start: int, end: int) -> bool:
        """`remove the hosting`, `never mind the travel`, `take the second line off`."""
        words = self.page.shape[start:end]
        match = self.lexicon.re(
            r"^\W*(?:(?:<cancel_fill>|<polite>) ?,? ?){0,3}(?P<verb><remove>)(?: <put>)? (?P<what>.+)$"
        ).match(words)
        tail = self.lexicon.re(
            r"^\W*(?:(?:<cancel_fill>|<polite>|<take>) ?,? ?){0,3}(?P<what>.+?) (?P<verb><remove_tail>)\W*$"
        ).match(words)
        match = match or tail
        if match is None or re.search("[\ue001\ue003]", words):
            return False
        what = self.lexicon.re(r"(?:<off_tail>|<polite>)").sub(" ", match["what"])
        if self._remove_field(what):
            return True
        lines = self._named_for_removal(what)
        for line in lines:
            self.bench.apply(op.RemoveLine(line_id=line.id))
            self.composer.outcomes.say("removed", what=line.description)
        if not lines:
            self.composer.outcomes.say("no_such_line")
        return True

    def _named_for_removal(self, what: str) -> list[LineItem]:
        number = re.search("\ue002+", what)
        if number:
            figure = self.page.figures.get(self.page.shape.find(number[0]))
            what = what.replace(number[0], str(figure.value) if figure else " ")
        lines = lines_named(what, self.lines, self.lexicon)
        if lines or len(self.lines) != 1 and not self.lexicon.re(r"^\W*<it>\W*$").match(what):
            return lines
        last = last_line(self.bench)
        return [last] if last and self.lexicon.re(r"^\W*(?:<article> )?(?:<it>|<line_word>)\W*$").match(what) else []

    def _remove_field(self, what: str) -> bool:
        content = self.bench.content
        if content is None:
            return False
        what = what.strip()
        fields = (
            ("discount", lambda: op.SetDiscount(discount=None)),
            ("tax", lambda: op.SetTax(rate=Decimal(0), source=said(what))),
            ("deposit", lambda: op.SetDeposit(deposit=None)),
            ("po", lambda: op.SetPurchaseOrder(purchase_order="")),
            ("note_lead", lambda: op.SetNotes(notes="")),
        )
        for purpose, operation in fields:
            if self.lexicon.re(rf"^(?:<article> )?(?:[^\W\d_]+ )?<{purpose}>\W*$").match(what):
                if lines_named(what, self.lines, self.lexicon) and purpose not in {"discount", "tax"}:
                    return False
                self.bench.apply(operation())
                if purpose == "discount":
                    self._drop_line_discounts()
                return True
        return False

    def _drop_line_discounts(self) -> None:
        for line in self.lines:
            if line.discount is not None:
                self.bench.apply(op.ChangeLine(line_id=line.id, fields={"discount": None}))

    # Descriptions

    def rename(self, start: int, end: int) -> bool:
        """`rename the first line to X`, `the description should be X`."""
        words = self.page.shape[start:end]
        pattern = self.lexicon.re(
            r"^\W*(?:<polite> )?(?:(?:<rename> (?P<what>.+?) (?:<to>|<as>) )|(?:(?:<change> )?(?:<article>"
            r" )?(?P<what2>.*?)<description_word>(?: <of> (?P<what3>.+?))? (?:<be>|<to>) ))[\"']?(?P"
            r"<name>[^\"\ue001]+?)[\"']?\W*$"
        )
        match = pattern.match(words)
        if match is None:
            return False
        what = " ".join(filter(None, (match["what"], match["what2"], match["what3"])))
        lines = lines_named(what, self.lines, self.lexicon)
        line = lines[0] if lines else last_line(self.bench)
        if line is None:
            return False
        name = self.page.raw[start + match.start("name") : start + match.end("name")].strip()
        self.bench.apply(
            op.ChangeLine(line_id=line.id, fields={"description": name}, sources={"description": said(name)})
        )
        return True

    # Adding

    def more(self, start: int, end: int) -> bool:
        """`add 2 more hours`, `one more jersey`: the same line, more of it."""
        words = self.page.shape[start:end]
        match = self.lexicon.re(
            r"(?P<n>\ue002+|<one>) <more>(?P<what>[^\ue001\ue002]*)$|(?:<another>) (?P<n2>\ue002+)(?P"
            r"<what2>[^\ue001\ue002]*)$"
        ).search(words)
        if match is None:
            return False
        at = start + (match.start("n") if match["n"] else match.start("n2"))
        figure = self.page.figures.get(at)
        count = figure.value if figure else Decimal(1)
        what = match["what"] or match["what2"] or ""
        unit = next(
            (u for w, u in self.lexicon.table("units").items() if re.match(rf"^\W*{re.escape(w)}(?!\w)", what)), None
        )
        named = lines_named(what, self.lines, self.lexicon)
        line = named[0] if named else last_line(self.bench, unit=unit)
        if (
            line is None
            or count is None
            or count <= 0
            or line.quantity is None
            or (unit and line.unit != unit and not named)
        ):
            return False
        if not named and not unit and stems(what, self.lexicon):
            return False
        quantity = plain(line.quantity + count)
        self._change(line, {"quantity": quantity}, self.page.quote(start, end))
        return True

    def add(self, start: int, end: int) -> bool:
        """Lines of their own, announced by `add` or standing there complete."""
        words = self.page.shape[start:end]
        announced = self.lexicon.re(r"^\W*(?:(?:<polite>|<cancel_fill>) ?,? ?){0,3}<add>").match(words)
        part = self._only(start, end)
        if announced:
            part.cover(start, start + announced.end())
        reader = ItemReader(part, self.lexicon, customer=(start, start + 1) if announced else None)
        items = reader.read(loose=bool(announced)).items
        fresh = tuple(
            item for item in items if item.description and self._is_new(item.description, announced=bool(announced))
        )
        if not fresh or not (announced or self._is_complete(fresh, items)):
            return False
        for item, _ in self.composer.lines(fresh):
            self.composer.outcomes.say("added", what=item.description)
        return True

    def _is_complete(self, fresh: Sequence[Item], items: Sequence[Item]) -> bool:
        """Whether lines that nobody announced are plainly lines: a thing, and money or a count at a price."""
        figures = all(item.priced and (item.currency or item.counted or item.per) for item in fresh)
        return len(fresh) == len(items) and figures

    def _is_new(self, description: str, *, announced: bool) -> bool:
        words = stems(description, self.lexicon) - self._correcting_words()
        if not words:
            return False
        if announced:
            return True
        if self.lexicon.re("^(?:<change>|<make_that>|<be>)").match(description.lower()):
            return False
        named = lines_named(" ".join(words), self.lines, self.lexicon)
        return not named

    def _correcting_words(self) -> set[str]:
        found: set[str] = set()
        for purpose in (
            "change",
            "make_that",
            "be",
            "price_word",
            "quantity_word",
            "instead",
            "line_word",
            "cancel_fill",
            "to",
            "it",
            "remark",
            "confirm_verb",
            "but",
            "polite",
            "lead",
            "contraction",
        ):
            for phrase in self.lexicon.phrases(purpose):
                found |= stems(phrase, self.lexicon) | set(phrase.split())
        for name in ("first", "second", "third", "fourth", "fifth", "sixth", "last", "other"):
            found |= set(self.lexicon.phrases(f"ordinal_{name}"))
        return found

    def _only(self, start: int, end: int) -> Page:
        """The page with everything but one clause taken."""
        shape = self.page.shape
        masked = "".join("\n" if c == "\n" else MASKED for c in shape)
        return Page(
            self.page.raw, self.page.plain, masked[:start] + shape[start:end] + masked[end:], dict(self.page.figures)
        )

    # Changing

    def change(self, start: int, end: int) -> bool:
        """New figures for a line that is named, or that was last spoken of."""
        part = self._only(start, end)
        self._forget_old_figures(part)
        tokens = [t for t in Tokenizer(part, self.lexicon).tokens() if t.kind in {"price", "count", "number"}]
        if not tokens:
            return self._change_percent(start, end)
        if len(tokens) > _MOST_FIGURES:
            return False
        words = re.sub("[\ue000-\ue005]+", " ", part.shape[start:end])
        named = self._named(words)
        told = self.lexicon.re("<change>|<make_that>|<be>|<instead>").search(words)
        loose = stems(words, self.lexicon) - self._correcting_words() - set(self.lexicon.table("units"))
        waiting = self._lacking(tokens[0]) is not None and len(loose) <= 2
        if loose and not named and not told and not waiting:
            return False
        if loose and not named and len(loose) > 3:
            return False
        handled = False
        for token in tokens:
            handled = self._change_with(token, named, words, (start, end), tokens) or handled
        return handled

    def _forget_old_figures(self, part: Page) -> None:
        """`350 not 300`, `5 instead of 3`, `from 3 to 5`: the old figure is no wish."""
        patterns = (
            r"(?:<instead>) (?:<article> )?(?P<old>$V)(?: [^\W\d_]{1,10})?",
            r"<not_word> (?P<old>$V)(?= ?,? ?<but>)",
            r"(?P<old>$V)(?=(?: [^\W\d_]{1,12}){0,2} <to> [\ue001\ue002])",
        )
        for pattern in patterns:
            for match in list(self.lexicon.re(pattern).finditer(part.shape)):
                part.cover(*match.span("old"))

    def _named(self, words: str) -> LineItem | None:
        position = named_position(words, len(self.lines), self.lexicon)
        if position is not None:
            return self.lines[position]
        telling = stems(words, self.lexicon) - self._correcting_words()
        lines = lines_named(" ".join(telling), self.lines, self.lexicon) if telling else []
        return lines[0] if lines else None

    def _change_with(
        self, token: Token, named: LineItem | None, words: str, span: tuple[int, int], tokens: list[Token]
    ) -> bool:
        quote = self.page.quote(*span)
        unit = token.unit or token.per
        line = named or self._lacking(token) or last_line(self.bench, unit=unit)
        if line is None:
            return False
        if (
            token.kind == "count"
            and token.unit in {"day", "week"}
            and named is None
            and line.unit != token.unit
            and line.quantity is not None
        ):
            return self._terms(token, quote)
        alone = not any(other.kind == "price" for other in tokens if other is not token)
        if token.kind == "price" or alone and self._means_price(token, line, words):
            return self._set_price(line, token, quote)
        return self._set_quantity(line, token, quote)

    def _terms(self, token: Token, quote: str) -> bool:
        days = int(token.value or 0) * (7 if token.unit == "week" else 1)
        if not 0 < days <= 3650:
            return False
        self.bench.apply(op.SetDueDays(days=days, source=said(quote)))
        return True

    def _lacking(self, token: Token) -> LineItem | None:
        """The line that waits for just such a figure."""
        if token.kind == "price":
            return next((line for line in self.lines if line.unit_price is None), None)
        if token.kind == "count":
            return next((line for line in self.lines if line.quantity is None), None)
        return next((line for line in self.lines if line.quantity is None or line.unit_price is None), None)

    def _means_price(self, token: Token, line: LineItem, words: str) -> bool:
        """Whether a bare number is the price of a line rather than its count."""
        if token.kind != "number" or token.value is None or self.lexicon.re("<quantity_word>").search(words):
            return False
        if self.lexicon.re("<price_word>").search(words):
            return True
        if line.quantity is None or line.unit_price is None:
            return line.quantity is not None
        # One thing at a flat price: a figure of about that size is the price, a small one a count.
        return line.quantity == 1 and token.value * 4 >= line.unit_price

    def _set_price(self, line: LineItem, token: Token, quote: str) -> bool:
        price = token.value
        if price is None or not 0 <= price < Decimal(10) ** 12 or -int(plain(price).as_tuple().exponent) > 4:
            self._refuse_figure(line, "unit_price", token)
            return True
        currency = token.figure.currency if token.figure else None
        content = self.bench.content
        if currency and content and currency != content.currency:
            self.composer.set_currency(currency, quote)
        fields: op.LineFields = {"unit_price": plain(price), "stated_amount": None}
        if (
            token.per
            and line.unit is None
            and line.quantity is not None
            and "quantity" in line.sources
            and line.sources["quantity"].kind != "assumed"
        ):
            fields["unit"] = token.per
        self._change(line, fields, quote)
        self.bench.apply(op.StateTotal(amount=None))
        return True

    def _refuse_figure(self, line: LineItem, field: str, token: Token) -> None:
        what = f"“{self.page.quote(token.start, token.end)}”"
        if getattr(line, field) is None:
            self.composer.concern("invalid_amount", f"lines.{line.id}.{field}", what=what)
        else:
            self.bench.warn("invalid_amount", self.composer.text("invalid_amount", what=what))
            self.composer.outcomes.say("invalid_amount", what=what)

    def _set_quantity(self, line: LineItem, token: Token, quote: str) -> bool:
        value, unit = token.value, token.unit
        if value is None or not 0 < value < Decimal(10) ** 12:
            self._refuse_figure(line, "quantity", token)
            return True
        if unit == "minute" and line.unit in {"hour", None}:
            value, unit = in_hours(value), "hour"
        fields: op.LineFields = {"quantity": plain(value), "stated_amount": None}
        if unit and unit != line.unit:
            fields["unit"] = unit
        self._change(line, fields, quote)
        self.bench.apply(op.StateTotal(amount=None))
        return True

    def _change(self, line: LineItem, fields: op.LineFields, quote: str) -> None:
        sources = {name: said(quote) for name in fields if name in {"quantity", "unit", "unit_price", "description"}}
        self.bench.apply(op.ChangeLine(line_id=line.id, fields=fields, sources=sources))

    def _change_percent(self, start: int, end: int) -> bool:
        """`make it 7%`: the tax or the discount, whichever was spoken of last."""
        match = re.compile("\ue003+").search(self.page.shape, start, end)
        figure = self.page.figures.get(match.start()) if match else None
        if figure is None:
            return False
        content = self.bench.content
        value = figure.value
        quote = self.page.quote(start, end)
        if value is None or not 0 <= value <= 100:
            self.bench.warn("invalid_amount", self.composer.text("invalid_amount", what=f"“{quote}”"))
            return True
        field = last_field(self.bench, ("tax_rate", "discount"))
        if field == "discount" or (field is None and content and content.discount):
            self.bench.apply(op.SetDiscount(discount=Reduction(ReductionKind.PERCENT, value), source=said(quote)))
        else:
            self.bench.apply(op.SetTax(rate=value, source=said(quote)))
        return True


def read_new_customer(message: Message, known: list[str]) -> tuple[str, str] | None:
    """(name, quote) when a later message names another customer."""
    page, lexicon = message.page, message.lexicon
    reader = NameReader(page, lexicon, known)
    pattern = lexicon.re(
        r"(?:<wrong_customer>[\s,.;:-]*(?:<cancel_fill>[ ,]*)?)?(?P<is><change_customer>|<customer_is>)(?: ?:)? "
    )
    for match in pattern.finditer(page.shape):
        mention = reader.name_at(match.start(), match.end(), 60)
        if mention is None:
            continue
        first = page.raw[mention.name_start]
        strong = bool(lexicon.re("<wrong_customer>").search(page.shape)) or bool(
            lexicon.re("<customer_noun>").search(match["is"])
        )
        if first.isupper() or strong or first in "\"'":
            text = " ".join(page.raw[mention.name_start : mention.name_end].split()).strip(" ,;:.")
            instead = lexicon.re(r" <instead>\W*$").search(text.lower())
            text = text[: instead.start()] if instead else text
            quote = page.quote(mention.name_start, mention.name_end)
            page.cover(match.start(), mention.name_end)
            wrong = lexicon.re(r"<wrong_customer>[\s,.;:-]*").search(page.shape)
            if wrong:
                page.cover(*wrong.span())
            return text, quote
    return None
