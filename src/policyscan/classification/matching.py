"""Finds a taxonomy's terms, patterns and exclusions in folded text: every literal occurrence, nested ones too."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import chain

from ahocorasick_rs import AhoCorasick, Implementation
from msgspec import Struct
from msgspec.structs import replace

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


class _Index(Struct, frozen=True):
    """What is searched for at once: literal rules, and words without which a pattern need not be tried.

    The texts of the automaton are numbered: first the literal ones, with the rules of each in ``rules``, then the words.
    ``openers`` are the texts that stand for a clue to a pattern: its number, and groups of texts of which each of its matches
    holds one each. A pattern with alternatives has several clues; ``always`` are the patterns that have none.
    """

    automaton: AhoCorasick
    rules: list[list[Rule]]
    openers: dict[int, list[tuple[int, list[set[int]]]]]
    always: list[int]
    patterns: list[Rule]


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
        rules = [
            *chain.from_iterable(_rules_of(c.id, None, c.rules) for c in self.taxonomy.categories),
            *chain.from_iterable(_rules_of(c.id, x.id, x.rules) for c in self.taxonomy.categories for x in c.leaves),
        ]
        literal = _folded(rule.text for rule in rules if not rule.is_pattern)
        return [rule if rule.is_pattern else replace(rule, text=next(literal)) for rule in rules]

    @cached_property
    def _index(self) -> _Index:
        by_text: dict[str, list[Rule]] = {}
        for rule in self._rules:
            if not rule.is_pattern:
                by_text.setdefault(rule.text, []).append(rule)
        numbers = {text: number for number, text in enumerate(by_text)}
        patterns = [rule for rule in self._rules if rule.is_pattern]
        openers: dict[int, list[tuple[int, list[set[int]]]]] = {}
        always: list[int] = []
        for place, rule in enumerate(patterns):
            clues = words_of(rule.text)
            if not clues:
                always.append(place)
            for groups in clues:
                numbered = [{numbers.setdefault(word, len(numbers)) for word in words} for words in groups]
                for word in max(groups, key=lambda words: min(map(len, words))):  # long words are seldom there
                    openers.setdefault(numbers[word], []).append((place, numbered))
        implementation = Implementation.ContiguousNFA  # builds in a tenth of the time of a DFA, searches as fast
        automaton = AhoCorasick(list(numbers), implementation=implementation)
        return _Index(automaton, list(by_text.values()), openers, always, patterns)

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
        known = self._index
        found = known.automaton.find_matches_as_indexes(folded, overlapping=True)
        literal = len(known.rules)
        hits = [Hit(rule, start, end) for text, start, end in found if text < literal for rule in known.rules[text]]
        there = {text for text, _, _ in found}
        wanted = set(known.always)
        for text in there & known.openers.keys():
            for place, groups in known.openers[text]:
                if place not in wanted and not any(map(there.isdisjoint, groups)):
                    wanted.add(place)
        for place in sorted(wanted):
            rule = known.patterns[place]
            if place not in self._compiled:
                self._compiled[place] = re.compile(rule.text)
            hits.extend(Hit(rule, match.start(), match.end()) for match in self._compiled[place].finditer(folded))
        hits.sort(key=lambda hit: (hit.start, -hit.end))
        return hits


def _rules_of(category: str, leaf: str | None, rules: Rules) -> Iterator[Rule]:
    for term in rules.terms:
        yield Rule(term.text, category, leaf, term.weight, term.in_scope)
    for pattern in rules.patterns:
        yield Rule(pattern.pattern, category, leaf, pattern.weight, pattern.in_scope, is_pattern=True)
    for text in rules.exclusions:
        yield Rule(text, category, leaf, 0.0, excludes=True)


def _folded(texts: Iterable[str]) -> Iterator[str]:
    """Yield texts folded, all in one go: one by one a taxonomy's terms take 5 ms."""
    return iter(fold("\0".join(texts))[0].split("\0"))


_SENTENCE = re.compile(r"[^。；;！？]+")
_CLASS = re.compile(r"\[[^\]]*\]")
_TOKEN = re.compile(
    r"\((?:\?:)?(?P<words>[^()\[\].?{}\\]+)\)(?P<words_maybe>[?{])?"
    r"|(?P<gap>(?:\.|\[[^\]\\]*\])(?:\{[\d,]*\}|\?)?)"
    r"|(?P<word>[^()\[\].?{}\\|]+)(?P<word_maybe>[?{])?"
)


def words_of(pattern: str) -> list[list[list[str]]]:
    """Return, for each alternative of a pattern, groups of words: each of its matches holds one word of each group.

    Where one is missing in every alternative, the pattern need not be tried, nor even compiled. Empty where nothing can be
    told.

    >>> words_of("(?:归集|共享).{0,6}数据"), words_of("数据?.{0,6}目录|建库"), words_of("甲|.乙?")
    ([[['归集', '共享'], ['数据']]], [[['数'], ['目录']], [['建库']]], [])
    """
    if "\\" in pattern:
        return []
    found = [_groups_in(alternative) for alternative in _alternatives(pattern)]
    return found if all(found) else []


def _alternatives(pattern: str) -> list[str]:
    depth = 0
    cuts = [-1]
    for place, char in enumerate(_CLASS.sub(lambda found: "." * len(found.group()), pattern)):
        depth += (char == "(") - (char == ")")
        if char == "|" and depth == 0:
            cuts.append(place)
    return [pattern[start + 1 : end] for start, end in zip(cuts, [*cuts[1:], len(pattern)], strict=True)]


def _groups_in(alternative: str) -> list[list[str]]:
    groups: list[list[str]] = []
    position = 0
    while (token := _TOKEN.match(alternative, position)) is not None:
        position = token.end()
        if token["words"] and not token["words_maybe"] and "" not in (words := token["words"].split("|")):
            groups.append(words)
        elif token["word"] and (word := token["word"][:-1] if token["word_maybe"] else token["word"]):
            groups.append([word])
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
        inside = [i for i, h in enumerate(hits) if clause.start() <= h.start and h.end <= clause.end()]
        if not inside or len(items := list(_items(clause))) < 2:
            continue
        places = [
            (i, number)
            for number, (start, end) in enumerate(items)
            for i in inside
            if start <= hits[i].start and hits[i].end <= end
        ]
        items_of: dict[str, set[int]] = {}
        for i, number in places:
            items_of.setdefault(hits[i].rule.category, set()).add(number)
        for i, number in places:
            hit, (start, end) = hits[i], items[number]
            is_name = (end - start) - (hit.end - hit.start) <= _LED
            if is_name and 2 * len(items_of[hit.rule.category]) <= len(items):
                bare.add(i)
    return bare


def _items(clause: re.Match[str]) -> Iterator[tuple[int, int]]:
    start = clause.start()
    for joint in _ITEM.finditer(clause.group()):
        yield start, clause.start() + joint.start()
        start = clause.start() + joint.end()
    yield start, clause.end()
