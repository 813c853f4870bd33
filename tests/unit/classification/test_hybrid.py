"""Estimators and evidence together: documents of any length, words in their places, taxonomies that nobody trained for."""

from __future__ import annotations

from pathlib import Path

import pytest
from lints import a_passage, a_taxonomy

from policyscan.classification import EvidenceClassifier
from policyscan.classification.hybrid import HybridClassifier
from policyscan.model.label import EvidenceKind, Stance
from policyscan.scan import load_taxonomies, make_classifier

TEXTS = (
    "群众办事只交一套材料，证照免于提交，3.5天办结。",
    "抓好春耕备耕。",
    "积水点、占道经营由网格员上报并派单处置１２００件。",
)
CARE = "  - {id: care, name: 养护, terms: [修枝, {term: 浇灌, weight: 0.5}]}\n"


@pytest.fixture(scope="module")
def builtin() -> HybridClassifier:
    classifier = make_classifier(load_taxonomies(["three-ones"]))
    assert isinstance(classifier, HybridClassifier)
    return classifier


def test_a_document_of_more_passages_than_are_weighed_at_once_has_every_passage_in_order(
    builtin: HybridClassifier,
) -> None:
    passages = [a_passage(text) for text in TEXTS]
    several = passages * 171 + passages[:1]  # 514: two batches
    said, probable = builtin.classify(several), builtin.probabilities(several)
    evidence = [[finder.find(p) for _, finder in builtin.finders] for p in passages]
    judged = builtin.judge(several, evidence * 171 + evidence[:1])
    assert [p.passage for p in said] == several
    for place in (0, 511, 512, 513):
        [alone] = builtin.classify([several[place]])
        assert said[place].labels == alone.labels
        [apart] = builtin.probabilities([several[place]])
        assert probable[place] == pytest.approx(apart, abs=1e-6)
        assert judged[place]["three-ones", "service"].probability == pytest.approx(apart["service"], abs=1e-6)
    assert len(judged) == len(probable) == 514


def test_words_that_weigh_are_told_as_the_text_has_them_beside_the_taxonomys_own(builtin: HybridClassifier) -> None:
    seen = 0
    for said in builtin.classify([a_passage(text) for text in TEXTS]):
        for label in said.labels:
            own = [e.span for e in label.evidence if e.kind is not EvidenceKind.FEATURE and e.weight > 0 and e.span]
            words = [e for e in label.evidence if e.kind is EvidenceKind.FEATURE]
            seen += len(words)
            for word in words:
                assert word.span is not None
                text, start, end = said.passage.text, word.span.start, word.span.end
                assert text[start:end] == word.text
                edges = text[max(start - 1, 0) : start + 1], text[end - 1 : end + 1]
                assert not any(len(edge) > 1 and edge.isdigit() for edge in edges)  # no number is cut
                assert word.text.strip("，。“” ") == word.text
                assert len(word.text) >= 2
                assert word.by == "estimator"
                assert not any(span.start < word.span.end and word.span.start < span.end for span in own)
    assert seen


def test_a_taxonomy_that_no_estimator_was_trained_for_is_classified_by_its_terms(tmp_path: Path) -> None:
    own = a_taxonomy(tmp_path, CARE)
    [estimated] = load_taxonomies(["three-ones"])
    both = make_classifier([own, estimated])
    assert isinstance(both, HybridClassifier)
    assert set(both.scores) == {"three-ones"}
    texts = ("开展行道树修枝作业。", "完善道路养护、修枝、环境卫生等工作。", "开展浇灌。", *TEXTS)
    passages = [a_passage(text) for text in texts]
    for said, alone in zip(both.classify(passages), EvidenceClassifier([own]).classify(passages), strict=True):
        mine = [label for label in said.labels if label.taxonomy == "trees"]
        assert [(x.category, x.confidence, x.evidence) for x in mine] == [
            (x.category, x.confidence, x.evidence) for x in alone.labels
        ]
        assert [m for m in said.mentions if m.taxonomy == "trees"] == list(alone.mentions)
    assert {key for row in both.probabilities(passages) for key in row} == {c.id for c in estimated.categories}


def test_a_probability_between_doubt_and_a_label_is_a_doubtful_mention(builtin: HybridClassifier) -> None:
    passages = [
        a_passage(f"{a}{b}。")
        for a in ("推进热线", "完善大厅", "建设平台", "优化流程")
        for b in ("建设", "办理", "服务群众")
    ]
    for said, row in zip(builtin.classify(passages), builtin.probabilities(passages), strict=True):
        labels = {label.category for label in said.labels}
        doubtful = {m.category for m in said.mentions if m.is_doubtful}
        assert doubtful == {category for category, p in row.items() if p >= 0.2} - labels
        assert all(row[category] >= 0.2 for category in labels)
        assert all(label.confidence == round(row[label.category], 4) for label in said.labels)
        assert all(label.stance is said.stance for label in said.labels)
        assert said.stance in Stance


def test_a_label_has_the_leaves_of_its_evidence_the_heaviest_words_first_and_the_estimators_behind_them() -> None:
    classifier = make_classifier(load_taxonomies(["five-problems"]))
    assert isinstance(classifier, HybridClassifier)
    assert classifier.name
    assert all(0 < score < 1 for score in classifier.scores.values())
    passage = a_passage("打破部门壁垒，编制目录，推进公共数据共享开放，每季度通报一次，由县里的专班督促整改。")
    [label] = [x for x in classifier.classify([passage])[0].labels if x.category == "data"]
    found = classifier.finders[0][1].find(passage)["data"]
    assert label.leaves == found.carried_leaves
    assert label.leaf == label.leaves[0]
    own = [e.weight for e in label.evidence if e.kind is not EvidenceKind.FEATURE]
    assert own == sorted((e.weight for e in found.evidence), reverse=True)
    words = label.evidence[len(own) :]
    assert {e.kind for e in words} <= {EvidenceKind.FEATURE}
    assert all(e.weight > 0 for e in words)
