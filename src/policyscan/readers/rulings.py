"""Ruling lines of a page, from the boxes of what is drawn on it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from policyscan.model.document import Box

THIN = 2.5
"""A filled path thinner than this, in points, is a ruling."""
LONG = 12.0
"""A ruling is at least this long, in points: shorter ones are underlines of a character or parts of a drawing."""
SNAP = 3.0
"""Rulings this near to one another, in points, are one (pdfplumber's own tolerance)."""
LONGEST_LIST = 4_000
"""A page with more rulings than this shows a map or a chart, not a table."""
PAGE_FRAME = 0.75
"""A rectangle over more than this part of the page frames the page, not a table."""

Ruling = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Rulings:
    """Straight lines of a page, in points from its top left: ``(position, from, to)`` each."""

    horizontal: tuple[Ruling, ...]
    vertical: tuple[Ruling, ...]


def rulings_of(boxes: Iterable[Box]) -> Rulings | None:
    """Return the rulings that strokes, rectangles and thin fills with these boxes make; None where they make a drawing."""
    horizontal: set[Ruling] = set()
    vertical: set[Ruling] = set()
    for box in boxes:
        width, height = box.right - box.left, box.bottom - box.top
        if height <= THIN and width >= LONG:
            horizontal.add((round((box.top + box.bottom) / 2, 1), round(box.left, 1), round(box.right, 1)))
        elif width <= THIN and height >= LONG:
            vertical.add((round((box.left + box.right) / 2, 1), round(box.top, 1), round(box.bottom, 1)))
        elif width >= LONG and height >= LONG:
            for y in (box.top, box.bottom):
                horizontal.add((round(y, 1), round(box.left, 1), round(box.right, 1)))
            for x in (box.left, box.right):
                vertical.add((round(x, 1), round(box.top, 1), round(box.bottom, 1)))
        if len(horizontal) + len(vertical) > LONGEST_LIST:
            return None  # a map or a chart, not a table
    return _closed(Rulings(tuple(sorted(horizontal)), tuple(sorted(vertical))))


def has_cells(rulings: Rulings) -> bool:
    """Whether there are enough rulings for a cell."""
    return len(rulings.horizontal) >= 2 and len(rulings.vertical) >= 2


def _closed(rulings: Rulings) -> Rulings:
    """Close tables that are open at the top or the bottom: a table cut by a page break has no ruling there."""
    levels = [y for y, _, _ in rulings.horizontal]
    added: list[Ruling] = []
    for end in (1, 2):
        groups: dict[int, list[Ruling]] = defaultdict(list)
        for vertical in rulings.vertical:
            groups[round(vertical[end] / 2)].append(vertical)
        for group in groups.values():
            y, left, right = group[0][end], min(v[0] for v in group), max(v[0] for v in group)
            if right - left >= LONG and not any(abs(y - level) <= 3 for level in levels):
                added.append((y, left, right))
    return Rulings((*rulings.horizontal, *added), rulings.vertical) if added else rulings
