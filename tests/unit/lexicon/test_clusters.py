"""Passages put together by a word that they share."""

from __future__ import annotations

from policyscan.lexicon.clusters import cluster


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
