"""Tables over page breaks: one number, one header, whole rows, groups said again."""

from __future__ import annotations

from builders import a_document, a_line

from policyscan.cleaning.tables import join_tables
from policyscan.model.document import Block, BlockKind, Box, Fragment

HEADER = ("序号", "任务", "单位")
LONG = "编制全县公共数据目录并建立更新机制。"


def a_row(*cells: str, page: int = 1, table: int | None = None) -> Block:
    fragments, start = [], 0
    for cell in cells:
        fragments.append(Fragment(start, start + len(cell), page, cell, Box(0, 0, 10, 10)))
        start += len(cell) + 1
    text = "\t".join(cells)
    fragments = [f for f in fragments if f.raw]
    return Block(text, tuple(fragments), BlockKind.TABLE_ROW, cells=cells, table=table or page)


def joined(*blocks: Block) -> list[Block]:
    found = list(join_tables(a_document(*blocks, pages=3)).blocks)
    for block in found:
        assert block.kind is not BlockKind.TABLE_ROW or block.text == "\t".join(block.cells)
        assert all(block.text[f.start : f.end] == f.raw for f in block.fragments)
    return found


def cells(*blocks: Block) -> list[tuple[str, ...]]:
    return [b.cells for b in joined(*blocks) if b.kind is BlockKind.TABLE_ROW]


def test_a_table_that_goes_on_has_one_number_and_its_header_once() -> None:
    found = joined(a_row(*HEADER), a_row("1", LONG, "甲局"), a_row(*HEADER, page=2), a_row("2", LONG, "乙局", page=2))
    assert [(b.table, b.kind) for b in found] == [
        (1, BlockKind.TABLE_ROW), (1, BlockKind.TABLE_ROW), (1, BlockKind.HEADER), (1, BlockKind.TABLE_ROW)
    ]  # fmt: skip


def test_a_header_of_two_rows_is_set_aside_whole() -> None:
    second = ("", "内容", "牵头")
    rows = [a_row(*HEADER), a_row(*second), a_row("1", LONG, "甲局")]
    again = [a_row(*HEADER, page=2), a_row(*second, page=2), a_row("2", LONG, "乙局", page=2)]
    assert cells(*rows, *again) == [HEADER, second, ("1", LONG, "甲局"), ("2", LONG, "乙局")]


def test_a_row_that_is_like_one_above_is_kept_where_the_header_does_not_come_again() -> None:
    assert len(cells(a_row("同上", LONG, "甲局"), a_row("同上", LONG, "乙局", page=2))) == 2


def test_another_table_on_the_next_page_stays_another() -> None:
    assert [b.table for b in joined(a_row("1", LONG, "甲局"), a_row("指标", "数值", page=2))] == [1, 2]
    between = joined(a_row("1", LONG), a_line("正文。", page=2), a_row("2", LONG, page=2))
    assert [b.table for b in between] == [1, None, 2]


def test_a_row_cut_by_the_page_break_is_made_whole_and_stands_on_both_pages() -> None:
    rest = a_row("", "并建立更新机制。", "", page=2)
    [row] = joined(a_row("1", "编制全县公共数据目录", "甲局"), rest)
    assert (row.cells, row.pages) == (("1", LONG, "甲局"), (1, 2))


def test_a_row_of_which_only_a_shorter_cell_goes_on_is_made_whole() -> None:
    assert cells(a_row("1", LONG, "甲局、"), a_row("", "", "乙局", page=2)) == [("1", LONG, "甲局、乙局")]


def test_a_group_that_is_named_on_the_page_before_is_said_again() -> None:
    above = a_row("数据", LONG, "甲局")
    assert cells(above, a_row("", LONG, "乙局", page=2))[1] == ("数据", LONG, "乙局")
