"""How far a word tells one text from another: log-likelihood, log ratio, weighted log-odds.

Three figures, as no single one does: the log-likelihood says that a difference is hardly chance but grows with the size of
the texts; the log ratio says how great it is but is wild for rare words; the weighted log-odds weighs both.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping

PRIOR = 500.0
"""The prior counts as much as a text of so many words, …"""
_PRIOR_SHARE = 0.1
"""… but as no more than this share of both texts, or it would be all that a small corpus says."""
_NEVER = 0.5
"""A word that a text does not have is taken to be in it half a time (Hardie 2014)."""


def log_likelihood(here: int, there: int, size: int, other: int) -> float:
    """Return G² of a word's frequencies in two texts of ``size`` and ``other`` words (Dunning 1993; Rayson & Garside 2000).

    From 3.84 on the difference is chance in fewer than 5 of 100 cases, from 10.83 in fewer than 1 of 1,000.

    >>> round(log_likelihood(40, 10, 10_000, 10_000), 2)
    19.27
    """
    both = here + there
    if not both or not size or not other:
        return 0.0
    parts = ((here, size), (there, other))
    return 2 * sum(n * math.log(n * (size + other) / (both * total)) for n, total in parts if n)


def log_ratio(here: int, there: int, size: int, other: int) -> float:
    """Return how many times a word's rate is doubled from the one text to the other (Hardie 2014).

    >>> round(log_ratio(40, 10, 10_000, 10_000), 2), round(log_ratio(8, 0, 100, 100), 2)
    (2.0, 4.0)
    """
    if not size or not other:
        return 0.0
    return math.log2((here or _NEVER) / size) - math.log2((there or _NEVER) / other)


def log_odds(here: int, there: int, size: int, other: int) -> float:
    """Return the z-score of a word's log-odds ratio between two texts, weighted by an informative Dirichlet prior.

    The prior is the word's frequency in both texts together, as strong as `PRIOR` words (Monroe, Colaresi and Quinn 2008,
    "Fightin' Words", eq. 16 to 22). Above 0 where the word is commoner here; 0 for the only word there is.
    """
    strength = min(PRIOR, _PRIOR_SHARE * (size + other))
    prior = strength * (here + there) / (size + other)
    a, b = here + prior, there + prior
    rest, other_rest = size + strength - a, other + strength - b
    if min(a, b, rest, other_rest) <= 0:
        return 0.0
    return (math.log(a / rest) - math.log(b / other_rest)) / math.sqrt(1 / a + 1 / b)


def telling_words(some: Counter[str], rest: Mapping[str, int]) -> dict[str, float]:
    """Return for each word of some texts how far it tells them from the rest: its `log_odds`."""
    n, others = some.total(), sum(rest.values())
    return {word: log_odds(count, rest.get(word, 0), n, others) for word, count in some.items()}
