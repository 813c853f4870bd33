"""A web page → its texts in order, each with what it may be: a paragraph, a heading, a row of a table, furniture."""

from __future__ import annotations

import re

from lxml import etree
from msgspec import Struct, field
from msgspec.structs import force_setattr

from policyscan.model.chinese import count_han
from policyscan.model.document import BlockKind
from policyscan.readers.archive import local
from policyscan.readers.blocks import split_at_breaks

_DROPPED = frozenset(
    {
        "script", "style", "noscript", "template", "svg", "math", "iframe", "object", "embed", "head", "select", "button",
        "textarea", "input", "title",
    }
)  # fmt: skip
_BLOCKS = frozenset(
    {
        "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "div", "dl", "dt", "fieldset",
        "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "li", "main",
        "nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
    }
)  # fmt: skip
_FURNITURE = re.compile(
    r"(?:^|[-_\s])(?:nav|menu|header|footer|foot|sidebar|crumbs?|breadcrumbs?|share|toolbar|copyright|links?|pager|search|login|"
    r"related|recommend|qrcode|ewm|bottom|top-?bar|site-?map|friend|dao-?hang|gjdh|fenxiang|position|weizhi)(?:$|[-_\s\d])",
    re.I,
)
_ARTICLE = re.compile(
    r"(?:^|[-_\s])(?:article|content|zoom|main|detail|trs_editor|view|news|text|body)(?:$|[-_\s\d])", re.I
)
_MOST_FURNITURE = 600
"""An element with more Han characters holds text, whatever its class says."""
_COPYRIGHT = re.compile(
    r"版权|[主承协]办|ICP备|备案|标识码|分辨率|浏览器|(?:许可|授权)不得|技术支持|联系我们|联系电话|邮编|免责"
)
_SENTENCE = re.compile(r"[。；！？]")
_HEADING = re.compile(r"h[1-6]")
_LARGEST_CELL = 1500
LEAST_PROSE = 200
"""Fewer Han characters in sentences, among many links, are no document."""


class Piece(Struct, frozen=True):
    """A run of text between the edges of block elements; ``home`` is the innermost of them."""

    text: str
    home: etree._Element
    linked: int = 0
    kind: BlockKind = BlockKind.PARAGRAPH
    level: int | None = None
    cells: tuple[str, ...] = ()
    table: int | None = None
    is_furniture: bool = False

    def __post_init__(self) -> None:
        # Sentences are text, whatever the class of the element about them says.
        if self.is_furniture and self.is_prose and len(self.text) >= 30 and not _COPYRIGHT.search(self.text):
            force_setattr(self, "is_furniture", False)

    @property
    def is_link(self) -> bool:
        return self.linked > 0.6 * len(self.text)

    @property
    def is_prose(self) -> bool:
        if self.kind is BlockKind.TABLE_ROW:
            return not self.is_link and len(self.text) > 20
        return len(self.text) >= 20 and bool(_SENTENCE.search(self.text)) and not self.is_link


class _Walk(Struct):
    pieces: list[Piece] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)
    linked: int = 0
    tables: int = 0

    def say(self, text: str | None, is_link: bool) -> None:
        if text:
            self.parts.append(re.sub(r"[ \t\r\n\f]+", " ", text))
            self.linked += len(text.strip()) if is_link else 0

    def end(self, home: etree._Element, is_furniture: bool) -> None:
        """End the piece that was said."""
        lines = split_at_breaks("".join(self.parts))
        linked, self.parts, self.linked = self.linked, [], 0
        name = local(home)
        if _HEADING.fullmatch(name):
            title = " ".join(lines)
            if title and len(title) <= 60:
                self.pieces.append(
                    Piece(title, home, linked, BlockKind.HEADING, int(name[1]), is_furniture=is_furniture)
                )
                return
        for line in lines:
            self.pieces.append(Piece(line, home, min(linked, len(line)), is_furniture=is_furniture))
            linked -= min(linked, len(line))


def visible_pieces(root: etree._Element) -> list[Piece]:
    """Return the visible texts of a page; all texts where an article waits for a script to show it."""
    pieces = pieces_of(root)
    if sum(count_han(p.text) for p in pieces if p.is_prose) >= LEAST_PROSE:
        return pieces
    return pieces_of(root, with_hidden=True)


def pieces_of(root: etree._Element, *, with_hidden: bool = False) -> list[Piece]:
    """Return the texts of a page in their order."""
    walk = _Walk()
    homes: list[etree._Element] = [root]
    furniture = links = 0  # how many of the open elements are furniture, and links
    events = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
    for event, element in events:
        name = local(element)
        if event in ("comment", "pi") or not name:
            walk.say(element.tail, links > 0)
            continue
        if event == "start":
            if name in _DROPPED or (not with_hidden and _is_hidden(element)):
                events.skip_subtree()
                continue
            furniture += _is_furniture(element, name)
            links += name == "a"
            if name == "br":
                walk.parts.append("\n")
            elif name in _BLOCKS:
                walk.end(homes[-1], furniture > 0)
                homes.append(element)
                if name == "table" and _is_data_table(element):
                    _table(element, walk, furniture > 0)
                    events.skip_subtree()
                    continue
            walk.say(element.text, links > 0)
        else:
            if name in _BLOCKS and homes[-1] is element:
                walk.end(element, furniture > 0)
                homes.pop()
            if name not in _DROPPED and (with_hidden or not _is_hidden(element)):
                furniture -= _is_furniture(element, name)
                links -= name == "a"
            walk.say(element.tail if element is not root else None, links > 0)
    walk.end(root, False)
    return walk.pieces


def _is_hidden(element: etree._Element) -> bool:
    style = re.sub(r"\s", "", element.get("style") or "").lower()
    return "display:none" in style or "visibility:hidden" in style or element.get("hidden") is not None


def _is_furniture(element: etree._Element, name: str) -> bool:
    if name in ("html", "body", "article", "main"):
        return False
    if name in ("nav", "footer", "aside") or element.get("role") in ("navigation", "banner", "contentinfo", "search"):
        return _han(element) < _MOST_FURNITURE
    hints = f"{element.get('class') or ''} {element.get('id') or ''}"
    if not hints.strip() or _ARTICLE.search(hints):
        return False
    return bool(_FURNITURE.search(hints)) and _han(element) < _MOST_FURNITURE


def _han(element: etree._Element) -> int:
    return count_han("".join(map(str, element.itertext(etree.Element))))


def _is_data_table(table: etree._Element) -> bool:
    """Whether a table holds data: pages of twenty years ago are laid out in tables, whole articles in a cell."""
    if table.find(".//table") is not None:
        return False
    rows = _rows(table)
    if len(rows) < 2 or max(map(len, rows)) < 2:
        return False
    return max(len(cell) for row in rows for cell in row) < _LARGEST_CELL


def _rows(table: etree._Element) -> list[list[str]]:
    """Return the texts of a table's cells; a cell that spans rows stands in the first and is empty in the others."""
    rows: list[list[str]] = []
    spans: dict[int, int] = {}  # rows that a cell still covers, by column
    for row in table.iter("tr"):
        cells: list[str] = []
        for cell in (c for c in row if local(c) in ("td", "th")):
            while spans.get(len(cells), 0) > 0:
                spans[len(cells)] -= 1
                cells.append("")
            span = cell.get("rowspan", "1")
            if span.isdecimal() and 1 < int(span) < 1000:
                spans[len(cells)] = int(span) - 1
            cells.append(_text_of(cell))
        while spans.get(len(cells), 0) > 0:
            spans[len(cells)] -= 1
            cells.append("")
        rows.append(cells)
    return rows


def _text_of(cell: etree._Element) -> str:
    parts: list[str] = []
    events = etree.iterwalk(cell, events=("start", "end", "comment", "pi"))
    for event, element in events:
        name = local(element)
        if event == "start" and name:
            if name in _DROPPED or _is_hidden(element):
                events.skip_subtree()
                continue
            parts.append(" " if name in _BLOCKS or name == "br" else "")
            parts.append(element.text or "")
        elif element is not cell:
            parts.append(element.tail or "")
    return " ".join("".join(parts).split())


def _table(table: etree._Element, walk: _Walk, is_furniture: bool) -> None:
    walk.tables += 1
    for row, cells in zip(table.iter("tr"), _rows(table), strict=True):
        if any(cells):
            linked = sum(len("".join(map(str, a.itertext(etree.Element))).strip()) for a in row.iter("a"))
            text = "\t".join(cells)
            walk.pieces.append(
                Piece(text, table, linked, BlockKind.TABLE_ROW, None, tuple(cells), walk.tables, is_furniture)
            )
