"""What each term of a taxonomy does to passages: where it fires, with what, and how often it is right."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence

from msgspec import Struct, field
from msgspec.structs import replace

from policyscan.classification.classifier import carried_label
from policyscan.classification.evidence import ENOUGH, EvidenceFinder, Found
from policyscan.classification.gold import GoldPassage
from policyscan.classification.matching import Matcher
from policyscan.model.explanation import Fate, Piece
from policyscan.model.label import EvidenceKind, Stance
from policyscan.model.lint import ExampleUse, ExclusionUse, TermUse
from policyscan.model.passage import Passage, Span
from policyscan.model.taxonomy import Rules, Taxonomy

Where = Callable[[str, str, str], tuple[int, int]]
"""Line and column of a kind (``terms``, ``match``, …), the id of a category or leaf, and a text."""
_Key = tuple[str, str, str]
"""Kind, category or leaf, text."""
_NAMES = {EvidenceKind.TERM: "terms", EvidenceKind.PATTERN: "patterns", EvidenceKind.EXCLUSION: "exclusions"}


class Text(Struct, frozen=True):
    """The passages of a document, with its title."""

    title: str
    passages: tuple[Passage, ...]


class _Tally(Struct):
    fates: Counter[Fate] = field(default_factory=Counter)
    headings: set[tuple[int, tuple[str, ...]]] = field(default_factory=set)
    documents: set[int] = field(default_factory=set)
    figures: Counter[str] = field(default_factory=Counter)


class Usage:
    """Counts for one taxonomy, by terms and patterns alone: no estimator has a say.

    Parameters
    ----------
    taxonomy
        Whose terms are counted.
    where
        Tells where each stands in the taxonomy's file.
    """

    def __init__(self, taxonomy: Taxonomy, where: Where) -> None:
        self._taxonomy, self._where = taxonomy, where
        self._finder = EvidenceFinder(Matcher(taxonomy))
        self._tallies: defaultdict[_Key, _Tally] = defaultdict(_Tally)
        self._voided: Counter[tuple[str, str]] = Counter()
        self._voided_in_gold: Counter[tuple[str, str]] = Counter()
        self._has_gold = False

    def count(self, texts: Iterable[Text]) -> None:
        """Add the passages of some documents."""
        for number, text in enumerate(texts):
            for passage in text.passages:
                self._count(number, passage, text.title)

    def measure(self, gold: Iterable[GoldPassage]) -> None:
        """Add how often terms are right on labelled passages."""
        self._has_gold = True
        for labelled in gold:
            _, pieces = self._find(labelled.passage)
            for key, category in _firing(pieces).items():
                figures = self._tallies[key].figures
                figures["gold"] += 1
                figures["right"] += category in labelled.labels
            self._voided_in_gold.update((p.category, p.by) for p in pieces if p.fate is Fate.EXCLUDED)

    def terms(self) -> tuple[TermUse, ...]:
        """Return what every term and pattern did, in the order of the file."""
        return tuple(
            use
            for category in self._taxonomy.categories
            for leaf, rules in ((None, category.rules), *((leaf.id, leaf.rules) for leaf in category.leaves))
            for use in self._uses(category.id, leaf, rules)
        )

    def exclusions(self) -> tuple[ExclusionUse, ...]:
        """Return what every exclusion did, in the order of the file."""
        return tuple(
            ExclusionUse(
                category.id,
                leaf,
                text,
                self._where("exclusions", leaf or category.id, text),
                sum(self._tallies["exclusions", leaf or category.id, text].fates.values()),
                self._voided[category.id, text],
                self._voided_in_gold[category.id, text] if self._has_gold else None,
            )
            for category in self._taxonomy.categories
            for leaf, rules in ((None, category.rules), *((leaf.id, leaf.rules) for leaf in category.leaves))
            for text in rules.exclusions
        )

    def examples(self) -> tuple[ExampleUse, ...]:
        """Return how every example is classified."""
        return tuple(
            self._example(category.id, kind, text)
            for category in self._taxonomy.categories
            for kind, texts in (("match", category.examples), ("no_match", category.counterexamples))
            for text in texts
        )

    def _example(self, category: str, kind: str, text: str) -> ExampleUse:
        found = self._finder.find(Passage(text, Span(0, len(text))))
        entry = found.get(category, Found())
        carried = _carried(self._taxonomy.id, category, entry)
        return ExampleUse(category, text, kind == "match", carried, entry.score, self._where(kind, category, text))

    def _uses(self, category: str, leaf: str | None, rules: Rules) -> Iterable[TermUse]:
        owner = leaf or category
        for term in rules.terms:
            place = self._where("terms", owner, term.text)
            use = TermUse(category, leaf, EvidenceKind.TERM, term.text, term.weight, term.in_scope, place)
            yield self._with_figures(use)
        for pattern in rules.patterns:
            place = self._where("patterns", owner, pattern.pattern)
            use = TermUse(
                category, leaf, EvidenceKind.PATTERN, pattern.pattern, pattern.weight, pattern.in_scope, place
            )
            yield self._with_figures(use)

    def _with_figures(self, use: TermUse) -> TermUse:
        tally = self._tallies[_NAMES[use.kind], use.owner, use.text]
        figures = tally.figures
        return replace(
            use,
            matches=sum(tally.fates.values()),
            headings=len(tally.headings),
            excluded=tally.fates[Fate.EXCLUDED],
            nested=tally.fates[Fate.NESTED],
            bare=tally.fates[Fate.BARE],
            out_of_scope=tally.fates[Fate.OUT_OF_SCOPE],
            passages=figures["passages"],
            documents=len(tally.documents),
            overlap=figures["overlap"],
            conflict=figures["conflict"],
            decides=figures["decides"],
            gold=figures["gold"] if self._has_gold else None,
            right=figures["right"] if self._has_gold else None,
        )

    def _find(self, passage: Passage, title: str = "") -> tuple[dict[str, Found], list[Piece]]:
        pieces: list[Piece] = []
        return self._finder.find(passage, title, trace=pieces), pieces

    def _count(self, number: int, passage: Passage, title: str) -> None:
        found, pieces = self._find(passage, title)
        for piece in pieces:
            tally = self._tallies[_key(piece)]
            if piece.span is None:
                tally.headings.add((number, passage.headings))
            else:
                tally.fates[piece.fate] += 1
            if piece.fate is Fate.EXCLUDED:
                self._voided[piece.category, piece.by] += 1
        firing = _firing(pieces)
        carried = {c for c, entry in found.items() if _carried(self._taxonomy.id, c, entry)}
        rules = Counter({(category, key[2]): 1 for key, category in firing.items()})
        by_category = Counter(category for category, _ in rules)
        for key, category in firing.items():
            tally = self._tallies[key]
            tally.documents.add(number)
            tally.figures["passages"] += 1
            tally.figures["overlap"] += by_category[category] > 1
            tally.figures["conflict"] += bool(carried - {category})
            if category in carried:
                tally.figures["decides"] += self._decides(passage, title, category, key[2], found[category])

    def _decides(self, passage: Passage, title: str, category: str, rule: str, entry: Found) -> bool:
        """Return whether the passage loses the category where the taxonomy loses a rule."""
        own = sum(e.weight for e in entry.evidence if e.by == rule)
        others = any(e.weight > 0 and e.by != rule and e.kind is not EvidenceKind.HEADING for e in entry.evidence)
        if entry.score - own >= ENOUGH and others:
            return False  # what is left is enough
        found = self._finder.find(passage, title, without={(category, rule)})
        return not _carried(self._taxonomy.id, category, found.get(category, Found()))


def _carried(taxonomy: str, category: str, entry: Found) -> bool:
    return carried_label(taxonomy, category, entry, Stance.OTHER) is not None


def _key(piece: Piece) -> _Key:
    return _NAMES[piece.kind], piece.leaf or piece.category, piece.rule


def _firing(pieces: Sequence[Piece]) -> dict[_Key, str]:
    """Return the rules that add to a score in the passage itself, with their categories."""
    return {_key(piece): piece.category for piece in pieces if piece.fate is Fate.COUNTED and piece.span is not None}
