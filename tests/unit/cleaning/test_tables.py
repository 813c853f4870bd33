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


def test_a_box_that_goes_on_has_one_number_and_a_new_box_another() -> None:
    def a_box(text: str, page: int, table: int) -> Block:
        return Block(text, (Fragment(0, len(text), page, text, Box(0, 0, 10, 10)),), BlockKind.BOX, table=table)

    boxes = [a_box("专栏1 工程", 1, 1), a_box("建设平台。", 2, 2), a_box("专栏2 行动", 3, 3)]
    assert [b.table for b in joined(*boxes)] == [1, 1, 3]
    assert [b.table for b in joined(boxes[0], a_row("1", LONG, page=2))] == [1, 2]


def test_a_table_goes_on_only_on_the_next_page() -> None:
    assert [b.table for b in joined(a_row("1", LONG, table=1), a_row("2", LONG, table=2))] == [1, 2]
    assert [b.table for b in joined(a_row("1", LONG), a_row("2", LONG, page=3))] == [1, 3]


def test_a_table_over_three_pages_has_one_number_and_its_header_once() -> None:
    rows = [row for page in (1, 2, 3) for row in (a_row(*HEADER, page=page), a_row(str(page), LONG, "甲局", page=page))]
    found = joined(*rows)
    assert [b.table for b in found] == [1] * 6
    assert [b.kind is BlockKind.HEADER for b in found] == [False, False, True, False, True, False]


def test_a_table_whose_rows_have_fewer_cells_goes_on_where_its_header_or_its_width_comes_again() -> None:
    wide = [a_row(*HEADER), a_row("1", LONG)]
    assert [b.table for b in joined(*wide, a_row(*HEADER, page=2))] == [1, 1, 1]
    assert [b.table for b in joined(*wide, a_row("2", LONG, "乙局", page=2))] == [1, 1, 1]


def test_a_row_of_long_text_or_a_sentence_is_no_header_that_comes_again() -> None:
    sentence = ("1", "建立机制。", "甲局")
    assert cells(a_row(*sentence), a_row(*sentence, page=2)) == [sentence] * 2
    long = ("1", "建立" * 13, "甲局")
    assert cells(a_row(*long), a_row(*long, page=2)) == [long] * 2


def test_a_group_goes_on_for_all_rows_until_another_is_named() -> None:
    found = cells(
        a_row("数据", LONG, "甲局"),
        a_row("", LONG, "乙局", page=2),
        a_row("", LONG, "丙局", page=2),
        a_row("服务", LONG, "丁局", page=2),
        a_row("", LONG, "戊局", page=2),
    )
    assert [row[0] for row in found] == ["数据", "数据", "数据", "服务", ""]


def test_a_group_of_several_columns_is_said_again_and_a_whole_sentence_is_not() -> None:
    two = a_row("数据", "共享", LONG, "甲局")
    assert cells(two, a_row("", "", LONG, "乙局", page=2))[1] == ("数据", "共享", LONG, "乙局")
    for group, again in (("推进" * 20, "推进" * 20), ("推进" * 20 + "的", "")):
        assert cells(a_row(group, LONG * 3), a_row("", LONG, page=2))[1] == (again, LONG)


def test_every_cell_of_a_row_made_whole_or_of_a_group_said_again_leads_back_to_its_pages() -> None:
    [row] = joined(a_row("1", "编制公共", "县大数据", "2024年"), a_row("", "数据目录", "中心", "5月底", page=2))
    assert row.cells == ("1", "编制公共数据目录", "县大数据中心", "2024年5月底")
    assert [(f.raw, f.page) for f in row.fragments] == [
        ("1", 1), ("编制公共", 1), ("数据目录", 2), ("县大数据", 1), ("中心", 2), ("2024年", 1), ("5月底", 2)
    ]  # fmt: skip
    again = joined(a_row("数据", "共享", LONG, "甲局"), a_row("", "", LONG, "乙局", page=2))[1]
    assert [(f.raw, f.page) for f in again.fragments] == [("数据", 1), ("共享", 1), (LONG, 2), ("乙局", 2)]


def test_a_cell_of_twenty_four_characters_may_be_a_header_and_one_more_may_not() -> None:
    for size, count in ((24, 2), (25, 3)):
        head = ("序号", "任" * size, "单位")
        found = cells(a_row(*head), a_row("1", LONG, "甲局"), a_row(*head, page=2))
        assert len(found) == count


def test_a_row_made_whole_is_in_the_place_of_its_first_half_though_a_page_number_stands_between() -> None:
    number = Block("2", (Fragment(0, 1, 1, "2"),), BlockKind.PAGE_NUMBER)
    found = joined(a_row("1", "编制全县公共数据目录", "甲局"), number, a_row("", "并建立更新机制。", "", page=2))
    assert [b.text for b in found] == [f"1\t{LONG}\t甲局", "2"]
