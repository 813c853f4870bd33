"""What ``policyscan taxonomy lint`` finds: mistakes and waste in a taxonomy, and what each of its terms does to a text."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from policyscan.errors import ExitCode
from policyscan.language import Bilingual
from policyscan.model.gate import Severity
from policyscan.model.label import EvidenceKind
from policyscan.model.taxonomy import Taxonomy


class LintRule(StrEnum):
    """What can be found; docs/taxonomy-lint.md explains each."""

    EXAMPLE_FAILS = "example-fails"
    EXAMPLE_CLASH = "example-clash"
    UNREACHABLE = "unreachable"
    SHARED_TERM = "shared-term"
    REPEATED_TERM = "repeated-term"
    DEAD_TERM = "dead-term"
    SWALLOWED_TERM = "swallowed-term"
    IDLE_EXCLUSION = "idle-exclusion"
    IMPRECISE_TERM = "imprecise-term"
    MISSING_DEFINITION = "missing-definition"
    MISSING_EXAMPLE = "missing-example"
    REDUNDANT_TERM = "redundant-term"
    SILENT_TERM = "silent-term"
    SPLIT_TERM = "split-term"
    EXAMPLE_CONTRAST = "example-contrast"


SEVERITIES = {
    LintRule.EXAMPLE_FAILS: Severity.ERROR,
    LintRule.EXAMPLE_CLASH: Severity.ERROR,
    LintRule.UNREACHABLE: Severity.ERROR,
    LintRule.SHARED_TERM: Severity.WARNING,
    LintRule.REPEATED_TERM: Severity.WARNING,
    LintRule.DEAD_TERM: Severity.WARNING,
    LintRule.SWALLOWED_TERM: Severity.WARNING,
    LintRule.IDLE_EXCLUSION: Severity.WARNING,
    LintRule.IMPRECISE_TERM: Severity.WARNING,
    LintRule.MISSING_DEFINITION: Severity.WARNING,
    LintRule.MISSING_EXAMPLE: Severity.INFO,
    LintRule.REDUNDANT_TERM: Severity.INFO,
    LintRule.SILENT_TERM: Severity.INFO,
    LintRule.SPLIT_TERM: Severity.INFO,
    LintRule.EXAMPLE_CONTRAST: Severity.INFO,
}

Place = tuple[int, int]
"""Line and column in the taxonomy's file, from 1."""


class TermUse(Struct, frozen=True):
    """What a term or pattern does to a text: the analysis of labelling functions of Snorkel, on a taxonomy's terms.

    Ratner et al., *Snorkel: Rapid Training Data Creation with Weak Supervision*, VLDB 2017. A term *fires* in a passage where
    it adds to the category's score there.

    Attributes
    ----------
    matches
        Literal occurrences in the passages; ``headings`` those in the headings above them, each heading once a document.
    excluded, nested, bare, out_of_scope
        How many of the matches do not count, and why (see `policyscan.model.explanation.Fate`).
    passages, documents
        In how many it fires.
    overlap
        Of these passages, those where another term or pattern of the same category fires too.
    conflict
        Of these passages, those that another category of the taxonomy carries by its own terms. In a taxonomy whose
        categories may go together this is no mistake by itself.
    decides
        Of these passages, those that lose the category where the taxonomy loses the term.
    gold, right
        Labelled passages in which it fires, and how many of them carry the category: its precision is ``right / gold``.
        None where no labelled passages were given.
    words
        How jieba cuts the term; () for patterns, and for terms that are one word.
    """

    category: str
    leaf: str | None
    kind: EvidenceKind
    text: str
    weight: float
    in_scope: bool
    place: Place
    matches: int = 0
    headings: int = 0
    excluded: int = 0
    nested: int = 0
    bare: int = 0
    out_of_scope: int = 0
    passages: int = 0
    documents: int = 0
    overlap: int = 0
    conflict: int = 0
    decides: int = 0
    gold: int | None = None
    right: int | None = None
    words: tuple[str, ...] = ()

    @property
    def owner(self) -> str:
        """The leaf that it belongs to, else the category."""
        return self.leaf or self.category

    @property
    def precision(self) -> float | None:
        """Share of the labelled passages in which it fires that carry its category; None where there is none."""
        return self.right / self.gold if self.gold and self.right is not None else None


class ExclusionUse(Struct, frozen=True):
    """An exclusion: how often it stands in the passages, how many matches of terms it voids there, and in labelled passages.

    ``gold`` is None where no labelled passages were given.
    """

    category: str
    leaf: str | None
    text: str
    place: Place
    matches: int = 0
    voided: int = 0
    gold: int | None = None

    @property
    def owner(self) -> str:
        """The leaf that it belongs to, else the category."""
        return self.leaf or self.category


class ExampleUse(Struct, frozen=True):
    """An example of a category: whether it should carry it, whether it does by terms and patterns alone, and its score."""

    category: str
    text: str
    wanted: bool
    carried: bool
    score: float
    place: Place


class LintFinding(Struct, frozen=True):
    """One finding. ``owner`` is the id of the category or leaf; ``related`` are other places that it speaks of."""

    rule: LintRule
    place: Place
    owner: str
    term: str
    message: Bilingual
    advice: Bilingual
    related: tuple[Place, ...] = ()

    @property
    def severity(self) -> Severity:
        """How grave it is."""
        return SEVERITIES[self.rule]


class LintResult(Struct, frozen=True):
    """All that ``policyscan taxonomy lint`` says.

    ``corpus`` is the path of the documents, None where there were none; ``documents`` and ``passages`` count what the
    figures of the terms rest on; ``unread`` are documents of which part or all could not be read: a term that matches
    nowhere may stand there. ``gold`` counts labelled passages.
    """

    taxonomy: Taxonomy
    version: str
    findings: tuple[LintFinding, ...]
    terms: tuple[TermUse, ...]
    exclusions: tuple[ExclusionUse, ...]
    corpus: str | None = None
    documents: int = 0
    passages: int = 0
    unread: tuple[str, ...] = ()
    gold: int | None = None
    ignored: tuple[LintRule, ...] = ()

    @property
    def has_figures(self) -> bool:
        """Whether there were passages to count in."""
        return self.passages > 0

    def count(self, severity: Severity) -> int:
        """Return how many findings have a severity."""
        return sum(finding.severity is severity for finding in self.findings)

    def exit_code(self, *, strict: bool) -> ExitCode:
        """1 for an error, or where ``strict`` for any finding; else 0."""
        failing = self.findings if strict else [f for f in self.findings if f.severity is Severity.ERROR]
        return ExitCode.GAPS_FOUND if failing else ExitCode.OK
