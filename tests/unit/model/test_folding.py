"""Text folded for matching."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policyscan.model.folding import fold


@pytest.mark.parametrize(
    "written", ["高效办成“一件事”", "高效办成「一件事」", '高效办成"一件事"', "高效办成 一件事", "高效办成\n《一件事》"]
)
def test_quotation_marks_and_white_space_make_no_difference(written: str) -> None:
    assert fold(written)[0] == "高效办成一件事"


@pytest.mark.parametrize(
    ("written", "folded"), [("互联网＋监管", "互联网+监管"), ("ＡＰＰ１２３４５", "app12345"), ("２４／７", "24/7")]
)
def test_full_width_letters_digits_and_signs_become_ascii(written: str, folded: str) -> None:
    assert fold(written) == (folded, None)


def test_letters_become_lower_case() -> None:
    assert fold("CIM平台") == ("cim平台", None)


def test_chinese_punctuation_stays_so_that_patterns_can_stop_at_it() -> None:
    assert fold("共享，开放；利用。（试行）") == ("共享，开放；利用。（试行）", None)


def test_each_folded_character_knows_where_it_stood() -> None:
    text = "建设 “Ａ I” 平台"
    folded, origins = fold(text)
    assert folded == "建设ai平台"
    assert origins is not None
    assert [text[origin] for origin in origins] == ["建", "设", "Ａ", "I", "平", "台"]


def test_a_text_from_which_nothing_goes_needs_no_map() -> None:
    assert fold("推进数据共享")[1] is None


@given(st.text())
def test_what_is_folded_stays_as_it_is_when_folded_again(text: str) -> None:
    folded, origins = fold(text)
    assert fold(folded)[0] == folded
    assert len(folded) == len(text if origins is None else origins)


def test_a_plan_of_fifty_thousand_characters_is_folded_in_a_blink() -> None:
    plan = "推进“一网通办”和政务数据共享，建设互联网＋监管平台 App。" * 1500
    start = time.perf_counter()
    fold(plan)
    assert time.perf_counter() - start < 0.2  # some 6 ms on two cores; wide, for busy machines
