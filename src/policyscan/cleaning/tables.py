"""Tables and boxes cut by a page break are made whole; a header row that comes again is set aside."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec.structs import replace

from policyscan.model.chinese import ends_sentence, join_lines_of_text
from policyscan.model.document import Block, BlockKind, Document, Fragment

_NEW_BOX = re.compile(r"^专栏\s*\d*")
_LONGEST_GROUP = 40
_TABLED = (BlockKind.TABLE_ROW, BlockKind.BOX)


def join_tables(document: Document) -> Document:
    """Give a table or box that goes on over a page break one number, join the row that the break cut, and set aside the
    header rows that come again.

    A group's name in the first columns (合并单元格) that stands only on the page before is said again.
    """
    joiner = _Joiner()
    for block in document.blocks:
        joiner.add(block)
    return document.with_blocks(joiner.blocks)


_HEAD = 3
"""As many rows at the top of a table may be its header."""


class _Joiner:
    """Takes the blocks of a document one by one."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self._renumbered: dict[int, int] = {}
        self._heads: dict[int, list[tuple[str, ...]]] = {}
        self._rows_on_page = 0  # of the part of a table that is being read
        self._part: int | None = None
        self._repeats_head = False
        self._is_at_top = False  # the next row is the first of this page that is not header

    def add(self, block: Block) -> None:
        if block.kind not in _TABLED or block.table is None:
            self.blocks.append(block)
            return
        last = _last_running(self.blocks)
        if block.table != self._part:
            self._begin_part(block, last)
        block = replace(block, table=self._renumbered[block.table])
        if block.kind is BlockKind.BOX:
            self.blocks.append(block)
            return
        self._add_row(block, last)

    def _begin_part(self, block: Block, last: Block | None) -> None:
        assert block.table is not None
        self._part = block.table
        self._rows_on_page = 0
        before = last.table if last is not None and self._goes_on(last, block) else None
        self._renumbered[block.table] = block.table if before is None else before
        self._repeats_head = self._is_at_top = before is not None

    def _goes_on(self, last: Block, block: Block) -> bool:
        if last.kind is not block.kind or block.page != last.pages[1] + 1:
            return False
        if block.kind is BlockKind.BOX:
            return not _NEW_BOX.match(block.text)
        head = self._heads.get(last.table or 0, [()])
        return len(last.cells) == len(block.cells) or block.cells == head[0] or len(block.cells) == len(head[0])

    def _add_row(self, block: Block, last: Block | None) -> None:
        assert block.table is not None
        head = self._heads.setdefault(block.table, [])
        row = self._rows_on_page
        self._rows_on_page += 1
        if self._repeats_head and row < len(head) and head[row] == block.cells and _is_header(block.cells):
            self.blocks.append(replace(block, kind=BlockKind.HEADER))
            return
        self._repeats_head = False
        if not self._is_at_top and len(head) < _HEAD:
            head.append(block.cells)
        if self._is_at_top and last is not None and len(last.cells) == len(block.cells) and not block.cells[0]:
            if _is_rest_of(last, block):
                self._is_at_top = False
                index = next(i for i in range(len(self.blocks) - 1, -1, -1) if self.blocks[i] is last)
                self.blocks[index] = _join_rows(last, block)
                return
            block = _with_group_of(last, block)
        # A group goes on for all rows at the top of a page that do not say another.
        self._is_at_top = self._is_at_top and last is not None and block.cells[:1] == last.cells[:1]
        self.blocks.append(block)


def _is_header(cells: Sequence[str]) -> bool:
    return all(len(cell) <= 24 and not ends_sentence(cell) for cell in cells)


def _last_running(blocks: Sequence[Block]) -> Block | None:
    return next((b for b in reversed(blocks) if not b.kind.is_set_aside), None)


def _is_rest_of(last: Block, block: Block) -> bool:
    """Whether a row without a first cell, at the top of a page, is the rest of the last row of the page before.

    It is where the longest text above has not come to its end, or where nothing stands below it: then other cells had
    more lines. Else the first cell is one merged over several rows.
    """
    longest = max(range(len(last.cells)), key=lambda i: len(last.cells[i]))
    if not block.cells[longest]:
        return True
    return not ends_sentence(last.cells[longest])


def _with_group_of(last: Block, block: Block) -> Block:
    """Return a row with what the row above says in the columns that are empty from the left."""
    empty = next((i for i, cell in enumerate(block.cells) if cell), 0)
    group = last.cells[:empty]
    if not any(group) or sum(map(len, group)) > _LONGEST_GROUP:
        return block
    shift = sum(map(len, group))
    inherited = [f for f in last.fragments if f.end <= shift + empty - 1]
    own = [replace(f, start=f.start + shift, end=f.end + shift) for f in block.fragments]
    cells = (*group, *block.cells[empty:])
    return replace(block, text="\t".join(cells), cells=cells, fragments=(*inherited, *own))


def _join_rows(first: Block, second: Block) -> Block:
    """Join two rows cell by cell."""
    cells = [join_lines_of_text(a, b) for a, b in zip(first.cells, second.cells, strict=True)]
    fragments: list[Fragment] = []
    start = first_start = second_start = 0
    for a, b, cell in zip(first.cells, second.cells, cells, strict=True):
        fragments += _moved(first.fragments, first_start, first_start + len(a), start)
        fragments += _moved(second.fragments, second_start, second_start + len(b), start + len(cell) - len(b))
        start += len(cell) + 1
        first_start += len(a) + 1
        second_start += len(b) + 1
    return replace(first, text="\t".join(cells), cells=tuple(cells), fragments=tuple(fragments))


def _moved(fragments: Sequence[Fragment], start: int, end: int, to: int) -> list[Fragment]:
    return [
        replace(f, start=f.start - start + to, end=f.end - start + to)
        for f in fragments
        if start <= f.start and f.end <= end
    ]
