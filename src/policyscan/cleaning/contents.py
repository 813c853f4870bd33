"""Tables of contents (目录): their lines name everything and say nothing."""

from __future__ import annotations

import re

from msgspec.structs import replace

from policyscan.model.document import Block, BlockKind, Document

_TITLE = re.compile(r"^[【\[]?(?:目录|目次|contents|目录contents)[】\]]?$", re.IGNORECASE)
_LEADER = re.compile(r"(?:[.．·•・…⋯─_-]\s?){4,}\s*[-—(（]?\s*(?:\d{1,4}|[ivxlcIVXLC]{1,6})?\s*[-—)）]?\s*$|…{2,}")
_ENTRY = re.compile(
    r"^(?:第[一二三四五六七八九十百\d]+[编章节篇部]|[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[)）]|\d+(?:\.\d+)*[.、\s]|附[件录表]|专栏|前言|引言).{1,60}?"
    r"\s*[-—(（]?\s*\d{1,4}\s*[-—)）]?$"
)
_BARE_ENTRY = re.compile(
    r"^(?:第[一二三四五六七八九十百\d]+[编章节篇部]\s?\S{1,40}|[一二三四五六七八九十]+、[^。；]{1,40}|[（(][一二三四五六七八九十]+[)）][^。；]{1,40}|"
    r"\d+(?:\.\d+)*[.、\s][^。；]{1,40}|附[件录则表].{0,30})$"
)
_TEXT = (BlockKind.LINE, BlockKind.PARAGRAPH, BlockKind.HEADING)


def set_contents_aside(document: Document) -> Document:
    """Mark the lines of a table of contents."""
    blocks = document.blocks
    marks = {i for i, b in enumerate(blocks) if b.kind in _TEXT and _is_leader(b.text)}
    if len(marks) < 3:  # a few dots are a figure's caption or an ellipsis
        marks = set()
    titles = [i for i, b in enumerate(blocks) if b.kind in _TEXT and _TITLE.match(b.text.replace(" ", ""))]
    for title in titles:
        entries = _entries_after(blocks, title)
        if entries or marks:
            marks |= {title, *entries}
    if not marks:
        return document
    return document.with_blocks(
        [replace(b, kind=BlockKind.CONTENTS) if i in marks else b for i, b in enumerate(blocks)]
    )


def _is_leader(text: str) -> bool:
    return bool(_LEADER.search(text)) and len(text) < 120


def _entries_after(blocks: tuple[Block, ...], title: int) -> set[int]:
    """Return the entries below the word 目录: as long as lines look like entries, or their first heading comes again."""
    entries: list[int] = []
    misses: list[int] = []
    first = ""
    page = blocks[title].page
    numbered = 0
    for index in range(title + 1, min(title + 300, len(blocks))):
        block = blocks[index]
        if block.kind.is_set_aside:
            continue
        if block.kind not in _TEXT or block.page > page + 1:
            break
        text = block.text.replace(" ", "")
        if first and text == first:
            break  # 目录 without page numbers: the body begins where the first entry comes again
        has_number = bool(_ENTRY.match(text)) or _is_leader(block.text)
        is_bare = numbered < 3 and bool(_BARE_ENTRY.match(text)) and not text.endswith("。")
        if has_number or is_bare:
            numbered += has_number
            page = block.page
            first = first or re.sub(r"[.…·\d\s]+$", "", text)
            entries += [*misses, index]
            misses = []
        elif len(misses) < 1 and len(text) < 40 and not text.endswith("。"):
            misses.append(index)  # an entry of two lines
        else:
            break
    return set(entries) if len(entries) >= 3 else set()
