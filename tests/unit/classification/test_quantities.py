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
