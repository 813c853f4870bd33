"""What an OCR engine found → lines in reading order: turned upright, level, joined, in columns, with Chinese marks."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from statistics import median

from msgspec import Struct

from policyscan.model.document import Box
from policyscan.readers.ocr_engine import Scrap

_HAN = r"\u3400-\u4dbf\u4e00-\u9fff"
_WIDE = re.compile(rf"[{_HAN}\u3000-\u303f\uff00-\uffef“”‘’—…]")
_FULL_WIDTH = str.maketrans(",:;?!", "，：；？！")
_MARKS = (
    (re.compile(rf"\((?=[^()]*[{_HAN}])([^()]*)\)"), lambda m: f"（{m[1]}）"),
    (re.compile(rf"(?<=[{_HAN}”》）〕])[,:;?!]"), lambda m: m[0].translate(_FULL_WIDTH)),
    (re.compile(rf"(?<=[{_HAN}”》）〕])\.$"), lambda m: "。"),
    (re.compile(rf"(?<=[{_HAN}，。；：、“”（）《》])\s+(?=[{_HAN}，。；：、“”（）《》])"), lambda m: ""),
)


class Line(Struct, frozen=True):
    """A line of text; ``box`` in pixels of the upright page, ``size`` its type size in pixels."""

    text: str
    confidence: float
    box: Box
    size: float


class UprightPage(Struct, frozen=True):
    """The lines of a page in reading order, and its size in pixels when it stands upright."""

    width: float
    height: float
    lines: tuple[Line, ...]


def arrange(scraps: Sequence[Scrap], width: float, height: float) -> UprightPage:
    """Return a page's lines in reading order.

    Parameters
    ----------
    scraps
        What the engine found.
    width, height
        Of the picture, in pixels.
    """
    quads = [_Quad(s, s.corners) for s in scraps if s.text.strip()]
    quads, width, height = _upright(quads, width, height)
    quads = _level(quads, width, height)
    pieces = [Line(tidy(q.scrap.text), q.scrap.confidence, q.box, q.size) for q in quads]
    return UprightPage(width, height, tuple(_in_order(_joined(pieces))))


def tidy(text: str) -> str:
    """Return text with the marks of Chinese typography, and without spaces between Chinese characters.

    >>> tidy("推进共享, 完善目录(试行).")
    '推进共享，完善目录（试行）。'
    """
    text = text.strip()
    for pattern, change in _MARKS:
        text = pattern.sub(change, text)
    return text


class _Quad(Struct, frozen=True):
    scrap: Scrap
    corners: tuple[tuple[float, float], ...]

    @property
    def box(self) -> Box:
        xs, ys = [x for x, _ in self.corners], [y for _, y in self.corners]
        return Box(min(xs), min(ys), max(xs), max(ys))

    @property
    def is_tall(self) -> bool:
        box = self.box
        return box.bottom - box.top > 1.5 * (box.right - box.left)

    @property
    def angle(self) -> float:
        (x0, y0), (x1, y1) = self.corners[0], self.corners[1]
        return math.atan2(y1 - y0, x1 - x0)

    @property
    def size(self) -> float:
        """Type size: from the width where there are enough characters to tell, or else from the height."""
        box = self.box
        ems = sum(1.0 if _WIDE.match(c) else 0.5 for c in self.scrap.text)
        by_height = 0.8 * (box.bottom - box.top)
        return (box.right - box.left) / ems if ems >= 5 else by_height


def _upright(quads: list[_Quad], width: float, height: float) -> tuple[list[_Quad], float, float]:
    """Turn a page that lies on its side or stands on its head. The engine has read its lines already."""

    def weight(chosen: Iterable[_Quad]) -> int:
        return sum(len(q.scrap.text) for q in chosen)

    lies = weight(q for q in quads if q.is_tall) > weight(q for q in quads if not q.is_tall)
    # The engine turns tall boxes a quarter anticlockwise before it looks which way up their characters are.
    counted = [q for q in quads if q.is_tall == lies]
    reversed_ = weight(q for q in counted if q.scrap.upside_down) > weight(
        q for q in counted if not q.scrap.upside_down
    )
    if not lies and not reversed_:
        return quads, width, height

    def turn(x: float, y: float) -> tuple[float, float]:
        if not lies:
            return width - x, height - y
        return (height - y, x) if reversed_ else (y, width - x)

    turned = [_Quad(q.scrap, _from_top_left([turn(x, y) for x, y in q.corners])) for q in quads]
    return turned, *((height, width) if lies else (width, height))


def _from_top_left(corners: Sequence[tuple[float, float]]) -> tuple[tuple[float, float], ...]:
    first = min(range(len(corners)), key=lambda i: sum(corners[i]))
    return (*corners[first:], *corners[:first])


def _level(quads: list[_Quad], width: float, height: float) -> list[_Quad]:
    """Turn the lines of a page that was laid askew on the scanner."""
    angles = [q.angle for q in quads if len(q.scrap.text) >= 8 and abs(q.angle) < 0.35]
    skew = median(angles) if angles else 0.0
    if abs(skew) < 0.003:  # a pixel in 300
        return quads
    c, s, x0, y0 = math.cos(-skew), math.sin(-skew), width / 2, height / 2

    def turn(x: float, y: float) -> tuple[float, float]:
        return x0 + c * (x - x0) - s * (y - y0), y0 + s * (x - x0) + c * (y - y0)

    return [_Quad(q.scrap, tuple(turn(x, y) for x, y in q.corners)) for q in quads]


def _middle(line: Line) -> float:
    return (line.box.top + line.box.bottom) / 2


def _joined(pieces: list[Line]) -> list[Line]:
    """Join what the engine cut at a gap in the line: a number and its title, the two sides of a quotation mark."""
    lines: list[Line] = []
    for row in _rows(pieces):
        row.sort(key=lambda line: line.box.left)
        current = row[0]
        for piece in row[1:]:
            gap = piece.box.left - current.box.right
            if gap < 0.8 * min(current.size, piece.size) and 0.7 < current.size / piece.size < 1.4:
                current = _together(current, piece)
            else:
                lines.append(current)
                current = piece
        lines.append(current)
    return lines


def _rows(pieces: list[Line]) -> list[list[Line]]:
    rows: list[list[Line]] = []
    for piece in sorted(pieces, key=_middle):
        if rows and _middle(piece) - _middle(rows[-1][-1]) < 0.4 * min(piece.size, rows[-1][-1].size):
            rows[-1].append(piece)
        else:
            rows.append([piece])
    return rows


def _together(a: Line, b: Line) -> Line:
    between = "" if _WIDE.match(a.text[-1:]) or _WIDE.match(b.text[:1]) else " "
    weights = len(a.text), len(b.text)
    confidence = (a.confidence * weights[0] + b.confidence * weights[1]) / sum(weights)
    return Line(a.text + between + b.text, confidence, a.box.union(b.box), max(a.size, b.size))


def _in_order(lines: list[Line]) -> list[Line]:
    """Order lines from top to bottom; on a page of two columns the left one comes first, between lines across both."""
    lines = [line for row in _rows(lines) for line in sorted(row, key=lambda line: line.box.left)]
    gutter = _gutter(lines)
    if gutter is None:
        return lines
    ordered: list[Line] = []
    left: list[Line] = []
    right: list[Line] = []
    for line in lines:
        if line.box.right <= gutter + 2:
            left.append(line)
        elif line.box.left >= gutter - 2:
            right.append(line)
        else:
            ordered += [*left, *right, line]
            left, right = [], []
    return [*ordered, *left, *right]


def _gutter(lines: list[Line]) -> float | None:
    """Return the middle of the white strip between two columns, None where there is none."""
    if len(lines) < 12:
        return None
    left, right = min(line.box.left for line in lines), max(line.box.right for line in lines)
    edges = sorted({line.box.right for line in lines} | {line.box.left for line in lines})
    middles = [(a + b) / 2 for a, b in pairwise(edges)]
    candidates = [x for x in middles if left + 0.35 * (right - left) < x < left + 0.65 * (right - left)]
    best: tuple[int, float] | None = None
    for x in candidates:
        before = sum(line.box.right <= x for line in lines)
        after = sum(line.box.left >= x for line in lines)
        across = len(lines) - before - after
        if min(before, after) < 0.25 * len(lines) or across > 0.2 * len(lines):
            continue
        widest = min(
            max(line.box.right - line.box.left for line in lines if line.box.right <= x),
            max(line.box.right - line.box.left for line in lines if line.box.left >= x),
        )
        if widest > 0.35 * (right - left) and (best is None or across < best[0]):
            best = (across, x)
    return best[1] if best else None
