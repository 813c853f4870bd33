"""What the workbook and the memo share: text that Office takes as text, links to documents, places, recommendations."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

from policyscan.model.report import Coverage, Done, TaxonomyCoverage, Verdict
from policyscan.model.taxonomy import Category, Leaf

_NO_XML = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
_SPECIAL = re.compile(r"[^\w./~()-]")
"""What is escaped in a link to a file; Office wants Chinese letters as they are."""
FILLS = {Verdict.COVERED: "CFE8E4", Verdict.THIN: "FFF2CC", Verdict.GAP: "F4B183", Verdict.UNKNOWN: "D9D9D9"}
"""Colours behind verdicts (RRGGBB), told apart by the colour-blind too; the sign and the word stand there in any case."""


def plain(text: str) -> str:
    """Return text without what XML cannot hold and without what turns the direction of writing.

    >>> plain("标题\\x1b[31m\\u202e")
    '标题[31m'
    """
    return _NO_XML.sub("", text)


def width_of(text: str) -> int:
    """Return how wide a text is, in columns: a Chinese character takes two.

    >>> width_of("覆盖 A")
    6
    """
    return sum(2 if unicodedata.east_asian_width(char) in "WFA" else 1 for char in text)


def cut(text: str, length: int) -> str:
    """Return a text of at most ``length`` characters, the cut marked.

    >>> cut("推进数据共享", 4)
    '推进数…'
    """
    return text if len(text) <= length else text[: length - 1] + "…"


def title_of(done: Done) -> str:
    """Return a document's title, or the name of its file where it has none."""
    return plain(done.title_page.title or Path(done.source).name)


def link_to(done: Done, page: int, folder: Path) -> str | None:
    """Return a relative link to a page of a document from a file in ``folder``; None for standard input.

    >>> from policyscan.model.document import Document, Page
    >>> from policyscan.model.passage import TitlePage
    >>> done = Done(Document("plans/a b.pdf", "", "pdf", (Page(1, 600, 800),), ()), TitlePage(), (), ())
    >>> link_to(done, 3, Path("plans"))
    'a%20b.pdf#page=3'
    """
    if done.source == "-":
        return None
    try:
        path = _SPECIAL.sub(lambda found: quote(found[0]), Path(os.path.relpath(done.source, folder)).as_posix())
    except ValueError:  # another drive
        path = Path(done.source).absolute().as_uri()
    return f"{path}#page={page}" if done.document.has_pages else path


def rows_with_categories(covered: TaxonomyCoverage) -> Iterator[tuple[Category, Coverage]]:
    """Yield each category of a taxonomy with its coverage."""
    for row in covered.categories:
        yield covered.taxonomy.category(row.id), row


def rows_with_leaves(category: Category, row: Coverage) -> Iterator[tuple[Leaf, Coverage]]:
    """Yield each leaf of a category with its coverage."""
    leaves = {leaf.id: leaf for leaf in category.leaves}
    for leaf in row.leaves:
        yield leaves[leaf.id], leaf
