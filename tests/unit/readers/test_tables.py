"""Rows and boxes: what stands within rulings."""

from __future__ import annotations

import pytest
from drawing import frame, grid, read, rule, write

from policyscan.model.document import BlockKind

BOX, LINE, ROW = BlockKind.BOX, BlockKind.LINE, BlockKind.TABLE_ROW
TITLE, BODY = write("专栏1　重点工程", 100, 110), write("建设平台，完善目录。", 100, 140)
CELLS = write("任务", 90, 110) + write("单位", 210, 110) + write("建目录", 90, 150) + write("数据局", 210, 150)
XS, YS = [80.0, 200.0, 320.0], [100.0, 140.0, 180.0]


def kinds(*marks: str) -> list[BlockKind]:
    return [block.kind for block in read("".join(marks)).blocks]


def rows(*marks: str) -> list[tuple[str, ...]]:
    return [block.cells for block in read("".join(marks)).blocks if block.kind is ROW]


def test_the_lines_in_a_frame_are_a_box_and_those_outside_are_not() -> None:
    assert kinds(write("前文。", y=60), frame(80, 105, 520, 170), TITLE, BODY, write("后文。", 80, 200)) == [
        LINE,
        BOX,
        BOX,
        LINE,
    ]


def test_two_frames_are_two_boxes() -> None:
    second = write("专栏2　保障", 100, 310) + write("落实资金。", 100, 340) + frame(80, 300, 520, 370)
    assert [b.table for b in read(frame(80, 100, 520, 170) + TITLE + BODY + second).blocks] == [1, 1, 2, 2]


@pytest.mark.parametrize(
    ("text", "kind"), [("云岭省人民政府文件", LINE), ("专栏1　重点工程", BOX), ("落实责任，强化督查。", BOX)]
)
def test_a_frame_around_one_line_is_decoration_unless_the_line_says_otherwise(text: str, kind: BlockKind) -> None:
    assert kinds(frame(80, 90, 520, 130), write(text, 100, 100)) == [kind]


def test_a_frame_around_the_whole_page_is_no_box() -> None:
    assert kinds(frame(20, 20, 580, 780), TITLE, BODY) == [LINE, LINE]


def test_a_white_rectangle_is_no_box() -> None:
    assert kinds("1 1 1 rg ", frame(80, 100, 520, 170, paint="f"), "0 g ", TITLE, BODY) == [LINE, LINE]


def test_a_shaded_rectangle_is_a_box() -> None:
    assert kinds("0.9 0.9 0.9 rg ", frame(80, 100, 520, 170, paint="f"), "0 g ", TITLE, BODY) == [BOX, BOX]


def test_rulings_drawn_as_thin_rectangles_are_rulings() -> None:
    edges = [(80, 100, 520, 101), (80, 170, 520, 171), (80, 100, 81, 171), (519, 100, 520, 171)]
    assert kinds(*[frame(*edge, paint="f") for edge in edges], TITLE, BODY) == [BOX, BOX]


def test_a_box_that_a_page_break_leaves_open_is_a_box() -> None:
    sides = rule(80, 100, 80, 300) + rule(520, 100, 520, 300)
    assert kinds(sides, rule(80, 100, 520, 100), TITLE, BODY) == [BOX, BOX]
    assert kinds(sides, rule(80, 300, 520, 300), TITLE, BODY) == [BOX, BOX]


def test_rules_without_sides_are_no_box() -> None:
    assert kinds(rule(80, 100, 520, 100), rule(80, 170, 520, 170), TITLE, BODY) == [LINE, LINE]


def test_underlines_of_a_character_are_no_rulings() -> None:
    ticks = grid([100, 111], [108, 119])
    assert kinds(ticks, TITLE, BODY) == [LINE, LINE]


def test_a_table_becomes_rows_with_their_cells() -> None:
    assert rows(grid(XS, YS), CELLS) == [("任务", "单位"), ("建目录", "数据局")]


def test_a_grid_drawn_as_one_path_is_a_table() -> None:
    one_path = grid(XS, YS).replace(" S\n", "\n") + "S\n"
    assert rows(one_path, CELLS) == [("任务", "单位"), ("建目录", "数据局")]


def test_the_text_of_a_row_is_its_cells_parted_by_tabs_and_its_fragments_point_into_it() -> None:
    long = write("数据管理", 210, 164)
    row = read(grid(XS, YS) + CELLS + long).blocks[1]
    assert (row.text, row.cells) == ("建目录\t数据局数据管理", ("建目录", "数据局数据管理"))
    assert [row.text[f.start : f.end] for f in row.fragments] == ["建目录", "数据局", "数据管理"]
    assert all(f.box is not None and f.raw == row.text[f.start : f.end] for f in row.fragments)


def test_a_cell_merged_over_several_rows_is_read_in_each() -> None:
    rulings = grid([200, 320], YS) + rule(80, 100, 80, 180) + rule(80, 100, 200, 100) + rule(80, 180, 200, 180)
    cells = write("数据", 90, 130) + write("建目录", 210, 110) + write("促共享", 210, 150)
    assert rows(rulings, cells) == [("数据", "建目录"), ("数据", "促共享")]


def test_a_long_text_merged_over_several_rows_is_read_once() -> None:
    rulings = grid([400, 500], YS) + rule(80, 100, 80, 180) + rule(80, 100, 400, 100) + rule(80, 180, 400, 180)
    texts = [
        "编制全省公共数据目录并建立更新机制",
        "整合部门平台统一接入政务云和外网",
        "培训乡镇分管负责同志和业务骨干人员",
    ]
    long = "".join(write(text, 90, y) for text, y in zip(texts, (105, 125, 150), strict=True))
    found = rows(rulings, long, write("甲局", 410, 110), write("乙局", 410, 150))
    assert [bool(row[0]) for row in found] == [True, False]


def test_a_cell_merged_over_several_columns_stands_in_the_first_of_them() -> None:
    rulings = grid([80, 320], [100, 140, 180, 220]) + rule(200, 140, 200, 220)
    cells = write("目录", 90, 150) + write("单位", 210, 150) + write("人口", 90, 190) + write("公安厅", 210, 190)
    assert rows(rulings, write("数据任务", 90, 110), cells) == [("数据任务",), ("目录", "单位"), ("人口", "公安厅")]


def test_a_table_without_outer_rulings_keeps_its_outer_columns() -> None:
    rulings = rule(80, 140, 400, 140) + rule(80, 180, 400, 180) + rule(180, 100, 180, 220) + rule(300, 100, 300, 220)
    texts = [["任务", "单位", "时限"], ["目录", "甲局", "年底"], ["共享", "乙局", "六月"]]
    marks = [
        write(t, x, y)
        for y, row in zip((110, 150, 190), texts, strict=True)
        for x, t in zip((90, 200, 320), row, strict=True)
    ]
    assert rows(rulings, *marks) == [tuple(row) for row in texts]


def test_printers_marks_around_a_page_are_no_table() -> None:
    marks = "".join(rule(290, y, 310, y) + rule(300, y - 10, 300, y + 10) for y in (20, 780))
    assert kinds(marks, TITLE, BODY) == [LINE, LINE]


def test_what_stands_in_no_cell_is_a_line() -> None:
    outside = write("建目录省数据局各市", 264, 110)
    found = read(grid(XS, YS) + CELLS + outside).blocks
    assert "".join(b.text for b in found).count("各市") == 1


@pytest.mark.parametrize("rotate", [90, 180, 270])
def test_a_table_on_a_sideways_page_is_read_upright(rotate: int) -> None:
    found = read(grid(XS, YS) + CELLS, rotate=rotate).blocks
    assert [block.cells for block in found] == [("任务", "单位"), ("建目录", "数据局")]


def test_a_run_of_text_across_a_ruling_is_cut_there() -> None:
    assert rows(grid(XS, YS), write("建设目录省数据局", 144, 110))[0] == (
        "建设目录",
        "省数据局",
    )


def test_an_empty_row_is_left_out() -> None:
    assert rows(grid(XS, [*YS, 220.0]), CELLS) == [("任务", "单位"), ("建目录", "数据局")]


def test_tables_are_numbered_through_the_document() -> None:
    assert [b.table for b in read(grid(XS, YS) + CELLS, grid(XS, YS) + CELLS).blocks] == [1, 1, 2, 2]


def test_rulings_are_found_where_a_moved_coordinate_system_puts_them() -> None:
    moved = "q 1 0 0 1 0 -50 cm " + grid(XS, YS) + "Q "
    shifted = "".join(
        write(text, x, y + 50) for text, x, y in [("任务", 90, 110), ("单位", 210, 110), ("目录", 90, 150)]
    )
    assert rows(moved, shifted) == [("任务", "单位"), ("目录", "")]


def test_a_map_with_thousands_of_lines_is_no_table() -> None:
    ticks = "".join(rule(50 + i % 90 * 5, 50 + i // 90 * 14, 50 + i % 90 * 5, 63 + i // 90 * 14) for i in range(4100))
    assert kinds(ticks, frame(80, 100, 520, 170), TITLE, BODY) == [LINE, LINE]
