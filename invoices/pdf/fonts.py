"""The embedded TrueType fonts: parsed once per process, subset and embedded once per document.

reportlab parses the faces. How the text refers to glyphs is ours, because reportlab's own way splits
a text into fonts of 256 characters with a loop over every character, and writes a character the font
lacks as code 0, which nobody can read back. Here each face is one composite font (ISO 32000-1, 9.7):
a character gets the next free code, a text is encoded by one ``str.translate``, and the ToUnicode map
gives every code's character back, also where what is drawn is only the box for a missing glyph.
"""

from __future__ import annotations

import hashlib
import unicodedata
import zlib
from functools import lru_cache
from pathlib import Path
from typing import Any

import ttf_opensans
from reportlab.pdfbase import pdfdoc, pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont, TTFontFace

from invoices.pdf.page_style import REGULAR, SEMIBOLD, WEIGHTS, Weight
from invoices.pdf.truetype import Outlines

_SPACE = 0x20
_MISSING = 0  # the glyph for what is missing, in every TrueType font
_SYMBOLIC = 4  # font flag: glyphs are not found by a standard encoding
# Drawn with a glyph the face has instead: the same thing in another width or form.
_LOOKALIKES = {0x202F: 0x2009, 0xFFE5: 0xA5, 0xFFE1: 0xA3, 0xFFE0: 0xA2, 0x2010: 0x2D}
_FILES: dict[Weight, Any] = {REGULAR: ttf_opensans.OPENSANS_REGULAR, SEMIBOLD: ttf_opensans.OPENSANS_SEMIBOLD}
# Faces to try, in this order, for what the first one lacks.
_FALLBACK_FILES: dict[Weight, tuple[Path, ...]] = {REGULAR: (), SEMIBOLD: ()}


def is_invisible(character: str) -> bool:
    """Format characters (bidi marks, soft hyphen, zero-width joiners) and variation selectors."""
    return unicodedata.category(character) == "Cf" or "\ufe00" <= character <= "\ufe0f"


class _Widths(dict[str, float]):
    """Advance widths in 1/1000 em; what the face lacks is as wide as what is drawn for it."""

    def __init__(self, known: dict[str, float], missing: float) -> None:
        super().__init__(known)
        self._missing = missing

    def __missing__(self, character: str) -> float:
        return 0.0 if is_invisible(character) else self._missing


def _description(face: TTFontFace) -> str:
    """The entries of a font descriptor that are the same in every document (ISO 32000-1, 9.8)."""
    box = " ".join(f"{edge:.0f}" for edge in face.bbox)
    return (
        f"/Flags {_SYMBOLIC} /FontBBox [{box}] /ItalicAngle {face.italicAngle:g} /Ascent {face.ascent:.0f} "
        f"/Descent {face.descent:.0f} /CapHeight {face.capHeight:.0f} /StemV {face.stemV:.0f}"
    )


class Face:
    """One parsed font file, shared by all documents of the process and never changed by them."""

    def __init__(self, path: Path) -> None:
        # asciiReadable would put all of ASCII into every subset.
        self.truetype = TTFont(f"invoice-{path.stem}", str(path), asciiReadable=False)
        pdfmetrics.registerFont(self.truetype)
        self.name = self.truetype.fontName
        glyphs: dict[int, int] = self.truetype.face.charToGlyph
        self.source_of = {code: code for code in glyphs if not is_invisible(chr(code))}
        self.source_of |= {code: known for code, known in _LOOKALIKES.items() if code not in glyphs and known in glyphs}
        self.characters = frozenset(map(chr, self.source_of))
        widths = {chr(code): float(self.truetype.face.charWidths[source]) for code, source in self.source_of.items()}
        self.widths = _Widths(widths, float(self.truetype.face.defaultWidth))
        self.outlines = Outlines(self.truetype.face)
        self.postscript_name: str = self.truetype.face.name.decode()
        self.description = _description(self.truetype.face)

    def covers(self, text: str) -> bool:
        """Whether every character has a glyph (or needs none)."""
        return self.characters.issuperset(text) or all(c in self.characters or is_invisible(c) for c in text)

    def width(self, text: str) -> float:
        """Width of a text in 1/1000 em."""
        return sum(map(self.widths.__getitem__, text))


@lru_cache(maxsize=8)
def faces(weight: Weight) -> tuple[Face, ...]:
    """The faces of a weight: the first is tried first."""
    return tuple(Face(Path(path)) for path in (_FILES[weight].path, *_FALLBACK_FILES[weight]))


class _Codes(dict[int, int]):
    """Character -> its code in this document, handed out from 1 in the order of first use."""

    def __missing__(self, character: int) -> int:
        code = self[character] = len(self) + 1
        return code


class EmbeddedFace:
    """A face as one document uses it."""

    def __init__(self, face: Face, resource: str) -> None:
        self.face = face
        self.resource = resource
        self._codes = _Codes()

    def encode(self, text: str) -> str:
        """The text in this document's codes, as the hexadecimal string that ``Tj`` takes."""
        return text.translate(self._codes).encode("utf-16-be").hex()

    def embed(self, document: Any) -> None:
        """Put the font with the glyphs used so far into a reportlab document, if any were."""
        if not self._codes:
            return
        tag = hashlib.sha256(repr(list(self._codes)).encode()).digest()
        name = "".join(chr(65 + byte % 26) for byte in tag[:6]) + "+" + self.face.postscript_name
        drawn = [self._glyph(chr(code)) for code in self._codes]
        glyphs = list(dict.fromkeys((_MISSING, *drawn)))
        number_of = {glyph: n for n, glyph in enumerate(glyphs)}
        file = self.face.outlines.subset(glyphs)
        descriptor = _Object(
            f"<< /Type /FontDescriptor /FontName /{name} {self.face.description} "
            f"/FontFile2 {_reference(document, _Stream(file, f'/Length1 {len(file)}'))} >>"
        )
        code_to_glyph = b"".join(number_of[glyph].to_bytes(2, "big") for glyph in (_MISSING, *drawn))
        descendant = _Object(
            f"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /{name} "
            "/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> "
            f"/FontDescriptor {_reference(document, descriptor)} /W {self._width_array()} "
            f"/CIDToGIDMap {_reference(document, _Stream(code_to_glyph))} >>"
        )
        font = _Object(
            f"<< /Type /Font /Subtype /Type0 /BaseFont /{name} /Encoding /Identity-H "
            f"/DescendantFonts [{_reference(document, descendant)}] "
            f"/ToUnicode {_reference(document, _Stream(_to_unicode(self._codes).encode()))} >>"
        )
        # The dictionary of fonts that every page refers to: where reportlab's TTFont puts itself.
        document.idToObject[pdfdoc.BasicFonts].dict[self.resource] = document.Reference(font)

    def _glyph(self, character: str) -> int:
        """The glyph drawn for a character: an empty one for what has no ink, the box for what is missing."""
        source = _SPACE if is_invisible(character) else self.face.source_of.get(ord(character))
        glyph: int = self.face.truetype.face.charToGlyph.get(source, _MISSING)
        return glyph

    def _width_array(self) -> str:
        widths = (self.face.widths[chr(code)] for code in self._codes)
        return f"[1 [{' '.join(f'{width:.0f}' for width in widths)}]]"


class _Object(pdfdoc.PDFObject):
    """A PDF object that is already written out."""

    __RefOnly__ = 1

    def __init__(self, text: str) -> None:
        self._text = text

    def format(self, _document: object) -> bytes:
        """The object as it stands in the file."""
        return self._text.encode("ascii")


class _Stream(pdfdoc.PDFObject):
    """A compressed stream, with more entries for its dictionary."""

    __RefOnly__ = 1

    def __init__(self, content: bytes, entries: str = "") -> None:
        self._content = content
        self._entries = entries

    def format(self, _document: object) -> bytes:
        """The object as it stands in the file."""
        packed = zlib.compress(self._content)
        head = f"<< /Filter /FlateDecode /Length {len(packed)} {self._entries} >>\nstream\n"
        return head.encode("ascii") + packed + b"\nendstream\n"


def _reference(document: Any, thing: pdfdoc.PDFObject) -> str:
    """How other objects of the document name this one, such as '7 0 R'."""
    reference: bytes = document.Reference(thing).format(document)
    return reference.decode("ascii")


_TO_UNICODE = """/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange
{blocks}
endcmap
CMapName currentdict /CMap defineresource pop
end
end"""
_BLOCK = 100  # mappings in one block: the limit of the CMap format


def _to_unicode(codes: dict[int, int]) -> str:
    pairs = [f"<{n:04x}> <{chr(code).encode('utf-16-be').hex()}>" for code, n in codes.items()]
    blocks = [pairs[i : i + _BLOCK] for i in range(0, len(pairs), _BLOCK)]
    return _TO_UNICODE.format(
        blocks="\n".join("\n".join([f"{len(block)} beginbfchar", *block, "endbfchar"]) for block in blocks)
    )


Stacks = dict[Weight, tuple[EmbeddedFace, ...]]


class DocumentFonts:
    """The faces of one document: by weight, in the order of preference."""

    def __init__(self) -> None:
        self.stacks: Stacks = {
            weight: tuple(EmbeddedFace(face, f"F-{weight}-{n}") for n, face in enumerate(faces(weight)))
            for weight in WEIGHTS
        }

    def embed(self, document: Any) -> None:
        """Write every face that was used into a reportlab document."""
        for stack in self.stacks.values():
            for face in stack:
                face.embed(document)
