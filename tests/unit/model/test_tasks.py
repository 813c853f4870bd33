"""任务分工表: columns by the words of their header, rows as tasks."""

from __future__ import annotations

import pytest

from policyscan.model.passage import Passage, PassageKind, Span
from policyscan.model.tasks import columns_of, is_header_of_tasks, task_of

HEADER = ("序号", "重点任务", "牵头单位", "配合单位", "完成时限")


def a_row(*cells: str, header: tuple[str, ...] = HEADER) -> Passage:
    text = "\t".join(cells)
    return Passage(text, Span(0, len(text)), kind=PassageKind.TABLE_ROW, cells=cells, header=header)


@pytest.mark.parametrize(
    ("header", "columns"),
    [
        ("序号 重点任务 牵头单位 配合单位 完成时限", ". task lead support deadline"),
        ("任务 具体举措 责任单位 完成时间", "task task lead deadline"),
        ("工作内容 牵头部门 责任部门", "task lead support"),
        ("主要任务 责任单位 牵头单位", "task support lead"),
        ("事项 主办单位 协办单位 时间节点", "task lead support deadline"),
        ("指标 2022年 2025年", ". . ."),
        ("主要任务 牵头 配合 进度安排", "task lead support deadline"),
    ],
)
def test_a_column_is_known_by_the_words_of_its_header(header: str, columns: str) -> None:
    assert [c.value if c else "." for c in columns_of(header.split(" "))] == columns.split(" ")


@pytest.mark.parametrize(
    ("header", "is_one"),
    [
        (HEADER, True),
        (("任务", "责任单位"), True),
        (("指标", "目标值"), False),
        (("牵头单位", "时限"), False),
        ((), False),
    ],
)
def test_a_table_of_tasks_names_tasks_and_units_or_deadlines(header: tuple[str, ...], is_one: bool) -> None:
    assert is_header_of_tasks(header) is is_one


def test_a_row_tells_task_units_and_deadline_with_their_places() -> None:
    task = task_of(a_row("1", "编制公共数据目录", "县大数据中心", "县公安局、县财政局，各乡镇", "2024年5月底"))
    assert task is not None
    assert task.words_of(task.task) == "编制公共数据目录"
    assert (task.lead_units, task.support_units) == (("县大数据中心",), ("县公安局", "县财政局", "各乡镇"))
    assert (task.words_of(task.deadline), task.has_date) == ("2024年5月底", True)


def test_an_empty_cell_is_no_part_and_a_deadline_without_a_date_says_nothing() -> None:
    task = task_of(a_row("1", "编制公共数据目录", "", "", "长期坚持"))
    assert task is not None
    assert (task.lead, task.lead_units, task.has_date) == (None, (), False)


@pytest.mark.parametrize(
    "row", [a_row("一、数据"), a_row("1", "", "县大数据中心", "", ""), a_row("甲", "乙", header=("指标", "数值"))]
)
def test_what_does_not_fit_the_header_is_no_task(row: Passage) -> None:
    assert task_of(row) is None
