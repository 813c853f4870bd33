"""Styles of a DOCX file: heading levels, lists and font sizes, with what each style is based on (ECMA-376 part 1, 17.7)."""

from __future__ import annotations

import re

from lxml import etree
from msgspec import Struct, field

from policyscan.readers.docx_xml import child, children, is_on, value, whole_number

_HEADING = re.compile(r"^(?:heading|标题)\s*([1-9])$", re.I)
_TITLE = re.compile(r"^(?:title|(?:文章|公文|文件)?标题)$", re.I)
_CONTENTS = re.compile(r"^(?:toc|目录)\s*(?:\d|heading|标题)?$", re.I)


class Style(Struct, frozen=True):
    """What a style says, None where it says nothing. ``size`` in points; ``number_id`` "0" is no list."""

    id: str = ""
    level: int | None = None
    is_contents: bool = False
    number_id: str | None = None
    number_level: int | None = None
    size: float | None = None
    is_hidden: bool | None = None


class Styles(Struct, frozen=True):
    """The styles of a document by id, and the style of paragraphs that name none."""

    by_id: dict[str, Style] = field(default_factory=dict)
    default: Style = Style()
    size: float = 10.0

    def of(self, style_id: str) -> Style:
        """Return the style of that id; the default where there is none."""
        return self.by_id.get(style_id, self.default)


def read_styles(root: etree._Element | None) -> Styles:
    """Read ``word/styles.xml``; a document without one has one plain style."""
    if root is None:
        return Styles()
    elements = {value(s, attribute="styleId"): s for s in children(root, "style")}
    by_id = {style_id: _with_bases(style_id, elements) for style_id in elements}
    default = next(
        (by_id[i] for i, s in elements.items() if value(s, attribute="type") == "paragraph" and _is_default(s)), Style()
    )
    size = font_size(child(root, "docDefaults", "rPrDefault", "rPr"))
    return Styles(by_id, default, 10.0 if size is None else size)


def _is_default(style: etree._Element) -> bool:
    return value(style, attribute="default") in ("1", "true", "on")


def _with_bases(style_id: str, elements: dict[str, etree._Element]) -> Style:
    """Return a style with what it takes from the styles below it; a circle of styles ends where it closes."""
    level = number_level = None
    number_id = size = is_hidden = None
    is_contents = False
    seen: set[str] = set()
    current = style_id
    while current in elements and current not in seen:
        seen.add(current)
        element = elements[current]
        name = value(element, "name")
        paragraph, run = child(element, "pPr"), child(element, "rPr")
        level = level if level is not None else (_named_level(name) or outline_level(paragraph))
        is_contents = is_contents or bool(_CONTENTS.match(name))
        own_id, own_level = number(paragraph)
        number_id = number_id if number_id is not None else own_id
        number_level = number_level if number_level is not None else own_level
        size = size if size is not None else font_size(run)
        if is_hidden is None and child(run, "vanish") is not None:
            is_hidden = is_on(child(run, "vanish"))
        current = value(element, "basedOn")
    return Style(style_id, level, is_contents, number_id, number_level, size, is_hidden)


def _named_level(name: str) -> int | None:
    if heading := _HEADING.match(name):
        return int(heading[1])
    return 1 if _TITLE.match(name) else None


def outline_level(properties: etree._Element | None) -> int | None:
    """Return the outline level of paragraph properties from 1, 0 for body text, None where they do not say."""
    text = value(properties, "outlineLvl")
    if not text:
        return None
    return (whole_number(text, 9) + 1) % 10


def number(properties: etree._Element | None) -> tuple[str | None, int | None]:
    """Return the list that paragraph properties name and the level in it, each None where they do not say."""
    number_id, level = value(properties, "numPr", "numId"), value(properties, "numPr", "ilvl")
    return number_id or None, whole_number(level) if level else None


def font_size(run: etree._Element | None) -> float | None:
    """Return the font size of run properties in points, None where they do not say."""
    text = value(run, "sz")
    return whole_number(text) / 2 if text else None
