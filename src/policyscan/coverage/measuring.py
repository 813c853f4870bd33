"""How far a document covers each category: passages, share, sections, depth, and a verdict that knows what was not read."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from policyscan.model.label import ClassifiedPassage, Label, Stance
from policyscan.model.report import Coverage, Depth, TaxonomyCoverage, Verdict
from policyscan.model.taxonomy import Category, Taxonomy

_SPACE = re.compile(r"\s+")
_GOES_ON = re.compile(
    r"下一?步|今后|接下来|为此[，,]|对此[，,]|建议|要(?:加快|尽快|抓紧|进一步|着力)|将(?:继续|进一步|加快|着力|重点|尽快)"
)
"""A passage that names a problem and has one of these goes on to say what shall be done."""
STRONGEST = 5
"""As many of a category's strongest passages are kept in its coverage."""
COVERED_PASSAGES = 2
"""A category with fewer passages is thin, unless its one passage is a checkable target or measure of some weight."""
COVERED_SHARE = 0.02
"""… or unless its passages make up this share of the text."""

_DEPTHS = {
    Stance.OTHER: Depth.DESCRIBED,
    Stance.STATUS: Depth.DESCRIBED,
    Stance.PROBLEM: Depth.DESCRIBED,
    Stance.MEASURE: Depth.MEASURES,
    Stance.TARGET: Depth.TARGETS,
}


def cover(taxonomy: Taxonomy, passages: Sequence[ClassifiedPassage], *, wholly_read: bool = True) -> TaxonomyCoverage:
    """Return the coverage of each category of a taxonomy by a document's passages.

    Parameters
    ----------
    taxonomy
        Whose categories are looked at.
    passages
        All passages of the document, in order.
    wholly_read
        Whether nothing of the document was lost. Where something was, what was not found is unknown, not a gap.
    """
    lengths = [_length(passage) for passage in passages]
    total = sum(lengths)
    rows = [_cover_category(taxonomy.id, c, passages, lengths, total, wholly_read) for c in taxonomy.categories]
    return TaxonomyCoverage(taxonomy, tuple(rows))


def characters(passages: Sequence[ClassifiedPassage]) -> int:
    """Return how many characters passages have, white space not counted."""
    return sum(map(_length, passages))


def _length(passage: ClassifiedPassage) -> int:
    return len(_SPACE.sub("", passage.passage.text))


def _cover_category(
    taxonomy_id: str,
    category: Category,
    passages: Sequence[ClassifiedPassage],
    lengths: Sequence[int],
    total: int,
    wholly_read: bool,
) -> Coverage:
    carried: list[tuple[int, Label]] = [
        (index, label)
        for index, passage in enumerate(passages)
        for label in passage.labels
        if label.taxonomy == taxonomy_id and label.category == category.id
    ]
    named = [
        (index, mention)
        for index, passage in enumerate(passages)
        for mention in passage.mentions
        if mention.taxonomy == taxonomy_id and mention.category == category.id
    ]
    mentions, doubtful = len(named), sum(m.is_doubtful for _, m in named)
    # What only names the category, or carries none of its leaves, may be the remedy all the same.
    vague = [passages[index] for index, _ in named]
    unplaced = [*vague, *(passages[index] for index, label in carried if not label.leaves)]
    leaves = tuple(
        _row(
            leaf.id,
            [(i, lb) for i, lb in carried if leaf.id in lb.leaves],
            0,
            0,
            passages,
            lengths,
            total,
            wholly_read,
            unplaced,
        )
        for leaf in category.leaves
    )
    return _row(category.id, carried, mentions, doubtful, passages, lengths, total, wholly_read, vague, leaves)


def _row(
    row_id: str,
    carried: Sequence[tuple[int, Label]],
    mentions: int,
    doubtful: int,
    passages: Sequence[ClassifiedPassage],
    lengths: Sequence[int],
    total: int,
    wholly_read: bool,
    vague: Sequence[ClassifiedPassage],
    leaves: tuple[Coverage, ...] = (),
) -> Coverage:
    held = sum(lengths[i] for i, _ in carried)
    share = held / total if total else 0.0
    stances = Counter(label.stance for _, label in carried)
    depth = max((depth_of(passages[i]) for i, _ in carried), default=Depth.NAMED if mentions else Depth.ABSENT)
    sections = {passages[i].passage.headings[:1] for i, _ in carried}
    strongest = sorted(carried, key=lambda pair: (-depth_of(passages[pair[0]]), -pair[1].confidence, pair[0]))
    return Coverage(
        row_id,
        len(carried),
        share,
        len(sections),
        depth,
        _verdict(len(carried), share, depth, mentions, doubtful, wholly_read),
        {stance: stances[stance] for stance in Stance if stances[stance]},
        mentions,
        tuple(i for i, _ in strongest[:STRONGEST]),
        leaves,
        held,
        _unanswered([i for i, _ in carried], passages, vague),
    )


def _unanswered(
    carried: Sequence[int], passages: Sequence[ClassifiedPassage], vague: Sequence[ClassifiedPassage]
) -> tuple[int, ...]:
    """Return the passages that name a problem, if neither they nor others could say what shall be done about it.

    The mirror of problems and recommendations: 中国信息通信研究院《数字政府建设发展研究报告（2024年）》, chapters 5 and 6.
    """
    if any(_may_be_remedy(p) for p in (*(passages[i] for i in carried), *vague)):
        return ()
    return tuple(i for i in carried if passages[i].stance is Stance.PROBLEM)


def _may_be_remedy(passage: ClassifiedPassage) -> bool:
    if passage.stance is Stance.PROBLEM:
        return _GOES_ON.search(passage.passage.text) is not None
    return passage.stance in (Stance.MEASURE, Stance.TARGET)


def depth_of(passage: ClassifiedPassage) -> Depth:
    """Return how deeply a labelled passage goes: what it takes to be checked counts as much as its stance.

    A measure with both a deadline and a responsible unit, or with a number and one of them, can be checked: a target.
    """
    return Depth.TARGETS if passage.has_targets else _DEPTHS[passage.stance]


def _verdict(count: int, share: float, depth: Depth, mentions: int, doubtful: int, wholly_read: bool) -> Verdict:
    enough = count >= COVERED_PASSAGES or share >= COVERED_SHARE
    if count and enough and depth >= Depth.MEASURES:
        return Verdict.COVERED
    if count >= 2 * COVERED_PASSAGES:
        return Verdict.COVERED
    if count:
        return Verdict.THIN
    if not wholly_read:
        return Verdict.UNKNOWN
    # A gap is a claim of absence: a single passage that may be about the category is enough against it.
    return Verdict.THIN if doubtful or mentions >= 2 * COVERED_PASSAGES else Verdict.GAP
