"""Several documents as the page shows them: heat map, gap list, small multiples, provinces."""

from __future__ import annotations

import re
from collections.abc import Sequence

from markupsafe import Markup
from msgspec import Struct

from policyscan.language import Bilingual
from policyscan.model.report import Verdict
from policyscan.model.taxonomy import Taxonomy
from policyscan.rendering.drawing.figures import full_share
from policyscan.rendering.drawing.heatmap import Measure, ground_of, words_of
from policyscan.rendering.drawing.palette import Ink
from policyscan.rendering.drawing.provinces import PROVINCES, Province, elsewhere, in_province, tile_of
from policyscan.rendering.drawing.subjects import Subject
from policyscan.rendering.drawing.svg import Element, rect, title
from policyscan.rendering.html.document import Column, DocumentView
from policyscan.rendering.html.phrases import Phrases
from policyscan.rendering.words import SIGNS, VERDICTS, in_short

GROUPS = {
    "place": Bilingual("地区", "place"),
    "year": Bilingual("年份", "year"),
    "group": Bilingual("分组", "group"),
    "level": Bilingual("层级", "level"),
    "kind": Bilingual("文种", "kind"),
}
_LAST_SYLLABLE = re.compile(r"(?<=[a-z]{4})(?=(?:jiang|dong|qing)$)")
_LISTED = (Verdict.GAP, Verdict.UNKNOWN, Verdict.THIN)


class HeatCell(Struct, frozen=True):
    """A cell as it stands first: the share. ``anchor`` is the strongest quotation, "" where there is none."""

    column: Column
    ground: Ink
    words: Bilingual
    said: Bilingual
    anchor: str


class HeatRow(Struct, frozen=True):
    """A document's cells."""

    document: DocumentView
    cells: tuple[HeatCell, ...]


class Panel(Struct, frozen=True):
    """One of the small multiples: a category, with a bar a document on the scale of all panels."""

    column: Column
    shapes: Markup
    height: int
    full: str
    said: Bilingual


class Gap(Struct, frozen=True):
    """A category that some document leaves out, treats thinly, or may hold unread."""

    column: Column
    layer: Bilingual | None
    documents: tuple[tuple[Verdict, tuple[DocumentView, ...]], ...]


class TileView(Struct, frozen=True):
    """A province with its documents; ``name`` can be broken between syllables."""

    province: Province
    name: Bilingual
    ground: Ink | None
    words: str
    said: Bilingual
    documents: tuple[DocumentView, ...]


class CorpusView(Struct, frozen=True):
    """All that the page shows above the documents. ``tiles`` is empty where no document is of one of the provinces."""

    facts: tuple[Bilingual, ...]
    troubles: tuple[tuple[str, Bilingual], ...]
    groups: tuple[tuple[str, Bilingual], ...]
    rows: tuple[HeatRow, ...]
    totals: dict[Verdict, tuple[int, ...]]
    gaps: tuple[Gap, ...]
    multiples: tuple[tuple[Taxonomy, tuple[tuple[Bilingual | None, tuple[Panel, ...]], ...]], ...]
    tiles: tuple[TileView, ...]
    elsewhere: tuple[DocumentView, ...]


def make_corpus(documents: Sequence[DocumentView], columns: Sequence[Column], phrases: Phrases) -> CorpusView:
    """Return what the page shows of several documents together."""
    subjects = [document.subject for document in documents]
    view_of = {id(document.subject): document for document in documents}
    verdicts = [[s.verdict(c.taxonomy.id, c.category.id) for c in columns] for s in subjects]
    taxonomies = list(dict.fromkeys(c.taxonomy.id for c in columns))
    some = any(in_province(subjects, province) for province in PROVINCES)
    return CorpusView(
        _facts(subjects),
        tuple(_troubles(subjects)),
        tuple((key, words) for key, words in GROUPS.items() if len({getattr(s, key) for s in subjects}) > 1),
        tuple(HeatRow(document, tuple(_cell(document, column) for column in columns)) for document in documents),
        {v: tuple(sum(row[i] is v for row in verdicts) for i in range(len(columns))) for v in Verdict},
        tuple(_gaps(documents, columns)),
        tuple(_multiples(subjects, [c for c in columns if c.taxonomy.id == t], phrases) for t in taxonomies),
        tuple(_tiles(subjects, columns, view_of)) if some else (),
        tuple(view_of[id(s)] for s in elsewhere(subjects)) if some else (),
    )


def _facts(subjects: Sequence[Subject]) -> tuple[Bilingual, ...]:
    read = sum(s.done is not None for s in subjects)
    partly = sum(s.done is not None and not s.done.document.is_wholly_read for s in subjects)
    facts = [
        Bilingual(f"{len(subjects)} 份文件", f"{len(subjects)} documents"),
        Bilingual(f"{sum(len(s.done.passages) for s in subjects if s.done)} 段", f"{sum(len(s.done.passages) for s in subjects if s.done)} passages"),
    ]  # fmt: skip
    if read < len(subjects):
        facts.append(Bilingual(f"{len(subjects) - read} 份未能读取", f"{len(subjects) - read} not read"))
    if partly:
        facts.append(Bilingual(f"{partly} 份有页未能读取", f"{partly} read in part"))
    return tuple(facts)


def _troubles(subjects: Sequence[Subject]) -> list[tuple[str, Bilingual]]:
    found = []
    for subject in subjects:
        if subject.done is None:
            found.append((subject.name, subject.trouble or Bilingual("未能读取", "not read")))
        elif not subject.done.document.is_wholly_read:
            pages = ", ".join(map(str, subject.done.document.unreadable_pages))
            zh, en = (
                (f"第 {pages} 页未能读取", f"not read: page {pages}") if pages else ("有内容未能读取", "read in part")
            )
            found.append((subject.name, Bilingual(zh, en)))
    return found


def _cell(document: DocumentView, column: Column) -> HeatCell:
    row = document.subject.row(column.taxonomy.id, column.category.id)
    said = in_short(row) if row is not None else VERDICTS[Verdict.UNKNOWN]
    anchor = f"{document.id}p{row.strongest[0]}" if row is not None and row.strongest else ""
    return HeatCell(column, ground_of(row, Measure.SHARE), words_of(row, Measure.SHARE), said, anchor)


def _gaps(documents: Sequence[DocumentView], columns: Sequence[Column]) -> list[Gap]:
    found = []
    for column in columns:
        layers = {layer.id: layer.name for layer in column.taxonomy.layers}
        by_verdict = []
        for verdict in _LISTED:
            those = tuple(d for d in documents if d.subject.verdict(column.taxonomy.id, column.category.id) is verdict)
            if those:
                by_verdict.append((verdict, those))
        if by_verdict:
            found.append(Gap(column, layers.get(column.category.layer or ""), tuple(by_verdict)))
    return sorted(found, key=lambda gap: -sum(len(d) for v, d in gap.documents if v is Verdict.GAP))


def _multiples(
    subjects: Sequence[Subject], columns: Sequence[Column], phrases: Phrases
) -> tuple[Taxonomy, tuple[tuple[Bilingual | None, tuple[Panel, ...]], ...]]:
    taxonomy = columns[0].taxonomy
    rows = [s.row(taxonomy.id, c.category.id) for s in subjects for c in columns]
    full = full_share([row.share for row in rows if row is not None])
    named = {layer.id: layer.name for layer in taxonomy.layers}
    layers: dict[Bilingual | None, list[Panel]] = {}
    for column in columns:
        panel = _panel(subjects, column, full, phrases)
        layers.setdefault(named.get(column.category.layer or ""), []).append(panel)
    return taxonomy, tuple((name, tuple(panels)) for name, panels in layers.items())


def _panel(subjects: Sequence[Subject], column: Column, full: float, phrases: Phrases) -> Panel:
    thick = 9 if len(subjects) <= 16 else 5
    drawn = Markup("")
    for number, subject in enumerate(subjects):
        drawn += phrases.draw(_bar(number, subject, column, full, number * (thick + 2), thick))
    counts = [(v, sum(s.verdict(column.taxonomy.id, column.category.id) is v for s in subjects)) for v in Verdict]
    said = Bilingual(
        f"{column.category.short.zh}：" + "，".join(f"{VERDICTS[v].zh} {n}" for v, n in counts if n),
        f"{column.category.short.en}: " + ", ".join(f"{VERDICTS[v].en} {n}" for v, n in counts if n),
    )
    return Panel(column, drawn, len(subjects) * (thick + 2), f"{full:.0%}", said)


def _bar(number: int, subject: Subject, column: Column, full: float, y: float, thick: float) -> Element:
    row = subject.row(column.taxonomy.id, column.category.id)
    verdict = subject.verdict(column.taxonomy.id, column.category.id)
    share = f" {row.share:.1%}" if row is not None and verdict is not Verdict.UNKNOWN else ""
    tip = title(f"{subject.name} {SIGNS[verdict]}{share}")
    data = {"data-d": f"d{number}", "data-c": str(column.number)}
    if verdict is Verdict.UNKNOWN:
        return Element("rect", {"y": y, "width": "100%", "height": thick, **data}, (tip,), Ink.UNKNOWN)
    if verdict is Verdict.GAP:
        return rect(0.5, y + 0.5, 10, thick - 1, Ink.GAP, tip, edge=Ink.GAP_EDGE, **data)
    long = f"{max(row.share if row else 0, 0.004) / full:.1%}"
    ink = Ink.COVERED if verdict is Verdict.COVERED else Ink.THIN
    return Element("rect", {"y": y, "width": long, "height": thick, **data}, (tip,), ink)


def _tiles(subjects: Sequence[Subject], columns: Sequence[Column], views: dict[int, DocumentView]) -> list[TileView]:
    taxonomies = list({c.taxonomy.id: c.taxonomy for c in columns}.values())
    found = []
    for province in PROVINCES:
        there = in_province(subjects, province)
        tile = tile_of(there, taxonomies)
        said = Bilingual(f"{province.name.zh}：{tile.said.zh}", f"{province.name.en}: {tile.said.en}")
        documents = tuple(views[id(s)] for s in there)
        found.append(TileView(province, _breakable(province.short), tile.ground, tile.words, said, documents))
    return found


def _breakable(name: Bilingual) -> Bilingual:
    """Return a name whose English form may be broken before its last syllable where a narrow square asks for it."""
    return Bilingual(name.zh, _LAST_SYLLABLE.sub("\u00ad", name.en))


def corpus_data(
    documents: Sequence[DocumentView], columns: Sequence[Column], view: CorpusView, phrases: Phrases
) -> dict[str, object]:
    """Return what the page's script needs besides the markup: cells by measure, facts to group by, tiles by category."""

    def cell(subject: Subject, column: Column) -> list[list[object]]:
        row = subject.row(column.taxonomy.id, column.category.id)
        return [[ground_of(row, m).value, phrases.number(words_of(row, m))] for m in Measure]

    taxonomies = list({c.taxonomy.id: c.taxonomy for c in columns}.values())
    subjects = [document.subject for document in documents]

    def tile(province: Province, category: str | None) -> list[object]:
        shown = tile_of(in_province(subjects, province), taxonomies, category)
        said = Bilingual(f"{province.name.zh}：{shown.said.zh}", f"{province.name.en}: {shown.said.en}")
        return [shown.ground.value if shown.ground else "", shown.words, phrases.number(said)]

    return {
        "docs": {
            document.id: {
                "name": document.subject.name,
                **{key: getattr(document.subject, key) for key in GROUPS},
                "cells": [cell(document.subject, column) for column in columns],
                "sort": [_rank(document.subject, column) for column in columns],
                "covered": [document.subject.verdict(c.taxonomy.id, c.category.id) is Verdict.COVERED for c in columns],
            }
            for document in documents
        },
        "tiles": [
            [tile(t.province, None), *(tile(t.province, c.category.id) for c in columns)] if t.documents else []
            for t in view.tiles
        ],
    }


def _rank(subject: Subject, column: Column) -> float:
    """Return by what a column is sorted: the share; a gap comes after a thin one, what cannot be told last."""
    row = subject.row(column.taxonomy.id, column.category.id)
    if row is None or row.verdict is Verdict.UNKNOWN:
        return -2
    return -1 if row.verdict is Verdict.GAP else round(row.share, 6)
