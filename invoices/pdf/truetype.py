"""Cutting a TrueType face down to the glyphs of a document.

reportlab's ``makeSubset`` reads every glyph anew for every document and keeps the hinting programs,
a third of the file: they fit outlines to the pixels of coarse screens, and no printer and hardly a
PDF viewer of today runs them. Here a glyph is read and freed of its program once per process, so
that a subset is little more than joining what is known; the file is a third smaller.
Layout of the tables: OpenType specification 1.9, chapters glyf, loca, hmtx, maxp.
"""

from __future__ import annotations

from dataclasses import dataclass
from struct import Struct, pack, pack_into, unpack_from

from reportlab.pdfbase.ttfonts import TTFontFace, TTFontMaker

_UNSIGNED = Struct(">H")
_HEADER_LENGTH = 10  # of a glyph: number of contours, bounding box

# Flags of a composite glyph's component
_WORDS, _SCALE, _MORE, _TWO_SCALES, _MATRIX, _INSTRUCTIONS = 0x1, 0x8, 0x20, 0x40, 0x80, 0x100


@dataclass(frozen=True, slots=True)
class _Glyph:
    """An outline without its program; where in it the numbers of its components stand."""

    outline: bytes
    components: tuple[tuple[int, int], ...] = ()


class Outlines:
    """The glyphs of one face."""

    def __init__(self, face: TTFontFace) -> None:
        self._face = face
        self._start = face.get_table_pos("glyf")[0]
        self._glyphs: dict[int, _Glyph] = {}
        self._head, self._hhea, self._maxp = (face.get_table(tag) for tag in ("head", "hhea", "maxp"))

    def subset(self, glyphs: list[int]) -> bytes:
        """A font file with these glyphs, numbered in this order, and behind them their components."""
        numbers = {glyph: n for n, glyph in enumerate(glyphs)}
        order = list(glyphs)
        outlines: list[bytes] = []
        for glyph in order:  # grows as components come up
            known = self._glyph(glyph)
            for _, part in known.components:
                if part not in numbers:
                    numbers[part] = len(order)
                    order.append(part)
            outlines.append(_renumbered(known, numbers))
        return self._file(order, outlines)

    def _file(self, order: list[int], outlines: list[bytes]) -> bytes:
        offsets = [0]
        for outline in outlines:
            offsets.append(offsets[-1] + len(outline))
        # reportlab keeps the left bearings unsigned, as they stand in the file.
        metrics = [int(value) for glyph in order for value in self._face.hmetrics[glyph]]
        count = len(order)
        font = TTFontMaker()
        font.add("glyf", b"".join(outlines))
        font.add("loca", pack(f">{count + 1}L", *offsets))
        font.add("head", _with(self._head, 50, 1))  # 1: loca has long offsets
        font.add("hmtx", pack(f">{2 * count}H", *metrics))
        font.add("hhea", _with(self._hhea, 34, count))
        font.add("maxp", _with(self._maxp, 4, count))
        content: bytes = font.makeStream()
        return content

    def _glyph(self, number: int) -> _Glyph:
        if number not in self._glyphs:
            start, end = self._face.glyphPos[number], self._face.glyphPos[number + 1]
            self._glyphs[number] = _read(self._face.get_chunk(self._start + start, end - start))
        return self._glyphs[number]


def _with(table: bytes, offset: int, value: int) -> bytes:
    return table[:offset] + _UNSIGNED.pack(value) + table[offset + 2 :]


def _padded(outline: bytes) -> bytes:
    return outline + b"\0" * (-len(outline) % 4)


def _read(data: bytes) -> _Glyph:
    if not data:
        return _Glyph(b"")
    contours = unpack_from(">h", data)[0]
    if contours < 0:
        return _read_composite(data)
    end_points = _HEADER_LENGTH + 2 * contours
    program = _UNSIGNED.unpack_from(data, end_points)[0]
    return _Glyph(_padded(data[:end_points] + b"\0\0" + data[end_points + 2 + program :]))


def _read_composite(data: bytes) -> _Glyph:
    outline = bytearray(data)
    components: list[tuple[int, int]] = []
    position, flags = _HEADER_LENGTH, _MORE
    while flags & _MORE:
        flags, part = unpack_from(">HH", data, position)
        pack_into(">H", outline, position, flags & ~_INSTRUCTIONS)
        components.append((position + 2, part))
        position += 4 + (4 if flags & _WORDS else 2) + _transform_length(flags)
    return _Glyph(_padded(bytes(outline[:position])), tuple(components))


def _transform_length(flags: int) -> int:
    if flags & _SCALE:
        return 2
    if flags & _TWO_SCALES:
        return 4
    return 8 if flags & _MATRIX else 0


def _renumbered(glyph: _Glyph, numbers: dict[int, int]) -> bytes:
    if not glyph.components:
        return glyph.outline
    outline = bytearray(glyph.outline)
    for position, part in glyph.components:
        pack_into(">H", outline, position, numbers[part])
    return bytes(outline)
