"""Numbers, deadlines and units: by wording in running text, by column in a table of tasks."""

from __future__ import annotations

import pytest

from policyscan.classification.quantities import quantities_of
from policyscan.classification.stance import stance_in_table
from policyscan.model.label import Stance
from policyscan.model.passage import Passage, PassageKind, Span
from policyscan.model.tasks import task_of


def a_row(deadline: str = "2024年5月底") -> Passage:
    cells = ("1", "编制公共数据目录，登记620项", "县大数据中心", "县公安局", deadline)
    text = "\t".join(cells)
    header = ("序号", "任务", "牵头单位", "配合单位", "完成时限")
    return Passage(text, Span(0, len(text)), kind=PassageKind.TABLE_ROW, cells=cells, header=header)


@pytest.mark.parametrize(
    ("deadline", "kinds"),
    [
        ("2024年5月底", "number unit deadline"),
        ("2024年5月", "number unit deadline"),
        ("第三季度", "number unit deadline"),
        ("持续推进", "number unit"),
    ],
)
def test_a_row_of_a_table_of_tasks_has_the_unit_and_deadline_of_its_columns(deadline: str, kinds: str) -> None:
    row = a_row(deadline)
    found = quantities_of(row.text, task_of(row))
    assert [q.kind for q in found] == kinds.split()
    assert all(row.text[q.span.start : q.span.end] == q.text for q in found)


def test_what_is_to_be_done_is_a_measure_however_it_is_worded() -> None:
    prose = Passage("建成公共数据目录。", Span(0, 9))
    assert [stance_in_table(Stance.STATUS, p) for p in (a_row(), prose)] == [Stance.MEASURE, Stance.STATUS]
    assert stance_in_table(Stance.TARGET, a_row()) is Stance.TARGET


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("到2025年，培训3000人次。", [("deadline", "到2025年"), ("number", "3000人")]),
        (
            "2023年第二季度前上线，10月底前接入12个。",
            [("deadline", "2023年第二季度前"), ("deadline", "10月底前"), ("number", "12个")],
        ),
        ("可办率达98.5%以上，压减2.5个百分点以内。", [("number", "98.5%以上"), ("number", "2.5个百分点以内")]),
        ("（省大数据局牵头，各市配合）", [("unit", "省大数据局牵头")]),
        ("牵头单位:省大数据局；配合单位：各市人民政府。", [("unit", "省大数据局"), ("unit", "各市人民政府")]),
        ("推进2023年工作，统筹12类平台。", [("number", "12类")]),
        ("推进数据共享。", []),
    ],
)
def test_what_can_be_checked_is_told_by_place(text: str, found: list[tuple[str, str]]) -> None:
    quantities = quantities_of(text)
    assert [(q.kind, q.text) for q in quantities] == found
    assert all(text[q.span.start : q.span.end] == q.text for q in quantities)
