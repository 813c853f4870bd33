"""Why a passage carries each category or not, and the smallest changes that turn the answer.

Nothing is inferred from weights: every change is made (words cut out, a term or an exclusion taken from the taxonomy, a term
added) and the changed passage is classified again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, takewhile

from msgspec import Struct

from policyscan.classification.classifier import Judge, Judgement, Key
from policyscan.classification.evidence import Found
from policyscan.model.explanation import CategoryReason, Change, ChangeKind, Fate, Outcome, Parts, Piece, Weight
from policyscan.model.label import Evidence, EvidenceKind
from policyscan.model.passage import Passage

_WORDS = 4
"""Words of the estimator that are told, for and against."""
_CANDIDATES = 8
"""Words that are cut out to see what happens: the heaviest."""
_MOST_CUT = 3
"""At most so many are cut out together: 92 ways to choose up to three of eight."""
_TOLD = 3
"""Changes that are told where several are equally small."""
_HEAVIEST = 30
"""Tenths of weight that are added at most: beyond 3 the estimator sees no difference (`features.evidence_features`)."""


def explain(judge: Judge, passage: Passage, title: str = "") -> tuple[CategoryReason, ...]:
    """Return the reasons for every category in a passage, in the order of the taxonomies.

    Parameters
    ----------
    judge
        The classifier whose answers are explained.
    passage
        The passage.
    title
        The document's.
    """
    traces: dict[str, list[Piece]] = {}
    evidence = [
        finder.find(passage, title, trace=traces.setdefault(taxonomy.id, [])) for taxonomy, finder in judge.finders
    ]
    case = _Case(judge, passage, title, evidence)
    weights = judge.weights(passage, evidence, _WORDS)
    [judged] = judge.judge([passage], [evidence])
    reasons = []
    for key, now in judged.items():
        pieces = tuple(piece for piece in traces[key[0]] if piece.category == key[1])
        parts, words = weights.get(key, (None, ()))
        reasons.append(_reason(case, key, now, pieces, parts, words))
    return tuple(reasons)


class _Case(Struct, frozen=True):
    """A passage with what was found in it, taxonomy by taxonomy, and the classifier to ask again."""

    judge: Judge
    passage: Passage
    title: str
    evidence: list[dict[str, Found]]

    def judged(self, key: Key, others: Sequence[tuple[Passage, dict[str, Found]]]) -> list[Judgement]:
        """Return what is said of a category in other passages, with what its taxonomy finds in each."""
        place = self._place(key)
        evidence = [[*self.evidence[:place], found, *self.evidence[place + 1 :]] for _, found in others]
        return [judged[key] for judged in self.judge.judge([passage for passage, _ in others], evidence)]

    def found(self, key: Key, passage: Passage | None = None, *, rule: str = "", in_scope: bool = False) -> dict[str, Found]:  # fmt: skip
        """Return what the category's taxonomy finds in a passage: without a rule, or as if in scope."""
        _, finder = self.judge.finders[self._place(key)]
        without = {(key[1], rule)} if rule else ()
        return finder.find(passage or self.passage, self.title, without=without, in_scope=in_scope)

    def _place(self, key: Key) -> int:
        return next(i for i, (taxonomy, _) in enumerate(self.judge.finders) if taxonomy.id == key[0])


def _reason(
    case: _Case, key: Key, now: Judgement, pieces: tuple[Piece, ...], parts: Parts | None, words: tuple[Weight, ...]
) -> CategoryReason:
    is_label = now.outcome is Outcome.LABEL
    without = tuple(_without_rules(case, key, now, pieces))
    smallest = tuple(_losing(case, key, now, pieces, words) if is_label else _gaining(case, key, now, pieces))
    return CategoryReason(
        taxonomy=key[0],
        category=key[1],
        outcome=now.outcome,
        score=now.found.score,
        named=now.found.named,
        leaves=now.found.carried_leaves,
        probability=now.probability,
        threshold=now.threshold,
        is_raised=now.is_raised,
        pieces=pieces,
        words=words,
        parts=parts,
        without=without,
        smallest=smallest,
    )


def _change(kind: ChangeKind, items: Sequence[str], now: Judgement, then: Judgement, amount: float = 0.0) -> Change:
    flips = (now.outcome is Outcome.LABEL) is not (then.outcome is Outcome.LABEL)
    return Change(kind, tuple(items), flips, then.found.score, then.probability, amount)


def _without_rules(case: _Case, key: Key, now: Judgement, pieces: Sequence[Piece]) -> Iterator[Change]:
    """Yield for each rule that counted what is left where the taxonomy has no such rule."""
    rules = list(dict.fromkeys(piece.rule for piece in pieces if piece.fate is Fate.COUNTED))
    judged = case.judged(key, [(case.passage, case.found(key, rule=rule)) for rule in rules])
    for rule, then in zip(rules, judged, strict=True):
        yield _change(ChangeKind.TERM, (rule,), now, then)


def _losing(
    case: _Case, key: Key, now: Judgement, pieces: Sequence[Piece], words: Sequence[Weight]
) -> Iterator[Change]:
    """Yield the smallest cuts after which the passage does not carry the category: words, or the headings above it.

    Where no cut of words does, the one that comes nearest to it, which does not turn the answer.
    """
    if case.passage.headings:
        bare = _like(case.passage, case.passage.text, ())
        [then] = case.judged(key, [(bare, case.found(key, bare))])
        if then.outcome is not Outcome.LABEL:
            yield _change(ChangeKind.HEADINGS, (), now, then)
    candidates = _candidates(pieces, words)
    least: tuple[tuple[str, ...], Judgement] | None = None
    for size in range(1, _MOST_CUT + 1):
        ways = list(combinations(candidates, size))
        cut = [_cut(case.passage, way) for way in ways]
        judged = case.judged(key, [(passage, case.found(key, passage)) for passage in cut])
        lost = [(way, then) for way, then in zip(ways, judged, strict=True) if then.outcome is not Outcome.LABEL]
        least = min([*([least] if least else []), *zip(ways, judged, strict=True)], key=_strength, default=None)
        if lost:
            lost.sort(key=lambda pair: sum(map(len, pair[0])))  # the shortest words first; equals as they stand
            for way, then in lost[:_TOLD]:
                yield _change(ChangeKind.WORDS, way, now, then)
            return
    if least is not None:
        yield _change(ChangeKind.WORDS, least[0], now, least[1])


def _strength(pair: tuple[tuple[str, ...], Judgement]) -> float:
    _, judged = pair
    return judged.found.score if judged.probability is None else judged.probability


def _candidates(pieces: Sequence[Piece], words: Sequence[Weight]) -> list[str]:
    """Return words to cut out, the heaviest first: what counted as evidence, then what the estimator weighs."""
    counted = sorted((p for p in pieces if p.weight > 0 and p.span is not None), key=lambda piece: -piece.weight)
    found = [p.text for p in counted] + [w.text for w in words if w.weight > 0]
    return list(dict.fromkeys(found))[:_CANDIDATES]


def _cut(passage: Passage, words: Sequence[str]) -> Passage:
    text = passage.text
    for word in sorted(words, key=len, reverse=True):
        text = text.replace(word, "")
    return _like(passage, text, passage.headings)


def _like(passage: Passage, text: str, headings: tuple[str, ...]) -> Passage:
    return Passage(text, passage.span, headings, passage.kind, passage.pages)


def _gaining(case: _Case, key: Key, now: Judgement, pieces: Sequence[Piece]) -> Iterator[Change]:
    """Yield what would give the passage the category: an exclusion less, the scope, or so much more weight of terms."""
    exclusions = list(dict.fromkeys(piece.by for piece in pieces if piece.fate is Fate.EXCLUDED))
    others = [case.found(key, rule=by) for by in exclusions]
    for by, then in zip(exclusions, case.judged(key, [(case.passage, found) for found in others]), strict=True):
        yield _change(ChangeKind.EXCLUSION, (by,), now, then)
    if any(piece.fate is Fate.OUT_OF_SCOPE for piece in pieces):
        [then] = case.judged(key, [(case.passage, case.found(key, in_scope=True))])
        yield _change(ChangeKind.SCOPE, (), now, then)
    yield _with_more(case, key, now)


def _with_more(case: _Case, key: Key, now: Judgement) -> Change:
    """Return the least weight, in tenths, of one more term in the passage that would give it the category.

    Where none is enough, the greatest that was tried, which does not turn the answer.
    """
    amounts = [tenths / 10 for tenths in range(1, _HEAVIEST + 1)]
    judged = case.judged(key, [(case.passage, {key[1]: _more(now.found, amount)}) for amount in amounts])
    short = list(takewhile(lambda pair: pair[1].outcome is not Outcome.LABEL, zip(amounts, judged, strict=True)))
    place = min(len(short), len(amounts) - 1)
    return _change(ChangeKind.WEIGHT, (), now, judged[place], amounts[place])


def _more(found: Found, amount: float) -> Found:
    extra = Evidence(EvidenceKind.TERM, "", amount)
    return Found(found.score + amount, found.named, dict(found.leaves), [*found.evidence, extra])
