"""What titles and names say: kind, place, years, and how like two titles are."""

from __future__ import annotations

import re
from collections import Counter

from policyscan.model.folding import bare

_KINDS = re.compile(
    "政府工作报告|工作报告|行动方案|行动计划|实施方案|工作方案|总体方案|改革方案|建设方案|实施意见|指导意见|若干意见|工作要点|"
    "管理办法|暂行办法|实施办法|管理规定|专项规划|总体规划|规划|纲要|方案|计划|意见|要点|办法|条例|规定|细则|通知|报告|白皮书|措施|标准"
)
_SUFFIX = re.compile(r"(?:省|市|壮族自治区|回族自治区|维吾尔自治区|自治区|自治州|地区|州|盟|县|区|旗)$")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")
_FIVE_YEARS = {"十二五": (2011, 2015), "十三五": (2016, 2020), "十四五": (2021, 2025), "十五五": (2026, 2030)}


def kind_of(title: str) -> str | None:
    """Return the kind of document that a title ends with.

    >>> kind_of("云岭省人民政府关于印发云岭省数字政府建设规划（2023—2027年）的通知"), kind_of("云岭省人民政府")
    ('规划', None)
    """
    found = _KINDS.findall(title)
    if len(found) > 1 and found[-1] == "通知":  # a notice that sends out another document
        found.pop()
    return found[-1] if found else None


def short_place(place: str) -> str:
    """Return a place's name without what it is.

    >>> short_place("云岭省"), short_place("内蒙古自治区")
    ('云岭', '内蒙古')
    """
    return _SUFFIX.sub("", place) if len(place) > 2 else place


def years_in(text: str) -> list[int]:
    """Return the years that a title names, those of a five-year plan by its first and last.

    >>> years_in("“十四五”规划"), years_in("行动方案（2024—2026年）")
    ([2021, 2025], [2024, 2026])
    """
    years = [int(year) for year in _YEAR.findall(text)]
    for name, period in _FIVE_YEARS.items():
        if name in text:
            years += period
    return sorted(years)


def likeness(first: str, second: str) -> float:
    """Return how like two titles are, from 0 to 1: the Dice coefficient of their pairs of characters (Dice 1945).

    >>> likeness("云岭省数字政府规划", "云岭省数字政府规划（2023年）") > 0.7
    True
    """
    a, b = _pairs(bare(first)), _pairs(bare(second))
    both = sum((a & b).values())
    return 2 * both / (sum(a.values()) + sum(b.values())) if a and b else 0.0


def held(part: str, whole: str) -> float:
    """Return the share of a title's pairs of characters that a text holds, from 0 to 1."""
    pairs = _pairs(bare(part))
    inside = set(_pairs(bare(whole)))
    return sum(n for pair, n in pairs.items() if pair in inside) / sum(pairs.values()) if pairs else 0.0


def _pairs(text: str) -> Counter[str]:
    return Counter(text[i : i + 2] for i in range(len(text) - 1))


def title_in(name: str) -> str | None:
    """Return the title that a file's name claims: its longest run of Chinese, if it is long enough for one.

    >>> title_in("P046_云岭省数字政府建设实施方案"), title_in("云岭省规划")
    ('云岭省数字政府建设实施方案', None)
    """
    runs = re.findall(r"[\u3400-\u9fff“”《》（）—〔〕、0-9]{8,}", name)
    longest = max(runs, key=len, default="")
    return longest if kind_of(longest) and len(re.findall(r"[\u3400-\u9fff]", longest)) >= 8 else None
