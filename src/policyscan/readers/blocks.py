"""Blocks of formats that know paragraphs but no lines on a page: DOCX and HTML."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from policyscan.model.chinese import ends_sentence, join_lines_of_text
from policyscan.model.document import Block, BlockKind, Fragment

_LONG = 25
"""A line of so many characters that stops within a sentence was broken by a program, not by its writer."""


def paragraph(text: str, kind: BlockKind = BlockKind.PARAGRAPH, level: int | None = None, size: float = 0.0) -> Block:
    """Return a paragraph; ``level`` is for headings, ``size`` in points."""
    return Block(text, (Fragment(0, len(text), 1, text),), kind, size=size, level=level)


def table_row(cells: Sequence[str], table: int, *, page: int = 1, line: int | None = None) -> Block:
    """Return a row of a table, its cells parted by tabs; each cell that is not empty has its fragment."""
    fragments: list[Fragment] = []
    start = 0
    for cell in cells:
        if cell:
            fragments.append(Fragment(start, start + len(cell), page, cell, line=line))
        start += len(cell) + 1
    return Block("\t".join(cells), tuple(fragments), BlockKind.TABLE_ROW, cells=tuple(cells), table=table)


def numbered(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """Return blocks whose fragments tell the number of the paragraph, from 1, in `Fragment.line`."""
    return tuple(
        replace(block, fragments=tuple(replace(f, line=number) for f in block.fragments))
        for number, block in enumerate(blocks, 1)
    )


def split_at_breaks(text: str) -> list[str]:
    r"""Return the lines of a paragraph with forced line breaks, those that break a sentence joined.

    >>> split_at_breaks("云岭省人民政府\n关于印发规划的通知")
    ['云岭省人民政府', '关于印发规划的通知']
    >>> split_at_breaks("加快建设全省一体化的政务大数据体系，推进公共数据依\n法有序开放。")
    ['加快建设全省一体化的政务大数据体系，推进公共数据依法有序开放。']
    """
    lines: list[str] = []
    for line in (re.sub(r"[ \t\r\f\v\u00a0\u3000]+", " ", line).strip() for line in text.split("\n")):
        if not line:
            continue
        if lines and len(lines[-1]) >= _LONG and not ends_sentence(lines[-1]):
            lines[-1] = join_lines_of_text(lines[-1], line)
        else:
            lines.append(line)
    return lines
