"""Ruling lines of a PDF page, from pdfium's page objects.

pdfplumber's page objects cost 60 ms a page; pdfium tells in well under a millisecond where strokes, rectangles and thin
fills are.
"""

from __future__ import annotations

import ctypes
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import repeat
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from policyscan.readers.pdf_lines import Geometry

_THIN = 2.5
"""A filled path thinner than this, in points, is a ruling."""
_LONG = 12.0
"""A ruling is at least this long, in points: shorter ones are underlines of a character or parts of a drawing."""
SNAP = 3.0
"""Rulings this near to one another, in points, are one (pdfplumber's own tolerance)."""
_MAX_OBJECTS = 40_000
LONGEST_LIST = 4_000
"""A page with more rulings than this shows a map or a chart, not a table."""
_MAX_DEPTH = 4
_PAGE_FRAME = 0.75
"""A rectangle over more than this part of the page frames the page, not a table."""

Ruling = tuple[float, float, float]
Bounds = tuple[float, float, float, float]
Matrix = tuple[float, float, float, float, float, float]
_TEXT_OBJECT = pdfium_c.FPDF_PAGEOBJ_TEXT
_IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Rulings:
    """Straight lines of a page, in points from its top left: ``(position, from, to)`` each."""

    horizontal: tuple[Ruling, ...]
    vertical: tuple[Ruling, ...]


def read_rulings(page: pdfium.PdfPage) -> Rulings | None:
    """Return the ruling lines of a page, or None where it draws no path at all."""
    boxes = list(_path_boxes(page))
    if not boxes:
        return None
    geometry = Geometry(page)
    horizontal: set[Ruling] = set()
    vertical: set[Ruling] = set()
    for left, bottom, right, top in boxes:
        box = geometry.place(left, bottom, right, top)
        width, height = box.right - box.left, box.bottom - box.top
        if height <= _THIN and width >= _LONG:
            horizontal.add((round((box.top + box.bottom) / 2, 1), round(box.left, 1), round(box.right, 1)))
        elif width <= _THIN and height >= _LONG:
            vertical.add((round((box.left + box.right) / 2, 1), round(box.top, 1), round(box.bottom, 1)))
        elif width >= _LONG and height >= _LONG:
            for y in (box.top, box.bottom):
                horizontal.add((round(y, 1), round(box.left, 1), round(box.right, 1)))
            for x in (box.left, box.right):
                vertical.add((round(x, 1), round(box.top, 1), round(box.bottom, 1)))
        if len(horizontal) + len(vertical) > LONGEST_LIST:
            return None  # a map or a chart, not a table
    return _closed(Rulings(tuple(sorted(horizontal)), tuple(sorted(vertical))))


def has_cells(rulings: Rulings) -> bool:
    """Whether there are enough rulings for a cell."""
    return len(rulings.horizontal) >= 2 and len(rulings.vertical) >= 2


def _closed(rulings: Rulings) -> Rulings:
    """Close tables that are open at the top or the bottom: a table cut by a page break has no ruling there."""
    levels = [y for y, _, _ in rulings.horizontal]
    added: list[Ruling] = []
    for end in (1, 2):
        groups: dict[int, list[Ruling]] = defaultdict(list)
        for vertical in rulings.vertical:
            groups[round(vertical[end] / 2)].append(vertical)
        for group in groups.values():
            y, left, right = group[0][end], min(v[0] for v in group), max(v[0] for v in group)
            if right - left >= _LONG and not any(abs(y - level) <= 3 for level in levels):
                added.append((y, left, right))
    return Rulings((*rulings.horizontal, *added), rulings.vertical) if added else rulings


def _untyped(function: Any, result: Any, *arguments: Any) -> Callable[..., Any]:
    # A typed pointer per object is most of what listing 50,000 text objects costs; plain addresses cost a third.
    address = ctypes.cast(function, ctypes.c_void_p).value
    assert address is not None
    return ctypes.CFUNCTYPE(result, *arguments)(address)


_object_of_page = _untyped(pdfium_c.FPDFPage_GetObject, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int)
_object_of_form = _untyped(pdfium_c.FPDFFormObj_GetObject, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_ulong)
_kind_of = _untyped(pdfium_c.FPDFPageObj_GetType, ctypes.c_int, ctypes.c_void_p)


def _path_boxes(page: pdfium.PdfPage) -> Iterator[Bounds]:
    """Yield the boxes of straight strokes, rectangles and thin fills: left, bottom, right, top in PDF space."""
    size = page.get_width() * page.get_height()
    count = min(pdfium_c.FPDFPage_CountObjects(page.raw), _MAX_OBJECTS)
    children = list(map(_object_of_page, repeat(page.raw), range(count)))
    for left, bottom, right, top in _boxes_of(children, _IDENTITY, 0):
        if (right - left) * (top - bottom) < _PAGE_FRAME * size:
            yield left, bottom, right, top


def _boxes_of(addresses: Sequence[int], matrix: Matrix, depth: int) -> Iterator[Bounds]:
    # A page has hundreds of text objects and a few paths: `map` asks for their kinds at C speed.
    for address, kind in zip(addresses, map(_kind_of, addresses), strict=True):
        if kind == _TEXT_OBJECT:
            continue
        raw = ctypes.cast(address, pdfium_c.FPDF_PAGEOBJECT)
        if kind == pdfium_c.FPDF_PAGEOBJ_PATH:
            if _is_seen(raw):
                yield from _path_edges(raw, matrix)
        elif kind == pdfium_c.FPDF_PAGEOBJ_FORM and depth < _MAX_DEPTH:
            count = min(pdfium_c.FPDFFormObj_CountObjects(raw), _MAX_OBJECTS)
            children = list(map(_object_of_form, repeat(address), range(count)))
            yield from _boxes_of(children, _multiply(_matrix_of(raw), matrix), depth + 1)


def _path_edges(raw: object, matrix: Matrix) -> Iterator[Bounds]:
    bounds = _bounds_of(raw)
    if bounds is None:
        return
    thin = min(bounds[2] - bounds[0], bounds[3] - bounds[1]) <= _THIN
    if thin or pdfium_c.FPDFPath_CountSegments(raw) <= 5:
        yield _transform(bounds, matrix)
    else:
        whole = _multiply(_matrix_of(raw), matrix)
        yield from (_transform(edge, whole) for edge in _straight_segments(raw))


def _is_seen(raw: object) -> bool:
    """Whether a path leaves a mark: a stroke, or a fill that is not white."""
    mode, stroke = ctypes.c_int(), ctypes.c_int()
    if not pdfium_c.FPDFPath_GetDrawMode(raw, mode, stroke):
        return False
    if stroke.value or not mode.value:
        return bool(stroke.value)
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    if not pdfium_c.FPDFPageObj_GetFillColor(raw, red, green, blue, alpha):
        return True
    return alpha.value > 0 and min(red.value, green.value, blue.value) < 250


def _bounds_of(raw: object) -> Bounds | None:
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    if not pdfium_c.FPDFPageObj_GetBounds(raw, left, bottom, right, top):
        return None
    return left.value, bottom.value, right.value, top.value


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
    xs = [x * m[0] + y * m[2] + m[4] for x in (box[0], box[2]) for y in (box[1], box[3])]
    ys = [x * m[1] + y * m[3] + m[5] for x in (box[0], box[2]) for y in (box[1], box[3])]
    return min(xs), min(ys), max(xs), max(ys)


def _straight_segments(raw: object) -> Iterator[Bounds]:
    """Yield the upright and level segments of a path that draws several (a whole grid in one path)."""
    here: tuple[float, float] | None = None
    x, y = ctypes.c_float(), ctypes.c_float()
    for index in range(min(pdfium_c.FPDFPath_CountSegments(raw), LONGEST_LIST)):
        segment = pdfium_c.FPDFPath_GetPathSegment(raw, index)
        pdfium_c.FPDFPathSegment_GetPoint(segment, x, y)
        there = (x.value, y.value)
        kind = pdfium_c.FPDFPathSegment_GetType(segment)
        if (
            kind == pdfium_c.FPDF_SEGMENT_LINETO
            and here is not None
            and (abs(here[0] - there[0]) < 1 or abs(here[1] - there[1]) < 1)
        ):
            yield (min(here[0], there[0]), min(here[1], there[1]), max(here[0], there[0]), max(here[1], there[1]))
        here = there
