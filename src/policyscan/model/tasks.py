"""任务分工表: what the columns of a table of tasks hold, and a row of it as a task."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum
from itertools import accumulate

from msgspec import Struct

from policyscan.model.passage import Passage, Span


class Column(StrEnum):
    """What a column of a table of tasks holds."""

    TASK = "task"  # 任务、事项、举措
    LEAD = "lead"  # 牵头单位、责任单位
    SUPPORT = "support"  # 配合单位
    DEADLINE = "deadline"  # 完成时限


_UNIT = r"(?:单位|部门|处室|科室|机构|责任人|分工)"
_HEADERS: tuple[tuple[Column, re.Pattern[str]], ...] = (
    (Column.DEADLINE, re.compile(r"时限|时间|期限|时点|进度安排")),
    (Column.LEAD, re.compile(rf"(?:牵头|主办|主责|负责).{{0,6}}{_UNIT}|^牵头$|牵头部门")),
    (Column.SUPPORT, re.compile(rf"(?:配合|协办|协同|参与|参加|支持|协助).{{0,6}}{_UNIT}|^配合$")),
    (Column.LEAD, re.compile(rf"(?:责任|落实|实施|承办|分工|主管|组织).{{0,4}}{_UNIT}|^(?:责任)?{_UNIT}$")),
    (Column.TASK, re.compile(r"任务|事项|举措|措施|内容|项目|要点|工程")),
)
_SEPARATOR = re.compile(r"[、，,；;\s]+")
_SPECIFIC = re.compile(r"\d|[一二三四]季度|年底|年内|月底|[上下]半年")
"""A deadline that says when: 长期坚持 does not."""


class TaskRow(Struct, frozen=True):
    """A row of a table of tasks 任务分工表, each part with its place in the row's text; None where the row has none.

    ``lead`` is the unit in charge 牵头单位 (责任单位 where none leads), ``support`` who helps 配合单位, ``deadline`` by when
    完成时限. Spans count characters of the passage's text.
    """

    text: str
    task: Span | None = None
    lead: Span | None = None
    support: Span | None = None
    deadline: Span | None = None

    def words_of(self, span: Span | None) -> str:
        """Return the words of a part; "" for None."""
        return self.text[span.start : span.end] if span else ""

    @property
    def lead_units(self) -> tuple[str, ...]:
        """The units in charge, one by one."""
        return _units(self.words_of(self.lead))

    @property
    def support_units(self) -> tuple[str, ...]:
        """The supporting units, one by one."""
        return _units(self.words_of(self.support))

    @property
    def has_date(self) -> bool:
        """Whether the deadline says when."""
        return bool(_SPECIFIC.search(self.words_of(self.deadline)))


def columns_of(header: Sequence[str]) -> tuple[Column | None, ...]:
    """Return what the columns under the cells of a header row hold; None for what is no part of a task.

    >>> [c and c.value for c in columns_of(("序号", "主要任务", "牵头单位", "责任单位/配合单位", "完成时限"))]
    [None, 'task', 'lead', 'support', 'deadline']
    """
    found = [_column_of("".join(cell.split())) for cell in header]
    leads = [i for i, column in enumerate(found) if column is Column.LEAD]
    if len(leads) > 1 and Column.SUPPORT not in found:
        # Beside 牵头单位 a column of 责任单位 names those who help.
        first = next((i for i in leads if "牵头" in header[i]), leads[0])
        found = [Column.SUPPORT if i in leads and i != first else column for i, column in enumerate(found)]
    return tuple(found)


def _column_of(cell: str) -> Column | None:
    if not cell or len(cell) > 16:
        return None
    return next((column for column, pattern in _HEADERS if pattern.search(cell)), None)


def is_header_of_tasks(cells: Sequence[str]) -> bool:
    """Whether a row names the columns of a table of tasks: a task, and a unit or a deadline."""
    found = set(columns_of(cells))
    return Column.TASK in found and bool(found & {Column.LEAD, Column.DEADLINE})


def task_of(passage: Passage) -> TaskRow | None:
    """Return a table row as a task; None for what is no row of a table of tasks. Of several columns of tasks the fullest
    counts.
    """
    cells = passage.cells
    if not cells or len(cells) != len(passage.header) or not is_header_of_tasks(passage.header):
        return None
    starts = accumulate((len(cell) + 1 for cell in cells), initial=0)
    parts: dict[Column, Span] = {}
    for cell, column, start in zip(cells, columns_of(passage.header), starts, strict=False):
        if column is None or not cell:
            continue
        known = parts.get(column)
        if known is None or (column is Column.TASK and known.end - known.start < len(cell)):
            parts[column] = Span(start, start + len(cell))
    if Column.TASK not in parts:
        return None
    return TaskRow(passage.text, *(parts.get(column) for column in Column))


def _units(text: str) -> tuple[str, ...]:
    return tuple(unit for unit in _SEPARATOR.split(text) if unit)
