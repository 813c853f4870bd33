"""Passages about the subject that no category catches."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence

from policyscan.model.folding import fold
from policyscan.model.label import ClassifiedPassage, Stance
from policyscan.model.taxonomy import Taxonomy

_SHORTEST = 20
"""A passage of fewer characters says too little to miss a category for."""
_POLICY = (Stance.MEASURE, Stance.TARGET, Stance.PROBLEM)


def is_uncaught(classified: ClassifiedPassage, scope: Sequence[str]) -> bool:
    """Whether a passage sets a task, a target or a problem of the subject, and no category is named in it.

    ``scope`` are the folded terms that show that a text speaks of the subject; where a taxonomy has none, every such
    passage counts.
    """
    text = classified.passage.text
    if classified.labels or classified.mentions or classified.stance not in _POLICY or len(text) < _SHORTEST:
        return False
    folded = fold(text)[0]
    return not scope or any(term in folded for term in scope)


def scope_of(taxonomies: Sequence[Taxonomy]) -> tuple[str, ...]:
    """Return the scope terms of all taxonomies; none where one has none, as then everything is its subject."""
    if not all(taxonomy.scope for taxonomy in taxonomies):
        return ()
    return tuple(dict.fromkeys(term for taxonomy in taxonomies for term in taxonomy.scope))


def quotation_hash(text: str) -> str:
    """Return what a quotation is known by: 16 hexadecimal digits that white space, width and punctuation do not change.

    >>> quotation_hash("推进 数据共享。") == quotation_hash("推进数据共享")
    True
    """
    kept = re.sub(r"[^\w]", "", fold(text)[0])
    return hashlib.sha256(kept.encode()).hexdigest()[:16]
