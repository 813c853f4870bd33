"""The checkable parts of a target: numbers with their unit, deadlines, responsible units."""

from __future__ import annotations

import re

from policyscan.model.label import Quantity
from policyscan.model.passage import Span

_KINDS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "deadline",
        re.compile(
            r"(?:(?:到|至|在|于)?20\d{2}年(?:第?[一二三四1-4]季度)?(?:\d{1,2}月)?(?:\d{1,2}日)?(?:年?底|末)?(?:之?前)|到20\d{2}年(?:底|末)?|\d{1,2}月底前|年底前|年内|20\d{2}年底)"
        ),
    ),
    (
        "number",
        re.compile(
            r"\d[\d,]*(?:\.\d+)?\s*(?:%|个百分点|[万亿]?(?:个|项|件|家|次|类|部|套|种|条|人|名|户|元|天|个工作日|小时|分钟|张|台|路|兆|平方公里|公里))(?:以上|以内|以下)?"
        ),
    ),
    (
        "unit",
        re.compile(
            r"(?:责任单位|牵头单位|牵头部门|责任部门|牵头考核单位|配合单位|主办单位|实施单位)\s*[:：]\s*(?P<value>[^。；）)\]】\n]{2,80})|[（(](?P<lead>[^（()）。；]{2,40}?(?:牵头|负责))[^（()）]{0,60}[)）]"
        ),
    ),
)


def quantities_of(text: str) -> tuple[Quantity, ...]:
    """Return the checkable parts of a text by place.

    >>> [(q.kind, q.text) for q in quantities_of("2023年底前，网上可办率达到98%以上。（责任单位：省大数据局）")]
    [('deadline', '2023年底前'), ('number', '98%以上'), ('unit', '省大数据局')]
    """
    found = []
    for kind, pattern in _KINDS:
        for match in pattern.finditer(text):
            group = match.lastgroup or 0
            found.append(Quantity(kind, match[group], Span(match.start(group), match.end(group))))
    return tuple(sorted(found, key=lambda q: (q.span.start, q.span.end)))
