"""Ruling lines of a page, from the boxes of what is drawn on it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from operator import itemgetter

from msgspec import Struct

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


class Rulings(Struct, frozen=True):
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
    """Close tables that are open at the top or the bottom (one cut by a page break has no ruling there) or at the sides
    (many are set without outer rulings).
    """
    sides = _open_sides(rulings)
    vertical = (*rulings.vertical, *sides)
    ends = [
        (y, min(v[0] for v in group), max(v[0] for v in group))
        for y, group in _open_ends(vertical, [h[0] for h in rulings.horizontal])
    ]
    return Rulings((*rulings.horizontal, *ends), vertical) if ends or sides else rulings


def _open_ends(rulings: Iterable[Ruling], levels: Sequence[float]) -> Iterator[tuple[float, list[Ruling]]]:
    """Yield the places where several rulings end together and none of ``levels`` is, with these rulings."""
    for end in (1, 2):
        groups: dict[int, list[Ruling]] = defaultdict(list)
        for ruling in rulings:
            groups[round(ruling[end] / 2)].append(ruling)
        for group in groups.values():
            at = group[0][end]
            is_wide = max(r[0] for r in group) - min(r[0] for r in group) >= LONG
            if is_wide and not any(abs(at - level) <= SNAP for level in levels):
                yield at, group


def _open_sides(rulings: Rulings) -> list[Ruling]:
    """Return what closes tables at their sides: where level rulings end together that one upright ruling crosses.

    (Printers' marks around a page are crossed one by one.)
    """
    upright = sorted(rulings.vertical)
    crossed = {h: found for h in rulings.horizontal if (found := _crossing(h, upright))}
    sides = []
    for x, group in _open_ends(crossed, [v[0] for v in rulings.vertical]):
        counts = Counter(v for h in group for v in crossed[h])
        inner = [v for v, count in counts.items() if count > 1]
        if inner:
            sides.append((x, min(v[1] for v in inner), max(v[2] for v in inner)))
    return sides


def _crossing(horizontal: Ruling, upright: Sequence[Ruling]) -> list[Ruling]:
    """Return the upright rulings, in ascending order, that cross or touch a level one, not at its ends."""
    y, left, right = horizontal
    between = upright[bisect_right(upright, left + SNAP, key=_place) : bisect_left(upright, right - SNAP, key=_place)]
    return [ruling for ruling in between if ruling[1] - SNAP <= y <= ruling[2] + SNAP]


_place = itemgetter(0)
