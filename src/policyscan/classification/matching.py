"""Finds a taxonomy's terms, patterns and exclusions in folded text: every literal occurrence, nested ones too."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import chain

from ahocorasick_rs import AhoCorasick, Implementation
from msgspec import Struct

from policyscan.model.folding import fold
from policyscan.model.taxonomy import Rules, Taxonomy


class Rule(Struct, frozen=True):
    """A term, pattern or exclusion of one category (``leaf`` is None for the category's own)."""

    text: str
    category: str
    leaf: str | None
    weight: float
    in_scope: bool = False
    is_pattern: bool = False
    excludes: bool = False


class Hit(Struct, frozen=True):
    """A rule met in a text: characters ``start`` to ``end`` of the folded text."""

    rule: Rule
    start: int
    end: int


class Matcher:
    """All rules of a taxonomy, ready to be searched for.

    Must pickle (instances travel to worker processes): only the taxonomy is sent, the automaton is built where needed.
    """

    def __init__(self, taxonomy: Taxonomy) -> None:
        self.taxonomy = taxonomy

    def __reduce__(self) -> tuple[object, ...]:
        return (Matcher, (self.taxonomy,))

    @cached_property
    def _rules(self) -> list[Rule]:
        return list(chain.from_iterable(_rules_of(c.id, None, c.rules) for c in self.taxonomy.categories)) + [
            rule
            for category in self.taxonomy.categories
            for leaf in category.leaves
            for rule in _rules_of(category.id, leaf.id, leaf.rules)
        ]

    @cached_property
    def _literals(self) -> tuple[AhoCorasick, list[list[Rule]]]:
        by_text: dict[str, list[Rule]] = {}
        for rule in self._rules:
            if not rule.is_pattern:
                by_text.setdefault(rule.text, []).append(rule)
        implementation = Implementation.ContiguousNFA  # builds in a tenth of the time of a DFA, searches as fast
        return AhoCorasick(list(by_text), implementation=implementation), list(by_text.values())

    @cached_property
    def _patterns(self) -> tuple[AhoCorasick, list[list[int]], list[int], list[tuple[Rule, list[list[str]]]]]:
        """Opening words with the patterns that each opens, the patterns without, and all patterns with their further words."""
        rules = [rule for rule in self._rules if rule.is_pattern]
        opened: dict[str, list[int]] = {}
        always: list[int] = []
        patterns: list[tuple[Rule, list[list[str]]]] = []
        for index, rule in enumerate(rules):
            groups = words_of(rule.text)
            for opener in groups[0] if groups else ():
                opened.setdefault(opener, []).append(index)
            if not groups:
                always.append(index)
            patterns.append((rule, groups[1:]))
        return AhoCorasick(list(opened)), list(opened.values()), always, patterns

    @cached_property
    def _compiled(self) -> dict[int, re.Pattern[str]]:
        return {}  # as they are wanted: compiling all costs more than matching a short document

    @cached_property
    def _scope(self) -> AhoCorasick:
        return AhoCorasick([fold(term)[0] for term in self.taxonomy.scope])

    def is_in_scope(self, folded: str) -> bool:
        """Whether a folded text speaks of the taxonomy's subject at all; yes where the taxonomy names no scope."""
        if not self.taxonomy.scope:
            return True
        return bool(self._scope.find_matches_as_indexes(folded))

    def sentences_in_scope(self, folded: str) -> list[tuple[int, int]]:
        """Return the sentences (start, end) of a folded text that speak of the taxonomy's subject."""
        hits = self._scope.find_matches_as_indexes(folded)
        if not hits:
            return []
        sentences = ((m.start(), m.end()) for m in _SENTENCE.finditer(folded))
        return [(a, b) for a, b in sentences if any(a <= start < b for _, start, _ in hits)]

    def find(self, folded: str) -> list[Hit]:
        """Return every occurrence of every rule in a folded text, by place."""
        automaton, rules = self._literals
        hits = [
            Hit(rule, start, end)
            for index, start, end in automaton.find_matches_as_indexes(folded, overlapping=True)
            for rule in rules[index]
        ]
        openers, opened, always, patterns = self._patterns
        worth = set(always)
        for index, _, _ in openers.find_matches_as_indexes(folded, overlapping=True):
            worth.update(opened[index])
        for index in sorted(worth):
            rule, further = patterns[index]
            if not all(any(word in folded for word in words) for words in further):
                continue
            if index not in self._compiled:
                self._compiled[index] = re.compile(rule.text)
            for found in self._compiled[index].finditer(folded):
                hits.append(Hit(rule, found.start(), found.end()))
        hits.sort(key=lambda hit: (hit.start, -hit.end))
        return hits


def _rules_of(category: str, leaf: str | None, rules: Rules) -> Iterator[Rule]:
    for term in rules.terms:
        yield Rule(fold(term.text)[0], category, leaf, term.weight, term.in_scope)
    for pattern in rules.patterns:
        yield Rule(pattern.pattern, category, leaf, pattern.weight, pattern.in_scope, is_pattern=True)
    for text in rules.exclusions:
        yield Rule(fold(text)[0], category, leaf, 0.0, excludes=True)


_SENTENCE = re.compile(r"[^。；;！？]+")
_TOKEN = re.compile(
    r"\((?:\?:)?(?P<words>[^()\[\].?{}\\]+)\)(?P<words_maybe>[?{])?"
    r"|(?P<gap>(?:\.|\[[^\]\\]*\])(?:\{[\d,]*\}|\?)?)"
    r"|(?P<word>[^()\[\].?{}\\|]+)(?P<word_maybe>[?{])?"
)


def words_of(pattern: str) -> list[list[str]]:
    """Return groups of words: each match of a pattern holds one of each, and begins with one of the first.

    Where one is missing, the pattern need not be tried, nor even compiled. Empty where nothing can be told.

    >>> words_of("(?:归集|共享).{0,6}数据"), words_of("数据?.{0,6}目录"), words_of("甲|乙"), words_of(".数据")
    ([['归集', '共享'], ['数据']], [['数'], ['目录']], [], [])
    """
    depth = 0
    for char in pattern:
        depth += (char == "(") - (char == ")")
        if char == "|" and depth == 0:
            return []
    groups: list[list[str]] = []
    position = 0
    while (token := _TOKEN.match(pattern, position)) is not None:
        position = token.end()
        if token["words"] and not token["words_maybe"] and "" not in (words := token["words"].split("|")):
            groups.append(words)
        elif token["word"] and (word := token["word"][:-1] if token["word_maybe"] else token["word"]):
            groups.append([word])
        elif not groups:
            return []  # it may begin with anything
        if token["words_maybe"] == "{" or token["word_maybe"] == "{":
            break
    return groups


_LIST = re.compile(r"[^，。；：！？,;:!?()（）]+")
_ITEM = re.compile(r"[、及与和]|以及")
_LED = 6
"""A list item may have this many characters beside the term (“完善”, “等平台”) and still be only a name."""


def bare_mentions(folded: str, hits: Sequence[Hit]) -> set[int]:
    """Return the indices of hits that are only names in an enumeration of other things.

    “完善一网通办、一网统管等平台” names both and says nothing of either. Where most items of a list are of the hit's own
    category (“数据采集、数据共享、数据开放”), the list is about it.
    """
    if "、" not in folded:
        return set()
    bare: set[int] = set()
    for clause in _LIST.finditer(folded):
        if "、" not in clause.group():
            continue
        items = list(_items(clause))
        if len(items) < 2:
            continue
        inside = [i for i, h in enumerate(hits) if clause.start() <= h.start and h.end <= clause.end()]
        by_item: dict[int, list[int]] = {}
        for i in inside:
            for number, (start, end) in enumerate(items):
                if start <= hits[i].start and hits[i].end <= end:
                    by_item.setdefault(number, []).append(i)
        for number, members in by_item.items():
            start, end = items[number]
            for i in members:
                hit = hits[i]
                own = {n for n, m in by_item.items() if any(hits[j].rule.category == hit.rule.category for j in m)}
                is_name = (end - start) - (hit.end - hit.start) <= _LED
                if is_name and 2 * len(own) <= len(items):
                    bare.add(i)
    return bare


def _items(clause: re.Match[str]) -> Iterator[tuple[int, int]]:
    start = clause.start()
    for joint in _ITEM.finditer(clause.group()):
        yield start, clause.start() + joint.start()
        start = clause.start() + joint.end()
    yield start, clause.end()
