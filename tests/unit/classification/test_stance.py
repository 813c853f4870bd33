"""Stance by rule: one clear example each."""

from __future__ import annotations

import pytest

from policyscan.classification.stance import STANCES, goals_of, stance_of, stance_scores
from policyscan.model.label import Stance


@pytest.mark.parametrize(
    ("text", "stance"),
    [
        ("全省一体化平台已建成，累计接入事项1200项，办件量居前列。", Stance.STATUS),
        ("部门之间各自为政，共享机制尚未建立，数据质量不高。", Stance.PROBLEM),
        ("加快建设全省统一的公共数据平台，完善目录管理，推动部门系统接入。", Stance.MEASURE),
        ("到2025年底，政务服务事项全程网办率达到90%以上。", Stance.TARGET),
        ("本办法所称公共数据，是指行政机关在履行职责过程中产生的各类数据。", Stance.OTHER),
        ("本办法自2024年1月1日起施行，有效期五年。", Stance.OTHER),
        ("到2025年，一体化平台初步建成。", Stance.TARGET),
    ],
)
def test_a_plain_example_of_each_stance_is_told(text: str, stance: Stance) -> None:
    assert stance_of(text) is stance


@pytest.mark.parametrize(
    ("heading", "stance"),
    [
        ("二、存在问题", Stance.PROBLEM),
        ("一、发展成效", Stance.STATUS),
        ("（二）发展基础", Stance.STATUS),
        ("三、基础设施", Stance.OTHER),
        ("第一章 总则", Stance.OTHER),
        ("三、主要目标", Stance.OTHER),  # a heading alone makes no target
    ],
)
def test_a_passage_without_a_cue_has_the_stance_of_its_headings(heading: str, stance: Stance) -> None:
    assert stance_of("政务数据目录。", (heading,)) is stance
    assert stance_of("政务数据目录。") is Stance.OTHER


def test_the_text_outweighs_its_heading() -> None:
    assert stance_of("要加快数据共享，健全机制，完善目录。", ("二、存在问题",)) is Stance.MEASURE


def test_of_equal_scores_target_goes_before_problem_and_measure_before_status() -> None:
    assert stance_of("加快共享。已接入。") is Stance.MEASURE
    scores = dict(zip(STANCES, stance_scores("加快共享。已接入。"), strict=True))
    assert scores[Stance.MEASURE] == scores[Stance.STATUS] == 1.0


@pytest.mark.parametrize(
    ("text", "stance"),
    [
        ("加快建设平台，完善目录，推动接入，力争接入5个。", Stance.MEASURE),
        ("新建平台3个，培育企业5家。", Stance.TARGET),
        ("新建平台3个，培育企业5家" + "，推进政务服务事项标准化规范化便利化" * 6 + "。", Stance.MEASURE),
        ("推进目录编制，年底前接入。", Stance.TARGET),
        ("推进目录编制，去年已接入，年底前接入。", Stance.STATUS),
        ("推进目录编制，年底前接入" + "，推进政务服务事项标准化规范化便利化" * 9 + "。", Stance.MEASURE),
    ],
)
def test_a_few_numbers_in_a_list_of_measures_make_no_target_and_what_is_all_numbers_and_dates_is_one(
    text: str, stance: Stance
) -> None:
    assert stance_of(text) is stance


def test_what_is_said_of_the_past_or_of_the_next_step_weighs_more() -> None:
    def weight(text: str, stance: Stance) -> float:
        return stance_scores(text)[STANCES.index(stance)]

    assert weight("下一步，平台接入。", Stance.MEASURE) - weight("平台，接入。", Stance.MEASURE) == 2
    assert weight("近年来，平台接入。", Stance.STATUS) - weight("平台，接入。", Stance.STATUS) == 1.5


def test_goals_dates_and_marks_of_the_past_are_counted() -> None:
    assert goals_of("2024年5月底前完成编目，6月底前上线，可办率达95%以上，已发放200张，同比增长3%。") == (3, 2, 2)
    assert goals_of("推进数据共享。") == (0, 0, 0)
