"""Passages that no category catches, and the words that tell them from the rest."""

from __future__ import annotations

from collections import Counter

import pytest

from corpora import a_done
from policyscan.coverage.uncaught import cluster, is_uncaught, quotation_hash, telling_words

SCOPE = ("数字政府",)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("完善数字政府建设宣传培训，2025年底前培训干部三千人次。", True),
        ("推行数字政府“一网通办”，2025年底前网上可办率达到98%。", False),  # a category catches it
        ("抓好春耕备耕，2025年底前粮食播种面积稳定在三百万亩。", False),  # another subject
        ("完善数字政府建设。", False),  # too short to miss anything for
    ],
)
def test_a_passage_is_uncaught_if_it_sets_a_task_of_the_subject_and_carries_nothing(text: str, wanted: bool) -> None:
    [classified] = a_done("a", [text]).passages
    assert is_uncaught(classified, SCOPE) is wanted


def test_the_words_of_some_texts_tell_them_from_the_rest_and_common_words_do_not() -> None:
    some = Counter({"建设": 20, "跨境": 8})
    rest = Counter({"建设": 200, "共享": 80})
    scores = telling_words(some, rest)
    assert scores["跨境"] > 1.96
    assert scores["跨境"] > scores["建设"]


def test_passages_that_share_a_telling_word_are_put_together_and_the_rest_comes_last() -> None:
    uncaught = {3: "数据 跨境 跨境 跨境", 5: "跨境 规则 跨境", 9: "干部 干部 干部", 11: "干部 轮训 干部", 12: "孤立"}
    groups = cluster(uncaught, ["数据 共享 建设 平台"] * 400, str.split)
    assert [(words[0][0] if words else None, numbers) for words, numbers in groups] == [
        ("干部", (9, 11)),
        ("跨境", (3, 5)),
        (None, (12,)),
    ]


def test_nothing_uncaught_makes_no_group() -> None:
    assert cluster({}, ["数据 共享"], str.split) == []


@pytest.mark.parametrize("other", ["推进 数据 共享", "推进数据共享。", "推进“数据”共享", "推进数据\n共享"])
def test_white_space_quotation_marks_and_punctuation_do_not_change_the_hash_of_a_quotation(other: str) -> None:
    assert quotation_hash(other) == quotation_hash("推进数据共享")


def test_another_word_does() -> None:
    assert quotation_hash("推进数据开放") != quotation_hash("推进数据共享")
