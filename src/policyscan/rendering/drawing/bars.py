"""Coverage of one document as bars, by taxonomy and layer."""

from __future__ import annotations

from policyscan.language import Bilingual
from policyscan.model.report import Done, Verdict
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
from policyscan.rendering.drawing.svg import Drawing, Element, fit, line, text
from policyscan.rendering.words import DEPTHS, VERDICTS, in_short

_WIDTH, _MARGIN, _NAME, _FIGURES = 820, 24, 150, 210
_ROW, _BAR = 26, 14


def draw_bars(done: Done) -> Drawing:
    """Return a document's coverage: a bar a category, by layer, with its stances, share, depth and verdict."""
    left = _MARGIN + 20 + _NAME
    room = _WIDTH - left - _FIGURES - _MARGIN
    full = full_share([row.share for covered in done.coverage for row in covered.categories])
    shapes: list[Element] = [text(_MARGIN, 34, fit(name_of(done), _WIDTH - 2 * _MARGIN, 18), size=18, bold=True)]
    y = 54.0
    for covered in done.coverage:
        shapes += [
            text(_MARGIN, y + 14, covered.taxonomy.name, size=14, bold=True),
            rule(y + 22, _WIDTH - 2 * _MARGIN, _MARGIN),
        ]
        y += 30
        for layer, rows in by_layer(covered):
            if layer is not None:
                shapes.append(text(_MARGIN, y + 13, layer, size=12, ink=Ink.MUTED))
                y += 20
            for category, row in rows:
                shapes += verdict_mark(row.verdict, _MARGIN, y + 5)
                shapes.append(text(_MARGIN + 20, y + 16, fit(category.short, _NAME - 8, 13)))
                shares = stance_shares(done, covered.taxonomy.id, row.id)
                shapes += (
                    stance_bar(shares, full, room, _BAR, y + 4, left)
                    if shares
                    else absent_bar(row.verdict, room, _BAR, y + 4, left)
                )
                at = left + room
                told = row.verdict is not Verdict.UNKNOWN
                shapes.append(text(at + 56, y + 16, f"{row.share:.1%}" if told else "?", anchor="end"))
                shapes += depth_pips(row.depth, at + 72, y + 8) if told else []
                shapes.append(
                    text(at + 116, y + 16, DEPTHS[row.depth] if told else VERDICTS[row.verdict], size=12, ink=Ink.MUTED)
                )
                shapes.append(
                    text(
                        _WIDTH - _MARGIN,
                        y + 16,
                        Bilingual(f"{row.passages} 段", str(row.passages)),
                        size=12,
                        ink=Ink.MUTED,
                        anchor="end",
                    )
                )
                y += _ROW
            y += 4
        y += 8
    shapes += [line(left, y, left + room, y), *_scale(left, room, y, full)]
    y += 28
    for make in (stance_legend, verdict_legend):
        entries, height = make(_MARGIN, y, _WIDTH - 2 * _MARGIN)
        shapes += entries
        y += height
    return Drawing(
        _WIDTH, y + 12, Bilingual(f"覆盖：{name_of(done)}", f"Coverage: {name_of(done)}"), _said(done), tuple(shapes)
    )


def draw_shares(done: Done) -> Drawing:
    """Return the bars alone, for a page of text that has the verdicts in a table: a bar a category, with its share."""
    width, row_height, name, figure = 700, 18, 130, 60
    full = full_share([row.share for covered in done.coverage for row in covered.categories])
    left, room = 20 + name, width - 20 - name - figure
    shapes: list[Element] = []
    y = 0.0
    for covered in done.coverage:
        for row in covered.categories:
            shapes += verdict_mark(row.verdict, 0, y + 3)
            category = covered.taxonomy.category(row.id)
            shapes.append(text(20, y + 14, fit(category.short, name - 8, 13)))
            shares = stance_shares(done, covered.taxonomy.id, row.id)
            shapes += (
                stance_bar(shares, full, room, _BAR, y + 2, left)
                if shares
                else absent_bar(row.verdict, room, _BAR, y + 2, left)
            )
            told = row.verdict is not Verdict.UNKNOWN
            shapes.append(text(width, y + 14, f"{row.share:.1%}" if told else "?", anchor="end"))
            y += row_height
        y += 4
    shapes += [line(left, y, left + room, y), *_scale(left, room, y, full)]
    y += 26
    entries, height = stance_legend(0, y, width)
    shapes += entries
    y += height - 4
    return Drawing(
        width, y, Bilingual(f"占比：{name_of(done)}", f"Shares: {name_of(done)}"), _said(done), tuple(shapes)
    )


def _scale(left: float, room: float, y: float, full: float) -> list[Element]:
    parts = []
    for i in range(5):
        x = left + room * i / 4
        anchor = "start" if i == 0 else "end" if i == 4 else "middle"
        parts += [
            line(x, y, x, y + 4),
            text(x, y + 16, f"{full * i / 4:.1%}".replace(".0%", "%"), size=11, ink=Ink.MUTED, anchor=anchor),
        ]
    return parts


def _said(done: Done) -> Bilingual:
    zh, en = [], []
    for covered in done.coverage:
        for row in covered.categories:
            name = covered.taxonomy.category(row.id).short
            zh.append(f"{name.zh} {in_short(row).zh}")
            en.append(f"{name.en} {in_short(row).en}")
    return Bilingual("；".join(zh), "; ".join(en))
