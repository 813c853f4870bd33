"""Plain text and Markdown → Document: the encoding is found, a line is a block."""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from msgspec.structs import replace

from policyscan.errors import UnreadableDocument
from policyscan.language import Bilingual
from policyscan.model.chinese import HAN
from policyscan.model.document import Block, BlockKind, Document, Fragment, Note, NoteKind, Page
from policyscan.readers.blocks import table_row
from policyscan.readers.legibility import note_on_text, share_of_common_han

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_MD_HEADING = re.compile(r"^(#{1,6})\s+(.*?)\s*#*$")
_MD_MARKS = re.compile(r"^\s{0,3}(?:>\s?)+|^\s*(?:[-*+]|\d+\.)\s+(?=\S)|(?<!\\)(?:\*\*|__)|`")
_MD_LINK = re.compile(r"!?\[([^\]]*)\]\([^)\s]*\)")
_MD_RULE = re.compile(r"^\s*(?:[-*_]\s*){3,}$|^\s*\|?[\s:|-]+\|[\s:|-]*$")
_MD_RULE_CELL = re.compile(r"[\s:-]*")


def decode(data: bytes) -> tuple[str, bool]:
    """Return the text of some bytes, and whether nothing was lost: `decode_as` without the encoding."""
    return decode_as(data)[:2]


def decode_as(data: bytes) -> tuple[str, bool, str]:
    """Return the text of some bytes in UTF-8, UTF-16, UTF-32, GB18030 or Big5, whether nothing was lost, and in which.

    UTF-8 proves itself; between the others, which accept almost anything, the share of everyday Chinese characters
    decides.

    Raises
    ------
    UnicodeDecodeError
        If the bytes are no text in any of these.
    """
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            rest = data[len(bom) :]
            return rest.decode(encoding, "replace"), _is_clean(rest, encoding), encoding
    try:
        return data.decode("utf-8"), True, "utf-8"
    except UnicodeDecodeError as error:
        # A text cut in the middle of its last character, or with a few broken ones, is still UTF-8.
        broken = data.decode("utf-8", "replace")
        if broken.count("\ufffd") <= max(1, len(broken) // 500) and HAN.search(broken):
            return broken, False, "utf-8"
        candidates = [*_wide(data), *_double_byte(data)]
        if not candidates:
            raise error
    _, text, whole, encoding = max(candidates, key=lambda c: (round(c[0], 2), c[2]))
    return text, whole, encoding


def _is_clean(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _wide(data: bytes) -> list[tuple[float, str, bool, str]]:
    if len(data) < 4 or len(data) % 2:
        return []
    texts = [(data.decode(name, "replace"), name) for name in ("utf-16-le", "utf-16-be")]
    return [(_plausibility(t), t, True, name) for t, name in texts if "\ufffd" not in t and "\x00" not in t]


def _double_byte(data: bytes) -> list[tuple[float, str, bool, str]]:
    found = []
    for name in ("gb18030", "big5hkscs"):
        text = data.decode(name, "replace")
        lost = text.count("\ufffd")
        if lost <= len(text) // 200 and "\x00" not in text:
            found.append((_plausibility(text) - lost / max(len(text), 1), text, lost == 0, name))
    return found


def _plausibility(text: str) -> float:
    share = share_of_common_han(text, at_least=1)
    odd = sum(0xE000 <= ord(c) < 0xF900 or not (c.isprintable() or c.isspace()) for c in text)
    return (0.5 if share is None else share) - odd / max(len(text), 1)


def read_text(path: Path, data: bytes, sha256: str) -> Document:
    """Read a plain text file. Each line that is not empty becomes a block; form feeds begin a page.

    Raises
    ------
    UnreadableDocument
        If the bytes are not text.
    """
    return _document(path, data, sha256, "text")


def read_markdown(path: Path, data: bytes, sha256: str) -> Document:
    """Read Markdown: ``#`` headings keep their level, marks of emphasis, lists and quotations go, tables become rows.

    Raises
    ------
    UnreadableDocument
        If the bytes are not text.
    """
    return _document(path, data, sha256, "markdown")


def _document(path: Path, data: bytes, sha256: str, reader: str) -> Document:
    try:
        text, whole, encoding = decode_as(data)
    except UnicodeDecodeError:
        raise UnreadableDocument(
            Bilingual(f"{path}：不是文本，也不是可识别的格式", f"{path}: neither text nor a format that is known"),
            hint=Bilingual(
                "支持 PDF、DOCX、DOC、HTML、纯文本等", "PDF, DOCX, DOC, HTML, plain text and others are read"
            ),
        ) from None
    notes = (
        []
        if whole
        else [
            Note(
                NoteKind.DECODED_WITH_LOSS,
                Bilingual("部分字节无法解码，可能缺字", "some bytes could not be decoded; characters may be missing"),
            )
        ]
    )
    blocks: list[Block] = []
    pages = text.split("\f") if reader == "text" else [text]
    line_number = 0
    for number, page in enumerate(pages, 1):
        for line in re.split(r"\r\n|[\n\r\x85\u2028\u2029]", page):
            line_number += 1
            if line.strip():
                blocks.append(_line(line, number, line_number, reader))
    garbled = note_on_text(text[:200_000], None)
    if garbled is not None:
        notes.append(garbled)
    sizes = tuple(Page(number, 0.0, 0.0) for number in range(1, len(pages) + 1))
    return Document(str(path), sha256, reader, sizes, tuple(_tabled(blocks)), tuple(notes), encoding)


def _line(raw: str, page: int, number: int, reader: str) -> Block:
    if reader == "text":
        return _block(raw, raw.strip(), page, number)
    heading = _MD_HEADING.match(raw)
    if heading:
        return _block(raw, _plain(heading[2]), page, number, BlockKind.HEADING, len(heading[1]))
    if raw.lstrip().startswith("|") and raw.rstrip().endswith("|"):
        return table_row(
            [_plain(cell.strip()) for cell in raw.strip().strip("|").split("|")], 0, page=page, line=number
        )
    # In Markdown a line goes on the paragraph unless an empty line parts them; in Chinese files few wrap, so a line stays.
    return _block(raw, _plain(raw.strip()), page, number)


def _plain(text: str) -> str:
    return _MD_LINK.sub(r"\1", _MD_MARKS.sub("", text)).strip()


def _block(
    raw: str, text: str, page: int, number: int, kind: BlockKind = BlockKind.LINE, level: int | None = None
) -> Block:
    fragment = Fragment(0, len(text), page, raw, line=number)
    return Block(text, (fragment,), kind, level=level)


def _tabled(blocks: list[Block]) -> list[Block]:
    """Number the tables and drop what only draws them (``|---|``)."""
    out: list[Block] = []
    table = 0
    inside = False
    for block in blocks:
        is_row = block.kind is BlockKind.TABLE_ROW
        if is_row and all(_MD_RULE_CELL.fullmatch(cell) for cell in block.cells):
            continue
        if not is_row and _MD_RULE.match(block.fragments[0].raw) and not HAN.search(block.text):
            continue
        if is_row and not inside:
            table += 1
        inside = is_row
        out.append(replace(block, table=table) if is_row else block)
    return out
