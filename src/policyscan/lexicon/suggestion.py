"""Words that a category's passages have and others have not, and that its terms do not match yet."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence

import numpy as np
from ahocorasick_rs import AhoCorasick
from msgspec import Struct, field
from numpy.typing import NDArray

from policyscan.lexicon.counting import words_listed
from policyscan.lexicon.cutting import Words
from policyscan.lexicon.keyness import log_odds
from policyscan.lexicon.newwords import BREAK, NewWord, find_new_words, word_starts
from policyscan.lexicon.stopwords import FRAMING, GENERAL, STOP_WORDS
from policyscan.model.lexicon import Quotation, Suggestion

TELLING = 1.96
"""The z-score from which a word is suggested (two-sided 5 %)."""
_PRECISE = 0.25
"""A word is suggested where so many of its passages carry the category, …"""
_LIFT = 2.0
"""… and so many times as many as of all passages do."""
_SHORT = 2
_PRECISE_IF_SHORT = 0.7
"""A word of two characters is also met by chance, inside others, and rarely means one thing."""
_WEIGHTS = ((0.85, 1.0), (0.7, 0.7), (0.55, 0.5), (0.0, 0.3))
"""The weight that a term is given by the share of its passages that carry the category."""
_LEAF = 0.6
"""A word serves a leaf if so many of its category's passages that hold it carry the leaf."""
_QUOTED = 2
_WHOLE = 0.8
"""The share of a short word's places where it is one: 合规 is also in 整合规模, where a term would find it all the same."""
_WIDELY = 2
"""Documents that must have a word, where more than these carry the category: one author's favourite is no term."""
_ALIKE = 0.6
"""A shorter word says no more than a longer one that so many of its passages hold."""
_BETTER = 0.15
"""A longer word says more than a shorter one if it is so much more precise."""
_NO_SUBJECT = re.compile(
    r"(?:厅|局|委|署|办公室|人民政府|委员会|领导小组|省|市|县|区|州)$|^(?:省|市|县|区|州|各)|^第?[一二三四五六七八九十百]+[条章节款项个是年月]"
)
"""Names of bodies and places are no subjects, nor are numbers of articles; 省政务服务 is 政务服务 of a province."""
_NO_TERMS = STOP_WORDS | FRAMING | GENERAL
_JOINT = re.compile(r"[的等或和与及]")
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]


class Read(Struct, frozen=True):
    """A passage as suggestions look at it.

    ``folded`` is its text folded, ``origins`` leads back to the text (None: the same indices). ``labels`` are the categories
    and leaves that it carries, ``named`` those that it only names; ``matched`` are the places, by category, in the folded text
    where the category's terms, patterns and exclusions are met.
    """

    member: int
    passage: int
    folded: str
    origins: Sequence[int] | None
    labels: frozenset[str]
    named: frozenset[str] = frozenset()
    matched: Mapping[str, Sequence[tuple[int, int]]] = field(default_factory=dict)


class Lexicon(Struct, frozen=True):
    """The candidates of a corpus with every place of theirs: arrays of one length, sorted by place.

    ``candidate``, ``start``, ``end`` (in the joined text) and ``passage`` of each, and whether words of the segmenter end at
    both its sides (``is_whole``); ``offsets`` are the passages' starts, ``sizes`` their numbers of words.
    """

    words: tuple[str, ...]
    new: Mapping[str, NewWord]
    candidate: Ints
    start: Ints
    end: Ints
    passage: Ints
    is_whole: Flags
    offsets: Ints
    sizes: Ints
    length: int


def collect(passages: Sequence[Read], words: Words, known: Collection[str], least: int = 3) -> Lexicon:
    """Return the words that could be suggested: those of the segmenter, and new ones.

    Parameters
    ----------
    passages
        All passages of the corpus.
    words
        The segmenter.
    known
        Terms that there are already.
    least
        Rarer words are left out.
    """
    texts = [read.folded for read in passages]
    cut = [list(words(text)) for text in texts]
    cuts = dict(zip(texts, cut, strict=True))
    new = {word.text: word for word in find_new_words(texts, cuts.__getitem__, least) if _is_subject(word.text, words)}
    counts = Counter(word for found in cut for word in words_listed(found, _NO_TERMS))
    old = [word for word, n in counts.items() if n >= least and can_be_term(word)]
    candidates = tuple(word for word in dict.fromkeys((*old, *new)) if word not in known)
    offsets = np.cumsum([0, *(len(text) + len(BREAK) for text in texts)])
    places = AhoCorasick(candidates).find_matches_as_indexes(BREAK.join(texts), overlapping=True) if candidates else []
    starts = word_starts(texts, cuts.__getitem__)
    found = np.array(places, dtype=np.int64).reshape(-1, 3)
    return Lexicon(
        candidates,
        new,
        found[:, 0],
        found[:, 1],
        found[:, 2],
        np.searchsorted(offsets, found[:, 1], side="right") - 1,
        starts[found[:, 1]] & starts[found[:, 2]],
        offsets,
        np.array([len(found) for found in cut], dtype=np.int64),
        int(offsets[-1]),
    )


def can_be_term(word: str) -> bool:
    """Whether a word can name a subject: none that every policy has, no body, no place."""
    return word not in _NO_TERMS and not _NO_SUBJECT.search(word)


def _is_subject(word: str, words: Words) -> bool:
    """Whether a new word can name a subject: nothing that is joined or framed."""
    if not can_be_term(word) or _JOINT.search(word):
        return False
    parts = list(words(word))
    return parts[0] not in FRAMING and not any(part in STOP_WORDS for part in (parts[0], parts[-1]))


def suggest(
    category: str, leaves: Iterable[str], passages: Sequence[Read], lexicon: Lexicon, *, top: int = 10, least: int = 3
) -> list[Suggestion]:
    """Return the words that a category could take up, best first.

    Parameters
    ----------
    category, leaves
        As passages carry them in ``labels`` and ``matched``.
    passages, lexicon
        The corpus, and what `collect` made of it.
    top
        How many, at most.
    least
        Passages of the category that must hold a word.

    Notes
    -----
    A place that a term, pattern or exclusion of the category touches does not count: the taxonomy matches it already.
    Passages that only name the category count on neither side. Words are ranked by their weighted log-odds against all other
    passages (`keyness.log_odds`). A word that holds a better one adds nothing to it, since terms are matched inside words.
    """
    carries = np.array([category in read.labels for read in passages], dtype=np.bool_)
    ignored = np.array([category in read.named for read in passages], dtype=np.bool_)
    silent = np.array([not read.matched.get(category) for read in passages], dtype=np.bool_)
    if not carries.any() or not len(lexicon.words):
        return []
    free = ~_caught(category, passages, lexicon) & ~ignored[lexicon.passage]
    inside = free & carries[lexicon.passage]
    outside = free & ~carries[lexicon.passage]
    kinds = len(lexicon.words)
    here, there = (np.bincount(lexicon.candidate[held], minlength=kinds) for held in (inside, outside))
    size, other = int(lexicon.sizes[carries].sum()), int(lexicon.sizes[~carries & ~ignored].sum())
    held, lacking = (_distinct(lexicon.candidate[x], lexicon.passage[x], kinds) for x in (inside, outside))
    share = carries.sum() / max(1, len(passages) - ignored.sum())
    precision = held / np.maximum(1, held + lacking)
    members = np.array([read.member for read in passages], dtype=np.int64)
    spread = _distinct(lexicon.candidate[inside], members[lexicon.passage[inside]], kinds)
    widely = _WIDELY if len(set(members[carries].tolist())) > _WIDELY else 1
    whole = np.bincount(lexicon.candidate, lexicon.is_whole, kinds) / np.bincount(lexicon.candidate, minlength=kinds)
    short = np.array([len(word) == _SHORT for word in lexicon.words])
    enough = np.where(short, _PRECISE_IF_SHORT, _PRECISE)
    worth = np.flatnonzero(
        (held >= least)
        & (spread >= widely)
        & (~short | (whole >= _WHOLE))
        & (precision >= np.maximum(enough, min(_LIFT * share, _PRECISE_IF_SHORT)))
    )
    scores = {int(i): log_odds(int(here[i]), int(there[i]), size, other) for i in worth}
    ranked = sorted((i for i, z in scores.items() if z >= TELLING), key=lambda i: (-scores[i], lexicon.words[i]))
    chosen = _without_repeats({lexicon.words[i]: i for i in ranked}, held, precision)[:top]
    places = _places(chosen, lexicon, inside)
    leaf_ids = tuple(leaves)
    result = []
    for i in chosen:
        own = places[i]
        numbers = list(dict.fromkeys(int(lexicon.passage[p]) for p in own))
        new = lexicon.new.get(lexicon.words[i])
        result.append(
            Suggestion(
                term=lexicon.words[i],
                category=category,
                leaf=_leaf_of([passages[n] for n in numbers], leaf_ids),
                z=scores[i],
                frequency=int(here[i]),
                passages=int(held[i]),
                others=int(lacking[i]),
                silent=sum(bool(silent[n]) for n in numbers),
                documents=int(spread[i]),
                weight=next(weight for least_share, weight in _WEIGHTS if precision[i] >= least_share),
                is_new=new is not None,
                cohesion=new.cohesion if new else None,
                freedom=new.freedom if new else None,
                quotations=tuple(_quotations(own, passages, lexicon, silent)),
            )
        )
    return result


def _caught(category: str, passages: Sequence[Read], lexicon: Lexicon) -> Flags:
    """Return for each place whether the category's rules touch it."""
    marks = np.zeros(lexicon.length + 1, dtype=np.int64)
    for read, offset in zip(passages, lexicon.offsets, strict=False):
        for start, end in read.matched.get(category, ()):
            marks[offset + start] += 1
            marks[offset + end] -= 1
    before = np.concatenate(([0], np.cumsum(np.cumsum(marks) > 0)))
    return before[lexicon.end] > before[lexicon.start]


def _distinct(candidates: Ints, holders: Ints, kinds: int) -> Ints:
    """Return how many passages, or documents, each candidate is in."""
    if not len(candidates):
        return np.zeros(kinds, dtype=np.int64)
    width = int(holders.max()) + 1
    return np.bincount(np.unique(candidates * width + holders) // width, minlength=kinds)


def _without_repeats(ranked: Mapping[str, int], held: Ints, precision: NDArray[np.float64]) -> list[int]:
    """Choose among words, best first: of two of which one is in the other, the longer where it says what the shorter does.

    Else the shorter, as it is matched wherever the longer stands; but a much more precise longer one stays too.
    """
    if not ranked:
        return []
    words = list(ranked)
    dropped: set[int] = set()
    automaton = AhoCorasick(words)
    for longer, own in ranked.items():
        for number, _, _ in automaton.find_matches_as_indexes(longer, overlapping=True):
            other = ranked[words[number]]
            if other == own:
                continue
            if held[own] >= _ALIKE * held[other] and precision[own] >= precision[other] - _BETTER:
                dropped.add(other)
            elif precision[own] < precision[other] + _BETTER:
                dropped.add(own)
    return [index for index in ranked.values() if index not in dropped]


def _places(chosen: Sequence[int], lexicon: Lexicon, held: Flags) -> dict[int, list[int]]:
    places: dict[int, list[int]] = {i: [] for i in chosen}
    for place in np.flatnonzero(held & np.isin(lexicon.candidate, chosen)):
        places[int(lexicon.candidate[place])].append(int(place))
    return places


def _leaf_of(passages: Sequence[Read], leaves: Sequence[str]) -> str | None:
    counts = Counter(leaf for read in passages for leaf in leaves if leaf in read.labels)
    leaf, most = max(counts.items(), key=lambda pair: (pair[1], pair[0]), default=("", 0))
    return leaf if most >= _LEAF * len(passages) else None


def _quotations(
    places: Sequence[int], passages: Sequence[Read], lexicon: Lexicon, silent: Flags
) -> Iterable[Quotation]:
    """Yield passages with the word, not with one that it is in; first those in which the taxonomy finds nothing.

    They are of two documents where there are two.
    """
    order = sorted(places, key=lambda place: (not lexicon.is_whole[place], not silent[lexicon.passage[place]]))
    taken: list[int] = []
    for other_document in (True, False):
        for place in order:
            number = int(lexicon.passage[place])
            members = {passages[n].member for n in taken}
            if len(taken) == _QUOTED or number in taken or (other_document and passages[number].member in members):
                continue
            taken.append(number)
            offset = int(lexicon.offsets[number])
            yield quotation(passages[number], int(lexicon.start[place]) - offset, int(lexicon.end[place]) - offset)


def quotation(read: Read, start: int, end: int) -> Quotation:
    """Return a passage as a quotation of characters ``start`` to ``end`` of its folded text."""
    if read.origins is not None:
        start, end = read.origins[start], read.origins[end - 1] + 1
    return Quotation(read.member, read.passage, start, end)
