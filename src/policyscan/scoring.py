"""Gold files in, scores and estimators out: what ``policyscan evaluate``, ``train`` and ``agree`` do."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from msgspec.structs import replace

from policyscan.classification import Classifier, EvidenceClassifier
from policyscan.classification.agreement import agree
from policyscan.classification.estimator import Estimator
from policyscan.classification.evaluation import Prediction, evaluate
from policyscan.classification.gold import GoldPassage, read_gold
from policyscan.classification.hybrid import HybridClassifier
from policyscan.errors import WrongUse
from policyscan.language import Bilingual
from policyscan.model.label import Stance
from policyscan.model.scores import Agreement, Baseline, Evaluation
from policyscan.model.taxonomy import Taxonomy
from policyscan.scan import make_classifier
from policyscan.taxonomies import builtin_ids, load_builtin

_FEWEST_FOR_BASELINE = 50


def read_gold_files(
    paths: Sequence[Path], taxonomies: Sequence[Taxonomy], *, needs_labels: bool = True
) -> list[GoldPassage]:
    """Return the passages of several gold files, in order; ids of several files are kept apart by the file's name.

    Raises
    ------
    WrongUse
        If a file has mistakes.
    """
    known = _ids(taxonomies)
    if len(paths) == 1:
        return read_gold(paths[0], *known, needs_labels=needs_labels)
    return [
        replace(g, id=f"{path.stem}:{g.id}")
        for path in paths
        for g in read_gold(path, *known, needs_labels=needs_labels)
    ]


def _ids(taxonomies: Sequence[Taxonomy]) -> tuple[list[str], list[str], list[str]]:
    """Return the ids of categories and of leaves, and those of built-in taxonomies that a gold file may have beside them."""
    categories = categories_of(taxonomies)
    leaves = [leaf.id for t in taxonomies for c in t.categories for leaf in c.leaves]
    built_in = [load_builtin(i) for i in builtin_ids()]
    others = [i for t in built_in for c in t.categories for i in (c.id, *(leaf.id for leaf in c.leaves))]
    return categories, leaves, others


def categories_of(taxonomies: Sequence[Taxonomy]) -> list[str]:
    """Return the ids of all categories.

    Raises
    ------
    WrongUse
        If two taxonomies share one: a gold file could not tell them apart.
    """
    ids = [c.id for t in taxonomies for c in t.categories]
    twice = next((i for i in ids if ids.count(i) > 1), None)
    if twice is not None:
        raise WrongUse(
            Bilingual(f"两个分类体系都有类别“{twice}”", f"two taxonomies have a category '{twice}'"),
            hint=Bilingual("每次只评一个：--taxonomy", "evaluate one at a time: --taxonomy"),
        )
    return ids


def evaluate_files(
    paths: Sequence[Path],
    taxonomies: Sequence[Taxonomy],
    estimator: Estimator | None = None,
    predictions: Path | None = None,
    *,
    baselines: bool = True,
    every_mistake: bool = False,
) -> Evaluation:
    """Return the scores of the classifier, or of predictions in a file, on gold files.

    Parameters
    ----------
    paths
        Gold files.
    taxonomies
        Whose categories are looked at.
    estimator
        One of the user's own; the built-in one where left out.
    predictions
        A file in the gold format with somebody else's labels, by id.
    baselines
        Whether to measure simpler ways beside it.
    every_mistake
        Whether to keep every wrong passage, whole, and not only the commonest kinds.
    """
    gold = read_gold_files(paths, taxonomies)
    categories = categories_of(taxonomies)
    if predictions is not None:
        name, said = predictions.name, _from_file(predictions, gold, taxonomies)
    else:
        classifier = make_classifier(taxonomies, estimator)
        name, said = classifier.name, _predict(classifier, gold)
    evaluation = evaluate(gold, said, categories, name, every_mistake=every_mistake)
    if not baselines:
        return evaluation
    return replace(evaluation, baselines=tuple(_baselines(gold, taxonomies, categories)))


def agree_files(first: Path, second: Path, taxonomies: Sequence[Taxonomy]) -> Agreement:
    """Return how far two readings in gold files agree."""
    known = _ids(taxonomies)
    agreement = agree(read_gold(first, *known), read_gold(second, *known), known[0])
    if not agreement.passages:
        raise WrongUse(
            Bilingual("两个文件没有相同的 id", "the two files have no id in common"),
            hint=Bilingual("两份标注要用同样的 id", "both readings must use the same ids"),
        )
    return agreement


def train_files(
    paths: Sequence[Path],
    taxonomies: Sequence[Taxonomy],
    name: str,
    progress: Callable[[str], None] = lambda _: None,
) -> Estimator:
    """Return an estimator trained on gold files."""
    from policyscan.classification.training import train

    categories_of(taxonomies)
    return train(read_gold_files(paths, taxonomies), taxonomies, name=name, progress=progress).estimator


def _predict(classifier: Classifier, gold: Sequence[GoldPassage]) -> list[Prediction]:
    passages = [g.passage for g in gold]
    classified = classifier.classify(passages)
    probabilities = classifier.probabilities(passages) if isinstance(classifier, HybridClassifier) else None
    return [
        Prediction(
            frozenset(label.category for label in c.labels),
            c.stance,
            probabilities[i] if probabilities is not None and probabilities[i] else None,
        )
        for i, c in enumerate(classified)
    ]


def _from_file(path: Path, gold: Sequence[GoldPassage], taxonomies: Sequence[Taxonomy]) -> list[Prediction]:
    said = {g.id: g for g in read_gold_files([path], taxonomies)}
    missing = [g.id for g in gold if g.id not in said]
    if missing:
        raise WrongUse(
            Bilingual(
                f"{path}：缺少 {len(missing)} 个段落的预测，例如 id '{missing[0]}'",
                f"{path}: no prediction for {len(missing)} passages, such as the id '{missing[0]}'",
            )
        )
    return [Prediction(said[g.id].labels, said[g.id].stance or Stance.OTHER) for g in gold]


def _baselines(
    gold: Sequence[GoldPassage], taxonomies: Sequence[Taxonomy], categories: Sequence[str]
) -> list[Baseline]:
    ways: list[tuple[str, list[Prediction]]] = [("majority", [Prediction(frozenset(), Stance.MEASURE) for _ in gold])]
    ways.append(("keywords", _predict(EvidenceClassifier(taxonomies), gold)))
    if len(gold) >= _FEWEST_FOR_BASELINE and len({g.doc for g in gold}) >= 5:
        from policyscan.classification.training import tfidf_baseline

        ways.append(("tfidf", [Prediction(labels, Stance.MEASURE) for labels in tfidf_baseline(gold, categories)]))
    found = []
    for name, said in ways:
        everything = evaluate(gold, said, categories, name).groups[0]
        found.append(Baseline(name, everything.macro_f1.value, tuple(s.f1.value for s in everything.categories)))
    return found
