"""Table rows and boxes (专栏) of a page, made of the lines that stand in its cells."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence

from msgspec import Struct
from msgspec.structs import replace

from policyscan.model.document import Block, BlockKind, Box, Fragment
from policyscan.readers.grid import find_tables
from policyscan.readers.lines import PageText, Piece, join_pieces, lines_of
from policyscan.readers.rulings import SNAP, Rulings

_REPEATED = 40
"""A merged cell of no more characters is read again in each of its rows."""


def place_tables(page_lines: PageText, number: int, rulings: Rulings, tables: int) -> tuple[list[Block], int]:
    """Put table rows and boxes in the place of the lines that stand in them.

    Returns
    -------
    The blocks of the page (lines outside tables, `BlockKind.TABLE_ROW` with cells, lines of boxes with
    `BlockKind.BOX`), and the number of tables up to and including this page.
    """
    pieces = page_lines.pieces
    placed: dict[int, list[Block]] = {}
    inside: set[int] = set()
    outside: dict[int, list[Piece]] = {}  # what of a piece in a table stands in none of its cells, by the piece's index
    for cells in find_tables(rulings):
        frame = _frame(cells)
        members = [i for i, piece in enumerate(pieces) if i not in inside and _is_within(piece.box, frame)]
        if not members or (len(cells) == 1 and not _is_box([pieces[i] for i in members])):
            continue
        tables += 1
        inside.update(members)
        placed[members[0]] = _table_blocks(cells, page_lines, members, outside, number, tables)
    blocks: list[Block] = []
    between: list[Piece] = []

    def finish() -> None:
        blocks.extend(lines_of(between, number))
        between.clear()

    for index, piece in enumerate(pieces):
        if index in placed:
            finish()
            blocks.extend(placed[index])
        between.extend([piece] if index not in inside else outside.get(index, ()))
    finish()
    return blocks, tables


def _is_box(pieces: list[Piece]) -> bool:
    """Whether a single frame holds a text: one around a line without a stop is decoration, unless it says 专栏."""
    lines = join_pieces(pieces)
    return len(lines) > 1 or lines[0].text.startswith("专栏") or lines[0].text.endswith(("。", "；"))


def _frame(cells: Sequence[Box]) -> Box:
    frame = cells[0]
    for cell in cells[1:]:
        frame = frame.union(cell)
    return frame


def _is_within(box: Box, frame: Box) -> bool:
    x, y = (box.left + box.right) / 2, (box.top + box.bottom) / 2
    return frame.left - 1 <= x <= frame.right + 1 and frame.top - 1 <= y <= frame.bottom + 1


def _table_blocks(
    cells: Sequence[Box],
    page_lines: PageText,
    members: Sequence[int],
    outside: dict[int, list[Piece]],
    number: int,
    table: int,
) -> list[Block]:
    rows = _rows(cells)
    if all(sum(slot.cell is not None for slot in row) <= 1 for row in rows):
        lines = lines_of([page_lines.pieces[i] for i in members], number)
        return [replace(line, kind=BlockKind.BOX, table=table) for line in lines]
    texts = _lines_by_cell(cells, page_lines, members, outside)
    return [
        block
        for row in _without_empty_columns(rows, texts)
        if (block := _row_block(row, texts, number, table)) is not None
    ]


class _Slot(Struct, frozen=True):
    """A place in a row: the cell that covers it, if this is where the cell is read; ``is_first``: in its first row."""

    cell: Box | None
    is_first: bool = True


def _edges(places: Iterable[float]) -> list[float]:
    """Return the first of each group of places that lie within 3 points of one another."""
    ordered = sorted(places)
    return [place for i, place in enumerate(ordered) if i == 0 or place - ordered[i - 1] > SNAP]


def _rows(cells: Sequence[Box]) -> list[list[_Slot]]:
    """Return what stands in each row, column by column.

    A cell merged over several columns stands in the first of them, one merged over several rows in each of them, and one
    that is as wide as the table is a row of its own.
    """
    columns, bands = _edges(cell.left for cell in cells), _edges(cell.top for cell in cells)
    rows = [[_Slot(None)] * len(columns) for _ in bands]
    for cell in cells:
        column, end_column = _from_to(columns, cell.left, cell.right)
        row, end_row = _from_to(bands, cell.top, cell.bottom)
        if end_column - column == len(columns):
            rows[row] = [_Slot(cell)]
            continue
        for at in range(row, end_row):
            if len(rows[at]) == len(columns):
                rows[at][column] = _Slot(cell, at == row)
    return rows


def _from_to(edges: Sequence[float], start: float, end: float) -> tuple[int, int]:
    """Return the numbers of the first edge within a stretch, and of the first beyond it."""
    first = max(bisect_right(edges, start + SNAP) - 1, 0)
    return first, max(bisect_left(edges, end - SNAP), first + 1)


def _without_empty_columns(rows: list[list[_Slot]], texts: dict[Box, list[Piece]]) -> list[list[_Slot]]:
    """Leave out the columns in which nothing is ever written: decoration, or the stub of a cell merged unevenly."""
    wide = max(map(len, rows))
    kept = [
        column
        for column in range(wide)
        if any(len(row) == wide and (cell := row[column].cell) is not None and texts[cell] for row in rows)
    ]
    return [[row[column] for column in kept] if len(row) == wide else row for row in rows]


def _lines_by_cell(
    cells: Sequence[Box], page_lines: PageText, members: Sequence[int], outside: dict[int, list[Piece]]
) -> dict[Box, list[Piece]]:
    """Return what stands in each cell. A piece that runs over several cells is cut at their rulings; what stands in none
    goes to ``outside``.
    """
    by_cell: dict[Box, list[Piece]] = {cell: [] for cell in cells}
    smallest_first = sorted(cells, key=lambda c: (c.right - c.left) * (c.bottom - c.top))
    for index in members:
        piece = page_lines.pieces[index]
        middle = (piece.box.top + piece.box.bottom) / 2
        level = [cell for cell in smallest_first if cell.top - 2 <= middle <= cell.bottom + 2]
        whole = next((cell for cell in level if _spans(cell, piece.box)), None)
        for part in [piece] if whole else page_lines.characters(piece):
            home = whole or next((cell for cell in level if _is_within(part.box, cell)), None)
            if home is not None:
                by_cell[home].append(part)
            else:
                outside.setdefault(index, []).append(part)
    return {cell: _lines_of(members) for cell, members in by_cell.items()}


def _spans(cell: Box, box: Box) -> bool:
    return cell.left - 2 <= box.left and box.right <= cell.right + 2


def _lines_of(pieces: list[Piece]) -> list[Piece]:
    """Join the pieces of a cell to lines: first what is drawn in a row, then what stands in a row."""
    lines = join_pieces(pieces)
    if len(lines) < 2:
        return lines
    lines.sort(key=lambda line: (round(line.box.top / max(line.size, 1.0) * 2), line.box.left))
    return join_pieces(lines)


def _row_block(row: Sequence[_Slot], texts: dict[Box, list[Piece]], number: int, table: int) -> Block | None:
    parts: list[str] = []
    fragments: list[Fragment] = []
    length = 0
    for slot in row:
        if parts:
            length += 1  # the tab between cells
        start = length
        for line in _lines_of_slot(slot, texts):
            fragments.append(Fragment(length, length + len(line.text), number, line.text, line.box))
            length += len(line.text)
        parts.append("".join(line.text for line in _lines_of_slot(slot, texts)))
        length = start + len(parts[-1])
    own = [line for slot in row if slot.cell is not None and slot.is_first for line in texts[slot.cell]]
    if not own:
        return None
    size = max(line.size for line in own)
    return Block(
        "\t".join(parts), tuple(fragments), BlockKind.TABLE_ROW, size=round(size, 1), cells=tuple(parts), table=table
    )


def _lines_of_slot(slot: _Slot, texts: dict[Box, list[Piece]]) -> list[Piece]:
    if slot.cell is None:
        return []
    lines = texts[slot.cell]
    # What a merged cell says (a unit, a group of tasks) holds for each of its rows; a long text is said once.
    return lines if slot.is_first or sum(len(line.text) for line in lines) <= _REPEATED else []
