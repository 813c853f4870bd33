"""Content decides the reader."""

from __future__ import annotations

from pathlib import Path

import pytest
from builders import a_pdf

from policyscan.errors import UnreadableDocument
from policyscan.readers import read_document


def refusal(path: Path, data: bytes) -> str:
    with pytest.raises(UnreadableDocument) as caught:
        read_document(path, data)
    return caught.value.message.en


def test_a_pdf_is_read_as_such_whatever_its_name() -> None:
    assert read_document(Path("plan.txt"), a_pdf("Digital government")).reader == "pdf"


def test_a_text_called_pdf_is_read_as_text() -> None:
    assert read_document(Path("plan.pdf"), "第一章 总则".encode()).reader == "text"


def test_markdown_is_told_from_text_by_its_name() -> None:
    assert read_document(Path("plan.md"), "# 规划".encode()).reader == "markdown"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "the file is empty"),
        (b"\xef\xbb\xbf  \n", "the file is empty"),
        (b"<!DOCTYPE html><html></html>", "the content is a web page (HTML), not PDF"),
        (b"\n<!-- saved --><html><head>", "the content is a web page (HTML), not PDF"),
        (b"PK\x03\x04....", "an Office or OFD file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office or WPS file"),
        (b"\x89PNG\r\n", "picture"),
        (bytes(range(32)) * 10, "not a PDF"),
        (a_pdf("text", trailer=False)[:60], "the PDF is damaged"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_reason(data: bytes, said: str) -> None:
    assert said in refusal(Path("plan.pdf"), data)


def test_a_missing_file_is_named() -> None:
    with pytest.raises(UnreadableDocument, match="there is no such file"):
        read_document(Path("no/such/plan.pdf"))


def test_text_copied_out_of_a_pdf_with_a_control_character_for_each_digit_is_text(tmp_path: Path) -> None:
    text = "到\x13\x11\x13\x16年，全市数据资源目录编制完成。" * 30
    assert read_document(tmp_path / "plan.txt", text.encode()).reader == "text"
