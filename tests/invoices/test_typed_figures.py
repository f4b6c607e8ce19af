"""Figures as people type them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from invoices.typed_figures import plain_text, typed_text

LOCALES = ("en-US", "en-IN", "de-DE", "de-CH", "fr-FR", "pt-BR", "sv-SE")


@pytest.mark.parametrize(
    ("typed", "locale", "plain"),
    [
        ("1,234.50", "en-US", "1234.50"),
        ("1.234,50", "en-US", "1234.50"),
        ("1,234.50", "de-DE", "1234.50"),
        ("1.234,50", "de-DE", "1234.50"),
        ("12,5", "en-US", "12.5"),
        ("12.5", "de-DE", "12.5"),
        # The only shape that two countries read differently.
        ("1,234", "en-US", "1234"),
        ("1.234", "en-US", "1.234"),
        ("1,234", "de-DE", "1.234"),
        ("1.234", "de-DE", "1234"),
        ("0.125", "de-DE", "0.125"),
        ("1,234,567", "de-DE", "1234567"),
        ("12'000.50", "de-CH", "12000.50"),
        ("12 000,50", "fr-FR", "12000.50"),
        (".5", "en-US", "0.5"),
        (",5", "de-DE", "0.5"),
        ("-3", "en-US", "-3"),
    ],
)
def test_a_figure_is_read_as_its_writer_meant_it(typed: str, locale: str, plain: str):
    assert plain_text(typed, locale) == plain


@pytest.mark.parametrize("typed", ["1e309", "NaN", "Infinity", "ten", "1,23,45", "1.2.3", "--1", "$5", "٣"])
def test_what_is_no_figure_is_left_for_the_refusal_to_quote(typed: str):
    assert plain_text(typed, "en-US") == typed


@given(
    number=st.decimals(min_value=0, max_value=Decimal("999999999999"), places=4).map(lambda n: n.normalize())
    | st.decimals(min_value=0, max_value=Decimal("9999"), places=3),
    locale=st.sampled_from(LOCALES),
)
def test_a_figure_written_into_a_form_is_read_back_as_itself(number: Decimal, locale: str):
    assert Decimal(plain_text(typed_text(number, locale), locale)) == number
