"""Weights learnt from labelled passages, applied with numpy: how probable each category and each stance is.

A logit is a sum over what stands in the passage, so every probability can be taken apart into words:

- n-grams of the text and of its headings, weighted by TF-IDF (sublinear, each passage of unit length),
- the evidence of the taxonomy's own terms: its sum, and each term and pattern by itself, as some are more often right than others;
  for stances that of the rules.

The file is numpy's own ``.npz`` (arrays only, nothing is unpickled) with a card in JSON: where the passages came from, scores
by cross-validation, versions.
"""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import IO, Any

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from policyscan.classification.ngrams import START, Keys, Occurrences, Vocabulary, ngram_of, plain
from policyscan.errors import WrongUse
from policyscan.language import Bilingual
from policyscan.model.label import Stance
from policyscan.model.taxonomy import Taxonomy

Floats = NDArray[np.float64]
FORMAT = 2
HEADING_LENGTHS = (2, 3)
TEXT_LENGTHS = (1, 2, 3, 4)
_MOST_BYTES = 64_000_000


class Weighted(Struct, frozen=True, dict=True):
    """N-grams with their idf and a row of weights each: shape (n-grams, outputs)."""

    keys: Keys
    idf: NDArray[np.float32]
    weights: NDArray[np.float32]

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The n-grams, ready to be looked for."""
        return Vocabulary(self.keys)


class Target(Struct, frozen=True):
    """A category that an estimator knows."""

    taxonomy: str
    category: str
    threshold: float


class Contribution(Struct, frozen=True):
    """An n-gram that speaks for an output: its place in the plain text and what it adds to the logit."""

    start: int
    end: int
    weight: float


class Estimator(Struct, frozen=True):
    """A trained estimator.

    Attributes
    ----------
    targets
        The categories, in the order of the first columns of the weights.
    stances
        The stances, in the order of the columns after them.
    taxonomies
        Hash of each taxonomy that it was trained with: its evidence counts only for that one.
    text, headings
        The n-grams that are weighed.
    evidence
        Weights of the evidence features of each category: shape (categories, features).
    stance_evidence
        Weights of the stance rules' scores: shape (features, stances).
    rules
        For each category, weights of single terms and patterns by their texts.
    bias
        One a column.
    card
        Where it comes from and how good it is.
    """

    targets: tuple[Target, ...]
    stances: tuple[Stance, ...]
    taxonomies: dict[str, str]
    text: Weighted
    headings: Weighted
    evidence: NDArray[np.float32]
    stance_evidence: NDArray[np.float32]
    rules: tuple[Mapping[str, float], ...]
    bias: NDArray[np.float32]
    card: dict[str, Any]

    @property
    def name(self) -> str:
        """Name and version, as reports show it."""
        return str(self.card["name"])

    @property
    def fingerprint(self) -> str:
        """Digest of all that its answers depend on."""
        rules = [sorted(weights.items()) for weights in self.rules]
        digest = hashlib.sha256(repr((self.targets, self.stances, sorted(self.taxonomies.items()), rules)).encode())
        for part in (self.text, self.headings):
            for array in (part.keys, part.idf, part.weights):
                digest.update(np.ascontiguousarray(array).data)
        for array in (self.evidence, self.stance_evidence, self.bias):
            digest.update(np.ascontiguousarray(array).data)
        return digest.hexdigest()

    def knows(self, taxonomy: Taxonomy) -> bool:
        """Whether it was trained with just this taxonomy."""
        return self.taxonomies.get(taxonomy.id) == taxonomy.hash

    def score_of(self, taxonomy_id: str) -> float:
        """Return the macro-F1 that it reached for a taxonomy in cross-validation."""
        scores = self.card["cross_validation"]["scores"]
        own = [scores[t.category]["f1"] for t in self.targets if t.taxonomy == taxonomy_id]
        return float(round(sum(own) / max(len(own), 1), 4))

    def weigh(
        self,
        texts: Sequence[str],
        headings: Sequence[Sequence[str]],
        evidence: Floats,
        stance_evidence: Floats,
        rules: Sequence[Sequence[Sequence[str]]],
    ) -> Weighing:
        """Weigh passages.

        Parameters
        ----------
        texts, headings
            The passages as they are.
        evidence
            Features of each category's evidence: shape (passages, categories, features).
        stance_evidence
            Scores of the stance rules: shape (passages, features).
        rules
            For each passage and category, the texts of the terms and patterns that were met.
        """
        bodies = [START + plain(text) for text in texts]
        values = _tfidf(bodies, self.text)
        body = _summed(values, self.text)
        above = _summed(_tfidf([trail(h) for h in headings], self.headings), self.headings)
        own = np.einsum("pcf,cf->pc", evidence, self.evidence)
        for row, by_category in zip(own, rules, strict=True):
            for column, (met, weights) in enumerate(zip(by_category, self.rules, strict=True)):
                if met:
                    row[column] += sum(weights.get(rule, 0.0) for rule in met)
        logits = self.bias + body
        logits += above
        logits[:, : len(self.targets)] += own
        if self.stances:
            logits[:, len(self.targets) :] += stance_evidence @ self.stance_evidence
        return Weighing(self, logits, bodies, values, body, above, own)

    def probabilities(self, logits: Floats) -> tuple[Floats, Floats]:
        """Return the probabilities of the categories, each by itself, and of the stances, which add up to 1."""
        categories = 1 / (1 + np.exp(-logits[:, : len(self.targets)]))
        if not self.stances:
            return categories, np.zeros((len(logits), 0))
        stances = np.exp(logits[:, len(self.targets) :] - logits[:, len(self.targets) :].max(axis=1, keepdims=True))
        return categories, stances / stances.sum(axis=1, keepdims=True)


class _Values(Struct, frozen=True):
    """What each occurrence of an n-gram counts, in the order of the texts; ``bounds[i]`` is where text i begins."""

    found: Occurrences
    values: Floats
    bounds: NDArray[np.int64]


class Weighing(Struct, frozen=True):
    """Passages weighed. ``logits`` of every output: shape (passages, categories + stances).

    ``text`` and ``headings`` are what the n-grams of both add to them, ``evidence`` what the taxonomy's own words add to
    those of the categories.
    """

    _estimator: Estimator
    logits: Floats
    _bodies: list[str]
    _values: _Values
    text: Floats
    headings: Floats
    evidence: Floats

    def contributions(self, passage: int, output: int, most: int = 3, *, against: bool = False) -> list[Contribution]:
        """Return the stretches of a passage that speak most for an output (or against it, with negative weights).

        The strongest first, none overlapping.
        """
        size = len(self._bodies[passage])
        here = slice(self._values.bounds[passage], self._values.bounds[passage + 1])
        found = self._values.found
        starts, lengths = found.starts[here], found.lengths[here]
        weights = self._values.values[here] * self._estimator.text.weights[found.ngrams[here], output] / lengths
        steps = np.bincount(starts, weights, size + 1) - np.bincount(starts + lengths, weights, size + 1)
        per_char = np.cumsum(steps)[1:size]
        if against:
            return [Contribution(c.start, c.end, -c.weight) for c in _peaks(-per_char, most)]
        return _peaks(per_char, most)


def trail(headings: Sequence[str]) -> str:
    """Return headings as one plain text."""
    return "|".join(plain(heading) for heading in headings)


def _tfidf(texts: Sequence[str], part: Weighted) -> _Values:
    found = part.vocabulary.find(texts)
    size = max(len(part.keys), 1)
    cells, inverse, counts = np.unique(found.texts * size + found.ngrams, return_inverse=True, return_counts=True)
    rows, columns = cells // size, cells % size
    values = (1 + np.log(counts)) * part.idf[columns].astype(np.float64)
    norms = np.sqrt(np.bincount(rows, values**2, minlength=len(texts)))
    return _in_order(found, (values / norms[rows] / counts)[inverse], len(texts))


def _in_order(found: Occurrences, values: Floats, count: int) -> _Values:
    order = np.argsort(found.texts, kind="stable")
    ordered = Occurrences(found.texts[order], found.ngrams[order], found.starts[order], found.lengths[order])
    return _Values(ordered, values[order], np.searchsorted(ordered.texts, np.arange(count + 1)))


def _summed(part: _Values, weighted: Weighted) -> Floats:
    """Return the sum of ``values × weights`` of each text: shape (texts, outputs)."""
    out = np.zeros((len(part.bounds) - 1, weighted.weights.shape[1]))
    filled = np.flatnonzero(np.diff(part.bounds))
    if len(filled):
        products = part.values[:, None] * weighted.weights[part.found.ngrams]
        out[filled] = np.add.reduceat(products, part.bounds[filled], axis=0)
    return out


def _peaks(per_char: Floats, most: int) -> list[Contribution]:
    """Return the heaviest runs of positive characters."""
    positive = np.concatenate(([False], per_char > 0.02, [False]))
    edges = np.flatnonzero(positive[1:] != positive[:-1])
    runs = [(int(a), int(b), float(per_char[a:b].sum())) for a, b in zip(edges[::2], edges[1::2], strict=True)]
    heaviest = sorted((run for run in runs if run[1] - run[0] > 1), key=lambda run: (-run[2], run[0]))[:most]
    return [Contribution(a, b, round(weight, 3)) for a, b, weight in heaviest]


def strongest_ngrams(estimator: Estimator, output: int, most: int = 20) -> list[tuple[str, float]]:
    """Return the n-grams of the text that weigh most for an output."""
    weights = estimator.text.weights[:, output] * estimator.text.idf
    top = np.argsort(-weights)[:most]
    return [(ngram_of(int(estimator.text.keys[i])), float(weights[i])) for i in top]


def save_estimator(estimator: Estimator, file: Path | IO[bytes]) -> None:
    """Write an estimator. Equal estimators give equal bytes."""
    head = {
        "format": FORMAT,
        "targets": [[t.taxonomy, t.category, t.threshold] for t in estimator.targets],
        "stances": [stance.value for stance in estimator.stances],
        "taxonomies": estimator.taxonomies,
        "rules": estimator.rules,
        "card": estimator.card,
    }
    arrays: dict[str, NDArray[Any]] = {
        "head": np.frombuffer(json.dumps(head, ensure_ascii=False, sort_keys=True).encode(), np.uint8),
        "evidence": estimator.evidence,
        "stance_evidence": estimator.stance_evidence,
        "bias": estimator.bias,
    }
    for name in ("text", "headings"):
        part: Weighted = getattr(estimator, name)
        arrays |= {f"{name}_keys": part.keys, f"{name}_idf": part.idf, f"{name}_weights": part.weights}
    np.savez(file, allow_pickle=False, **arrays)


def load_estimator(file: Path) -> Estimator:
    """Read an estimator.

    Raises
    ------
    WrongUse
        If the file is missing, damaged, or of another format.
    """
    try:
        if file.stat().st_size > _MOST_BYTES:
            raise ValueError("too large")
        with file.open("rb") as data, np.load(data, allow_pickle=False) as arrays:
            return _estimator({name: arrays[name] for name in arrays.files})
    except FileNotFoundError:
        raise WrongUse(
            Bilingual(f"{file}：没有这个估计器文件", f"{file}: there is no such estimator"),
            hint=Bilingual("用 policyscan train 训练一个", "make one with policyscan train"),
        ) from None
    except (OSError, EOFError, ValueError, KeyError, TypeError, IndexError, zipfile.BadZipFile) as error:
        raise WrongUse(
            Bilingual(
                f"{file}：不是可用的估计器文件（{error}）", f"{file}: not an estimator that can be used ({error})"
            ),
            hint=Bilingual("用 policyscan train 重新训练", "train it anew with policyscan train"),
        ) from None


def _estimator(arrays: dict[str, NDArray[Any]]) -> Estimator:
    head = json.loads(arrays["head"].tobytes())
    if head["format"] != FORMAT:
        raise ValueError(f"format {head['format']}, not {FORMAT}")
    targets = tuple(Target(str(t), str(c), float(x)) for t, c, x in head["targets"])
    stances = tuple(Stance(s) for s in head["stances"])
    outputs = len(targets) + len(stances)
    parts = {}
    for name in ("text", "headings"):
        part = Weighted(arrays[f"{name}_keys"], arrays[f"{name}_idf"], arrays[f"{name}_weights"])
        if part.weights.shape != (len(part.keys), outputs) or len(part.idf) != len(part.keys):
            raise ValueError(f"{name}: shapes do not fit")
        parts[name] = part
    return Estimator(
        targets,
        stances,
        dict(head["taxonomies"]),
        parts["text"],
        parts["headings"],
        arrays["evidence"],
        arrays["stance_evidence"],
        tuple({str(rule): float(weight) for rule, weight in weights.items()} for weights in head["rules"]),
        arrays["bias"],
        dict(head["card"]),
    )
