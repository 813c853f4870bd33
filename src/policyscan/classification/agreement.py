"""How far two readings of the same passages agree."""

from __future__ import annotations

from collections.abc import Sequence

from policyscan.classification.gold import GoldPassage
from policyscan.model.label import Stance
from policyscan.model.scores import Agreement, CategoryAgreement, Disagreement


def agree(first: Sequence[GoldPassage], second: Sequence[GoldPassage], categories: Sequence[str]) -> Agreement:
    """Compare two readings, passage by passage, by their ids.

    Passages that only one of them has are counted, not compared.
    """
    others = {g.id: g for g in second}
    pairs = [(a, others[a.id]) for a in first if a.id in others]
    missing = len(first) + len(second) - 2 * len(pairs)
    rows = tuple(_category(c, pairs) for c in categories)
    present = [row.f1 for row in rows if row.both + row.only_first + row.only_second]
    stances = [(a.stance, b.stance) for a, b in pairs if a.stance is not None and b.stance is not None]
    return Agreement(
        len(pairs),
        missing,
        rows,
        round(sum(present) / len(present), 4) if present else 0.0,
        _stance_kappa(stances) if stances else None,
        tuple(
            Disagreement(a.id, tuple(sorted(a.labels)), tuple(sorted(b.labels)), a.passage.text[:80])
            for a, b in pairs
            if a.labels != b.labels
        ),
    )


def _category(category: str, pairs: Sequence[tuple[GoldPassage, GoldPassage]]) -> CategoryAgreement:
    votes = [(category in a.labels, category in b.labels) for a, b in pairs]
    both, first, second = votes.count((True, True)), votes.count((True, False)), votes.count((False, True))
    neither = len(votes) - both - first - second
    f1 = 2 * both / (2 * both + first + second) if both + first + second else 0.0
    observed = (both + neither) / max(len(votes), 1)
    return CategoryAgreement(
        category, both, first, second, neither, _kappa(observed, both + first, both + second, len(votes)), round(f1, 4)
    )


def _kappa(observed: float, first: int, second: int, total: int) -> float:
    expected = (first * second + (total - first) * (total - second)) / max(total, 1) ** 2
    return round((observed - expected) / (1 - expected), 4) if expected < 1 else 1.0


def _stance_kappa(pairs: Sequence[tuple[Stance, Stance]]) -> float:
    total = len(pairs)
    observed = sum(a is b for a, b in pairs) / total
    expected = sum(sum(a is s for a, _ in pairs) * sum(b is s for _, b in pairs) for s in Stance) / total**2
    return round((observed - expected) / (1 - expected), 4) if expected < 1 else 1.0
