"""Shapes as a tree, written in two ways: by itself as an SVG file, or into the page, where classes take the colours."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from html import escape

from msgspec import Struct, field

from policyscan.language import Bilingual, Language
from policyscan.rendering.drawing.palette import HATCH, Ink, Theme, colour

FONTS = (
    "'Noto Sans CJK SC', 'Source Han Sans SC', 'Noto Sans SC', 'PingFang SC', 'Hiragino Sans GB', 'Microsoft YaHei', "
    "'WenQuanYi Micro Hei', 'WenQuanYi Zen Hei', 'Droid Sans Fallback', sans-serif"
)
"""Each of these has the common Chinese characters; the first that the reader's machine has is taken."""

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffe\uffff\ud800-\udfff]")
_NARROW = 0.56
"""The mean width of a Latin letter or digit in a sans-serif font, in ems."""


def visible(text: str) -> str:
    """Return text in which characters that cannot be seen or would turn the line around are shown by name.

    C0 controls have pictures of their own in Unicode; the others are given by number.

    >>> visible("标题" + chr(27) + "[31m")
    '标题␛[31m'
    """
    return _CONTROL.sub(_name, text)


def _name(match: re.Match[str]) -> str:
    code = ord(match[0])
    return chr(0x2400 + code) if code < 0x20 else "\u2421" if code == 0x7F else f"[U+{code:04X}]"


def width_of(text: str, size: float) -> float:
    """Return about how wide a text is set, in the unit of the font size.

    >>> width_of("数据", 10), round(width_of("12", 10), 1)
    (20, 11.2)
    """
    return sum(size if unicodedata.east_asian_width(c) in "WFA" else size * _NARROW for c in text)


def fit(text: Bilingual | str, room: float, size: float) -> Bilingual | str:
    """Return text cut to a width, with an ellipsis where something was cut."""
    if isinstance(text, Bilingual):
        return Bilingual(_fit(text.zh, room, size), _fit(text.en, room, size))
    return _fit(text, room, size)


def _fit(text: str, room: float, size: float) -> str:
    if width_of(text, size) <= room:
        return text
    kept = text
    while kept and width_of(kept, size) + size > room:
        kept = kept[:-1]
    return f"{kept.rstrip()}…"


class Element(Struct, frozen=True):
    """An SVG element. Numbers are in pixels of the drawing; ``ink`` is its fill, ``edge`` its stroke."""

    tag: str
    attributes: Mapping[str, str | float] = field(default_factory=dict)
    children: tuple[Element | Bilingual | str, ...] = ()
    ink: Ink | None = None
    edge: Ink | None = None


def rect(
    x: float, y: float, width: float, height: float, ink: Ink, *children: Element, edge: Ink | None = None, **more: str
) -> Element:
    """Return a rectangle; a ``title`` among the children is its tooltip."""
    return Element("rect", {"x": x, "y": y, "width": width, "height": height, **more}, children, ink, edge)


def line(x1: float, y1: float, x2: float, y2: float, edge: Ink = Ink.RULE, **more: str | float) -> Element:
    """Return a straight line."""
    return Element("line", {"x1": x1, "y1": y1, "x2": x2, "y2": y2, **more}, (), None, edge)


def text(
    x: float, y: float, words: Bilingual | str, *, size: float = 13, ink: Ink = Ink.TEXT, anchor: str = "start", bold: bool = False
) -> Element:  # fmt: skip
    """Return a line of text whose baseline begins (or has its middle, or ends) at a point."""
    attributes: dict[str, str | float] = {"x": x, "y": y, "font-size": size}
    if anchor != "start":
        attributes["text-anchor"] = anchor
    if bold:
        attributes["font-weight"] = "bold"
    return Element("text", attributes, (words,), ink)


def title(words: Bilingual | str) -> Element:
    """Return what is shown when the pointer rests on the element that it is in, and read out for it."""
    return Element("title", {}, (words,))


def group(*children: Element | Bilingual | str, **attributes: str | float) -> Element:
    """Return elements together."""
    return Element("g", attributes, children)


Say = Callable[[Bilingual], tuple[str, str]]
"""Gives for a text the words to show and the attributes (each with a space before it) that let a page change them."""


def in_language(language: Language) -> Say:
    """Return how a file of one language says things."""
    return lambda words: (words.in_language(language), "")


def write(element: Element, say: Say, theme: Theme | None) -> str:
    """Return an element as markup.

    Parameters
    ----------
    element
        What to write.
    say
        How words are said.
    theme
        Whose colours are written; None writes classes, for a page whose style sheet has the colours.
    """
    marks, inner = "", ""
    for child in element.children:
        if isinstance(child, Element):
            inner += write(child, say, theme)
        elif isinstance(child, Bilingual):
            words, attributes = say(child)
            marks += attributes
            inner += escape(visible(words), quote=False)
        else:
            inner += escape(visible(child), quote=False)
    for name, value in element.attributes.items():
        marks += f' {name}="{escape(visible(_number(value)))}"'
    if theme is not None:
        marks += f' fill="{colour(element.ink, theme)}"' if element.ink else ""
        marks += f' stroke="{colour(element.edge, theme)}"' if element.edge else ""
        marks += ' fill="none"' if element.edge and not element.ink else ""
    else:
        names = [name for name in (element.ink, element.edge and f"e{element.edge}") if name]
        marks += f' class="{" ".join(names)}"' if names else ""
    return f"<{element.tag}{marks}>{inner}</{element.tag}>" if inner else f"<{element.tag}{marks}/>"


def _number(value: str | float) -> str:
    return value if isinstance(value, str) else f"{value:.2f}".rstrip("0").rstrip(".") if value % 1 else str(int(value))


def hatch(size: float = 6) -> Element:
    """Return the pattern of what was not read: thin strokes from lower left to upper right."""
    return Element(
        "pattern",
        {
            "id": HATCH,
            "width": size,
            "height": size,
            "patternUnits": "userSpaceOnUse",
            "patternTransform": "rotate(45)",
        },
        (
            rect(0, 0, size, size, Ink.HATCH_PAPER),
            Element("line", {"x1": 0, "y1": 0, "x2": 0, "y2": size, "stroke-width": 2.4}, (), None, Ink.HATCH_LINE),
        ),
    )


class Drawing(Struct, frozen=True):
    """A chart: its size in pixels, its name, what it shows in words (for those who cannot see it), its shapes."""

    width: float
    height: float
    name: Bilingual
    description: Bilingual
    shapes: tuple[Element, ...]

    def svg(self, language: Language, theme: Theme = Theme.LIGHT, fonts: str = FONTS) -> str:
        """Return the chart as an SVG file with text that stays text."""
        say = in_language(language)
        head: dict[str, str | float] = {
            "xmlns": "http://www.w3.org/2000/svg",
            "width": self.width,
            "height": self.height,
            "viewBox": f"0 0 {_number(self.width)} {_number(self.height)}",
            "role": "img",
            "font-family": fonts,
            "lang": "zh-CN" if language is Language.ZH else "en",
        }
        whole = Element(
            "svg",
            head,
            (
                title(self.name),
                Element("desc", {}, (self.description,)),
                Element("defs", {}, (hatch(),)),
                rect(0, 0, self.width, self.height, Ink.PAPER),
                *self.shapes,
            ),
        )
        return write(whole, say, theme) + "\n"


def stack(drawings: Iterable[Drawing], name: Bilingual) -> Drawing:
    """Return drawings one below the other as one; a single one as it is."""
    parts = list(drawings)
    if len(parts) == 1:
        return parts[0]
    shapes, top = [], 0.0
    for part in parts:
        shapes.append(group(*part.shapes, transform=f"translate(0 {_number(top)})"))
        top += part.height
    said = Bilingual(*("; ".join(dict.fromkeys(texts)) for texts in zip(*(p.description for p in parts), strict=True)))
    return Drawing(max(part.width for part in parts), top, name, said, tuple(shapes))
