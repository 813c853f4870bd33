"""OFD (GB/T 33190, 版式文档) → Document: pages with their templates, text in lines with boxes, rows where tables are ruled.

Signatures, seals and annotations are not text of the document and are left alone. Why no library: docs/decisions/ofd.md.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from lxml import etree
from msgspec import Struct, field

from policyscan.errors import UnreadableDocument
from policyscan.language import Bilingual
from policyscan.model.document import Block, Document, Note, NoteKind, Page
from policyscan.readers.archive import Archive, local, resolve
from policyscan.readers.legibility import note_on_text
from policyscan.readers.lines import lines_of
from policyscan.readers.ofd_page import POINTS, Drawing, OfdText, box_of_area, text_of
from policyscan.readers.rulings import has_cells
from policyscan.readers.tables import place_tables

_MAX_PAGES = 20_000
_A4 = (0.0, 0.0, 210.0, 297.0)
_MANY_PATHS = 60
"""Text drawn as outlines has hundreds of paths; a rule or a frame on a blank page has a few."""


def read_ofd(path: Path, data: bytes, sha256: str) -> Document:
    """Read an OFD file. The pages of several documents in one file are counted on.

    Parameters
    ----------
    path
        Where the file lies; for messages only.
    data
        Its bytes.
    sha256
        Hash of the bytes, in hexadecimal.

    Returns
    -------
    A document whose blocks are visual lines (and, on ruled pages, table rows and lines in boxes), page by page. Pages
    that cannot be read become notes.

    Raises
    ------
    UnreadableDocument
        Encrypted, damaged, without any page, or beyond the limits of `Archive`.
    """
    archive = Archive(path, data)
    bodies = list(_bodies(archive))
    reading = _Reading(archive)
    for body in bodies:
        reading.read(body)
    if not reading.pages:
        raise _unreadable(path, archive)
    return Document(str(path), sha256, "ofd", tuple(reading.pages), tuple(reading.blocks), tuple(reading.notes))


def _unreadable(path: Path, archive: Archive) -> UnreadableDocument:
    if any("encrypt" in name for name in archive):
        return UnreadableDocument(
            Bilingual(f"{path}：OFD 已加密", f"{path}: the OFD is encrypted"),
            hint=Bilingual(
                "用阅读器打开后另存为不加密的 OFD 或 PDF", "open it in an OFD viewer and save it without encryption"
            ),
        )
    return archive.damaged("没有任何页面 / no pages")


def _bodies(archive: Archive) -> Iterator[str | None]:
    """Yield the name of each document's root (``DocRoot``); None for one that is not in the file."""
    entry = min((n for n in archive if n.rpartition("/")[2] == "ofd.xml"), key=len, default="ofd.xml")
    root = archive.xml(entry)
    for body in root if root is not None else ():
        if local(body) != "DocBody":
            continue
        targets = [text_of(child) for child in body if local(child) == "DocRoot"]
        yield from (_find(archive, entry, target) for target in targets or [""])


def _find(archive: Archive, base: str, target: str | None) -> str | None:
    """Return the member that a location means: as seen from ``base``, or, as many writers have it, from the root.

    Names in GBK or UTF-8 that the archive does not say to be UTF-8 are taken for code page 437 when it is opened.
    """
    target = (target or "").strip()
    if not target:
        return None
    for name in (resolve(base, target), resolve("", target)):
        if name in archive:
            return name
        for encoding in ("gb18030", "utf-8"):
            misread = name.encode(encoding, "replace").decode("cp437")
            if misread in archive:
                return misread
    return None


class _Body(Struct):
    """One document of the file: where its parts are, and its resources once one is asked for."""

    archive: Archive
    root: str
    tree: etree._Element
    templates: dict[str, tuple[str | None, str]] = field(default_factory=dict)
    _resources: dict[str, etree._Element] | None = None

    def __post_init__(self) -> None:
        for element in self.tree.iter("{*}TemplatePage"):
            place = _find(self.archive, self.root, element.get("BaseLoc"))
            self.templates[element.get("ID", "")] = (place, element.get("ZOrder", "Background"))

    def resource(self, identifier: str) -> etree._Element | None:
        """Return the composite object or drawing parameters with this ID."""
        if self._resources is None:
            self._resources = {}
            for element in self.tree.iter("{*}PublicRes", "{*}DocumentRes"):
                self._resources.update(self.resources_in(_find(self.archive, self.root, text_of(element))))
        return self._resources.get(identifier)

    def resources_in(self, name: str | None) -> dict[str, etree._Element]:
        """Return by ID what a file of resources holds that draws or that says how."""
        root = self.archive.xml(name) if name else None
        if root is None:
            return {}
        return {e.get("ID", ""): e for e in root.iter("{*}CompositeGraphicUnit", "{*}DrawParam")}


class _Reading:
    """Gathers pages, blocks and notes over the documents of a file."""

    def __init__(self, archive: Archive) -> None:
        self.pages: list[Page] = []
        self.blocks: list[Block] = []
        self.notes: list[Note] = []
        self._archive = archive
        self._tables = 0
        self._xml: dict[str, etree._Element | None] = {}

    def read(self, root: str | None) -> None:
        """Read one document; one that is not there is noted, as others may be."""
        tree = self._archive.xml(root) if root else None
        if root is None or tree is None:
            self.notes.append(_broken(None))
            return
        body = _Body(self._archive, root, tree)
        area = box_of_area(tree) or _A4
        for element in tree.iter("{*}Page"):
            if "BaseLoc" in element.attrib and len(self.pages) < _MAX_PAGES:
                self._read_page(body, _find(self._archive, root, element.get("BaseLoc")), area)

    def _template(self, name: str | None) -> etree._Element | None:
        if name is None:
            return None
        if name not in self._xml:
            self._xml[name] = self._archive.xml(name)
        return self._xml[name]

    def _read_page(self, body: _Body, name: str | None, area: tuple[float, float, float, float]) -> None:
        number = len(self.pages) + 1
        tree = self._archive.xml(name) if name else None
        if name is None or tree is None:
            self.pages.append(Page(number, 0.0, 0.0))
            self.notes.append(_broken(number))
            return
        drawing = Drawing()
        left, top, width, height = box_of_area(tree) or area
        missing = name in self._archive.broken
        for part, place in self._parts(body, tree, name):
            missing |= part is None or place in self._archive.broken
            if part is not None:
                drawing.add(part, self._finder(body, tree, name), (left, top))
        text = OfdText(drawing, width * POINTS, height * POINTS)
        self.pages.append(Page(number, text.width, text.height))
        if text.rulings is not None and has_cells(text.rulings):
            found, self._tables = place_tables(text, number, text.rulings, self._tables)
        else:
            found = lines_of(text.pieces, number)
        self.blocks.extend(found)
        note = _note(drawing, text, number, missing=missing or drawing.is_cut)
        if note is not None:
            self.notes.append(note)

    def _parts(self, body: _Body, tree: etree._Element, name: str) -> Iterator[tuple[etree._Element | None, str]]:
        """Yield the page's templates that lie behind it, itself, and those before it."""
        used = [body.templates.get(e.get("TemplateID", ""), (None, "")) for e in tree if local(e) == "Template"]
        orders = [e.get("ZOrder") for e in tree if local(e) == "Template"]
        layers = [(place, order or usual) for (place, usual), order in zip(used, orders, strict=True)]
        behind = [place for place, order in layers if order != "Foreground"]
        before = [place for place, order in layers if order == "Foreground"]
        yield from ((self._template(place), place or "") for place in behind)
        yield tree, name
        yield from ((self._template(place), place or "") for place in before)

    def _finder(self, body: _Body, tree: etree._Element, name: str) -> _Finder:
        own: dict[str, etree._Element] = {}
        for element in tree:
            if local(element) == "PageRes":
                own |= body.resources_in(_find(self._archive, name, text_of(element)))
        return _Finder(own, body)


class _Finder(Struct, frozen=True):
    """Finds a resource among the page's own, then among the document's."""

    own: dict[str, etree._Element]
    body: _Body

    def __call__(self, identifier: str) -> etree._Element | None:
        if not identifier:
            return None
        found = self.own.get(identifier)
        return self.body.resource(identifier) if found is None else found


def _note(drawing: Drawing, text: OfdText, number: int, *, missing: bool) -> Note | None:
    if missing:
        return Note(
            NoteKind.BROKEN_PAGE,
            Bilingual("页面的一部分损坏或缺失", "a part of the page is damaged or missing"),
            number,
        )
    unknown = drawing.unknown_glyphs
    if unknown and not text.pieces:
        return Note(
            NoteKind.GARBLED,
            Bilingual(f"{unknown} 个字形没有对应字符", f"{unknown} glyphs have no character"),
            number,
        )
    note = note_on_text(text.text + "\ufffd" * unknown, number)
    if note is None and not text.pieces and (drawing.images or drawing.paths > _MANY_PATHS):
        return Note(
            NoteKind.NO_TEXT_LAYER,
            Bilingual("没有文字层（扫描页或图片）", "no text layer (a scan or a picture)"),
            number,
        )
    return note


def _broken(number: int | None) -> Note:
    return Note(
        NoteKind.BROKEN_PAGE,
        Bilingual("页面数据损坏或缺失，无法读取", "the page's data are damaged or missing and cannot be read"),
        number,
    )
