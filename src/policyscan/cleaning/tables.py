"""Tables and boxes cut by a page break are made whole; a header row that comes again is set aside."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from policyscan.model.chinese import join_lines_of_text
from policyscan.model.document import Block, BlockKind, Document, Fragment

_NEW_BOX = re.compile(r"^专栏\s*\d*")
_TABLED = (BlockKind.TABLE_ROW, BlockKind.BOX)


def join_tables(document: Document) -> Document:
    """Give a table or box that goes on over a page break one number, and join the row that the break cut."""
    joined: list[Block] = []
    renumbered: dict[int, int] = {}
    header: dict[int, tuple[str, ...]] = {}
    for block in document.blocks:
        if block.kind not in _TABLED or block.table is None:
            joined.append(block)
            continue
        if block.table not in renumbered:
            last = _last_running(joined)
            renumbered[block.table] = last.table if last and last.table and _goes_on(last, block) else block.table
            first_of_page = True
        else:
            first_of_page = False
        table = renumbered[block.table]
        block = replace(block, table=table)
        if block.kind is BlockKind.TABLE_ROW:
            if first_of_page and header.get(table) == block.cells:
                joined.append(replace(block, kind=BlockKind.HEADER))
                continue
            header.setdefault(table, block.cells)
            last = _last_running(joined)
            after_header = (
                joined[-1].kind is BlockKind.HEADER and joined[-1].cells == header.get(table) if joined else False
            )
            if last is not None and (first_of_page or after_header) and _is_rest_of(last, block):
                joined[joined.index(last)] = _join_rows(last, block)
                continue
        joined.append(block)
    return document.with_blocks(joined)


def _last_running(blocks: Sequence[Block]) -> Block | None:
    return next((b for b in reversed(blocks) if not b.kind.is_set_aside), None)


def _goes_on(last: Block, block: Block) -> bool:
    if last.kind is not block.kind or block.page != last.pages[1] + 1:
        return False
    if block.kind is BlockKind.BOX:
        return not _NEW_BOX.match(block.text)
    return len(last.cells) == len(block.cells)


def _is_rest_of(last: Block, block: Block) -> bool:
    """Whether a row at the top of a page is the rest of the last row of the page before: its first cell is empty."""
    return (
        last.kind is BlockKind.TABLE_ROW
        and last.table == block.table
        and len(last.cells) == len(block.cells)
        and not block.cells[0]
        and bool(last.cells[0])
        and block.page > last.page
    )


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
