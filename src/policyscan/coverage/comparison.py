"""Documents × categories → what is added, dropped, deepened; targets side by side; a document among its peers."""

from __future__ import annotations

import math
from collections.abc import Sequence

from policyscan.coverage.matrix import coverage_of
from policyscan.coverage.measuring import depth_of
from policyscan.model.comparison import Change, Line, Side, Standing, Target
from policyscan.model.matrix import Column
from policyscan.model.report import Coverage, Depth, Done, Verdict

_MUCH = 1.5
_TARGETS = 5
_EXAMPLES = 3


def compare_lines(documents: Sequence[Done | None], columns: Sequence[Column]) -> tuple[Line, ...]:
    """Return for each category what became of it in each document against the first."""
    lines = []
    for column in columns:
        rows = [coverage_of(done, column) for done in documents]
        sides = tuple(Side(row, row.strongest[0] if row is not None and row.strongest else None) for row in rows)
        changes = tuple(
            change(rows[0], row, _whole(documents[0]), _whole(done))
            for done, row in zip(documents[1:], rows[1:], strict=True)
        )
        lines.append(Line(column, sides, changes))
    return tuple(lines)


def _whole(done: Done | None) -> bool:
    return done is not None and done.document.is_wholly_read


def change(old: Coverage | None, new: Coverage | None, old_is_whole: bool = True, new_is_whole: bool = True) -> Change:
    """Return what became of a category.

    A claim that something is not there needs a text that was read whole: *added* the old one, *dropped* and *shallower* the
    new one.
    """
    if old is None or new is None:
        return Change.UNKNOWN
    had, has = old.passages > 0, new.passages > 0
    if not had and not has:
        return Change.ABSENT if old_is_whole and new_is_whole else Change.UNKNOWN
    if not had:
        return Change.ADDED if old_is_whole else Change.UNKNOWN
    if not has:
        return Change.DROPPED if new_is_whole else Change.UNKNOWN
    if new.depth != old.depth:
        deeper = new.depth > old.depth
        if not (old_is_whole if deeper else new_is_whole):
            return Change.UNKNOWN
        return Change.DEEPER if deeper else Change.SHALLOWER
    if not (old_is_whole and new_is_whole):
        return Change.SAME
    if new.share >= _MUCH * old.share:
        return Change.MORE
    return Change.LESS if old.share >= _MUCH * new.share else Change.SAME


def targets_of(documents: Sequence[Done | None], column: Column) -> tuple[Target, ...]:
    """Return each document's passages of a category that can be checked: the most checkable first, then as they stand."""
    found = []
    for number, done in enumerate(documents):
        if done is None:
            continue
        carrying = [
            (i, passage)
            for i, passage in enumerate(done.passages)
            if passage.quantities
            and depth_of(passage) is Depth.TARGETS
            and any(
                label.taxonomy == column.taxonomy and column.id in (label.category, *label.leaves)
                for label in passage.labels
            )
        ]
        best = sorted(carrying, key=lambda pair: (-len({q.kind for q in pair[1].quantities}), pair[0]))[:_TARGETS]
        found += [Target(number, i, passage.quantities) for i, passage in sorted(best, key=lambda pair: pair[0])]
    return tuple(found)


def standing(done: Done, peers: Sequence[Done | None], column: Column, columns: Sequence[Column]) -> Standing:
    """Return where a document stands among its peers in a category.

    A peer whose coverage could not be told has no rank; it is counted as unknown. The nearest examples are the peers that
    go deeper (or as deep, with a larger share), ordered by how alike their profiles are: the cosine of the shares by category.
    """
    own = coverage_of(done, column)
    rows = [coverage_of(peer, column) for peer in peers]
    known = [row.share for row in rows if row is not None and row.verdict is not Verdict.UNKNOWN]
    percentile = None
    if own is not None and own.verdict is not Verdict.UNKNOWN and known:
        below, level = sum(share < own.share for share in known), sum(share == own.share for share in known)
        percentile = 100 * (below + level / 2) / len(known)
    mine = _profile(done, columns)
    better = [
        (-_cosine(mine, _profile(peer, columns)), i, row.strongest[0])
        for i, (peer, row) in enumerate(zip(peers, rows, strict=True))
        if peer is not None and row is not None and row.strongest
        and (own is None or (row.depth, row.share) > (own.depth, own.share))
    ]  # fmt: skip
    return Standing(
        column,
        percentile,
        len(known),
        len(rows) - len(known),
        tuple((i, passage) for _, i, passage in sorted(better)[:_EXAMPLES]),
    )


def _profile(done: Done, columns: Sequence[Column]) -> list[float]:
    rows = [coverage_of(done, column) for column in columns]
    return [row.share if row is not None else 0.0 for row in rows]


def _cosine(first: Sequence[float], second: Sequence[float]) -> float:
    size = math.hypot(*first) * math.hypot(*second)
    return round(sum(a * b for a, b in zip(first, second, strict=True)) / size, 9) if size else 0.0
