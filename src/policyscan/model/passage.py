"""The unit that is classified, and what stands on the title page."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from msgspec import Struct

from policyscan.model.document import Fragment


class Span(Struct, frozen=True):
    """The characters ``text[start:end]`` of some text."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"a span runs forward and is not empty: {self.start}-{self.end}")


class PassageKind(StrEnum):
    """What a passage is in its document."""

    PARAGRAPH = "paragraph"
    ITEM = "item"  # an enumerated item, 1. or （1）
    TABLE_ROW = "table_row"
    BOX = "box"  # 专栏


class Passage(Struct, frozen=True):
    """A paragraph, an item, a table row or a box, with the headings above it.

    Attributes
    ----------
    text
        Whole text, lines joined as Chinese is joined.
    span
        Its characters in the document's clean text.
    headings
        Outermost first.
    pages
        First and last page, from 1.
    fragments
        The way back: offsets count characters of ``text``.
    cells, header
        Of a table row: its cells, and those of the row that names the columns (`tasks.task_of` tells what they hold).
    words
        Segmented words, for classifiers that ask for them; empty otherwise.
    """

    text: str
    span: Span
    headings: tuple[str, ...] = ()
    kind: PassageKind = PassageKind.PARAGRAPH
    pages: tuple[int, int] = (1, 1)
    fragments: tuple[Fragment, ...] = ()
    cells: tuple[str, ...] = ()
    header: tuple[str, ...] = ()
    words: tuple[str, ...] = ()

    def page_of(self, start: int) -> int:
        """Return the page on which character ``start`` of the text stands, from 1."""
        for fragment in reversed(self.fragments):
            if fragment.start <= start:
                return fragment.page
        return self.pages[0]


class TitlePage(Struct, frozen=True):
    """What a document says of itself on its first or last page; None where it does not say.

    ``number`` is the document number 发文字号 (国发〔2022〕14号), ``issuer`` who issued it 发文机关, ``date`` the date of
    writing or issue 成文日期; ``province`` and ``city`` as the gazetteer names them.
    """

    title: str | None = None
    number: str | None = None
    issuer: str | None = None
    date: date | None = None
    province: str | None = None
    city: str | None = None
