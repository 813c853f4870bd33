"""Scores of a classifier against a gold file, with intervals and baselines.

Intervals are percentiles of a bootstrap that draws whole documents, not passages: passages of one document resemble one
another (Field & Welsh 2007, "Bootstrapping clustered data").
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from policyscan.classification.gold import GoldPassage
from policyscan.model.label import Stance
from policyscan.model.scores import Bin, Evaluation, Group, Interval, Mistake, Score

_DRAWS = 1000
_SEED = 20240601
_FEWEST_DOCUMENTS = 5
_BINS = 10
_MISTAKES = 8
"""Kinds of mistakes that are told, unless all are wanted; …"""
_QUOTED = 2
_BEGINNING = 80
"""… with so many passages each, and so many characters of each."""
Bools = NDArray[np.bool_]


class Prediction(Struct, frozen=True):
    """What a classifier says of a passage. ``probabilities`` of every category, or None where it has none."""

    labels: frozenset[str]
    stance: Stance
    probabilities: Mapping[str, float] | None = None


def evaluate(
    gold: Sequence[GoldPassage],
    predictions: Sequence[Prediction],
    categories: Sequence[str],
    classifier: str,
    *,
    every_mistake: bool = False,
) -> Evaluation:
    """Compare predictions with gold labels, passage by passage.

    Of mistakes the commonest kinds are kept with two beginnings of passages each; with ``every_mistake`` every kind with all its
    passages, whole.

    Raises
    ------
    ValueError
        If there are not as many predictions as passages.
    """
    if len(gold) != len(predictions):
        raise ValueError(f"{len(gold)} passages but {len(predictions)} predictions")
    wanted = np.array([[c in g.labels for c in categories] for g in gold], bool).reshape(len(gold), len(categories))
    given = np.array([[c in p.labels for c in categories] for p in predictions], bool).reshape(wanted.shape)
    docs = [g.doc for g in gold]
    groups = [_group("", wanted, given, docs, categories)]
    strata = sorted({g.stratum for g in gold if g.stratum})
    for stratum in strata if len(strata) > 1 else ():
        rows = np.array([g.stratum == stratum for g in gold])
        members = [doc for doc, row in zip(docs, rows, strict=True) if row]
        groups.append(_group(stratum, wanted[rows], given[rows], members, categories))
    stances, stance_macro = _stances(gold, predictions)
    error, reliability = _calibration(wanted, predictions, categories)
    return Evaluation(
        classifier,
        tuple(categories),
        tuple(groups),
        stances,
        stance_macro,
        error,
        reliability,
        _mistakes(gold, predictions, categories, every=every_mistake),
    )


def _group(name: str, wanted: Bools, given: Bools, docs: Sequence[str], categories: Sequence[str]) -> Group:
    counts = _by_document(wanted, given, docs)
    draws = _draws(counts)
    scores = tuple(_score(c, counts[:, k].sum(axis=0), _of(draws, k)) for k, c in enumerate(categories))
    present = [k for k in range(len(categories)) if wanted[:, k].any()]
    macro = float(np.mean([scores[k].f1.value for k in present])) if present else 0.0
    drawn_macro = None if draws is None or not present else _f1(draws)[:, present].mean(axis=1)
    total = counts.sum(axis=(0, 1))
    micro = float(_f1(total[None, :])[0])
    drawn_micro = None if draws is None else _f1(draws.sum(axis=1))
    return Group(name, len(wanted), len(counts), scores, _interval(macro, drawn_macro), _interval(micro, drawn_micro))


def _by_document(wanted: Bools, given: Bools, docs: Sequence[str]) -> NDArray[np.int64]:
    """Return the counts right, wrong, missed, rightly none: shape (documents, categories, 4)."""
    numbers = {doc: i for i, doc in enumerate(dict.fromkeys(docs))}
    rows = np.array([numbers[doc] for doc in docs], dtype=np.int64)
    counts = np.zeros((len(numbers), wanted.shape[1], 4), np.int64)
    for place, cell in enumerate((wanted & given, ~wanted & given, wanted & ~given, ~wanted & ~given)):
        np.add.at(counts[:, :, place], rows, cell.astype(np.int64))
    return counts


def _draws(counts: NDArray[np.int64]) -> NDArray[np.int64] | None:
    """Return the counts of resampled sets of documents: shape (draws, categories, 4)."""
    documents = len(counts)
    if documents < _FEWEST_DOCUMENTS:
        return None
    picks = np.random.default_rng(_SEED).multinomial(documents, np.full(documents, 1 / documents), size=_DRAWS)
    return np.asarray(np.einsum("dn,nck->dck", picks, counts))


def _of(draws: NDArray[np.int64] | None, category: int) -> NDArray[np.int64] | None:
    return None if draws is None else draws[:, category]


def _score(name: str, counts: NDArray[np.int64], draws: NDArray[np.int64] | None) -> Score:
    right, wrong, missed, _ = (int(n) for n in counts)
    figures = [
        _interval(float(figure(counts[None, :])[0]), None if draws is None else figure(draws))
        for figure in (_precision, _recall, _f1, _npv)
    ]
    return Score(name, right + missed, right + wrong, right, *figures)


def _ratio(top: NDArray[np.int64], bottom: NDArray[np.int64]) -> NDArray[np.float64]:
    return np.divide(top, bottom, out=np.zeros(np.shape(top)), where=bottom > 0)


def _precision(counts: NDArray[np.int64]) -> NDArray[np.float64]:
    return _ratio(counts[..., 0], counts[..., 0] + counts[..., 1])


def _recall(counts: NDArray[np.int64]) -> NDArray[np.float64]:
    return _ratio(counts[..., 0], counts[..., 0] + counts[..., 2])


def _f1(counts: NDArray[np.int64]) -> NDArray[np.float64]:
    return _ratio(2 * counts[..., 0], 2 * counts[..., 0] + counts[..., 1] + counts[..., 2])


def _npv(counts: NDArray[np.int64]) -> NDArray[np.float64]:
    return _ratio(counts[..., 3], counts[..., 3] + counts[..., 2])


def _interval(value: float, drawn: NDArray[np.float64] | None) -> Interval:
    if drawn is None:
        return Interval(round(value, 4))
    low, high = np.percentile(drawn, [2.5, 97.5])
    return Interval(round(value, 4), round(float(low), 4), round(float(high), 4))


def _stances(
    gold: Sequence[GoldPassage], predictions: Sequence[Prediction]
) -> tuple[tuple[Score, ...], Interval | None]:
    rows = [(g, p) for g, p in zip(gold, predictions, strict=True) if g.stance is not None]
    if not rows:
        return (), None
    wanted = np.array([[g.stance is s for s in Stance] for g, _ in rows])
    given = np.array([[p.stance is s for s in Stance] for _, p in rows])
    group = _group("", wanted, given, [g.doc for g, _ in rows], [s.value for s in Stance])
    return group.categories, group.macro_f1


def _calibration(
    wanted: Bools, predictions: Sequence[Prediction], categories: Sequence[str]
) -> tuple[float | None, tuple[Bin, ...]]:
    """Return the calibration error and its curve over the categories that an estimator knows: terms alone give no probability."""
    known = [p.probabilities for p in predictions if p.probabilities is not None]
    if len(known) != len(predictions) or not known:
        return None, ()
    columns = [k for k, c in enumerate(categories) if all(c in p for p in known)]
    if not columns:
        return None, ()
    confidence = np.array([[p[categories[k]] for k in columns] for p in known]).ravel()
    right = wanted[:, columns].ravel()
    places = np.minimum((confidence * _BINS).astype(int), _BINS - 1)
    error, bins = 0.0, []
    for place in range(_BINS):
        inside = places == place
        if not inside.any():
            continue
        mean, share = float(confidence[inside].mean()), float(right[inside].mean())
        error += abs(mean - share) * float(inside.mean())
        bins.append(Bin(place / _BINS, (place + 1) / _BINS, int(inside.sum()), round(mean, 4), round(share, 4)))
    return round(error, 4), tuple(bins)


def _mistakes(
    gold: Sequence[GoldPassage], predictions: Sequence[Prediction], categories: Sequence[str], *, every: bool
) -> tuple[Mistake, ...]:
    kinds_kept, quoted, length = (None, None, None) if every else (_MISTAKES, _QUOTED, _BEGINNING)
    kinds: dict[tuple[tuple[str, ...], tuple[str, ...]], list[str]] = defaultdict(list)
    for g, p in zip(gold, predictions, strict=True):
        missed = tuple(c for c in categories if c in g.labels and c not in p.labels)
        extra = tuple(c for c in categories if c in p.labels and c not in g.labels)
        if missed or extra:
            kinds[missed, extra].append(f"{g.id}: {g.passage.text[:length]}")
    commonest = sorted(kinds.items(), key=lambda item: (-len(item[1]), item[0]))[:kinds_kept]
    return tuple(Mistake(missed, extra, len(q), tuple(q[:quoted])) for (missed, extra), q in commonest)
