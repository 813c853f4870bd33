"""Passages that no category catches."""

from __future__ import annotations

import hashlib

import pytest
from msgspec.structs import replace

from corpora import a_done
from policyscan.coverage.uncaught import is_uncaught, quotation_hash, scope_of
from policyscan.model.label import Stance
from policyscan.taxonomies import load_builtin

SCOPE = ("数字政府",)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("完善数字政府建设宣传培训，2025年底前培训干部三千人次。", True),
        ("推行数字政府“一网通办”，2025年底前网上可办率达到98%。", False),  # a category catches it
        ("抓好春耕备耕，2025年底前粮食播种面积稳定在三百万亩。", False),  # another subject
        ("完善数字政府建设。", False),  # too short to miss anything for
        ("加快数字政府人才队伍建设，健全激励机制。", True),  # twenty characters are enough
    ],
)
def test_a_passage_is_uncaught_if_it_sets_a_task_of_the_subject_and_carries_nothing(text: str, wanted: bool) -> None:
    [classified] = a_done("a", [text]).passages
    assert is_uncaught(classified, SCOPE) is wanted


@pytest.mark.parametrize("other", ["推进 数据 共享", "推进数据共享。", "推进“数据”共享", "推进数据\n共享"])
def test_white_space_quotation_marks_and_punctuation_do_not_change_the_hash_of_a_quotation(other: str) -> None:
    assert quotation_hash(other) == quotation_hash("推进数据共享")


def test_another_word_does() -> None:
    assert quotation_hash("推进数据开放") != quotation_hash("推进数据共享")


def test_where_one_taxonomy_has_no_scope_everything_is_the_subject() -> None:
    scoped = load_builtin("three-ones")
    assert scope_of([scoped, scoped]) == tuple(dict.fromkeys(scoped.scope))
    assert scoped.scope
    assert scope_of([scoped, replace(scoped, scope=())]) == ()


def test_a_passage_that_only_names_a_category_is_caught() -> None:
    [classified] = a_done("a", ["抓好春耕备耕，" * 9 + "统筹推进“一网通办”、“一网统管”、“一网协同”等工作。"]).passages
    assert (classified.labels, bool(classified.mentions)) == ((), True)
    assert not is_uncaught(replace(classified, stance=Stance.MEASURE), ())


def test_the_hash_of_a_quotation_is_sixteen_digits() -> None:
    assert quotation_hash("推进数据共享") == hashlib.sha256("推进数据共享".encode()).hexdigest()[:16]
