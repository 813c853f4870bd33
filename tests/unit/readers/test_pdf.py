"""PDF: lines, tables, boxes, and pages that cannot be read (on the sample plans)."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from builders import SAMPLES, a_pdf

from policyscan.errors import UnreadableDocument
from policyscan.model.document import BlockKind, Document, NoteKind
from policyscan.model.reading import OcrMode
from policyscan.pipeline import extract
from policyscan.readers.pdf import read_pdf


@cache
def sample(name: str) -> Document:
    return extract(SAMPLES / f"{name}.pdf", ocr=OcrMode.NEVER)


def test_a_blank_page_loses_nothing() -> None:
    document = read_pdf(Path("x.pdf"), a_pdf("Digital", ""), "")
    assert (len(document.pages), document.is_wholly_read) == (2, True)


def test_a_line_has_its_place_in_points_from_the_top_left() -> None:
    [line] = read_pdf(Path("x.pdf"), a_pdf("Digital"), "").blocks
    assert line.box is not None
    assert (round(line.box.left), 80 < line.box.top < 100) == (72, True)


def test_a_scanned_page_is_noted_on_its_page() -> None:
    assert [(n.kind, n.page) for n in sample("haitang-city").notes] == [(NoteKind.NO_TEXT_LAYER, 8)]


def test_an_encrypted_pdf_is_refused_with_the_way_out() -> None:
    data = (Path(__file__).parents[2] / "functional" / "encrypted.pdf").read_bytes()
    with pytest.raises(UnreadableDocument) as caught:
        read_pdf(Path("secret.pdf"), data, "")
    assert caught.value.hint is not None
    assert "qpdf" in caught.value.hint.en


def test_a_table_over_four_pages_is_one_table_with_one_header() -> None:
    rows = [b for b in sample("jiangze-action").running if b.kind is BlockKind.TABLE_ROW]
    tasks = [row for row in rows if len(row.cells) == 5]
    assert len({row.table for row in tasks}) == 1
    assert sum(row.cells[0] == "序号" for row in tasks) == 1
    assert [row.cells[0] for row in tasks[1:]] == [str(n) for n in range(1, 33)]
    assert all(all(row.cells) for row in tasks)


def test_a_box_over_a_page_break_is_one_block_with_its_title() -> None:
    boxes = [b for b in sample("yunling-plan").running if b.kind is BlockKind.BOX]
    assert [b.text[:3] for b in boxes] == ["专栏1", "专栏2"]
    assert boxes[0].pages == (9, 10)
    assert "- 9 -" not in boxes[0].text


def test_headers_page_numbers_contents_and_footnotes_are_set_aside() -> None:
    document = sample("yunling-plan")
    aside = {kind: sum(b.kind is kind for b in document.blocks) for kind in BlockKind if kind.is_set_aside}
    assert aside[BlockKind.HEADER] >= 16
    assert aside[BlockKind.PAGE_NUMBER] == 18
    assert aside[BlockKind.CONTENTS] > 40
    assert aside[BlockKind.FOOTNOTE] >= 2
    assert not any("....." in b.text for b in document.running)


def test_page_numbers_in_words_are_set_aside() -> None:
    numbers = [b.text for b in sample("jiangze-action").blocks if b.kind is BlockKind.PAGE_NUMBER]
    assert [n.replace(" ", "") for n in numbers] == [f"第{n}页共10页" for n in range(1, 11)]


def test_why_a_file_does_not_open_does_not_depend_on_the_file_before_it() -> None:
    encrypted = (Path(__file__).parents[2] / "functional" / "encrypted.pdf").read_bytes()
    without_pages = a_pdf()
    for data, said in (
        (without_pages, "damaged|no pages"),
        (encrypted, "password"),
        (without_pages, "damaged|no pages"),
    ):
        with pytest.raises(UnreadableDocument, match=said):
            read_pdf(Path("x.pdf"), data, "")
