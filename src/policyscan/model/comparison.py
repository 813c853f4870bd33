"""Documents side by side: what one adds, drops and deepens against another, and where it stands among its peers."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from policyscan.model.corpus import Survey
from policyscan.model.label import Quantity
from policyscan.model.matrix import Column
from policyscan.model.report import Coverage, Done, Report


class Change(StrEnum):
    """What became of a category from one document to another."""

    ADDED = "added"  # it was absent or only named
    DROPPED = "dropped"
    DEEPER = "deeper"
    SHALLOWER = "shallower"
    MORE = "more"  # as deep, with at least half as much again of the text
    LESS = "less"
    SAME = "same"
    ABSENT = "absent"  # in both
    UNKNOWN = "unknown"  # part of one could not be read


class Side(Struct, frozen=True):
    """A document's coverage of one category; None where it could not be read. ``passage`` is its strongest, by index."""

    coverage: Coverage | None
    passage: int | None


class Line(Struct, frozen=True):
    """A category across the documents; ``changes`` are those of each document but the first against the first."""

    column: Column
    sides: tuple[Side, ...]
    changes: tuple[Change, ...]


class Target(Struct, frozen=True):
    """A passage that sets something that can be checked, with what can be checked in it."""

    document: int
    passage: int
    quantities: tuple[Quantity, ...]


class Standing(Struct, frozen=True):
    """Where the last document stands among its peers in one category.

    ``percentile`` is the share (0 to 100) of peers with a smaller share of text, ties by half; None where it or all peers are
    unknown. ``known`` and ``unknown`` count peers. ``examples`` are the nearest peers that go deeper, as (peer's index,
    passage's index), the most alike first.
    """

    column: Column
    percentile: float | None
    known: int
    unknown: int
    examples: tuple[tuple[int, int], ...]


class Comparison(Struct, frozen=True):
    """All that ``policyscan compare`` says. ``targets`` are by category, in the order of ``lines``."""

    report: Report
    documents: tuple[Done | None, ...]
    names: tuple[str, ...]
    lines: tuple[Line, ...]
    targets: tuple[tuple[Target, ...], ...]
    peers: Survey | None = None
    standings: tuple[Standing, ...] = ()
