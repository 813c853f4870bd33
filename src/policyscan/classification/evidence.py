"""Rules met in a passage → scores by category, with the words that prove them and those that did not count.

The score of a category is the sum of the weights of the distinct rules that were met; 1 is enough for a label. A rule nested
in a longer hit of the same category adds nothing, a hit that overlaps an exclusion is void, a hit in the headings counts
half, and a name in a bare enumeration counts as a mention only.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from msgspec import Struct, field

from policyscan.classification.matching import Hit, Matcher, bare_mentions
from policyscan.model.explanation import Fate, Piece
from policyscan.model.folding import fold
from policyscan.model.label import Evidence, EvidenceKind
from policyscan.model.passage import Passage, Span

ENOUGH = 1.0
"""The score from which on a passage carries a category or a leaf."""
_IN_HEADING = 0.5
_TINY = 1e-9


class Found(Struct):
    """What speaks for a category in one passage.

    ``score`` counts, ``named`` is what bare enumerations would have added; ``leaves`` are scores by leaf id.
    """

    score: float = 0.0
    named: float = 0.0
    leaves: dict[str, float] = field(default_factory=dict)
    evidence: list[Evidence] = field(default_factory=list)

    @property
    def is_label(self) -> bool:
        """Whether the evidence is enough for a label."""
        return self.score >= ENOUGH - _TINY or any(s >= ENOUGH - _TINY for s in self.leaves.values())

    @property
    def is_mention(self) -> bool:
        """Whether the category is named only."""
        return not self.is_label and self.score + self.named >= ENOUGH - _TINY

    @property
    def carried_leaves(self) -> tuple[str, ...]:
        """The leaves that the passage carries, strongest first, of equals the one that it names first."""
        carried = [(leaf, score) for leaf, score in self.leaves.items() if score >= ENOUGH - _TINY]
        return tuple(leaf for leaf, _ in sorted(carried, key=lambda pair: -pair[1]))


class EvidenceFinder:
    """Finds the evidence for one taxonomy's categories. Pickles as its taxonomy."""

    def __init__(self, matcher: Matcher) -> None:
        self._matcher = matcher
        self._headings: dict[tuple[str, ...], tuple[list[Hit], str]] = {}

    def __reduce__(self) -> tuple[object, ...]:
        return (EvidenceFinder, (self._matcher,))

    def find(
        self,
        passage: Passage,
        title: str = "",
        *,
        without: Collection[tuple[str, str]] = (),
        in_scope: bool = False,
        trace: list[Piece] | None = None,
    ) -> dict[str, Found]:
        """Return what speaks for each category; categories without any hit are left out.

        Parameters
        ----------
        passage
            Whose text and headings are searched.
        title
            The document's: it can show that the passage stands in the taxonomy's scope.
        without
            Rules that are taken as not there: category and text of each.
        in_scope
            Whether to take the passage as in the taxonomy's scope, whatever it says.
        trace
            Takes every hit with what became of it, for those who ask why.
        """
        folded, origins = fold(passage.text)
        hits = self._matcher.find(folded)
        heading_hits, heading_text = self._in_headings(passage.headings)
        if without:
            hits, heading_hits = _less(hits, without), _less(heading_hits, without)
        if not hits and not heading_hits:
            return {}
        # Long paragraphs of work reports speak of everything: a sentence shows its own scope, or headings and title do.
        whole = in_scope or self._matcher.is_in_scope(heading_text + "\n" + fold(title)[0])
        scope = [(0, len(folded))] if whole else self._matcher.sentences_in_scope(folded)
        found: dict[str, Found] = {}
        self._add_hits(found, passage.text, folded, origins, hits, scope, trace)
        self._add_headings(found, heading_text, heading_hits, bool(scope), trace)
        return found

    def _in_headings(self, headings: tuple[str, ...]) -> tuple[list[Hit], str]:
        if headings not in self._headings:
            if len(self._headings) > 512:
                self._headings.clear()
            text = "\n".join(fold(heading)[0] for heading in headings)
            self._headings[headings] = (self._matcher.find(text) if text else [], text)
        return self._headings[headings]

    def _add_hits(
        self,
        found: dict[str, Found],
        text: str,
        folded: str,
        origins: Sequence[int] | None,
        hits: list[Hit],
        scope: Sequence[tuple[int, int]],
        trace: list[Piece] | None,
    ) -> None:
        exclusions = [hit for hit in hits if hit.rule.excludes]
        bare = bare_mentions(folded, hits)
        counted: set[tuple[str, str | None, str, bool]] = set()
        for index, hit in enumerate(hits):
            rule = hit.rule
            if rule.excludes or (rule.in_scope and not any(a <= hit.start < b for a, b in scope)):
                if trace is not None:
                    trace.append(_piece(hit, text, Fate.MET if rule.excludes else Fate.OUT_OF_SCOPE, origins))
                continue
            span = _span_in(text, hit, origins)
            excluded_by = next((e for e in exclusions if _excludes(e, hit)), None)
            entry = found.setdefault(rule.category, Found())
            if excluded_by is not None:
                evidence = Evidence(
                    EvidenceKind.EXCLUSION, text[span.start : span.end], 0.0, span, excluded_by.rule.text
                )
                if evidence not in entry.evidence:
                    entry.evidence.append(evidence)
                if trace is not None:
                    trace.append(_piece(hit, text, Fate.EXCLUDED, origins, by=excluded_by.rule.text))
                continue
            key = (
                rule.category,
                rule.leaf,
                rule.text,
                index in bare,
            )  # a name in a list does not use up what is said later
            is_new = key not in counted and not _is_nested(hit, hits)
            weight = rule.weight if is_new else 0.0
            if index in bare:
                entry.named += weight
                weight = 0.0
            else:
                _add(entry, rule.leaf, weight)
            if is_new:
                counted.add(key)
            kind = EvidenceKind.PATTERN if rule.is_pattern else EvidenceKind.TERM
            entry.evidence.append(Evidence(kind, text[span.start : span.end], weight, span, rule.text))
            if trace is not None:
                fate = Fate.COUNTED if weight else Fate.BARE if is_new else Fate.NESTED if _is_nested(hit, hits) else Fate.REPEATED  # fmt: skip
                trace.append(_piece(hit, text, fate, origins, weight))

    def _add_headings(
        self, found: dict[str, Found], text: str, hits: list[Hit], in_scope: bool, trace: list[Piece] | None
    ) -> None:
        exclusions = [hit for hit in hits if hit.rule.excludes]
        counted: set[tuple[str, str | None, str]] = set()
        for hit in hits:
            rule = hit.rule
            if rule.excludes or (rule.in_scope and not in_scope) or _is_nested(hit, hits):
                if trace is not None and not rule.excludes:
                    nested = _is_nested(hit, hits)
                    trace.append(_piece(hit, text, Fate.NESTED if nested else Fate.OUT_OF_SCOPE, is_heading=True))
                continue
            entry = found.setdefault(rule.category, Found())
            key = (rule.category, rule.leaf, rule.text)
            excluded_by = next((e for e in exclusions if _excludes(e, hit)), None)
            if key in counted or excluded_by is not None:
                if trace is not None:
                    fate, by = (Fate.EXCLUDED, excluded_by.rule.text) if excluded_by else (Fate.REPEATED, "")
                    trace.append(_piece(hit, text, fate, by=by, is_heading=True))
                continue
            counted.add(key)
            if any(e.by == rule.text and e.weight > 0 for e in entry.evidence):
                if trace is not None:
                    trace.append(_piece(hit, text, Fate.REPEATED, is_heading=True))
                continue  # the passage says it itself
            weight = rule.weight * _IN_HEADING
            _add(entry, rule.leaf, weight)
            entry.evidence.append(Evidence(EvidenceKind.HEADING, text[hit.start : hit.end], weight, None, rule.text))
            if trace is not None:
                trace.append(_piece(hit, text, Fate.COUNTED, weight=weight, is_heading=True))


def _less(hits: list[Hit], without: Collection[tuple[str, str]]) -> list[Hit]:
    return [hit for hit in hits if (hit.rule.category, hit.rule.text) not in without]


def _piece(
    hit: Hit,
    text: str,
    fate: Fate,
    origins: Sequence[int] | None = None,
    weight: float = 0.0,
    by: str = "",
    *,
    is_heading: bool = False,
) -> Piece:
    rule = hit.rule
    span = _span_in(text, hit, origins)
    kind = EvidenceKind.EXCLUSION if rule.excludes else EvidenceKind.PATTERN if rule.is_pattern else EvidenceKind.TERM
    words = text[span.start : span.end]
    place = None if is_heading else span
    return Piece(rule.category, rule.leaf, kind, rule.text, rule.weight, fate, words, place, weight, by)


def _add(entry: Found, leaf: str | None, weight: float) -> None:
    entry.score += weight
    if leaf is not None:
        entry.leaves[leaf] = entry.leaves.get(leaf, 0.0) + weight


def _span_in(text: str, hit: Hit, origins: Sequence[int] | None) -> Span:
    if origins is None:
        return Span(hit.start, hit.end)
    return Span(origins[hit.start], origins[hit.end - 1] + 1)


def _excludes(exclusion: Hit, hit: Hit) -> bool:
    same = exclusion.rule.category == hit.rule.category
    own = exclusion.rule.leaf is None or exclusion.rule.leaf == hit.rule.leaf
    return same and own and exclusion.start < hit.end and hit.start < exclusion.end


def _is_nested(hit: Hit, hits: Sequence[Hit]) -> bool:
    """Whether a longer hit of the same category holds this one (of the same leaf, where it has one)."""
    length = hit.end - hit.start
    return any(
        other.start <= hit.start
        and hit.end <= other.end
        and other.end - other.start > length
        and other.rule.category == hit.rule.category
        and not other.rule.excludes
        and not other.rule.is_pattern
        and (hit.rule.leaf is None or hit.rule.leaf == other.rule.leaf)
        for other in hits
    )
