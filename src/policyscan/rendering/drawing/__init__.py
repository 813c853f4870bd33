"""Charts: pure functions from results to shapes, the same for files (``policyscan plot``), the page and the memo."""

from __future__ import annotations

from policyscan.rendering.drawing.bars import draw_bars, draw_shares
from policyscan.rendering.drawing.compare import draw_comparison
from policyscan.rendering.drawing.heatmap import Measure, draw_heatmap
from policyscan.rendering.drawing.outline import draw_outline
from policyscan.rendering.drawing.palette import Theme
from policyscan.rendering.drawing.provinces import draw_provinces
from policyscan.rendering.drawing.raster import to_png
from policyscan.rendering.drawing.subjects import Subject, subjects_of, subjects_of_survey
from policyscan.rendering.drawing.svg import Drawing, stack

__all__ = [
    "Drawing",
    "Measure",
    "Subject",
    "Theme",
    "draw_bars",
    "draw_comparison",
    "draw_heatmap",
    "draw_outline",
    "draw_provinces",
    "draw_shares",
    "stack",
    "subjects_of",
    "subjects_of_survey",
    "to_png",
]
