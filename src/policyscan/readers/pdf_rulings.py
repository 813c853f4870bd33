"""Ruling lines of a PDF page, from pdfium's page objects.

pdfplumber's page objects cost 60 ms a page; pdfium tells in well under a millisecond where strokes, rectangles and thin
fills are.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Sequence
from itertools import repeat

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from policyscan.readers.pdf_lines import Geometry
from policyscan.readers.pdfium_calls import INT, POINTER, untyped
from policyscan.readers.rulings import LONG, LONGEST_LIST, PAGE_FRAME, THIN, Rulings, rulings_of

_MAX_OBJECTS = 40_000
_MAX_DEPTH = 4
Bounds = tuple[float, float, float, float]
Matrix = tuple[float, float, float, float, float, float]
_TEXT_OBJECT = pdfium_c.FPDF_PAGEOBJ_TEXT
_IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def read_rulings(page: pdfium.PdfPage, turn: int = 0) -> Rulings | None:
    """Return the ruling lines of a page turned back by ``turn`` degrees, or None where it draws no path at all."""
    boxes = list(_path_boxes(page))
    if not boxes:
        return None
    geometry = Geometry(page, turn=turn)
    return rulings_of(geometry.place(*bounds) for bounds in boxes)


_object_of_page = untyped(pdfium_c.FPDFPage_GetObject, POINTER, POINTER, INT)
_object_of_form = untyped(pdfium_c.FPDFFormObj_GetObject, POINTER, POINTER, ctypes.c_ulong)
_kind_of = untyped(pdfium_c.FPDFPageObj_GetType, INT, POINTER)
_bounds = untyped(pdfium_c.FPDFPageObj_GetBounds, INT, *[POINTER] * 5)
_draw_mode = untyped(pdfium_c.FPDFPath_GetDrawMode, INT, *[POINTER] * 3)
_fill_colour = untyped(pdfium_c.FPDFPageObj_GetFillColor, INT, *[POINTER] * 5)
_count_segments = untyped(pdfium_c.FPDFPath_CountSegments, INT, POINTER)
_segment_of = untyped(pdfium_c.FPDFPath_GetPathSegment, POINTER, POINTER, INT)
_point_of = untyped(pdfium_c.FPDFPathSegment_GetPoint, INT, *[POINTER] * 3)
_segment_kind = untyped(pdfium_c.FPDFPathSegment_GetType, INT, POINTER)


def _path_boxes(page: pdfium.PdfPage) -> Iterator[Bounds]:
    """Yield the boxes of straight strokes, rectangles and thin fills: left, bottom, right, top in PDF space."""
    size = page.get_width() * page.get_height()
    count = min(pdfium_c.FPDFPage_CountObjects(page.raw), _MAX_OBJECTS)
    children = list(map(_object_of_page, repeat(page.raw), range(count)))
    for left, bottom, right, top in _Paths().boxes(children, _IDENTITY, 0):
        if (right - left) * (top - bottom) < PAGE_FRAME * size:
            yield left, bottom, right, top


class _Paths:
    """Asks pdfium for paths, with one set of places for its answers: making new ones costs more than the questions."""

    def __init__(self) -> None:
        self._floats = (ctypes.c_float * 4)()
        self._numbers = (ctypes.c_uint * 4)()
        first = ctypes.addressof(self._floats)
        self._four_floats = tuple(first + 4 * i for i in range(4))
        first = ctypes.addressof(self._numbers)
        self._four_numbers = tuple(first + 4 * i for i in range(4))

    def boxes(self, addresses: Sequence[int], matrix: Matrix, depth: int) -> Iterator[Bounds]:
        """Yield the boxes of the rulings among some objects, seen through a matrix."""
        # A page has hundreds of text objects and a few paths: `map` asks for their kinds at C speed.
        for address, kind in zip(addresses, map(_kind_of, addresses), strict=True):
            if kind == _TEXT_OBJECT:
                continue
            if kind == pdfium_c.FPDF_PAGEOBJ_PATH:
                yield from self._edges(address, matrix)
            elif kind == pdfium_c.FPDF_PAGEOBJ_FORM and depth < _MAX_DEPTH:
                raw = ctypes.cast(address, pdfium_c.FPDF_PAGEOBJECT)
                count = min(pdfium_c.FPDFFormObj_CountObjects(raw), _MAX_OBJECTS)
                children = list(map(_object_of_form, repeat(address), range(count)))
                yield from self.boxes(children, _multiply(_matrix_of(raw), matrix), depth + 1)

    def _edges(self, address: int, matrix: Matrix) -> Iterator[Bounds]:
        if not _bounds(address, *self._four_floats):
            return
        own: Bounds = (self._floats[0], self._floats[1], self._floats[2], self._floats[3])
        box = _transform(own, matrix)
        if (box[2] - box[0] < LONG and box[3] - box[1] < LONG) or not self._is_seen(address):
            return
        thin = min(own[2] - own[0], own[3] - own[1]) <= THIN
        if thin or _count_segments(address) <= 5:
            yield box
        else:
            raw = ctypes.cast(address, pdfium_c.FPDF_PAGEOBJECT)
            whole = _multiply(_matrix_of(raw), matrix)
            yield from (_transform(edge, whole) for edge in self._straight_segments(address))

    def _is_seen(self, address: int) -> bool:
        """Whether a path leaves a mark: a stroke, or a fill that is not white."""
        if not _draw_mode(address, *self._four_numbers[:2]):
            return False
        mode, stroke = self._numbers[0], self._numbers[1]
        if stroke or not mode:
            return bool(stroke)
        if not _fill_colour(address, *self._four_numbers):
            return True
        return self._numbers[3] > 0 and min(self._numbers[0], self._numbers[1], self._numbers[2]) < 250

    def _straight_segments(self, address: int) -> Iterator[Bounds]:
        """Yield the upright and level segments of a path that draws several (a whole grid in one path)."""
        here: tuple[float, float] | None = None
        for index in range(min(_count_segments(address), LONGEST_LIST)):
            segment = _segment_of(address, index)
            _point_of(segment, *self._four_floats[:2])
            there = (self._floats[0], self._floats[1])
            if (
                here is not None
                and (abs(here[0] - there[0]) < 1 or abs(here[1] - there[1]) < 1)
                and _segment_kind(segment) == pdfium_c.FPDF_SEGMENT_LINETO
            ):
                yield (min(here[0], there[0]), min(here[1], there[1]), max(here[0], there[0]), max(here[1], there[1]))
            here = there


def _matrix_of(raw: object) -> Matrix:
    matrix = pdfium_c.FS_MATRIX()
    if not pdfium_c.FPDFPageObj_GetMatrix(raw, matrix):
        return _IDENTITY
    return (matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f)


def _multiply(m: Matrix, n: Matrix) -> Matrix:
    return (
        m[0] * n[0] + m[1] * n[2],
        m[0] * n[1] + m[1] * n[3],
        m[2] * n[0] + m[3] * n[2],
        m[2] * n[1] + m[3] * n[3],
        m[4] * n[0] + m[5] * n[2] + n[4],
        m[4] * n[1] + m[5] * n[3] + n[5],
    )


def _transform(box: Bounds, m: Matrix) -> Bounds:
    left, bottom, right, top = box
    if m is _IDENTITY:
        return box
    xs = (
        left * m[0] + bottom * m[2],
        left * m[0] + top * m[2],
        right * m[0] + bottom * m[2],
        right * m[0] + top * m[2],
    )
    ys = (
        left * m[1] + bottom * m[3],
        left * m[1] + top * m[3],
        right * m[1] + bottom * m[3],
        right * m[1] + top * m[3],
    )
    return min(xs) + m[4], min(ys) + m[5], max(xs) + m[4], max(ys) + m[5]
