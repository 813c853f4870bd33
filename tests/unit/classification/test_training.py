"""What scikit-learn learns is what numpy says."""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from labelled import gold, taxonomy

from policyscan.classification.estimator import Estimator, load_estimator, save_estimator
from policyscan.classification.evidence import EvidenceFinder
from policyscan.classification.features import evidence_features, rules_met, stance_features
from policyscan.classification.hybrid import HybridClassifier
from policyscan.classification.matching import Matcher
from policyscan.classification.training import Trained, tfidf_baseline, train
from policyscan.errors import WrongUse
from policyscan.model.label import EvidenceKind
from policyscan.model.passage import Passage, Span
from policyscan.scan import load_taxonomies, make_classifier
from policyscan.taxonomies import builtin_estimators, builtin_ids, load_builtin


@cache
def trained() -> Trained:
    return train(gold(), [taxonomy()], name="little-1")


def weighed(estimator: Estimator, passages: list[Passage]) -> tuple[np.ndarray, np.ndarray]:
    finder = EvidenceFinder(Matcher(taxonomy()))
    ids = [target.category for target in estimator.targets]
    found = [finder.find(p) for p in passages]
    evidence = np.array([evidence_features(f, ids) for f in found])
    rules = [[rules_met(f, category) for category in ids] for f in found]
    weighing = estimator.weigh(
        [p.text for p in passages], [p.headings for p in passages], evidence, stance_features(passages), rules
    )
    return estimator.probabilities(weighing.logits)


def test_numpy_and_scikit_learn_give_the_same_probabilities() -> None:
    categories, stances = weighed(trained().estimator, [g.passage for g in gold()])
    assert np.abs(categories - trained().categories).max() < 1e-6
    assert np.abs(stances - trained().stances).max() < 1e-6


def test_a_term_that_is_right_weighs_for_its_own_category_by_itself() -> None:
    estimator = trained().estimator
    service, governance = estimator.rules
    assert service["延时服务"] > 0
    assert "延时服务" not in governance


def test_a_passage_is_known_by_its_text_when_its_headings_are_lost() -> None:
    passages = [g.passage for g in gold()]
    bare = [Passage(p.text, p.span) for p in passages]
    wanted = np.array([["service" in g.labels, "governance" in g.labels] for g in gold()])
    categories, _ = weighed(trained().estimator, bare)
    assert ((categories > 0.5) == wanted).all()


def test_a_passage_weighs_the_same_alone_and_among_others() -> None:
    passages = [g.passage for g in gold()]
    together, _ = weighed(trained().estimator, passages)
    alone = np.vstack([weighed(trained().estimator, [p])[0] for p in passages[:20]])
    assert np.abs(together[:20] - alone).max() < 1e-12


def test_categories_with_too_few_passages_are_left_to_the_evidence() -> None:
    assert [target.category for target in trained().estimator.targets] == ["service", "governance"]


def test_the_card_tells_where_the_estimator_comes_from() -> None:
    card = trained().estimator.card
    assert (card["name"], card["passages"], card["documents"]) == ("little-1", 120, 10)
    assert card["taxonomies"]["three-ones"]["hash"] == taxonomy().hash
    assert set(card["cross_validation"]["scores"]) == {"service", "governance"}


def test_what_is_saved_is_what_is_loaded(tmp_path: Path) -> None:
    path = tmp_path / "little.estimator"
    with path.open("wb") as file:
        save_estimator(trained().estimator, file)
    loaded = load_estimator(path)
    passages = [g.passage for g in gold()]
    assert (weighed(loaded, passages)[0] == weighed(trained().estimator, passages)[0]).all()
    assert (loaded.targets, loaded.card) == (trained().estimator.targets, trained().estimator.card)


def test_training_twice_gives_the_same_bytes() -> None:
    def saved() -> bytes:
        data = io.BytesIO()
        save_estimator(train(gold(), [taxonomy()], name="little-1").estimator, data)
        return data.getvalue()

    assert saved() == saved()


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"\x80\x04\x95pickle", b"not an estimator"])
def test_a_damaged_estimator_is_refused(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "bad.estimator"
    path.write_bytes(data)
    with pytest.raises(WrongUse, match=r"bad\.estimator"):
        load_estimator(path)


def test_an_estimator_with_pickled_objects_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bad.estimator"
    with path.open("wb") as file:
        np.savez(file, head=np.array([{"format": 1}], dtype=object))
    with pytest.raises(WrongUse, match=r"bad\.estimator"):
        load_estimator(path)


def test_passages_of_too_few_documents_are_refused() -> None:
    with pytest.raises(WrongUse, match="3 documents"):
        train(gold()[:36], [taxonomy()], name="little-1")


def test_labels_are_explained_by_words_that_stand_in_the_passage() -> None:
    classifier = HybridClassifier([taxonomy()], trained().estimator)
    text = "云岭市“一网通办”平台已上线，企业办事只交一套材料，１２项证照免于提交。"
    [classified] = classifier.classify([Passage(text, Span(0, len(text)))])
    [label] = [label for label in classified.labels if label.category == "service"]
    spans = [(e.text, e.span) for e in label.evidence if e.span is not None]
    assert any(e.kind is EvidenceKind.FEATURE for e in label.evidence)
    assert all(span is not None and text[span.start : span.end] == words for words, span in spans)


def test_a_taxonomy_that_the_estimator_does_not_know_is_classified_by_evidence() -> None:
    text = "推进公共数据共享开放，建设全省统一的公共数据目录。"
    classifier = HybridClassifier([taxonomy(), load_builtin("five-problems")], trained().estimator)
    [classified] = classifier.classify([Passage(text, Span(0, len(text)))])
    assert [label.category for label in classified.labels] == ["data"]
    assert set(classifier.scores) == {"three-ones"}


def test_two_estimators_side_by_side_each_decide_what_they_were_trained_for() -> None:
    text = "推行“一网通办”，企业办事只交一套材料，由省数字政府运营公司负责平台运维。"
    passages = [Passage(text, Span(0, len(text)))]
    taxonomies = load_taxonomies(["three-ones", "key-issues"])
    together = make_classifier(taxonomies)
    assert isinstance(together, HybridClassifier)
    assert together.name == " + ".join(load_estimator(path).name for path in builtin_estimators())
    assert set(together.scores) == {"three-ones", "key-issues"}
    [both] = together.probabilities(passages)
    for taxonomy_id in ("three-ones", "key-issues"):
        alone = make_classifier(load_taxonomies([taxonomy_id]))
        assert isinstance(alone, HybridClassifier)
        [own] = alone.probabilities(passages)
        assert own == {category: both[category] for category in own}
        assert alone.classify(passages)[0].stance is together.classify(passages)[0].stance


def test_a_passage_has_one_stance_whatever_is_looked_for() -> None:
    classifier = make_classifier(load_taxonomies(["stages"]))
    assert classifier.name == " + ".join(load_estimator(path).name for path in builtin_estimators())
    assert set(classifier.scores) == {"stages"}


def test_the_tfidf_baseline_learns_something_from_other_documents() -> None:
    said = tfidf_baseline(gold(), ["service", "governance"])
    right = sum(labels == g.labels for labels, g in zip(said, gold(), strict=True))
    assert right > 0.8 * len(said)


def test_each_taxonomy_that_comes_with_the_program_is_known_to_one_of_the_estimators_that_do() -> None:
    # A changed taxonomy needs another training: python corpora/train.py policies, or stages
    paths = builtin_estimators()
    assert sum(path.stat().st_size for path in paths) <= 6_000_000
    estimators = [load_estimator(path) for path in paths]
    for taxonomy_id in builtin_ids():
        assert [e.name for e in estimators if e.knows(load_builtin(taxonomy_id))], taxonomy_id
    assert sum(bool(e.stances) for e in estimators) == 1  # a passage has one stance, whatever is looked for
