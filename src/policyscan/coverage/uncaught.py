"""Passages about the subject that no category catches, put together by the words that tell them from the rest."""

from __future__ import annotations

import hashlib
import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence

from policyscan.model.folding import fold
from policyscan.model.label import ClassifiedPassage, Stance
from policyscan.model.taxonomy import Taxonomy

_SHORTEST = 20
"""A passage of fewer characters says too little to miss a category for."""
_POLICY = (Stance.MEASURE, Stance.TARGET, Stance.PROBLEM)
_PRIOR = 500.0
"""The prior counts as much as a text of so many words."""
_TELLING = 1.96
"""The z-score from which a word tells (two-sided 5 %)."""
_TOLD = 5
_WORD = re.compile(r"[\u3400-\u9fff]{2,}|[a-zA-Z][a-zA-Z0-9+-]+")

Words = Callable[[str], Iterable[str]]
"""Cuts a text into words."""


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


def telling_words(some: Counter[str], rest: Counter[str]) -> dict[str, float]:
    """Return for each word of some texts how far it tells them from the rest: the z-score of its log-odds ratio.

    Weighted log-odds with an informative Dirichlet prior: the frequencies over both, as strong as `_PRIOR` words (Monroe,
    Colaresi and Quinn 2008, "Fightin' Words", eq. 16 to 22).
    """
    both = some + rest
    n, n_rest, n_both = some.total(), rest.total(), both.total()
    scores = {}
    for word, count in some.items():
        prior = _PRIOR * both[word] / n_both
        here, there = count + prior, rest[word] + prior
        ratio = math.log(here / (n + _PRIOR - here)) - math.log(there / (n_rest + _PRIOR - there))
        scores[word] = ratio / math.sqrt(1 / here + 1 / there)
    return scores


def cluster(
    uncaught: Mapping[int, str], others: Iterable[str], words: Words
) -> list[tuple[tuple[tuple[str, float], ...], tuple[int, ...]]]:
    """Return groups of passages with their telling words, the largest first; what fits none comes last without words.

    Parameters
    ----------
    uncaught
        Texts of the passages by a number of theirs.
    others
        Texts of all other passages of the corpus.
    words
        Cuts a text into words.

    Notes
    -----
    The word that tells the uncaught passages best gathers those that hold it; so on with what is left. Simple, the same on
    every run, and each group says by its word why it is one.
    """
    if not uncaught:
        return []
    cut = {number: [w for w in words(text) if _WORD.fullmatch(w)] for number, text in uncaught.items()}
    background = Counter(w for text in others for w in words(text) if _WORD.fullmatch(w))
    everything = Counter(w for found in cut.values() for w in found)
    scores = telling_words(everything, background)
    left = dict(cut)
    groups: list[tuple[tuple[tuple[str, float], ...], tuple[int, ...]]] = []
    for word, score in sorted(scores.items(), key=lambda pair: (-pair[1], pair[0])):
        holding = [number for number, found in left.items() if word in found]
        if score < _TELLING or len(holding) < 2:
            continue
        inside = Counter(w for number in holding for w in cut[number])
        best = sorted(telling_words(inside, background + everything - inside).items(), key=lambda p: (-p[1], p[0]))
        named = [(word, round(score, 2)), *((w, round(z, 2)) for w, z in best if w != word and z >= _TELLING)]
        groups.append((tuple(named[:_TOLD]), tuple(holding)))
        left = {number: found for number, found in left.items() if number not in holding}
    groups.sort(key=lambda group: (-len(group[1]), group[0][0][0]))
    return [*groups, ((), tuple(left))] if left else groups
