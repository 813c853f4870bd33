"""Text → words 分词, with the terms of taxonomies kept whole."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from ahocorasick_rs import AhoCorasick, MatchKind

from policyscan.model.folding import fold

_LONG = 3
"""A term of so many characters is hardly ever met by chance, whatever the segmenter cuts there; 办事 stands in 举办事业."""

Words = Callable[[str], Iterable[str]]
"""Cuts a text into words."""


class Cutter:
    """Cuts folded text into words; a term is one word wherever it stands, and the longest wins.

    Parameters
    ----------
    words
        Cuts what is between the terms.
    terms
        What is kept whole. One of two characters is where the segmenter, too, ends words at both its sides.
    """

    def __init__(self, words: Words, terms: Iterable[str] = ()) -> None:
        self._words = words
        folded = dict.fromkeys(fold(term)[0] for term in terms)
        self._short = frozenset(term for term in folded if len(term) == _LONG - 1)
        longer = [term for term in folded if len(term) >= _LONG]
        self._long = AhoCorasick(longer, matchkind=MatchKind.LeftmostLongest) if longer else None

    def cut(self, folded: str) -> list[str]:
        """Return the words of a folded text in order, punctuation among them.

        >>> Cutter(list, ["一网通办"]).cut("推行一网通办")
        ['推', '行', '一网通办']
        """
        if self._long is None:
            return list(self._between(folded))
        cut: list[str] = []
        done = 0
        for _, start, end in self._long.find_matches_as_indexes(folded):
            if not _is_whole(folded, start, end):
                continue
            cut.extend(self._between(folded[done:start]))
            cut.append(folded[start:end])
            done = end
        cut.extend(self._between(folded[done:]))
        return cut

    def _between(self, folded: str) -> Iterable[str]:
        if not folded:
            return ()
        words = self._words(folded)
        return self._joined(list(words)) if self._short else words

    def _joined(self, words: Sequence[str]) -> Iterator[str]:
        last = ""
        for word in words:
            if last and last + word in self._short:
                yield last + word
                last = ""
                continue
            if last:
                yield last
            last = word
        if last:
            yield last


def _is_whole(folded: str, start: int, end: int) -> bool:
    """Whether a term of letters or digits is not a part of a longer one: 12345 is not in 1234567."""
    return not (_runs_on(folded[start - 1 : start], folded[start]) or _runs_on(folded[end - 1], folded[end : end + 1]))


def _runs_on(left: str, right: str) -> bool:
    return left.isascii() and right.isascii() and left.isalnum() and right.isalnum()
