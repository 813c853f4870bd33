"""Reading order: files draw tables, headers and text in any order; a page of one column reads from top to bottom."""

from __future__ import annotations

from itertools import groupby, pairwise

from policyscan.cleaning.layout import has_columns
from policyscan.model.document import Block, BlockKind, Document


def put_in_order(document: Document) -> Document:
    """Sort the blocks of each page of one column by height; pages of two columns stay as they are drawn.

    The lines of a table or box stay together. Lines at one height stay in the order in which they are drawn.
    """
    ordered: list[Block] = []
    for _, page in groupby(document.blocks, key=lambda block: block.page):
        blocks = list(page)
        if not _is_sorted(blocks) and not has_columns(blocks) and not _steps_aside(blocks):
            blocks = _by_height(blocks)
        ordered.extend(blocks)
    return document.with_blocks(ordered)


def _top(block: Block) -> float:
    return block.box.top if block.box is not None else 0.0


def _is_sorted(blocks: list[Block]) -> bool:
    tops = [_top(block) for block in blocks if block.kind is not BlockKind.WATERMARK]
    return all(a <= b + 3 for a, b in pairwise(tops))


def _steps_aside(blocks: list[Block]) -> bool:
    """Whether the drawing goes up again beside what it drew before: a margin column, a box next to the text."""
    boxes = [block.box for block in blocks if block.box is not None]
    if len(boxes) < len(blocks):
        return True  # without a place there is nothing to sort by
    return any(
        b.bottom < a.top and min(a.right, b.right) - max(a.left, b.left) < 0.2 * min(a.right - a.left, b.right - b.left)
        for a, b in pairwise(boxes)
    )


def _by_height(blocks: list[Block]) -> list[Block]:
    groups: list[tuple[float, list[Block]]] = []
    for table, members in groupby(blocks, key=lambda block: block.table):
        if table is None:
            groups.extend((_top(block), [block]) for block in members)
        else:
            group = list(members)
            groups.append((min(_top(block) for block in group), group))
    # Heights are compared in steps of 4 points: what stands side by side differs by a hair.
    groups.sort(key=lambda group: round(group[0] / 4))
    return [block for _, group in groups for block in group]
