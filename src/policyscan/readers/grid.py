"""Cells of tables and boxes (专栏) from the ruling lines of a page.

A page's rulings stand at a few heights and places, so they cut it into a lattice of small fields. Fields without a wall
between them are one cell (合并单元格); what is open to the outside is none. Where the walls shut in something that is not a
rectangle, pdfplumber's geometry, which looks for the smallest rectangle at each corner, finds the cells.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from policyscan.model.document import Box
from policyscan.readers.rulings import LONGEST_LIST, SNAP, Ruling, Rulings

Table = list[Box]
"""Cells, row by row. A table of one cell is a box."""
_MAX_FIELDS = 20_000


def find_tables(rulings: Rulings) -> list[Table]:
    """Return the tables and boxes of a page, from top to bottom."""
    tables = _tables_of_lattice(rulings)
    if tables is None:
        tables = _tables_by_corners(rulings)
    placed = [sorted(table, key=lambda cell: (cell.top, cell.left)) for table in tables]
    return sorted(placed, key=lambda table: (table[0].top, table[0].left))


def _tables_of_lattice(rulings: Rulings) -> list[Table] | None:
    """Return the tables of a page all of whose cells are rectangles, else None."""
    columns = _clusters(x for x, _, _ in rulings.vertical)
    rows = _clusters(y for y, _, _ in rulings.horizontal)
    wide, high = len(columns) - 1, len(rows) - 1
    if wide < 1 or high < 1 or wide * high > _MAX_FIELDS:
        return []  # no cell, or a chart
    fields = _Groups(wide * high + 1)
    outside = wide * high
    for at, walls in enumerate(_walls(rulings.horizontal, rows, columns)):
        for i, wall in enumerate(walls):
            if not wall:
                fields.join((at - 1) * wide + i if at else outside, at * wide + i if at < high else outside)
    for at, walls in enumerate(_walls(rulings.vertical, columns, rows)):
        for i, wall in enumerate(walls):
            if not wall:
                fields.join(i * wide + at - 1 if at else outside, i * wide + at if at < wide else outside)
    cells: list[tuple[int, int, int, int]] = []
    for members in fields.groups(without=outside):
        left, right = min(m % wide for m in members), max(m % wide for m in members) + 1
        top, bottom = members[0] // wide, members[-1] // wide + 1
        if len(members) != (right - left) * (bottom - top):
            return None
        cells.append((left, top, right, bottom))
    tables = _Groups(len(cells))
    corners: dict[tuple[int, int], int] = {}
    for index, (left, top, right, bottom) in enumerate(cells):
        border = [(x, y) for x in range(left, right + 1) for y in (top, bottom)]
        border += [(x, y) for x in (left, right) for y in range(top, bottom + 1)]
        for corner in border:
            tables.join(corners.setdefault(corner, index), index)
    return [
        [
            Box(columns[left], rows[top], columns[right], rows[bottom])
            for left, top, right, bottom in map(cells.__getitem__, group)
        ]
        for group in tables.groups()
    ]


class _Groups:
    """Disjoint sets of the numbers below ``size``."""

    def __init__(self, size: int) -> None:
        self._parents = list(range(size))

    def _root(self, number: int) -> int:
        parents = self._parents
        while parents[number] != number:
            parents[number] = number = parents[parents[number]]
        return number

    def join(self, one: int, other: int) -> None:
        """Put two numbers in one set."""
        self._parents[self._root(one)] = self._root(other)

    def groups(self, without: int | None = None) -> list[list[int]]:
        """Return the sets, members in ascending order, but for the set that holds ``without``."""
        found: dict[int, list[int]] = defaultdict(list)
        for number in range(len(self._parents)):
            found[self._root(number)].append(number)
        if without is not None:
            del found[self._root(without)]
        return list(found.values())


def _clusters(values: Iterable[float]) -> list[float]:
    """Return the middle of each group of values that stand within `SNAP` points of the one before."""
    groups: list[list[float]] = []
    for value in sorted(values):
        if groups and value - groups[-1][-1] <= SNAP:
            groups[-1].append(value)
        else:
            groups.append([value])
    return [(group[0] + group[-1]) / 2 for group in groups]


def _walls(rulings: Sequence[Ruling], places: Sequence[float], steps: Sequence[float]) -> list[list[bool]]:
    """Return for each of ``places`` whether rulings there run from each of ``steps`` to the next."""
    runs: list[list[list[float]]] = [[] for _ in places]
    at = 0
    for position, start, end in sorted(rulings):
        while at + 1 < len(places) and abs(places[at + 1] - position) < abs(places[at] - position):
            at += 1
        runs[at].append([start, end])
    walls = []
    for here in runs:
        here.sort()
        joined: list[list[float]] = []
        for start, end in here:
            if joined and start - joined[-1][1] <= SNAP:
                joined[-1][1] = max(joined[-1][1], end)
            else:
                joined.append([start, end])
        wall = [False] * (len(steps) - 1)
        for start, end in joined:
            for i in range(len(steps) - 1):
                if start <= steps[i] + SNAP and end >= steps[i + 1] - SNAP:
                    wall[i] = True
        walls.append(wall)
    return walls


def _tables_by_corners(rulings: Rulings) -> list[Table]:
    from pdfplumber.table import cells_to_tables, edges_to_intersections, intersections_to_cells, merge_edges

    edges = [
        {"orientation": "h", "x0": a, "x1": b, "top": y, "bottom": y, "width": b - a, "height": 0.0}
        for y, a, b in rulings.horizontal
    ] + [
        {"orientation": "v", "x0": x, "x1": x, "top": a, "bottom": b, "width": 0.0, "height": b - a}
        for x, a, b in rulings.vertical
    ]
    merged = merge_edges(
        edges, snap_x_tolerance=SNAP, snap_y_tolerance=SNAP, join_x_tolerance=SNAP, join_y_tolerance=SNAP
    )
    if len(merged) > LONGEST_LIST:
        return []
    cells = intersections_to_cells(edges_to_intersections(merged, 4, 4))
    tables = cells_to_tables(cells)
    # pdfplumber drops tables of one cell; a 专栏 that goes on from the page before is just that.
    tabled = {cell for table in tables for cell in table}
    tables += [[cell] for cell in cells if cell not in tabled]
    return [[Box(*map(float, cell)) for cell in table] for table in tables]
