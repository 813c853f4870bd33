"""Members of a corpus → a matrix of documents, or of groups of them, × categories."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from policyscan.model.corpus import Member, Status
from policyscan.model.matrix import Cell, Column, Matrix, Row
from policyscan.model.report import Coverage, Depth, Done, Verdict
from policyscan.model.taxonomy import Taxonomy

_BEST = (Verdict.COVERED, Verdict.THIN, Verdict.UNKNOWN, Verdict.GAP)
_LEVELS = {level: rank for rank, level in enumerate(("国家级", "省级", "市级", "县级"))}

PlaceOrder = Callable[[str], tuple[int, str]]
"""Gives a place's rank in the official order."""


def columns_of(taxonomies: Sequence[Taxonomy], *, leaves: bool = False) -> tuple[Column, ...]:
    """Return the categories of the taxonomies in order, each followed by its leaves if asked for."""
    columns = []
    for taxonomy in taxonomies:
        for category in taxonomy.categories:
            columns.append(Column(taxonomy.id, category.id, category.short))
            columns += [Column(taxonomy.id, leaf.id, leaf.name) for leaf in category.leaves] if leaves else []
    return tuple(columns)


def make_matrix(
    members: Sequence[Member],
    columns: Sequence[Column],
    by: str = "document",
    sort: str = "given",
    place_order: PlaceOrder = lambda place: (0, place),
) -> Matrix:
    """Return the matrix.

    Parameters
    ----------
    members
        All documents of the corpus, in its order. Duplicates have a row of their own but count once in groups and totals.
    columns
        Of `columns_of`.
    by
        ``document``, or ``place``, ``year``, ``group``, ``level``, ``kind`` to put documents together.
    sort
        ``given``, ``name``, ``place``, ``year``, or the id of a category: the best first.

    Notes
    -----
    Over several documents the verdict is the best of them, but *unknown* comes before *gap*: where one document lacks a
    category and another could not be read, the group's coverage cannot be told. Depth is the greatest, passages are added,
    and the share is weighted by the documents' characters: that of the texts put one after the other.
    """
    weights = {m.id: m.done.characters for m in members if m.done is not None}
    counted = [member for member in members if member.status is not Status.DUPLICATE]
    if by == "document":
        rows = [_row(member.title, [member], columns, weights, member) for member in members]
    else:
        groups: dict[str, list[Member]] = {}
        for member in counted:
            groups.setdefault(str(getattr(member, by) or ""), []).append(member)
        rows = [_row(name, group, columns, weights) for name, group in groups.items()]
        rows.sort(key=lambda row: _group_order(by, row, place_order))
    return Matrix(
        by, tuple(columns), tuple(_sorted(rows, sort, columns, place_order)), _row("", counted, columns, weights)
    )


def _group_order(by: str, row: Row, place_order: PlaceOrder) -> tuple[bool, int, str]:
    unknown = not row.name
    if by == "place":
        return (unknown, *place_order(row.name))
    if by == "level":
        return unknown, _LEVELS.get(row.name, len(_LEVELS)), row.name
    if by == "year":
        return unknown, 0, row.name
    return unknown, 0, ""  # as they come


def _sorted(rows: list[Row], sort: str, columns: Sequence[Column], place_order: PlaceOrder) -> list[Row]:
    if sort == "name":
        return sorted(rows, key=lambda row: row.name)
    if sort == "place":
        return sorted(rows, key=lambda row: (not row.place, *place_order(row.place), row.year or 0))
    if sort == "year":
        return sorted(rows, key=lambda row: (row.year is None, row.year or 0))
    index = next((i for i, column in enumerate(columns) if column.id == sort), None)
    if index is None:
        return rows
    return sorted(rows, key=lambda row: _best_first(row.cells[index]))


def _best_first(cell: Cell) -> tuple[int, float, int]:
    return _BEST.index(cell.verdict), -(cell.share or 0.0), -cell.passages


def _row(
    name: str,
    members: Sequence[Member],
    columns: Sequence[Column],
    weights: Mapping[str, int],
    one: Member | None = None,
) -> Row:
    places = {member.place for member in members}
    years = {member.year for member in members}
    place = next(iter(places)) if len(places) == 1 else None
    return Row(
        name,
        place or "",
        next(iter(years)) if len(years) == 1 else None,
        tuple(member.id for member in members),
        sum(member.done is None for member in members),
        one.status.value if one else "",
        tuple(_cell(members, column, weights) for column in columns),
    )


def _cell(members: Sequence[Member], column: Column, weights: Mapping[str, int]) -> Cell:
    found = [(member, coverage_of(member.done, column)) for member in members]
    read = [(member, row) for member, row in found if row is not None]
    verdicts = Counter(row.verdict for _, row in read)
    verdicts[Verdict.UNKNOWN] += len(found) - len(read)
    total = sum(weights[member.id] for member, _ in read)
    held = sum(row.share * weights[member.id] for member, row in read)
    share = (read[0][1].share if len(read) == 1 else held / total) if total else None
    return Cell(
        next((verdict for verdict in _BEST if verdicts[verdict]), Verdict.UNKNOWN),
        max((row.depth for _, row in read), default=Depth.ABSENT),
        sum(row.passages for _, row in read),
        share,
        len(read) < len(found) or any(member.status is Status.PARTLY for member, _ in read),
        tuple((verdict, verdicts[verdict]) for verdict in Verdict if verdicts[verdict]),
    )


def coverage_of(done: Done | None, column: Column) -> Coverage | None:
    """Return a document's coverage of a category or leaf; None where nothing can be said."""
    if done is None:
        return None
    for covered in done.coverage:
        if covered.taxonomy.id == column.taxonomy:
            for row in covered.categories:
                if row.id == column.id:
                    return row
                for leaf in row.leaves:
                    if leaf.id == column.id:
                        return leaf
    return None
