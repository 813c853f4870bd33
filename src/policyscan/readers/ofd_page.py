"""What stands on a page of an OFD file: text with the box of each character, strokes and fills, pictures.

GB/T 33190-2016: chapter 8 (pages, layers), 9 (paths), 11 (text and glyphs), 13 (composite objects). The file counts
millimetres from the top left corner; here they become points.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence

from lxml import etree
from msgspec import Struct, field

from policyscan.model.document import Box
from policyscan.readers.archive import local
from policyscan.readers.lines import Piece, reading_turn, turn_box, without_copies
from policyscan.readers.rulings import PAGE_FRAME, THIN, Rulings, rulings_of

POINTS = 72 / 25.4
"""Points in a millimetre."""
MOST_OBJECTS = 50_000
"""Objects drawn on one page, those of composite objects counted as often as they are drawn: nested ones explode."""
_MOST_DEPTH = 8
_MOST_TOKENS = 100_000
_MOST_CHARACTERS = 1_000_000
_USUAL_SIZE = 3.5
"""Size in millimetres of a text that tells none: about ten points."""
_ABOVE = 0.86
"""The part of a character that stands above its baseline, as fonts of Chinese have it."""
_NEAR = 2.5
"""Characters further apart than this many sizes do not belong to one piece."""

Matrix = tuple[float, float, float, float, float, float]
_IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
Finder = Callable[[str], "etree._Element | None"]
"""Returns the resource with an ID."""

_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_PATH_TOKEN = re.compile(rf"[SMLQBAC]|{_NUMBER.pattern}")
_OPERANDS = {"S": 2, "M": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}
_ESCAPE = re.compile(r"\\([0-9A-Fa-f]{4})")
_LINE_END = re.compile(r"[ \t]*[\r\n]+[ \t]*")
_CLOSING = "，。、；：！？”’）》〉】〕"
"""Marks whose right half is white: writers let what follows stand in it."""
_SAME_AXIS = 0.35
"""The ends of a level or upright stroke differ by no more than this, in points."""


class Drawing(Struct):
    """All that a page and its templates draw, in the order in which they do.

    Attributes
    ----------
    characters
        Each with its box in points; None for white space.
    pieces
        Runs of these characters, each beside (or, in vertical writing, below) the one before.
    strokes
        Boxes of straight strokes, rectangles and fills that leave a mark, in points.
    paths, images
        How many there are.
    unknown_glyphs
        Glyphs for which the file has no character.
    is_cut
        Whether something was left out: a composite object that is nowhere, nesting or numbers beyond the limits.
    """

    characters: list[tuple[str, Box | None]] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)
    strokes: list[Box] = field(default_factory=list)
    paths: int = 0
    images: int = 0
    unknown_glyphs: int = 0
    is_cut: bool = False
    _objects: int = 0

    def add(self, root: etree._Element, resource: Finder, origin: tuple[float, float]) -> None:
        """Draw a page or template. ``origin`` is the top left corner of the page's area, in millimetres."""
        matrix = (1.0, 0.0, 0.0, 1.0, -origin[0], -origin[1])
        for content in root:
            if local(content) == "Content":
                self._add_objects(content, matrix, resource, 0)

    def _add_objects(self, parent: etree._Element, matrix: Matrix, resource: Finder, depth: int) -> None:
        if depth > _MOST_DEPTH:
            self.is_cut = True
            return
        for element in parent:
            self._objects += 1
            if self._objects > MOST_OBJECTS or len(self.characters) > _MOST_CHARACTERS:
                self.is_cut = True
                return
            match local(element):
                case "Layer" | "PageBlock":
                    self._add_objects(element, matrix, resource, depth + 1)
                case "TextObject":
                    self._add_text(element, _within(element, matrix))
                case "PathObject":
                    self.paths += 1
                    if _is_seen(element, resource):
                        self.strokes.extend(_edges(element, _within(element, matrix)))
                case "ImageObject":
                    self.images += 1
                case "CompositeObject":
                    unit = resource(element.get("ResourceID", ""))
                    self.is_cut |= unit is None
                    for content in unit if unit is not None else ():
                        if local(content) == "Content":
                            self._add_objects(content, _within(element, matrix), resource, depth + 1)

    def _add_text(self, element: etree._Element, matrix: Matrix) -> None:
        size = _number(element.get("Size")) or _USUAL_SIZE
        stretch = _number(element.get("HScale")) or 1.0
        turned = math.radians(_number(element.get("CharDirection")))
        reads_down = _number(element.get("ReadDirection")) % 360 == 90
        along = (math.cos(turned), math.sin(turned))
        angle = math.degrees(turned + math.atan2(matrix[1], matrix[0])) % 360
        em = size * math.hypot(matrix[2], matrix[3]) * POINTS
        x = y = 0.0
        written = 0
        for code in element:
            if local(code) != "TextCode":
                continue
            text, steps = _characters_of(code, size * stretch, reads_down)
            written += len(text.encode("utf-16-le", "surrogatepass")) // 2
            x, y = _number(code.get("X"), x), _number(code.get("Y"), y)
            self._add_run(text, steps, (x, y), along, size, matrix, (em, angle))
        glyphs = [e for e in element if local(e) == "CGTransform"]
        if glyphs:
            codes = sum(int(_number(e.get("CodeCount"), 1)) for e in glyphs)
            drawn = sum(int(_number(e.get("GlyphCount"), 1)) for e in glyphs)
            self.unknown_glyphs += max(0, codes - written) if written else drawn

    def _add_run(
        self,
        text: str,
        steps: Sequence[tuple[float, float]],
        place: tuple[float, float],
        along: tuple[float, float],
        size: float,
        matrix: Matrix,
        shown: tuple[float, float],
    ) -> None:
        """Add characters, and the pieces that they make."""
        em, angle = shown
        start = len(self.characters)
        x, y = place
        last: tuple[float, float, float] | None = None  # place and width of the last character that is seen
        first = start
        runs_down: bool | None = None
        for char, (step_x, step_y) in zip(text, steps, strict=True):
            if char.isspace():
                self.characters.append((char, None))
            else:
                natural = size * _width(char)
                reach = step_x * along[0] + step_y * along[1]
                width = reach if 0.2 * natural < reach < natural else natural
                if len(self.characters) == start + len(text) - 1 and char in _CLOSING:
                    width = min(width, 0.5 * natural)
                if last is not None:
                    across = (x - last[0]) * along[0] + (y - last[1]) * along[1]
                    down = (y - last[1]) * along[0] - (x - last[0]) * along[1]
                    link = _link(across, down, last[2], size)
                    if link is None or (runs_down is not None and link != runs_down):
                        self._add_piece(first, em, angle, runs_down)
                        first, runs_down = len(self.characters), None
                    else:
                        runs_down = link
                last = (x, y, width)
                self.characters.append((char, _box_of(x, y, along, width, size, matrix)))
            x, y = x + step_x, y + step_y
        self._add_piece(first, em, angle, runs_down)

    def _add_piece(self, start: int, em: float, angle: float, runs_down: bool | None) -> None:
        end = len(self.characters)
        while start < end and self.characters[start][1] is None:
            start += 1
        while start < end and self.characters[end - 1][1] is None:
            end -= 1
        boxes = [box for _, box in self.characters[start:end] if box is not None]
        if not boxes:
            return
        whole = boxes[0]
        for box in boxes[1:]:
            whole = whole.union(box)
        text = "".join(char for char, _ in self.characters[start:end])
        self.pieces.append(Piece(text, start, whole, em, (angle + 90) % 360 if runs_down else angle))


class OfdText:
    """The text of one page (a `PageText`), and its rulings; a page whose text runs sideways is turned upright.

    Attributes
    ----------
    text
        Bare characters in the order in which they are drawn.
    width, height
        Of the page, in points, as its text is upright.
    rulings
        None where nothing, or a map or a chart, is drawn.
    """

    def __init__(self, drawing: Drawing, width: float, height: float) -> None:
        self.text = "".join(char for char, _ in drawing.characters)
        turn = reading_turn(drawing.pieces)
        self._boxes = [box and turn_box(box, turn, width, height) for _, box in drawing.characters]
        self.pieces = [
            Piece(p.text, p.start, turn_box(p.box, turn, width, height), p.size, (p.angle - turn) % 360)
            for p in without_copies(drawing.pieces)
        ]
        self.width, self.height = (height, width) if turn in (90, 270) else (width, height)
        frames = PAGE_FRAME * width * height
        strokes = [
            turn_box(b, turn, width, height)
            for b in drawing.strokes
            if (b.right - b.left) * (b.bottom - b.top) < frames
        ]
        self.rulings: Rulings | None = rulings_of(strokes) if strokes else None

    def characters(self, piece: Piece) -> list[Piece]:
        """Return a piece character by character, each with its own box; white space is left out."""
        return [
            Piece(char, piece.start + i, box, piece.size, piece.angle)
            for i, char in enumerate(piece.text)
            if (box := self._boxes[piece.start + i]) is not None
        ]


def _width(char: str) -> float:
    return 1.0 if unicodedata.east_asian_width(char) in "WFA" else 0.5


def _link(across: float, down: float, width: float, size: float) -> bool | None:
    """Whether a character stands below the last one (True), beside it (False) or elsewhere (None)."""
    if abs(down) <= 0.5 * size and -0.6 * size <= across - width <= _NEAR * size:
        return False
    if abs(across) <= 0.5 * size and 0.5 * size < down <= _NEAR * size:
        return True
    return None


def _characters_of(code: etree._Element, size: float, reads_down: bool) -> tuple[str, list[tuple[float, float]]]:
    """Return the characters of a ``TextCode`` and the step from each to the next, in the text's own units."""
    text = text_of(code)
    if "\n" in text or "\r" in text:
        text = _LINE_END.sub("", text)  # an indented file; the standard wants spaces escaped
    dx, dy = _steps(code.get("DeltaX"), len(text)), _steps(code.get("DeltaY"), len(text))
    if "\\" in text:
        plain = _ESCAPE.sub(lambda m: chr(int(m[1], 16)), text).replace("\\\\", "\\")
        # Few writers escape, and a path may look as if they did: the number of steps decides.
        if max(len(dx), len(dy)) == len(plain) - 1:
            text = plain
    steps = []
    for index, char in enumerate(text):
        natural = size * _width(char)
        x = dx[index] if index < len(dx) else (0.0 if reads_down or (dy and not dx) else natural)
        y = dy[index] if index < len(dy) else (size if reads_down else 0.0)
        steps.append((x, y))
    return text, steps


def _steps(value: str | None, most: int) -> list[float]:
    """Return the numbers of a ``DeltaX`` or ``DeltaY``; ``g 3 2.5`` stands for three times 2.5."""
    numbers: list[float] = []
    words = iter((value or "").split())
    for word in words:
        if word == "g":
            times = int(_number(next(words, None)))
            numbers += [_number(next(words, None))] * max(0, min(times, most - len(numbers)))
        else:
            numbers.append(_number(word))
        if len(numbers) >= most:
            break
    return numbers[:most]


def _box_of(x: float, y: float, along: tuple[float, float], width: float, size: float, matrix: Matrix) -> Box:
    """Return the box in points of a character whose baseline begins at x, y and runs ``along``."""
    up = (along[1] * size, -along[0] * size)
    right = (along[0] * width, along[1] * width)
    corners = [
        (x + a * right[0] + b * up[0], y + a * right[1] + b * up[1]) for a in (0.0, 1.0) for b in (_ABOVE, _ABOVE - 1)
    ]
    return _bounds([_apply(corner, matrix) for corner in corners])


def _bounds(points: Sequence[tuple[float, float]]) -> Box:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return Box(min(xs), min(ys), max(xs), max(ys))


def _apply(point: tuple[float, float], m: Matrix) -> tuple[float, float]:
    x, y = point
    return (x * m[0] + y * m[2] + m[4]) * POINTS, (x * m[1] + y * m[3] + m[5]) * POINTS


def _within(element: etree._Element, outer: Matrix) -> Matrix:
    """Return the way from an object's space to the page: its CTM, the corner of its boundary, what is around it."""
    left, top, *_ = _numbers(element.get("Boundary"), 4) or (0.0, 0.0)
    a, b, c, d, e, f = _numbers(element.get("CTM"), 6) or _IDENTITY
    e, f = e + left, f + top
    return (
        a * outer[0] + b * outer[2],
        a * outer[1] + b * outer[3],
        c * outer[0] + d * outer[2],
        c * outer[1] + d * outer[3],
        e * outer[0] + f * outer[2] + outer[4],
        e * outer[1] + f * outer[3] + outer[5],
    )


def _edges(element: etree._Element, matrix: Matrix) -> Iterator[Box]:
    """Yield what of a path can be a ruling: thin fills, rectangles, level and upright strokes."""
    data = " ".join(text_of(e) for e in element if local(e) == "AbbreviatedData")
    segments = [(_apply(a, matrix), _apply(b, matrix)) for a, b in _segments(data)]
    if not segments:
        return
    whole = _bounds([point for segment in segments for point in segment])
    straight = [segment for segment in segments if _is_straight(*segment)]
    is_line = element.get("Stroke", "true").strip() in ("false", "0") and (
        min(whole.right - whole.left, whole.bottom - whole.top) <= THIN
    )
    is_rectangle = len(segments) == len(straight) == 4 and math.dist(segments[0][0], segments[-1][1]) < _SAME_AXIS
    if is_line or is_rectangle:
        yield whole
    else:
        yield from map(_bounds, straight)


def _is_straight(a: tuple[float, float], b: tuple[float, float]) -> bool:
    return min(abs(a[0] - b[0]), abs(a[1] - b[1])) <= _SAME_AXIS


def _segments(data: str) -> Iterator[tuple[tuple[float, float], tuple[float, float]]]:
    """Yield the straight lines of a path (``M 0 0 L 5 0 C``); of curves only where they end is followed."""
    here = begin = (0.0, 0.0)
    tokens = _PATH_TOKEN.findall(data)[:_MOST_TOKENS]
    at = 0
    while at < len(tokens):
        operator = tokens[at]
        count = _OPERANDS.get(operator)
        if count is None:  # a number too many
            at += 1
            continue
        operands = tokens[at + 1 : at + 1 + count]
        at += 1 + count
        if len(operands) < count or any(o in _OPERANDS for o in operands):
            return
        if operator == "C":
            if math.dist(here, begin) > 0:
                yield here, begin
            here = begin
            continue
        there = (float(operands[-2]), float(operands[-1]))
        if operator in "SM":
            begin = there
        elif operator == "L" and there != here:
            yield here, there
        here = there


def _is_seen(element: etree._Element, resource: Finder) -> bool:
    """Whether a path leaves a mark: a stroke, or a fill that is not white."""
    if element.get("Alpha", "").strip() == "0":
        return False
    if element.get("Stroke", "true").strip() not in ("false", "0"):
        return True
    if element.get("Fill", "false").strip() not in ("true", "1"):
        return False
    for owner in (element, resource(element.get("DrawParam", ""))):
        for child in owner if owner is not None else ():
            if local(child) == "FillColor":
                return not _is_white(child)
    return True


def _is_white(color: etree._Element) -> bool:
    if color.get("Alpha", "").strip() == "0":
        return True
    values = [
        int(word[1:], 16) if re.fullmatch(r"#[0-9A-Fa-f]+", word) else _number(word)
        for word in color.get("Value", "").split()
    ]
    if len(values) == 4:  # cyan, magenta, yellow, black
        return max(values) <= 5
    return len(values) in (1, 3) and min(values) >= 250


def _numbers(value: str | None, count: int) -> tuple[float, ...] | None:
    found = [_number(word) for word in _NUMBER.findall(value or "")[:count]]
    return tuple(found) if len(found) == count else None


def _number(value: str | None, default: float = 0.0) -> float:
    match = _NUMBER.match(value.strip()) if value else None
    number = float(match.group()) if match else default
    return number if abs(number) < 1e6 else default


def box_of_area(root: etree._Element | None) -> tuple[float, float, float, float] | None:
    """Return left, top, width and height of a page's area in millimetres; None where none that can be is given."""
    for area in root.iter("{*}Area", "{*}PageArea") if root is not None else ():
        for box in area:
            if local(box) == "PhysicalBox":
                found = _numbers(text_of(box), 4)
                if found and found[2] > 0 and found[3] > 0:
                    return found[0], found[1], found[2], found[3]
    return None


def text_of(element: etree._Element) -> str:
    """Return all text within an element."""
    return "".join(str(text) for text in element.itertext())
