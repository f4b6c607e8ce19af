"""Whatever is typed, there is an answer, soon, and no impossible figure on the draft."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chat.domain.situation import SellerDefaults
from tests.chat.assistant.offline.playing import Conversation, draft_of

FIRST = "Invoice Acme: 3 lamps at $40 each, delivery $15"
WORDS = (
    "invoice bill Acme for 3 hours $50 10% off tax VAT due Friday net 30 remove add make that 12 the second € 1.234,56 "
    "-5 1e309 NaN and , . ; : \n \t ( ) @ x / per hour each deposit paid PO note total undo <b> ' \" 🙂 \u200b ½ "
    "Rechnung über factura por facture fattura fatura factuur 2h30 9:00 to"
)
PIECES = st.sampled_from(WORDS.split(" "))


def conversation(locale="en-US"):
    return Conversation(seller=SellerDefaults(locale=locale), today=date(2026, 3, 10))


def assert_sound(talk):
    assert talk.reply
    if talk.content is not None:
        draft = draft_of(talk.content)
        figures = [draft["subtotal"], draft["total"], draft["amount_paid"]]
        figures += [line[key] for line in draft["lines"] for key in ("quantity", "unit_price") if line[key] is not None]
        assert all(float(figure) >= 0 for figure in figures)


@settings(deadline=None, max_examples=60)
@given(
    text=st.text(max_size=300),
    locale=st.sampled_from(["en-US", "en-GB", "de-DE", "fr-FR", "es-ES", "it-IT", "nl-NL", "pt-BR"]),
)
def test_any_text_is_answered(text, locale):
    talk = conversation(locale)

    talk.say(text)

    assert_sound(talk)


@settings(deadline=None, max_examples=60)
@given(pieces=st.lists(PIECES, max_size=40))
def test_any_mixture_of_our_words_is_answered_and_keeps_the_draft_sound(pieces):
    talk = conversation()
    talk.say(FIRST)

    talk.say(" ".join(pieces))
    talk.say("undo")

    assert_sound(talk)


REPEATED = [
    *("a", "1", "$", "1 ", "and ", "10% ", "for ", "net 30 ", "\n", "a b ", "$1 ", "no tax on ", ", ", "(", "<a", "x@"),
    *("add ", "1/2/", "note: ", "half a ", "A & ", "- ", "one hundred ", "a-", "a.", "'", "|a|b", "a\t", "key: v\n"),
    *("k=v;", "discount ", "due by the on ", "zwei", "fünfund", "9:00 to ", "\u0301", "🙂", "Rua ", "12 Main ", "3 x "),
    *("deposit of ", "received ", "1e"),
]


@pytest.mark.parametrize("piece", REPEATED)
def test_four_thousand_characters_of_a_repeat_are_answered(piece):
    talk = conversation()
    talk.say(FIRST)

    talk.say((piece * 4000)[:4000])  # how long it takes is the benchmarks' matter

    assert_sound(talk)


def test_too_many_lines_are_taken_not_at_all():
    talk = conversation()
    talk.say(FIRST)
    before = talk.content

    talk.say("\n".join(f"add rug{number} $5" for number in range(205)))

    assert talk.content == before
    assert "200" in talk.reply


@pytest.mark.parametrize(
    "text",
    ["", "   ", "🙂🙂", "???", "ここに請求書を書いてください", "выставь счёт на 500", "asdf qwer zxcv " * 200],
)
def test_what_is_no_invoice_leaves_the_draft_alone(text):
    talk = conversation()
    talk.say(FIRST)
    before = talk.content

    talk.say(text)

    assert talk.content == before
    assert talk.reply
