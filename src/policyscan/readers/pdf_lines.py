"""Visual lines of a PDF page, rebuilt from pdfium's boxes.

pdfium ends a line where fonts or kerning change (“一⏎、发展现状”) and orders text as the file draws it, so its line ends are
only cuts; what stands at one height and side by side is one line.
"""

from __future__ import annotations

import ctypes
import math
import re
from itertools import pairwise
from statistics import median

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
from msgspec.structs import replace

from policyscan.model.chinese import HAN
from policyscan.model.document import Box
from policyscan.readers.lines import Piece, reading_turn, without_copies
from policyscan.readers.pdfium_calls import INT, POINTER, address_of, untyped

_CUT = re.compile(r"[\r\n\ufffe]+")
_WIDE_GAP = re.compile(r"[ \t\u3000]{3,}")


_loose_char_box = untyped(pdfium_c.FPDFText_GetLooseCharBox, INT, POINTER, INT, POINTER)
_char_angle = untyped(pdfium_c.FPDFText_GetCharAngle, ctypes.c_float, POINTER, INT)


class Geometry:
    """Boxes of a page's characters, in points from the top left corner of the page as it is shown, turned back by ``turn``
    degrees (0, 90, 180 or 270) where its text runs sideways.
    """

    def __init__(self, page: pdfium.PdfPage, textpage: pdfium.PdfTextPage | None = None, turn: int = 0) -> None:
        self._raw = textpage.raw if textpage is not None else None
        self._address = address_of(self._raw) if textpage is not None else 0
        self._rect = pdfium_c.FS_RECTF()
        self._rect_address = ctypes.addressof(self._rect)
        self._rotation = (page.get_rotation() - turn) % 360
        left, bottom, right, top = page.get_cropbox()
        self._origin = (min(left, right), min(bottom, top), max(left, right), max(bottom, top))

    def loose_box(self, index: int) -> Box:
        """Return the box of a character: as high as its font, as wide as its advance."""
        rect = self._rect
        if not _loose_char_box(self._address, index, self._rect_address):
            return Box(0.0, 0.0, 0.0, 0.0)
        if self._rotation == 0:  # as `place` does, without the call: five boxes a line, 150 a page
            x0, _, _, y1 = self._origin
            return Box(rect.left - x0, y1 - rect.top, rect.right - x0, y1 - rect.bottom)
        return self.place(rect.left, rect.bottom, rect.right, rect.top)

    def baseline(self, index: int) -> float:
        """Return the height on which a character stands, which does not depend on its font."""
        x, y = ctypes.c_double(), ctypes.c_double()
        if not pdfium_c.FPDFText_GetCharOrigin(self._raw, index, x, y):
            return self.loose_box(index).bottom
        return self.place(x.value, y.value, x.value, y.value).bottom

    def is_on_page(self, box: Box) -> bool:
        """Whether a box lies on the page, give or take its margin of print."""
        x0, y0, x1, y1 = self._origin
        height = x1 - x0 if self._rotation in (90, 270) else y1 - y0
        return bool(-40 < box.top < height + 40)

    def place(self, left: float, bottom: float, right: float, top: float) -> Box:
        """Turn a rectangle in PDF space into a box on the page as it is shown."""
        x0, y0, x1, y1 = self._origin
        if self._rotation == 90:
            return Box(bottom - y0, left - x0, top - y0, right - x0)
        if self._rotation == 180:
            return Box(x1 - right, bottom - y0, x1 - left, top - y0)
        if self._rotation == 270:
            return Box(y1 - top, x1 - right, y1 - bottom, x1 - left)
        return Box(left - x0, y1 - top, right - x0, y1 - bottom)

    def angle(self, index: int) -> float:
        """Return by how many degrees a character is turned on the page as it is shown, from 0 to 360."""
        turned = _char_angle(self._address, index)
        if turned < 0 or (not turned and not self._rotation):
            return 0.0
        return float((math.degrees(turned) + self._rotation) % 360)


def page_text(textpage: pdfium.PdfTextPage) -> str:
    """Return a page's characters, one for each of pdfium's character indices."""
    count = pdfium_c.FPDFText_CountChars(textpage.raw)
    if count <= 0:
        return ""
    buffer = (ctypes.c_ushort * (count + 1))()
    got = pdfium_c.FPDFText_GetText(textpage.raw, 0, count, buffer) - 1
    if got == count:
        return ctypes.string_at(buffer, 2 * count).decode("utf-16-le", "surrogatepass")[:count].ljust(count)
    # Characters without a Unicode value are left out of GetText: ask for each.
    points = (pdfium_c.FPDFText_GetUnicode(textpage.raw, i) for i in range(count))
    return "".join(chr(p) if 0 < p < 0x110000 and not 0xD800 <= p < 0xE000 else "\ufffd" for p in points)


def read_pieces(text: str, geometry: Geometry) -> list[Piece]:
    """Cut a page's characters at pdfium's line ends and wide gaps, and place each piece."""
    pieces: list[Piece] = []
    position = 0
    for cut in [*_CUT.finditer(text), None]:
        end = cut.start() if cut else len(text)
        if end > position:
            pieces.extend(_split_at_gaps(text, position, end, geometry))
        position = cut.end() if cut else end
    return pieces


def _split_at_gaps(text: str, start: int, end: int, geometry: Geometry) -> list[Piece]:
    pieces = []
    for gap in [*_WIDE_GAP.finditer(text, start, end), None]:
        stop = gap.start() if gap else end
        pieces.extend(_pieces(text, start, stop, geometry))
        start = gap.end() if gap else end
    return pieces


def _pieces(text: str, start: int, end: int, geometry: Geometry) -> list[Piece]:
    piece = _piece(text, start, end, geometry)
    if piece is None:
        return []
    height = piece.box.bottom - piece.box.top
    if piece.angle:
        # Characters that lie on their side in a level line: vertical writing (竖排) on a page turned back.
        is_vertical = (
            piece.angle in (90, 270) and len(piece.text) > 1 and piece.box.right - piece.box.left > 1.5 * height
        )
        return [replace(piece, angle=(piece.angle + 90) % 360)] if is_vertical else [piece]
    if height < 1.7 * piece.size or len(piece.text) < 2:
        return [piece]
    # pdfium strings together what stands at different heights (the end of a table row and the next): cut at the jumps.
    # Bold made of scaled glyphs is reported several times too large and far away (国发〔2015〕50号): it jumps nowhere.
    places = [(i, geometry.loose_box(i)) for i in range(start, end) if not text[i].isspace()]
    usual = median(box.bottom - box.top for _, box in places)
    if _runs_down([box for _, box in places], usual):
        return [replace(piece, angle=90.0)]
    credible = [(i, box) for i, box in places if box.bottom - box.top <= 2 * usual and geometry.is_on_page(box)]
    cuts = [start]
    level = None
    for index, _ in credible:
        baseline = geometry.baseline(index)
        if level is not None and abs(baseline - level) > 0.6 * usual:
            cuts.append(index)
        level = baseline
    found = []
    for a, b in pairwise([*cuts, end]):
        boxes = [box for i, box in credible if a <= i < b]
        if boxes and (part := _piece(text, a, b, geometry)) is not None:
            found.append(replace(part, box=boxes[0].union(boxes[-1]), size=boxes[0].bottom - boxes[0].top))
    return found


def _runs_down(boxes: list[Box], size: float) -> bool:
    """Whether each character stands below the one before (竖排)."""
    return all(
        abs((a.left + a.right) - (b.left + b.right)) < size and 0.4 * size < b.top - a.top < 3 * size
        for a, b in pairwise(boxes)
    )


def _piece(text: str, start: int, end: int, geometry: Geometry) -> Piece | None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start == end:
        return None
    first = geometry.loose_box(start)
    last = geometry.loose_box(end - 1) if end - start > 1 else first
    # A digit or a bracket from another font is higher than the line it stands in: measure a Chinese character.
    han = HAN.search(text, start, end)
    measured = geometry.loose_box(han.start()) if han and han.start() > start else first
    box = first.union(last)
    size = min(measured.bottom - measured.top, box.bottom - box.top)  # some fonts claim four times their height
    return Piece(text[start:end], start, box, size, geometry.angle(start))


class PageLines:
    """The text of one page.

    Attributes
    ----------
    text
        Bare characters, as pdfium has them.
    pieces
        Runs of characters before they are joined to lines.
    turn
        By how many degrees most of the text is turned; all boxes are those of the page turned back.
    """

    def __init__(self, page: pdfium.PdfPage, textpage: pdfium.PdfTextPage) -> None:
        self.text = page_text(textpage)
        self._geometry = Geometry(page, textpage)
        pieces = read_pieces(self.text, self._geometry) if self.text.strip() else []
        self.turn = reading_turn(pieces)
        if self.turn:
            self._geometry = Geometry(page, textpage, self.turn)
            pieces = read_pieces(self.text, self._geometry)
        self.pieces = without_copies(pieces)

    def characters(self, piece: Piece) -> list[Piece]:
        """Return a piece character by character, each with its own box; white space is left out."""
        characters = []
        for offset, char in enumerate(piece.text):
            if not char.isspace():
                box = self._geometry.loose_box(piece.start + offset)
                characters.append(Piece(char, piece.start + offset, box, box.bottom - box.top, piece.angle))
        return characters
