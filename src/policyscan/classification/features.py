"""Evidence as numbers: what the taxonomy's terms and the stance rules say of a passage, for the estimator to weigh."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from policyscan.classification.evidence import Found
from policyscan.classification.stance import STANCES, goals_of, stance_scores
from policyscan.model.label import EvidenceKind
from policyscan.model.passage import Passage

EVIDENCE = ("score", "enough", "leaf", "in_headings", "named", "kinds", "none")
"""Features of a category's evidence: weight in the passage (up to 3), whether it is enough for a label, whether it is enough
for a leaf, weight in the headings, weight of bare names, number of distinct rules, whether there is nothing at all."""
_RULES = (EvidenceKind.TERM, EvidenceKind.PATTERN)
_DIGIT = re.compile(r"\d")
STANCE = (*(stance.value for stance in STANCES), "long", "digits", "goals", "density", "dated", "done")


def evidence_features(found: Mapping[str, Found], categories: Sequence[str]) -> NDArray[np.float64]:
    """Return the features of each category's evidence: shape (categories, `EVIDENCE`)."""
    out = np.zeros((len(categories), len(EVIDENCE)))
    for row, category in zip(out, categories, strict=True):
        entry = found.get(category)
        if entry is None:
            row[6] = 1.0
            continue
        own = heading = 0.0
        rules = 0
        for piece in entry.evidence:
            if piece.weight <= 0:
                continue
            if piece.kind is EvidenceKind.HEADING:
                heading += piece.weight
            else:
                own += piece.weight
                rules += 1
        row[:] = (
            min(own, 3.0) / 2,
            own > 1 - 1e-9,
            max(entry.leaves.values(), default=0.0) > 1 - 1e-9,
            min(heading, 1.0),
            min(entry.named, 1.0),
            min(rules, 4) / 4,
            0.0,
        )
    return out


def rules_met(found: Mapping[str, Found], category: str) -> list[str]:
    """Return the texts of the terms and patterns that count for a category in the passage itself, each once."""
    entry = found.get(category)
    if entry is None:
        return []
    return list(dict.fromkeys(e.by for e in entry.evidence if e.weight > 0 and e.kind in _RULES))


def stance_features(passages: Sequence[Passage]) -> NDArray[np.float64]:
    """Return the scores of the stance rules, squeezed: shape (passages, `STANCE`)."""
    out = np.zeros((len(passages), len(STANCE)))
    for row, passage in zip(out, passages, strict=True):
        scores = stance_scores(passage.text, passage.headings)
        row[: len(STANCES)] = np.log1p(scores)
        goals, dates, done = goals_of(passage.text)
        size = max(len(passage.text), 1)
        row[len(STANCES) :] = (
            min(size, 400) / 200,
            min(len(_DIGIT.findall(passage.text)), 20) / 10,
            min(goals, 5) / 3,
            min(goals * 60 / size, 2.0),
            min(dates, 2),
            min(done, 3) / 2,
        )
    return out
