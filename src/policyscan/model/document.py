"""What a reader returns and cleaning improves: pages, blocks of text, and what could not be read."""

from __future__ import annotations

import hashlib
from enum import StrEnum

from msgspec import Struct, field
from msgspec.structs import replace

from policyscan.language import Bilingual
from policyscan.model.folding import bare


class Box(Struct, frozen=True, array_like=True):
    """A rectangle on a page, in points, origin at the page's top left corner."""

    left: float
    top: float
    right: float
    bottom: float

    def union(self, other: Box) -> Box:
        """Return the smallest box that holds both."""
        return Box(
            min(self.left, other.left),
            min(self.top, other.top),
            max(self.right, other.right),
            max(self.bottom, other.bottom),
        )


class BlockKind(StrEnum):
    """What a block is in the document. The kinds in `SET_ASIDE` are not part of the running text."""

    LINE = "line"  # a visual line, before lines are joined
    PARAGRAPH = "paragraph"
    HEADING = "heading"
    TABLE_ROW = "table_row"
    BOX = "box"  # 专栏
    HEADER = "header"  # 页眉
    FOOTER = "footer"  # 页脚
    PAGE_NUMBER = "page_number"
    WATERMARK = "watermark"
    CONTENTS = "contents"  # 目录
    FOOTNOTE = "footnote"
    WEB = "web"  # menus, print dates and addresses of a printed web page

    @property
    def is_set_aside(self) -> bool:
        """Whether blocks of this kind are kept out of the running text (``extract --all`` shows them)."""
        return self in _SET_ASIDE


_SET_ASIDE = frozenset(
    {
        BlockKind.HEADER,
        BlockKind.FOOTER,
        BlockKind.PAGE_NUMBER,
        BlockKind.WATERMARK,
        BlockKind.CONTENTS,
        BlockKind.FOOTNOTE,
        BlockKind.WEB,
    }
)


class Fragment(Struct, frozen=True):
    """Where a stretch of a block's text stands in the source: the way back.

    ``start`` and ``end`` count characters in the block's text. ``raw`` is the stretch as the file has it, before
    normalisation. ``page`` counts from 1; files without pages have one, and ``line`` tells the line of a text file or the
    paragraph of a DOCX or HTML file (from 1).
    """

    start: int
    end: int
    page: int
    raw: str
    box: Box | None = None
    line: int | None = None


class Block(Struct, frozen=True):
    """A piece of the document in reading order.

    ``size`` is the font size in points (0 where unknown), ``bold`` whether the font says so. ``level`` is set for
    headings only: 1 is the outermost. ``cells`` are the cells of a table row, ``table`` numbers the table it is in.
    """

    text: str
    fragments: tuple[Fragment, ...]
    kind: BlockKind = BlockKind.LINE
    size: float = 0.0
    bold: bool = False
    font: str = ""
    level: int | None = None
    cells: tuple[str, ...] = ()
    table: int | None = None

    @property
    def page(self) -> int:
        """The page on which the block begins, from 1."""
        return self.fragments[0].page if self.fragments else 1

    @property
    def pages(self) -> tuple[int, int]:
        """First and last page, from 1."""
        if not self.fragments:
            return 1, 1
        if self.cells:  # a row cut by a page break: each of its cells may stand on both pages
            numbers = [fragment.page for fragment in self.fragments]
            return min(numbers), max(numbers)
        return self.fragments[0].page, self.fragments[-1].page

    @property
    def box(self) -> Box | None:
        """The box of the first fragment; lines have just one."""
        return self.fragments[0].box if self.fragments else None


class NoteKind(StrEnum):
    """Why something of a document may be missing."""

    NO_TEXT_LAYER = "no_text_layer"
    GARBLED = "garbled"
    BROKEN_PAGE = "broken_page"
    TRUNCATED = "truncated"
    DECODED_WITH_LOSS = "decoded_with_loss"
    NOT_THE_DOCUMENT = "not_the_document"
    ATTACHMENT = "attachment"  # 附件: named, but another file
    RECOGNISED = "recognised"  # read by OCR, which is told even where it went well
    DOUBTFUL = "doubtful"  # read by OCR with little confidence


class Note(Struct, frozen=True):
    """Something about the reading that the user must know. ``page`` is None where it concerns the whole file.

    ``unreadable`` says that text may have been lost, so that absence cannot be claimed.
    """

    kind: NoteKind
    message: Bilingual
    page: int | None = None
    unreadable: bool = True


class Page(Struct, frozen=True):
    """A page's number (from 1) and size in points."""

    number: int
    width: float
    height: float


_OPENING = 3000


class Known(Struct, frozen=True):
    """What is kept of a running text: see `Document.opening` and `Document.text_sha256`."""

    opening: str
    text_sha256: str


class Document(Struct, frozen=True):
    """A file as read: its blocks in reading order.

    ``sha256`` is the hash of the file's bytes, in hexadecimal; ``reader`` the name of the reader that read it;
    ``encoding`` that of a text, "" for a file that is none. ``known`` is what is known of the running text where the
    blocks are not at hand.
    """

    source: str
    sha256: str
    reader: str
    pages: tuple[Page, ...]
    blocks: tuple[Block, ...]
    notes: tuple[Note, ...] = field(default=())
    encoding: str = ""
    known: Known | None = None

    @property
    def has_pages(self) -> bool:
        """Whether the file has pages that can be cited. DOCX, HTML and text have one page without a size."""
        return any(page.width > 0 for page in self.pages)

    @property
    def running(self) -> tuple[Block, ...]:
        """The blocks of the running text: all that are not set aside."""
        return tuple(block for block in self.blocks if not block.kind.is_set_aside)

    @property
    def text(self) -> str:
        """The running text, a line a block. Spans of passages count its characters."""
        return "\n".join(block.text for block in self.running)

    @property
    def opening(self) -> str:
        """The first characters of the running text, enough for a title to stand in."""
        return self.known.opening if self.known is not None else self.text[:_OPENING]

    @property
    def text_sha256(self) -> str:
        """The hash of the running text without punctuation, the same in whatever format it is set; "" without text."""
        if self.known is not None:
            return self.known.text_sha256
        text = bare(self.text)
        return hashlib.sha256(text.encode()).hexdigest() if text else ""

    @property
    def unreadable_pages(self) -> tuple[int, ...]:
        """The pages of which some text could not be read, in order, each once."""
        return tuple(sorted({n.page for n in self.notes if n.unreadable and n.page is not None}))

    @property
    def is_wholly_read(self) -> bool:
        """Whether nothing was lost, so that absence can be claimed."""
        return not any(note.unreadable for note in self.notes)

    def with_blocks(self, blocks: tuple[Block, ...] | list[Block]) -> Document:
        """Return a copy with other blocks."""
        return replace(self, blocks=tuple(blocks))
