"""How alike two texts are."""

from __future__ import annotations

import unicodedata
from collections import Counter

import numpy as np


def bare(text: str) -> str:
    """Return a text as it is compared: the width of characters and white space do not count."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def distance(a: str, b: str) -> int:
    """Return the edit distance of two texts (Levenshtein), row by row."""
    right = np.frombuffer(b.encode("utf-32-le", "surrogatepass"), np.uint32)
    offsets = np.arange(1, len(right) + 1)
    row = np.arange(len(right) + 1)
    for i, char in enumerate(np.frombuffer(a.encode("utf-32-le", "surrogatepass"), np.uint32), 1):
        best = np.minimum(row[1:] + 1, row[:-1] + (right != char))
        best = np.minimum(np.minimum.accumulate(best - offsets), i) + offsets
        row = np.concatenate(([i], best))
    return int(row[-1])


def similarity(a: str, b: str) -> float:
    """Return 1 − edit distance ÷ length of the longer, 1 for two empty texts."""
    return 1 - distance(a, b) / max(len(a), len(b), 1)


def han_kept(text: str, of: str) -> float | None:
    """Return the share of the Chinese characters of one text that another has, each as often; None where it has none."""
    wanted = Counter(c for c in of if "\u3400" <= c <= "\u9fff")
    if not wanted:
        return None
    return sum((wanted & Counter(text)).values()) / sum(wanted.values())
