"""How Chinese text is put together: which characters are Chinese, where sentences end, how lines join."""

from __future__ import annotations

import re
import unicodedata

LETTER = r"[^\W\d_a-zA-Z]"
"""A letter that is not Latin, which in a Chinese document is a Han character: a class that compiles at once, where a range of
20,000 characters costs 2 ms each time it is written, as much as reading half a page."""
HAN = re.compile(r"[\u3400-\u9fff]+")
"""Han characters of the common blocks, one beside the other."""
_WIDE = (
    (0x4E00, 0x9FFF),
    (0x3000, 0x303F),
    (0xFF00, 0xFF60),
    (0x3400, 0x4DBF),
    (0xF900, 0xFAFF),
    (0xFFE0, 0xFFE6),
    (0x20000, 0x3FFFF),
)
"""From … to: Han, full-width forms and the punctuation used with them."""

# The CJK Radicals Supplement has no compatibility mapping but for two signs; the equivalents are those of Unicode's
# EquivalentUnifiedIdeograph.txt.
_SUPPLEMENT = dict(
    zip(
        range(0x2E80, 0x2EF4),
        "⺀厂乛𠃊𠃋亻冂几刀刂卜㔾小小兀尣尢𡯂巳幺彑彐忄㣺扌攵⺚旡日月歺母民氵氺灬爫爫丬牛犭王疋目示礻竹糹纟罓罒罓罓罒羊羊羊耂肀聿"
        "月臼艹艹艹虎衤覀西见角角讠贝足车辶辶辶阝钅長镸长门阜阝雨青韦页风飞食飠飠饣首马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀龟",
        strict=True,
    )
)
RADICALS: dict[str, str] = {
    **{
        radical: same
        for radical in map(chr, (*range(0x2F00, 0x2FD6), *range(0xF900, 0xFB00)))
        if (same := unicodedata.normalize("NFKC", radical)) != radical and len(same) == 1
    },
    **{chr(code): char for code, char in _SUPPLEMENT.items() if ord(char) != code},
}
"""Radicals and compatibility characters that PDF fonts put in the place of characters (⽹ ⺠ ⼀), with the characters."""

_SENTENCE_END = re.compile(r"[。！？!?；;：:][”’」』）)》]*$")


def count_han(text: str) -> int:
    """Return how many Han characters of the common blocks a text has.

    >>> count_han("2025年，AI大模型")
    4
    """
    return sum(map(len, HAN.findall(text)))


def is_wide(char: str) -> bool:
    """Whether a character takes no space beside it. (No character class, for the reason that `LETTER` has.)

    >>> is_wide("数"), is_wide("。"), is_wide("”"), is_wide("a")
    (True, True, True, False)
    """
    code = ord(char)
    return any(first <= code <= last for first, last in _WIDE) or char in "—‘’“”…"


def join_lines_of_text(first: str, second: str) -> str:
    """Join two lines as Chinese is joined: no space at a Chinese character, a broken English word made whole.

    >>> join_lines_of_text("推进数据", "共享")
    '推进数据共享'
    >>> join_lines_of_text("open govern-", "ment data")
    'open government data'
    >>> join_lines_of_text("digital", "twin")
    'digital twin'
    """
    if not first or not second:
        return first + second
    if is_wide(first[-1]) or is_wide(second[0]):
        return first + second
    if first[-1] == "-" and len(first) > 1 and first[-2].isalpha() and second[0].islower():
        return first[:-1] + second
    if first[-1].isalpha() and second[0].isalpha():
        return f"{first} {second}"
    return first + second


def ends_sentence(text: str) -> bool:
    """Whether a text ends as a sentence or a clause before a list does.

    >>> ends_sentence("加快建设。”"), ends_sentence("加快建"), ends_sentence("主要目标：")
    (True, False, True)
    """
    return bool(_SENTENCE_END.search(text))
