"""The checkable parts of a target: numbers with their unit, deadlines, responsible units."""

from __future__ import annotations

import re

from policyscan.model.label import Quantity
from policyscan.model.passage import Span
from policyscan.model.tasks import TaskRow

_KINDS: tuple[tuple[str, re.Pattern[str], re.Pattern[str]], ...] = (
    (
        "deadline",
        re.compile(
            r"(?:(?:到|至|在|于)?20\d{2}年(?:第?[一二三四1-4]季度)?(?:\d{1,2}月)?(?:\d{1,2}日)?(?:年?底|末)?(?:之?前)|到20\d{2}年(?:底|末)?|\d{1,2}月底前|年底前|年内|20\d{2}年底)"
        ),
        re.compile(r"年底前|年内|0\d{2}年|月底前"),
    ),
    (
        "number",
        re.compile(
            r"\d[\d,]*(?:\.\d+)?\s*(?:%|个百分点|[万亿]?(?:个|项|件|家|次|类|部|套|种|条|人|名|户|元|天|个工作日|小时|分钟|张|台|路|兆|平方公里|公里))(?:以上|以内|以下)?"
        ),
        re.compile(r"\d"),
    ),
    (
        "unit",
        re.compile(
            r"(?:责任单位|牵头单位|牵头部门|责任部门|牵头考核单位|配合单位|主办单位|实施单位)\s*[:：]\s*(?P<value>[^。；）)\]】\n]{2,80})|[（(](?P<lead>[^（()）。；]{2,40}?(?:牵头|负责))[^（()）]{0,60}[)）]"
        ),
        re.compile("单位|部门|牵头|负责"),
    ),
)
"""Kind, pattern, and what is quickly searched for and must be there for the pattern to match."""


def quantities_of(text: str, task: TaskRow | None = None) -> tuple[Quantity, ...]:
    """Return the checkable parts of a text by place. A row of a table of tasks names its units and deadline in columns.

    >>> [(q.kind, q.text) for q in quantities_of("2023年底前，网上可办率达到98%以上。（责任单位：省大数据局）")]
    [('deadline', '2023年底前'), ('number', '98%以上'), ('unit', '省大数据局')]
    """
    found = _of_columns(task) if task is not None else []
    columns = [q.span for q in found]
    for kind, pattern, sign in _KINDS:
        if not sign.search(text):
            continue
        for match in pattern.finditer(text):
            group = match.lastgroup or 0
            span = Span(match.start(group), match.end(group))
            if not any(span.start < column.end and column.start < span.end for column in columns):
                found.append(Quantity(kind, match[group], span))
    return tuple(sorted(found, key=lambda q: (q.span.start, q.span.end)))


def _of_columns(task: TaskRow) -> list[Quantity]:
    found = []
    if task.lead is not None:
        found.append(Quantity("unit", task.words_of(task.lead), task.lead))
    if task.deadline is not None and task.has_date:
        found.append(Quantity("deadline", task.words_of(task.deadline), task.deadline))
    return found
