"""The offline assistant: deterministic, no network, the same operations as the model."""

from __future__ import annotations

from datetime import date

from chat.assistant.interface import Outcome, Reply
from chat.assistant.offline.compose import Composer
from chat.assistant.offline.corrections import Corrector, read_new_customer
from chat.assistant.offline.intent import Intent, intent_of, is_question, mask_forbidden
from chat.assistant.offline.language import Lexicon, detect, lexicon
from chat.assistant.offline.parties import NameReader
from chat.assistant.offline.pasted import unfold
from chat.assistant.offline.reading import Message, read_message
from chat.assistant.offline.text import Page, fold
from chat.assistant.offline.wording import reply_text
from chat.domain.confirmation import is_confirmation
from chat.domain.situation import Role, Situation
from chat.domain.workbench import Workbench
from invoices.domain import operations as op
from invoices.domain.errors import InvalidInvoice
from invoices.domain.invoice import InvoiceContent
from invoices.domain.sources import said


class OfflineAssistant:
    """Understands invoice sentences by rules, in seven languages."""

    name = "offline"

    def reply(self, text: str, workbench: Workbench) -> Reply:
        """Read the message, apply what it says, and answer in its language."""
        before, undone = workbench.content, workbench.undone_turns
        try:
            return Turn(text, workbench).reply()
        except InvalidInvoice as problem:
            # Taken whole or not at all: nothing of a message that can't be kept stays behind.
            workbench.content, workbench.undone_turns = before, undone
            return Reply(text=str(problem))


class Turn:
    """One message and the draft it is about."""

    def __init__(self, text: str, workbench: Workbench) -> None:
        self.text = text
        self.bench = workbench
        self.lexicon = _lexicon_for(Page.of(text), workbench.situation)
        self.page = Page.of(unfold(text, self.lexicon))

    @property
    def has_draft(self) -> bool:
        """Whether there is anything on the draft yet."""
        content = self.bench.content
        return content is not None and content != self.bench.situation.empty_draft()

    def reply(self) -> Reply:
        intent = intent_of(self.page, self.lexicon, is_confirmation=is_confirmation(self.text))
        simple = {
            Intent.NOTHING: self._nothing,
            Intent.GREETING: self._greeting,
            Intent.UNDO: self._undo,
            Intent.START_OVER: self._start_over,
            Intent.CANCEL: self._cancel,
            Intent.NOT_YET: self._not_yet,
            Intent.CONFIRM: self._confirm,
        }
        answer = simple.get(intent)
        if answer is not None:
            return answer()
        forbidden = mask_forbidden(self.page, self.lexicon)
        if self.has_draft:
            return self._follow_up(forbidden=forbidden)
        return self._first(forbidden=forbidden)

    def _say(self, key: str, outcome: Outcome = Outcome.DRAFT) -> Reply:
        return Reply(text=self.lexicon.reply(key), outcome=outcome)

    # Whole messages

    def _nothing(self) -> Reply:
        return self._say("not_understood_draft" if self.has_draft else "greeting")

    def _greeting(self) -> Reply:
        return self._say("question_draft" if self.has_draft else "greeting")

    def _undo(self) -> Reply:
        if self.bench.undo():
            return Reply(text=reply_text(self.bench, self.lexicon, [], opening=self.lexicon.reply("undone")))
        return self._say("nothing_to_undo")

    def _start_over(self) -> Reply:
        if self.bench.content is not None:
            self.bench.apply(op.ReplaceContent(content=self.bench.situation.empty_draft()))
        return self._say("started_over")

    def _cancel(self) -> Reply:
        if self.bench.content is None:
            return self._say("greeting")
        return self._say("cancelled", Outcome.CANCELLED)

    def _not_yet(self) -> Reply:
        return self._say("not_yet" if self.has_draft else "greeting")

    def _confirm(self) -> Reply:
        if not self.has_draft:
            return self._say("greeting")
        if self.bench.missing or self.bench.warnings:
            return Reply(text=reply_text(self.bench, self.lexicon, [], opening=self.lexicon.reply("confirm_missing")))
        return self._say("confirm_ready")

    # A first message

    def _first(self, *, forbidden: bool) -> Reply:
        message = read_message(self.page, self.lexicon, self.bench.situation, issue=self._issue_date())
        if not self._is_invoice(message):
            return self._say("refused" if forbidden or self._is_foreign() else "not_understood", Outcome.REFUSED)
        composer = Composer(self.bench, message)
        composer.apply_all()
        return self._answer(composer)

    def _issue_date(self) -> date:
        return self.bench.content.issue_date if self.bench.content else self.bench.situation.today

    def _is_foreign(self) -> bool:
        return is_question(self.page, self.lexicon)

    def _is_invoice(self, message: Message) -> bool:
        """Whether a message begins an invoice: it bills somebody, or names things with figures."""
        items = message.reading.items
        plain = self.page.plain
        asks = self.lexicon.re("<bill_verb>|<invoice_noun>").search(plain)
        figures = [item for item in items if item.priced or item.counted]
        if message.repeats and (message.name or asks):
            return True
        if not asks and not any(i.priced for i in items) and not (message.name and self._labelled(message)):
            return False
        if not figures and not asks and not (message.name and message.name_span and self._labelled(message)):
            return False
        if (
            is_question(self.page, self.lexicon)
            and not asks
            and not (figures and message.name and any(i.priced for i in items))
        ):
            return False
        return bool(figures or message.name or items or message.totals) or bool(
            asks and not is_question(self.page, self.lexicon)
        )

    def _labelled(self, message: Message) -> bool:
        start, end = message.name_span or (0, 0)
        return ":" in self.page.plain[start:end] or bool(
            message.reading.items and self.lexicon.re("<for>|<to>").match(self.page.plain[start:end])
        )

    def _answer(self, composer: Composer) -> Reply:
        customer = composer.content.customer
        key = "begun" if customer else "begun_nobody"
        opening = self.lexicon.reply(key).format_map({"customer": customer.name if customer else ""})
        return Reply(text=reply_text(self.bench, self.lexicon, composer.outcomes.remarks, opening=opening))

    # Later messages

    def _follow_up(self, *, forbidden: bool) -> Reply:
        if forbidden and not self.page.plain.strip():
            return self._say("refused_draft")
        if is_question(self.page, self.lexicon) and not self._wishes():
            return self._say("question_draft")
        before = self.bench.content
        remarks = FollowUp(self.page, self.lexicon, self.bench).apply()
        if self.bench.content == before and not remarks:
            return self._say("refused_draft" if forbidden else "not_understood_draft")
        opening = None if self.bench.content == before else self.lexicon.reply("changed")
        return Reply(text=reply_text(self.bench, self.lexicon, remarks, opening=opening))

    def _wishes(self) -> bool:
        """`can you make it 12?` is a wish, not a question."""
        if self.lexicon.re(r"^\W*<make_that>").match(self.page.plain) and not self.page.plain.rstrip().endswith("?"):
            return True
        asked = self.lexicon.re(r"^\W*(?:<polite>[ ,]{1,2}){1,3}").match(self.page.plain)
        verb = self.lexicon.re("<change>|<remove>|<add>|<make_that>|<put_back>|<bill_verb>").search(self.page.plain)
        return bool(asked and verb)


class FollowUp:
    """A later message: the fields it sets, then the lines it changes."""

    def __init__(self, page: Page, words: Lexicon, bench: Workbench) -> None:
        self.page = page
        self.lexicon = words
        self.bench = bench

    def apply(self) -> list[tuple[str, dict[str, str]]]:
        content = self.bench.content
        assert content is not None  # noqa: S101
        if not content.lines or self._starts_anew():
            return self._as_first(content)
        message = read_message(
            self.page,
            self.lexicon,
            self.bench.situation,
            issue=content.issue_date,
            is_later=True,
        )
        composer = Composer(self.bench, message)
        known = [customer.name for customer in self.bench.situation.customers]
        renamed = read_new_customer(message, known) or self._bare_name(message, content)
        if renamed:
            composer.set_customer(*renamed)
        composer.contact()
        if message.currency:
            composer.settle_currency([])
        corrector = Corrector(self.bench, message)
        corrector.composer = composer
        if not self._describe(message):
            corrector.apply()
        composer.dates()
        composer.tax([])
        composer.discounts([])
        composer.deposit()
        composer.papers()
        composer.totals()
        return composer.outcomes.remarks

    def _describe(self, message: Message) -> bool:
        """Words alone, when it was asked what an amount is for."""
        lines = [line for line in self.bench.content.lines if not line.description] if self.bench.content else []
        page = message.page
        text = page.raw if not page.figures else ""
        if not lines or "\ue000" in page.shape or not text.strip() or is_question(page, self.lexicon):
            return False
        pattern = r"^\W*(?:(?:<polite>|<lead>|<make_that>|<be>)[ ,:]{1,2}){0,5}(?P<what>[^\n]{2,200}?)[\s.!]*$"
        match = self.lexicon.re(pattern).match(page.shape)
        if match is None or self.lexicon.re("^(?:<remove>|<change>|<undo>)").match(match["what"]):
            return False
        what = page.raw[match.start("what") : match.end("what")].strip()
        change = op.ChangeLine(line_id=lines[0].id, fields={"description": what}, sources={"description": said(what)})
        self.bench.apply(change)
        return True

    def _starts_anew(self) -> bool:
        """`Invoice NAME for ...` said of a draft that stands already."""
        return bool(
            self.lexicon.re(
                r"^\W*(?:(?:<polite>)[ ,]{1,2}){0,3}(?:<bill_verb>|<make> (?:<article> )?(?:<new> )?<invoice_noun>)"
            ).match(self.page.plain)
        )

    def _as_first(self, content: InvoiceContent) -> list[tuple[str, dict[str, str]]]:
        message = read_message(self.page, self.lexicon, self.bench.situation, issue=content.issue_date)
        composer = Composer(self.bench, message)
        composer.apply_all()
        return composer.outcomes.remarks

    def _bare_name(self, message: Message, content: InvoiceContent) -> tuple[str, str] | None:
        """Just a name, when the customer is what was asked for."""
        if content.customer is not None:
            return None
        page = message.page
        known = [customer.name for customer in self.bench.situation.customers]
        reader = NameReader(page, self.lexicon, known)
        mention = reader.read() or reader.name_at(0, 0, 40)
        if mention is None:
            return None
        name = " ".join(page.raw[mention.name_start : mention.name_end].split()).strip(" ,;:.")
        page.cover(mention.start, mention.end)
        return name, page.quote(mention.name_start, mention.name_end)


def _lexicon_for(page: Page, situation: Situation) -> Lexicon:
    earlier = " ".join(fold(said.text) for said in situation.history if said.role is Role.USER)
    language = situation.seller.locale.partition("-")[0]
    fallback = language if language in {"en", "es", "fr", "de", "pt", "it", "nl"} else "en"
    return lexicon(detect(page.plain, earlier=earlier, fallback=fallback))
