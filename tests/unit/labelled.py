"""A small set of labelled passages: enough to learn from in a second."""

from __future__ import annotations

from policyscan.classification.gold import GoldPassage
from policyscan.model.label import Stance
from policyscan.model.passage import Passage, Span
from policyscan.model.taxonomy import Taxonomy
from policyscan.taxonomies import load_builtin

_SUBJECTS = {
    "service": [
        "企业到{p}办事只交一套材料",
        "{p}窗口延时服务到晚上八点",
        "{p}群众在手机上提交申请",
        "证照在{p}免于提交",
    ],
    "governance": [
        "{p}用摄像头发现占道经营并派单",
        "{p}指挥中心调度积水点",
        "{p}网格员在系统里上报隐患",
        "传感器监测{p}桥梁",
    ],
    "": ["{p}新建小学两所", "{p}减免税费三亿元", "{p}种植油茶一万亩", "{p}修通农村公路"],
}
_STANCES = {
    Stance.STATUS: "已经实现，累计{n}次，同比增长。",
    Stance.PROBLEM: "仍然不足，存在短板，亟待解决。",
    Stance.MEASURE: "要加快推进，健全机制。",
    Stance.TARGET: "到2025年达到{n}%以上。",
    Stance.OTHER: "，是指本办法所称的事项。",
}


def gold() -> list[GoldPassage]:
    """Passages of ten documents on two categories of three-ones, and on neither."""
    found = []
    for number, place in enumerate(["云岭", "江泽", "海棠", "槐溪", "南屿", "北原", "东屏", "青崖", "沧口", "望潮"]):
        for label, sentences in _SUBJECTS.items():
            for i, sentence in enumerate(sentences):
                stance = list(Stance)[(number + i) % 5]
                text = sentence.format(p=place) + "，" + _STANCES[stance].format(n=10 + number)
                headings = ("主要任务",) if number % 2 else ()
                found.append(
                    GoldPassage(
                        f"{number}-{label or 'none'}-{i}",
                        f"{place}规划",
                        Passage(text, Span(0, len(text)), headings),
                        frozenset({label} if label else ()),
                        stance=stance,
                    )
                )
    return found


def taxonomy() -> Taxonomy:
    return load_builtin("three-ones")
