"""Footnotes: small type at the foot of a page, begun by a mark."""

from __future__ import annotations

import re
from collections import defaultdict

from msgspec.structs import replace

from policyscan.cleaning.layout import body_size
from policyscan.model.document import Block, BlockKind, Document

_MARK = re.compile(r"^(?:[①-⑳*]|\[\d{1,2}\]|[(（]?\d{1,2}[)）]?\s?(?=[^\d.．、%年月日]))")
_SMALLER = 0.88


def set_footnotes_aside(document: Document) -> Document:
    """Mark footnotes: from a small line with a mark in the lower part of a page to the page's last small line."""
    blocks = document.blocks
    body = body_size(blocks)
    if not body:
        return document
    heights = {page.number: page.height for page in document.pages}
    pages: dict[int, list[int]] = defaultdict(list)
    for index, block in enumerate(blocks):
        if block.kind is BlockKind.LINE and block.box is not None:
            pages[block.page].append(index)
    marks: set[int] = set()
    for page, indices in pages.items():
        indices.sort(key=lambda i: _top(blocks[i]))
        foot: list[int] = []
        for index in reversed(indices):
            block = blocks[index]
            low = _top(block) > 0.5 * heights[page]
            if not low or block.size > _SMALLER * body:
                break
            foot.append(index)
        while foot and not _MARK.match(blocks[foot[-1]].text):
            foot.pop()
        marks.update(foot)
    if not marks:
        return document
    return document.with_blocks(
        [replace(b, kind=BlockKind.FOOTNOTE) if i in marks else b for i, b in enumerate(blocks)]
    )


def _top(block: Block) -> float:
    return block.box.top if block.box is not None else 0.0
