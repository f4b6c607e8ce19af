import pytest
from hypothesis import given
from hypothesis import strategies as st

from invoices.pdf.fonts import EmbeddedFace, faces
from invoices.pdf.page_style import BODY, REGULAR, SEMIBOLD
from invoices.pdf.text_layout import can_show, runs, shorten, width, wrap

TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=200)


@given(TEXTS, st.floats(min_value=20, max_value=400))
def test_wrapped_lines_fit_and_lose_nothing_but_the_spaces_they_break_at(text, widest):
    text = "".join(text.split())

    lines = wrap(text, BODY, widest)

    assert all(width(line, BODY) <= widest + 0.01 for line in lines)


@given(st.lists(st.text("abc,-/éß漢", min_size=1, max_size=30), min_size=1, max_size=30), st.floats(20, 400))
def test_wrapped_words_read_as_before(words, widest):
    text = " ".join(words)

    lines = wrap(text, BODY, widest)

    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(width(line, BODY) <= widest + 0.01 for line in lines)


def test_spaces_and_empty_lines_stay_as_typed():
    assert wrap("  indented  twice\n\nafter", BODY, 400) == ["  indented  twice", "", "after"]


def test_a_long_word_is_cut_at_a_sign_rather_than_anywhere():
    lines = wrap("https://example.org/invoices/2026/march", BODY, 90)

    assert all(line.endswith(("/", "march")) for line in lines)


@pytest.mark.parametrize("end", ["\x85", "\u2028", "\u2029"])
def test_every_kind_of_line_end_ends_a_line(end):
    assert wrap(f"one{end}two", BODY, 400) == ["one", "two"]


def test_a_text_too_long_for_its_line_ends_in_an_ellipsis():
    shortened = shorten("A very long name of a company", BODY, 60)

    assert shortened.endswith("…")
    assert width(shortened, BODY) <= 60


def test_digits_have_one_width():
    for weight in (REGULAR, SEMIBOLD):
        assert len({faces(weight)[0].width(digit) for digit in "0123456789"}) == 1


def test_invisible_characters_have_no_width():
    assert width("a\u200b\u202e\u00ad\ufe0fb", BODY) == width("ab", BODY)


def test_what_the_font_can_show():
    assert can_show("Zoë €", REGULAR)
    assert not can_show("₹", REGULAR)


def test_each_character_goes_to_the_first_font_that_has_it():
    class Lacking(EmbeddedFace):
        def __init__(self, face, resource, lacks):
            super().__init__(face, resource)
            self.face = _FaceWithout(face, lacks)

    class _FaceWithout:
        def __init__(self, face, lacks):
            self._face, self._lacks = face, lacks

        def covers(self, text):
            return not set(text) & set(self._lacks) and self._face.covers(text)

    face = faces(REGULAR)[0]
    first, second = Lacking(face, "F1", "é"), EmbeddedFace(face, "F2")

    found = [(chosen.resource, run) for chosen, run in runs("caféé 漢!", (first, second))]

    assert found == [("F1", "caf"), ("F2", "éé"), ("F1", " 漢!")]
