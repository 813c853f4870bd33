"""The marks of which charts, tables and the page are made: bars, strips, signs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from policyscan.language import Bilingual
from policyscan.model.label import Stance
from policyscan.model.report import Depth, Verdict
from policyscan.rendering.drawing.figures import Stretch
from policyscan.rendering.drawing.palette import STANCES, VERDICT_INKS, Ink
from policyscan.rendering.drawing.svg import Element, group, line, rect, text, title, width_of
from policyscan.rendering.words import DEPTHS, VERDICTS
from policyscan.rendering.words import STANCES as STANCE_WORDS

_SEAM = 1.0
"""Pixels of paper between two parts of a bar, so that they are told apart without their colours."""
_THINNEST = 1.6


def stance_bar(
    shares: Mapping[Stance, float], full: float, width: float, height: float, y: float = 0, x: float = 0
) -> list[Element]:
    """Return a category's bar: its track, and on it a part for each stance, those that can be checked first.

    Parameters
    ----------
    shares
        Of the document's characters, by stance.
    full
        The share at which the bar is full.
    width, height, x, y
        In pixels.
    """
    parts = [rect(x, y, width, height, Ink.TRACK)]
    at = x
    for stance, ink in STANCES.items():
        share = shares.get(stance, 0.0)
        if share <= 0:
            continue
        long = min(share / full, 1.0) * width
        tip = Bilingual(f"{STANCE_WORDS[stance].zh} {share:.1%}", f"{STANCE_WORDS[stance].en} {share:.1%}")
        parts.append(rect(at, y, max(long - _SEAM, _THINNEST), height, ink, title(tip)))
        at += long
    return parts


def absent_bar(verdict: Verdict, width: float, height: float, y: float = 0, x: float = 0) -> list[Element]:
    """Return the bar of a category that has no passage: empty with an edge for a gap, hatched where it cannot be told."""
    if verdict is Verdict.UNKNOWN:
        return [rect(x, y, width, height, Ink.UNKNOWN)]
    if verdict is Verdict.GAP:
        return [
            rect(x + 0.5, y + 0.5, width - 1, height - 1, Ink.PAPER, edge=Ink.GAP_EDGE, **{"stroke-dasharray": "4 3"})
        ]
    return [rect(x, y, width, height, Ink.TRACK)]


def strip(
    places: Iterable[tuple[Stretch, Ink, Bilingual | str]],
    unread: Sequence[Stretch],
    width: float,
    height: float,
    y: float = 0,
    x: float = 0,
) -> list[Element]:
    """Return a line that stands for the whole document, with a tick where something is and hatching where nothing was read."""
    parts = [rect(x, y, width, height, Ink.TRACK)]
    for stretch in unread:
        parts.append(rect(x + stretch.start * width, y, (stretch.end - stretch.start) * width, height, Ink.UNKNOWN))
    for stretch, ink, tip in places:
        long = max((stretch.end - stretch.start) * width - _SEAM / 2, _THINNEST)
        parts.append(rect(x + stretch.start * width, y, long, height, ink, title(tip)))
    return parts


def depth_pips(depth: Depth, x: float, y: float, size: float = 7) -> list[Element]:
    """Return four squares, filled up to the depth."""
    parts = [
        rect(x + i * (size + 2), y, size, size, Ink.COVERED if i < depth else Ink.TRACK, edge=None) for i in range(4)
    ]
    return [group(title(DEPTHS[depth]), *parts)]


def verdict_mark(verdict: Verdict, x: float, y: float, size: float = 12) -> list[Element]:
    """Return the sign of a verdict in a square whose top left corner is at a point: full, half, empty, hatched."""
    middle, radius = size / 2, size / 2 - 1
    cx, cy = x + middle, y + middle
    if verdict is Verdict.UNKNOWN:
        return [
            rect(x + 0.5, y + 0.5, size - 1, size - 1, Ink.UNKNOWN, edge=Ink.MUTED),
            text(cx, y + size - 2, "?", size=size * 0.85, anchor="middle", bold=True),
        ]
    circle = {"cx": cx, "cy": cy, "r": radius, "stroke-width": 1.6}
    if verdict is Verdict.GAP:
        return [Element("circle", circle, (), Ink.PAPER, Ink.GAP_EDGE)]
    if verdict is Verdict.COVERED:
        return [Element("circle", circle, (), Ink.COVERED, Ink.COVERED)]
    half = f"M{cx:.1f} {cy - radius:.1f}A{radius:.1f} {radius:.1f} 0 0 0 {cx:.1f} {cy + radius:.1f}Z"
    return [Element("circle", circle, (), Ink.PAPER, Ink.COVERED), Element("path", {"d": half}, (), Ink.COVERED)]


def legend(
    entries: Sequence[tuple[Ink | Verdict, Bilingual]], x: float, y: float, width: float
) -> tuple[list[Element], float]:
    """Return a legend that begins at a point, in as many lines as the width asks for, and its height."""
    parts: list[Element] = []
    at, top = x, y
    for mark, words in entries:
        long = 18 + max(width_of(words.zh, 12), width_of(words.en, 12)) + 18
        if at > x and at + long > x + width:
            at, top = x, top + 20
        if isinstance(mark, Verdict):
            parts += verdict_mark(mark, at, top + 1)
        else:
            parts.append(rect(at, top + 1, 12, 12, mark))
        parts.append(text(at + 18, top + 11, words, size=12, ink=Ink.MUTED))
        at += long
    return parts, top - y + 20


def stance_legend(x: float, y: float, width: float) -> tuple[list[Element], float]:
    """Return the legend of stances."""
    return legend([(ink, STANCE_WORDS[stance]) for stance, ink in STANCES.items()], x, y, width)


def verdict_legend(x: float, y: float, width: float) -> tuple[list[Element], float]:
    """Return the legend of verdicts."""
    return legend([(verdict, VERDICTS[verdict]) for verdict in VERDICT_INKS], x, y, width)


def rule(y: float, width: float, x: float = 0) -> Element:
    """Return a horizontal hairline."""
    return line(x, y, x + width, y)
