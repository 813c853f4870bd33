"""Small questions to WordprocessingML, in its transitional and its strict namespace (ECMA-376 part 1 and 4)."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

_WORD = (
    "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}",
    "{http://purl.oclc.org/ooxml/wordprocessingml/main}",
)
_RELATIONS = (
    "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}",
    "{http://purl.oclc.org/ooxml/officeDocument/relationships}",
)


def child(element: etree._Element | None, *path: str) -> etree._Element | None:
    """Return the first child of that name, or the first child of that child, and so on."""
    for name in path:
        if element is None:
            return None
        element = element.find(f"{{*}}{name}")
    return element


def children(element: etree._Element, name: str) -> Iterator[etree._Element]:
    """Yield the children of that name."""
    return element.iterchildren(f"{{*}}{name}")


def value(element: etree._Element | None, *path: str, attribute: str = "val") -> str:
    """Return an attribute of the element at ``path``, "" where there is none."""
    found = child(element, *path)
    if found is None:
        return ""
    return next((str(text) for space in _WORD if (text := found.get(space + attribute)) is not None), "")


def relation(element: etree._Element, attribute: str = "id") -> str:
    """Return the id of the part that an element refers to, "" where it refers to none."""
    return next((str(text) for space in _RELATIONS if (text := element.get(space + attribute)) is not None), "")


def is_on(element: etree._Element | None) -> bool:
    """Whether a property is there and not switched off."""
    return element is not None and value(element) not in ("0", "false", "off")


def whole_number(text: str, default: int = 0) -> int:
    """Return a whole number as a file has it, or the default for what is none or absurd."""
    try:
        number = int(text)
    except ValueError:
        return default
    return number if abs(number) < 1_000_000 else default
