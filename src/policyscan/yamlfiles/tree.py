"""Bytes → PyYAML's node tree, in which each value has its line and column. No tag ever constructs an object.

What YAML offers beyond plain mappings, lists and text is refused: a taxonomy or a corpus needs none of it, and anchors can make a
small file unfold into a huge one.
"""

from __future__ import annotations

import re
from typing import Any

import yaml

from policyscan.yamlfiles.problems import Problems, shown

MOST_BYTES = 1024 * 1024
DEEPEST = 20

_TOO_DEEP = (f"嵌套超过 {DEEPEST} 层", f"nested deeper than {DEEPEST} levels")

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the one in C is eight times as fast
_UNPRINTABLE = re.compile("[^\t\n\r -~\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

_SYNTAX = (
    ("mapping values are not allowed", "此处不应出现冒号：请检查缩进，含“: ”的文字要加引号",
     "no ':' is expected here; check the indentation, and quote a text that contains ': '"),
    ("could not find expected ':'", "键后面缺少冒号“:”", "a ':' is missing after the key"),
    ("cannot start any token|tab character",
     "此处的字符不能作为值的开头：缩进请用空格而不用制表符，以 @、`、% 开头的文字要加引号",
     "no value can begin with this; indent with spaces, not tabs, and quote a text that begins with @, ` or %"),
    ("expected key|expected <block end>|expected '-' indicator",
     "缩进或结构有误：此行与上面的内容对不齐", "this line does not fit what stands above it; check the indentation"),
    ("',' or '[]}]'", "方括号或花括号没有配对，或缺少逗号", "a bracket is not closed, or a comma is missing"),
    ("unexpected end of stream", "引号没有配对", "a quotation mark is not closed"),
    ("escape", "双引号内的反斜杠写法有误：句式请用单引号",
     "an unknown escape in double quotes; put patterns in single quotes"),
)  # fmt: skip


def read_tree(data: bytes, problems: Problems, *, trusted: bool = False) -> yaml.Node | None:
    """Return the root of the file's node tree, or None after noting why there is none.

    A ``trusted`` file is not looked through for what no taxonomy needs (anchors, tags, deep nesting).
    """
    text = _decode(data, problems)
    if text is None:
        return None
    try:
        if not trusted:
            _refuse_what_nobody_needs(text, problems)
        return None if problems else yaml.compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        if "nesting depth" in (error.problem or ""):  # PyYAML from 6.0.3 on stops at 1,000 levels before we see one
            problems.add(place, *_TOO_DEEP)
        else:
            problems.add(place, *_syntax(error.problem or ""))
        return None


def _decode(data: bytes, problems: Problems) -> str | None:
    if len(data) > MOST_BYTES:
        problems.add((1, 1), "文件超过 1 MiB", "the file is larger than 1 MiB")
        return None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8-sig", errors="replace")
        problems.add(_place(before), "文件不是 UTF-8 编码，请另存为 UTF-8", "the file is not UTF-8; save it as UTF-8")
        return None
    if bad := _UNPRINTABLE.search(text):
        code = f"U+{ord(bad.group()):04X}"
        zh, en = f"不允许的控制字符 {code}", f"the control character {code} is not allowed"
        problems.add(_place(text[: bad.start()]), zh, en)
        return None
    return text


def _place(before: str) -> tuple[int, int]:
    return before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1


def _refuse_what_nobody_needs(text: str, problems: Problems) -> None:
    depth = documents = 0
    for event in yaml.parse(text, Loader=_Loader):
        if isinstance(event, yaml.DocumentStartEvent):
            documents += 1
            if documents == 2:
                zh, en = "一个文件只能有一个 YAML 文档", "a file holds one YAML document, not several"
                problems.add(event.start_mark, zh, en)
                return
        elif isinstance(event, yaml.NodeEvent):
            _refuse_decoration(event, problems)
            depth += isinstance(event, yaml.CollectionStartEvent)
            if depth > DEEPEST:
                problems.add(event.start_mark, *_TOO_DEEP)
                return
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
    if not documents:
        problems.add((1, 1), "文件是空的", "the file is empty")


def _refuse_decoration(event: yaml.NodeEvent, problems: Problems) -> None:
    if isinstance(event, yaml.AliasEvent):
        name = f"*{shown(event.anchor or '')}"
        problems.add(
            event.start_mark, f"不支持别名“{name}”，请写出内容", f"alias '{name}' is not allowed; write it out"
        )
        return
    if event.anchor:
        zh, en = f"不支持锚点“&{shown(event.anchor)}”", f"anchor '&{shown(event.anchor)}' is not allowed"
        problems.add(event.start_mark, zh, en)
    if tag := getattr(event, "tag", None):
        problems.add(event.start_mark, f"不支持标签“{shown(tag)}”", f"tag '{shown(tag)}' is not allowed")


def _syntax(problem: str) -> tuple[str, str]:
    for sign, zh, en in _SYNTAX:
        if re.search(sign, problem):
            return f"YAML 语法错误：{zh}", f"not YAML: {en}"
    return f"YAML 语法错误：{problem}", f"not YAML: {problem}"
