"""Documents (or groups of them) × categories."""

from __future__ import annotations

from msgspec import Struct

from policyscan.language import Bilingual
from policyscan.model.report import Depth, Verdict


class Column(Struct, frozen=True):
    """A category, or with ``category.leaf`` as its id a leaf."""

    taxonomy: str
    id: str
    name: Bilingual


class Cell(Struct, frozen=True):
    """How far a document, or a group of them, covers a category.

    ``share``, ``depth`` and ``passages`` are of what was read; ``is_partial`` says that not all of it was, so that there may
    be more. ``share`` is None where nothing was read. ``counts`` are the documents by verdict.
    """

    verdict: Verdict
    depth: Depth
    passages: int
    share: float | None
    is_partial: bool
    counts: tuple[tuple[Verdict, int], ...]

    def count(self, verdict: Verdict) -> int:
        """Return how many documents have a verdict."""
        return dict(self.counts).get(verdict, 0)


class Row(Struct, frozen=True):
    """A document or a group. ``documents`` are ids; ``status`` that of the document, "" for a group."""

    name: str
    place: str
    year: int | None
    documents: tuple[str, ...]
    unread: int
    status: str
    cells: tuple[Cell, ...]


class Matrix(Struct, frozen=True):
    """The rows in order, and the same figures over all documents."""

    by: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    total: Row
