"""Reading order: a page of one column reads from top to bottom, whatever was drawn first."""

from __future__ import annotations

from builders import a_document, a_full_line, a_line, a_text
from msgspec.structs import replace

from policyscan.cleaning.order import put_in_order
from policyscan.model.document import Block, BlockKind, Box, Fragment


def order(*blocks: Block, pages: int = 1) -> list[str]:
    return [block.text[:2] for block in put_in_order(a_document(*blocks, pages=pages)).blocks]


def in_table(block: Block) -> Block:
    return replace(block, kind=BlockKind.TABLE_ROW, table=1)


def test_lines_drawn_in_any_order_are_read_from_top_to_bottom_page_by_page() -> None:
    first = [a_full_line("丙丙", row=12), a_full_line("甲甲", row=10), a_full_line("乙乙", row=11)]
    second = [a_full_line("戊戊", page=2, row=4), a_full_line("丁丁", page=2, row=3)]
    assert order(*first, *second, pages=2) == ["甲甲", "乙乙", "丙丙", "丁丁", "戊戊"]


def test_the_rows_of_a_table_stay_together() -> None:
    rows = [in_table(a_full_line("行一", row=14)), in_table(a_full_line("行二", row=16))]
    assert order(*rows, a_full_line("上文", row=10), a_full_line("下文", row=20)) == ["上文", "行一", "行二", "下文"]
    assert order(*rows, a_full_line("中间", row=15), a_full_line("上文", row=10)) == ["上文", "行一", "行二", "中间"]


def test_lines_at_one_height_stay_as_they_are_drawn() -> None:
    same = [a_line("左左", row=12), a_line("右右", row=12, indent=10)]
    assert order(*same, a_full_line("上文", row=10)) == ["上文", "左左", "右右"]


def test_lines_that_differ_by_three_points_are_at_one_height_and_four_are_not() -> None:
    def at(text: str, top: float) -> Block:
        return Block(text, (Fragment(0, 2, 1, text, Box(80, top, 520, top + 14)),), size=14)

    assert order(at("甲甲", 103), at("乙乙", 100), at("丙丙", 120)) == ["甲甲", "乙乙", "丙丙"]
    assert order(at("甲甲", 104), at("乙乙", 100), at("丙丙", 120)) == ["乙乙", "甲甲", "丙丙"]


def test_two_columns_stay_as_they_are_drawn() -> None:
    left = [a_line("左" * 14, row=row) for row in range(10, 18)]
    right = [a_line("右" * 14, row=row, indent=17) for row in range(10, 18)]
    assert order(*left, *right) == ["左左"] * 8 + ["右右"] * 8


def test_a_column_in_the_margin_stays_behind_the_text_that_it_stands_beside() -> None:
    text = [a_line("正文" * 10, row=10), a_line("正文" * 10, row=12)]
    assert (
        order(*text, a_line("旁注", row=11, indent=28), a_line("旁注", row=10, indent=28))
        == ["正文"] * 2 + ["旁注"] * 2
    )


def test_a_watermark_drawn_out_of_order_does_not_make_a_page_unsorted() -> None:
    mark = replace(a_line("草稿", row=20, indent=30), kind=BlockKind.WATERMARK)
    blocks = [a_full_line("甲甲", row=10), mark, a_full_line("乙乙", row=11)]
    assert order(*blocks) == ["甲甲", "草稿", "乙乙"]


def test_what_has_no_place_stays() -> None:
    document = a_text("二", "一")
    assert put_in_order(document) == document
