"""PDF → Document: pdfium reads the text with its boxes and the rulings, which make tables."""

from __future__ import annotations

from pathlib import Path

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
from msgspec.structs import replace

from policyscan import budget
from policyscan.errors import UnreadableDocument
from policyscan.language import Bilingual
from policyscan.model.document import Block, Document, Note, NoteKind, Page
from policyscan.readers.legibility import note_on_text
from policyscan.readers.lines import lines_of
from policyscan.readers.pdf_lines import PageLines
from policyscan.readers.pdf_rulings import read_rulings
from policyscan.readers.rulings import has_cells
from policyscan.readers.tables import place_tables

_MAX_PAGES = 20_000
"""A file that claims more is a bomb: the longest real plan that we know has 400 pages."""

_SECONDS_A_PAGE = 0.5
"""Asked for beyond the limit a file: a page takes 4 ms, one full of drawings 200."""
_MOST_SECONDS = 600.0

_OPENING_ERRORS = {
    pdfium_c.FPDF_ERR_PASSWORD: (
        Bilingual("PDF 已加密，需要口令", "the PDF is encrypted and asks for a password"),
        Bilingual(
            "先去除口令：qpdf --password=口令 --decrypt 原文件.pdf 新文件.pdf",
            "remove the password first: qpdf --password=SECRET --decrypt in.pdf out.pdf",
        ),
    ),
    pdfium_c.FPDF_ERR_SECURITY: (
        Bilingual("PDF 的加密方式不受支持", "the PDF is encrypted in a way that is not supported"),
        Bilingual("用阅读器另存为不加密的 PDF", "save it without encryption from a PDF viewer"),
    ),
}
_DAMAGED = (
    Bilingual("PDF 已损坏，无法打开", "the PDF is damaged and cannot be opened"),
    Bilingual("重新下载，或尝试修复：qpdf 原文件.pdf 新文件.pdf", "download it again, or try: qpdf in.pdf out.pdf"),
)


def read_pdf(path: Path, data: bytes, sha256: str) -> Document:
    """Read a PDF.

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
        Encrypted, damaged or without any page.
    """
    pdf = _open(path, data)
    try:
        count = len(pdf)
        if count == 0:
            raise UnreadableDocument(
                Bilingual(f"{path}：PDF 没有任何页面", f"{path}: the PDF has no pages"), hint=_DAMAGED[1]
            )
        budget.extend(min(count * _SECONDS_A_PAGE, _MOST_SECONDS))
        document = _read_pages(pdf, min(count, _MAX_PAGES), path, sha256)
        return document if count <= _MAX_PAGES else replace(document, notes=(*document.notes, _too_long(count)))
    finally:
        pdf.close()


def _open(path: Path, data: bytes) -> pdfium.PdfDocument:
    try:
        pdf = pdfium.PdfDocument(data)
        len(pdf)
    except pdfium.PdfiumError:
        message, hint = _OPENING_ERRORS.get(_error_code(data), _DAMAGED)
        raise UnreadableDocument(Bilingual(f"{path}：{message.zh}", f"{path}: {message.en}"), hint=hint) from None
    return pdf


def _error_code(data: bytes) -> int | None:
    """Return why pdfium does not open a file.

    Where it gives no code, that of an earlier file would be told; so a file that is none is opened before.
    """
    code = None
    for attempt in (b"no PDF", data):
        try:
            pdfium.PdfDocument(attempt).close()
        except pdfium.PdfiumError as error:
            code = getattr(error, "err_code", None)
    return code


def _read_pages(pdf: pdfium.PdfDocument, count: int, path: Path, sha256: str) -> Document:
    pages: list[Page] = []
    blocks: list[Block] = []
    notes: list[Note] = []
    tables = 0
    for number in range(1, count + 1):
        page = _load_page(pdf, number - 1)
        if page is None:
            pages.append(Page(number, 0.0, 0.0))
            notes.append(_broken(number))
            continue
        try:
            found, note, tables, turn = _read_page(page, number, tables)
            width, height = page.get_width(), page.get_height()
            pages.append(Page(number, height, width) if turn in (90, 270) else Page(number, width, height))
        finally:
            page.close()
        blocks.extend(found)
        if note is not None:
            notes.append(note)
    return Document(str(path), sha256, "pdf", tuple(pages), tuple(blocks), tuple(notes))


def _load_page(pdf: pdfium.PdfDocument, index: int) -> pdfium.PdfPage | None:
    try:
        return pdf[index]
    except pdfium.PdfiumError:
        return None


def _read_page(page: pdfium.PdfPage, number: int, tables: int) -> tuple[list[Block], Note | None, int, int]:
    """Return the blocks of a page, what could not be read, the number of tables so far, and by how much its text is turned."""
    try:
        textpage = page.get_textpage()
    except pdfium.PdfiumError:
        return [], _broken(number), tables, 0
    try:
        page_lines = PageLines(page, textpage)
        note = note_on_text(page_lines.text, number)
        if not page_lines.pieces:
            return [], note or (_without_text(number) if _shows_something(page) else None), tables, 0
        rulings = read_rulings(page, page_lines.turn)
        if rulings is None or not has_cells(rulings):
            return lines_of(page_lines.pieces, number), note, tables, page_lines.turn
        placed, tables = place_tables(page_lines, number, rulings, tables)
        return placed, note, tables, page_lines.turn
    finally:
        textpage.close()


def _shows_something(page: pdfium.PdfPage) -> bool:
    """Whether a page without text has a picture or drawing: a blank page loses nothing."""
    return any(
        pdfium_c.FPDFPageObj_GetType(pdfium_c.FPDFPage_GetObject(page.raw, i)) != pdfium_c.FPDF_PAGEOBJ_PATH
        for i in range(min(pdfium_c.FPDFPage_CountObjects(page.raw), 1000))
    ) or _many_paths(page)


def _many_paths(page: pdfium.PdfPage) -> bool:
    # Text drawn as outlines has hundreds of paths; a rule or a frame on a blank page has a few.
    return bool(pdfium_c.FPDFPage_CountObjects(page.raw) > 60)


def _broken(number: int) -> Note:
    return Note(
        NoteKind.BROKEN_PAGE,
        Bilingual("页面数据损坏，无法读取", "the page's data are damaged and cannot be read"),
        number,
    )


def _too_long(count: int) -> Note:
    return Note(
        NoteKind.TRUNCATED,
        Bilingual(
            f"共 {count} 页，只读了前 {_MAX_PAGES} 页", f"of {count} pages only the first {_MAX_PAGES} were read"
        ),
    )


def _without_text(number: int) -> Note:
    return Note(
        NoteKind.NO_TEXT_LAYER,
        Bilingual("没有文字层（扫描页或图片）", "no text layer (a scan or a picture)"),
        number,
    )
