"""Content decides the reader."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from builders import a_pdf
from wordml import a_docx, p

from policyscan.errors import UnreadableDocument
from policyscan.readers import read_document
from policyscan.readers.registry import sniff


def a_zip(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for name in names:
            file.writestr(name, "")
    return out.getvalue()


def an_ole(stream: str, *, flags: int = 0) -> bytes:
    """The parts of an OLE file by which it is known: its signature, the head of a Word document, a name."""
    block = b"\xec\xa5" + bytes(8) + flags.to_bytes(2, "little")
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(512, b"\0") + block.ljust(512, b"\0") + stream.encode("utf-16-le")


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
        (b"PK\x03\x04....", "the content is an archive"),
        (a_zip("xl/workbook.xml"), "a spreadsheet or a presentation"),
        (a_zip("plan.pdf"), "the content is an archive"),
        (an_ole("Workbook"), "a spreadsheet or a presentation"),
        (an_ole("Something"), "an old Office file, but not a document"),
        (an_ole("EncryptedPackage"), "the file is encrypted"),
        (an_ole("WordDocument", flags=0x0100), "the file is encrypted"),
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


PAGE = "<!DOCTYPE html><html><body><p>推进公共数据共享，完善工作机制。</p></body></html>"
MESSAGE = "From: <Saved by Blink>\r\nSubject: x\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\tboundary=x\r\n\r\n"


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (a_docx(p("正文")), "docx"),
        (a_docx(p("正文"))[:300], "docx"),
        (a_zip("OFD.xml", "Doc_0/Document.xml"), "ofd"),
        (b"PK\x03\x04".ljust(30, b"\0") + b"mimetypeapplication/vnd.oasis.opendocument.text" + a_zip("a"), "odt"),
        (an_ole("WordDocument"), "doc"),
        (b"{\\rtf1\\ansi}", "rtf"),
        (b'<?xml version="1.0"?>\r\n<?mso-application progid="Word.Document"?>', "doc"),
        (PAGE.encode(), "html"),
        (PAGE.encode("gb18030"), "html"),
        (b"\n<!-- saved --><html><head>", "html"),
        (MESSAGE.encode(), "mhtml"),
        ("标题：Content-Type\n一、总则".encode(), "text"),
    ],
)
def test_content_tells_the_kind(data: bytes, kind: str) -> None:
    assert sniff(data) == kind


def test_a_web_page_called_pdf_is_read_as_a_page() -> None:
    assert read_document(Path("plan.pdf"), PAGE.encode()).reader == "html"


def test_a_docx_cut_short_is_damaged() -> None:
    assert "the file is damaged" in refusal(Path("plan.docx"), a_docx(p("正文"))[:300])
