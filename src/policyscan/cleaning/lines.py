"""Visual lines become paragraphs, across columns and pages.

Where lines have boxes, a paragraph ends at a line that stops short of the right edge and begins at an indent; where they
have none (plain text), a line is a paragraph unless the file is hard-wrapped.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import groupby, pairwise
from statistics import median

from msgspec import Struct
from msgspec.structs import replace

from policyscan.cleaning.layout import Measures, measures, measures_by_page, zip_columns
from policyscan.model.chinese import ends_sentence, join_lines_of_text
from policyscan.model.document import Block, BlockKind, Document, Fragment

_FULL_STOP = re.compile(r"[。！？!?；;][”’」』）)》]*$")
_ENUMERATOR = re.compile(
    r"^(?:第[一二三四五六七八九十百千零\d]+[编章节条]|[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[)）]|"
    r"\d{1,2}[.、．](?!\d)|[（(]\d{1,2}[)）]|[①-⑳]|专栏\s*\d|附[件录表]\s*\d?[：:]?|[一二三四五六七八九十]是)"
)
_DATE = re.compile(
    r"^[（(]?(?:\d{4}年\d{1,2}月(?:\d{1,2}日)?|[二〇○零一三四五六七八九]{4}年[一二三四五六七八九十]{1,2}月.{0,4})[)）]?$"
)
_WORD_START = re.compile(r"^[0-9A-Za-z%+\-./]+")


def join_lines(document: Document) -> Document:
    """Return the document with its lines joined to paragraphs, and the lines of each box to one block."""
    with_boxes = any(b.box is not None for b in document.blocks)
    joiner = _PageJoiner(document.blocks) if with_boxes else _TextJoiner(document.blocks)
    out: list[Block] = []
    open_lines: list[Block] = []  # those of the paragraph that is not finished
    held: list[Block] = []  # a table or box in the midst of that paragraph

    def finish() -> None:
        if open_lines:
            out.append(replace(joined(open_lines), kind=BlockKind.PARAGRAPH))
        out.extend(held)
        open_lines.clear()
        held.clear()

    for kind, table, group in _runs(document.blocks):
        if kind is BlockKind.LINE:
            for line in group:
                if open_lines and not joiner.goes_on(open_lines[-1], line):
                    finish()
                open_lines.append(line)
        elif kind.is_set_aside:  # a header between two halves of a paragraph does not end it
            if not open_lines:
                finish()
            out.extend(group)
        else:
            if not open_lines or ends_sentence(open_lines[-1].text):
                finish()
            # A box at the head of a page may stand between the halves of a sentence.
            held.extend([_whole_box(group)] if kind is BlockKind.BOX and table is not None else group)
    finish()
    return document.with_blocks(_boxes_made_whole(out))


def _runs(blocks: Sequence[Block]) -> Iterable[tuple[BlockKind, int | None, list[Block]]]:
    for (kind, table), group in groupby(blocks, key=lambda b: (b.kind, b.table)):
        yield kind, table, list(group)


def joined(lines: Sequence[Block], joints: Sequence[str | None] | None = None) -> Block:
    """Return lines as one block; its other attributes are those of the first.

    ``joints`` holds for each line but the first what stands before it; None for the usual joint of Chinese text.
    """
    first = lines[0]
    if len(lines) == 1:
        return first
    text = first.text
    fragments = list(first.fragments)
    for line, joint in zip(lines[1:], joints or [None] * (len(lines) - 1), strict=True):
        whole = join_lines_of_text(text, line.text) if joint is None else text + joint + line.text
        start = len(whole) - len(line.text)
        if start < len(text) and fragments:  # a hyphen went
            fragments[-1] = replace(fragments[-1], end=min(fragments[-1].end, start))
        fragments.extend(Fragment(f.start + start, f.end + start, f.page, f.raw, f.box, f.line) for f in line.fragments)
        text = whole
    return replace(first, text=text, fragments=tuple(fragments))


def _whole_box(lines: Sequence[Block]) -> Block:
    """Join the lines of a box to paragraphs, and these to one block with a line end between paragraphs."""
    joiner = _PageJoiner(lines)
    return joined(lines, [None if joiner.goes_on(a, b) else "\n" for a, b in pairwise(lines)])


def _boxes_made_whole(blocks: list[Block]) -> list[Block]:
    """Join the parts of a box between which something was set aside (a page number)."""
    out: list[Block] = []
    place: dict[int, int] = {}
    for block in blocks:
        if block.kind is BlockKind.BOX and block.table is not None:
            if block.table in place:
                first = out[place[block.table]]
                joint = "\n" if ends_sentence(first.text) or _ENUMERATOR.match(block.text) else None
                out[place[block.table]] = joined([first, block], [joint])
                continue
            place[block.table] = len(out)
        out.append(block)
    return out


class _Line(Struct, frozen=True):
    """A line beside the edges of its column, in points."""

    left: float
    top: float
    bottom: float
    indent: float
    deficit: float  # how far the line stops short of the right edge
    em: float
    off_centre: float


class _PageJoiner:
    """Decides by boxes whether a line goes on with the paragraph of the line before."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        lines = [b for b in blocks if b.kind in (BlockKind.LINE, BlockKind.BOX) and b.box is not None]
        self._edges: dict[int, Measures] = {}
        if lines and lines[0].kind is BlockKind.BOX:
            whole = measures(lines)
            self._edges = {id(line): whole for line in lines if whole}
        else:
            lines = [b for b in lines if b.kind is BlockKind.LINE]
            by_page = measures_by_page(lines)
            self._edges = {
                id(line): by_page[(line.page, column)]
                for line, column in zip_columns(lines)
                if (line.page, column) in by_page
            }
        self._places = {id(line): place for line in lines if (place := self._place(line))}
        placed = list(self._places.values())
        gaps = [b.top - a.bottom for a, b in pairwise(placed) if 0 <= b.top - a.bottom < 3 * a.em]
        self._gap = median(gaps) if gaps else 0.0
        indented = sum(1.2 <= p.indent / p.em <= 3.2 for p in placed)
        self._has_indents = indented >= max(1, 0.04 * len(placed))

    def _place(self, line: Block) -> _Line | None:
        edges, box = self._edges.get(id(line)), line.box
        if edges is None or box is None:
            return None
        em = max(line.size * 0.95, 1.0)
        return _Line(
            box.left,
            box.top,
            box.bottom,
            box.left - edges.left,
            edges.right - box.right,
            em,
            abs((box.left + box.right) / 2 - edges.centre),
        )

    def goes_on(self, last: Block, line: Block) -> bool:
        """Whether ``line`` belongs to the paragraph of ``last``."""
        a, b = self._places.get(id(last)), self._places.get(id(line))
        if a is None or b is None:
            return False
        if not 0.72 < a.em / b.em < 1.38 or _DATE.match(line.text) or line.page > last.pages[1] + 1:
            return False
        if self._is_title(last, line, a, b):
            return True
        far = last.page == line.page and b.top - a.bottom > max(2.2 * self._gap, self._gap + 0.9 * b.em)
        if far or self._stops_short(a, last, b, line):
            return False
        indent = b.indent / b.em
        if indent >= 1.2:
            # A block that is indented as a whole goes on; a first line does not.
            aligned = abs(a.left - b.left) < 0.6 * b.em
            return aligned and not ends_sentence(last.text) and not _ENUMERATOR.match(line.text)
        if _ENUMERATOR.match(line.text) and ends_sentence(last.text):
            return False
        return self._has_indents or not (_FULL_STOP.search(last.text) and a.deficit > 0.8 * a.em)

    def _stops_short(self, a: _Line, last: Block, b: _Line, line: Block) -> bool:
        """Whether a line ends before the right edge although the next line's first word would have fitted."""
        word = _WORD_START.match(line.text)
        needed = (0.55 * len(word.group()) if word else 1.0) * b.em
        if a.deficit <= needed + 0.6 * a.em:
            return False
        # Ragged lines: without a full stop, and with the next line at the margin, a few characters decide nothing.
        ragged = not ends_sentence(last.text) and a.deficit < needed + 2.2 * a.em and b.indent < 0.6 * b.em
        return not ragged

    def _is_title(self, last: Block, line: Block, a: _Line, b: _Line) -> bool:
        """Whether two centred lines of equal size are one title."""
        centred = a.off_centre < 0.8 * a.em and b.off_centre < 0.8 * b.em and a.indent > 1.5 * a.em
        near = last.page == line.page and 0 <= b.top - a.bottom < 1.3 * a.em
        own = (
            not ends_sentence(last.text) and not _ENUMERATOR.match(line.text) and not line.text.startswith(("（", "("))
        )
        return centred and near and own and 0.9 < a.em / b.em < 1.1 and b.deficit > a.em and "号" not in last.text[-1:]


class _TextJoiner:
    """Decides by length whether the lines of a plain text are hard-wrapped."""

    _MIN_WIDTH = 18

    def __init__(self, blocks: Sequence[Block]) -> None:
        lengths = [len(b.text) for b in blocks if b.kind is BlockKind.LINE and b.text]
        self._width = self._wrap_width(lengths)

    def _wrap_width(self, lengths: Sequence[int]) -> int | None:
        if len(lengths) < 8:
            return None
        ordered = sorted(lengths)
        width = ordered[int(0.95 * (len(ordered) - 1))]
        full = sum(width - 3 <= n <= width + 3 for n in lengths)
        return width if self._MIN_WIDTH <= width <= 120 and full >= 0.4 * len(lengths) else None

    def goes_on(self, last: Block, line: Block) -> bool:
        """Whether ``line`` belongs to the paragraph of ``last``: it was full, and nothing new begins."""
        if self._width is None or _lines_between(last, line):
            return False
        if line.fragments[0].raw[:1].isspace() or (_ENUMERATOR.match(line.text) and ends_sentence(last.text)):
            return False
        return len(last.text) >= self._width - 3 and not (
            _FULL_STOP.search(last.text) and len(last.text) < self._width - 1
        )


def _lines_between(last: Block, line: Block) -> bool:
    a, b = last.fragments[-1], line.fragments[0]
    return a.line is not None and b.line is not None and b.line > a.line + 1
