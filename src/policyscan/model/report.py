"""What a run comes to: coverage by category, document by document."""

from __future__ import annotations

from collections.abc import Mapping
from enum import IntEnum, StrEnum

from msgspec import Struct, field

from policyscan.errors import ExitCode
from policyscan.language import Bilingual
from policyscan.model.document import Document, Note
from policyscan.model.label import ClassifiedPassage, Stance
from policyscan.model.passage import TitlePage
from policyscan.model.taxonomy import Taxonomy


class Verdict(StrEnum):
    """What can be said of a category in a document."""

    COVERED = "covered"
    THIN = "thin"
    GAP = "gap"
    UNKNOWN = "unknown"


class Depth(IntEnum):
    """How deeply a document goes into a category."""

    ABSENT = 0
    NAMED = 1
    DESCRIBED = 2  # described or diagnosed
    MEASURES = 3
    TARGETS = 4  # checkable: a number, a date, a responsible unit


class Coverage(Struct, frozen=True):
    """How far a document covers a category or a leaf (``id``).

    ``characters`` counts the characters, white space not counted, of the passages with the label; ``share`` is their
    fraction (0 to 1) of those of all passages. ``sections`` counts outermost headings under which it occurs. ``strongest`` are indices into the
    document's passages, best first. ``unanswered`` are those that name a problem, where nothing that was read could be its
    remedy: a claim of absence, so see `Done.unanswered` before making it.
    """

    id: str
    passages: int
    share: float
    sections: int
    depth: Depth
    verdict: Verdict
    stances: Mapping[Stance, int] = field(default_factory=dict)
    mentions: int = 0
    strongest: tuple[int, ...] = ()
    leaves: tuple[Coverage, ...] = ()
    characters: int = 0
    unanswered: tuple[int, ...] = ()


class TaxonomyCoverage(Struct, frozen=True):
    """The coverage of one taxonomy: a row a category, in the taxonomy's order."""

    taxonomy: Taxonomy
    categories: tuple[Coverage, ...]


class Done(Struct, frozen=True):
    """A document that was read and classified (perhaps in part: see the document's notes).

    ``characters`` counts those of all passages, white space not counted.
    """

    document: Document
    title_page: TitlePage
    passages: tuple[ClassifiedPassage, ...]
    coverage: tuple[TaxonomyCoverage, ...]
    characters: int = 0

    @property
    def source(self) -> str:
        """The path as the user gave it."""
        return self.document.source

    @property
    def notes(self) -> tuple[Note, ...]:
        """What could not be read."""
        return self.document.notes

    @property
    def has_gaps(self) -> bool:
        """Whether some category is a gap."""
        return any(c.verdict is Verdict.GAP for t in self.coverage for c in t.categories)

    def unanswered(self, row: Coverage) -> tuple[int, ...]:
        """Return the passages that name a problem of a category or leaf for which the whole text has no remedy.

        None where part of the document was not read: the remedy might have stood there.
        """
        return row.unanswered if self.document.is_wholly_read else ()


class Failed(Struct, frozen=True):
    """A document from which nothing could be had."""

    source: str
    reason: Bilingual
    hint: Bilingual | None = None


class Report(Struct, frozen=True):
    """The outcome of a run, in the order in which the files were given.

    ``scores`` holds for each taxonomy that has one, by id, the macro-F1 that its estimator reached in cross-validation.
    """

    outcomes: tuple[Done | Failed, ...]
    taxonomies: tuple[Taxonomy, ...]
    version: str
    classifier: str
    scores: Mapping[str, float] = field(default_factory=dict)

    @property
    def has_gaps(self) -> bool:
        """Whether some document has a gap."""
        return any(isinstance(o, Done) and o.has_gaps for o in self.outcomes)

    @property
    def exit_code(self) -> ExitCode:
        """3 where something could not be read, 0 otherwise (gaps are the business of the caller)."""
        unread = any(isinstance(o, Failed) or not o.document.is_wholly_read for o in self.outcomes)
        return ExitCode.UNREADABLE if unread else ExitCode.OK
