"""DOCX → Document: paragraphs with their automatic numbers, tables as rows, text boxes, notes; the final text of tracked changes.

The libraries that read DOCX see no automatic numbers as Word draws them, no altChunk parts, in which whole laws lie, and (most)
no text boxes; so the parts are walked here (ECMA-376 part 1) with lxml. docs/decisions/docx-html.md has the figures.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from lxml import etree
from msgspec import Struct, field
from msgspec.structs import replace

from policyscan.errors import UnreadableDocument
from policyscan.language import Bilingual
from policyscan.model.document import Block, BlockKind, Document, Note, NoteKind, Page
from policyscan.readers.archive import Archive, local, resolve
from policyscan.readers.blocks import numbered, paragraph, split_at_breaks, table_row
from policyscan.readers.docx_numbering import read_numbering
from policyscan.readers.docx_styles import Style, font_size, number, outline_level, read_styles
from policyscan.readers.docx_xml import child, is_on, relation, value, whole_number
from policyscan.readers.html import blocks_of_page, decode_html, page_of_mhtml
from policyscan.readers.legibility import note_on_text

_DROPPED = frozenset(
    {
        "del", "moveFrom", "instrText", "delText", "delInstrText", "rPr", "pPr", "sectPr", "rt", "tblPr", "tblGrid", "sdtPr",
        "trPr", "tcPr",
    }
)  # fmt: skip
_BREAKS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_MOST_CHUNKS_DEEP = 3
_LONGEST_HEADING = 60
_SENTENCE_WITHIN = re.compile(r"[。；！？].")
_LARGEST_CELL = 1500
"""A cell of more characters is a page laid out as a table."""
_LARGEST_BOX = 60
"""A table of one cell with more paragraphs is the frame of a page, no box (专栏)."""
_PAGE_PICTURE = (300 * 12_700, 400 * 12_700)
"""A picture at least this wide and high, in EMU (12,700 a point), is probably a scanned page."""
_EMBEDDED = re.compile(r"^(?:Excel|Word|PowerPoint|ET|WPS|KET|KWPS)\.", re.I)


def read_docx(path: Path, data: bytes, sha256: str) -> Document:
    """Read a DOCX file.

    Fragments carry the number of the paragraph in ``line``: pages are made by Word and change with the printer.

    Raises
    ------
    UnreadableDocument
        If it is damaged, encrypted, no Word document, or would unpack to too much.
    """
    archive = Archive(path, data)
    reader = _reader(path, archive, 0)
    if reader is None:
        raise archive.damaged("word/document.xml")
    blocks = reader.read()
    notes = [*reader.notes(), *_notes_on(archive, blocks)]
    return Document(str(path), sha256, "docx", (Page(1, 0.0, 0.0),), numbered(blocks), tuple(notes))


def _notes_on(archive: Archive, blocks: list[Block]) -> Iterator[Note]:
    if not any(not b.kind.is_set_aside for b in blocks) and any("/media/" in name for name in archive):
        yield Note(NoteKind.NO_TEXT_LAYER, Bilingual("文件只有图片，没有文字", "the file has pictures and no text"))
    for name in archive.broken:
        yield Note(
            NoteKind.TRUNCATED,
            Bilingual(f"部件 {name} 已损坏，可能缺字", f"the part {name} is damaged; text may be missing"),
        )
    garbled = note_on_text("\n".join(b.text for b in blocks)[:200_000], None)
    if garbled is not None:
        yield garbled


def _reader(path: Path, archive: Archive, depth: int) -> _Reader | None:
    relations = _relations(archive, "").values()
    main = next((t for t, kind in relations if kind == "officeDocument" and t in archive), "word/document.xml")
    root = archive.xml(main)
    return None if root is None else _Reader(path, archive, main, root, depth)


def _relations(archive: Archive, part: str) -> dict[str, tuple[str, str]]:
    """Return the relations of a part by id: target and the last word of the type. What lies outside is left there."""
    folder, _, name = part.rpartition("/")
    root = archive.xml(f"{folder}/_rels/{name}.rels" if part else "_rels/.rels")
    if root is None:
        return {}
    return {
        r.get("Id", ""): (resolve(part, r.get("Target", "")), r.get("Type", "").rpartition("/")[2])
        for r in root
        if local(r) == "Relationship" and r.get("TargetMode") != "External"
    }


class _Found(Struct):
    """What stands in a paragraph: its text, and the text boxes that are anchored in it."""

    style: Style
    parts: list[str] = field(default_factory=list)
    boxes: list[etree._Element] = field(default_factory=list)
    sizes: Counter[float] = field(default_factory=Counter)

    @property
    def size(self) -> float:
        return max(self.sizes, key=lambda size: (self.sizes[size], size), default=0.0)


class _Reader:
    """Walks the parts of one document. The parser limits how deep elements nest, so recursion ends."""

    def __init__(self, path: Path, archive: Archive, main: str, root: etree._Element, depth: int) -> None:
        self._path = path
        self._archive = archive
        self._root = root
        self._depth = depth
        self._relations = _relations(archive, main)
        parts = {kind: target for target, kind in self._relations.values()}
        self._styles = read_styles(archive.xml(parts.get("styles", "")))
        self._numbering = read_numbering(archive.xml(parts.get("numbering", "")))
        self._blocks: list[Block] = []
        self._notes: dict[Note, None] = {}
        self._tables = 0
        self._pictures = 0
        self._carried = ""  # text of a paragraph whose end was deleted: it goes on in the next
        self._in_contents = False

    def notes(self) -> list[Note]:
        """Return what could not be read."""
        notes = list(self._notes)
        if self._pictures:
            count = self._pictures
            notes.append(
                Note(
                    NoteKind.NO_TEXT_LAYER,
                    Bilingual(
                        f"{count} 张整页大小的图片，其中文字未读取",
                        f"{count} picture(s) of the size of a page, whose text was not read",
                    ),
                )
            )
        return notes

    def read(self) -> list[Block]:
        """Return the blocks of the body, then headers, footers, footnotes and endnotes, each text once."""
        body = child(self._root, "body")
        blocks = self._blocks_of(self._root if body is None else body)
        for kinds, found in (
            (("header",), BlockKind.HEADER),
            (("footer",), BlockKind.FOOTER),
            (("footnotes", "endnotes"), BlockKind.FOOTNOTE),
        ):
            texts: dict[str, None] = {}
            for target, own in self._relations.values():
                part = self._archive.xml(target) if own in kinds else None
                if part is not None:
                    texts.update(dict.fromkeys(b.text for b in self._blocks_of(part)))
            blocks += [paragraph(text.replace("\t", " "), found) for text in texts]
        return blocks

    def _blocks_of(self, element: etree._Element) -> list[Block]:
        before, self._blocks = self._blocks, []
        self._walk(element)
        if self._carried:
            self._blocks.append(paragraph(self._carried))
            self._carried = ""
        found, self._blocks = self._blocks, before
        return found

    def _walk(self, element: etree._Element) -> None:
        for inner in element:
            name = local(inner)
            if name == "p":
                self._paragraph(inner)
            elif name == "tbl":
                self._table(inner)
            elif name == "altChunk":
                self._chunk(inner)
            elif name == "AlternateContent":
                self._walk(_choice(inner))
            elif name == "sdt":
                self._content_control(inner)
            elif name == "subDoc":
                self._not_read("子文档", "a subdocument")
            elif name and name not in _DROPPED:
                self._walk(inner)

    def _content_control(self, element: etree._Element) -> None:
        properties = child(element, "sdtPr")
        if is_on(child(properties, "showingPlcHdr")):
            return  # “单击此处输入文字”
        before = self._in_contents
        self._in_contents = before or "contents" in value(properties, "docPartObj", "docPartGallery").lower()
        self._walk(element)
        self._in_contents = before

    def _paragraph(self, element: etree._Element) -> None:
        properties = child(element, "pPr")
        style = self._styles.of(value(properties, "pStyle"))
        if (level := outline_level(properties)) is not None:
            style = replace(style, level=level)
        found = _Found(style)
        self._collect(element, found)
        text = self._carried + "".join(found.parts)
        mark = child(properties, "rPr")
        if child(mark, "del") is not None or child(mark, "specVanish") is not None:
            self._carried = text
        else:
            self._carried = ""
            self._say(self._number(properties, style) if text.strip() or not found.boxes else "", text, found)
        for box in found.boxes:
            blocks = self._blocks_of(box)
            self._blocks += self._as_box(blocks) if blocks and blocks[0].text.startswith("专栏") else blocks

    def _number(self, properties: etree._Element | None, style: Style) -> str:
        """Count on, and return the number that Word draws before a paragraph."""
        number_id, level = number(properties)
        number_id = number_id if number_id is not None else style.number_id
        level = level if level is not None else style.number_level
        if number_id is None or number_id == "0":
            return ""
        return self._numbering.label(
            number_id, level if level is not None else self._numbering.level_of(number_id, style.id)
        )

    def _say(self, label: str, text: str, found: _Found) -> None:
        lines = split_at_breaks(text)
        if not lines:
            return
        lines[0] = label + lines[0]
        level = found.style.level
        if self._in_contents or found.style.is_contents:
            self._blocks += [paragraph(line, BlockKind.CONTENTS) for line in lines]
        elif level and (title := " ".join(lines)) and _is_heading(title):
            self._blocks.append(paragraph(title, BlockKind.HEADING, level, found.size))
        else:
            self._blocks += [paragraph(line, size=found.size) for line in lines]

    def _collect(self, element: etree._Element, found: _Found, size: float = 0.0) -> None:
        for inner in element:
            name = local(inner)
            if name == "t":
                text = (inner.text or "") + "".join(e.tail or "" for e in inner)
                found.parts.append(text)
                found.sizes[size] += len(text)
            elif name in _BREAKS:
                found.parts.append(_BREAKS[name])
            elif name == "r":
                if not self._is_hidden(inner, found.style):
                    self._collect(inner, found, self._size(inner, found.style))
            elif name == "txbxContent":
                found.boxes.append(inner)
            elif name == "AlternateContent":
                self._collect(_choice(inner), found, size)
            elif name == "sym":
                found.parts.append(_symbol(inner))
            elif name == "sdt" and is_on(child(inner, "sdtPr", "showingPlcHdr")):
                continue
            elif name and name not in _DROPPED:
                self._look_at(name, inner, found)
                self._collect(inner, found, size)

    def _is_hidden(self, run: etree._Element, style: Style) -> bool:
        properties = child(run, "rPr")
        vanish = child(properties, "vanish")
        if vanish is not None:
            return is_on(vanish)
        own = self._styles.by_id.get(value(properties, "rStyle"))
        hidden = own.is_hidden if own is not None and own.is_hidden is not None else style.is_hidden
        return bool(hidden)

    def _size(self, run: etree._Element, style: Style) -> float:
        properties = child(run, "rPr")
        own = self._styles.by_id.get(value(properties, "rStyle"))
        for size in (font_size(properties), own and own.size, style.size):
            if size:
                return size
        return self._styles.size

    def _look_at(self, name: str, element: etree._Element, found: _Found) -> None:
        """Note what text a picture, a diagram or an embedded file may hold."""
        if name == "extent":
            width, height = (whole_number(element.get(side, "0"), 1 << 24) for side in ("cx", "cy"))
            self._pictures += width >= _PAGE_PICTURE[0] and height >= _PAGE_PICTURE[1]
        elif name == "relIds":  # SmartArt: its text lies in a part of its own
            target, _ = self._relations.get(relation(element, "dm"), ("", ""))
            diagram = self._archive.xml(target)
            if diagram is not None:
                found.boxes += [point for point in diagram.iter("{*}t") if child(point, "p") is not None]
        elif name == "OLEObject" and _EMBEDDED.match(element.get("ProgID", "")):
            self._not_read(f"嵌入的 {element.get('ProgID')} 对象", f"an embedded {element.get('ProgID')} object")

    def _table(self, element: etree._Element) -> None:
        rows = [
            [c for c in _own(row, "tc", "tr") if child(c, "tcPr", "cellDel") is None]
            for row in _own(element, "tr", "tbl")
            if child(row, "trPr", "del") is None
        ]
        if sum(map(len, rows)) == 1:
            self._blocks += self._as_box(self._blocks_of(rows[0][0]))
            return
        cells = [[[] if _goes_on(cell) else self._blocks_of(cell) for cell in row] for row in rows]
        if any(sum(len(b.text) for b in cell) > _LARGEST_CELL for row in cells for cell in row):
            self._blocks += [block for row in cells for cell in row for block in cell]
            return
        self._tables += 1
        for row in cells:
            texts = [" ".join(b.text for b in cell).replace("\t", " ") for cell in row]
            if any(texts):
                self._blocks.append(table_row(texts, self._tables))

    def _as_box(self, blocks: list[Block]) -> list[Block]:
        """Return blocks as those of a box (专栏), unless they are too many."""
        if len(blocks) > _LARGEST_BOX:
            return blocks
        self._tables += 1
        kinds = (BlockKind.PARAGRAPH, BlockKind.HEADING)
        return [
            replace(b, kind=BlockKind.BOX, table=self._tables, level=None) if b.kind in kinds else b for b in blocks
        ]

    def _chunk(self, element: etree._Element) -> None:
        """Read a part of another format that Word would take in when it opens the file."""
        target, _ = self._relations.get(relation(element), ("", ""))
        data = self._archive.read(target)
        blocks = None if data is None or self._depth >= _MOST_CHUNKS_DEEP else self._blocks_of_chunk(target, data)
        if blocks is None:
            self._not_read(f"嵌入的部件 {target or '?'}", f"the embedded part {target or '?'}")
            return
        self._blocks += [b if b.table is None else replace(b, table=b.table + self._tables) for b in blocks]
        self._tables += max((b.table or 0 for b in blocks), default=0)

    def _blocks_of_chunk(self, target: str, data: bytes) -> list[Block] | None:
        suffix = target.rpartition(".")[2].lower()
        if data.startswith(b"PK"):
            try:
                inner = _reader(self._path, Archive(self._path, data), self._depth + 1)
            except UnreadableDocument:
                return None
            if inner is None:
                return None
            blocks = inner.read()
            self._notes.update(dict.fromkeys(inner.notes()))
            return blocks
        if suffix in ("mht", "mhtml", "eml"):
            page = page_of_mhtml(data)
            return None if page is None else blocks_of_page(page)
        text, _ = decode_html(data)
        if suffix == "txt":
            return [paragraph(line) for line in split_at_breaks(text)]
        if suffix in ("htm", "html", "xhtml") or re.search(r"<(?:html|body|p)\b", text[:2000], re.I):
            return blocks_of_page(text)
        return None

    def _not_read(self, zh: str, en: str) -> None:
        self._notes[Note(NoteKind.TRUNCATED, Bilingual(f"{zh}未读取", f"{en} was not read"))] = None


def _is_heading(text: str) -> bool:
    """Whether a paragraph in the style of a heading is one: some set whole paragraphs so."""
    return len(text) <= _LONGEST_HEADING and not _SENTENCE_WITHIN.search(text)


def _choice(element: etree._Element) -> etree._Element:
    """Return the alternative that has text, the first by preference: both say the same."""
    alternatives = [inner for inner in element if local(inner) in ("Choice", "Fallback")]
    return next(
        (a for a in alternatives if a.find(".//{*}t") is not None), alternatives[0] if alternatives else element
    )


def _symbol(element: etree._Element) -> str:
    """Return the character of a symbol; those of symbol fonts lie in the private use area and say nothing."""
    try:
        code = int(value(element, attribute="char"), 16)
    except ValueError:
        return ""
    return "" if 0xD800 <= code < 0xF900 or not 32 <= code < 0x110000 else chr(code)


def _own(element: etree._Element, name: str, container: str) -> list[etree._Element]:
    """Return the elements of that name that belong to this container, not to one inside it; controls may lie between."""
    found: list[etree._Element] = []
    for inner in element:
        own = local(inner)
        if own == name:
            found.append(inner)
        elif own and own != container and own not in _DROPPED:
            found += _own(inner, name, container)
    return found


def _goes_on(cell: etree._Element) -> bool:
    """Whether a cell is merged with the one above (合并单元格)."""
    merge = child(cell, "tcPr", "vMerge")
    return merge is not None and value(merge, attribute="val") != "restart"
