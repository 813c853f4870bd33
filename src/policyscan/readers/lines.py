"""Visual lines of a page, made of pieces of text with boxes: what stands at one height and side by side is one line."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Protocol

from msgspec import Struct
from msgspec.structs import astuple

from policyscan.model.document import Block, BlockKind, Box, Fragment

_NARROW = re.compile(r"[0-9A-Za-z%)(.,;:\-+/]")


class Piece(Struct):
    """A run of characters at one height.

    ``start`` is its index among the page's characters, ``angle`` by how many degrees the line runs clockwise from level
    (90 in vertical writing, 竖排), ``size`` the height of its characters in points.
    """

    text: str
    start: int
    box: Box
    size: float
    angle: float


def reading_turn(pieces: Iterable[Piece]) -> int:
    """Return the right angle (0, 90, 180 or 270) at which most of a page's text runs: it is to be turned back by it."""
    weights = [0, 0, 0, 0]
    for piece in pieces:
        if not piece.angle:
            weights[0] += len(piece.text)
        elif _is_right(piece.angle):
            weights[round(piece.angle / 90) % 4] += len(piece.text)
    return 90 * max(range(4), key=lambda quarter: (weights[quarter], -quarter))


def turn_box(box: Box, turn: int, width: float, height: float) -> Box:
    """Return where a box lies once its page of ``width`` × ``height`` is turned back by ``turn`` degrees.

    >>> turn_box(Box(90, 10, 100, 50), 90, width=100, height=200)
    Box(left=10, top=0, right=50, bottom=10)
    """
    left, top, right, bottom = astuple(box)
    if turn == 90:
        return Box(top, width - right, bottom, width - left)
    if turn == 180:
        return Box(width - right, height - bottom, width - left, height - top)
    if turn == 270:
        return Box(height - bottom, left, height - top, right)
    return box


class PageText(Protocol):
    """The text of one page as a reader found it.

    Attributes
    ----------
    pieces
        Runs of characters before they are joined to lines.
    """

    pieces: list[Piece]

    def characters(self, piece: Piece) -> list[Piece]:
        """Return a piece character by character, each with its own box; white space is left out."""
        ...


def join_pieces(pieces: list[Piece]) -> list[Piece]:
    """Join neighbouring pieces that stand side by side at one height (or, sideways, one below the other)."""
    joined: list[Piece] = []
    upright: list[Box] = []
    for piece in pieces:
        last = joined[-1] if joined else None
        box = _upright(piece) if piece.angle else piece.box
        if last is not None and _same_line(last, upright[-1], piece, box):
            is_after = upright[-1].left <= box.left
            left, right = (last, piece) if is_after else (piece, last)
            gap = box.left - upright[-1].right if is_after else upright[-1].left - box.right
            space = " " if _needs_space(left, right, gap) else ""
            joined[-1] = Piece(
                left.text + space + right.text,
                min(last.start, piece.start),
                last.box.union(piece.box),
                max(last.size, piece.size),
                last.angle,
            )
            upright[-1] = upright[-1].union(box)
        else:
            joined.append(piece)
            upright.append(box)
    return joined


def _upright(piece: Piece) -> Box:
    """Return the piece's box as it lies once its line is level."""
    quarter = round(piece.angle / 90) % 4
    return turn_box(piece.box, 90 * quarter, 0.0, 0.0) if quarter and _is_right(piece.angle) else piece.box


def _is_right(angle: float) -> bool:
    return abs(angle - 90 * round(angle / 90)) <= 2


def _same_line(a: Piece, a_box: Box, b: Piece, b_box: Box) -> bool:
    if abs(a.angle - b.angle) > 1:
        return False
    overlap = min(a_box.bottom, b_box.bottom) - max(a_box.top, b_box.top)
    if overlap < 0.5 * min(a.size, b.size):
        return False
    gap = max(a_box.left, b_box.left) - min(a_box.right, b_box.right)
    em = max(a.size, b.size, 1.0)
    # Lines that overlap sideways are drawn over one another (a seal, a shadow), not side by side.
    return -0.6 * em <= gap <= 2.5 * em


def _needs_space(left: Piece, right: Piece, gap: float) -> bool:
    narrow = _NARROW.match(left.text[-1]) and _NARROW.match(right.text[0])
    return bool(narrow) and gap > 0.15 * max(left.size, 1.0)


def without_copies(pieces: list[Piece]) -> list[Piece]:
    """Return the pieces without those drawn a second time at the same place."""
    # 公报 PDFs draw page numbers and bold lines twice, a hair apart; the second copy says nothing.
    places: dict[str, set[tuple[int, int]]] = {}
    kept = []
    for piece in pieces:
        x, y = round(piece.box.left / 3), round(piece.box.top / 3)
        seen = places.setdefault(piece.text, set())
        if seen and any((x + i, y + j) in seen for i in (-1, 0, 1) for j in (-1, 0, 1)):
            continue
        seen.add((x, y))
        kept.append(piece)
    return kept


def lines_of(pieces: list[Piece], number: int) -> list[Block]:
    """Return the visual lines of page ``number`` in the order in which they are drawn."""
    return [line_block(piece, number) for piece in join_pieces(pieces)]


def line_block(piece: Piece, number: int) -> Block:
    """Return a piece as a block of one line on page ``number``; turned by anything but a right angle, it is a watermark."""
    fragment = Fragment(0, len(piece.text), number, piece.text, piece.box)
    kind = BlockKind.LINE if _is_right(piece.angle) else BlockKind.WATERMARK
    return Block(piece.text, (fragment,), kind, size=round(piece.size, 1))
