"""The screen: a title block, one table a taxonomy, gaps in words, quotations on demand."""

from __future__ import annotations

import io
import shlex
from itertools import groupby

from rich.box import SIMPLE_HEAD
from rich.cells import cell_len
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from policyscan.language import Bilingual
from policyscan.model.label import EvidenceKind, Label
from policyscan.model.report import Coverage, Done, Failed, Report, TaxonomyCoverage, Verdict
from policyscan.model.taxonomy import Category
from policyscan.rendering.view import View, clean
from policyscan.rendering.words import (
    DEPTHS,
    SIGNS,
    STANCES,
    VERDICTS,
    gaps_in_words,
    note_lines,
    pages_of,
    place_label,
    problems_in_words,
    score_line,
    taxonomy_line,
)

STYLES = {Verdict.COVERED: "green", Verdict.THIN: "yellow", Verdict.GAP: "bold red", Verdict.UNKNOWN: "bold magenta"}
_EIGHTHS = " ▏▎▍▌▋▊▉"
_WIDE, _WIDER = 100, 116
_FULL_BAR = 0.4
"""A bar is full at this share: no category of a real plan takes more than a third of it."""


def render_table(report: Report, view: View) -> str:
    """Return the report as it is shown on a screen ``view.width`` columns wide."""
    out = io.StringIO()
    console = Console(
        file=out,
        width=view.width,
        force_terminal=view.colour,
        color_system="auto" if view.colour else None,
        no_color=not view.colour,
        highlight=False,
        markup=False,
        emoji=False,
        legacy_windows=False,
    )
    for index, outcome in enumerate(report.outcomes):
        if index:
            console.print()
        console.print(_failed(outcome, view) if isinstance(outcome, Failed) else _done(outcome, view))
    if len(report.outcomes) > 1:
        console.print()
        console.print(_totals(report, view))
    console.print()
    console.print(Text(taxonomy_line(report).in_language(view.language), "dim"))
    console.print(Text(score_line(report).in_language(view.language), "dim"))
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines()) + "\n"


def _say(text: Bilingual, view: View) -> str:
    return clean(text.in_language(view.language))


def _failed(outcome: Failed, view: View) -> RenderableType:
    lines: list[RenderableType] = [
        Text.assemble((clean(outcome.source), "bold")),
        Text.assemble(("✗ ", "bold red"), _say(outcome.reason, view)),
    ]
    if outcome.hint:
        lines.append(Text(f"  → {_say(outcome.hint, view)}"))
    return Group(*lines)


def _done(done: Done, view: View) -> RenderableType:
    parts: list[RenderableType] = [_title_block(done, view)]
    for covered in done.coverage:
        parts += [Text(), _coverage_table(done, covered, view)]
    sentences = gaps_in_words(done)
    for verdict, sentence in sentences:
        parts.append(_signed(SIGNS[verdict], STYLES[verdict], sentence, view))
    if not sentences:
        whole = Bilingual("各类别均有覆盖。", "Every category is covered.")
        parts.append(_signed("●", "green", whole, view))
    for sentence in problems_in_words(done):
        parts.append(_signed("!", "yellow", sentence, view))
    if view.passages or view.explain or view.category:
        parts += _quotations(done, view)
    else:
        parts += [Text(), Text(_next_step(done, view), "dim")]
    return Group(*parts)


def _signed(sign: str, style: str, sentence: Bilingual, view: View) -> RenderableType:
    """Return a sentence after its sign: a long Chinese one is broken beside it, not below."""
    grid = Table.grid(padding=(0, 1))
    grid.add_column()
    grid.add_column(overflow="fold")
    grid.add_row(Text(sign, style), Text(_say(sentence, view)))
    return grid


def _title_block(done: Done, view: View) -> RenderableType:
    page, document = done.title_page, done.document
    place = " ".join(p for p in (page.province, page.city) if p)
    date = page.date.isoformat() if page.date else None
    facts = [clean(fact) for fact in (page.number, page.issuer, date, place) if fact]
    paged = document.has_pages
    size = Bilingual(
        (f"{len(document.pages)} 页 · " if paged else "") + f"{len(done.passages)} 段",
        (f"{len(document.pages)} pages · " if paged else "") + f"{len(done.passages)} passages",
    )
    lines = [Text(clean(page.title or document.source), "bold")]
    if facts:
        lines.append(Text(" · ".join(facts)))
    lost = note_lines(note for note in done.notes if note.unreadable)
    told = note_lines(note for note in done.notes if not note.unreadable)
    read = Bilingual("全部可读", "all of it read") if not lost else Bilingual("部分未能读取：", "part of it not read:")
    lines.append(
        Text.assemble(
            f"{clean(document.source)} · {_say(size, view)} · ", (_say(read, view), "magenta" if lost else "")
        )
    )
    lines += [Text.assemble(("  ? ", "bold magenta"), clean(_say(note, view))) for note in lost]
    lines += [Text(f"  · {clean(_say(note, view))}") for note in told]
    return Group(*lines)


_HEADS = {
    "layer": Bilingual("层次", "layer"),
    "category": Bilingual("类别", "category"),
    "verdict": Bilingual("结论", "verdict"),
    "passages": Bilingual("段落", "pass."),
    "share": Bilingual("占比", "share"),
    "depth": Bilingual("深度", "depth"),
    "stances": Bilingual("态度", "stances"),
    "pages": Bilingual("页", "pages"),
}


def _coverage_table(done: Done, covered: TaxonomyCoverage, view: View) -> RenderableType:
    taxonomy = covered.taxonomy
    wide = view.width >= _WIDE
    has_layers = bool(taxonomy.layers) and wide  # on a narrow screen a layer is a line of its own
    has_stances = view.width >= _WIDER
    has_pages = done.document.has_pages
    table = Table(
        box=SIMPLE_HEAD, padding=(0, 1, 0, 0), title=_say(taxonomy.name, view), title_justify="left", title_style="bold"
    )
    if has_layers:
        longest = max(cell_len(_say(layer.name, view)) for layer in taxonomy.layers)
        table.add_column(_say(_HEADS["layer"], view), no_wrap=True, style="dim", min_width=longest)
    table.add_column(
        _say(_HEADS["category"], view), no_wrap=True, overflow="ellipsis", min_width=10, max_width=30 if wide else 24
    )
    table.add_column(_say(_HEADS["verdict"], view), no_wrap=True, min_width=9)
    table.add_column(_say(_HEADS["passages"], view), justify="right", no_wrap=True, min_width=5)
    table.add_column(_say(_HEADS["share"], view), no_wrap=True, min_width=23 if wide else 17)
    table.add_column(_say(_HEADS["depth"], view), no_wrap=True, min_width=9)
    if has_stances:
        table.add_column(_say(_HEADS["stances"], view), no_wrap=True, overflow="ellipsis")
    if has_pages:
        table.add_column(_say(_HEADS["pages"], view), no_wrap=True, overflow="ellipsis", min_width=8)
    layer_names = {layer.id: _say(layer.name, view) for layer in taxonomy.layers}
    shown = ""
    for row in covered.categories:
        category = taxonomy.category(row.id)
        layer = layer_names.get(category.layer or "", "")
        if layer != shown and not wide:
            table.add_row(layer, style="dim")
        indent = "  " if layer_names and not wide else ""
        cells = _cells(done, row, indent + _say(category.short, view), view, has_stances, has_pages)
        table.add_row(*([layer if layer != shown else ""] if has_layers else []), *cells)
        shown = layer
        for leaf_cells in _leaf_rows(done, category, row, view, has_stances, has_pages, indent) if view.leaves else []:
            table.add_row(*([""] if has_layers else []), *leaf_cells, style="dim")
    return table


def _leaf_rows(
    done: Done, category: Category, row: Coverage, view: View, has_stances: bool, has_pages: bool, indent: str
) -> list[list[Text]]:
    names = {leaf.id: _say(leaf.name, view) for leaf in category.leaves}
    return [_cells(done, leaf, f"{indent}  {names[leaf.id]}", view, has_stances, has_pages) for leaf in row.leaves]


def _cells(done: Done, row: Coverage, name: str, view: View, has_stances: bool, has_pages: bool) -> list[Text]:
    style = STYLES[row.verdict]
    cells = [
        Text(name),
        Text.assemble((f"{SIGNS[row.verdict]} {_say(VERDICTS[row.verdict], view)}", style)),
        Text(str(row.passages) if row.passages else "·"),
        Text.assemble((_bar(row.share, 16 if view.width >= _WIDE else 10), style), f" {row.share:>6.1%}"),
        Text(_say(DEPTHS[row.depth], view)),
    ]
    if has_stances:
        cells.append(Text(" ".join(f"{_say(STANCES[s], view)}{n}" for s, n in row.stances.items())))
    if has_pages:
        cells.append(Text(", ".join(map(str, pages_of(done, row)))))
    return cells


def _bar(share: float, width: int) -> str:
    """Return a bar in eighths of a column.

    >>> _bar(0.2, 8)
    '████    '
    """
    eighths = round(min(share / _FULL_BAR, 1.0) * width * 8)
    if share > 0:
        eighths = max(eighths, 1)
    bar = "█" * (eighths // 8) + (_EIGHTHS[eighths % 8] if eighths % 8 else "")
    return bar.ljust(width)


def _next_step(done: Done, view: View) -> str:
    rows = [row for covered in done.coverage for row in covered.categories if row.strongest]
    best = max(rows, key=lambda row: row.passages, default=None)
    if best is None:
        return ""
    command = f"policyscan classify {shlex.quote(clean(done.source))} --category {best.id}"
    return _say(Bilingual(f"引文与页码：{command}", f"quotations with pages: {command}"), view)


def _quotations(done: Done, view: View) -> list[RenderableType]:
    """Return the passages that carry the category asked for (or any), with page, headings and evidence."""
    parts: list[RenderableType] = []
    names = {
        category.id: category.short.in_language(view.language)
        for covered in done.coverage
        for category in covered.taxonomy.categories
    }
    shown = [
        (classified, label)
        for classified in done.passages
        for label in classified.labels
        if view.category in (None, label.category, *label.leaves)
    ]
    order = list(names)
    shown.sort(key=lambda pair: (order.index(pair[1].category), pair[0].passage.span.start))
    for category, group in groupby(shown, key=lambda pair: pair[1].category):
        parts += [Text(), Rule(Text(clean(names[category]), "bold"), align="left", style="dim")]
        for classified, label in group:
            passage = classified.passage
            page = place_label(done, passage).in_language(view.language)
            head = " · ".join(
                p for p in (page, _say(STANCES[label.stance], view), label.leaf or "", f"{label.confidence:.2f}") if p
            )
            trail = " › ".join(clean(h) for h in passage.headings)
            parts.append(Text.assemble((head, "cyan"), ("  " + trail if trail else "", "dim")))
            parts.append(Padding(_highlighted(passage.text, label), (0, 0, 0, 2)))
            parts.append(Padding(_evidence_line(label, view), (0, 0, 1 if view.explain else 0, 2)))
    if not parts:
        nothing = Bilingual("没有符合条件的段落。", "No passage to show.")
        parts = [Text(), Text(_say(nothing, view))]
    return parts


def _highlighted(text: str, label: Label) -> Text:
    shown = Text(text)
    for evidence in label.evidence:
        if evidence.span is not None:
            style = "strike dim" if evidence.kind is EvidenceKind.EXCLUSION else "bold underline"
            shown.stylize(style, evidence.span.start, evidence.span.end)
    return Text(" ").join([shown]) if clean(text) == text else Text(clean(text))


def _evidence_line(label: Label, view: View) -> Text:
    counted = [e for e in label.evidence if e.kind is not EvidenceKind.EXCLUSION and (view.explain or e.weight > 0)]
    lead = _say(Bilingual("依据 ", "evidence "), view)
    parts = []
    for evidence in {(e.text, e.kind): e for e in reversed(counted)}.values():
        where = _say(Bilingual("（标题）", " (heading)"), view) if evidence.kind is EvidenceKind.HEADING else ""
        weight = f" {evidence.weight:g}" if view.explain else ""
        parts.append(f"{clean(evidence.text)}{where}{weight}")
    line = Text(lead + ", ".join(reversed(parts)), "dim")
    excluded = [e for e in label.evidence if e.kind is EvidenceKind.EXCLUSION]
    if excluded and view.explain:
        lead = _say(Bilingual("；不计 ", "; not counted "), view)
        line.append(lead + ", ".join(f"{clean(e.text)}（{e.by}）" for e in excluded))
    return line


_TOTAL_HEAD = Bilingual("文件", "file")


def _totals(report: Report, view: View) -> RenderableType:
    """Return one line a document: the verdicts of all categories side by side."""
    table = Table(box=SIMPLE_HEAD, padding=(0, 1, 0, 0))
    table.add_column(_say(_TOTAL_HEAD, view), no_wrap=True, overflow="ellipsis", max_width=view.width // 2)
    categories = [c for t in report.taxonomies for c in t.categories]
    for category in categories:
        table.add_column(Text(_say(category.short, view)[:4]), justify="center", no_wrap=True)
    for outcome in report.outcomes:
        name = clean(outcome.source.rsplit("/", 1)[-1])
        if isinstance(outcome, Failed):
            table.add_row(name, *[Text("✗", "red")] * len(categories))
        else:
            verdicts = [row.verdict for covered in outcome.coverage for row in covered.categories]
            table.add_row(name, *[Text(SIGNS[v], STYLES[v]) for v in verdicts])
    legend = "  ".join(f"{SIGNS[v]} {_say(VERDICTS[v], view)}" for v in Verdict)
    failed = _say(Bilingual("✗ 未能读取", "✗ not read"), view)
    return Group(table, Text(f"{legend}  {failed}", "dim"))
