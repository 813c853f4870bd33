"""Pages without a readable text layer are recognised; what cannot be is told with the command that would."""

from __future__ import annotations

import io
import socket
from collections.abc import Callable
from difflib import SequenceMatcher
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from builders import SAMPLES

from policyscan.errors import UnreadableDocument
from policyscan.extras import has_extra
from policyscan.model.document import Document, NoteKind
from policyscan.model.reading import OcrMode
from policyscan.readers import ocr, read_document
from policyscan.readers.ocr_engine import Scrap

if TYPE_CHECKING:
    from PIL.Image import Image

needs_ocr = pytest.mark.skipif(not has_extra("ocr"), reason="needs the extra 'ocr': pip install 'policyscan[ocr]'")
SCAN = SAMPLES / "haitang-city.pdf"


@pytest.fixture(scope="module")
def page() -> tuple[Image, str]:
    """The upper part of a page of a sample, drawn at 150 dpi, and its text."""
    import pypdfium2

    path = SAMPLES / "yunling-plan.pdf"
    pdf = pypdfium2.PdfDocument(path)
    height = pdf[9].get_height() * 0.3
    picture = pdf[9].render(scale=150 / 72).to_pil().convert("RGB")
    blocks = [b for b in read_document(path).blocks if b.page == 10 and b.box is not None and b.box.bottom < height]
    pdf.close()
    return picture.crop((0, 0, picture.width, int(height * 150 / 72))), "".join(b.text for b in blocks)


def read_image(picture: Image, kind: str = "PNG") -> Document:
    out = io.BytesIO()
    picture.save(out, kind)
    return read_document(Path(f"scan.{kind.lower()}"), out.getvalue())


def likeness(document: Document, text: str) -> float:
    found = "".join("".join(b.text for b in document.blocks).split())
    return SequenceMatcher(None, found, "".join(text.split()), autojunk=False).ratio()


@needs_ocr
def test_a_picture_is_read_line_by_line_with_places_and_nothing_is_lost(page: tuple[Image, str]) -> None:
    picture, text = page
    document = read_image(picture)
    assert likeness(document, text) >= 0.97
    assert document.reader == "picture"
    assert document.is_wholly_read
    assert [note.kind for note in document.notes] == [NoteKind.RECOGNISED]
    tops = [b.box.top for b in document.blocks if b.box is not None]
    assert tops == sorted(tops)
    assert document.pages[0].width == pytest.approx(842, abs=1)  # as long as A4 is


@needs_ocr
@pytest.mark.parametrize("way", ["sealed", "turned", "on its head", "askew"])
def test_seals_and_the_way_a_page_was_laid_down_do_no_harm(page: tuple[Image, str], way: str) -> None:
    picture, text = page
    spoil: dict[str, Callable[[], Image]] = {
        "sealed": lambda: with_seal(picture),
        "turned": lambda: picture.rotate(90, expand=True),
        "on its head": lambda: picture.rotate(180),
        "askew": lambda: picture.rotate(1.5, expand=True, fillcolor="white"),
    }
    assert likeness(read_image(spoil[way](), "JPEG"), text) >= 0.95


def with_seal(picture: Image) -> Image:
    from PIL import Image, ImageChops, ImageDraw

    ink = Image.new("RGB", picture.size, "white")
    x, y = picture.width // 2, picture.height // 2
    ImageDraw.Draw(ink).ellipse((x - 124, y - 124, x + 124, y + 124), outline=(214, 32, 40), width=9)
    ImageDraw.Draw(ink).regular_polygon((x, y, 60), 3, fill=(214, 32, 40))
    return ImageChops.multiply(picture, ink)


@needs_ocr
def test_the_frames_of_a_picture_are_pages(page: tuple[Image, str]) -> None:
    picture, _ = page
    line = picture.crop((0, 0, picture.width, 240))
    out = io.BytesIO()
    line.save(out, "TIFF", save_all=True, append_images=[line.rotate(180)])
    document = read_document(Path("scan.tif"), out.getvalue())
    assert len(document.pages) == 2
    first, second = ([b.text for b in document.blocks if b.page == n] for n in (1, 2))
    assert first == second != []


@needs_ocr
def test_a_scanned_page_of_a_pdf_is_read_and_kept_so_that_it_need_not_be_read_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(socket, "socket", no_network)
    document = read_document(SCAN)
    assert document.is_wholly_read
    assert [(n.kind, n.page) for n in document.notes] == [(NoteKind.RECOGNISED, 8)]
    assert any("2022年5月23日" in b.text for b in document.blocks if b.page == 8)

    monkeypatch.setattr(ocr, "recognise", no_network)
    assert read_document(SCAN) == document


def no_network(*arguments: object, **options: object) -> Any:
    raise AssertionError("this must not be called")


def test_pages_with_a_text_layer_are_recognised_only_if_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []
    monkeypatch.setattr(ocr, "is_available", lambda: True)
    monkeypatch.setattr(ocr, "engine_version", lambda: "fake 1")

    def recognise(picture: object) -> list[Scrap]:
        asked.append(picture)
        return [a_scrap("第一条", 0.99)]

    monkeypatch.setattr(ocr, "recognise", recognise)
    path = SAMPLES / "jiangze-action.pdf"
    plain = read_document(path)
    assert not asked
    assert read_document(path, ocr=OcrMode.NEVER) == plain
    always = read_document(path, ocr=OcrMode.ALWAYS)
    assert len(asked) >= len(plain.pages)
    assert {b.text for b in always.blocks} == {"第一条"}


def a_scrap(text: str, confidence: float) -> Scrap:
    return Scrap(text, confidence, ((100, 100), (700, 100), (700, 140), (100, 140)), False)


@pytest.mark.parametrize(
    ("scraps", "kind", "lost"),
    [
        ([a_scrap("推进公共数据共享开放", 0.98)], NoteKind.RECOGNISED, False),
        ([a_scrap("推进公共数据共享开放", 0.7)], NoteKind.DOUBTFUL, True),
        ([a_scrap("推进公共数据共享开放", 0.3)], NoteKind.DOUBTFUL, True),
        ([], NoteKind.RECOGNISED, False),
    ],
)
def test_a_page_recognised_with_doubt_cannot_prove_that_something_is_absent(
    monkeypatch: pytest.MonkeyPatch, scraps: list[Scrap], kind: NoteKind, lost: bool
) -> None:
    monkeypatch.setattr(ocr, "is_available", lambda: True)
    monkeypatch.setattr(ocr, "engine_version", lambda: f"fake {scraps}")
    monkeypatch.setattr(ocr, "recognise", lambda picture: scraps)
    document = read_document(SCAN)
    assert [(n.kind, n.page) for n in document.notes] == [(kind, 8)]
    assert document.is_wholly_read is not lost


def test_without_the_extra_the_note_names_the_command_that_would_read_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "has_extra", lambda name: False)
    [note] = read_document(SCAN).notes
    assert (note.kind, note.page, note.unreadable) == (NoteKind.NO_TEXT_LAYER, 8, True)
    assert "pip install 'policyscan[ocr]'" in note.message.en
    with pytest.raises(UnreadableDocument) as refused:
        read_document(Path("scan.png"), b"\x89PNG\r\n\x1a\n....")
    assert refused.value.hint is not None
    assert "pip install 'policyscan[ocr]'" in refused.value.hint.en


@needs_ocr
@pytest.mark.parametrize(
    "data", [b"\x89PNG\r\n\x1a\n....", b"\xff\xd8\xff\xe0....", b"II*\x00\x08\x00\x00\x00\xff\xff"]
)
def test_a_damaged_picture_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableDocument, match="the picture is damaged or too large"):
        read_document(Path("scan.png"), data)
