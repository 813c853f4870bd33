"""Characters made uniform, with the way back."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from policyscan.cleaning.normalise import normalise_text, offsets_in_raw


def test_kangxi_radicals_and_the_radicals_supplement_become_characters() -> None:
    assert normalise_text("⼀⽹通办，⺠⽣⻔户⻅效") == "一网通办，民生门户见效"


def test_no_radical_of_the_supplement_is_left_but_the_repetition_mark() -> None:
    left = [chr(c) for c in range(0x2E80, 0x2EF4) if c != 0x2E9A and 0x2E80 <= ord(normalise_text(chr(c))[0]) < 0x2EF4]
    assert left == ["⺀"]


def test_full_width_letters_narrow_and_chinese_punctuation_stays() -> None:
    assert normalise_text("ＡＩ＋政务：９５％（试点）") == "AI+政务:95%（试点）".replace(":", "：")


def test_spaces_between_chinese_characters_go_and_between_english_words_stay() -> None:
    assert normalise_text("数 据  共享 open  data 平台 2025 年") == "数据共享open data平台2025年"


def test_the_space_behind_a_chapters_number_stays() -> None:
    assert normalise_text("第一章　总 则") == "第一章 总则"


def test_control_and_invisible_characters_go() -> None:
    assert normalise_text("数\u200b据\ufeff\x07共\u00ad享") == "数据共享"


@given(st.text(alphabet="数据⼀⺠ＡＩ 　ab1。\u200b", max_size=40))
def test_every_clean_character_has_its_place_in_the_raw_text_in_order(raw: str) -> None:
    offsets = offsets_in_raw(raw)
    assert len(offsets) == len(normalise_text(raw))
    assert offsets == sorted(offsets)
    assert all(normalise_text(raw[i]) in ("", c) for c, i in zip(normalise_text(raw), offsets, strict=True) if c != " ")
