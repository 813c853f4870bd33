"""Evidence and stance as numbers."""

from __future__ import annotations

import math

import pytest

from policyscan.classification.evidence import Found
from policyscan.classification.features import EVIDENCE, STANCE, evidence_features, rules_met, stance_features
from policyscan.classification.stance import STANCES
from policyscan.model.label import Evidence, EvidenceKind, Stance
from policyscan.model.passage import Passage, Span


def a_passage(text: str, *headings: str) -> Passage:
    return Passage(text, Span(0, len(text)), headings)


def evidence(*pieces: tuple[EvidenceKind, float, str]) -> list[Evidence]:
    return [Evidence(kind, by, weight, None, by) for kind, weight, by in pieces]


def row(found: Found) -> dict[str, float]:
    return dict(zip(EVIDENCE, evidence_features({"data": found}, ["data"])[0].tolist(), strict=True))


def test_a_category_without_a_hit_has_only_the_mark_that_there_is_none() -> None:
    assert evidence_features({}, ["data", "use"]).tolist() == [[0, 0, 0, 0, 0, 0, 1]] * 2


def test_weights_in_the_passage_in_headings_and_in_lists_are_told_apart() -> None:
    found = Found(
        named=0.5,
        leaves={"data.sharing": 0.9},
        evidence=evidence(
            (EvidenceKind.TERM, 0.5, "共享"),
            (EvidenceKind.PATTERN, 0.25, "数据.*"),
            (EvidenceKind.HEADING, 0.5, "数据"),
            (EvidenceKind.EXCLUSION, 0.0, "数据线"),
        ),
    )
    assert row(found) == {
        "score": 0.375, "enough": 0, "leaf": 0, "in_headings": 0.5, "named": 0.5, "kinds": 0.5, "none": 0
    }  # fmt: skip


def test_one_is_enough_and_what_goes_beyond_is_cut_off() -> None:
    found = Found(
        named=2.0,
        leaves={"data.use": 0.2, "data.sharing": 1.0},
        evidence=evidence(
            *((EvidenceKind.TERM, 1.0, str(n)) for n in range(5)),
            *((EvidenceKind.HEADING, 1.0, str(n)) for n in range(2)),
        ),
    )
    assert row(found) == {
        "score": 1.5, "enough": 1, "leaf": 1, "in_headings": 1.0, "named": 1.0, "kinds": 1.0, "none": 0
    }  # fmt: skip
    assert row(Found(evidence=evidence((EvidenceKind.TERM, 1.0, "共享"))))["enough"] == 1


def test_the_rules_met_are_the_terms_and_patterns_that_count_in_the_passage_each_once() -> None:
    found = Found(
        evidence=evidence(
            (EvidenceKind.TERM, 0.5, "共享"),
            (EvidenceKind.TERM, 0.5, "共享"),
            (EvidenceKind.TERM, 0.0, "目录"),
            (EvidenceKind.HEADING, 0.5, "数据"),
            (EvidenceKind.PATTERN, 1.0, "数据.*"),
        )
    )
    assert rules_met({"data": found}, "data") == ["共享", "数据.*"]
    assert rules_met({}, "data") == []


def test_the_stance_of_a_passage_in_numbers() -> None:
    text = "年底前新建平台12个，已归集数据98%以上。"
    found = dict(zip(STANCE, stance_features([a_passage(text)])[0].tolist(), strict=True))
    assert found["long"] == pytest.approx(len(text) / 200)
    assert found["digits"] == pytest.approx(0.4)
    assert found["goals"] == pytest.approx(2 / 3)
    assert (found["density"], found["dated"], found["done"]) == (2.0, 1, 0.5)
    assert STANCE[: len(STANCES)] == tuple(stance.value for stance in Stance)
    headed = dict(zip(STANCE, stance_features([a_passage("加快数据共享。", "二、存在问题")])[0].tolist(), strict=True))
    assert (headed["measure"], headed["problem"]) == (pytest.approx(math.log(2)), pytest.approx(math.log(2.5)))
    long = stance_features([a_passage("字" * 500 + "1" * 30 + "已" * 9 + "，年底前" * 4)])[0].tolist()
    assert long[len(STANCES) :] == [2.0, 2.0, 0.0, 0.0, 2.0, 1.5]
