"""HTML → Document: the article of a web page, its menus set aside.

Every text of the page becomes a block in its order, so nothing is lost: what is a menu, a list of links, a header or a footer is
only marked (`BlockKind.WEB`). The article is the smallest element that holds the page's sentences; extractors that rebuild it
from scores lose paragraphs and keep menus of Chinese government pages (docs/decisions/docx-html.md has the figures).
"""

from __future__ import annotations

import email
import email.policy
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from lxml import etree, html

from policyscan.errors import UnreadableDocument
from policyscan.language import Bilingual
from policyscan.model.document import Block, BlockKind, Document, Note, NoteKind, Page
from policyscan.readers.archive import local
from policyscan.readers.blocks import numbered, paragraph, split_at_breaks, table_row
from policyscan.readers.legibility import note_on_text
from policyscan.readers.text import decode

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
_META = re.compile(
    r"^[【\[（(]?\s*(?:(?:信息|文章|稿件)?来源|稿源|发[布表](?:日期|时间|机构|单位|人)|发文(?:日期|机关|字号|单位)|成文日期|印发日期|生成日期|公开(?:日期|方式|形式)|"
    r"索\s*引\s*号|主题(?:词|分类)?|信息分类|分类|文\s*号|标\s*题|名\s*称|有\s*效\s*性|效力状态|体裁|时间|日期|作者|供稿|审核|点击(?:数|量)?|浏览(?:次数|量)?|阅读(?:次数|量)?|访问量)\s*[:：]"
)
"""What a page says of its article, before or after it: labels with a value."""
_TOOLS = re.compile(
    r"^[【\[（(]?\s*(?:责任编辑|责编|编辑[:：]|打印|分享|保存|收藏|关闭|字体|字号|字\s*[:：]|扫一扫|扫描二维码|微信扫|当前位置|(?:您|你)(?:现在|当前)?(?:所在)?的?位置|您当前|"
    r"上一[篇条]|下一[篇条]|相关(?:附件|链接|文章|阅读|稿件|新闻|解读)\s*[:：]?$|返回(?:顶部|上页)|[×+\-↺✕<>|/\s]{1,3}$|\d{4}[-年/.]\d{1,2}[-月/.]\d{1,2}日?\s+\d{1,2}:\d{2})"
)
"""What a page offers to do with its article."""
_COPYRIGHT = re.compile(
    r"版权|[主承协]办|ICP备|备案|标识码|分辨率|浏览器|(?:许可|授权)不得|技术支持|联系我们|联系电话|邮编|免责"
)
_RELATED = re.compile(
    r"^(?:[您你]可能(?:还)?感兴趣的(?:文章|内容)|(?:相关|热门|精彩|编辑|为[您你])推荐|(?:推荐|相关|延伸)阅读|猜[你您]喜欢|最新文章|精彩图集|相关(?:新闻|稿件|文章|报道)|"
    r"(?:网友|暂无|我要|发表|最新|全部)评论)[:：]?$"
)
"""What stands over other articles and over comments, once the article is over."""
_NUMBER = re.compile(r"[〔\[（(]\d{4}[〕\])）]\s*第?\d{1,5}\s*号$")
_ATTACHED = re.compile(r"\.(?:pdf|docx?|wps|xlsx?|et|ofd|zip|rar|7z|pptx?|ceb|txt|rtf)(?:$|[?#])", re.I)
_SENTENCE = re.compile(r"[。；！？]")
_DECLARED = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]+)", re.I)
_FORM = re.compile(
    r"(?:申请|登记|备案|报名|报送|反馈|推荐|汇总)表|回执|承诺书|样[式表]|模板|格式|流程图|示意图|二维码|解读"
)
"""Attachments that are filled in or explain: what a policy says is not in them."""
_HAN = re.compile(r"[\u4e00-\u9fff]")
_HEADING = re.compile(r"h[1-6]")
_SHARE = 0.95
"""The article is the smallest element with this share of the characters in sentences."""
_SHORT = 800
"""A page with fewer Han characters in its article, and an attachment, says what it says in the attachment."""
_LARGEST_CELL = 1500
_LEAST_PROSE = 200
"""Fewer Han characters in sentences, among many links, are no document."""


@dataclass(frozen=True, slots=True)
class _Piece:
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
            object.__setattr__(self, "is_furniture", False)

    @property
    def is_link(self) -> bool:
        return self.linked > 0.6 * len(self.text)

    @property
    def is_prose(self) -> bool:
        if self.kind is BlockKind.TABLE_ROW:
            return not self.is_link and len(self.text) > 20
        return len(self.text) >= 20 and bool(_SENTENCE.search(self.text)) and not self.is_link


def read_html(path: Path, data: bytes, sha256: str) -> Document:
    """Read a web page. Paragraphs are blocks, `BlockKind.WEB` what is not the article, tables are rows."""
    text, is_whole = decode_html(data)
    document = _document(path, sha256, "html", text)
    if is_whole:
        return document
    loss = Bilingual("部分字节无法解码，可能缺字", "some bytes could not be decoded; characters may be missing")
    return replace(document, notes=(Note(NoteKind.DECODED_WITH_LOSS, loss), *document.notes))


def read_mhtml(path: Path, data: bytes, sha256: str) -> Document:
    """Read a page that a browser saved as one file (MHTML).

    Raises
    ------
    UnreadableDocument
        If it holds no page.
    """
    text = page_of_mhtml(data)
    if text is None:
        raise UnreadableDocument(
            Bilingual(f"{path}：MHTML 中没有网页正文", f"{path}: there is no page in the MHTML"),
            hint=Bilingual("用浏览器重新另存", "save it again from a browser"),
        )
    return _document(path, sha256, "mhtml", text)


def _document(path: Path, sha256: str, reader: str, text: str) -> Document:
    root = _parse(text)
    pieces = [] if root is None else _visible_pieces(root)
    titles = [] if root is None else _declared_titles(root)
    notes: list[Note] = []
    if not pieces:
        notes.append(Note(NoteKind.NO_TEXT_LAYER, Bilingual("网页中没有文字", "the page has no text")))
    elif _is_portal(pieces):
        pieces = [_aside(piece) for piece in pieces]
        portal = Bilingual(
            "内容像网站首页或栏目页，不是文件本身", "this looks like a portal or a list of links, not like the document"
        )
        notes.append(Note(NoteKind.NOT_THE_DOCUMENT, portal))
    else:
        pieces = _marked(pieces, titles)
        han = sum(len(_HAN.findall(p.text)) for p in pieces if not p.kind.is_set_aside)
        if root is not None and (names := _attachments(root, pieces)):
            is_the_text = han < _SHORT and not all(map(_FORM.search, names))
            notes.append(_note_on_attachments(names, is_the_text=is_the_text))
    blocks = [_block(piece) for piece in pieces]
    garbled = note_on_text("\n".join(b.text for b in blocks)[:200_000], None)
    if garbled is not None:
        notes.append(garbled)
    return Document(str(path), sha256, reader, (Page(1, 0.0, 0.0),), numbered(blocks), tuple(notes))


def decode_html(data: bytes) -> tuple[str, bool]:
    """Return a page's text and whether nothing was lost. What proves itself beats what the page declares."""
    try:
        return decode(data)
    except UnicodeDecodeError:
        declared = _DECLARED.search(data[:4096])
        name = declared[1].decode("ascii", "replace") if declared else "utf-8"
        try:
            text = data.decode(name, "replace")
        except (LookupError, ValueError):
            text = data.decode("utf-8", "replace")
        return text, "\ufffd" not in text


def page_of_mhtml(data: bytes) -> str | None:
    """Return the page of a MIME message, None where there is none: its first, unless another frame holds the text."""
    try:
        parts = list(email.message_from_bytes(data, policy=email.policy.compat32).walk())
    except RecursionError:
        return None
    pages = []
    for part in parts:
        if part.get_content_type() in ("text/html", "application/xhtml+xml"):
            payload = part.get_payload(decode=True)
            if isinstance(payload, bytes) and payload.strip():
                pages.append(decode_html(payload)[0])
    if not pages:
        return None
    fullest = max(pages, key=lambda page: len(_HAN.findall(page)))
    return pages[0] if 2 * len(_HAN.findall(pages[0])) >= len(_HAN.findall(fullest)) else fullest


def blocks_of_page(text: str) -> list[Block]:
    """Return all blocks of a page that is part of a document: such a page has no menus."""
    root = _parse(text)
    return [] if root is None else [_block(piece) for piece in _pieces(root)]


def _parse(text: str) -> etree._Element | None:
    parser = html.HTMLParser(huge_tree=True, no_network=True)  # pages nest deeper than 256 elements
    try:
        # A declaration of the encoding would be an error in text that is decoded, NUL would end the page.
        return html.document_fromstring(re.sub(r"^\s*<\?xml[^>]*\?>", "", text).replace("\x00", ""), parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, AssertionError):
        return None


@dataclass(slots=True)
class _Walk:
    pieces: list[_Piece] = field(default_factory=list)
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
                    _Piece(title, home, linked, BlockKind.HEADING, int(name[1]), is_furniture=is_furniture)
                )
                return
        for line in lines:
            self.pieces.append(_Piece(line, home, min(linked, len(line)), is_furniture=is_furniture))
            linked -= min(linked, len(line))


def _visible_pieces(root: etree._Element) -> list[_Piece]:
    """Return the visible texts of a page; all texts where an article waits for a script to show it."""
    pieces = _pieces(root)
    if sum(len(_HAN.findall(p.text)) for p in pieces if p.is_prose) >= _LEAST_PROSE:
        return pieces
    return _pieces(root, with_hidden=True)


def _pieces(root: etree._Element, *, with_hidden: bool = False) -> list[_Piece]:
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
    return len(_HAN.findall("".join(map(str, element.itertext(etree.Element)))))


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
                _Piece(text, table, linked, BlockKind.TABLE_ROW, None, tuple(cells), walk.tables, is_furniture)
            )


def _is_portal(pieces: Sequence[_Piece]) -> bool:
    """Whether a page is a home page or a list of links: it has no sentences, or few, and links about them."""
    prose = [piece for piece in pieces if piece.is_prose and not piece.is_furniture]
    if not prose:
        return _linked(pieces) > 0.4
    article = _article(prose)
    inside = [piece for piece in pieces if not piece.is_furniture and _is_within(piece.home, article)]
    if _linked(inside) > 0.5:
        return True
    return sum(len(_HAN.findall(p.text)) for p in prose) < _LEAST_PROSE and _linked(pieces) > 0.6


def _linked(pieces: Sequence[_Piece]) -> float:
    return sum(piece.linked for piece in pieces) / max(1, sum(len(piece.text) for piece in pieces))


def _marked(pieces: Sequence[_Piece], titles: Sequence[str]) -> list[_Piece]:
    """Mark what is not the article: furniture by its name, lists of links, and what stands around the article."""
    prose = [i for i, piece in enumerate(pieces) if piece.is_prose and not piece.is_furniture]
    if not prose:  # a poem, a form, a table: all that is no link
        return [_aside(p) if p.is_furniture or p.is_link or _TOOLS.match(p.text) else p for p in pieces]
    prose = _behind_title(pieces, prose, titles)
    article = _article([pieces[i] for i in prose])
    title, first = _title(pieces, prose[0], titles, article)
    end = _end(pieces, prose)
    marked: list[_Piece] = []
    for i, piece in enumerate(pieces):
        if i == title:
            marked.append(replace(piece, kind=BlockKind.HEADING, level=1))
            continue
        is_inside = _is_within(piece.home, article) and (i >= first or bool(_NUMBER.search(piece.text)))
        is_row = piece.kind is BlockKind.TABLE_ROW and i > prose[0]
        is_article = (is_inside or i in prose or is_row) and i < end
        is_menu = piece.is_link and len(piece.text) < 40
        is_about = not piece.is_prose and (
            (i < prose[0] and bool(_META.match(piece.text))) or bool(_TOOLS.match(piece.text))
        )
        marked.append(_aside(piece) if piece.is_furniture or not is_article or is_menu or is_about else piece)
    if title is None and titles and titles[0]:
        first = next(i for i, piece in enumerate(marked) if not piece.kind.is_set_aside)
        marked.insert(first, _Piece(titles[0], article, kind=BlockKind.HEADING, level=1))
    return marked


def _end(pieces: Sequence[_Piece], prose: Sequence[int]) -> int:
    """Return where the article ends: at the heading of other articles or comments, once there was text."""
    said = 0
    for i, piece in enumerate(pieces):
        if said >= _LEAST_PROSE and _RELATED.match(piece.text):
            return i
        said += len(piece.text) if i in prose else 0
    return len(pieces)


def _article(prose: Sequence[_Piece]) -> etree._Element:
    """Return the smallest element that holds nearly all of the sentences."""
    weights: Counter[etree._Element] = Counter()
    for piece in prose:
        for element in (piece.home, *piece.home.iterancestors()):
            weights[element] += len(piece.text)
    whole = sum(len(piece.text) for piece in prose)
    holding = [element for element, weight in weights.items() if weight >= _SHARE * whole]
    return max(holding, key=lambda element: sum(1 for _ in element.iterancestors()))


def _is_within(element: etree._Element, container: etree._Element) -> bool:
    return element is container or any(above is container for above in element.iterancestors())


def _title(
    pieces: Sequence[_Piece], prose: int, titles: Sequence[str], article: etree._Element
) -> tuple[int | None, int]:
    """Return where the title stands before the first sentence, and where the article begins.

    The title is what the page declares as such, or the last heading; it may stand in several lines.
    """
    before = [i for i in range(max(prose - 40, 0), prose + 1) if not pieces[i].is_furniture and not pieces[i].is_link]
    for declared in filter(None, map(_bare, titles)):
        lines = [i for i in before if _is_line_of(_bare(pieces[i].text), declared)]
        if lines:
            title = min(lines, key=lambda i: (abs(len(_bare(pieces[i].text)) - len(declared)), -i))
            return title, min((i for i in lines if _is_within(pieces[i].home, article)), default=title)
    heading = next((i for i in reversed(before) if pieces[i].kind is BlockKind.HEADING), None)
    return heading, 0 if heading is None else heading


def _behind_title(pieces: Sequence[_Piece], prose: list[int], titles: Sequence[str]) -> list[int]:
    """Return the sentences without the few that stand before a heading with the page's title: what a site says of itself."""
    whole = sum(len(pieces[i].text) for i in prose)
    for i, piece in enumerate(pieces):
        if piece.kind is BlockKind.HEADING and any(_is_line_of(_bare(piece.text), _bare(title)) for title in titles):
            behind = [k for k in prose if k > i]
            if sum(len(pieces[k].text) for k in behind) > 0.8 * whole:
                return behind
    return prose


def _is_line_of(line: str, title: str) -> bool:
    return 6 <= len(line) <= 120 and (line in title or title in line)


def _bare(text: str) -> str:
    return re.sub(r"\s", "", text)


def _declared_titles(root: etree._Element) -> list[str]:
    """Return the title of the article and that of the page, as the page declares them; "" where it does not.

    ``ArticleTitle`` is what the State Council's guide for government websites (国办发〔2017〕47号) asks of every page.
    """
    articles = [m.get("content", "") for m in root.iter("meta") if m.get("name", "").lower() == "articletitle"]
    pages = ["".join(map(str, t.itertext())) for t in root.iter("title")]
    return [" ".join("".join(found[:1]).split()) for found in (articles, pages)]


def _attachments(root: etree._Element, pieces: Sequence[_Piece]) -> list[str]:
    """Return the names of the files that the article links to."""
    shown = {piece.text for piece in pieces if not piece.is_furniture}
    names: dict[str, None] = {}
    for link in root.iter("a"):
        name = re.sub(r"[\x00-\x1f\x7f-\x9f]", "", " ".join("".join(map(str, link.itertext())).split()))
        if _ATTACHED.search(link.get("href", "")) and len(_HAN.findall(name)) >= 2 and any(name in t for t in shown):
            names[name] = None
    return list(names)


def _note_on_attachments(names: Sequence[str], *, is_the_text: bool) -> Note:
    listed_zh, listed_en = "、".join(names[:5]), ", ".join(names[:5])
    more = len(names) - 5
    rest_zh, rest_en = (f" 等 {len(names)} 件", f" and {more} more") if more > 0 else ("", "")
    return Note(
        NoteKind.ATTACHMENT,
        Bilingual(f"附件不在网页内：{listed_zh}{rest_zh}", f"attachments are not in the page: {listed_en}{rest_en}"),
        unreadable=is_the_text,
    )


def _aside(piece: _Piece) -> _Piece:
    return replace(piece, kind=BlockKind.WEB, level=None)


def _block(piece: _Piece) -> Block:
    if piece.kind is BlockKind.TABLE_ROW and piece.table is not None:
        return table_row(piece.cells, piece.table)
    return paragraph(piece.text, piece.kind, piece.level)
