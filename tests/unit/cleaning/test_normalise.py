"""Characters made uniform, with the way back."""

from __future__ import annotations

import string

from builders import a_document, a_text
from hypothesis import given
from hypothesis import strategies as st

from policyscan.cleaning.normalise import normalise, normalise_text, offsets_in_raw
from policyscan.model.document import Block, BlockKind, Fragment


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


def test_every_full_width_digit_and_letter_and_only_these_signs_narrow() -> None:
    wide = "".join(chr(ord(char) + 0xFEE0) for char in string.digits + string.ascii_letters)
    assert normalise_text(wide) == string.digits + string.ascii_letters
    assert normalise_text("％＋－．／＆＠＝＜＞［］＃＊＂") == '%+-./&@=<>[]#*"'
    assert normalise_text("〝引〞，；：？！") == "“引”，；：？！"
    assert normalise_text("︵一︶﹁数据﹂") == "(一)「数据」"


def test_a_space_stays_before_a_unit_in_letters_and_goes_behind_a_percent_sign() -> None:
    assert normalise_text("达到 95 % 以上") == "达到95 %以上"
    assert normalise_text("95% 以上，open % 以上") == "95%以上，open %以上"
    assert normalise_text("数据 (data) 共享") == "数据 (data) 共享"
    assert normalise_text("\u3000\u3000 数据 ") == "数据"


def test_the_space_behind_the_number_of_a_box_stays_and_those_within_go() -> None:
    assert normalise_text("第 三 章　数 据") == "第三章 数据"
    assert normalise_text("专栏 2 重 点 工 程") == "专栏2 重点工程"


def test_each_stretch_of_a_block_keeps_its_place_and_cells_their_number() -> None:
    text = "⼀ ⽹\t９５％\t"
    row = Block(
        text,
        (Fragment(0, 3, 1, "⼀ ⽹"), Fragment(4, 7, 1, "９５％")),
        BlockKind.TABLE_ROW,
        cells=("⼀ ⽹", "９５％", ""),
        table=1,
    )
    [clean] = normalise(a_document(row)).blocks
    assert (clean.text, clean.cells) == ("一网\t95%\t", ("一网", "95%", ""))
    assert [(clean.text[f.start : f.end], f.raw) for f in clean.fragments] == [("一网", "⼀ ⽹"), ("95%", "９５％")]


def test_a_block_of_nothing_but_spaces_goes_and_one_that_is_clean_is_left_as_it_is() -> None:
    document = a_text("\u3000\u200b", "数据", "数 据")
    found = normalise(document).blocks
    assert [block.text for block in found] == ["数据", "数据"]
    assert found[0] is document.blocks[1]
    assert (found[1].fragments[0].end, found[1].fragments[0].raw) == (2, "数 据")
