"""Visual lines of a page, made of pieces of text with boxes: what stands at one height and side by side is one line."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Protocol

from policyscan.model.document import Block, BlockKind, Box, Fragment

_NARROW = re.compile(r"[0-9A-Za-z%)(.,;:\-+/]")


@dataclass(slots=True)
class Piece:
    """A run of characters at one height; ``start`` is its index among the page's characters."""

    text: str
    start: int
    box: Box
    size: float
    angle: float


class PageText(Protocol):
    """The text of one page as a reader found it.

    Attributes
    ----------
    pieces
        Runs of characters before they are joined to lines.
    lines
        Visual lines in the order in which they are drawn.
    """

    pieces: list[Piece]
    lines: list[Block]

    def characters(self, piece: Piece) -> list[Piece]:
        """Return a piece character by character, each with its own box; white space is left out."""
        ...


def join_pieces(pieces: list[Piece]) -> list[Piece]:
    """Join neighbouring pieces that stand side by side at one height."""
    joined: list[Piece] = []
    for piece in pieces:
        last = joined[-1] if joined else None
        if last is not None and _same_line(last, piece):
            left, right = (last, piece) if last.box.left <= piece.box.left else (piece, last)
            space = " " if _needs_space(left, right) else ""
            joined[-1] = Piece(
                left.text + space + right.text,
                min(last.start, piece.start),
                last.box.union(piece.box),
                max(last.size, piece.size),
                last.angle,
            )
        else:
            joined.append(piece)
    return joined


def _same_line(a: Piece, b: Piece) -> bool:
    if abs(a.angle - b.angle) > 1:
        return False
    overlap = min(a.box.bottom, b.box.bottom) - max(a.box.top, b.box.top)
    if overlap < 0.5 * min(a.size, b.size):
        return False
    gap = max(a.box.left, b.box.left) - min(a.box.right, b.box.right)
    em = max(a.size, b.size, 1.0)
    # Lines that overlap sideways are drawn over one another (a seal, a shadow), not side by side.
    return -0.6 * em <= gap <= 2.5 * em


def _needs_space(left: Piece, right: Piece) -> bool:
    gap = right.box.left - left.box.right
    narrow = _NARROW.match(left.text[-1]) and _NARROW.match(right.text[0])
    return bool(narrow) and gap > 0.15 * max(left.size, 1.0)


def without_copies(pieces: list[Piece]) -> list[Piece]:
    """Return the pieces without those drawn a second time at the same place."""
    # 公报 PDFs draw page numbers and bold lines twice, a hair apart; the second copy says nothing.
    seen: dict[tuple[str, int, int], None] = {}
    kept = []
    for piece in pieces:
        key = (piece.text, round(piece.box.left / 3), round(piece.box.top / 3))
        near = [(key[0], key[1] + i, key[2] + j) for i in (-1, 0, 1) for j in (-1, 0, 1)]
        if any(k in seen for k in near):
            continue
        seen[key] = None
        kept.append(piece)
    return kept


def line_block(piece: Piece, number: int) -> Block:
    """Return a piece as a block of one line on page ``number``."""
    slanted = min(piece.angle % 90, 90 - piece.angle % 90) > 2
    fragment = Fragment(0, len(piece.text), number, piece.text, piece.box)
    kind = BlockKind.WATERMARK if slanted else BlockKind.LINE
    return Block(piece.text, (fragment,), kind, size=round(piece.size, 1))
