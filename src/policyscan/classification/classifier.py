"""Passages × taxonomies → labels."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol, runtime_checkable

from msgspec import Struct

from policyscan.classification.evidence import EvidenceFinder, Found
from policyscan.classification.matching import Matcher
from policyscan.classification.quantities import quantities_of
from policyscan.classification.stance import stance_in_table, stance_of
from policyscan.model.explanation import Outcome, Parts, Weight
from policyscan.model.label import ClassifiedPassage, EvidenceKind, Label, Mention, Stance
from policyscan.model.passage import Passage
from policyscan.model.tasks import task_of
from policyscan.model.taxonomy import Taxonomy


class Classifier(Protocol):
    """Decides which categories a passage is about. Must pickle: instances travel to worker processes."""

    name: str  # shown in reports
    scores: Mapping[str, float]  # by id of the taxonomy: its macro-F1 in cross-validation, where it was measured

    @property
    def fingerprint(self) -> str:
        """What changes with everything that its answers depend on: part of the cache key."""
        ...

    def classify(self, passages: Sequence[Passage], title: str = "") -> list[ClassifiedPassage]:
        """Return each passage with its labels, in the order given."""
        ...


Key = tuple[str, str]
"""A taxonomy's id and a category's."""


class Judgement(Struct, frozen=True):
    """What is said of one category in one passage, and by how much: see `policyscan.model.explanation.CategoryReason`."""

    outcome: Outcome
    found: Found
    probability: float | None = None
    threshold: float | None = None
    is_raised: bool = False


@runtime_checkable
class Judge(Classifier, Protocol):
    """A classifier that tells by how much, and can be asked what it would say of other evidence."""

    finders: Sequence[tuple[Taxonomy, EvidenceFinder]]

    def judge(
        self, passages: Sequence[Passage], evidence: Sequence[Sequence[Mapping[str, Found]]]
    ) -> list[dict[Key, Judgement]]:
        """Return what is said of every category in each passage, given what was found in it taxonomy by taxonomy."""
        ...

    def weights(
        self, passage: Passage, evidence: Sequence[Mapping[str, Found]], most: int
    ) -> dict[Key, tuple[Parts, tuple[Weight, ...]]]:
        """Return what the estimator weighs, up to ``most`` words for and ``most`` against; nothing where none decides."""
        ...


class EvidenceClassifier:
    """Labels by the taxonomy's own words: a passage carries a category whose evidence adds up to 1.

    Its confidence is ``1 - 0.5 ** score``: it orders labels and is 0.5 where a label begins, but it is not a measured
    probability.
    """

    name = "evidence-1"

    def __init__(self, taxonomies: Iterable[Taxonomy]) -> None:
        self.scores: Mapping[str, float] = {}
        self.finders: Sequence[tuple[Taxonomy, EvidenceFinder]] = [
            (taxonomy, EvidenceFinder(Matcher(taxonomy))) for taxonomy in taxonomies
        ]

    @property
    def fingerprint(self) -> str:
        """Its name, and its taxonomies with their hashes."""
        return " ".join([self.name, *(f"{t.id}={t.hash}" for t, _ in self.finders)])

    def classify(self, passages: Sequence[Passage], title: str = "") -> list[ClassifiedPassage]:
        """Return each passage with its labels, in the order given. ``title`` is the document's."""
        return [self._classify(passage, title) for passage in passages]

    def probabilities(self, passages: Sequence[Passage], title: str = "") -> list[dict[str, float]]:
        """Return for each passage the confidence in each category of which there is a sign, enough for a label or not."""
        return [
            {
                category: 1 - 0.5 ** max(entry.score, 0.0)
                for _, finder in self.finders
                for category, entry in finder.find(passage, title).items()
            }
            for passage in passages
        ]

    def judge(
        self, passages: Sequence[Passage], evidence: Sequence[Sequence[Mapping[str, Found]]]
    ) -> list[dict[Key, Judgement]]:
        """Return what is said of every category in each passage: see `Judge`."""
        return [
            {
                (taxonomy.id, category.id): judged_by_evidence(found.get(category.id, Found()))
                for (taxonomy, _), found in zip(self.finders, by_taxonomy, strict=True)
                for category in taxonomy.categories
            }
            for _, by_taxonomy in zip(passages, evidence, strict=True)
        ]

    def weights(
        self, passage: Passage, evidence: Sequence[Mapping[str, Found]], most: int
    ) -> dict[Key, tuple[Parts, tuple[Weight, ...]]]:
        """Return nothing: no estimator decides."""
        return {}

    def _classify(self, passage: Passage, title: str) -> ClassifiedPassage:
        stance = stance_in_table(stance_of(passage.text, passage.headings), passage)
        labels: list[Label] = []
        mentions: list[Mention] = []
        for taxonomy, finder in self.finders:
            found = finder.find(passage, title)
            for category in taxonomy.categories:
                entry = found.get(category.id)
                if entry is None:
                    continue
                if (label := carried_label(taxonomy.id, category.id, entry, stance)) is not None:
                    labels.append(label)
                else:
                    mentions.extend(mentions_of(taxonomy.id, category.id, entry))
        return ClassifiedPassage(
            passage, tuple(labels), tuple(mentions), stance, quantities_of(passage.text, task_of(passage))
        )


def carried_label(taxonomy: str, category: str, entry: Found, stance: Stance) -> Label | None:
    """Return the label that evidence alone gives, or None where it is not enough or stands in the headings only."""
    if not (entry.is_label and _says_something(entry)):
        return None
    leaves = entry.carried_leaves
    return Label(
        taxonomy,
        category,
        leaves[0] if leaves else None,
        round(1 - 0.5 ** max(entry.score, 1.0), 4),
        stance,
        tuple(sorted(entry.evidence, key=lambda e: -e.weight)),
        leaves,
    )


def judged_by_evidence(entry: Found) -> Judgement:
    """Return what evidence alone says of a category, as `carried_label` and `mentions_of` do."""
    if entry.is_label and _says_something(entry):
        return Judgement(Outcome.LABEL, entry)
    return Judgement(Outcome.NAMED if entry.is_label or entry.is_mention else Outcome.NONE, entry)


def mentions_of(taxonomy: str, category: str, entry: Found) -> list[Mention]:
    """Return the mention that evidence without a label makes, if any."""
    if entry.is_label or entry.is_mention:
        return [Mention(taxonomy, category, tuple(entry.evidence))]
    return []


def _says_something(entry: Found) -> bool:
    """Whether the passage itself, not only its headings, speaks of the category."""
    return any(e.weight > 0 and e.kind is not EvidenceKind.HEADING for e in entry.evidence)
