"""Documents × categories as a heat map."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from policyscan.language import Bilingual
from policyscan.model.report import Coverage, Depth, Verdict
from policyscan.model.taxonomy import Taxonomy
from policyscan.rendering.drawing.marks import legend, verdict_legend
from policyscan.rendering.drawing.palette import SHADES, SHARE_STEPS, Ink, on, shade_of_count, shade_of_share
from policyscan.rendering.drawing.subjects import Subject, columns_of
from policyscan.rendering.drawing.svg import Drawing, Element, fit, rect, text, title
from policyscan.rendering.words import DEPTHS, SIGNS, VERDICTS

_MARGIN, _NAME, _CELL, _ROW, _HEAD = 24, 340, 86, 26, 56


class Measure(StrEnum):
    """What the cells show."""

    SHARE = "share"
    DEPTH = "depth"
    PASSAGES = "passages"
    VERDICT = "verdict"


MEASURES = {
    Measure.SHARE: Bilingual("占比", "share"),
    Measure.DEPTH: Bilingual("深度", "depth"),
    Measure.PASSAGES: Bilingual("段落", "passages"),
    Measure.VERDICT: Bilingual("结论", "verdict"),
}
_DEPTH_SHADES = {
    Depth.ABSENT: Ink.SHADE_1,
    Depth.NAMED: Ink.SHADE_1,
    Depth.DESCRIBED: Ink.SHADE_2,
    Depth.MEASURES: Ink.SHADE_3,
    Depth.TARGETS: Ink.SHADE_5,
}


def ground_of(row: Coverage | None, measure: Measure) -> Ink:
    """Return the ground of a cell: hatched for unknown, the gap's own for a gap, else a shade of blue."""
    if row is None or row.verdict is Verdict.UNKNOWN:
        return Ink.UNKNOWN
    if row.verdict is Verdict.GAP:
        return Ink.GAP
    if measure is Measure.DEPTH:
        return _DEPTH_SHADES[row.depth]
    if measure is Measure.PASSAGES:
        return shade_of_count(row.passages)
    if measure is Measure.VERDICT:
        return Ink.SHADE_4 if row.verdict is Verdict.COVERED else Ink.SHADE_1
    return shade_of_share(row.share)


def words_of(row: Coverage | None, measure: Measure) -> Bilingual:
    """Return what a cell says; never a figure where nothing can be told."""
    if row is None or row.verdict is Verdict.UNKNOWN:
        return Bilingual("?", "?")
    sign = SIGNS[row.verdict]
    if row.verdict is Verdict.GAP or measure is Measure.VERDICT:
        return Bilingual(sign, sign)
    thin = f"{sign} " if row.verdict is Verdict.THIN else ""
    if measure is Measure.DEPTH:
        return Bilingual(thin + DEPTHS[row.depth].zh, thin + DEPTHS[row.depth].en)
    figure = str(row.passages) if measure is Measure.PASSAGES else f"{row.share * 100:.1f}"
    return Bilingual(thin + figure, thin + figure)


def draw_heatmap(
    subjects: Sequence[Subject], taxonomies: Sequence[Taxonomy], measure: Measure = Measure.SHARE
) -> Drawing:
    """Return the heat map: a row a document, a column a category."""
    columns = columns_of(taxonomies)
    left = _MARGIN + _NAME
    width = left + len(columns) * _CELL + (len(taxonomies) - 1) * 8 + _MARGIN
    unit = " %" if measure is Measure.SHARE else ""
    name = Bilingual(
        f"文件 × 类别：{MEASURES[measure].zh}{unit}", f"Documents × categories: {MEASURES[measure].en}{unit}"
    )
    shapes: list[Element] = [text(_MARGIN, 34, name, size=18, bold=True)]
    y, x, places, before = 66.0, float(left), [], None
    for taxonomy, category in columns:
        if before is not None and taxonomy is not before:
            x += 8
        if taxonomy is not before:
            long = len(taxonomy.categories) * _CELL
            shapes.append(text(x, y, fit(taxonomy.name, long, 12), size=12, ink=Ink.MUTED))
        places.append(x)
        shapes.append(text(x + _CELL / 2, y + 22, fit(category.short, _CELL, 11.5), size=11.5, anchor="middle"))
        x, before = x + _CELL, taxonomy
    y += _HEAD - 24
    for subject in subjects:
        shapes.append(text(_MARGIN, y + 17, fit(subject.name, _NAME - 12, 13)))
        for at, (taxonomy, category) in zip(places, columns, strict=True):
            row = subject.row(taxonomy.id, category.id)
            ground = ground_of(row, measure)
            verdict = VERDICTS[subject.verdict(taxonomy.id, category.id)]
            tip = Bilingual(
                f"{subject.name} · {category.short.zh}：{verdict.zh}",
                f"{subject.name} · {category.short.en}: {verdict.en}",
            )
            edge = Ink.GAP_EDGE if ground is Ink.GAP else None
            inset = 0.5 if edge else 0
            shapes.append(
                rect(
                    at + 1 + inset,
                    y + 1 + inset,
                    _CELL - 2 - 2 * inset,
                    _ROW - 2 - 2 * inset,
                    ground,
                    title(tip),
                    edge=edge,
                )
            )
            if ground is Ink.UNKNOWN:  # words on hatching need a ground of their own
                shapes.append(rect(at + _CELL / 2 - 9, y + 4, 18, _ROW - 8, Ink.HATCH_PAPER))
            shapes.append(
                text(
                    at + _CELL / 2,
                    y + 17.5,
                    fit(words_of(row, measure), _CELL, 12),
                    size=12,
                    ink=on(ground),
                    anchor="middle",
                )
            )
        y += _ROW
    y += 14
    if measure is Measure.SHARE:
        steps = [f"< {SHARE_STEPS[0]:.0%}", *(f"≥ {step:.0%}" for step in SHARE_STEPS)]
        entries, height = legend(
            list(zip(SHADES, [Bilingual(s, s) for s in steps], strict=True)), _MARGIN, y, width - 2 * _MARGIN
        )
        shapes += entries
        y += height
    entries, height = verdict_legend(_MARGIN, y, width - 2 * _MARGIN)
    return Drawing(width, y + height + 12, name, _said(subjects, taxonomies), (*shapes, *entries))


def _said(subjects: Sequence[Subject], taxonomies: Sequence[Taxonomy]) -> Bilingual:
    zh, en = [], []
    for taxonomy, category in columns_of(taxonomies):
        verdicts = [subject.verdict(taxonomy.id, category.id) for subject in subjects]
        counts = [(VERDICTS[v], verdicts.count(v)) for v in Verdict if v in verdicts]
        zh.append(f"{category.short.zh}：" + "、".join(f"{word.zh} {n}" for word, n in counts))
        en.append(f"{category.short.en}: " + ", ".join(f"{word.en} {n}" for word, n in counts))
    return Bilingual("；".join(zh), "; ".join(en))
