"""The inks of charts and of the page: one table for both, light and dark.

Blue says covered, the deeper the more; vermilion says gap; what could not be read is hatched grey and never the colour of a
gap. Blue against vermilion is told apart with every common colour blindness, and each ink stands beside a sign or a word.
"""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from policyscan.model.label import Stance
from policyscan.model.report import Verdict

HATCH = "hatch"
"""The id of the pattern that means *not read*."""


class Theme(StrEnum):
    """Light for paper, dark for screens."""

    LIGHT = "light"
    DARK = "dark"


class Colour(NamedTuple):
    """A colour in both themes, as ``#rrggbb``."""

    light: str
    dark: str


class Ink(StrEnum):
    """What a mark means; the value is its CSS class."""

    PAPER = "i-paper"
    TEXT = "i-text"
    MUTED = "i-muted"
    RULE = "i-rule"
    TRACK = "i-track"
    TRACK_EDGE = "i-edge"
    COVERED = "i-covered"
    THIN = "i-thin"
    GAP = "i-gap"
    GAP_TEXT = "i-gaptext"
    GAP_EDGE = "i-gapedge"
    UNKNOWN = "i-unknown"
    HATCH_PAPER = "i-hatchpaper"
    HATCH_LINE = "i-hatchline"
    SHADE_1 = "i-s1"
    SHADE_2 = "i-s2"
    SHADE_3 = "i-s3"
    SHADE_4 = "i-s4"
    SHADE_5 = "i-s5"
    ON_SHADE = "i-on"
    ON_DEEP = "i-ondeep"
    ON_DEEPEST = "i-ondeepest"
    TARGET = "i-target"
    MEASURE = "i-measure"
    PROBLEM = "i-problem"
    STATUS = "i-status"
    OTHER = "i-other"


COLOURS: dict[Ink, Colour] = {
    Ink.PAPER: Colour("#ffffff", "#15191e"),
    Ink.TEXT: Colour("#1c2530", "#e4e8ec"),
    Ink.MUTED: Colour("#56626f", "#9fabb8"),
    Ink.RULE: Colour("#d9dee3", "#323a43"),
    Ink.TRACK: Colour("#eef1f4", "#20262d"),
    Ink.TRACK_EDGE: Colour("#b9c2cb", "#4a5561"),
    Ink.COVERED: Colour("#1d5a85", "#7fb9e0"),
    Ink.THIN: Colour("#5a9cc6", "#4e86ac"),
    Ink.GAP: Colour("#fbe5da", "#43230f"),
    Ink.GAP_TEXT: Colour("#93330c", "#ffb48f"),
    Ink.GAP_EDGE: Colour("#c2491d", "#e07a4a"),
    Ink.HATCH_PAPER: Colour("#f3f4f5", "#1d2329"),
    Ink.HATCH_LINE: Colour("#9aa3ac", "#5d6873"),
    Ink.SHADE_1: Colour("#e3eef6", "#1b2d3b"),
    Ink.SHADE_2: Colour("#c2dbeb", "#21425a"),
    Ink.SHADE_3: Colour("#93c1dd", "#2b5f84"),
    Ink.SHADE_4: Colour("#5a9cc6", "#5ba2cf"),
    Ink.SHADE_5: Colour("#1d5a85", "#a5d3f1"),
    Ink.ON_SHADE: Colour("#12293b", "#e4eef5"),
    Ink.ON_DEEP: Colour("#0a1c2b", "#06131e"),
    Ink.ON_DEEPEST: Colour("#ffffff", "#06131e"),
    Ink.TARGET: Colour("#123b5c", "#cfe6f7"),
    Ink.MEASURE: Colour("#3d7fb0", "#6aaedb"),
    Ink.PROBLEM: Colour("#d0a32c", "#d9b04a"),
    Ink.STATUS: Colour("#9fb6c8", "#4f7390"),
    Ink.OTHER: Colour("#d3d8dc", "#454f59"),
}

STANCES: dict[Stance, Ink] = {
    Stance.TARGET: Ink.TARGET,
    Stance.MEASURE: Ink.MEASURE,
    Stance.PROBLEM: Ink.PROBLEM,
    Stance.STATUS: Ink.STATUS,
    Stance.OTHER: Ink.OTHER,
}
"""In the order in which a bar stacks them: what can be checked first."""

SHADES = (Ink.SHADE_1, Ink.SHADE_2, Ink.SHADE_3, Ink.SHADE_4, Ink.SHADE_5)
SHARE_STEPS = (0.02, 0.05, 0.10, 0.20)
"""Shares at which a cell grows a shade deeper: the first is where a category counts as covered by its share alone."""
PASSAGE_STEPS = (3, 6, 12, 24)


def shade_of_share(share: float) -> Ink:
    """Return the shade of a share (0 to 1).

    >>> shade_of_share(0.313).value, shade_of_share(0.01).value
    ('i-s5', 'i-s1')
    """
    return SHADES[sum(share >= step for step in SHARE_STEPS)]


def shade_of_count(passages: int) -> Ink:
    """Return the shade of a number of passages."""
    return SHADES[sum(passages >= step for step in PASSAGE_STEPS)]


def on(ground: Ink) -> Ink:
    """Return the ink of words on a ground."""
    return {
        Ink.GAP: Ink.GAP_TEXT,
        Ink.UNKNOWN: Ink.TEXT,
        Ink.SHADE_4: Ink.ON_DEEP,
        Ink.SHADE_5: Ink.ON_DEEPEST,
    }.get(ground, Ink.ON_SHADE)


VERDICT_INKS: dict[Verdict, Ink] = {
    Verdict.COVERED: Ink.COVERED,
    Verdict.THIN: Ink.THIN,
    Verdict.GAP: Ink.GAP,
    Verdict.UNKNOWN: Ink.UNKNOWN,
}


def colour(ink: Ink, theme: Theme) -> str:
    """Return an ink as the value of ``fill``; *unknown* is a pattern."""
    if ink is Ink.UNKNOWN:
        return f"url(#{HATCH})"
    found = COLOURS[ink]
    return found.dark if theme is Theme.DARK else found.light
