"""Encodings and Markdown."""

from __future__ import annotations

from pathlib import Path

import pytest

from policyscan.cleaning import clean
from policyscan.model.document import BlockKind, NoteKind
from policyscan.readers.text import decode, read_markdown, read_text

TEXT = "一、总体要求\n到2025年，公共数据共享需求满足率达到95%以上。\n"
TRADITIONAL = "一、總體要求\n推動政府資料開放與共享，提升為民服務品質。\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030", "utf-32"])
def test_simplified_chinese_is_decoded_in_every_usual_encoding(encoding: str) -> None:
    assert decode(TEXT.encode(encoding)) == (TEXT, True)


@pytest.mark.parametrize("encoding", ["big5", "utf-8", "gb18030"])
def test_traditional_chinese_is_decoded(encoding: str) -> None:
    assert decode(TRADITIONAL.encode(encoding)) == (TRADITIONAL, True)


def test_a_text_cut_in_the_midst_of_a_character_is_read_and_noted() -> None:
    document = read_text(Path("plan.txt"), TEXT.encode()[:-2], "")
    assert [note.kind for note in document.notes] == [NoteKind.DECODED_WITH_LOSS]
    assert not document.is_wholly_read


def test_a_line_knows_its_number_in_the_file() -> None:
    document = read_text(Path("plan.txt"), "标题\n\n正文。".encode(), "")
    assert [(b.text, b.fragments[0].line) for b in document.blocks] == [("标题", 1), ("正文。", 3)]


def test_markdown_headings_keep_their_level_and_marks_go() -> None:
    document = read_markdown(Path("plan.md"), "## （一）**数据**\n- 推进[共享](x.html)。\n".encode(), "")
    assert [(b.kind, b.level, b.text) for b in document.blocks] == [
        (BlockKind.HEADING, 2, "（一）数据"),
        (BlockKind.LINE, None, "推进共享。"),
    ]


def test_a_markdown_table_becomes_rows_without_its_ruling() -> None:
    document = read_markdown(Path("plan.md"), "|任务|单位|\n|---|:-:|\n|建目录|数据局|\n".encode(), "")
    assert [(b.cells, b.table) for b in document.blocks] == [(("任务", "单位"), 1), (("建目录", "数据局"), 1)]


def test_cells_of_markdown_stay_apart_when_they_are_cleaned() -> None:
    text = "| 任务 | 单位 | 时限 |\n|:---|---:|---|\n| 建 目录 | | 2025年 |\n".encode()
    assert [b.cells for b in clean(read_markdown(Path("plan.md"), text, "")).blocks] == [
        ("任务", "单位", "时限"), ("建目录", "", "2025年"),
    ]  # fmt: skip
