"""Passages that no category catches."""

from __future__ import annotations

import pytest

from corpora import a_done
from policyscan.coverage.uncaught import is_uncaught, quotation_hash

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


@pytest.mark.parametrize("other", ["推进 数据 共享", "推进数据共享。", "推进“数据”共享", "推进数据\n共享"])
def test_white_space_quotation_marks_and_punctuation_do_not_change_the_hash_of_a_quotation(other: str) -> None:
    assert quotation_hash(other) == quotation_hash("推进数据共享")


def test_another_word_does() -> None:
    assert quotation_hash("推进数据开放") != quotation_hash("推进数据共享")
