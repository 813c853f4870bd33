"""Where in a document each category lives."""

from __future__ import annotations

from policyscan.language import Bilingual
from policyscan.model.report import Done
from policyscan.rendering.drawing.figures import chapters, labelled, name_of, stretches, unread_stretches
from policyscan.rendering.drawing.marks import legend, rule, stance_legend, strip, verdict_mark
from policyscan.rendering.drawing.palette import STANCES, Ink
from policyscan.rendering.drawing.svg import Drawing, Element, fit, line, rect, text, title
from policyscan.rendering.words import place_label

_WIDTH, _MARGIN, _NAME = 980, 24, 150
_ROW, _STRIP = 24, 14


def draw_outline(done: Done) -> Drawing:
    """Return a strip a category from the document's first page to its last, with its chapters above."""
    left = _MARGIN + 20 + _NAME
    room = _WIDTH - left - _MARGIN
    where, unread = stretches(done), unread_stretches(done)
    shapes: list[Element] = [text(_MARGIN, 34, fit(name_of(done), _WIDTH - 2 * _MARGIN, 18), size=18, bold=True)]
    y = 56.0
    for number, chapter in enumerate(chapters(done)):
        x, long = left + chapter.stretch.start * room, (chapter.stretch.end - chapter.stretch.start) * room
        shapes += [rect(x, y, max(long - 1, 1), 20, Ink.SHADE_1 if number % 2 else Ink.SHADE_2, title(chapter.name))]
        if long > 40:
            shapes.append(text(x + 4, y + 14, fit(chapter.name, long - 8, 11), size=11, ink=Ink.ON_SHADE))
    y += 30
    for covered in done.coverage:
        shapes += [
            text(_MARGIN, y + 10, fit(covered.taxonomy.name, _NAME + 18, 12), size=12, ink=Ink.MUTED),
            rule(y + 16, room, left),
        ]
        y += 22
        for row in covered.categories:
            shapes += verdict_mark(row.verdict, _MARGIN, y + 1)
            shapes.append(text(_MARGIN + 20, y + 12, fit(covered.taxonomy.category(row.id).short, _NAME - 8, 13)))
            places = [
                (where[i], STANCES[label.stance], place_label(done, done.passages[i].passage))
                for i, label in labelled(done, covered.taxonomy.id, row.id)
            ]
            shapes += strip(places, unread, room, _STRIP, y, left)
            y += _ROW
        y += 8
    shapes += _pages(done, left, room, y)
    y += 30
    entries, height = stance_legend(_MARGIN, y, _WIDTH - 2 * _MARGIN)
    more, _ = legend([(Ink.UNKNOWN, Bilingual("未能读取", "not read"))], _MARGIN + 520, y, 200) if unread else ([], 0)
    name = Bilingual(f"分布：{name_of(done)}", f"Where each category stands: {name_of(done)}")
    return Drawing(_WIDTH, y + height + 12, name, _said(done), (*shapes, *entries, *more))


def _pages(done: Done, left: float, room: float, y: float) -> list[Element]:
    pages = len(done.document.pages)
    if not done.document.has_pages or pages < 2:
        ends = (("start", 0.0, Bilingual("开头", "beginning")), ("end", 1.0, Bilingual("结尾", "end")))
        return [
            text(left + at * room, y + 12, words, size=11, ink=Ink.MUTED, anchor=anchor) for anchor, at, words in ends
        ]
    step = next(step for step in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 100000) if pages / step <= 16)
    parts: list[Element] = [line(left, y, left + room, y)]
    for page in (1, *(p for p in range(step, pages + 1, step) if p - 1 >= step)):
        x = left + (page - 0.5) / pages * room
        parts += [line(x, y, x, y + 4), text(x, y + 16, str(page), size=11, ink=Ink.MUTED, anchor="middle")]
    return parts


def _said(done: Done) -> Bilingual:
    zh, en = [], []
    for covered in done.coverage:
        for row in covered.categories:
            name = covered.taxonomy.category(row.id).short
            pages = sorted({done.passages[i].passage.pages[0] for i, _ in labelled(done, covered.taxonomy.id, row.id)})
            listed = ", ".join(map(str, pages)) if done.document.has_pages else ""
            zh.append(f"{name.zh} {row.passages} 段" + (f"（第 {listed} 页）" if listed else ""))
            en.append(f"{name.en} {row.passages} passages" + (f" (pages {listed})" if listed else ""))
    return Bilingual("；".join(zh), "; ".join(en))
