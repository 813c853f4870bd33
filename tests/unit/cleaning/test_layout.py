"""The measures of pages: type size, edges, columns."""

from __future__ import annotations

from builders import a_full_line, a_line, a_text
from msgspec.structs import replace

from policyscan.cleaning.layout import Measures, body_size, has_columns, measures, measures_by_page, zip_columns
from policyscan.model.document import Block, BlockKind


def test_the_body_has_the_size_in_which_most_characters_are_set() -> None:
    notes = [a_line("注", row=row, size=9) for row in range(5)]
    table = replace(a_full_line(row=9), size=9, kind=BlockKind.TABLE_ROW)
    assert body_size([*notes, table, replace(a_full_line(row=8), size=13.9)]) == 14.0  # to half a point
    assert body_size(a_text("正文。").blocks) == 0.0


def test_edges_are_where_several_lines_begin_and_end_and_not_where_one_sticks_out() -> None:
    lines = [a_full_line(row=row) for row in range(4, 9)]
    assert measures(lines) == Measures(80, 520)
    out = a_line("旁" * 36, row=10, indent=-3, right=560.0)
    assert measures([*lines, out]) == Measures(80, 520)
    assert Measures(80, 520).centre == 300
    short = [a_line("完毕。", row=row, indent=2) for row in (11, 12, 13)]  # they begin and end further in
    assert measures([*short, *lines]) == Measures(80, 520)
    assert measures([a_line("字" * 9, row=4, indent=i) for i in range(3)]) == Measures(80, 234)  # no two are alike


def test_a_page_of_few_lines_takes_the_edges_of_the_document() -> None:
    whole = Measures(80, 520)
    assert measures([], whole) == whole
    assert measures([], None) is None
    assert measures([a_line("短。", indent=2)], whole) == whole
    inner = [a_line("引" * 20, row=row, indent=3) for row in (4, 5)]
    assert measures(inner, whole) == whole
    assert measures(inner, None) == Measures(122, 402)
    near = [a_line("字" * 30, row=row, indent=0.5, right=510.0) for row in (4, 5)]
    assert measures(near, whole) == Measures(87, 510)  # its own edges, where they are about the document's


def test_a_short_page_borrows_from_the_pages_of_its_side() -> None:
    odd = [a_full_line(page=page, row=row) for page in (1, 3) for row in range(4, 9)]
    even = [a_line("字" * 30, page=2, row=row, indent=-1, right=500.0) for row in range(4, 12)]
    short = [a_line("完毕。", page=4, row=4), a_line("完毕。", page=5, row=4)]
    found = measures_by_page([*odd, *even, *short])
    assert found == {
        (1, 0): Measures(80, 520), (3, 0): Measures(80, 520), (5, 0): Measures(80, 520),
        (2, 0): Measures(66, 500), (4, 0): Measures(66, 500),
    }  # fmt: skip


def a_column(count: int, indent: float, width: int = 14) -> list[Block]:
    return [a_line("字" * width, row=4 + i, indent=indent) for i in range(count)]


def test_two_columns_are_two_stacks_of_lines_with_a_strip_between() -> None:
    assert has_columns([*a_column(8, 0), *a_column(8, 17)])
    assert has_columns([*a_column(9, 0), *a_column(3, 17)])  # the right one may be short
    assert not has_columns([*a_column(10, 0), *a_column(3, 17)])
    assert not has_columns([*a_column(5, 0), *a_column(6, 17)])  # too few lines to tell
    assert not has_columns(a_column(16, 0, 31))
    assert not has_columns([*a_column(8, 0), *a_column(8, 17, 4)])  # a column of figures


def test_a_heading_over_both_columns_belongs_to_neither() -> None:
    heading = a_line("题" * 31, row=2)
    lines = [heading, *a_column(8, 0), *a_column(8, 17)]
    assert [column for _, column in zip_columns(lines)] == [0] + [1] * 8 + [2] * 8
    assert not has_columns([*[heading] * 8, *a_column(8, 0), *a_column(8, 17)])  # a third runs across
