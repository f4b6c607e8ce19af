from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from invoices.domain.errors import InvalidInvoice
from invoices.domain.numbering import Series
from tests.strategies import days_in_any_year

IN_2026 = date(2026, 3, 10)
patterns = st.sampled_from(
    ["INV-{year}-{0001}", "{year}{1}", "{1}{year}", "{001}/{year}", "A{year}5{01}", "{0001}", "No. {1}", "1{1}"]
)


@pytest.mark.parametrize(
    ("pattern", "count", "number"),
    [
        ("INV-{year}-{0001}", 1, "INV-2026-0001"),
        ("INV-{year}-{0001}", 7, "INV-2026-0007"),
        ("INV-{year}-{0001}", 9999, "INV-2026-9999"),
        ("INV-{year}-{0001}", 10000, "INV-2026-10000"),
        ("{1}", 42, "42"),
        ("{01}/{year}", 3, "03/2026"),
        ("{year}{000001}", 3, "2026000003"),
        ("Acme No. {001}", 12, "Acme No. 012"),
    ],
)
def test_a_number_is_its_pattern_with_year_and_padded_count(pattern, count, number):
    assert Series(pattern).number(IN_2026, count) == number


def test_a_year_before_1000_has_four_digits_too():
    assert Series().number(date(26, 1, 1), 1) == "INV-0026-0001"


@pytest.mark.parametrize(
    "pattern",
    [
        "", "INV", "{year}", "{0001}{0001}", "{1}-{01}", "{year}{year}{1}", "{2}", "{0}", "{}", "{month}{1}",
        "{0001", "0001}", "{{1}}", "INV#{1}", "INV\n{1}", "ü{1}", "١{1}", "<b>{1}", "{1}\\", "{1}\x00",
    ],
)  # fmt: skip
def test_a_pattern_without_exactly_one_counter_or_with_other_characters_is_refused(pattern):
    with pytest.raises(InvalidInvoice) as refusal:
        Series(pattern)

    assert refusal.value.problems[0].code == "invalid_pattern"


def test_a_pattern_may_have_40_characters():
    assert Series("x" * 37 + "{1}").number(IN_2026, 5) == "x" * 37 + "5"


def test_a_pattern_of_41_characters_is_refused():
    with pytest.raises(InvalidInvoice) as refusal:
        Series("x" * 38 + "{1}")

    assert refusal.value.problems[0].code == "too_long"


@pytest.mark.parametrize("start", [0, -1, 10**9])
def test_a_series_starts_at_one_or_more(start):
    with pytest.raises(InvalidInvoice) as refusal:
        Series(start=start)

    assert refusal.value.problems[0].field == "number_start"


@pytest.mark.parametrize(
    ("pattern", "starts_anew"), [("INV-{year}-{0001}", True), ("INV-{0001}", False), ("INV-2026-{0001}", False)]
)
def test_a_run_starts_anew_each_year_only_when_the_year_is_in_the_number(pattern, starts_anew):
    series = Series(pattern)

    assert (series.run(date(2026, 12, 31)) != series.run(date(2027, 1, 1))) is starts_anew


@pytest.mark.parametrize("repadded", ["INV-{year}-{1}", "INV-{year}-{00001}"])
def test_another_padding_goes_on_with_the_same_counter(repadded):
    assert Series(repadded).run(IN_2026) == Series().run(IN_2026)


def test_another_pattern_has_a_counter_of_its_own():
    assert Series("RE-{year}-{0001}").run(IN_2026) != Series().run(IN_2026)


@given(
    patterns,
    st.tuples(days_in_any_year, st.integers(1, 10**7)),
    st.tuples(days_in_any_year, st.integers(1, 10**7)),
)
def test_two_places_in_the_runs_of_one_pattern_never_have_the_same_number(pattern, place, other_place):
    series = Series(pattern)
    (one, count), (other, other_count) = place, other_place

    same_place = series.run(one) == series.run(other) and count == other_count

    assert (series.number(one, count) == series.number(other, other_count)) is same_place
