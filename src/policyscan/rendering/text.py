"""Clean text, with or without what was set aside; the outline; passages as JSON Lines."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from policyscan.model.codec import encode, task_value
from policyscan.model.document import Block, Document
from policyscan.model.passage import Passage


def render_text(document: Document) -> str:
    """Return the running text, a line a paragraph."""
    return document.text + "\n" if document.blocks else ""


def render_all(document: Document) -> str:
    """Return every block with its place and kind, what was set aside marked with ``-``.

    Columns are parted by tabs: page (in files without pages the line or paragraph), mark and kind, text.
    """
    return "".join(_line(block, document.has_pages) for block in document.blocks)


def _line(block: Block, has_pages: bool) -> str:
    line = block.fragments[0].line if block.fragments and not has_pages else None
    mark = "-" if block.kind.is_set_aside else " "
    text = block.text.replace("\n", " ⏎ ").replace("\t", " | ")
    return f"{line or block.page}\t{mark}{block.kind.value}\t{text}\n"


def render_outline(document: Document, headings: Iterable[tuple[int, str, int]]) -> str:
    """Return headings, indented by level, with their page where the document has pages."""
    paged = document.has_pages
    lines = []
    for level, title, page in headings:
        where = f"\t{page}" if paged else ""
        lines.append(f"{'  ' * max(level - 1, 0)}{title}{where}\n")
    return "".join(lines)


def render_passages(passages: Sequence[Passage]) -> str:
    """Return a record a passage: index, pages, kind, headings, span, text, and of a row of a table of tasks what it says."""
    return "".join(
        encode(
            {
                "index": index,
                "pages": list(passage.pages),
                "kind": passage.kind.value,
                "headings": list(passage.headings),
                "span": [passage.span.start, passage.span.end],
                "text": passage.text,
                **task_value(passage),
            }
        )
        + "\n"
        for index, passage in enumerate(passages)
    )
