"""Text → words, with terms kept whole."""

from __future__ import annotations

import pytest

from policyscan.lexicon.cutting import Cutter
from policyscan.segmentation.words import Segmenter


def cut(text: str, *terms: str) -> list[str]:
    return Cutter(Segmenter().words, terms).cut(text)


def test_a_term_that_the_segmenter_cuts_is_one_word() -> None:
    assert "一网通办" not in cut("推行一网通办")
    assert cut("推行一网通办", "一网通办") == ["推行", "一网通办"]


def test_of_terms_inside_one_another_the_longest_is_the_word() -> None:
    assert cut("数据资源目录", "数据资源", "数据资源目录") == ["数据资源目录"]


def test_a_long_term_is_a_word_even_where_the_segmenter_cuts_across_its_edge() -> None:
    assert "服务平台" in cut("建设政务服务平台")
    assert cut("建设政务服务平台", "政务服务") == ["建设", "政务服务", "平台"]


def test_a_term_of_two_characters_is_no_word_inside_another() -> None:
    assert "办事" not in cut("举办事业", "办事")


def test_a_term_of_two_characters_is_put_together_where_the_segmenter_parts_it() -> None:
    assert Cutter(list, ["秒批"]).cut("推行秒批") == ["推", "行", "秒批"]


def test_a_number_is_not_taken_out_of_a_longer_one() -> None:
    assert "12345" in cut("拨打12345热线", "12345")
    assert "12345" not in cut("共1234567件", "12345")


@pytest.mark.parametrize("text", ["", "一网通办", "推行“一网通办”，一网通办。", "abc一网通办123"])
def test_nothing_of_the_text_is_lost(text: str) -> None:
    assert "".join(cut(text, "一网通办", "12")) == text
