"""What was found out about one file: how it was read, what was set aside, what could not be read."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from policyscan.errors import ExitCode
from policyscan.model.document import BlockKind, Note
from policyscan.model.passage import TitlePage
from policyscan.model.report import Failed


class Diagnosis(Struct, frozen=True):
    """A file that was read, perhaps in part.

    ``encoding`` is that of a text, "" for files that are none. ``pages`` counts pages, ``characters`` those of the running
    text (white space not counted), ``headings`` and ``passages`` what it falls into. ``set_aside`` counts blocks that are
    not part of the running text, by kind. ``recognised`` are the pages read by OCR, from 1.
    """

    source: str
    sha256: str
    size: int
    reader: str
    encoding: str
    pages: int
    characters: int
    headings: int
    passages: int
    set_aside: Mapping[BlockKind, int]
    recognised: tuple[int, ...]
    notes: tuple[Note, ...]
    title_page: TitlePage

    @property
    def is_wholly_read(self) -> bool:
        """Whether nothing was lost."""
        return not any(note.unreadable for note in self.notes)


class Equipment(Struct, frozen=True):
    """What this machine has for reading: the version of the OCR engine and the path of LibreOffice, None for neither."""

    program: str
    python: str
    system: str
    ocr: str | None
    office: str | None


class Examination(Struct, frozen=True):
    """The diagnoses of some files, in the order given, and the machine they were made on."""

    outcomes: tuple[Diagnosis | Failed, ...]
    equipment: Equipment

    @property
    def exit_code(self) -> ExitCode:
        """3 where something could not be read."""
        unread = any(isinstance(o, Failed) or not o.is_wholly_read for o in self.outcomes)
        return ExitCode.UNREADABLE if unread else ExitCode.OK
