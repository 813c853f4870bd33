"""A corpus: documents that are looked at together, those that are expected, and what is known of each."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from msgspec import Struct, field

from policyscan.language import Bilingual
from policyscan.model.report import Done, Failed


class Entry(Struct, frozen=True):
    """What a ``corpus.yaml`` says of a document; None (or empty) where it is silent.

    ``path`` is relative to the corpus's folder and promises that the file is there; ``match`` are patterns of names. An
    entry with neither expects a document that may not be there yet. ``period`` are the first and last year that a plan
    runs for; ``line`` is that of the entry in the file, from 1.
    """

    line: int
    id: str | None = None
    path: str | None = None
    match: tuple[str, ...] = ()
    title: str | None = None
    place: str | None = None
    year: int | None = None
    period: tuple[int, int] | None = None
    kind: str | None = None
    group: str | None = None
    level: str | None = None
    source: str | None = None


class Corpus(Struct, frozen=True):
    """A folder of documents, or a ``corpus.yaml`` with its folder.

    ``path`` is as the user gave it, ``manifest`` the path of the ``corpus.yaml`` where there is one; ``ignored`` are
    patterns of files in the folder that do not belong to the corpus.
    """

    path: str
    folder: str
    manifest: str | None = None
    title: str | None = None
    entries: tuple[Entry, ...] = ()
    ignored: tuple[str, ...] = ()


class Status(StrEnum):
    """What became of a document of a corpus."""

    PRESENT = "present"
    PARTLY = "partly"  # some page could not be read
    DUPLICATE = "duplicate"  # the content of another one
    MISMATCH = "mismatch"  # the content cannot be the document that the entry or the name says
    UNREADABLE = "unreadable"
    MISSING = "missing"


class Origin(StrEnum):
    """Where a fact about a document comes from."""

    MANIFEST = "manifest"
    TITLE_PAGE = "title_page"
    NAME = "name"


class Member(Struct, frozen=True):
    """A document of a corpus with what is known of it.

    ``id`` stays the same when the file is renamed, reformatted or its pages move: the entry's ``id``, else the title,
    else the path. ``path`` is relative to the corpus's folder, with ``/``; ``outcome`` is None where the document is
    missing. ``origins`` tells where place, year, kind and level come from.
    """

    id: str
    entry: Entry | None
    path: str | None
    outcome: Done | Failed | None
    title: str
    place: str | None = None
    province: str | None = None
    year: int | None = None
    kind: str | None = None
    group: str | None = None
    level: str | None = None
    origins: Mapping[str, Origin] = field(default_factory=dict)
    duplicate_of: str | None = None
    same_bytes: bool = False
    mismatches: tuple[Bilingual, ...] = ()

    @property
    def status(self) -> Status:
        """What became of it; the gravest where several things are true."""
        if self.outcome is None:
            return Status.MISSING
        if isinstance(self.outcome, Failed):
            return Status.UNREADABLE
        if self.mismatches:
            return Status.MISMATCH
        if self.duplicate_of is not None:
            return Status.DUPLICATE
        return Status.PRESENT if self.outcome.document.is_wholly_read else Status.PARTLY

    @property
    def done(self) -> Done | None:
        """Its content, None where nothing can be said of it: missing, unreadable, or another document's."""
        return self.outcome if isinstance(self.outcome, Done) and not self.mismatches else None


class Survey(Struct, frozen=True):
    """A corpus after reading.

    ``unlisted`` are files in the folder that no entry claims; ``ambiguous`` are files that several entries may mean.
    """

    corpus: Corpus
    members: tuple[Member, ...]
    unlisted: tuple[str, ...] = ()
    ambiguous: tuple[str, ...] = ()
