"""The words of a corpus: where one stands, how often each does, and which ones a taxonomy lacks."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePosixPath

from msgspec import Struct

from policyscan.language import Bilingual
from policyscan.model.corpus import Member, Status, Survey
from policyscan.model.document import Fragment
from policyscan.model.report import Failed
from policyscan.model.taxonomy import Taxonomy


class Stretch(Struct, frozen=True):
    """A block of running text 正文的一块, a heading or what stands under one.

    ``start`` counts characters of the document's clean text; ``headings`` are those above, outermost first; ``fragments``
    lead back to the source.
    """

    text: str
    start: int
    headings: tuple[str, ...] = ()
    fragments: tuple[Fragment, ...] = ()
    is_heading: bool = False

    def source_of(self, offset: int) -> Fragment | None:
        """Return the fragment in which character ``offset`` of the text stands; None where nothing is known of it."""
        for fragment in reversed(self.fragments):
            if fragment.start <= offset:
                return fragment
        return self.fragments[0] if self.fragments else None


class Reading(Struct, frozen=True):
    """Corpora, and files given by themselves, that are looked at together. ``members`` are the documents of all."""

    surveys: tuple[Survey, ...]
    version: str

    @property
    def members(self) -> tuple[Member, ...]:
        """The documents in the order of the corpora."""
        return tuple(member for survey in self.surveys for member in survey.members)

    @property
    def paths(self) -> tuple[str, ...]:
        """Where each document is; the title of one that is missing."""
        return tuple(
            str(PurePosixPath(survey.corpus.folder, member.path)) if member.path else member.title
            for survey in self.surveys
            for member in survey.members
        )

    @property
    def is_wholly_read(self) -> bool:
        """Whether all that is there was read, so that absence can be claimed. Missing documents are no part of this."""
        return not any(is_unread(member) for member in self.members)


def is_unread(member: Member) -> bool:
    """Whether a document is there, and some of it or all of it could not be read."""
    return member.status in (Status.UNREADABLE, Status.MISMATCH, Status.PARTLY) or (
        member.status is Status.DUPLICATE
        and member.outcome is not None
        and not isinstance(member.outcome, Failed)
        and not member.outcome.document.is_wholly_read
    )


def is_there(member: Member) -> bool:
    """Whether a document is there, read or not, and no other one's copy."""
    return member.outcome is not None and member.duplicate_of is None


def whole_of(members: Sequence[Member]) -> Part:
    """Return all documents that are there as one part."""
    there = tuple(index for index, member in enumerate(members) if is_there(member))
    return Part("", there, sum(is_unread(members[i]) for i in there))


def counts(member: Member) -> bool:
    """Whether a document's words count: it was read, and it is no other one's copy."""
    return member.done is not None and member.duplicate_of is None


class Part(Struct, frozen=True):
    """Documents that are counted together: those of a place, a year, … or one alone.

    ``members`` are indices into the reading's members; ``unread`` counts those of which some or all could not be read.
    """

    name: str
    members: tuple[int, ...]
    unread: int


class Hit(Struct, frozen=True):
    """A place where a term or a pattern stands, with what is left and right of it in the same block.

    ``member`` is an index into the reading's members; ``start`` and ``end`` count characters of the document's clean text;
    ``page`` is None in files without pages, ``line`` the line or paragraph of those.
    """

    member: int
    start: int
    end: int
    left: str
    text: str
    right: str
    headings: tuple[str, ...]
    page: int | None
    line: int | None
    in_heading: bool = False


class HitCount(Struct, frozen=True):
    """How often a part of a corpus has it: ``hits`` in ``holding`` of its documents, among ``characters`` of text.

    Characters are those of the running text, white space not counted. ``hits`` are of what was read.
    """

    part: Part
    hits: int
    holding: int
    characters: int

    @property
    def rate(self) -> float | None:
        """Hits per 10,000 characters; None where nothing was read."""
        return self.hits * 10_000 / self.characters if self.characters else None


class Concordance(Struct, frozen=True):
    """Keyword in context 上下文检索: every place of a term (``query``) or of a pattern in a corpus."""

    reading: Reading
    query: str
    is_pattern: bool
    by: str
    hits: tuple[Hit, ...]
    counts: tuple[HitCount, ...]
    total: HitCount


class WordCount(Struct, frozen=True):
    """How often a word stands in some documents, and in how many of them. ``rate`` is per 10,000 words."""

    word: str
    frequency: int
    documents: int
    rate: float
    categories: tuple[str, ...] = ()


class KeyWord(Struct, frozen=True):
    """A word that tells a part from what it is compared with (`lexicon.keyness` explains the figures).

    ``g2`` is the log-likelihood, without a sign; ``log_ratio`` the binary logarithm of the ratio of the rates; ``z`` the
    z-score of the weighted log-odds: above 0 where the word is commoner in the part.
    """

    count: WordCount
    other: WordCount
    g2: float
    log_ratio: float
    z: float


class WordPart(Struct, frozen=True):
    """The words of a part: how many there are in it, and those that are listed.

    ``keywords`` is empty where nothing was compared, ``words`` where something was.
    """

    part: Part
    size: int
    words: tuple[WordCount, ...] = ()
    keywords: tuple[KeyWord, ...] = ()
    against: str = ""


class WordTable(Struct, frozen=True):
    """Frequencies 词频 of a corpus (``by`` is "") or keyness 关键性 of its parts.

    ``segmenter`` names what cut the text, ``stop_words`` how many words were left out of the list.
    """

    reading: Reading
    by: str
    sort: str
    parts: tuple[WordPart, ...]
    segmenter: str
    stop_words: int
    taxonomies: tuple[Taxonomy, ...] = ()
    reference: Reading | None = None


class Quotation(Struct, frozen=True):
    """A passage that holds a word. ``at`` and ``end`` are the word's place in it; ``passage`` its index in the document."""

    member: int
    passage: int
    at: int
    end: int


class Suggestion(Struct, frozen=True):
    """A word that a category's terms do not match yet, and that tells its passages from all others.

    ``passages`` of the category hold it and ``others`` do without carrying the category; ``silent`` of the passages carry
    it with no term or pattern of the taxonomy in them. ``z`` is that of the weighted log-odds. ``is_new`` says that the
    segmenter does not know it as a word; then ``cohesion`` (PMI in nats) and ``freedom`` (the smaller branching entropy, in
    nats) tell why it is one.
    """

    term: str
    category: str
    leaf: str | None
    z: float
    frequency: int
    passages: int
    others: int
    silent: int
    documents: int
    weight: float
    is_new: bool
    cohesion: float | None
    freedom: float | None
    quotations: tuple[Quotation, ...]

    @property
    def precision(self) -> float:
        """The share of the passages with the word that carry the category."""
        return self.passages / (self.passages + self.others)


class CategorySuggestions(Struct, frozen=True):
    """What a category could take up; ``passages`` carry it."""

    taxonomy: str
    category: str
    name: Bilingual
    passages: int
    suggestions: tuple[Suggestion, ...]


class Subject(Struct, frozen=True):
    """Passages that no category catches and that share a word; ``words`` with their z-scores, best first."""

    words: tuple[tuple[str, float], ...]
    passages: int
    documents: int
    quotations: tuple[Quotation, ...]


class TaxonomySuggestions(Struct, frozen=True):
    """All that a corpus suggests for some taxonomies; ``uncaught`` counts the passages that no category catches."""

    reading: Reading
    classifier: str
    segmenter: str
    taxonomies: tuple[Taxonomy, ...]
    categories: tuple[CategorySuggestions, ...]
    subjects: tuple[Subject, ...] = ()
    uncaught: int = 0


def parts_by(members: Sequence[Member], by: str) -> tuple[Part, ...]:
    """Return the parts of a corpus, as they come; years in order, what is not known last.

    What is missing or a duplicate is in no part but its own (``by`` document), where it counts nothing.
    """
    groups: dict[str, list[int]] = {}
    for index, member in enumerate(members):
        if by == "document":
            groups[f"{index}"] = [index]
        elif is_there(member):
            groups.setdefault(str(getattr(member, by) or ""), []).append(index)
    names = {key: members[group[0]].title if by == "document" else key for key, group in groups.items()}
    keys = sorted(groups, key=lambda key: (not names[key], names[key] if by == "year" else ""))
    return tuple(Part(names[key], tuple(groups[key]), sum(is_unread(members[i]) for i in groups[key])) for key in keys)
