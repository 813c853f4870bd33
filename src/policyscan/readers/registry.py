"""A file → the reader for its content. The name only breaks ties: a `.pdf` that holds HTML is HTML."""

from __future__ import annotations

import hashlib
import importlib
import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

from policyscan.errors import UnreadableDocument
from policyscan.language import Bilingual
from policyscan.model.document import Document

Reader = Callable[[Path, bytes, str], Document]

READERS: dict[str, str] = {
    "pdf": "policyscan.readers.pdf:read_pdf",
    "docx": "policyscan.readers.docx:read_docx",
    "doc": "policyscan.readers.office:read_doc",
    "rtf": "policyscan.readers.office:read_rtf",
    "odt": "policyscan.readers.office:read_odt",
    "html": "policyscan.readers.html:read_html",
    "mhtml": "policyscan.readers.html:read_mhtml",
    "ofd": "policyscan.readers.ofd:read_ofd",
    "text": "policyscan.readers.text:read_text",
    "markdown": "policyscan.readers.text:read_markdown",
}
"""Readers by name; each is imported when first needed."""

SUFFIXES = (
    ".pdf", ".ofd", ".docx", ".docm", ".doc", ".wps", ".rtf", ".odt", ".html", ".htm", ".xhtml", ".mhtml", ".mht", ".txt", ".text", ".md",
    ".markdown",
)  # fmt: skip
"""The files that a folder is searched for."""

MOST_BYTES = 1 << 30
"""A larger file is refused."""

_KINDS_WITHOUT_READER: tuple[tuple[str, Bilingual, Bilingual], ...] = (
    (
        "sheet",
        Bilingual(
            "内容是电子表格或演示文稿，不是文件", "the content is a spreadsheet or a presentation, not a document"
        ),
        Bilingual("先另存为 PDF 或 DOCX", "save it as PDF or DOCX first"),
    ),
    (
        "zip",
        Bilingual("内容是压缩包", "the content is an archive"),
        Bilingual("先解压，再读其中的文件", "unpack it, and read the files in it"),
    ),
    (
        "encrypted",
        Bilingual("文件已加密", "the file is encrypted"),
        Bilingual("用 Word 或 WPS 打开，去除口令后另存", "open it in Word or WPS and save it without the password"),
    ),
    (
        "ole",
        Bilingual("内容是旧版 Office 文件，但不是文档", "the content is an old Office file, but not a document"),
        Bilingual("先另存为 PDF 或 DOCX", "save it as PDF or DOCX first"),
    ),
    (
        "image",
        Bilingual("内容是图片", "the content is a picture"),
        Bilingual(
            "先做文字识别（OCR），再存为 PDF 或文本", "recognise its text (OCR) first and save it as PDF or text"
        ),
    ),
)

_HTML = re.compile(
    rb"^\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|script|meta)\b", re.I | re.S
)
_MHTML = re.compile(rb"\A(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*)*?Content-Type:\s*(?:multipart/related|text/html)", re.I)
_WORDML = re.compile(
    rb"^\s*<\?xml[^>]*>\s*(?:<\?mso-application[^>]*Word\.Document[^>]*>|<(?:w:wordDocument|pkg:package)\b)"
)
_IMAGES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*", b"BM")


def read_document(path: Path, data: bytes | None = None) -> Document:
    """Read a file with the reader that its content asks for.

    Parameters
    ----------
    path
        The file; its name appears in messages.
    data
        Its bytes where they are known already (standard input).

    Raises
    ------
    UnreadableDocument
        If there is no such file, it may not be read, is empty, or is not what any reader reads.
    """
    if data is None:
        data = _bytes_of(path)
    if not data.strip(b"\x00 \t\r\n\f\xef\xbb\xbf"):
        raise UnreadableDocument(
            Bilingual(f"{path}：文件是空的", f"{path}: the file is empty"),
            hint=Bilingual("重新下载", "download it again"),
        )
    return _reader(path, data)(path, data, hashlib.sha256(data).hexdigest())


def _bytes_of(path: Path) -> bytes:
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
    if path.suffix.lower() == ".ofd":
        raise UnreadableDocument(
            Bilingual(f"{path}：不是 OFD（文件头不符）", f"{path}: not an OFD file (it has no ZIP header)"),
            hint=Bilingual("重新下载", "download it again"),
        )
    if path.suffix.lower() == ".pdf":
        raise UnreadableDocument(
            Bilingual(f"{path}：不是 PDF（文件头不符）", f"{path}: not a PDF (it has no PDF header)"),
            hint=Bilingual("重新下载", "download it again"),
        )
    raise UnreadableDocument(
        Bilingual(f"{path}：不是可识别的文档格式", f"{path}: not a document format that is known"),
        hint=Bilingual(
            "支持 PDF、OFD、DOCX、DOC、HTML、纯文本等", "PDF, OFD, DOCX, DOC, HTML, plain text and others are read"
        ),
    )


def sniff(data: bytes) -> str:
    """Return what some bytes are: a name in `READERS`, or one of what has no reader (``zip``, ``image``, …), or ``unknown``.

    >>> sniff(b"%PDF-1.7 ..."), sniff("第一章".encode()), sniff(b"<!DOCTYPE html><html>")
    ('pdf', 'text', 'html')
    """
    head = data[:1024]
    if b"%PDF-" in head:
        return "pdf"
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _sniff_zip(data)
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return _sniff_ole(data)
    if head.startswith(b"{\\rtf"):
        return "rtf"
    if head.startswith(_IMAGES):
        return "image"
    text = head.removeprefix(b"\xef\xbb\xbf")
    if _WORDML.match(text):
        return "doc"
    if _HTML.match(text):
        return "html"
    if _MHTML.match(data[:8192].replace(b"\r\n", b"\n")):
        return "mhtml"
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "text"
    sample = data[:65536]
    controls = sum(byte < 32 and byte not in (9, 10, 12, 13, 27) for byte in sample)
    if controls > len(sample) // 100:
        # UTF-16 without a byte order mark has a zero byte beside every ASCII character; text copied out of a PDF may
        # have a control character for each glyph without a code.
        return "text" if any(_is_chinese(sample, name) for name in ("utf-8", "utf-16-le", "utf-16-be")) else "unknown"
    return "text"


_IN_ZIP = (("word/", "docx"), ("ofd.xml", "ofd"), ("xl/", "sheet"), ("ppt/", "sheet"))


def _sniff_zip(data: bytes) -> str:
    """Return what a ZIP archive is, by the names of its members."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = [name.replace("\\", "/").lstrip("/").lower() for name in archive.namelist()[:20_000]]
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        # damaged: the reader will say so
        return next((kind for part, kind in _IN_ZIP if part.encode() in data[:65536].lower()), "zip")
    for part, kind in _IN_ZIP:
        if any(name.startswith(part) or (kind == "ofd" and name.endswith("/" + part)) for name in names):
            return kind
    # The format asks that the type stands first and is not packed.
    return "odt" if b"application/vnd.oasis.opendocument.text" in data[:128] else "zip"


def _sniff_ole(data: bytes) -> str:
    """Return what an OLE file is, by the names in its directory, which are UTF-16."""

    def has(name: str) -> bool:
        return name.encode("utf-16-le") in data

    if has("EncryptedPackage") or has("DRMContent"):
        return "encrypted"
    if not has("WordDocument"):
        return "sheet" if has("Workbook") or has("PowerPoint Document") else "ole"
    # [MS-DOC] 2.5.1: the file information block begins a sector with EC A5; bit 8 of its flags says that it is encrypted.
    for start in range(512, len(data) - 12, 512):
        if data[start : start + 2] == b"\xec\xa5":
            return "encrypted" if data[start + 11] & 1 else "doc"
    return "doc"


def _is_chinese(sample: bytes, encoding: str) -> bool:
    """Whether bytes are mostly Chinese in an encoding; a character cut in two at the end does no harm."""
    text = sample.decode(encoding, "replace")
    han = sum("\u4e00" <= c <= "\u9fff" for c in text)
    return text.count("\ufffd") <= 1 and han > 0.3 * len(text)
