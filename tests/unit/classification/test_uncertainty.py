"""What is worth asking a person."""

from __future__ import annotations

import labelled

from policyscan.classification import EvidenceClassifier
from policyscan.classification.estimator import load_estimator
from policyscan.classification.hybrid import HybridClassifier
from policyscan.classification.uncertainty import category_probabilities, uncertainty
from policyscan.model.passage import Passage, Span
from policyscan.taxonomies import builtin_estimators

TEXT = "推进“一网通办”，企业群众在线上提交申请，全程网办。"


def test_one_doubtful_label_makes_a_passage_doubtful() -> None:
    assert uncertainty({"a": 0.99, "b": 0.5}) > uncertainty({"a": 0.9, "b": 0.9})


def test_an_estimators_probabilities_are_taken_for_what_it_knows() -> None:
    taxonomy = labelled.taxonomy()
    classifier = HybridClassifier([taxonomy], *map(load_estimator, builtin_estimators()))
    passages = [Passage(TEXT, Span(0, len(TEXT)))]
    [found] = category_probabilities(classifier, [taxonomy], passages)
    assert found == classifier.probabilities(passages)[0]
    assert set(found) == {category.id for category in taxonomy.categories}


def test_without_an_estimator_the_evidence_says_how_likely_a_category_is() -> None:
    taxonomies = [labelled.taxonomy()]
    classifier = EvidenceClassifier(taxonomies)
    passages = [Passage(TEXT, Span(0, len(TEXT))), Passage("修小学。", Span(0, 4))]
    found = category_probabilities(classifier, taxonomies, passages)
    assert found[0]["service"] >= 0.5
    assert found[1] == {}
