"""Passages put together by the words that tell them from the rest."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping

from policyscan.lexicon.keyness import telling_words

_TELLING = 1.96
"""The z-score from which a word tells (two-sided 5 %)."""
_TOLD = 5
_WORD = re.compile(r"[\u3400-\u9fff]{2,}|[a-zA-Z][a-zA-Z0-9+-]+")

Words = Callable[[str], Iterable[str]]
"""Cuts a text into words."""


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
    holders: dict[str, list[int]] = {}
    for number, found in cut.items():
        for word in dict.fromkeys(found):
            holders.setdefault(word, []).append(number)
    left = dict(cut)
    groups: list[tuple[tuple[tuple[str, float], ...], tuple[int, ...]]] = []
    for word, score in sorted(scores.items(), key=lambda pair: (-pair[1], pair[0])):
        if score < _TELLING:
            break
        holding = [number for number in holders[word] if number in left]
        if len(holding) < 2:
            continue
        inside = Counter(w for number in holding for w in cut[number])
        best = sorted(telling_words(inside, background + everything - inside).items(), key=lambda p: (-p[1], p[0]))
        named = [(word, round(score, 2)), *((w, round(z, 2)) for w, z in best if w != word and z >= _TELLING)]
        groups.append((tuple(named[:_TOLD]), tuple(holding)))
        for number in holding:
            del left[number]
    groups.sort(key=lambda group: (-len(group[1]), group[0][0][0]))
    return [*groups, ((), tuple(left))] if left else groups
