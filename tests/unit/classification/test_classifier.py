"""Labels by terms and rules: what is a label, what a mention, how sure."""

from __future__ import annotations

import pytest
from builders import a_text

from policyscan.classification import EvidenceClassifier
from policyscan.language import Bilingual
from policyscan.model.label import ClassifiedPassage, EvidenceKind, Stance
from policyscan.model.passage import Passage, PassageKind, Span
from policyscan.model.taxonomy import Category, Leaf, Rules, Taxonomy, Term
from policyscan.segmentation import split_passages

NAME = Bilingual("名", "name")
SHARING = Leaf("data.sharing", NAME, NAME, Rules((Term("共享"),)))
OPENING = Leaf("data.opening", NAME, NAME, Rules((Term("开放"), Term("授权运营"))))
DATA = Category("data", NAME, NAME, NAME, Rules((Term("数据"), Term("目录", 0.5))), leaves=(SHARING, OPENING))
SERVICE = Category("service", NAME, NAME, NAME, Rules((Term("办事"),)))
TAXONOMY = Taxonomy("t", "1", "0" * 64, NAME, (DATA, SERVICE))


def classified(text: str, *headings: str) -> ClassifiedPassage:
    [found] = EvidenceClassifier([TAXONOMY]).classify([Passage(text, Span(0, len(text)), headings)])
    return found


def test_a_label_has_its_leaves_the_strongest_first_and_its_evidence_the_heaviest_first() -> None:
    found = classified("编制目录，推动共享，扩大开放和授权运营。")
    [label] = found.labels
    assert (label.taxonomy, label.category, label.leaf) == ("t", "data", "data.opening")
    assert label.leaves == ("data.opening", "data.sharing")
    assert [e.text for e in label.evidence] == ["共享", "开放", "授权运营", "目录"]
    assert label.confidence == pytest.approx(1 - 0.5**3.5, abs=1e-4)
    assert label.stance is found.stance is Stance.MEASURE
    assert found.passage.text == "编制目录，推动共享，扩大开放和授权运营。"


def test_the_headings_lend_a_passage_its_stance() -> None:
    assert [classified("数据目录。", *headings).stance for headings in ((), ("二、存在问题",))] == [
        Stance.OTHER, Stance.PROBLEM
    ]  # fmt: skip


def test_a_label_begins_at_a_confidence_of_one_half() -> None:
    assert [label.confidence for label in classified("开展办事培训。").labels] == [0.5]


def test_what_stands_in_the_headings_only_is_a_mention() -> None:
    found = classified("完善考核制度。", "数据共享", "数据目录和开放")
    assert found.labels == ()
    assert [(m.category, {e.kind for e in m.evidence}) for m in found.mentions] == [("data", {EvidenceKind.HEADING})]


def test_too_little_is_neither_label_nor_mention() -> None:
    found = classified("编制目录。")
    assert (found.labels, found.mentions) == ((), ())


def test_a_passage_of_two_categories_carries_both_in_the_taxonomys_order() -> None:
    assert [label.category for label in classified("优化办事流程，推动数据共享。").labels] == ["data", "service"]


def test_probabilities_are_told_of_every_sign_and_are_those_of_the_labels() -> None:
    passages = [Passage(text, Span(0, len(text))) for text in ("编制目录。", "优化办事流程。", "抓好春耕。")]
    found = EvidenceClassifier([TAXONOMY]).probabilities(passages)
    assert found == [{"data": pytest.approx(1 - 0.5**0.5)}, {"service": 0.5}, {}]


def test_the_title_of_the_document_lends_its_scope() -> None:
    scoped = Category("fund", NAME, NAME, NAME, Rules((Term("专项资金", in_scope=True),)))
    classifier = EvidenceClassifier([Taxonomy("s", "1", "0" * 64, NAME, (scoped,), scope=("数字政府",))])
    passages = split_passages(a_text("设立专项资金，强化要素保障。"))
    assert [len(p.labels) for title in ("", "数字政府规划") for p in classifier.classify(passages, title)] == [0, 1]
    assert classifier.probabilities(passages, "数字政府规划") == [{"fund": 0.5}]
    assert classifier.probabilities(passages) == [{}]


def test_its_fingerprint_changes_with_the_taxonomies() -> None:
    other = Taxonomy("u", "1", "f" * 64, NAME, (SERVICE,))
    assert EvidenceClassifier([TAXONOMY, other]).fingerprint == f"evidence-1 t={'0' * 64} u={'f' * 64}"


def test_a_row_of_a_table_of_tasks_is_a_measure_with_the_unit_of_its_column() -> None:
    cells = ("1", "建成数据目录", "县大数据中心", "2024年5月底")
    text = "\t".join(cells)
    row = Passage(
        text,
        Span(0, len(text)),
        kind=PassageKind.TABLE_ROW,
        cells=cells,
        header=("序号", "任务", "牵头单位", "完成时限"),
    )
    [found] = EvidenceClassifier([TAXONOMY]).classify([row])
    assert found.stance is Stance.MEASURE
    assert [(q.kind, q.text) for q in found.quantities] == [("unit", "县大数据中心"), ("deadline", "2024年5月底")]
