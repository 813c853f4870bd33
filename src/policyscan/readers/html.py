"""HTML → Document: the article of a web page, its menus set aside.

Every text of the page becomes a block in its order, so nothing is lost: what is a menu, a list of links, a header or a footer is
only marked (`BlockKind.WEB`). Extractors that rebuild the article from scores lose paragraphs and keep menus of Chinese
government pages (docs/decisions/docx-html.md has the figures).
"""

from __future__ import annotations

import email
import email.policy
import re
from collections.abc import Sequence
from pathlib import Path

from lxml import etree, html
from msgspec.structs import replace

from policyscan.errors import UnreadableDocument
from policyscan.language import Bilingual
from policyscan.model.chinese import count_han
from policyscan.model.document import Block, BlockKind, Document, Note, NoteKind, Page
from policyscan.readers.blocks import numbered, paragraph, table_row
from policyscan.readers.html_article import aside, declared_titles, is_portal, mark_article
from policyscan.readers.html_pieces import Piece, pieces_of, visible_pieces
from policyscan.readers.legibility import note_on_text
from policyscan.readers.text import decode

_ATTACHED = re.compile(r"\.(?:pdf|docx?|wps|xlsx?|et|ofd|zip|rar|7z|pptx?|ceb|txt|rtf)(?:$|[?#])", re.I)
_DECLARED = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]+)", re.I)
_FORM = re.compile(
    r"(?:申请|登记|备案|报名|报送|反馈|推荐|汇总)表|回执|承诺书|样[式表]|模板|格式|流程图|示意图|二维码|解读"
)
"""Attachments that are filled in or explain: what a policy says is not in them."""
_SHORT = 800
"""A page with fewer Han characters in its article, and an attachment, says what it says in the attachment."""


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
    pieces = [] if root is None else visible_pieces(root)
    titles = [] if root is None else declared_titles(root)
    notes: list[Note] = []
    if not pieces:
        notes.append(Note(NoteKind.NO_TEXT_LAYER, Bilingual("网页中没有文字", "the page has no text")))
    elif is_portal(pieces):
        pieces = [aside(piece) for piece in pieces]
        portal = Bilingual(
            "内容像网站首页或栏目页，不是文件本身", "this looks like a portal or a list of links, not like the document"
        )
        notes.append(Note(NoteKind.NOT_THE_DOCUMENT, portal))
    else:
        pieces = mark_article(pieces, titles)
        han = sum(count_han(p.text) for p in pieces if not p.kind.is_set_aside)
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
    fullest = max(pages, key=count_han)
    return pages[0] if 2 * count_han(pages[0]) >= count_han(fullest) else fullest


def blocks_of_page(text: str) -> list[Block]:
    """Return all blocks of a page that is part of a document: such a page has no menus."""
    root = _parse(text)
    return [] if root is None else [_block(piece) for piece in pieces_of(root)]


def _parse(text: str) -> etree._Element | None:
    parser = html.HTMLParser(huge_tree=True, no_network=True)  # pages nest deeper than 256 elements
    try:
        # A declaration of the encoding would be an error in text that is decoded, NUL would end the page.
        return html.document_fromstring(re.sub(r"^\s*<\?xml[^>]*\?>", "", text).replace("\x00", ""), parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, AssertionError):
        return None


def _attachments(root: etree._Element, pieces: Sequence[Piece]) -> list[str]:
    """Return the names of the files that the article links to."""
    shown = {piece.text for piece in pieces if not piece.is_furniture}
    names: dict[str, None] = {}
    for link in root.iter("a"):
        name = re.sub(r"[\x00-\x1f\x7f-\x9f]", "", " ".join("".join(map(str, link.itertext())).split()))
        if _ATTACHED.search(link.get("href", "")) and count_han(name) >= 2 and any(name in t for t in shown):
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


def _block(piece: Piece) -> Block:
    if piece.kind is BlockKind.TABLE_ROW and piece.table is not None:
        return table_row(piece.cells, piece.table)
    return paragraph(piece.text, piece.kind, piece.level)
