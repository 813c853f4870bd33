"""Which documents and categories a rule or an exception is about."""

from __future__ import annotations

from collections.abc import Iterable
from fnmatch import fnmatchcase
from pathlib import PurePosixPath

from policyscan.model.corpus import Member
from policyscan.model.gate import Selector
from policyscan.model.matrix import Column


def selects_document(select: Selector, member: Member) -> bool:
    """Whether a document is meant."""
    return (
        _any(select.document, _names_of(member.id, member.title, member.path))
        and _any(select.place, (member.place, member.province))
        and _any(select.year, (str(member.year) if member.year else None,))
        and _any(select.kind, (member.kind,))
        and _any(select.group, (member.group,))
        and _any(select.level, (member.level,))
    )


def selects_category(select: Selector, column: Column, *, leaves: bool) -> bool:
    """Whether a category or leaf is meant; without a pattern leaves are meant only if ``leaves`` says so."""
    is_leaf = "." in column.id
    if not select.category:
        return leaves or not is_leaf
    return any(
        fnmatchcase(name, pattern)
        for pattern in select.category
        if not is_leaf or "." in pattern
        for name in (column.id, f"{column.taxonomy}/{column.id}")
    )


def _names_of(*names: str | None) -> tuple[str, ...]:
    """Return what a pattern of documents is compared with: ids, titles, paths, and the paths' last parts."""
    there = [name for name in names if name]
    return (*there, *(PurePosixPath(name).name for name in there if "/" in name))


def _any(patterns: tuple[str, ...], values: Iterable[str | None]) -> bool:
    there = [value for value in values if value is not None]
    return not patterns or any(fnmatchcase(value, pattern) for pattern in patterns for value in there)
