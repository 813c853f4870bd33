"""Visual lines: what stands at one height and side by side is one, whatever the file's order and fonts."""

from __future__ import annotations

import pytest
from drawing import read, write
from msgspec.structs import astuple

from policyscan.model.document import Block, BlockKind, Box
from policyscan.readers.lines import Piece, join_pieces, reading_turn, turn_box


def lines(*marks: str, rotate: int = 0) -> list[str]:
    return [block.text for block in read("".join(marks), rotate=rotate).blocks]


def a_box(block: Block) -> tuple[int, int, int, int]:
    assert block.box is not None
    left, top, right, bottom = map(round, astuple(block.box))
    return left, top, right, bottom


def a_piece(text: str, x: float, y: float = 100, *, size: float = 14, angle: float = 0) -> Piece:
    return Piece(text, 0, Box(x, y, x + len(text) * size, y + size), size, angle)


def joined(*pieces: Piece) -> list[str]:
    return [piece.text for piece in join_pieces(list(pieces))]


def test_a_line_drawn_in_parts_is_one_line() -> None:
    assert lines(write("一", 80), write("、发展", 94, size=13.8), write("现状", 136)) == ["一、发展现状"]


def test_a_digit_of_a_larger_font_does_not_make_the_line_larger() -> None:
    [block] = read(write("到", 80) + write("2025", 94, 96, size=20) + write("年底前完成目录编制", 140)).blocks
    assert block.text == "到2025年底前完成目录编制"


def test_pieces_side_by_side_are_joined_in_the_order_of_the_page() -> None:
    assert joined(a_piece("发展现状", 108), a_piece("一、", 80)) == ["一、发展现状"]


def test_what_stands_further_away_than_two_characters_and_a_half_is_another_line() -> None:
    assert joined(a_piece("甲", 80), a_piece("乙", 94 + 34)) == ["甲乙"]
    assert joined(a_piece("甲", 80), a_piece("乙", 94 + 36)) == ["甲", "乙"]


def test_what_stands_lower_by_more_than_half_a_character_is_another_line() -> None:
    assert joined(a_piece("甲", 80), a_piece("乙", 94, 106)) == ["甲乙"]
    assert joined(a_piece("甲", 80), a_piece("乙", 94, 108)) == ["甲", "乙"]


def test_what_is_drawn_over_a_line_is_not_part_of_it() -> None:
    assert joined(a_piece("云岭省人民政府", 80), a_piece("印章", 100)) == ["云岭省人民政府", "印章"]


def test_turned_text_is_not_joined_to_level_text() -> None:
    assert joined(a_piece("正文", 80), a_piece("水印", 108, angle=45)) == ["正文", "水印"]


def test_english_words_are_parted_by_their_gap_and_chinese_is_not() -> None:
    assert joined(a_piece("open", 80), a_piece("data", 80 + 4 * 14 + 4)) == ["open data"]
    assert joined(a_piece("open", 80), a_piece("data", 80 + 4 * 14 + 1)) == ["opendata"]
    assert joined(a_piece("数据", 80), a_piece("共享", 80 + 2 * 14 + 4)) == ["数据共享"]


def test_a_heading_made_bold_by_drawing_it_twice_is_read_once() -> None:
    assert lines(write("国务院办公厅", bold=True)) == ["国务院办公厅"]


def test_the_same_words_further_down_are_read_again() -> None:
    assert lines(write("责任单位", y=100), write("责任单位", y=130)) == ["责任单位", "责任单位"]


def test_a_wide_gap_within_a_run_parts_two_lines() -> None:
    assert lines(write("甲方　　　　乙方")) == ["甲方", "乙方"]


def test_slanted_text_is_a_watermark_and_text_along_the_edge_is_not() -> None:
    slanted, upright = write("内部资料", 200, 500, turned=45), write("装订线", 40, 500, turned=90)
    kinds = {block.text: block.kind for block in read(slanted + upright + write("正文。")).blocks}
    assert kinds == {"内部资料": BlockKind.WATERMARK, "装订线": BlockKind.LINE, "正文。": BlockKind.LINE}


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_boxes_are_those_of_the_page_with_its_text_upright(rotate: int) -> None:
    document = read(write("推进数据共享。"), rotate=rotate)
    [block] = document.blocks
    assert a_box(block) == (80, 100, 178, 114)
    assert (document.pages[0].width, document.pages[0].height) == (600, 800)


def test_text_that_is_slanted_only_by_the_pages_own_turn_is_read_as_level() -> None:
    document = read(write("推进数据共享。", 300, 400, turned=90), rotate=90)
    [block] = document.blocks
    left, top, right, bottom = a_box(block)
    assert (block.kind, right - left, bottom - top) == (BlockKind.LINE, 98, 14)
    assert (document.pages[0].width, document.pages[0].height) == (800, 600)


def test_the_last_line_of_a_cell_and_the_next_cell_are_parted_where_the_baseline_jumps() -> None:
    assert lines(write("完成目录编制", 80, 100), write("省数据局", 164, 160)) == ["完成目录编制", "省数据局"]


def test_vertical_writing_is_read_in_columns_from_the_right() -> None:
    pieces = [
        Piece(t, 0, Box(x, 100, x + 14, 100 + 14 * len(t)), 14, 90) for t, x in [("推进共享", 400), ("完善", 380)]
    ]
    assert reading_turn(pieces) == 90
    turned = [turn_box(p.box, 90, 600, 800) for p in pieces]
    assert turned == [Box(100, 186, 156, 200), Box(100, 206, 128, 220)]


def test_pieces_of_a_sideways_line_are_joined() -> None:
    marks = [Piece(t, 0, Box(30, y, 44, y + h), 14, 90) for t, y, h in [("—", 100, 14), ("6", 117, 7), ("—", 127, 14)]]
    assert [p.text for p in join_pieces(marks)] == ["—6—"]


def test_a_line_carries_what_the_file_has_and_its_size_and_page() -> None:
    second = read("", write("⼀⽹通办")).blocks[0]
    [fragment] = second.fragments
    assert (fragment.raw, fragment.start, fragment.end, fragment.page) == ("⼀⽹通办", 0, 4, 2)
    assert second.size == 14
