"""Optical character recognition 文字识别 of pages whose text cannot be had otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import astuple, replace

from policyscan import budget
from policyscan.cache import Cache
from policyscan.errors import UnreadableDocument
from policyscan.extras import has_extra, install_command
from policyscan.language import Bilingual
from policyscan.model.document import Block, BlockKind, Box, Document, Fragment, Note, NoteKind, Page
from policyscan.model.reading import OcrMode
from policyscan.readers.ocr_engine import Scrap, engine_version, has_models, recognise
from policyscan.readers.ocr_lines import Line, UprightPage, arrange
from policyscan.readers.ocr_pictures import DPI, Draw, pdf_pages, picture_frames, without_red

if TYPE_CHECKING:
    from policyscan.readers.ocr_pictures import Picture

_CALLS_FOR_OCR = (NoteKind.NO_TEXT_LAYER, NoteKind.GARBLED)
_SECONDS_A_PAGE = 30.0
"""Asked for beyond the limit a file; a page takes about 5 s of one core."""

_LOST_BELOW = 0.5
"""A line of less confidence is noise: a stroke of a drawing, a corner of a seal."""
_DOUBTFUL_BELOW = 0.8
_MOST_DOUBTFUL = 0.05
"""A page with a larger share of characters in doubtful lines cannot prove that something is absent."""

_STAGE = "1"
"""Grows with each change of what is done to a page before its result is kept."""


class Result(msgspec.Struct, frozen=True):
    """What was found on a page, before it is arranged: this is what the cache keeps. Sizes are in pixels."""

    width: float
    height: float
    scale: float
    scraps: list[Scrap]
    red: list[Scrap]


def complete(document: Document, data: bytes, mode: OcrMode) -> Document:
    """Return a PDF's document with the pages that call for it recognised.

    Parameters
    ----------
    document
        What the reader made of the file.
    data
        The file's bytes.
    mode
        Which pages call for it: all, none, or those that their notes say cannot be read.
    """
    called = {n.page for n in document.notes if n.kind in _CALLS_FOR_OCR and n.page is not None}
    pages = [p.number for p in document.pages if mode is OcrMode.ALWAYS or p.number in called]
    if mode is OcrMode.NEVER or not pages:
        return document
    if not is_available():
        return replace(document, notes=tuple(_with_command(note) for note in document.notes))
    with pdf_pages(data) as draw:
        found = dict(_recognise_pages(draw, pages, document.sha256))
    return _with_results(document, found)


def is_available() -> bool:
    """Whether there is an engine with its models."""
    return has_extra("ocr") and has_models()


def read_picture(path: Path, data: bytes, sha256: str) -> Document:
    """Read a picture file (PNG, JPEG, TIFF, GIF, BMP): a page a frame.

    Raises
    ------
    UnreadableDocument
        If there is no engine, or the picture is damaged.
    """
    if not is_available():
        raise UnreadableDocument(
            Bilingual(f"{path}：内容是图片，需要文字识别", f"{path}: the content is a picture and must be recognised"),
            hint=Bilingual(f"安装：{install_command('ocr')}", f"install it: {install_command('ocr')}"),
        )
    with picture_frames(path, data) as (count, draw):
        numbers = range(1, count + 1)
        found = dict(_recognise_pages(draw, numbers, sha256))
    empty = Document(str(path), sha256, "picture", tuple(Page(n, 0.0, 0.0) for n in numbers), ())
    return _with_results(empty, found)


def _recognise_pages(draw: Draw, pages: Sequence[int], sha256: str) -> Iterator[tuple[int, Result]]:
    """Yield the results of the pages that can be drawn, in order.

    pdfium draws one at a time; what is drawn is recognised side by side.
    """
    cache = Cache("ocr")
    version = engine_version()
    threads = min(budget.threads(), len(pages))
    with ThreadPoolExecutor(threads) as pool:
        begun: list[tuple[int, Future[Result]]] = []
        for page in pages:
            key = (sha256, str(page), version, _STAGE, str(DPI))
            kept = _decoded(cache.get(*key))
            if kept is not None:
                begun.append((page, _finished(kept)))
            else:
                budget.extend(_SECONDS_A_PAGE)
                if (drawn := draw(page)) is not None:
                    begun.append((page, pool.submit(_recognise_page, *drawn, cache, key)))
            if len(begun) > threads:
                first, future = begun.pop(0)
                yield first, future.result()
        for number, future in begun:
            yield number, future.result()


def _finished(result: Result) -> Future[Result]:
    future: Future[Result] = Future()
    future.set_result(result)
    return future


def _decoded(value: bytes | None) -> Result | None:
    if value is None:
        return None
    try:
        return msgspec.json.decode(value, type=Result)
    except msgspec.DecodeError:
        return None


def _recognise_page(picture: Picture, scale: float, cache: Cache, key: tuple[str, ...]) -> Result:
    height, width = picture.shape[:2]
    black, red = without_red(picture)
    head = red[: height // 2] if red is not None and (red[: height // 2] == 0).any() else None
    result = Result(float(width), float(height), scale, recognise(black), recognise(head) if head is not None else [])
    cache.put(msgspec.json.encode(result), *key)
    return result


def _with_results(document: Document, found: dict[int, Result]) -> Document:
    arranged = {number: _arranged(result) for number, result in found.items()}
    kept: dict[int, list[Block]] = {page.number: [] for page in document.pages}
    for block in document.blocks:
        if block.page not in found:
            kept[block.page].append(block)
    notes = [note for note in document.notes if note.page not in found]
    for number, page in arranged.items():
        kept[number] = [_block(line, number, found[number].scale) for line in page.lines if not _is_noise(line)]
        notes.append(_note(page, number))
    notes.sort(key=lambda note: (note.page is not None, note.page or 0))
    pages = tuple(_sized(page, arranged.get(page.number), found) for page in document.pages)
    blocks = tuple(block for number in sorted(kept) for block in kept[number])
    return replace(document, pages=pages, blocks=blocks, notes=tuple(notes))


def _arranged(result: Result) -> UprightPage:
    """Return a page's lines, those of its red letterhead among them; what else is red is a seal."""
    page = arrange(result.scraps, result.width, result.height)
    head = arrange(result.red, result.width, result.height / 2).lines if result.red else ()
    lines = [line for line in head if _is_letterhead(line) and not any(_overlap(line.box, x.box) for x in page.lines)]
    return replace(page, lines=(*lines, *page.lines)) if lines else page


def _is_letterhead(line: Line) -> bool:
    width, height = line.box.right - line.box.left, line.box.bottom - line.box.top
    return line.confidence > 0.9 and width > 3 * height and len(line.text) >= 4


def _overlap(a: Box, b: Box) -> bool:
    return min(a.right, b.right) > max(a.left, b.left) and min(a.bottom, b.bottom) > max(a.top, b.top)


def _is_noise(line: Line) -> bool:
    return line.confidence < _LOST_BELOW


def _block(line: Line, page: int, scale: float) -> Block:
    box = Box(*(round(x / scale, 1) for x in astuple(line.box)))
    fragment = Fragment(0, len(line.text), page, line.text, box)
    return Block(line.text, (fragment,), BlockKind.LINE, size=round(2 * line.size / scale) / 2)


def _sized(page: Page, upright: UprightPage | None, found: dict[int, Result]) -> Page:
    if upright is None:
        return page
    scale = found[page.number].scale
    return Page(page.number, round(upright.width / scale, 1), round(upright.height / scale, 1))


def _note(page: UprightPage, number: int) -> Note:
    size = sum(map(_weight, page.lines))
    if not size:
        return Note(NoteKind.RECOGNISED, Bilingual("文字识别：没有文字", "recognised: there is no text"), number, False)
    doubtful = sum(_weight(line) for line in page.lines if line.confidence < _DOUBTFUL_BELOW) / size
    if doubtful > _MOST_DOUBTFUL:
        return Note(
            NoteKind.DOUBTFUL,
            Bilingual("文字识别的结果不可靠", "recognised by OCR with little confidence"),
            number,
        )
    return Note(
        NoteKind.RECOGNISED, Bilingual("由文字识别读取", "read by optical character recognition"), number, False
    )


def _weight(line: Line) -> float:
    """Return how many characters a line may have: one that could not be read gives few, wherever it had many."""
    return max(len(line.text), (line.box.right - line.box.left) / max(line.box.bottom - line.box.top, 1.0))


def _with_command(note: Note) -> Note:
    if note.kind not in _CALLS_FOR_OCR or note.page is None:
        return note
    command = install_command("ocr")
    message = Bilingual(f"{note.message.zh}；可读取：{command}", f"{note.message.en}; to read it: {command}")
    return replace(note, message=message)
