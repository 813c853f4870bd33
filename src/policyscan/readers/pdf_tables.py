"""Tables and boxes (专栏) of a PDF page: pdfium's ruling lines, pdfplumber's geometry.

pdfplumber's own page objects cost 60 ms a page; its functions on edges cost next to nothing, and pdfium can tell where the
rulings are. So the tables are pdfplumber's, the page is pdfium's.
"""

from __future__ import annotations

import ctypes
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, repeat

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from policyscan.model.document import Block, BlockKind, Box, Fragment
from policyscan.readers.pdf_lines import Geometry, PageLines, Piece, join_pieces

_THIN = 2.5
"""A filled path thinner than this, in points, is a ruling."""
_LONG = 12.0
"""A ruling is at least this long, in points: shorter ones are underlines of a character or parts of a drawing."""
_SNAP = 3.0
"""Rulings this near to one another, in points, are one (pdfplumber's own tolerance)."""
_MAX_OBJECTS = 40_000
_MAX_RULINGS = 4_000
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
        if len(horizontal) + len(vertical) > _MAX_RULINGS:
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


def _path_boxes(page: pdfium.PdfPage) -> Iterator[Bounds]:
    """Yield the boxes of straight strokes, rectangles and thin fills: left, bottom, right, top in PDF space."""
    size = page.get_width() * page.get_height()
    count = min(pdfium_c.FPDFPage_CountObjects(page.raw), _MAX_OBJECTS)
    children = list(map(pdfium_c.FPDFPage_GetObject, repeat(page.raw), range(count)))
    for left, bottom, right, top in _boxes_of(children, _IDENTITY, 0):
        if (right - left) * (top - bottom) < _PAGE_FRAME * size:
            yield left, bottom, right, top


def _boxes_of(objects: Sequence[object], matrix: Matrix, depth: int) -> Iterator[Bounds]:
    # A page has hundreds of text objects and a few paths: `map` asks for their kinds at C speed.
    kinds = map(pdfium_c.FPDFPageObj_GetType, objects)
    for raw, kind in zip(objects, kinds, strict=True):
        if kind == _TEXT_OBJECT:
            continue
        if kind == pdfium_c.FPDF_PAGEOBJ_PATH:
            if _is_seen(raw):
                yield from _path_edges(raw, matrix)
        elif kind == pdfium_c.FPDF_PAGEOBJ_FORM and depth < _MAX_DEPTH:
            count = min(pdfium_c.FPDFFormObj_CountObjects(raw), _MAX_OBJECTS)
            children = list(map(pdfium_c.FPDFFormObj_GetObject, repeat(raw), range(count)))
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
    for index in range(min(pdfium_c.FPDFPath_CountSegments(raw), _MAX_RULINGS)):
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


def find_tables(rulings: Rulings) -> list[list[Box]]:
    """Return the cells of each table, row by row. A table of one cell is a box."""
    single = _single_column(rulings)
    return _grid(rulings) if single is None else single


def _single_column(rulings: Rulings) -> list[list[Box]] | None:
    """Return the tables of a page on which all upright rulings stand at two places: boxes, the commonest tables of plans.

    None where there are more, and the page needs the general way.
    """
    places = _clusters(x for x, _, _ in rulings.vertical)
    if len(places) != 2:
        return None
    left, right = places
    if right - left < _LONG:
        return None
    levels = _clusters(y for y, a, b in rulings.horizontal if a <= left + _SNAP and b >= right - _SNAP)
    tables: list[list[Box]] = []
    for top, bottom in pairwise(levels):
        if not all(_covers(rulings.vertical, x, top, bottom) for x in places):
            continue
        cell = Box(left, top, right, bottom)
        if tables and tables[-1][-1].bottom == top:
            tables[-1].append(cell)
        else:
            tables.append([cell])
    return tables


def _clusters(values: Iterable[float]) -> list[float]:
    """Return the middle of each group of values that stand within `_SNAP` points of the one before."""
    groups: list[list[float]] = []
    for value in sorted(values):
        if groups and value - groups[-1][-1] <= _SNAP:
            groups[-1].append(value)
        else:
            groups.append([value])
    return [(group[0] + group[-1]) / 2 for group in groups]


def _covers(verticals: Sequence[Ruling], x: float, top: float, bottom: float) -> bool:
    length = sum(max(0.0, min(b, bottom) - max(a, top)) for at, a, b in verticals if abs(at - x) <= _SNAP)
    return length >= 0.9 * (bottom - top)


def _grid(rulings: Rulings) -> list[list[Box]]:
    from pdfplumber.table import cells_to_tables, edges_to_intersections, intersections_to_cells, merge_edges

    edges = [
        {"orientation": "h", "x0": a, "x1": b, "top": y, "bottom": y, "width": b - a, "height": 0.0}
        for y, a, b in rulings.horizontal
    ] + [
        {"orientation": "v", "x0": x, "x1": x, "top": a, "bottom": b, "width": 0.0, "height": b - a}
        for x, a, b in rulings.vertical
    ]
    merged = merge_edges(edges, snap_x_tolerance=3, snap_y_tolerance=3, join_x_tolerance=3, join_y_tolerance=3)
    if len(merged) > _MAX_RULINGS:
        return []
    cells = intersections_to_cells(edges_to_intersections(merged, 4, 4))
    tables = cells_to_tables(cells)
    # pdfplumber drops tables of one cell; a 专栏 that goes on from the page before is just that.
    tabled = {cell for table in tables for cell in table}
    tables += [[cell] for cell in cells if cell not in tabled]
    placed = [[Box(*map(float, cell)) for cell in sorted(table, key=lambda c: (c[1], c[0]))] for table in tables]
    return sorted(placed, key=lambda table: (table[0].top, table[0].left))


def place_tables(page_lines: PageLines, number: int, rulings: Rulings, tables: int) -> tuple[list[Block], int]:
    """Put table rows and boxes in the place of the lines that stand in them.

    Returns
    -------
    The blocks of the page (lines outside tables, `BlockKind.TABLE_ROW` with cells, lines of boxes with
    `BlockKind.BOX`), and the number of tables up to and including this page.
    """
    lines = page_lines.lines
    placed: dict[int, list[Block]] = {}
    inside: set[int] = set()
    for cells in find_tables(rulings):
        frame = _frame(cells)
        members = [i for i, line in enumerate(lines) if i not in inside and _is_within(line.box, frame)]
        if not members or (len(cells) == 1 and not _is_box(members, lines)):
            continue
        tables += 1
        inside.update(members)
        placed[members[0]] = _table_blocks(cells, page_lines, members, number, tables)
    blocks: list[Block] = []
    for index, line in enumerate(lines):
        if index in placed:
            blocks.extend(placed[index])
        elif index not in inside:
            blocks.append(line)
    return blocks, tables


def _is_box(members: Sequence[int], lines: Sequence[Block]) -> bool:
    """Whether a single frame holds a text: one around a line without a stop is decoration, unless it says 专栏."""
    text = lines[members[0]].text
    return len(members) > 1 or text.startswith("专栏") or text.endswith(("。", "；"))


def _frame(cells: Sequence[Box]) -> Box:
    frame = cells[0]
    for cell in cells[1:]:
        frame = frame.union(cell)
    return frame


def _is_within(box: Box | None, frame: Box) -> bool:
    if box is None:
        return False
    x, y = (box.left + box.right) / 2, (box.top + box.bottom) / 2
    return frame.left - 1 <= x <= frame.right + 1 and frame.top - 1 <= y <= frame.bottom + 1


def _table_blocks(
    cells: Sequence[Box], page_lines: PageLines, members: Sequence[int], number: int, table: int
) -> list[Block]:
    rows = _rows(cells)
    if all(len(row) == 1 for row in rows):
        return [replace(page_lines.lines[i], kind=BlockKind.BOX, table=table) for i in members]
    texts = _lines_by_cell(cells, page_lines)
    return [block for row in rows if (block := _row_block(row, texts, number, table)) is not None]


def _rows(cells: Sequence[Box]) -> list[list[Box]]:
    """Group cells by their top; a cell merged over several rows stands in the first."""
    tops = sorted({round(cell.top) for cell in cells})
    merged = [top for i, top in enumerate(tops) if i == 0 or top - tops[i - 1] > 3]
    rows: dict[int, list[Box]] = defaultdict(list)
    for cell in cells:
        rows[bisect_right(merged, round(cell.top) + 3) - 1].append(cell)
    return [sorted(rows[key], key=lambda c: c.left) for key in sorted(rows)]


def _lines_by_cell(cells: Sequence[Box], page_lines: PageLines) -> dict[Box, list[Piece]]:
    """Return what stands in each cell. A piece that runs over several cells is cut at their rulings."""
    by_cell: dict[Box, list[Piece]] = {cell: [] for cell in cells}
    frame = _frame(cells)
    smallest_first = sorted(cells, key=lambda c: (c.right - c.left) * (c.bottom - c.top))
    for piece in page_lines.pieces:
        if not _is_within(piece.box, frame):
            continue
        whole = next((cell for cell in smallest_first if _holds(cell, piece.box)), None)
        for part in [piece] if whole else page_lines.characters(piece):
            home = whole or next((cell for cell in smallest_first if _is_within(part.box, cell)), None)
            if home is not None:
                by_cell[home].append(part)
    return {cell: _lines_of(members) for cell, members in by_cell.items()}


def _holds(cell: Box, box: Box) -> bool:
    return (
        cell.left - 2 <= box.left
        and box.right <= cell.right + 2
        and cell.top - 2 <= (box.top + box.bottom) / 2 <= cell.bottom + 2
    )


def _lines_of(pieces: list[Piece]) -> list[Piece]:
    """Join the pieces of a cell to lines: first what is drawn in a row, then what stands in a row."""
    lines = join_pieces(pieces)
    if len(lines) < 2:
        return lines
    lines.sort(key=lambda line: (round(line.box.top / max(line.size, 1.0) * 2), line.box.left))
    return join_pieces(lines)


def _row_block(row: Sequence[Box], texts: dict[Box, list[Piece]], number: int, table: int) -> Block | None:
    parts: list[str] = []
    fragments: list[Fragment] = []
    length = 0
    for cell in row:
        if parts:
            length += 1  # the tab between cells
        start = length
        for line in texts[cell]:
            fragments.append(Fragment(length, length + len(line.text), number, line.text, line.box))
            length += len(line.text)
        parts.append("".join(line.text for line in texts[cell]))
        length = start + len(parts[-1])
    if not any(parts):
        return None
    size = max((line.size for cell in row for line in texts[cell]), default=0.0)
    return Block(
        "\t".join(parts), tuple(fragments), BlockKind.TABLE_ROW, size=round(size, 1), cells=tuple(parts), table=table
    )
