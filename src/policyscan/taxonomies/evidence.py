"""The words of a category or a leaf: terms, patterns and exclusions, folded as the text is in which they are sought."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeVar

import yaml

from policyscan.model.folding import fold
from policyscan.model.taxonomy import Pattern, Rules, Term
from policyscan.taxonomies.patterns import faults_of
from policyscan.yamlfiles import Mapped, Node, Text, Values, shown

HEAVIEST = 5.0
MOST_TERMS = 5_000

Places = dict[str, Node]
"""Where each text stands first."""
_Evidence = TypeVar("_Evidence", Term, Pattern)


class Evidence:
    """Reads the evidence of one file, whose scope comes first."""

    def __init__(self, values: Values, trusted: bool = False) -> None:
        self._values = values
        self._trusted = trusted
        self._count = 0
        self._has_scope = False

    def scope(self, keys: Mapped) -> tuple[str, ...]:
        """Read the terms that show that a text speaks of the subject."""
        scope = tuple(self._distinct(self._folded(keys.get("scope"), "scope")))
        self._has_scope = bool(scope)
        return scope

    def rules(self, keys: Mapped, outer: Places | None = None) -> tuple[Rules, Places]:
        """Read the evidence of a category, or of a leaf; ``outer`` are the exclusions of the leaf's category.

        Returns the exclusions with their places beside the rules.
        """
        exclusions = self._distinct(self._folded(keys.get("exclusions"), "exclusions"))
        terms = list(self._items(keys.get("terms"), "term", self._term, Term))
        patterns = list(self._items(keys.get("patterns"), "pattern", self._pattern, Pattern))
        self._refuse_excluded(self._distinct([place for _, place in terms]), {**(outer or {}), **exclusions})
        self._distinct([place for _, place in patterns])
        rules = Rules(tuple(term for term, _ in terms), tuple(pattern for pattern, _ in patterns), tuple(exclusions))
        return rules, exclusions

    def _refuse_excluded(self, terms: Places, exclusions: Places) -> None:
        for text in terms.keys() & exclusions.keys():
            line = exclusions[text].start_mark.line + 1
            self._values.note(
                terms[text],
                f"“{shown(text)}”又是排除词（第 {line} 行），永远不会计分",
                f"'{shown(text)}' is also an exclusion (line {line}), so it never counts",
            )

    def _items(
        self, node: Node | None, kind: str, read: Callable[[Node], str], make: Callable[[str, float, bool], _Evidence]
    ) -> Iterator[tuple[_Evidence, Text]]:
        """Read ``terms`` or ``patterns``: each item is a text, a list of texts, or a mapping with weight and flag."""
        for item in self._values.items(node, f"{kind}s"):
            weight, in_scope, texts = 1.0, False, item
            if isinstance(item, yaml.MappingNode):
                keys = self._values.mapping(item, kind)
                weight, in_scope = self._weight(keys), self._in_scope(keys)
                if kind not in keys:
                    continue
                texts = keys[kind]
            for place in self._values.items(texts, kind) if isinstance(texts, yaml.SequenceNode) else (texts,):
                self._limit(place)
                if text := read(place):
                    yield make(text, weight, in_scope), Text(text, place)

    def _weight(self, keys: Mapped) -> float:
        node = keys.get("weight")
        if node is None:
            return 1.0
        weight = self._values.number(node)
        if weight is None or not 0 < weight <= HEAVIEST:
            self._values.note(
                node,
                f"“weight”应为大于 0、不大于 {HEAVIEST:g} 的数",
                f"'weight' must be a number above 0 and at most {HEAVIEST:g}",
            )
        return weight or 1.0

    def _in_scope(self, keys: Mapped) -> bool:
        node = keys.get("in_scope")
        in_scope = node is not None and self._values.flag(node, "in_scope")
        if node is not None and in_scope and not self._has_scope:
            self._values.note(
                node,
                "“in_scope”需要文件开头有“scope”词表，否则永远不会计分",
                "'in_scope' needs a 'scope' at the top of the file; without one it never counts",
            )
        return in_scope

    def _term(self, node: Node) -> str:
        text = self._values.text(node, "term")
        folded = fold(text)[0]
        if text and not folded:
            self._values.note(
                node,
                f"“term”只有引号或空格（{shown(text)}），没有可匹配的文字",
                f"'term' holds only quotation marks or spaces ({shown(text)}): nothing is left to match",
            )
        return folded

    def _pattern(self, node: Node) -> str:
        pattern = self._values.text(node, "pattern")
        for fault in faults_of(pattern) if pattern and not self._trusted else ():
            self._values.note(
                node,
                f"句式第 {fault.column} 个字符：{fault.message.zh}",
                f"character {fault.column} of the pattern: {fault.message.en}",
            )
        return pattern

    def _folded(self, node: Node | None, key: str) -> list[Text]:
        """Read ``scope`` or ``exclusions``: each item is a text or a list of texts."""
        found = []
        for item in self._values.items(node, key):
            for place in self._values.items(item, key) if isinstance(item, yaml.SequenceNode) else (item,):
                self._limit(place)
                if folded := self._term(place):
                    found.append(Text(folded, place))
        return found

    def _distinct(self, texts: list[Text]) -> Places:
        seen: Places = {}
        for text, node in texts:
            if text in seen:
                line = seen[text].start_mark.line + 1
                word = shown(text)
                self._values.note(
                    node, f"“{word}”重复（已见于第 {line} 行）", f"'{word}' is there already, in line {line}"
                )
            seen.setdefault(text, node)
        return seen

    def _limit(self, node: Node) -> None:
        self._count += 1
        if self._count == MOST_TERMS + 1:
            self._values.note(
                node,
                f"词条、句式与排除词超过 {MOST_TERMS:,} 个",
                f"more than {MOST_TERMS:,} terms, patterns and exclusions",
            )
