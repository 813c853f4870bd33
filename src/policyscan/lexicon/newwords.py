"""New words 新词发现: runs of characters that hold together inside and stand freely in what is around them.

Cohesion is the pointwise mutual information of the weakest joint (Church & Hanks 1990), freedom the smaller of the branching
entropies on both sides (Jin & Tanaka-Ishii 2006): 数据要 holds together but is always followed by 素, so it is no word.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from policyscan.lexicon.stopwords import FRAMING, LOOSE

Ints = NDArray[np.int64]

LONGEST = 8
_COHESION = 2.5
"""Nats: the parts stand together twelve times as often as by chance."""
_FREEDOM = 0.63
"""Nats: a little less than two neighbours in turn (ln 2); of three places not all may have the same …"""
_FREEDOM_GROWS = 0.25
"""… and more where there are more places: so many nats for each e-fold."""
_AT_EDGES = 0.5
"""The share of its places at which the segmenter, too, ends words at both sides; of 据共享 it is none."""
_FIRST, _LAST = 0x3400, 0x9FFF
BREAK = "\n"
"""Folded text has none."""


class NewWord(Struct, frozen=True):
    """A word that is none to the segmenter. ``cohesion`` and ``freedom`` are in nats."""

    text: str
    frequency: int
    cohesion: float
    freedom: float


def find_new_words(texts: Sequence[str], cut: Callable[[str], Iterable[str]], least: int = 3) -> list[NewWord]:
    """Return the new words of some folded texts, in the order of their first places.

    Parameters
    ----------
    texts
        Words do not run from one to the next.
    cut
        Cuts a text into words without leaving anything out.
    least
        Rarer ones are left out.

    Notes
    -----
    Sequences of up to `LONGEST` Chinese characters are numbered by doubling: one of n characters is known by the numbers of
    the two of n-1 in it. Only those that come often enough are carried on, so each step is one sort of what is left.
    """
    whole = BREAK.join(texts) + BREAK
    codes = np.frombuffer(whole.encode("utf-32-le"), dtype="<u4").astype(np.int64)
    starts = word_starts(texts, cut)
    inner = np.cumsum(starts).astype(np.int64)
    is_han = (codes >= _FIRST) & (codes <= _LAST)
    numbers, counts = _numbered(np.where(is_han, codes, -1), least)
    grams, frequencies = [numbers], [counts]
    total = int(is_han.sum())
    found: list[tuple[int, NewWord]] = []
    for length in range(2, LONGEST + 1):
        last, kinds = grams[-1], len(frequencies[-1])
        both = np.full(len(codes), -1, dtype=np.int64)
        held = (last[:-1] >= 0) & (last[1:] >= 0)
        both[:-1][held] = last[:-1][held] * kinds + last[1:][held]
        numbers, counts = _numbered(both, least)
        grams.append(numbers)
        frequencies.append(counts)
        if not len(counts):
            break
        found += _words_of(length, whole, codes, is_han, starts, inner, grams, frequencies, total)
    found.sort(key=lambda pair: (pair[0], len(pair[1].text)))
    return [word for _, word in found]


def _numbered(keys: Ints, least: int) -> tuple[Ints, Ints]:
    """Return a number from 0 for each key (-1 for one below 0 or rarer than ``least``), and how often each number is."""
    there = np.flatnonzero(keys >= 0)
    _, inverse, counts = np.unique(keys[there], return_inverse=True, return_counts=True)
    kept = counts >= least
    renumbered = np.where(kept, np.cumsum(kept) - 1, -1)
    numbers = np.full(len(keys), -1, dtype=np.int64)
    numbers[there] = renumbered[inverse]
    return numbers, counts[kept].astype(np.int64)


def word_starts(texts: Sequence[str], cut: Callable[[str], Iterable[str]]) -> NDArray[np.bool_]:
    """Return whether a word begins at each character of the texts, put together with a break after each, and at the end."""
    starts = np.ones(sum(len(text) + len(BREAK) for text in texts) + 1, dtype=np.bool_)
    at = 0
    for text in texts:
        starts[at : at + len(text)] = False
        for word in cut(text):
            starts[at] = True
            at += len(word)
        at += len(BREAK)
    return starts


def _words_of(
    length: int,
    whole: str,
    codes: Ints,
    is_han: NDArray[np.bool_],
    starts: NDArray[np.bool_],
    inner: Ints,
    grams: Sequence[Ints],
    frequencies: Sequence[Ints],
    total: int,
) -> list[tuple[int, NewWord]]:
    numbers, counts = grams[-1], frequencies[-1]
    places = np.flatnonzero(numbers >= 0)
    owner = numbers[places]
    first = np.full(len(counts), len(codes), dtype=np.int64)
    np.minimum.at(first, owner, places)
    edges = starts[places] & starts[places + length]
    known = edges & (inner[places + length - 1] - inner[places] == 0)  # one word of the segmenter
    at_edges = np.bincount(owner, edges, len(counts)) / counts
    as_word = np.bincount(owner, known, len(counts)) / counts
    cohesion = _cohesion(length, first, grams, frequencies, total)
    candidates = (at_edges >= _AT_EDGES) & (as_word < _AT_EDGES) & (cohesion >= _COHESION)
    if not candidates.any():
        return []
    freedom = np.minimum(
        _freedom(owner, places - 1, codes, is_han, counts), _freedom(owner, places + length, codes, is_han, counts)
    )
    enough = np.maximum(_FREEDOM, _FREEDOM_GROWS * np.log(counts))
    words = []
    for number in np.flatnonzero(candidates & (freedom >= enough)):
        start = int(first[number])
        text = whole[start : start + length]
        if text[0] in LOOSE or text[-1] in LOOSE or text[:2] in FRAMING:
            continue
        words.append(
            (start, NewWord(text, int(counts[number]), float(cohesion[number]), float(freedom[number])))
        )  # fmt: skip
    return words


def _cohesion(
    length: int, first: Ints, grams: Sequence[Ints], frequencies: Sequence[Ints], total: int
) -> NDArray[np.float64]:
    """Return the pointwise mutual information of each sequence at the joint where it is least, in nats."""
    whole = frequencies[length - 1].astype(np.float64)
    least = np.full(len(first), np.inf)
    for cut in range(1, length):
        left = frequencies[cut - 1][grams[cut - 1][first]]
        right = frequencies[length - cut - 1][grams[length - cut - 1][first + cut]]
        least = np.minimum(least, np.log(whole * total / (left.astype(np.float64) * right)))
    return least


def _freedom(owner: Ints, beside: Ints, codes: Ints, is_han: NDArray[np.bool_], counts: Ints) -> NDArray[np.float64]:
    """Return the entropy of the characters beside each sequence, in nats; each break and sign of punctuation is its own."""
    beside = np.where(beside < 0, len(codes) - 1, beside)
    neighbours = np.where(is_han[beside], codes[beside], 0x110000 + np.arange(len(beside)))
    pairs, each = np.unique(owner * (0x110000 + len(beside)) + neighbours, return_counts=True)
    of = pairs // (0x110000 + len(beside))
    share = each / counts[of]
    return np.bincount(of, -share * np.log(share), len(counts)).astype(np.float64)
