"""What is explained is what is classified, and every change does what it says."""

from __future__ import annotations

from pathlib import Path

import pytest
from builders import SAMPLES
from lints import a_passage, a_taxonomy

from policyscan.classification import EvidenceClassifier
from policyscan.classification.classifier import Judge
from policyscan.classification.explaining import explain
from policyscan.model.explanation import CategoryReason, Change, ChangeKind, Fate, Outcome
from policyscan.model.passage import Passage
from policyscan.pipeline import extract
from policyscan.scan import load_taxonomies, make_classifier
from policyscan.segmentation import read_title_page, split_passages

CARE = """\
  - id: care
    name: 养护
    terms: [修枝, 修枝整形, {term: [浇灌, 巡查], weight: 0.5}, {term: 修剪, weight: 0.8, in_scope: true}]
    exclusions: [修枝剪刀]
"""


@pytest.fixture(scope="module")
def builtin() -> Judge:
    classifier = make_classifier(load_taxonomies(["three-ones", "five-problems"]))
    assert isinstance(classifier, Judge)
    return classifier


def reason_for(folder: Path, text: str, *headings: str) -> CategoryReason:
    judge = EvidenceClassifier([a_taxonomy(folder, CARE, "scope: [行道树]")])
    [reason] = explain(judge, a_passage(text, *headings))
    return reason


def fates(reason: CategoryReason) -> list[tuple[str, str]]:
    return [(piece.rule, piece.fate.value) for piece in reason.pieces]


@pytest.mark.parametrize("name", ["yunling-plan.pdf", "nanyu-regulation.txt", "beiyuan-opinion.md"])
def test_the_outcome_explained_is_the_one_that_is_classified(builtin: Judge, name: str) -> None:
    document = extract(SAMPLES / name)
    title = read_title_page(document).title or ""
    for passage, said in zip(found := split_passages(document), builtin.classify(found, title), strict=True):
        evidence = [finder.find(passage, title) for _, finder in builtin.finders]
        [judged] = builtin.judge([passage], [evidence])
        labels = {(label.taxonomy, label.category): label.confidence for label in said.labels}
        assert {key for key, j in judged.items() if j.outcome is Outcome.LABEL} == set(labels)
        doubtful = {(m.taxonomy, m.category) for m in said.mentions if m.is_doubtful}
        named = {(m.taxonomy, m.category) for m in said.mentions if not m.is_doubtful}
        assert {key for key, j in judged.items() if j.outcome is Outcome.DOUBTFUL} == doubtful
        assert {key for key, j in judged.items() if j.outcome is Outcome.NAMED} == named
        for key, confidence in labels.items():
            assert judged[key].probability == pytest.approx(confidence, abs=1e-4)


def test_the_parts_of_a_logit_add_up_to_the_probability(builtin: Judge) -> None:
    from math import exp

    for reason in explain(builtin, a_passage("推进公共数据共享开放，完善数据目录。", "一、数据")):
        assert reason.parts is not None
        total = reason.parts.bias + reason.parts.text + reason.parts.headings + reason.parts.evidence
        assert reason.probability == pytest.approx(1 / (1 + exp(-total)), abs=1e-9)


def test_the_words_of_the_estimator_stand_where_they_are_said_to_and_speak_for_or_against(builtin: Judge) -> None:
    passage = a_passage("依托城市运行管理平台，推进公共数据共享开放，完善政务服务事项目录。")
    words = [word for reason in explain(builtin, passage) for word in reason.words]
    assert all(passage.text[word.span.start : word.span.end] == word.text for word in words)
    assert {word.weight > 0 for word in words} == {True, False}


def asked_again(judge: Judge, passage: Passage, change: Change, reason: CategoryReason) -> bool:
    """Whether the passage carries the category after the words of a change are cut out, asked in the plainest way."""
    text = passage.text
    for words in sorted(change.items, key=len, reverse=True):
        text = text.replace(words, "")
    [said] = judge.classify([Passage(text, passage.span, passage.headings)])
    return reason.category in {label.category for label in said.labels}


def test_cutting_out_the_words_that_are_told_does_what_is_told(builtin: Judge) -> None:
    texts = ["推进公共数据共享开放。", "建设政务服务平台，压减办理时限。", "完善城市运行管理平台，闭环处置事件。"]
    seen = 0
    for passage in map(a_passage, texts):
        for reason in explain(builtin, passage):
            for change in reason.smallest:
                if change.kind is ChangeKind.WORDS:
                    seen += 1
                    assert asked_again(builtin, passage, change, reason) is not change.flips
    assert seen >= 3


def test_a_smallest_cut_holds_no_smaller_one(builtin: Judge) -> None:
    passage = a_passage("对线上办理的事项，推行网上预约、免申即享，热线诉求三日办结。")
    for reason in explain(builtin, passage):
        for change in (c for c in reason.smallest if c.kind is ChangeKind.WORDS and c.flips and len(c.items) > 1):
            for left in change.items:
                fewer = tuple(item for item in change.items if item != left)
                less = Change(change.kind, fewer, change.flips, change.score, change.probability)
                assert asked_again(builtin, passage, less, reason)


def test_each_hit_has_its_fate(tmp_path: Path) -> None:
    reason = reason_for(tmp_path, "修枝整形。购置修枝剪刀。统筹道路、路灯、浇灌等。巡查、巡查。修剪草坪。")
    assert fates(reason) == [
        ("修枝整形", "counted"),
        ("修枝", "nested"),
        ("修枝剪刀", "met"),
        ("修枝", "excluded"),
        ("浇灌", "bare"),
        ("巡查", "counted"),
        ("巡查", "repeated"),
        ("修剪", "out_of_scope"),
    ]
    assert (reason.score, reason.named, reason.probability) == (1.5, 0.5, None)


def test_without_the_longer_term_the_shorter_one_counts(tmp_path: Path) -> None:
    reason = reason_for(tmp_path, "开展修枝整形。")
    assert [(c.items, c.score, c.flips) for c in reason.without] == [(("修枝整形",), 1.0, False)]
    assert [(c.items, c.flips) for c in reason.smallest] == [(("修枝整形",), True)]


def test_two_terms_that_need_each_other_are_lost_with_either(tmp_path: Path) -> None:
    reason = reason_for(tmp_path, "浇灌以后再巡查。")
    assert [(c.items, c.flips) for c in reason.smallest] == [(("浇灌",), True), (("巡查",), True)]


def test_two_terms_that_each_decide_must_both_go(tmp_path: Path) -> None:
    reason = reason_for(tmp_path, "按时修枝。", "一、浇灌与巡查")
    assert [(c.items, c.flips) for c in reason.smallest] == [(("修枝",), True)]


def test_a_missing_weight_is_told_exactly_in_tenths(tmp_path: Path) -> None:
    [change] = reason_for(tmp_path, "按时巡查。").smallest
    assert (change.kind, change.amount, change.flips, change.score) == (ChangeKind.WEIGHT, 0.5, True, 1.0)


def test_an_exclusion_that_fired_is_tried_without_it(tmp_path: Path) -> None:
    first, _ = reason_for(tmp_path, "购置修枝剪刀。").smallest
    assert (first.kind, first.items, first.flips) == (ChangeKind.EXCLUSION, ("修枝剪刀",), True)


def test_a_term_out_of_scope_is_tried_in_scope(tmp_path: Path) -> None:
    reason = reason_for(tmp_path, "修剪草坪并巡查。")
    first = reason.smallest[0]
    assert (reason.outcome, first.kind, first.flips, first.score) == (Outcome.NONE, ChangeKind.SCOPE, True, 1.3)


def test_what_stands_only_in_the_headings_is_named_and_needs_a_word_of_its_own(tmp_path: Path) -> None:
    reason = reason_for(tmp_path, "按时办理。", "修枝", "浇灌、巡查", "修枝整形")
    assert reason.outcome is Outcome.NAMED
    assert all(piece.span is None for piece in reason.pieces if piece.fate is Fate.COUNTED)
    assert [(c.kind, c.amount) for c in reason.smallest] == [(ChangeKind.WEIGHT, 0.1)]


def test_a_label_that_rests_on_its_headings_is_lost_without_them(tmp_path: Path) -> None:
    reason = reason_for(tmp_path, "按时巡查。", "一、修枝工作")
    assert next((c.kind, c.flips, c.score) for c in reason.smallest) == (ChangeKind.HEADINGS, True, 0.5)


def test_where_nothing_tried_turns_the_answer_the_nearest_is_told(builtin: Judge) -> None:
    text = "。".join(
        ["一网通办", "最多跑一次", "高效办成一件事", "综合窗口", "跨省通办", "好差评", "免申即享", "办事指南"]
    )
    [reason] = [r for r in explain(builtin, a_passage(text)) if r.category == "service"]
    [change] = reason.smallest
    assert (reason.outcome, change.flips, len(change.items)) == (Outcome.LABEL, False, 3)
