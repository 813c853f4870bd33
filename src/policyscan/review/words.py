"""The words of the page and of the terminal view, and what both show of a session."""

from __future__ import annotations

import re

from policyscan.language import Bilingual
from policyscan.model.label import Stance

STANCES = {
    Stance.STATUS: Bilingual("现状", "status"),
    Stance.PROBLEM: Bilingual("问题", "problem"),
    Stance.MEASURE: Bilingual("举措", "measure"),
    Stance.TARGET: Bilingual("目标", "target"),
    Stance.OTHER: Bilingual("其他", "other"),
}
WORDS = {
    "title": Bilingual("标注", "Review"),
    "labels": Bilingual("类别（可多选，也可不选）", "Categories (any number, or none)"),
    "stance": Bilingual("态度", "Stance"),
    "save": Bilingual("保存并继续", "Save and go on"),
    "skip": Bilingual("跳过", "Skip"),
    "undo": Bilingual("撤销", "Undo"),
    "help": Bilingual("定义", "Definitions"),
    "finish": Bilingual("结束", "Finish"),
    "enter": Bilingual("回车", "Enter"),
    "decided": Bilingual("已标", "decided"),
    "saved": Bilingual("已保存到", "Saved to"),
    "done": Bilingual("全部标完。", "All passages are decided."),
    "closed": Bilingual("已结束，可以关闭此页。", "Finished. You can close this page."),
    "lost": Bilingual(
        "与程序的连接断了：回到终端看看它是否还在运行。",
        "The program does not answer: see in the terminal whether it still runs.",
    ),
    "blind": Bilingual("不显示程序的判断", "the program's labels are hidden"),
    "unsure": Bilingual("程序的把握", "the program's confidence"),
    "more": Bilingual("↑↓ 翻看", "↑↓ scroll"),
    "quit": Bilingual("退出", "Quit"),
    "small": Bilingual("窗口太小", "The window is too small"),
}
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def visible(text: str) -> str:
    """Return text as it can be shown: what a screen would obey is a sign of its own, so that places stay as they are.

    >>> visible("标题\\x1b[31m")
    '标题�[31m'
    """
    return _CONTROL.sub("\ufffd", text)
