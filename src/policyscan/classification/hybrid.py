"""Labels by estimator and evidence together: the estimator decides and says how sure it is, the evidence says why."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property, partial

import numpy as np
from numpy.typing import NDArray

from policyscan.classification.classifier import Judgement, Key, carried_label, judged_by_evidence, mentions_of
from policyscan.classification.estimator import Contribution, Estimator, Weighing
from policyscan.classification.evidence import EvidenceFinder, Found
from policyscan.classification.features import evidence_features, rules_met, stance_features
from policyscan.classification.matching import Matcher
from policyscan.classification.ngrams import NUMBER
from policyscan.classification.quantities import quantities_of
from policyscan.classification.stance import stance_in_table, stance_of
from policyscan.model.explanation import Outcome, Parts, Weight
from policyscan.model.folding import fold
from policyscan.model.label import ClassifiedPassage, Evidence, EvidenceKind, Label, Mention, Stance
from policyscan.model.passage import Passage, Span
from policyscan.model.tasks import task_of
from policyscan.model.taxonomy import Taxonomy

_PUNCTUATION = "，。；：、！？,.;:!?（）()“”‘’《》〔〕[]— \n\t"
_SHORTEST = 2
_SUPPORT = 0.3
"""Weight of the taxonomy's own words in a passage below which …"""
_LIKELY = 0.5
"""… a label must be more probable than not: words that the estimator alone knows convince nobody."""
_DOUBT = 0.2
"""From this probability on, a passage without the label keeps its category from being a gap."""
_NOTHING = Found()
_BATCH = 512
"""Passages weighed at once: enough for numpy, little enough for memory."""


class HybridClassifier:
    """An estimator's decisions with the taxonomy's evidence.

    A taxonomy that the estimator was not trained for (another id, or another hash) is classified by evidence alone.
    """

    def __init__(self, taxonomies: Iterable[Taxonomy], estimator: Estimator) -> None:
        self._estimator = estimator
        self.finders: Sequence[tuple[Taxonomy, EvidenceFinder]] = [
            (taxonomy, EvidenceFinder(Matcher(taxonomy))) for taxonomy in taxonomies
        ]
        self._columns = {
            (target.taxonomy, target.category): column
            for column, target in enumerate(estimator.targets)
            if any(t.id == target.taxonomy and estimator.knows(t) for t, _ in self.finders)
        }
        self.name = estimator.name
        self.scores: Mapping[str, float] = {t.id: estimator.score_of(t) for t, _ in self.finders if estimator.knows(t)}

    @cached_property
    def fingerprint(self) -> str:
        """That of the estimator, and the taxonomies with their hashes."""
        return " ".join([self._estimator.fingerprint, *(f"{t.id}={t.hash}" for t, _ in self.finders)])

    def classify(self, passages: Sequence[Passage], title: str = "") -> list[ClassifiedPassage]:
        """Return each passage with its labels, in the order given. ``title`` is the document's."""
        found: list[ClassifiedPassage] = []
        for start in range(0, len(passages), _BATCH):
            found.extend(self._classify(passages[start : start + _BATCH], title))
        return found

    def probabilities(self, passages: Sequence[Passage], title: str = "") -> list[dict[str, float]]:
        """Return for each passage how probable each category is that the estimator knows, by id of the category."""
        found: list[dict[str, float]] = []
        for start in range(0, len(passages), _BATCH):
            batch = passages[start : start + _BATCH]
            weighing = self._weigh(batch, self._evidence(batch, title))
            categories, _ = self._estimator.probabilities(weighing.logits)
            found += [{c: float(row[k]) for (_, c), k in self._columns.items()} for row in categories]
        return found

    def judge(
        self, passages: Sequence[Passage], evidence: Sequence[Sequence[Mapping[str, Found]]]
    ) -> list[dict[Key, Judgement]]:
        """Return what is said of every category in each passage: see `classifier.Judge`."""
        judged: list[dict[Key, Judgement]] = []
        for start in range(0, len(passages), _BATCH):
            batch = slice(start, start + _BATCH)
            categories, _ = self._estimator.probabilities(self._weigh(passages[batch], evidence[batch]).logits)
            judged += [
                {
                    (taxonomy.id, category.id): self._judged(taxonomy.id, category.id, found, row)
                    for (taxonomy, _), found in zip(self.finders, by_taxonomy, strict=True)
                    for category in taxonomy.categories
                }
                for row, by_taxonomy in zip(categories, evidence[batch], strict=True)
            ]
        return judged

    def _judged(
        self, taxonomy: str, category: str, found: Mapping[str, Found], probabilities: NDArray[np.float64]
    ) -> Judgement:
        entry = found.get(category, _NOTHING)
        column = self._columns.get((taxonomy, category))
        if column is None:
            return judged_by_evidence(entry)
        probability, bar = float(probabilities[column]), self._bar(entry, column)
        if probability >= bar:
            outcome = Outcome.LABEL
        elif probability >= _DOUBT:
            outcome = Outcome.DOUBTFUL
        else:
            outcome = Outcome.NAMED if mentions_of(taxonomy, category, entry) else Outcome.NONE
        is_raised = bar > self._estimator.targets[column].threshold
        return Judgement(outcome, entry, probability, bar, is_raised)

    def weights(
        self, passage: Passage, evidence: Sequence[Mapping[str, Found]], most: int
    ) -> dict[Key, tuple[Parts, tuple[Weight, ...]]]:
        """Return what the estimator weighs in a passage: see `classifier.Judge`."""
        weighing = self._weigh([passage], [evidence])
        return {
            key: (
                Parts(
                    float(self._estimator.bias[column]),
                    float(weighing.text[0, column]),
                    float(weighing.headings[0, column]),
                    float(weighing.evidence[0, column]),
                ),
                tuple(
                    Weight(words, weight, span)
                    for against in (False, True)
                    for words, weight, span in _stretches(
                        passage.text, weighing.contributions(0, column, most, against=against)
                    )
                ),
            )
            for key, column in self._columns.items()
        }

    def _evidence(self, passages: Sequence[Passage], title: str) -> list[list[dict[str, Found]]]:
        return [[finder.find(passage, title) for _, finder in self.finders] for passage in passages]

    def _weigh(self, passages: Sequence[Passage], evidence: Sequence[Sequence[Mapping[str, Found]]]) -> Weighing:
        estimator = self._estimator
        features = np.zeros((len(passages), len(estimator.targets), estimator.evidence.shape[1]))
        rules: list[list[list[str]]] = [[[] for _ in estimator.targets] for _ in passages]
        for place, (taxonomy, _) in enumerate(self.finders):
            wanted = [c.id for c in taxonomy.categories if (taxonomy.id, c.id) in self._columns]
            columns = [self._columns[taxonomy.id, c] for c in wanted]
            for row, met, by_taxonomy in zip(features, rules, evidence, strict=True):
                row[columns] = evidence_features(by_taxonomy[place], wanted)
                for column, category in zip(columns, wanted, strict=True):
                    met[column] = rules_met(by_taxonomy[place], category)
        return estimator.weigh(
            [p.text for p in passages], [p.headings for p in passages], features, stance_features(passages), rules
        )

    def _classify(self, passages: Sequence[Passage], title: str) -> list[ClassifiedPassage]:
        estimator = self._estimator
        evidence = self._evidence(passages, title)
        weighing = self._weigh(passages, evidence)
        categories, stances = estimator.probabilities(weighing.logits)
        said = (
            [estimator.stances[i] for i in stances.argmax(axis=1)]
            if estimator.stances
            else [stance_of(p.text, p.headings) for p in passages]
        )
        return [
            self._assemble(
                passage,
                evidence[i],
                categories[i],
                stance_in_table(said[i], passage),
                partial(weighing.contributions, i),
            )
            for i, passage in enumerate(passages)
        ]

    def _assemble(
        self,
        passage: Passage,
        evidence: Sequence[dict[str, Found]],
        probabilities: NDArray[np.float64],
        stance: Stance,
        contributions: Callable[[int], list[Contribution]],
    ) -> ClassifiedPassage:
        labels: list[Label] = []
        mentions: list[Mention] = []
        for (taxonomy, _), found in zip(self.finders, evidence, strict=True):
            for category in taxonomy.categories:
                entry = found.get(category.id, _NOTHING)
                column = self._columns.get((taxonomy.id, category.id))
                if entry is _NOTHING and (column is None or probabilities[column] < _DOUBT):
                    continue
                if column is None:
                    if (label := carried_label(taxonomy.id, category.id, entry, stance)) is not None:
                        labels.append(label)
                    else:
                        mentions.extend(mentions_of(taxonomy.id, category.id, entry))
                    continue
                probability = float(probabilities[column])
                if probability >= self._bar(entry, column):
                    words = _words(passage.text, contributions(column), entry)
                    labels.append(_label(taxonomy.id, category.id, entry, probability, stance, words))
                elif probability >= _DOUBT:
                    mentions.append(Mention(taxonomy.id, category.id, tuple(entry.evidence), is_doubtful=True))
                else:
                    mentions.extend(mentions_of(taxonomy.id, category.id, entry))
        return ClassifiedPassage(
            passage, tuple(labels), tuple(mentions), stance, quantities_of(passage.text, task_of(passage))
        )

    def _bar(self, entry: Found, column: int) -> float:
        """Return how probable a category must be for a label."""
        own = sum(e.weight for e in entry.evidence if e.weight > 0 and e.kind is not EvidenceKind.HEADING)
        threshold = self._estimator.targets[column].threshold
        return threshold if own >= _SUPPORT else max(threshold, _LIKELY)


def _label(
    taxonomy: str, category: str, entry: Found, probability: float, stance: Stance, words: Sequence[Evidence]
) -> Label:
    leaves = entry.carried_leaves
    strongest_first = sorted(entry.evidence, key=lambda e: -e.weight)
    leaf = leaves[0] if leaves else None
    return Label(taxonomy, category, leaf, round(probability, 4), stance, (*strongest_first, *words), leaves)


def _words(text: str, contributions: Sequence[Contribution], entry: Found) -> list[Evidence]:
    """Return the words that weigh most in the estimator, with their places in the text.

    Stretches that the taxonomy's own words cover say nothing new.
    """
    covered = [e.span for e in entry.evidence if e.span is not None and e.weight > 0]
    return [
        Evidence(EvidenceKind.FEATURE, words, weight, span, "estimator")
        for words, weight, span in _stretches(text, contributions)
        if not any(c.start < span.end and span.start < c.end for c in covered)
    ]


def _stretches(text: str, contributions: Sequence[Contribution]) -> list[tuple[str, float, Span]]:
    """Return stretches of the plain text as the passage has them, trimmed of punctuation."""
    if not contributions:
        return []
    origins = _origins(text)
    found = []
    for contribution in contributions:
        start, end = origins[contribution.start][0], origins[contribution.end - 1][1]
        words = text[start:end].strip(_PUNCTUATION)
        if len(words) >= _SHORTEST:
            start += text[start:end].index(words)
            found.append((words, contribution.weight, Span(start, start + len(words))))
    return found


def _origins(text: str) -> list[tuple[int, int]]:
    """Return for each character of ``plain(text)`` where it stands in ``text``: a number is one character."""
    folded, indices = fold(text)
    where = list(indices) if indices is not None else list(range(len(folded)))
    out: list[tuple[int, int]] = []
    position = 0
    for number in NUMBER.finditer(folded):
        out += [(where[i], where[i] + 1) for i in range(position, number.start())]
        out.append((where[number.start()], where[number.end() - 1] + 1))
        position = number.end()
    out += [(where[i], where[i] + 1) for i in range(position, len(folded))]
    return out
