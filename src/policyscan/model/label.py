"""What the classifier says of a passage, and by which words."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from policyscan.model.passage import Passage, Span


class Stance(StrEnum):
    """A passage's attitude to its subject."""

    STATUS = "status"  # 现状成效
    PROBLEM = "problem"  # 问题不足
    MEASURE = "measure"  # 任务举措
    TARGET = "target"  # 目标指标
    OTHER = "other"  # 背景、定义、范围


class EvidenceKind(StrEnum):
    """How a piece of evidence came about."""

    TERM = "term"
    PATTERN = "pattern"
    HEADING = "heading"  # found in the headings above; its span is in the heading's text
    EXCLUSION = "exclusion"  # a term that did not count, and why
    FEATURE = "feature"  # a word or n-gram that the estimator weighs


class Evidence(Struct, frozen=True):
    """Words that speak for a label, or (``EXCLUSION``) words that looked like it and do not count.

    ``span`` counts characters of the passage's text (None for headings). ``weight`` is what it adds to the score.
    """

    kind: EvidenceKind
    text: str
    weight: float
    span: Span | None = None
    by: str = ""  # the term, pattern or exclusion of the taxonomy that found it


class Label(Struct, frozen=True):
    """A passage is about a category.

    ``category`` is the category's id (``data``), ``leaf`` the strongest of its leaves (``data.sharing``) or None,
    ``leaves`` all that apply, strongest first. ``confidence`` is from 0 to 1.
    """

    taxonomy: str
    category: str
    leaf: str | None
    confidence: float
    stance: Stance
    evidence: tuple[Evidence, ...] = ()
    leaves: tuple[str, ...] = ()


class Mention(Struct, frozen=True):
    """A passage names a category without saying anything about it (a bare enumeration): no label, depth 1.

    ``is_doubtful``: the estimator is not sure enough for a label, nor sure enough that there is none. Such a category is
    no gap.
    """

    taxonomy: str
    category: str
    evidence: tuple[Evidence, ...] = ()
    is_doubtful: bool = False


class Quantity(Struct, frozen=True):
    """A checkable part of a target: a number with its unit, a date, or a responsible unit, with its place."""

    kind: str  # "number", "deadline", "unit"
    text: str
    span: Span


class ClassifiedPassage(Struct, frozen=True):
    """A passage with all that was said of it."""

    passage: Passage
    labels: tuple[Label, ...]
    mentions: tuple[Mention, ...] = ()
    stance: Stance = Stance.OTHER
    quantities: tuple[Quantity, ...] = ()

    @property
    def has_targets(self) -> bool:
        """Whether it can be checked: a target, or a measure with two of a number, a deadline and a responsible unit."""
        if self.stance is Stance.MEASURE:
            return len({quantity.kind for quantity in self.quantities}) >= 2
        return self.stance is Stance.TARGET
