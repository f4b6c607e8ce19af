from io import BytesIO

from reportlab.pdfbase.ttfonts import TTFontFile, TTFontParser

from invoices.pdf.fonts import faces
from invoices.pdf.page_style import REGULAR


def subset_of(text: str) -> tuple[TTFontParser, list[int]]:
    face = faces(REGULAR)[0]
    glyphs = [0, *(face.truetype.face.charToGlyph[ord(character)] for character in text)]
    return TTFontParser(BytesIO(face.outlines.subset(glyphs)), validate=1), glyphs


def test_a_subset_is_a_font_with_right_checksums():
    font, glyphs = subset_of("Invoice")

    font.seek_table("maxp", 4)
    assert font.read_ushort() == len(glyphs)


def test_accented_letters_bring_their_parts_along():
    font, glyphs = subset_of("é")

    font.seek_table("maxp", 4)
    assert font.read_ushort() > len(glyphs)


def test_a_subset_holds_no_programs():
    font, _ = subset_of("Hamburg")

    assert not {"fpgm", "prep", "cvt "} & set(font.table)


def test_advances_stay_with_their_glyphs():
    font, glyphs = subset_of("Wim.")
    face: TTFontFile = faces(REGULAR)[0].truetype.face

    font.seek_table("hmtx")
    advances = []
    for _ in glyphs:
        advances.append(font.read_ushort())
        font.skip(2)

    assert advances == [face.hmetrics[glyph][0] for glyph in glyphs]
