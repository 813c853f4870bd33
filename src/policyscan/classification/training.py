"""Trains an estimator with scikit-learn, and turns what it learnt into weights that numpy applies.

One logistic regression a category over TF-IDF of character n-grams (text, headings) and the evidence of the category's own
terms, in sum and each by itself; every passage with headings counts half with them and half without, as they are often lost; sigmoid calibration (Platt 1999) and the threshold both on predictions for documents that the model has
not seen; one multinomial regression for stances. All of it is linear, so it collapses into one row of weights an n-gram.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import scipy.sparse as sp
import sklearn
from msgspec import Struct
from msgspec.structs import replace
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from policyscan._version import __version__
from policyscan.classification.estimator import HEADING_LENGTHS, TEXT_LENGTHS, Estimator, Target, Weighted, trail
from policyscan.classification.evidence import EvidenceFinder
from policyscan.classification.features import EVIDENCE, evidence_features, rules_met, stance_features
from policyscan.classification.gold import GoldPassage
from policyscan.classification.matching import Matcher
from policyscan.classification.ngrams import START, keys_of, plain
from policyscan.errors import WrongUse
from policyscan.language import Bilingual
from policyscan.model.label import Stance
from policyscan.model.taxonomy import Taxonomy

FOLDS = 5
_STRENGTH = 4.0
"""Inverse of the regularisation, chosen in cross-validation on published passages (docs/decisions/estimator.md)."""
FEWEST = 10
"""A category with fewer positive passages than this cannot be learnt."""
MOST_NGRAMS = 60_000
_LOWEST_THRESHOLD = 0.2
_AS_GOOD = 0.005
"""F1 of two thresholds that differs by no more is the same."""
_TEXT_SHARE = 1.5
"""N-grams of a passage, which make a vector of length 1, against the evidence: the larger, the less they are regularised."""
_HEADING_SHARE = 0.75
"""Headings say less than the text, and are often missing."""
_RULE_SHARE = 0.5
"""A single term or pattern says less than the sum."""


Fold = tuple[NDArray[np.int64], NDArray[np.int64]]
"""Indices of the passages that a model is fitted to, and of those that are kept out."""


class Trained(Struct, frozen=True):
    """An estimator, and what scikit-learn's own models say of the passages: shape (passages, categories), stances after."""

    estimator: Estimator
    categories: NDArray[np.float64]
    stances: NDArray[np.float64]


def train(
    gold: Sequence[GoldPassage],
    taxonomies: Sequence[Taxonomy],
    *,
    name: str,
    weights: Sequence[float] | None = None,
    most_ngrams: int = MOST_NGRAMS,
    progress: Callable[[str], None] = lambda _: None,
) -> Trained:
    """Train an estimator for some taxonomies.

    Parameters
    ----------
    gold
        Labelled passages; several documents, as scores are measured on documents that were kept out.
    taxonomies
        Whose categories are learnt. Categories with fewer than ten passages are left to the evidence.
    name
        Name of the estimator in reports.
    weights
        How much each passage counts; 1 where left out.
    most_ngrams
        As many n-grams of the text are weighed, the commonest; a sixth of it of the headings.

    Raises
    ------
    WrongUse
        If there are too few passages or documents.
    """
    docs = [g.doc for g in gold]
    if len(set(docs)) < FOLDS:
        raise WrongUse(
            Bilingual(
                f"标注段落只来自 {len(set(docs))} 份文件，至少要 {FOLDS} 份",
                f"the passages come from {len(set(docs))} documents; at least {FOLDS} are needed",
            )
        )
    columns = [(t, c.id) for t in taxonomies for c in t.categories if sum(c.id in g.labels for g in gold) >= FEWEST]
    if not columns:
        raise WrongUse(
            Bilingual(f"没有类别有 {FEWEST} 个以上的标注段落", f"no category has {FEWEST} labelled passages or more")
        )
    sample = np.ones(len(gold)) if weights is None else np.asarray(weights, float)
    features = _Features(gold, most_ngrams)
    bare = [replace(g, passage=replace(g.passage, headings=())) for g in gold]
    by_taxonomy = {t.id: _Evidence(t, gold) for t in taxonomies}
    bare_by_taxonomy = {t.id: _Evidence(t, bare) for t in taxonomies}
    folds = list(GroupKFold(FOLDS).split(np.zeros(len(gold)), groups=docs))
    twice = [(_and_bare(fit, len(gold)), _and_bare(kept, len(gold))) for fit, kept in folds]
    halves = np.concatenate([sample, sample]) / 2
    rows: list[NDArray[np.float64]] = []
    evidence_rows: list[NDArray[np.float64]] = []
    rules: list[dict[str, float]] = []
    bias: list[float] = []
    targets: list[Target] = []
    scores: dict[str, dict[str, float]] = {}
    own: list[NDArray[np.float64]] = []
    for taxonomy, category in columns:
        progress(category)
        met = _Rules([by_taxonomy[taxonomy.id], bare_by_taxonomy[taxonomy.id]], category)
        matrix = sp.vstack(
            [
                sp.hstack([shared, evidence.features(category), met.matrix(evidence)])
                for shared, evidence in (
                    (features.shared, by_taxonomy[taxonomy.id]),
                    (features.without_headings, bare_by_taxonomy[taxonomy.id]),
                )
            ]
        ).tocsr()
        wanted = np.array([category in g.labels for g in gold])
        both = np.concatenate([wanted, wanted])
        kept_out = _kept_out(matrix, both, twice, halves)
        unseen = _calibrated(kept_out, both, twice, halves)
        threshold, scores[category] = _threshold(both, unseen, halves)
        model = _regression().fit(matrix, both, sample_weight=halves)
        sigmoid = _sigmoid(kept_out, both, halves)
        # The probability is a sigmoid of a linear function of a linear function: one row of weights.
        slope, shift = float(sigmoid.coef_[0, 0]), float(sigmoid.intercept_[0])
        coefficients = slope * model.coef_[0]
        width, size = features.shared.shape[1], len(EVIDENCE)
        rows.append(coefficients[:width])
        evidence_rows.append(coefficients[width : width + size])
        rules.append(met.weights(coefficients[width + size :]))
        bias.append(slope * float(model.intercept_[0]) + shift)
        targets.append(Target(taxonomy.id, category, threshold))
        own.append(sigmoid.predict_proba(model.decision_function(matrix[: len(gold)])[:, None])[:, 1])
    progress("stance")
    stances, stance_model, stance_matrix, stance_scores = _train_stances(gold, features, sample, folds)
    stance_rows = np.zeros((len(stances), features.shared.shape[1]))
    stance_evidence = np.zeros((stance_features([]).shape[1], len(stances)))
    if stance_model is not None:
        coefficients, intercepts = _per_class(stance_model)
        stance_rows = coefficients[:, : features.shared.shape[1]]
        stance_evidence = coefficients[:, features.shared.shape[1] :].T
        bias += [float(b) for b in intercepts]
    weights_of = np.vstack([*rows, *stance_rows]).T
    text, headings = features.parts(weights_of)
    card: dict[str, Any] = {
        "name": name,
        "passages": len(gold),
        "documents": len(set(docs)),
        "taxonomies": {t.id: {"version": t.version, "hash": t.hash} for t in taxonomies},
        "cross_validation": {"folds": FOLDS, "by": "document", "scores": scores, "stances": stance_scores},
        "macro_f1": round(float(np.mean([s["f1"] for s in scores.values()])), 4),
        "versions": {"policyscan": __version__, "scikit-learn": sklearn.__version__, "numpy": np.__version__},
    }
    estimator = Estimator(
        tuple(targets),
        stances,
        {t.id: t.hash for t in taxonomies},
        text,
        headings,
        np.array(evidence_rows, np.float32),
        stance_evidence.astype(np.float32),
        tuple(rules),
        np.array(bias, np.float32),
        card,
    )
    said = stance_model.predict_proba(stance_matrix) if stance_model is not None else np.zeros((len(gold), 0))
    return Trained(estimator, np.array(own).T, said)


class _Features:
    """The features that all outputs share, as one sparse matrix, and the way back from its columns to n-grams."""

    def __init__(self, gold: Sequence[GoldPassage], most_ngrams: int) -> None:
        bodies = [START + plain(g.passage.text) for g in gold]
        self._text = TfidfVectorizer(
            analyzer="char",
            ngram_range=(TEXT_LENGTHS[0], TEXT_LENGTHS[-1]),
            lowercase=False,
            min_df=min(3, max(1, len(gold) // 100)),
            max_features=most_ngrams,
            sublinear_tf=True,
        )
        self._headings = TfidfVectorizer(
            analyzer="char",
            ngram_range=(HEADING_LENGTHS[0], HEADING_LENGTHS[-1]),
            lowercase=False,
            min_df=min(3, max(1, len(gold) // 100)),
            max_features=most_ngrams // 6,
            sublinear_tf=True,
        )
        trails = [trail(g.passage.headings) for g in gold]
        blocks = [_TEXT_SHARE * _fitted(self._text, bodies), _HEADING_SHARE * _fitted(self._headings, trails)]
        self._widths = [block.shape[1] for block in blocks]
        self.shared = sp.hstack(blocks).tocsr()
        self.without_headings = sp.hstack([blocks[0], sp.csr_matrix(blocks[1].shape)]).tocsr()

    def parts(self, weights: NDArray[np.float64]) -> tuple[Weighted, Weighted]:
        """Return the weights of n-grams of the text and of the headings; ``weights`` has a row a column."""
        width = self._widths[0]
        return _weighted(self._text, _TEXT_SHARE * weights[:width]), _weighted(
            self._headings, _HEADING_SHARE * weights[width:]
        )


def _fitted(vectoriser: TfidfVectorizer, texts: Sequence[str]) -> sp.csr_matrix:
    try:
        return sp.csr_matrix(vectoriser.fit_transform(texts))
    except ValueError:  # no headings at all: an empty vocabulary
        vectoriser.vocabulary_, vectoriser.idf_ = {}, np.zeros(0)
        return sp.csr_matrix((len(texts), 0))


def _weighted(vectoriser: TfidfVectorizer, weights: NDArray[np.float64]) -> Weighted:
    if not vectoriser.vocabulary_:
        return Weighted(keys_of([]), np.zeros(0, np.float32), weights.astype(np.float32))
    ngrams = vectoriser.get_feature_names_out()
    keys = keys_of(ngrams)
    order = np.argsort(keys)
    return Weighted(keys[order], vectoriser.idf_[order].astype(np.float32), weights[order].astype(np.float32))


class _Evidence:
    """What a taxonomy's terms say of each passage."""

    def __init__(self, taxonomy: Taxonomy, gold: Sequence[GoldPassage]) -> None:
        finder = EvidenceFinder(Matcher(taxonomy))
        self.found = [finder.find(g.passage) for g in gold]

    def features(self, category: str) -> sp.csr_matrix:
        """Return the evidence of a category: shape (passages, `EVIDENCE`)."""
        return sp.csr_matrix(np.vstack([evidence_features(found, [category]) for found in self.found]))


class _Rules:
    """The terms and patterns of a category that any passage meets, as columns of a matrix."""

    def __init__(self, everywhere: Sequence[_Evidence], category: str) -> None:
        self._category = category
        met = {rule for evidence in everywhere for found in evidence.found for rule in rules_met(found, category)}
        self._columns = {rule: column for column, rule in enumerate(sorted(met))}

    def matrix(self, evidence: _Evidence) -> sp.csr_matrix:
        """Return which passage meets which rule: shape (passages, rules)."""
        out = sp.lil_matrix((len(evidence.found), len(self._columns)))
        for row, found in enumerate(evidence.found):
            for rule in rules_met(found, self._category):
                out[row, self._columns[rule]] = _RULE_SHARE
        return out.tocsr()

    def weights(self, coefficients: NDArray[np.float64]) -> dict[str, float]:
        """Return the weight of each rule."""
        return {rule: round(float(_RULE_SHARE * coefficients[i]), 8) for rule, i in self._columns.items()}


def _and_bare(passages: NDArray[np.int64], count: int) -> NDArray[np.int64]:
    """Return the rows of passages, and of the same without headings, which stand after all with them."""
    return np.concatenate([passages, passages + count])


def _regression() -> LogisticRegression:
    return LogisticRegression(C=_STRENGTH, solver="liblinear", max_iter=1000, tol=1e-3)


def _kept_out(
    matrix: sp.csr_matrix, wanted: NDArray[np.bool_], folds: Sequence[Fold], sample: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return the decision on each passage by a model that has not seen its document."""
    out = np.zeros(len(wanted))
    for fit, kept in folds:
        if not wanted[fit].any() or wanted[fit].all():
            continue
        out[kept] = (
            _regression().fit(matrix[fit], wanted[fit], sample_weight=sample[fit]).decision_function(matrix[kept])
        )
    return out


def _sigmoid(
    decisions: NDArray[np.float64], wanted: NDArray[np.bool_], sample: NDArray[np.float64]
) -> LogisticRegression:
    """Return what turns decisions into probabilities (Platt 1999)."""
    return LogisticRegression(C=1e4).fit(decisions[:, None], wanted, sample_weight=sample)


def _calibrated(
    decisions: NDArray[np.float64], wanted: NDArray[np.bool_], folds: Sequence[Fold], sample: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return the probability of each passage by a sigmoid that was fitted to other documents."""
    out = np.zeros(len(wanted))
    for fit, kept in folds:
        if not wanted[fit].any() or wanted[fit].all():
            continue
        out[kept] = _sigmoid(decisions[fit], wanted[fit], sample[fit]).predict_proba(decisions[kept][:, None])[:, 1]
    return out


def _threshold(
    wanted: NDArray[np.bool_], unseen: NDArray[np.float64], sample: NDArray[np.float64]
) -> tuple[float, dict[str, float]]:
    """Return the threshold, and the scores there on unseen documents.

    F1 hardly changes over a wide range of thresholds, and which is best in it is noise: the middle of those as good as the
    best is taken. Each passage stands twice here, with headings and without.
    """
    reached = {t: _f1(wanted, unseen >= t, sample) for t in np.arange(0.1, 0.71, 0.02)}
    as_good = [t for t, f1 in reached.items() if f1 >= max(reached.values()) - _AS_GOOD]
    threshold = round(max(float(as_good[0] + as_good[-1]) / 2, _LOWEST_THRESHOLD), 2)
    given = unseen >= threshold
    right = float((wanted & given).sum())
    return threshold, {
        "f1": round(_f1(wanted, given, np.ones(len(wanted))), 4),
        "precision": round(right / max(int(given.sum()), 1), 4),
        "recall": round(right / max(int(wanted.sum()), 1), 4),
        "support": int(wanted.sum()) // 2,
    }


def _f1(wanted: NDArray[np.bool_], given: NDArray[np.bool_], sample: NDArray[np.float64]) -> float:
    right = float(sample[wanted & given].sum())
    return 2 * right / max(float(sample[wanted].sum() + sample[given].sum()), 1e-9)


def _train_stances(
    gold: Sequence[GoldPassage], features: _Features, sample: NDArray[np.float64], folds: Sequence[Fold]
) -> tuple[tuple[Stance, ...], LogisticRegression | None, sp.csr_matrix, dict[str, float]]:
    """Return the stances, their model, its features, and the F1 of each on documents that were kept out."""
    rules = stance_features([g.passage for g in gold])
    matrix = sp.hstack([features.shared, sp.csr_matrix(rules)]).tocsr()
    counts = {s: sum(g.stance is s for g in gold) for s in Stance}
    if min(counts.values()) < FEWEST:
        return (), None, matrix, {}
    wanted = np.array([-1 if g.stance is None else list(Stance).index(g.stance) for g in gold])
    said = np.full(len(gold), -1)
    for fit, kept in folds:
        known = fit[wanted[fit] >= 0]
        said[kept] = _multinomial().fit(matrix[known], wanted[known], sample_weight=sample[known]).predict(matrix[kept])
    ones = np.ones(len(gold))
    scores = {
        stance.value: round(_f1(wanted == i, (said == i) & (wanted >= 0), ones), 4) for i, stance in enumerate(Stance)
    }
    known = np.flatnonzero(wanted >= 0)
    model = _multinomial().fit(matrix[known], wanted[known], sample_weight=sample[known])
    return tuple(Stance), model, matrix, scores


def _multinomial() -> LogisticRegression:
    return LogisticRegression(C=_STRENGTH, max_iter=2000, tol=1e-3)


def _per_class(model: LogisticRegression) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    return model.coef_, model.intercept_


def tfidf_baseline(gold: Sequence[GoldPassage], categories: Sequence[str]) -> list[frozenset[str]]:
    """Return what a plain TF-IDF model says of each passage, trained on the other documents of the same gold file.

    Character n-grams of one to three characters of the text alone, logistic regression, threshold 0.5.
    """
    docs = [g.doc for g in gold]
    matrix = TfidfVectorizer(analyzer="char", ngram_range=(1, 3), min_df=2, sublinear_tf=True).fit_transform(
        [g.passage.text for g in gold]
    )
    said: list[set[str]] = [set() for _ in gold]
    for category in categories:
        wanted = np.array([category in g.labels for g in gold])
        for fit, kept in GroupKFold(FOLDS).split(matrix, groups=docs):
            if not wanted[fit].any() or wanted[fit].all():
                continue
            model = LogisticRegression(max_iter=1000, class_weight="balanced").fit(matrix[fit], wanted[fit])
            for i in kept[model.predict(matrix[kept])]:
                said[i].add(category)
    return [frozenset(labels) for labels in said]
