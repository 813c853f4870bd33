"""Labels by estimators and evidence together: an estimator decides and says how sure it is, the evidence says why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

import numpy as np
from msgspec import Struct
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


class _Output(Struct, frozen=True):
    """A category in a batch of passages, as the estimator that knows it weighs it: ``column`` of its outputs."""

    estimator: Estimator
    weighing: Weighing
    column: int
    probabilities: NDArray[np.float64]  # shape (passages,)

    @property
    def threshold(self) -> float:
        """From which probability on a passage carries the category, if the taxonomy's own words support it."""
        return self.estimator.targets[self.column].threshold

    def bar(self, entry: Found) -> float:
        """Return how probable the category must be for a label."""
        own = sum(e.weight for e in entry.evidence if e.weight > 0 and e.kind is not EvidenceKind.HEADING)
        return self.threshold if own >= _SUPPORT else max(self.threshold, _LIKELY)


class HybridClassifier:
    """Estimators' decisions with the taxonomies' evidence.

    Each taxonomy is decided by the first estimator that was trained for it; one that none was trained for (another id, or
    another hash) is classified by evidence alone. Stances are decided by the first estimator that knows any.
    """

    def __init__(self, taxonomies: Iterable[Taxonomy], *estimators: Estimator) -> None:
        self.finders: Sequence[tuple[Taxonomy, EvidenceFinder]] = [
            (taxonomy, EvidenceFinder(Matcher(taxonomy))) for taxonomy in taxonomies
        ]
        experts = {t.id: next((e for e in estimators if e.knows(t)), None) for t, _ in self.finders}
        of_stances = next((e for e in estimators if e.stances), None)
        self._estimators = [e for e in estimators if e is of_stances or any(e is x for x in experts.values())]
        self._columns: list[dict[Key, int]] = [
            {
                (target.taxonomy, target.category): column
                for column, target in enumerate(estimator.targets)
                if experts.get(target.taxonomy) is estimator
            }
            for estimator in self._estimators
        ]
        self.name = " + ".join(e.name for e in self._estimators)
        self.scores: Mapping[str, float] = {i: e.score_of(i) for i, e in experts.items() if e is not None}

    @cached_property
    def fingerprint(self) -> str:
        """Those of the estimators, and the taxonomies with their hashes."""
        return " ".join([*(e.fingerprint for e in self._estimators), *(f"{t.id}={t.hash}" for t, _ in self.finders)])

    def classify(self, passages: Sequence[Passage], title: str = "") -> list[ClassifiedPassage]:
        """Return each passage with its labels, in the order given. ``title`` is the document's."""
        found: list[ClassifiedPassage] = []
        for start in range(0, len(passages), _BATCH):
            found.extend(self._classify(passages[start : start + _BATCH], title))
        return found

    def probabilities(self, passages: Sequence[Passage], title: str = "") -> list[dict[str, float]]:
        """Return for each passage how probable each category is that an estimator knows, by id of the category."""
        found: list[dict[str, float]] = []
        for start in range(0, len(passages), _BATCH):
            batch = passages[start : start + _BATCH]
            outputs, _ = self._weigh(batch, self._evidence(batch, title))
            found += [{c: float(o.probabilities[i]) for (_, c), o in outputs.items()} for i in range(len(batch))]
        return found

    def judge(
        self, passages: Sequence[Passage], evidence: Sequence[Sequence[Mapping[str, Found]]]
    ) -> list[dict[Key, Judgement]]:
        """Return what is said of every category in each passage: see `classifier.Judge`."""
        judged: list[dict[Key, Judgement]] = []
        for start in range(0, len(passages), _BATCH):
            batch = slice(start, start + _BATCH)
            outputs, _ = self._weigh(passages[batch], evidence[batch])
            judged += [
                {
                    (taxonomy.id, category.id): _judged((taxonomy.id, category.id), found, outputs, i)
                    for (taxonomy, _), found in zip(self.finders, by_taxonomy, strict=True)
                    for category in taxonomy.categories
                }
                for i, by_taxonomy in enumerate(evidence[batch])
            ]
        return judged

    def weights(
        self, passage: Passage, evidence: Sequence[Mapping[str, Found]], most: int
    ) -> dict[Key, tuple[Parts, tuple[Weight, ...]]]:
        """Return what the estimators weigh in a passage: see `classifier.Judge`."""
        outputs, _ = self._weigh([passage], [evidence])
        return {
            key: (
                Parts(
                    float(output.estimator.bias[output.column]),
                    float(output.weighing.text[0, output.column]),
                    float(output.weighing.headings[0, output.column]),
                    float(output.weighing.evidence[0, output.column]),
                ),
                tuple(
                    Weight(words, weight, span)
                    for against in (False, True)
                    for words, weight, span in _stretches(
                        passage.text, output.weighing.contributions(0, output.column, most, against=against)
                    )
                ),
            )
            for key, output in outputs.items()
        }

    def _evidence(self, passages: Sequence[Passage], title: str) -> list[list[dict[str, Found]]]:
        return [[finder.find(passage, title) for _, finder in self.finders] for passage in passages]

    def _weigh(
        self, passages: Sequence[Passage], evidence: Sequence[Sequence[Mapping[str, Found]]]
    ) -> tuple[dict[Key, _Output], list[Stance] | None]:
        """Return every category that an estimator knows, weighed, and the stances where one of them knows any."""
        outputs: dict[Key, _Output] = {}
        said: list[Stance] | None = None
        texts, headings, stance_rules = (
            [p.text for p in passages],
            [p.headings for p in passages],
            stance_features(passages),
        )
        for estimator, columns in zip(self._estimators, self._columns, strict=True):
            features = np.zeros((len(passages), len(estimator.targets), estimator.evidence.shape[1]))
            rules: list[list[list[str]]] = [[[] for _ in estimator.targets] for _ in passages]
            for place, (taxonomy, _) in enumerate(self.finders):
                wanted = [c.id for c in taxonomy.categories if (taxonomy.id, c.id) in columns]
                own = [columns[taxonomy.id, c] for c in wanted]
                for row, met, by_taxonomy in zip(features, rules, evidence, strict=True) if wanted else ():
                    row[own] = evidence_features(by_taxonomy[place], wanted)
                    for column, category in zip(own, wanted, strict=True):
                        met[column] = rules_met(by_taxonomy[place], category)
            weighing = estimator.weigh(texts, headings, features, stance_rules, rules)
            categories, stances = estimator.probabilities(weighing.logits)
            outputs |= {key: _Output(estimator, weighing, k, categories[:, k]) for key, k in columns.items()}
            if said is None and estimator.stances:
                said = [estimator.stances[i] for i in stances.argmax(axis=1)]
        return outputs, said

    def _classify(self, passages: Sequence[Passage], title: str) -> list[ClassifiedPassage]:
        evidence = self._evidence(passages, title)
        outputs, stances = self._weigh(passages, evidence)
        said = stances if stances is not None else [stance_of(p.text, p.headings) for p in passages]
        return [
            self._assemble(i, passage, evidence[i], outputs, stance_in_table(said[i], passage))
            for i, passage in enumerate(passages)
        ]

    def _assemble(
        self,
        index: int,
        passage: Passage,
        evidence: Sequence[dict[str, Found]],
        outputs: Mapping[Key, _Output],
        stance: Stance,
    ) -> ClassifiedPassage:
        labels: list[Label] = []
        mentions: list[Mention] = []
        for (taxonomy, _), found in zip(self.finders, evidence, strict=True):
            for category in taxonomy.categories:
                entry = found.get(category.id, _NOTHING)
                output = outputs.get((taxonomy.id, category.id))
                if entry is _NOTHING and (output is None or output.probabilities[index] < _DOUBT):
                    continue
                if output is None:
                    if (label := carried_label(taxonomy.id, category.id, entry, stance)) is not None:
                        labels.append(label)
                    else:
                        mentions.extend(mentions_of(taxonomy.id, category.id, entry))
                    continue
                probability = float(output.probabilities[index])
                if probability >= output.bar(entry):
                    words = _words(passage.text, output.weighing.contributions(index, output.column), entry)
                    labels.append(_label(taxonomy.id, category.id, entry, probability, stance, words))
                elif probability >= _DOUBT:
                    mentions.append(Mention(taxonomy.id, category.id, tuple(entry.evidence), is_doubtful=True))
                else:
                    mentions.extend(mentions_of(taxonomy.id, category.id, entry))
        return ClassifiedPassage(
            passage, tuple(labels), tuple(mentions), stance, quantities_of(passage.text, task_of(passage))
        )


def _judged(key: Key, found: Mapping[str, Found], outputs: Mapping[Key, _Output], index: int) -> Judgement:
    entry = found.get(key[1], _NOTHING)
    output = outputs.get(key)
    if output is None:
        return judged_by_evidence(entry)
    probability, bar = float(output.probabilities[index]), output.bar(entry)
    if probability >= bar:
        outcome = Outcome.LABEL
    elif probability >= _DOUBT:
        outcome = Outcome.DOUBTFUL
    else:
        outcome = Outcome.NAMED if mentions_of(*key, entry) else Outcome.NONE
    return Judgement(outcome, entry, probability, bar, bar > output.threshold)


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
