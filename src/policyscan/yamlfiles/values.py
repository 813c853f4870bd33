"""Nodes → values: each value is read as the type it must have, and a note made where it has another.

A value with a mistake is read as something harmless, so that reading goes on and one run tells all mistakes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import yaml
from msgspec import Struct

from policyscan.language import Bilingual
from policyscan.yamlfiles.problems import Problems, did_you_mean, shown

_ID = re.compile(r"[a-z][a-z0-9-]*")
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")
_TRUE, _FALSE = {"true", "True", "TRUE"}, {"false", "False", "FALSE"}

Node = yaml.Node
Mapped = dict[str, Node]


def is_identifier(text: str) -> bool:
    """Whether a text can be an id: a lower-case letter, then lower-case letters, digits and hyphens."""
    return _ID.fullmatch(text) is not None


class Grammar(Struct, frozen=True):
    """The kinds of mapping that a file may hold: what each is called, the keys that it may and must have."""

    keys: Mapping[str, tuple[str, ...]]
    required: Mapping[str, tuple[str, ...]]
    nouns: Mapping[str, Bilingual]


class Text(NamedTuple):
    """A text of the file with its place."""

    text: str
    node: Node


class Values:
    """Reads the values of one file."""

    def __init__(self, problems: Problems, grammar: Grammar) -> None:
        self.problems = problems
        self._grammar = grammar

    def note(self, node: Node, zh: str, en: str) -> None:
        """Note a problem where a node begins."""
        self.problems.add(node.start_mark, zh, en)

    def mapping(self, node: Node, kind: str) -> Mapped:
        """Return the values of a mapping by key; unknown, repeated and missing keys are noted."""
        if not isinstance(node, yaml.MappingNode):
            self._wrong_type(node, self._grammar.nouns[kind], Bilingual("一组“键: 值”", "a mapping of keys to values"))
            return {}
        keys: Mapped = {}
        for key_node, value in node.value:
            key = key_node.value if isinstance(key_node, yaml.ScalarNode) else None
            if key is None:
                self.note(key_node, "键应为文字", "a key must be text")
            elif key not in self._grammar.keys[kind]:
                near = did_you_mean(key, self._grammar.keys[kind])
                self.note(key_node, f"未知的键“{shown(key)}”{near.zh}", f"unknown key '{shown(key)}'{near.en}")
            elif key in keys:
                self.note(key_node, f"键“{key}”重复", f"key '{key}' is there twice")
            else:
                keys[key] = value
        for key in self._grammar.required[kind]:
            if key not in keys:
                noun = self._grammar.nouns[kind]
                self.note(node, f"{noun.zh}缺少“{key}”", f"{noun.en} lacks '{key}'")
        return keys

    def items(self, node: Node | None, key: str) -> list[Node]:
        """Return the items of a list; none where the key is not there."""
        if node is None:
            return []
        if not isinstance(node, yaml.SequenceNode):
            self._wrong_type(node, Bilingual(f"“{key}”", f"'{key}'"), Bilingual("列表", "a list"))
            return []
        return list(node.value)

    def texts(self, node: Node | None, key: str) -> tuple[str, ...]:
        """Return the texts of a list; none where the key is not there."""
        return tuple(text for item in self.items(node, key) if (text := self.text(item, key)))

    def text(self, node: Node, key: str) -> str:
        """Return a text without the space around it, or "" after noting that there is none."""
        noun = Bilingual(f"“{key}”", f"'{key}'")
        if not isinstance(node, yaml.ScalarNode) or (kind_of(node) == "null" and not node.value):
            self._wrong_type(node, noun, Bilingual("文字", "text"))
            return ""
        text = str(node.value)
        if kind_of(node) not in {"str", "merge", "value"}:
            self._not_text(node, shown(text), key)
            return ""
        if not text.strip():
            self.note(node, f"“{key}”为空", f"'{key}' is empty")
        return text.strip()

    def optional(self, keys: Mapped, key: str) -> str | None:
        """Return the text of a key that may be missing."""
        return self.text(keys[key], key) if key in keys else None

    def bilingual(self, keys: Mapped, key: str) -> Bilingual | None:
        """Return a text in both languages; a plain text stands for both."""
        node = keys.get(key)
        if node is None:
            return None
        if not isinstance(node, yaml.MappingNode):
            text = self.text(node, key)
            return Bilingual(text, text)
        languages = self.mapping(node, "text")
        return Bilingual(self.optional(languages, "zh") or "", self.optional(languages, "en") or "")

    def identifier(self, keys: Mapped) -> str:
        """Return the id, which is well formed."""
        if "id" not in keys:
            return ""
        text = self.text(keys["id"], "id")
        if text and not is_identifier(text):
            zh = f"“{shown(text)}”不能作 id：以小写字母开头，只含小写字母、数字和连字符"
            en = f"'{shown(text)}' is not an id: a lower-case letter, then lower-case letters, digits and hyphens"
            self.note(keys["id"], zh, en)
        return text

    def refuse_repeated_ids(self, node: Node | None) -> None:
        """Note each id in a list of mappings that an earlier one has."""
        seen: dict[str, Node] = {}
        for item in node.value if isinstance(node, yaml.SequenceNode) else ():
            for value in _ids_in(item):
                first = seen.setdefault(value.value, value)
                if first is not value:
                    line, word = first.start_mark.line + 1, shown(value.value)
                    zh, en = f"id“{word}”重复（已见于第 {line} 行）", f"id '{word}' is taken already, in line {line}"
                    self.note(value, zh, en)

    def _wrong_type(self, node: Node, what: Bilingual, expected: Bilingual) -> None:
        found = _READ_AS[kind_of(node)]
        zh = f"{what.zh}应为{expected.zh}，而这里是{found.zh}"
        self.note(node, zh, f"{what.en} must be {expected.en}, not {found.en}")

    def _not_text(self, node: Node, text: str, key: str) -> None:
        read_as = _READ_AS[kind_of(node)]
        zh = f'“{key}”应为文字，而 {text} 会被读作{read_as.zh}：请加引号，写作 "{text}"'
        self.note(node, zh, f"'{key}' must be text, and {text} is read as {read_as.en}; quote it: \"{text}\"")

    def number(self, node: Node) -> float | None:
        """Return a number, or None for anything else; infinity is none."""
        return float(node.value) if kind_of(node) in {"int", "float"} and _NUMBER.fullmatch(node.value) else None

    def flag(self, node: Node, key: str) -> bool:
        """Return whether a node says ``true``."""
        if kind_of(node) != "bool" or node.value not in _TRUE | _FALSE:
            self.note(node, f"“{key}”应为 true 或 false", f"'{key}' must be true or false")
        return node.value in _TRUE


_READ_AS = {
    "str": Bilingual("文字", "text"),
    "int": Bilingual("数字", "a number"),
    "float": Bilingual("数字", "a number"),
    "bool": Bilingual("是非值", "a yes or no"),
    "null": Bilingual("空值", "nothing"),
    "timestamp": Bilingual("日期", "a date"),
    "merge": Bilingual("文字", "text"),
    "value": Bilingual("文字", "text"),
    "seq": Bilingual("列表", "a list"),
    "map": Bilingual("一组“键: 值”", "a mapping"),
}


def kind_of(node: Node) -> str:
    """Return what YAML takes a value for: str, int, seq, …"""
    return str(node.tag).rpartition(":")[2]


def _ids_in(node: Node) -> Sequence[Node]:
    if not isinstance(node, yaml.MappingNode):
        return []
    return [value for key, value in node.value if key.value == "id" and isinstance(value, yaml.ScalarNode)][:1]
