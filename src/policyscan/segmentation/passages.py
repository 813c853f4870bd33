"""Sections → passages: the unit that is classified (see `Passage`)."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Sequence

from msgspec import Struct, field
from msgspec.structs import replace

from policyscan.model.chinese import count_han
from policyscan.model.document import Block, BlockKind, Document
from policyscan.model.passage import Passage, PassageKind, Span
from policyscan.model.tasks import is_header_of_tasks
from policyscan.segmentation.headings import Section, cut_block, outline

LONGEST = 250
"""A paragraph of more characters is cut into passages, at enumerators first, then at sentence ends."""
_TOLERATED = 290
"""A paragraph a little longer is left whole: two passages of which one is a stump serve nobody."""

_SENTENCE = re.compile(r"[^。！？!?；;]*[。！？!?；;]+[”’」』）)》]*|[^。！？!?；;]+$")
_ENUMERATOR = re.compile(
    r"(?:(?<=[。；;：:！？，,])|^)(?:[一二三四五六七八九十]是|第[一二三四五六七八九十][，,]|首先[，,]|其次[，,]|[（(][\d一二三四五六七八九十]{1,2}[)）]|[①-⑳]|\d{1,2}[.、](?!\d))"
)
_FRAME = re.compile(
    r"^(?:[（(]?(?:此件|本文)[^。]{0,20}[)）]?|附[:：].*|附件\s*\d*\s*[:：].{0,60}|(?:图|表)\s*\d+[\s:：.-].{0,50}|抄送[:：].*|印发机关.*|.{2,30}(?:办公厅|办公室)\s*\d{4}年\d{1,2}月\d{1,2}日印发)$"
)
_ADDRESSEES = re.compile(r"^[^。]{2,160}[:：]$")
_ADDRESSED = re.compile(r"(?:人民政府|各部委|各直属|直属机构|各单位|各部门|有关部门|各区|各县|各镇|委员会|办公室)")


def split_passages(document: Document) -> tuple[Passage, ...]:
    """Return the passages of a document in order. Headings, signatures and lists of attachments are none."""
    sections = outline(document)
    passages: list[Passage] = []
    headers = _find_headers(sections)
    for index, section in enumerate(sections):
        if section.is_heading or index in headers.rows or not _is_passage(section, index):
            continue
        header = headers.of_table.get(section.block.table or 0, ())
        passages.extend(replace(p, header=header) if p.cells and header else p for p in _passages_of(section))
    return tuple(passages)


def _is_passage(section: Section, index: int) -> bool:
    text = section.block.text
    han = count_han(text)
    if section.block.kind is BlockKind.TABLE_ROW:
        return han >= 12
    if section.block.kind is BlockKind.BOX:
        return han >= 10
    if _FRAME.match(text):
        return False
    if index < 12 and _ADDRESSEES.match(text) and _ADDRESSED.search(text):
        return False
    if re.search(r"[。；;：:！？!?]", text):
        return han >= 8
    # Without any stop: a caption, a signature, a name in a list; but a long line is text.
    return han >= 24 or (section.is_item and han >= 12)


class _Headers(Struct):
    """The header rows: their indices among the sections, and the lowest of each table by the table's number."""

    rows: set[int] = field(default_factory=set)
    of_table: dict[int, tuple[str, ...]] = field(default_factory=dict)


_HEAD = 3
"""Above the row that names the columns of a table of tasks may stand its title, and what fills a form."""


def _find_headers(sections: Sequence[Section]) -> _Headers:
    """Find the rows that name columns: in a table of tasks by their words, else the first if its cells are short."""
    tables: dict[int, list[int]] = {}
    for index, section in enumerate(sections):
        block = section.block
        if block.kind is BlockKind.TABLE_ROW and block.table is not None:
            tables.setdefault(block.table, []).append(index)
    headers = _Headers()
    for table, rows in tables.items():
        head = next((i for i, r in enumerate(rows[:_HEAD]) if is_header_of_tasks(sections[r].block.cells)), None)
        if head is None and all(len(cell) <= 16 for cell in sections[rows[0]].block.cells):
            head = 0
        if head is not None:
            headers.rows.update(rows[: head + 1])
            headers.of_table[table] = sections[rows[head]].block.cells
    return headers


def _passages_of(section: Section) -> Iterable[Passage]:
    block = section.block
    if block.kind is BlockKind.TABLE_ROW:
        return [_passage(section, 0, len(block.text), PassageKind.TABLE_ROW, section.headings)]
    if block.kind is BlockKind.BOX:
        return _passages_of_box(section)
    kind = PassageKind.ITEM if section.is_item else PassageKind.PARAGRAPH
    headings = (*section.headings, section.run_in) if section.run_in else section.headings
    return [_passage(section, a, b, kind, headings) for a, b in cut_long(block.text)]


def _passages_of_box(section: Section) -> Iterable[Passage]:
    text = section.block.text
    title, _, body = text.partition("\n")
    has_title = bool(body) and len(title) <= 40 and not title.endswith("。")
    headings = (*section.headings, title) if has_title else section.headings
    if len(text) <= _TOLERATED:
        return [_passage(section, 0, len(text), PassageKind.BOX, headings)]
    start = len(title) + 1 if has_title else 0
    passages = []
    while start < len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        if count_han(text[start:end]) >= 8:
            passages += [
                _passage(section, start + a, start + b, PassageKind.BOX, headings) for a, b in cut_long(text[start:end])
            ]
        start = end + 1
    return passages


def _passage(section: Section, start: int, end: int, kind: PassageKind, headings: tuple[str, ...]) -> Passage:
    part: Block = cut_block(section.block, start, end)
    return Passage(
        part.text,
        Span(section.start + start, section.start + end),
        headings,
        kind,
        part.pages,
        part.fragments,
        cells=part.cells,
    )


def cut_long(text: str) -> list[tuple[int, int]]:
    """Return the cuts of a paragraph as (start, end): itself if it is short enough.

    >>> cut_long("短。")
    [(0, 2)]
    """
    if len(text) <= _TOLERATED:
        return [(0, len(text))]
    marks = [0, *(m.start() for m in _ENUMERATOR.finditer(text) if m.start() > 0), len(text)]
    units: list[tuple[int, int]] = []
    for start, end in itertools.pairwise(marks):
        if end - start <= _TOLERATED:
            units.append((start, end))
        else:
            units.extend(_packed(_sentences(text, start, end)))
    return _packed(units)


def _sentences(text: str, start: int, end: int) -> list[tuple[int, int]]:
    return [(start + m.start(), start + m.end()) for m in _SENTENCE.finditer(text[start:end])]


def _packed(units: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Join neighbouring units up to `LONGEST` characters; a stump at the end joins what is before it."""
    packed: list[tuple[int, int]] = []
    for start, end in units:
        if packed and end - packed[-1][0] <= LONGEST:
            packed[-1] = (packed[-1][0], end)
        else:
            packed.append((start, end))
    if len(packed) > 1 and packed[-1][1] - packed[-1][0] < 40:
        last = packed.pop()
        packed[-1] = (packed[-1][0], last[1])
    return packed
