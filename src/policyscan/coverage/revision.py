"""The same documents by two versions of a taxonomy → which cells flip, and by which passages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from policyscan.coverage.matrix import columns_of, coverage_of
from policyscan.model.label import Label
from policyscan.model.matrix import Column
from policyscan.model.report import Done
from policyscan.model.revision import Flip, Turn
from policyscan.model.taxonomy import Rules, Taxonomy


def common_columns(old: Taxonomy, new: Taxonomy) -> tuple[Column, ...]:
    """Return the categories and leaves that both versions have, named as in the new one."""
    there = {column.id for column in columns_of([old], leaves=True)}
    return tuple(column for column in columns_of([new], leaves=True) if column.id in there)


def changed_terms(old: Taxonomy, new: Taxonomy) -> Iterator[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    """Yield for each category or leaf of both its terms, patterns and exclusions (with -) that came and went."""
    before, after = _rules(old), _rules(new)
    for name, rules in after.items():
        if name in before:
            was, now = _words(before[name]), _words(rules)
            came, went = tuple(w for w in now if w not in was), tuple(w for w in was if w not in now)
            if came or went:
                yield name, came, went


def _rules(taxonomy: Taxonomy) -> dict[str, Rules]:
    rules: dict[str, Rules] = {}
    for category in taxonomy.categories:
        rules[category.id] = category.rules
        rules.update((leaf.id, leaf.rules) for leaf in category.leaves)
    return rules


def _words(rules: Rules) -> list[str]:
    terms = [f"{t.text} ({t.weight:g})" if t.weight != 1 else t.text for t in rules.terms]
    return [*terms, *(f"/{p.pattern}/" for p in rules.patterns), *(f"-{text}" for text in rules.exclusions)]


def find_flips(pairs: Sequence[tuple[Done | None, Done | None]], old: Taxonomy, new: Taxonomy) -> tuple[Flip, ...]:
    """Return the cells that changed, with the passages that gained or lost the category.

    Parameters
    ----------
    pairs
        Each document by the old and by the new version: the same passages in the same order.
    old, new
        The versions.
    """
    flips = []
    for number, (before, after) in enumerate(pairs):
        if before is None or after is None:
            continue
        for column in common_columns(old, new):
            was = coverage_of(before, Column(old.id, column.id, column.name))
            now = coverage_of(after, column)
            if was is None or now is None:
                continue
            turns = tuple(_turns(before, after, column.id))
            if turns or (was.verdict, was.depth) != (now.verdict, now.depth):
                flips.append(Flip(number, column, was, now, turns))
    return tuple(flips)


def _turns(before: Done, after: Done, category: str) -> Iterator[Turn]:
    for index, (was, now) in enumerate(zip(before.passages, after.passages, strict=True)):
        lost, gained = _label(was.labels, category), _label(now.labels, category)
        if gained is not None and lost is None:
            yield Turn(index, True, gained)
        elif lost is not None and gained is None:
            yield Turn(index, False, lost)


def _label(labels: Sequence[Label], category: str) -> Label | None:
    return next((label for label in labels if category in (label.category, *label.leaves)), None)
