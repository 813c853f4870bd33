"""Two documents side by side, category by category."""

from __future__ import annotations

from policyscan.language import Bilingual
from policyscan.model.report import Coverage, Done, Verdict
from policyscan.rendering.drawing.figures import by_layer, full_share, name_of, stance_shares
from policyscan.rendering.drawing.marks import (
    absent_bar,
    depth_pips,
    rule,
    stance_bar,
    stance_legend,
    verdict_legend,
    verdict_mark,
)
from policyscan.rendering.drawing.palette import Ink
from policyscan.rendering.drawing.svg import Drawing, Element, fit, text
from policyscan.rendering.words import in_short

_WIDTH, _MARGIN, _NAME = 900, 24, 150
_ROW, _BAR, _SIDE = 26, 14, 96


def draw_comparison(first: Done, second: Done) -> Drawing:
    """Return the bars of two documents on one scale, beside each other, with their difference in percentage points."""
    column = (_WIDTH - 2 * _MARGIN - _NAME) / 2
    lefts = (_MARGIN + _NAME, _MARGIN + _NAME + column)
    room = column - _SIDE - 44
    pairs = (first, second)
    full = full_share([row.share for done in pairs for covered in done.coverage for row in covered.categories])
    shapes: list[Element] = []
    for done, left in zip(pairs, lefts, strict=True):
        shapes.append(text(left, 34, fit(name_of(done), column - 20, 14), size=14, bold=True))
    y = 50.0
    for covered, others in zip(first.coverage, second.coverage, strict=True):
        shapes += [
            text(_MARGIN, y + 14, covered.taxonomy.name, size=13, bold=True),
            rule(y + 22, _WIDTH - 2 * _MARGIN, _MARGIN),
        ]
        y += 30
        rows = {row.id: row for row in others.categories}
        for layer, here in by_layer(covered):
            if layer is not None:
                shapes.append(text(_MARGIN, y + 13, layer, size=12, ink=Ink.MUTED))
                y += 20
            for category, row in here:
                shapes.append(text(_MARGIN, y + 16, fit(category.short, _NAME - 10, 13)))
                for done, one, left in zip(pairs, (row, rows[row.id]), lefts, strict=True):
                    shapes += _side(done, covered.taxonomy.id, one, left, room, y, full)
                y += _ROW
            y += 4
        y += 8
    for make in (stance_legend, verdict_legend):
        entries, height = make(_MARGIN, y, _WIDTH - 2 * _MARGIN)
        shapes += entries
        y += height
    name = Bilingual(f"比较：{name_of(first)} / {name_of(second)}", f"Comparison: {name_of(first)} / {name_of(second)}")
    return Drawing(_WIDTH, y + 12, name, _said(first, second), tuple(shapes))


def _side(done: Done, taxonomy: str, row: Coverage, left: float, room: float, y: float, full: float) -> list[Element]:
    shares = stance_shares(done, taxonomy, row.id)
    told = row.verdict is not Verdict.UNKNOWN
    bar = (
        stance_bar(shares, full, room, _BAR, y + 4, left + 18)
        if shares
        else absent_bar(row.verdict, room, _BAR, y + 4, left + 18)
    )
    return [
        *verdict_mark(row.verdict, left, y + 5),
        *bar,
        text(left + 18 + room + 52, y + 16, f"{row.share:.1%}" if told else "?", anchor="end"),
        *(depth_pips(row.depth, left + 18 + room + 60, y + 8) if told else []),
    ]


def _said(first: Done, second: Done) -> Bilingual:
    zh, en = [], []
    for covered, others in zip(first.coverage, second.coverage, strict=True):
        rows = {row.id: row for row in others.categories}
        for row in covered.categories:
            name, other = covered.taxonomy.category(row.id).short, rows[row.id]
            zh.append(f"{name.zh} {in_short(row).zh} / {in_short(other).zh}")
            en.append(f"{name.en} {in_short(row).en} / {in_short(other).en}")
    return Bilingual("；".join(zh), "; ".join(en))
