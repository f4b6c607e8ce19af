"""One message, read by all readers in turn: what was said, before anything is done with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from chat.assistant.offline.amounts import named_currency, place_money, place_percents
from chat.assistant.offline.contacts import (
    AddressMention,
    mask_markup,
    mask_other_numbers,
    read_address,
    read_email,
    read_purchase_order,
)
from chat.assistant.offline.dates import place_dates
from chat.assistant.offline.deposits import DepositMention, DepositReader
from chat.assistant.offline.discounts import DiscountMention, DiscountReader
from chat.assistant.offline.items import ItemReader, Reading
from chat.assistant.offline.language import Lexicon
from chat.assistant.offline.notes import read_late_fees, read_said_notes
from chat.assistant.offline.numbers import place_numbers
from chat.assistant.offline.parties import NameMention, NameReader
from chat.assistant.offline.quantities import place_durations
from chat.assistant.offline.stated import TotalMention, read_totals
from chat.assistant.offline.tax import TaxMention, TaxReader
from chat.assistant.offline.terms import Terms, TermsReader
from chat.assistant.offline.text import Page
from chat.domain.situation import Situation


@dataclass(slots=True)
class Message:
    """Everything one message says, each with the words that said it."""

    page: Page
    lexicon: Lexicon
    terms: Terms = field(default_factory=Terms)
    name: str = ""
    name_quote: str = ""
    name_span: tuple[int, int] | None = None
    email: tuple[str, str] | None = None
    address: AddressMention | None = None
    purchase_order: tuple[str, str] | None = None
    notes: list[str] = field(default_factory=list)
    taxes: list[TaxMention] = field(default_factory=list)
    discounts: list[DiscountMention] = field(default_factory=list)
    deposit: DepositMention | None = None
    currency: tuple[str, str] | None = None
    totals: list[TotalMention] = field(default_factory=list)
    reading: Reading = field(default_factory=lambda: Reading(()))
    repeats: bool = False


def place_figures(page: Page, lexicon: Lexicon, situation: Situation) -> None:
    """Note every number, percentage and amount of money."""
    place_durations(page)
    place_numbers(page, lexicon, locale=situation.seller.locale)
    place_percents(page, lexicon)
    place_money(page, lexicon, situation.seller)


def read_message(page: Page, lexicon: Lexicon, situation: Situation, *, issue: date, is_later: bool = False) -> Message:
    """Read a whole message; ``issue`` is the draft's issue date so far.

    ``is_later``: of a message about a draft that stands, who and what is left for the corrections to read.
    """
    message = Message(page, lexicon)
    mask_markup(page)
    message.email = read_email(page, lexicon)
    message.notes += read_said_notes(page, lexicon)
    mask_other_numbers(page, lexicon)
    message.purchase_order = read_purchase_order(page, lexicon)
    message.address = read_address(page, lexicon)
    mentions = place_dates(page, lexicon, locale=situation.seller.locale)
    place_figures(page, lexicon, situation)
    if not is_later:
        _take_name(message, NameReader(page, lexicon, _known(situation)).read())
        _mask_command(page, lexicon)
    message.notes += read_late_fees(page, lexicon)
    message.terms = TermsReader(page, lexicon, mentions).read(today=situation.today, issue=issue, is_later=is_later)
    message.deposit = DepositReader(page, lexicon).read()
    message.taxes = TaxReader(page, lexicon).read()
    message.discounts = DiscountReader(page, lexicon).read()
    _take_currency(message, situation)
    message.totals = read_totals(page, lexicon)
    repeat = lexicon.re("<repeat>").search(page.shape)
    if repeat:
        message.repeats = True
        page.cover(*repeat.span())
    if not is_later:
        message.reading = ItemReader(page, lexicon, customer=message.name_span).read()
    return message


def _known(situation: Situation) -> Sequence[str]:
    return [customer.name for customer in situation.customers]


def _take_name(message: Message, mention: NameMention | None) -> None:
    if mention is None:
        return
    page = message.page
    start, end = mention.name_start, mention.name_end
    message.name = " ".join(page.raw[start:end].split()).strip(" ,;:")
    message.name_quote = page.quote(start, end)
    message.name_span = (mention.start, mention.end)
    page.cover(mention.start, mention.end)
    for figure_start in [s for s in page.figures if mention.start <= s < mention.end]:
        del page.figures[figure_start]


def _mask_command(page: Page, lexicon: Lexicon) -> None:
    """`Please invoice ...`: the command itself is no item."""
    command = lexicon.re(
        r"^\W*(?:<polite>[ ,!]{1,3}){0,3}(?:<make> (?:<to_me> )?(?:<article> )?(?:<new> )?<invoice_noun>|"
        r"<bill_verb>)(?: (?:<to>|<for>))?(?![\w'])"
    ).match(page.shape)
    if command:
        page.cover(*command.span())


def _take_currency(message: Message, situation: Situation) -> None:
    found = named_currency(message.page, message.lexicon, situation.seller)
    if found:
        start, end, code = found
        message.currency = (code, message.page.quote(start, end))
        message.page.cover(start, end)
