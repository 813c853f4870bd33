"""Automatic numbers of a DOCX file: 第一章, 一、, （一）, 1., ① as Word would draw them.

ECMA-376 part 1, 17.9 (numbering) and 17.18.59 (number formats), as Word implements them ([MS-OI29500] 2.1.540).
"""

from __future__ import annotations

import re
from collections import defaultdict

from lxml import etree
from msgspec import Struct, field
from msgspec.structs import replace

from policyscan.readers.docx_xml import child, children, is_on, value, whole_number

_DIGITS = "〇一二三四五六七八九"
_UNITS = ("千", "百", "十", "")
_LEGAL = str.maketrans("零一二三四五六七八九十百千", "零壹贰叁肆伍陆柒捌玖拾佰仟")
_CYCLIC = {
    "ideographTraditional": "甲乙丙丁戊己庚辛壬癸",
    "ideographZodiac": "子丑寅卯辰巳午未申酉戌亥",
    "lowerLetter": "abcdefghijklmnopqrstuvwxyz",
    "upperLetter": "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
}
_ENCLOSED = {
    "decimalEnclosedCircle": (0x2460, 20),
    "decimalEnclosedCircleChinese": (0x2460, 20),
    "decimalEnclosedParen": (0x2474, 20),
    "decimalEnclosedFullstop": (0x2488, 20),
    "ideographEnclosedCircle": (0x3220, 10),  # Word draws ㈠, whatever the name says
}
_THOUSANDS = ("chineseCountingThousand", "taiwaneseCountingThousand", "japaneseCounting", "koreanCounting")
_ROMAN = tuple(
    zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        ("M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I"),
        strict=True,
    )
)
_SILENT = ("none", "bullet")


class Level(Struct, frozen=True):
    """One level of a list.

    ``text`` has ``%1`` for the number of the outermost level; ``gap`` stands between number and paragraph. The level
    starts anew behind a paragraph of a level above; with ``restart`` only behind one of the first ``restart`` levels.
    """

    start: int = 1
    format: str = "decimal"
    text: str = ""
    gap: str = " "
    style: str = ""
    restart: int | None = None
    is_decimal: bool = False


class Numbering(Struct):
    """The lists of a document, and how far each has counted."""

    lists: dict[str, dict[int, Level]] = field(default_factory=dict)
    shared: dict[str, str] = field(default_factory=dict)
    counters: dict[str, dict[int, int]] = field(default_factory=lambda: defaultdict(dict))

    def level_of(self, number_id: str, style: str) -> int:
        """Return the level of a list that a paragraph style is bound to, 0 where none is."""
        return next((k for k, own in self.lists.get(number_id, {}).items() if style and own.style == style), 0)

    def label(self, number_id: str, level: int) -> str:
        """Count on, and return what stands before the paragraph: its number and a space; "" for bullets."""
        levels = self.lists.get(number_id, {})
        own = levels.get(level)
        if own is None:
            return ""
        counters = self.counters[self.shared[number_id]]
        counters[level] = counters.get(level, own.start - 1) + 1
        for deeper in [k for k in counters if k > level and _starts_anew(levels.get(k), level)]:
            del counters[deeper]
        if own.format in _SILENT or not own.text:
            return ""

        def number(found: re.Match[str]) -> str:
            place = int(found[1]) - 1
            other = levels.get(place, Level())
            return spell(counters.get(place, other.start), "decimal" if own.is_decimal else other.format)

        return re.sub(r"%([1-9])", number, own.text) + own.gap


def _starts_anew(level: Level | None, behind: int) -> bool:
    return level is None or level.restart is None or behind < level.restart


def read_numbering(root: etree._Element | None) -> Numbering:
    """Read ``word/numbering.xml``; a document without one has no lists."""
    numbering = Numbering()
    if root is None:
        return numbering
    abstract = {value(a, attribute="abstractNumId"): a for a in children(root, "abstractNum")}
    by_style = {value(a, "styleLink"): a for a in abstract.values() if value(a, "styleLink")}
    for number in children(root, "num"):
        number_id = value(number, attribute="numId")
        abstract_id = value(number, "abstractNumId")
        definition = abstract.get(abstract_id)
        if definition is not None:
            definition = by_style.get(value(definition, "numStyleLink"), definition)
        levels = {} if definition is None else _levels(definition)
        restarts = False
        for override in children(number, "lvlOverride"):
            place = whole_number(value(override, attribute="ilvl"))
            own = child(override, "lvl")
            if own is not None:
                levels[place] = _level(own)
            start = value(override, "startOverride")
            if start and place in levels:
                restarts = True
                levels[place] = replace(levels[place], start=whole_number(start, 1))
        numbering.lists[number_id] = levels
        # Lists of one definition count on together, unless one starts anew.
        numbering.shared[number_id] = number_id if restarts else f"abstract {abstract_id}"
    return numbering


def _levels(definition: etree._Element) -> dict[int, Level]:
    return {whole_number(value(lvl, attribute="ilvl")): _level(lvl) for lvl in children(definition, "lvl")}


def _level(element: etree._Element) -> Level:
    restart = value(element, "lvlRestart")
    return Level(
        start=whole_number(value(element, "start"), 1),
        format=value(element, "numFmt") or "decimal",
        text=value(element, "lvlText"),
        gap="" if value(element, "suff") == "nothing" else " ",
        style=value(element, "pStyle"),
        restart=whole_number(restart) if restart else None,
        is_decimal=is_on(child(element, "isLgl")),
    )


def spell(number: int, number_format: str) -> str:
    """Return a number in one of Word's formats; those that are rare in Chinese documents count in decimals.

    >>> spell(12, "chineseCounting"), spell(3, "decimalEnclosedCircle"), spell(4, "upperRoman"), spell(2, "lowerLetter")
    ('十二', '③', 'IV', 'b')
    >>> spell(105, "chineseCounting"), spell(105, "chineseCountingThousand"), spell(21, "chineseLegalSimplified")
    ('一〇五', '一百零五', '贰拾壹')
    """
    if number_format in _ENCLOSED:
        first, count = _ENCLOSED[number_format]
        return chr(first + number - 1) if 1 <= number <= count else str(number)
    if number_format in _THOUSANDS or (number_format in ("chineseCounting", "taiwaneseCounting") and number < 100):
        return chinese(number)
    if number_format == "chineseLegalSimplified":
        text = chinese(number)
        return ("一" + text if text.startswith("十") else text).translate(_LEGAL)
    if number_format in ("chineseCounting", "taiwaneseCounting", "ideographDigital", "taiwaneseDigital"):
        return "".join(_DIGITS[int(d)] for d in str(max(number, 0)))  # Word draws ○ for nought; 〇 is the character
    if number_format == "decimalFullWidth":
        return "".join(chr(ord(d) + 0xFEE0) for d in str(max(number, 0)))
    if number_format == "decimalZero":
        return f"{number:02d}"
    if number_format in ("upperRoman", "lowerRoman"):
        return _roman(number) if number_format == "upperRoman" else _roman(number).lower()
    if number_format in _CYCLIC and number > 0:
        signs = _CYCLIC[number_format]
        return signs[(number - 1) % len(signs)] * ((number - 1) // len(signs) + 1 if "Letter" in number_format else 1)
    return str(number)


def chinese(number: int) -> str:
    """Return a number from 1 to 9999 as Chinese counts.

    >>> [chinese(n) for n in (9, 10, 21, 105, 110, 1010)]
    ['九', '十', '二十一', '一百零五', '一百一十', '一千零一十']
    """
    if not 0 < number < 10_000:
        return str(number)
    out = ""
    for digit, unit in zip(map(int, f"{number:04d}"), _UNITS, strict=True):
        if digit:
            out += _DIGITS[digit] + unit
        elif out and not out.endswith("零"):
            out += "零"
    out = out.rstrip("零")
    return out[1:] if out.startswith("一十") else out


def _roman(number: int) -> str:
    if not 0 < number < 4000:
        return str(number)
    out = ""
    for worth, sign in _ROMAN:
        out += sign * (number // worth)
        number %= worth
    return out
