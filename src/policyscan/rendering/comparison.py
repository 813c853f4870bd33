"""A comparison as table, CSV, JSON and Markdown."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence

from rich.console import RenderableType
from rich.padding import Padding
from rich.text import Text

from policyscan.language import Bilingual
from policyscan.model.codec import Json, encode, report_header
from policyscan.model.comparison import Change, Comparison, Line, Side, Standing, Target
from policyscan.model.report import Coverage, Done, Verdict
from policyscan.rendering.csv import safe_cell
from policyscan.rendering.gaps import quoted
from policyscan.rendering.markdown import escape
from policyscan.rendering.screen import drawn, plain_table
from policyscan.rendering.table import STYLES, clean
from policyscan.rendering.view import View
from policyscan.rendering.words import DEPTHS, SIGNS, notes_in_words, place_label, score_line, taxonomy_line

CHANGES = {
    Change.ADDED: Bilingual("＋ 新增", "+ added"),
    Change.DROPPED: Bilingual("－ 不再提", "- dropped"),
    Change.DEEPER: Bilingual("↑ 更深", "↑ deeper"),
    Change.SHALLOWER: Bilingual("↓ 更浅", "↓ shallower"),
    Change.MORE: Bilingual("▲ 更多", "▲ more"),
    Change.LESS: Bilingual("▼ 更少", "▼ less"),
    Change.SAME: Bilingual("＝ 相当", "= same"),
    Change.ABSENT: Bilingual("· 均无", "· in neither"),
    Change.UNKNOWN: Bilingual("? 未知", "? unknown"),
}
_STYLES = {
    Change.ADDED: "bold green",
    Change.DEEPER: "green",
    Change.MORE: "green",
    Change.DROPPED: "bold red",
    Change.SHALLOWER: "yellow",
    Change.LESS: "yellow",
    Change.UNKNOWN: "magenta",
}
_QUIET = (Change.SAME, Change.ABSENT)
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
CSV_COLUMNS = (
    "document", "path", "taxonomy", "category", "name", "verdict", "depth", "passages", "share", "change", "percentile", "page", "quotation",
)  # fmt: skip


def render_comparison(result: Comparison, format_name: str, view: View) -> str:
    """Return a comparison in one of its formats."""
    return {"table": _table, "csv": _csv, "json": _json, "markdown": _markdown}[format_name](result, view)


def _letter(number: int) -> str:
    return _LETTERS[number] if number < len(_LETTERS) else str(number + 1)


def _cell(side: Side, view: View) -> Text:
    row = side.coverage
    if row is None or row.verdict is Verdict.UNKNOWN:
        return Text("?", STYLES[Verdict.UNKNOWN])
    words = f"{SIGNS[row.verdict]} {row.share * 100:.1f} {DEPTHS[row.depth].in_language(view.language)}"
    return Text(words, STYLES[row.verdict])


def _table(result: Comparison, view: View) -> str:
    return drawn(_parts(result, view), view)


def _parts(result: Comparison, view: View) -> Iterator[RenderableType]:
    for number, (name, done) in enumerate(zip(result.names, result.documents, strict=True)):
        yield Text.assemble(
            (f"{_letter(number)}  ", "bold cyan"),
            (clean(name), "bold"),
            (f"  {clean(done.source)}" if done else "", "dim"),
        )
        for note in notes_in_words(done, unreadable=True) if done else ():
            yield Text(f"   ? {clean(note.in_language(view.language))}", "magenta")
    table = plain_table()
    table.add_column(
        Bilingual("类别", "category").in_language(view.language), no_wrap=True, overflow="ellipsis", max_width=26
    )
    for number in range(len(result.documents)):
        table.add_column(_letter(number), no_wrap=True)
        if number:
            table.add_column(f"A→{_letter(number)}", no_wrap=True)
    if result.standings:
        table.add_column(Bilingual("百分位", "percentile").in_language(view.language), justify="right", no_wrap=True)
    for index, line in enumerate(result.lines):
        cells: list[Text | str] = [
            clean(("  " if "." in line.column.id else "") + line.column.name.in_language(view.language))
        ]
        for number, side in enumerate(line.sides):
            cells.append(_cell(side, view))
            if number:
                what = line.changes[number - 1]
                cells.append(Text(CHANGES[what].in_language(view.language), _STYLES.get(what, "dim")))
        if result.standings:
            cells.append(percentile_in_words(result.standings[index], view))
        table.add_row(*cells)
    yield table
    if len(result.documents) > 1:
        yield from _changes(result, view)
        yield from _targets(result, view)
    if result.standings:
        yield from _examples(result, view)
    yield Text(taxonomy_line(result.report).in_language(view.language), "dim")
    yield Text(score_line(result.report).in_language(view.language), "dim")


def percentile_in_words(standing: Standing, view: View) -> str:
    """Return a percentile with the number of peers that it is among, and those of which nothing is known."""
    if standing.percentile is None:
        return f"? ({standing.known}+{standing.unknown}?)"
    more = f"+{standing.unknown}?" if standing.unknown else ""
    return f"{standing.percentile:.0f} ({standing.known}{more})"


def _quotation(done: Done | None, index: int | None, view: View, most: int = 60) -> str:
    if done is None or index is None:
        return ""
    passage = done.passages[index].passage
    page = place_label(done, passage).in_language(view.language)
    return f"{page} “{quoted(passage.text, most)}”".strip()


def _changes(result: Comparison, view: View) -> Iterator[RenderableType]:
    """Show what speaks for each change: the passage that is new, or the one that is no more."""
    for line in result.lines:
        for number, what in enumerate(line.changes, 1):
            if what in _QUIET:
                continue
            lead = f"{CHANGES[what].in_language(view.language)}  {clean(line.column.name.in_language(view.language))}"
            where = f"  A→{_letter(number)}" if len(result.documents) > 2 else ""
            yield Text.assemble((lead, _STYLES.get(what, "")), (where, "dim"))
            for at in (0, number):
                text = _quotation(result.documents[at], line.sides[at].passage, view)
                if text:
                    yield Padding(Text(f"{_letter(at)} {text}", "dim", no_wrap=True, overflow="ellipsis"), (0, 0, 0, 4))


def _targets(result: Comparison, view: View) -> Iterator[RenderableType]:
    if not any(result.targets):
        return
    yield Text()
    yield Text(Bilingual("可核查的目标与任务", "what can be checked").in_language(view.language), "bold")
    for line, targets in zip(result.lines, result.targets, strict=True):
        if not targets or "." in line.column.id:
            continue
        yield Text(clean(line.column.name.in_language(view.language)), "cyan")
        for target in targets:
            done = result.documents[target.document]
            assert done is not None  # it has a target
            page = place_label(done, done.passages[target.passage].passage).in_language(view.language)
            words = " · ".join(dict.fromkeys(clean(q.text) for q in target.quantities))
            yield Padding(
                Text(
                    f"{_letter(target.document)} {page} {words}".replace("  ", " "), no_wrap=True, overflow="ellipsis"
                ),
                (0, 0, 0, 2),
            )


def _examples(result: Comparison, view: View) -> Iterator[RenderableType]:
    assert result.peers is not None  # there are standings
    yield Text()
    yield Text(
        Bilingual(
            "可参考的同类文件（百分位为按占比排名，括号内为同类份数，? 为未知）",
            "peers to learn from (percentile by share; in brackets how many peers, ? unknown)",
        ).in_language(view.language),
        "bold",
    )
    peers = [member for member in result.peers.members if member.path is not None or member.outcome is not None]
    for standing in result.standings:
        if not standing.examples or "." in standing.column.id:
            continue
        yield Text.assemble(
            (clean(standing.column.name.in_language(view.language)), "cyan"),
            (f"  {percentile_in_words(standing, view)}", "dim"),
        )
        for peer, index in standing.examples:
            text = f"{clean(peers[peer].title)}  {_quotation(peers[peer].done, index, view, 40)}"
            yield Padding(Text(text, "dim", no_wrap=True, overflow="ellipsis"), (0, 0, 0, 2))


def _coverage(row: Coverage | None) -> Json | None:
    if row is None:
        return None
    known = row.verdict is not Verdict.UNKNOWN
    return {
        "verdict": row.verdict.value,
        "depth": int(row.depth) if known else None,
        "passages": row.passages if known else None,
        "share": round(row.share, 6) if known else None,
    }


def _passage(done: Done | None, index: int | None) -> Json | None:
    if done is None or index is None:
        return None
    passage = done.passages[index].passage
    return {"index": index, "page": passage.pages[0], "text": passage.text}


def _line_value(result: Comparison, line: Line, targets: Sequence[Target]) -> Json:
    return {
        "taxonomy": line.column.taxonomy,
        "category": line.column.id,
        "changes": [change.value for change in line.changes],
        "sides": [
            {"coverage": _coverage(side.coverage), "strongest": _passage(done, side.passage)}
            for side, done in zip(line.sides, result.documents, strict=True)
        ],
        "targets": [
            {
                "document": target.document,
                "passage": _passage(result.documents[target.document], target.passage),
                "quantities": [{"kind": q.kind, "text": q.text} for q in target.quantities],
            }
            for target in targets
        ],
    }


def _json(result: Comparison, view: View) -> str:
    peers = [m for m in result.peers.members if m.path is not None or m.outcome is not None] if result.peers else []
    value = {
        **report_header(result.report),
        "format": "policyscan-comparison",
        "version": 1,
        "documents": [
            {"name": name, "path": done.source if done else None, "sha256": done.document.sha256 if done else None, "wholly_read": bool(done and done.document.is_wholly_read)}
            for name, done in zip(result.names, result.documents, strict=True)
        ],
        "categories": [_line_value(result, line, targets) for line, targets in zip(result.lines, result.targets, strict=True)],
        "peers": [member.id for member in peers],
        "standings": [
            {
                "taxonomy": s.column.taxonomy,
                "category": s.column.id,
                "percentile": None if s.percentile is None else round(s.percentile, 4),
                "known": s.known,
                "unknown": s.unknown,
                "examples": [{"peer": peer, "passage": _passage(peers[peer].done, index)} for peer, index in s.examples],
            }
            for s in result.standings
        ],
    }  # fmt: skip
    return encode(value) + "\n"


def _csv(result: Comparison, view: View) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(CSV_COLUMNS)
    for index, line in enumerate(result.lines):
        for number, (side, done, name) in enumerate(zip(line.sides, result.documents, result.names, strict=True)):
            value = _coverage(side.coverage) or {"verdict": "unknown", "depth": None, "passages": None, "share": None}
            passage = _passage(done, side.passage) or {"page": "", "text": ""}
            last = number == len(result.documents) - 1
            percentile = result.standings[index].percentile if result.standings and last else None
            row = [
                name, done.source if done else "", line.column.taxonomy, line.column.id, line.column.name.in_language(view.language),
                value["verdict"], value["depth"], value["passages"], value["share"], line.changes[number - 1].value if number else "",
                "" if percentile is None else f"{percentile:.1f}", passage["page"], passage["text"],
            ]  # fmt: skip
            writer.writerow([safe_cell("" if cell is None else str(cell)) for cell in row])
    return "\ufeff" + out.getvalue()


def _markdown(result: Comparison, view: View) -> str:
    lines = []
    for number, (name, done) in enumerate(zip(result.names, result.documents, strict=True)):
        lines.append(f"- **{_letter(number)}** {escape(name)} {escape(done.source) if done else ''}".rstrip())
    heads = [Bilingual("类别", "category").in_language(view.language)]
    for number in range(len(result.documents)):
        heads += [_letter(number)] + ([f"A→{_letter(number)}"] if number else [])
    if result.standings:
        heads.append(Bilingual("百分位", "percentile").in_language(view.language))
    lines += ["", f"| {' | '.join(heads)} |", f"|{'---|' * len(heads)}"]
    for index, line in enumerate(result.lines):
        cells = [line.column.name.in_language(view.language)]
        for number, side in enumerate(line.sides):
            cells += [_cell(side, view).plain] + (
                [CHANGES[line.changes[number - 1]].in_language(view.language)] if number else []
            )
        if result.standings:
            cells.append(percentile_in_words(result.standings[index], view))
        lines.append(f"| {' | '.join(escape(cell) for cell in cells)} |")
    lines.append("")
    for line in result.lines:
        for number, what in enumerate(line.changes, 1):
            text = _quotation(result.documents[number], line.sides[number].passage, view) or _quotation(
                result.documents[0], line.sides[0].passage, view
            )
            if what not in _QUIET and text:
                lines.append(
                    f"- {CHANGES[what].in_language(view.language)} **{escape(line.column.name.in_language(view.language))}**: {escape(text)}"
                )
    lines += ["", escape(taxonomy_line(result.report).in_language(view.language))]
    return "\n".join(lines) + "\n"
