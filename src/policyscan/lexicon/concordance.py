"""Keyword in context 上下文检索: every place of a term or a pattern, with what stands on both sides."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from policyscan.model.folding import fold
from policyscan.model.lexicon import Hit, HitCount, Part, Stretch

_SPACE = re.compile(r"\s+")


def find_hits(
    pattern: re.Pattern[str], member: int, stretches: Iterable[Stretch], context: int, *, has_pages: bool
) -> Iterator[Hit]:
    """Yield the places of a pattern in a document, in its order.

    Parameters
    ----------
    pattern
        Sought in folded text, where it must not match nothing.
    member
        The document's index.
    stretches
        Its running text; a match does not run from one to the next.
    context
        Characters of the text on each side, at most; less where the block ends.
    has_pages
        Whether pages can be cited, else lines.
    """
    for stretch in stretches:
        folded, origins = fold(stretch.text)
        for found in pattern.finditer(folded):
            first, last = found.start(), found.end() - 1
            start, end = (first, last + 1) if origins is None else (origins[first], origins[last] + 1)
            source = stretch.source_of(start)
            yield Hit(
                member,
                stretch.start + start,
                stretch.start + end,
                stretch.text[max(0, start - context) : start],
                stretch.text[start:end],
                stretch.text[end : end + context],
                stretch.headings,
                (source.page if source else 1) if has_pages else None,
                source.line if source and not has_pages else None,
                stretch.is_heading,
            )


def count_hits(parts: Sequence[Part], hits: Sequence[Hit], characters: Sequence[int]) -> list[HitCount]:
    """Return how often each part has it; ``characters`` are those of each document that counts, 0 for others."""
    found = [0] * len(characters)
    for hit in hits:
        found[hit.member] += 1
    return [
        HitCount(
            part,
            sum(found[i] for i in part.members),
            sum(found[i] > 0 for i in part.members),
            sum(characters[i] for i in part.members),
        )
        for part in parts
    ]


def characters_of(stretches: Iterable[Stretch]) -> int:
    """Return the characters of a text, white space not counted."""
    return sum(len(_SPACE.sub("", stretch.text)) for stretch in stretches)


def sorted_hits(hits: Sequence[Hit], order: str) -> list[Hit]:
    """Return hits by place, or by what stands right or left of them, nearest character first: like uses come together."""
    if order == "right":
        return sorted(hits, key=lambda hit: (fold(hit.right)[0], hit.member, hit.start))
    if order == "left":
        return sorted(hits, key=lambda hit: (fold(hit.left)[0][::-1], hit.member, hit.start))
    return list(hits)
