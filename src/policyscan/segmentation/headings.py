"""Headings of Chinese official documents: 第一章, 一、, （一）, 1., （1）, ①, 第十二条, 专栏, 附件, and run-in headings.

The outline is found by numbering, not by type size: official documents number everything (GB/T 9704—2012, 7.3.3), and
flattened files have nothing else.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from policyscan.model.chinese import LETTER
from policyscan.model.document import Block, BlockKind, Document

_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_CN = "一二三四五六七八九十百零〇"

_FORMS: tuple[tuple[int, re.Pattern[str]], ...] = (
    (0, re.compile(r"(?P<mark>附\s*(?:件|录|表)\s*(?P<n>[0-9A-Z一二三四五六七八九十]*)\s*[:：]?)(?!包括|的|中)")),
    (1, re.compile(rf"(?P<mark>第(?P<n>[{_CN}\d]+)[编篇])")),
    (2, re.compile(rf"(?P<mark>第(?P<n>[{_CN}\d]+)[章部])(?!分|门|队)")),
    (3, re.compile(rf"(?P<mark>第(?P<n>[{_CN}\d]+)节)")),
    (4, re.compile(rf"(?P<mark>(?P<n>[{_CN}]+)、)")),
    (5, re.compile(rf"(?P<mark>第(?P<n>[{_CN}\d]+)条(?:之[{_CN}]+)?)(?![、和至第的款规线])")),
    (6, re.compile(rf"(?P<mark>[（(](?P<n>[{_CN}]+)[)）])")),
    (7, re.compile(r"(?P<mark>(?P<n>\d{1,2})(?:[.．]\s?(?!\d)|、))")),
    (8, re.compile(r"(?P<mark>[（(](?P<n>\d{1,2})[)）])")),
    (9, re.compile(r"(?P<mark>(?P<n>[①-⑳]))")),
)
"""Numbering in order of rank, 0 outermost. 第X条 ranks below 第X节 and 一、 but holds （一）."""

_DECIMAL = re.compile(r"(?P<mark>(?P<n>\d{1,2}(?:\.\d{1,2}){1,3}))\s*(?=[^\d%％.,，、年月日个万亿元—\-~～倍米℃))])")
_APPENDIX = re.compile(rf"(?P<mark>[A-Z](?:\.\d{{1,2}}){{1,3}})\s*(?={LETTER})")
_STOP = re.compile(r"[。；;！？!?]")
_RUN_IN = re.compile(r"^(?P<title>[^，,。；;：:！？]{2,24})。(?=.)")
_TITLES = (
    "总体要求|总体思路|总则|附则|指导思想|基本原则|主要原则|工作原则|发展目标|主要目标|工作目标|总体目标|建设目标|重点任务|主要任务|工作任务|重点工作|"
    "保障措施|组织保障|组织实施|工作要求|有关要求|发展形势|发展现状|发展基础|现状与形势|面临形势|存在问题|法律责任|监督管理|监督检查|实施步骤|"
    "进度安排|工作安排|时间安排|背景和意义|重要意义"
)
_KNOWN_TITLE = re.compile(rf"^(?:{_TITLES})(?:和(?:{_TITLES}))?")
_MAX_TITLE = 45
"""A numbered line longer than this many characters is an item, not a heading."""


class Section(Struct, frozen=True):
    """A block of running text with the headings above it (outermost first), or a heading itself.

    ``run_in`` is the heading with which the paragraph itself begins (“坚持数据赋能。……”), without its stop.
    """

    block: Block
    start: int
    headings: tuple[str, ...]
    is_heading: bool = False
    level: int = 0
    run_in: str | None = None
    is_item: bool = False


class _Number(Struct, frozen=True):
    rank: int
    value: int
    end: int


def number_of(text: str) -> int:
    """Return the value of a Chinese or Arabic number below 1000; 0 for what is none.

    >>> number_of("二十三"), number_of("一百零五"), number_of("12"), number_of("③")
    (23, 105, 12, 3)
    """
    if text.isdecimal():
        return int(text)
    if len(text) == 1 and "①" <= text <= "⑳":
        return ord(text) - ord("①") + 1
    total = digit = 0
    for char in text:
        if char == "百":
            total, digit = total + max(digit, 1) * 100, 0
        elif char == "十":
            total, digit = total + max(digit, 1) * 10, 0
        elif char in _DIGITS:
            digit = _DIGITS[char] if not digit else digit * 10 + _DIGITS[char]
        else:
            return 0
    return total + digit


def _numbered(text: str) -> _Number | None:
    """Return the number with which a text begins."""
    for pattern, base in ((_DECIMAL, 3), (_APPENDIX, 1)):
        if found := pattern.match(text):
            return _Number(base + found["mark"].count("."), 0, found.end("mark"))
    for rank, pattern in _FORMS:
        if found := pattern.match(text):
            return _Number(rank, number_of(found["n"]), found.end("mark"))
    return None


def outline(document: Document) -> tuple[Section, ...]:
    """Return the running blocks in order, each with its headings; glued headings are cut loose.

    ``start`` of a section counts characters of the document's clean text.
    """
    stack: list[tuple[int, str]] = []
    sections: list[Section] = []
    pieces = list(_pieces(document))
    for index, (block, start) in enumerate(pieces):
        trail = tuple(title for _, title in stack)
        if block.kind is BlockKind.HEADING:
            rank = block.level if block.level is not None else 1
            _push(stack, rank - 20, block.text)  # below 0: numbering always stands inside marked headings
            sections.append(_heading(block, start, stack))
            continue
        if block.kind is not BlockKind.PARAGRAPH:
            sections.append(Section(block, start, trail))
            continue
        number = _numbered(block.text)
        if number is None:
            run_in = _RUN_IN.match(block.text)
            sections.append(
                Section(block, start, trail, run_in=run_in["title"] if run_in and len(block.text) > 40 else None)
            )
            continue
        title = block.text.rstrip("。：:")
        in_article = number.rank > 5 and any(rank == 5 for rank, _ in stack)
        following = pieces[index + 1][0] if index + 1 < len(pieces) else None
        if not in_article and (_is_heading(block.text, number) or _heads_what_follows(block.text, number, following)):
            _push(stack, number.rank, title)
            sections.append(_heading(block, start, stack))
            continue
        run_in_title = _run_in_title(block.text, number)
        _push(stack, number.rank, run_in_title)
        above = tuple(t for _, t in stack[:-1])
        shown = run_in_title if len(run_in_title) <= _MAX_TITLE else None
        if number.rank == 5 or (shown and len(shown) > number.end):
            sections.append(Section(block, start, above, run_in=shown, is_item=number.rank > 5))
        else:
            stack.pop()
            sections.append(Section(block, start, above, is_item=True))
    return tuple(sections)


def _heading(block: Block, start: int, stack: Sequence[tuple[int, str]]) -> Section:
    above = tuple(title for _, title in stack[:-1])
    return Section(block, start, above, is_heading=True, level=len(stack))


def _push(stack: list[tuple[int, str]], rank: int, title: str) -> None:
    while stack and stack[-1][0] >= rank:
        stack.pop()
    stack.append((rank, title))


def _is_heading(text: str, number: _Number) -> bool:
    rest = text[number.end :].strip()
    if number.rank == 5:
        return False
    if number.rank == 0:
        return len(text) <= _MAX_TITLE and not _STOP.search(text)
    if not rest:
        return number.rank <= 3
    if len(rest) > _MAX_TITLE or rest[-1] in "；;，,、：:":
        return rest[-1] in "：:" and len(rest) <= 25 and number.rank <= 4
    inner = rest[:-1] if rest[-1] == "。" else rest
    if _STOP.search(inner):
        return False
    # “（一）发展成就。” is a heading; “（三）建立台账并按月报送。” is an item.
    return rest[-1] != "。" or (number.rank <= 6 and len(rest) <= 24 and "，" not in rest)


def _heads_what_follows(text: str, number: _Number, following: Block | None) -> bool:
    """Whether a short numbered sentence with a comma is a heading: “（五）推动共建共享，释放发展新红利。” heads the
    paragraph after it, while “（三）建立台账，按月报送。” is one item among others.
    """
    if number.rank not in (4, 6) or len(text) > 30 or not text.endswith("。") or _STOP.search(text[:-1]):
        return False
    if following is None or following.kind is not BlockKind.PARAGRAPH or len(following.text) <= len(text):
        return False
    after = _numbered(following.text)
    return after is None or after.rank > number.rank


def _run_in_title(text: str, number: _Number) -> str:
    """Return the number with the short sentence after it, or the bare number."""
    if number.rank == 5:
        return text[: number.end]
    rest = text[number.end :]
    stop = re.search(r"[。：:；;]", rest)
    if stop and stop.group() in "。" and 2 <= stop.start() <= 36 and rest[: stop.start()].count("，") < 2:
        return text[: number.end + stop.start()]
    return text[: number.end]


def _pieces(document: Document) -> Iterator[tuple[Block, int]]:
    """Yield the running blocks with their place in the clean text; paragraphs are cut at glued headings."""
    start = 0
    for block in document.running:
        if block.kind is BlockKind.PARAGRAPH:
            for piece_start, piece_end in _glued(block.text):
                yield cut_block(block, piece_start, piece_end), start + piece_start
        else:
            yield block, start
        start += len(block.text) + 1


def cut_block(block: Block, start: int, end: int) -> Block:
    """Return the part ``text[start:end]`` of a block."""
    if start == 0 and end == len(block.text):
        return block
    kept = [
        replace(f, start=max(f.start, start) - start, end=min(f.end, end) - start)
        for f in block.fragments
        if f.start < end and f.end > start
    ]
    return replace(block, text=block.text[start:end], fragments=tuple(kept) or block.fragments[:1])


_GLUED = re.compile(
    rf"第[{_CN}]+[编章节](?!的|内|中)|第[{_CN}]+条(?![、和至第的款规线])|[一二三四五六七八九十]{{1,3}}、|[（(][一二三四五六七八九十]{{1,3}}[)）]"
)
_OPENING = "。；;！？!?”）)：:"
_LONG = 250


def _glued(text: str) -> list[tuple[int, int]]:
    """Return the pieces of a paragraph in which headings stand glued, as (start, end).

    A number counts where it goes on with the numbering: behind a sentence end, or anywhere if it is the next in turn.
    """
    if len(text) <= _LONG:
        return [(0, len(text))] if not _leads_glued(text) else _cut_at(text, _glued_marks(text))
    return _cut_at(text, _glued_marks(text))


def _leads_glued(text: str) -> bool:
    return bool(re.match(rf"第[{_CN}]+章[^。]{{1,20}}第[{_CN}]+条", text))


def _glued_marks(text: str) -> list[tuple[int, _Number]]:
    marks: list[tuple[int, _Number]] = []
    last: dict[int, int] = {}
    for found in _GLUED.finditer(text):
        number = _numbered(found.group() + "x")
        if number is None:
            continue
        before = text[found.start() - 1] if found.start() else "。"
        in_turn = number.value == last.get(number.rank, 0) + 1 and number.rank in last
        if (
            before in _OPENING
            or (in_turn and before not in "第“《（(、和及与")
            or (
                marks
                and found.start() - marks[-1][0] <= _MAX_TITLE
                and number.rank > marks[-1][1].rank
                and number.value == 1
            )
        ):
            if before == "：" and number.value != 1:
                continue
            if number.rank == 4 and number.value == 1 and before not in "。；;！？!?”）)":
                continue
            marks.append((found.start(), number))
            last[number.rank] = number.value
            for deeper in [r for r in last if r > number.rank and r != 5]:
                del last[deeper]
    return marks


def _cut_at(text: str, marks: Sequence[tuple[int, _Number]]) -> list[tuple[int, int]]:
    cuts = {0}
    for index, (start, number) in enumerate(marks):
        cuts.add(start)
        following = marks[index + 1][0] if index + 1 < len(marks) else len(text)
        body = start + number.end
        if number.rank <= 4 and following - body > _MAX_TITLE and (known := _KNOWN_TITLE.match(text[body:].lstrip())):
            cuts.add(body + known.end() + (len(text[body:]) - len(text[body:].lstrip())))
    ordered = [*sorted(cuts), len(text)]
    return [(a, b) for a, b in itertools.pairwise(ordered) if b > a]
