"""How unsure a classifier is of a passage: what is worth asking a person first."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from policyscan.classification.classifier import Classifier, EvidenceClassifier
from policyscan.classification.hybrid import HybridClassifier
from policyscan.model.passage import Passage
from policyscan.model.taxonomy import Taxonomy


def category_probabilities(
    classifier: Classifier, taxonomies: Sequence[Taxonomy], passages: Sequence[Passage], title: str = ""
) -> list[dict[str, float]]:
    """Return for each passage how probable each category is, by id.

    Those that an estimator knows have its calibrated probability; the others the confidence of `EvidenceClassifier`, which orders
    passages and is 0.5 where a label begins. What is missing has no sign at all.
    """
    found = EvidenceClassifier(taxonomies).probabilities(passages, title)
    if isinstance(classifier, HybridClassifier):
        for guesses, known in zip(found, classifier.probabilities(passages, title), strict=True):
            guesses.update(known)
    return found


def uncertainty(probabilities: Mapping[str, float]) -> float:
    """Return the entropy in bits of the category that is least certain: 0 certain, 1 a coin.

    Of a passage with several labels one doubtful label is enough to be worth a question, so the passage is as doubtful as
    that (the binary minimum of Brinker, *On Active Learning in Multi-label Classification*, 2006).

    >>> uncertainty({"data": 0.5, "service": 0.99}), uncertainty({}), round(uncertainty({"data": 0.9}), 3)
    (1.0, 0.0, 0.469)
    """
    return max((_entropy(p) for p in probabilities.values()), default=0.0)


def _entropy(p: float) -> float:
    return 0.0 if p <= 0 or p >= 1 else -(p * math.log2(p) + (1 - p) * math.log2(1 - p))
