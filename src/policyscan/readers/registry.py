"""A file → the reader for its content. The name only breaks ties: a `.pdf` that holds HTML is HTML."""

from __future__ import annotations

import hashlib
import importlib
import re
from collections.abc import Callable
from pathlib import Path

from policyscan.errors import UnreadableDocument
from policyscan.language import Bilingual
from policyscan.model.document import Document
from policyscan.model.reading import OcrMode

Reader = Callable[[Path, bytes, str], Document]

READERS: dict[str, str] = {
    "pdf": "policyscan.readers.pdf:read_pdf",
    "text": "policyscan.readers.text:read_text",
    "markdown": "policyscan.readers.text:read_markdown",
    "picture": "policyscan.readers.ocr:read_picture",
}
"""Readers by name; each is imported when first needed."""

SUFFIXES = (".pdf", ".txt", ".text", ".md", ".markdown", ".png", ".jpg", ".jpeg", ".tif", ".tiff")
"""The files that a folder is searched for."""

MOST_BYTES = 1 << 30
"""A larger file is refused."""

_KINDS_WITHOUT_READER: tuple[tuple[str, Bilingual, Bilingual], ...] = (
    (
        "html",
        Bilingual("内容是网页（HTML），不是{name}", "the content is a web page (HTML), not {name}"),
        Bilingual(
            "重新下载原文件，或把网页正文另存为 .txt", "download the document itself, or save the article as .txt"
        ),
    ),
    (
        "zip",
        Bilingual("内容是压缩包或 Office、OFD 文件", "the content is an archive, or an Office or OFD file"),
        Bilingual("先另存为 PDF 或纯文本", "save it as PDF or plain text first"),
    ),
    (
        "ole",
        Bilingual("内容是旧版 Office 或 WPS 文件", "the content is an old Office or WPS file"),
        Bilingual("先另存为 PDF 或纯文本", "save it as PDF or plain text first"),
    ),
    (
        "rtf",
        Bilingual("内容是 RTF 文件", "the content is RTF"),
        Bilingual("先另存为 PDF 或纯文本", "save it as PDF or plain text first"),
    ),
)

_HTML = re.compile(
    rb"^\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|script|meta)\b", re.I | re.S
)
_IMAGES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*", b"BM")


def read_document(path: Path, data: bytes | None = None, ocr: OcrMode = OcrMode.AUTO) -> Document:
    """Read a file with the reader that its content asks for.

    Parameters
    ----------
    path
        The file; its name appears in messages.
    data
        Its bytes where they are known already (standard input).
    ocr
        Which pages are recognised.

    Raises
    ------
    UnreadableDocument
        If there is no such file, it may not be read, is empty, or is not what any reader reads.
    """
    if data is None:
        data = bytes_of(path)
    if not data.strip(b"\x00 \t\r\n\f\xef\xbb\xbf"):
        raise UnreadableDocument(
            Bilingual(f"{path}：文件是空的", f"{path}: the file is empty"),
            hint=Bilingual("重新下载", "download it again"),
        )
    if ocr is OcrMode.NEVER and sniff(data) == "picture":
        raise UnreadableDocument(
            Bilingual(f"{path}：内容是图片，需要文字识别", f"{path}: the content is a picture and must be recognised"),
            hint=Bilingual("去掉 --ocr never", "leave out --ocr never"),
        )
    document = _reader(path, data)(path, data, hashlib.sha256(data).hexdigest())
    if document.reader == "pdf" and _wants_ocr(document, ocr):
        from policyscan.readers.ocr import complete

        return complete(document, data, ocr)
    return document


def _wants_ocr(document: Document, ocr: OcrMode) -> bool:
    return ocr is OcrMode.ALWAYS or (ocr is OcrMode.AUTO and any(n.unreadable and n.page for n in document.notes))


def bytes_of(path: Path) -> bytes:
    """Return a file's bytes.

    Raises
    ------
    UnreadableDocument
        If there is no such file, it may not be read, or is larger than `MOST_BYTES`.
    """
    try:
        if path.stat().st_size > MOST_BYTES:
            raise UnreadableDocument(
                Bilingual(f"{path}：文件超过 1 GiB", f"{path}: the file is larger than 1 GiB"),
                hint=Bilingual("拆分后再读", "split it first"),
            )
        return path.read_bytes()
    except FileNotFoundError:
        raise UnreadableDocument(
            Bilingual(f"{path}：没有这个文件", f"{path}: there is no such file"),
            hint=Bilingual("检查路径与文件名", "check the path and the name"),
        ) from None
    except PermissionError:
        raise UnreadableDocument(
            Bilingual(f"{path}：没有读取权限", f"{path}: no permission to read it"),
            hint=Bilingual(f"授予权限：chmod u+r {path}", f"grant it: chmod u+r {path}"),
        ) from None
    except OSError as error:
        reason = error.strerror or str(error)
        raise UnreadableDocument(
            Bilingual(f"{path}：无法读取（{reason}）", f"{path}: cannot be read ({reason})")
        ) from None


def _reader(path: Path, data: bytes) -> Reader:
    kind = sniff(data)
    if kind == "text":
        kind = "markdown" if path.suffix.lower() in (".md", ".markdown") else "text"
    if kind in READERS:
        module, _, function = READERS[kind].partition(":")
        reader: Reader = getattr(importlib.import_module(module), function)
        return reader
    for name, message, hint in _KINDS_WITHOUT_READER:
        if name == kind:
            claimed = path.suffix.lstrip(".").upper() or "a document"
            raise UnreadableDocument(
                Bilingual(f"{path}：{message.zh.format(name=claimed)}", f"{path}: {message.en.format(name=claimed)}"),
                hint=hint,
            )
    if path.suffix.lower() == ".pdf":
        raise UnreadableDocument(
            Bilingual(f"{path}：不是 PDF（文件头不符）", f"{path}: not a PDF (it has no PDF header)"),
            hint=Bilingual("重新下载", "download it again"),
        )
    raise UnreadableDocument(
        Bilingual(f"{path}：不是可识别的文档格式", f"{path}: not a document format that is known"),
        hint=Bilingual("支持 PDF、纯文本与 Markdown", "PDF, plain text and Markdown are read"),
    )


def sniff(data: bytes) -> str:
    """Return what some bytes are: a name in `READERS`, or ``html``, ``zip``, ``ole``, ``rtf``, ``unknown``.

    >>> sniff(b"%PDF-1.7 ..."), sniff("第一章".encode()), sniff(b"<!DOCTYPE html><html>")
    ('pdf', 'text', 'html')
    """
    head = data[:1024]
    if b"%PDF-" in head:
        return "pdf"
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return "zip"
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return "ole"
    if head.startswith(b"{\\rtf"):
        return "rtf"
    if head.startswith(_IMAGES):
        return "picture"
    text = head.removeprefix(b"\xef\xbb\xbf")
    if _HTML.match(text):
        return "html"
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "text"
    sample = data[:65536]
    controls = sum(byte < 32 and byte not in (9, 10, 12, 13, 27) for byte in sample)
    if controls > len(sample) // 100:
        # UTF-16 without a byte order mark has a zero byte beside every ASCII character; text copied out of a PDF may
        # have a control character for each glyph without a code.
        return "text" if any(_is_chinese(sample, name) for name in ("utf-8", "utf-16-le", "utf-16-be")) else "unknown"
    return "text"


def _is_chinese(sample: bytes, encoding: str) -> bool:
    """Whether bytes are mostly Chinese in an encoding; a character cut in two at the end does no harm."""
    text = sample.decode(encoding, "replace")
    han = sum("\u4e00" <= c <= "\u9fff" for c in text)
    return text.count("\ufffd") <= 1 and han > 0.3 * len(text)
