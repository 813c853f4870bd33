"""Characters made uniform: radicals become characters, full-width letters become ASCII, stray spaces go.

NFKC alone would turn “，” into “,” and leave ⺠ ⻔ ⻅ as they are; so this is a table of our own. What the file had stays in
`Fragment.raw`; `offsets_in_raw` finds the way back.
"""

from __future__ import annotations

import re
import unicodedata

from msgspec.structs import replace

from policyscan.model.chinese import RADICALS, is_wide
from policyscan.model.document import Block, Document, Fragment

_SPACES = "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\t\x0b\x0c"
_INVISIBLE = (
    "\u00ad\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff\ufffe"
)


def _table() -> dict[int, str | None]:
    table: dict[int, str | None] = {}
    for code in range(0xFE30, 0xFE50):
        char = chr(code)
        if (same := unicodedata.normalize("NFKC", char)) != char:
            table[code] = same
    table.update({ord(radical): char for radical, char in RADICALS.items()})
    for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B)):
        table[code] = chr(code - 0xFEE0)
    table.update(
        {ord(wide): narrow for wide, narrow in zip("％＋－．／＆＠＝＜＞［］＃＊", "%+-./&@=<>[]#*", strict=True)}
    )
    table.update({ord("〝"): "“", ord("〞"): "”", ord("＂"): '"'})
    table.update(dict.fromkeys(map(ord, _SPACES), " "))
    table.update(dict.fromkeys(map(ord, _INVISIBLE)))
    table.update({code: None for code in range(0x20) if code not in (0x09, 0x0A, 0x0B, 0x0C, 0x0D)})
    table.update(dict.fromkeys(range(127, 160)))
    return table


_TABLE = _table()
_NUMBERED = re.compile(
    r"^\s*第\s*[一二三四五六七八九十百千零〇\d]+\s*[编章节条篇]|^\s*(?:专栏|附件|附表|表|图)\s*\d{1,3}"
)
_SPACES_BETWEEN = re.compile(r"(?<=(.)) +(?=(.))", re.S)
_BESIDE_WIDE = re.compile(r"[0-9A-Za-z]")


def normalise_text(raw: str) -> str:
    """Return a stretch of text with uniform characters.

    >>> normalise_text("⼀⽹通办，⺠⽣“⼀件事”　ＡＩ　大 模 型")
    '一网通办，民生“一件事”AI大模型'
    """
    text = raw.translate(_TABLE)
    if " " not in text:
        return text
    number = _NUMBERED.match(text)
    if number and text[number.end() :].startswith(" "):
        # the space between a number and its heading is all that parts 第一章 from 总则
        return f"{_squeeze(number.group())} {_squeeze(text[number.end() :])}"
    return _squeeze(text)


def _squeeze(text: str) -> str:
    return _SPACES_BETWEEN.sub(_space, text).strip()


def _space(spaces: re.Match[str]) -> str:
    """Return what stays of some spaces: none between Chinese and Chinese, a letter or a digit."""
    before, after = spaces[1], spaces[2]
    if is_wide(before):
        return "" if is_wide(after) or _BESIDE_WIDE.match(after) else " "
    return "" if is_wide(after) and (before == "%" or _BESIDE_WIDE.match(before)) else " "


def offsets_in_raw(raw: str) -> list[int]:
    """Return for each character of ``normalise_text(raw)`` its index in ``raw``.

    A character that became several points them all at its index.
    """
    clean = normalise_text(raw)
    offsets: list[int] = []
    position = 0
    for index, char in enumerate(raw):
        for made in char.translate(_TABLE):
            if position < len(clean) and clean[position] == made:
                offsets.append(index)
                position += 1
    return offsets


def normalise(document: Document) -> Document:
    """Normalise every block of a document."""
    return document.with_blocks([block for b in document.blocks if (block := _normalise_block(b)).text])


def _normalise_block(block: Block) -> Block:
    if len(block.fragments) == 1 and not block.cells:
        text = normalise_text(block.text)
        if text == block.text:
            return block
        return replace(block, text=text, fragments=(replace(block.fragments[0], start=0, end=len(text)),))
    parts: list[str] = []
    fragments: list[Fragment] = []
    position = length = 0
    for fragment in block.fragments:
        between = block.text[position : fragment.start]
        part = normalise_text(block.text[fragment.start : fragment.end])
        parts += [between, part]
        length += len(between)
        fragments.append(replace(fragment, start=length, end=length + len(part)))
        length += len(part)
        position = fragment.end
    text = "".join(parts) + block.text[position:]
    return replace(block, text=text, fragments=tuple(fragments), cells=tuple(text.split("\t")) if block.cells else ())
