"""The matrix of a corpus as table, CSV, JSON, JSON Lines and Markdown."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence

from msgspec import Struct
from rich.cells import cell_len, set_cell_size
from rich.console import RenderableType
from rich.text import Text

from policyscan.language import Bilingual
from policyscan.model.codec import Json, encode, report_header
from policyscan.model.corpus import Status, Survey
from policyscan.model.matrix import Cell, Column, Matrix, Row
from policyscan.model.report import Depth, Report, Verdict
from policyscan.rendering.corpus import corpus_value, member_value, summary
from policyscan.rendering.csv import safe_cell
from policyscan.rendering.markdown import escape
from policyscan.rendering.screen import drawn, plain_table
from policyscan.rendering.table import STYLES
from policyscan.rendering.view import View, clean
from policyscan.rendering.words import DEPTHS, SIGNS, VERDICTS, score_line, taxonomy_line

BY = {
    "document": Bilingual("文件", "document"),
    "place": Bilingual("地区", "place"),
    "year": Bilingual("年份", "year"),
    "group": Bilingual("分组", "group"),
    "level": Bilingual("层级", "level"),
    "kind": Bilingual("文种", "kind"),
}
CELLS = {
    "share": Bilingual("占比", "share of characters"),
    "passages": Bilingual("段落数", "passages"),
    "depth": Bilingual("深度", "depth"),
    "verdict": Bilingual("结论", "verdict"),
}
_WIDEST_HEAD = 12
_NARROWEST_LABEL = 14
_GAP = 2
"""Columns between two cells."""
_WITHOUT_TITLE = 2
CSV_COLUMNS = (
    "row", "place", "year", "status", "documents", "unread", "taxonomy", "category", "name",
    "verdict", "depth", "depth_name", "passages", "share", "partial", "covered", "thin", "gap", "unknown",
)  # fmt: skip


class MatrixReport(Struct, frozen=True):
    """A matrix with what produced it; ``cells`` is what its cells show."""

    survey: Survey
    report: Report
    matrix: Matrix
    cells: str


def render_matrix(result: MatrixReport, format_name: str, view: View) -> str | bytes:
    """Return a matrix in one of its formats: text, or the bytes of a workbook."""
    if format_name == "xlsx":
        from policyscan.rendering.corpus_xlsx import render_matrix_xlsx

        return render_matrix_xlsx(result, view)
    if format_name == "html":
        from policyscan.rendering.html import render_corpus  # Jinja2 is loaded for nothing else

        return render_corpus(result.survey, result.report, view)
    renderers = {"table": _table, "csv": _csv, "json": _json, "jsonl": _jsonl, "markdown": _markdown}
    return renderers[format_name](result, view)


def _in_words(cell: Cell, cells: str, view: View) -> str:
    """Return a cell as people read it; ``?`` after a figure says that a part was not read.

    Nothing is shown as a figure that could not be told: an unknown cell is a question mark.
    """
    if cell.verdict is Verdict.UNKNOWN:
        return SIGNS[Verdict.UNKNOWN]
    more = "?" if cell.is_partial else ""
    sign = SIGNS[cell.verdict]
    if cells == "share":
        return f"{sign} {(cell.share or 0) * 100:.1f}{more}"
    if cells == "passages":
        return f"{sign} {cell.passages}{more}"
    if cells == "depth":
        return f"{sign} {DEPTHS[cell.depth].in_language(view.language)}{more}"
    documents = sum(n for _, n in cell.counts)
    return f"{sign}{more}" if documents == 1 else f"{sign} {cell.count(Verdict.COVERED)}/{documents}{more}"


def _label(row: Row, by: str, view: View) -> str:
    if by != "document":
        name = row.name or Bilingual("（未知）", "(unknown)").in_language(view.language)
        return f"{name} ({len(row.documents)})" if len(row.documents) > 1 else name
    return row.name


def _total_rows(matrix: Matrix, result: MatrixReport, view: View) -> list[tuple[str, list[str]]]:
    """Return the rows under the rule: all documents together, and how many have each verdict."""
    everything = Bilingual(f"合计（{len(matrix.total.documents)} 份）", f"all ({len(matrix.total.documents)})")
    rows = [(everything.in_language(view.language), [_in_words(c, result.cells, view) for c in matrix.total.cells])]
    for verdict in Verdict:
        counts = [cell.count(verdict) for cell in matrix.total.cells]
        if any(counts):
            name = f"{SIGNS[verdict]} {VERDICTS[verdict].in_language(view.language)}"
            rows.append((name, [str(n) if n else "·" for n in counts]))
    return rows


def _table(result: MatrixReport, view: View) -> str:
    return drawn(_parts(result, view), view)


def _parts(result: MatrixReport, view: View) -> Iterator[RenderableType]:
    matrix, by = result.matrix, result.matrix.by
    yield Text(clean(result.survey.corpus.title or result.survey.corpus.path), "bold")
    cells = CELLS[result.cells].in_language(view.language) + (" %" if result.cells == "share" else "")
    yield Text(f"{BY[by].in_language(view.language)} × {cells}", "dim")
    words = [[_in_words(cell, result.cells, view) for cell in row.cells] for row in matrix.rows]
    totals = _total_rows(matrix, result, view)
    all_words = [*words, *(cells for _, cells in totals)]
    heads = [_cut(clean(c.name.in_language(view.language)), _WIDEST_HEAD) for c in matrix.columns]
    widths = [max(cell_len(head), *(cell_len(row[i]) for row in all_words)) for i, head in enumerate(heads)]
    leading = _leading(matrix, sum(w + _GAP for w in widths), view)
    for chunk in _chunks(matrix.columns, widths, view.width - 1 - sum(w + _GAP for _, w in leading)):
        yield _one_table(matrix, words, totals, heads, widths, chunk, leading, view)
    yield from _legend(result, view)


def _leading(matrix: Matrix, taken: int, view: View) -> list[tuple[str, int]]:
    """Return the columns before the cells with their widths; ``taken`` is what the cells take side by side.

    A document is named by place, year and title; where that leaves no room, by place and year if they are enough.
    """
    head = BY[matrix.by].in_language(view.language)
    longest = max((cell_len(clean(_label(row, matrix.by, view))) + 2 for row in matrix.rows), default=10)
    if matrix.by != "document":
        return [(head, max(12, min(longest, 28)))]
    place = max((cell_len(clean(row.place)) + 2 for row in matrix.rows), default=0)
    leading = [
        (BY["place"].in_language(view.language), max(11, min(place, 14))),
        (BY["year"].in_language(view.language), 4),
    ]
    room = view.width - 1 - taken - sum(w + _GAP for _, w in leading) - _GAP
    if room < _NARROWEST_LABEL and len({(row.place, row.year) for row in matrix.rows if row.place}) == len(matrix.rows):
        return leading
    return [*leading, (head, max(_NARROWEST_LABEL, min(longest, room)))]


def _chunks(columns: Sequence[Column], widths: Sequence[int], room: int) -> list[list[int]]:
    """Return the indices of the columns that stand side by side; where not all fit, taxonomies part first."""
    if sum(w + _GAP for w in widths) <= room:
        return [list(range(len(columns)))]
    chunks: list[list[int]] = [[]]
    used = 0
    for index, column in enumerate(columns):
        new_taxonomy = bool(chunks[-1]) and columns[chunks[-1][-1]].taxonomy != column.taxonomy
        if chunks[-1] and (used + widths[index] + _GAP > room or new_taxonomy):
            chunks.append([])
            used = 0
        chunks[-1].append(index)
        used += widths[index] + _GAP
    return chunks


def _one_table(
    matrix: Matrix,
    words: Sequence[Sequence[str]],
    totals: Sequence[tuple[str, Sequence[str]]],
    heads: Sequence[str],
    widths: Sequence[int],
    chunk: Sequence[int],
    leading: Sequence[tuple[str, int]],
    view: View,
) -> RenderableType:
    table = plain_table()
    for head, width in leading:
        table.add_column(head, no_wrap=True, overflow="ellipsis", width=width)
    for index in chunk:
        table.add_column(heads[index], no_wrap=True, justify="right", width=widths[index])
    for row, cells in zip(matrix.rows, words, strict=True):
        styled = [Text(cells[i], _style(row.cells[i])) for i in chunk]
        table.add_row(*_lead(row, matrix.by, view)[: len(leading)], *styled)
    table.add_section()
    for name, cells in totals:
        blank = [""] * (len(leading) - 1)
        lead = [*blank, name] if len(leading) != _WITHOUT_TITLE else [name, *blank]
        table.add_row(*lead, *(cells[i] for i in chunk), style="dim" if name != totals[0][0] else "bold")
    return table


def _style(cell: Cell) -> str:
    return STYLES[cell.verdict]


def _lead(row: Row, by: str, view: View) -> list[str]:
    label = clean(_label(row, by, view))
    if by != "document":
        return [label]
    mark = {
        Status.MISSING.value: "○ ",
        Status.UNREADABLE.value: "✗ ",
        Status.MISMATCH.value: "≠ ",
        Status.DUPLICATE.value: "= ",
    }
    return [mark.get(row.status, "") + clean(row.place), str(row.year or ""), label]


def _cut(text: str, width: int) -> str:
    return text if cell_len(text) <= width else set_cell_size(text, width - 1).rstrip() + "…"


def _legend(result: MatrixReport, view: View) -> list[Text]:
    signs = "  ".join(f"{SIGNS[v]} {VERDICTS[v].in_language(view.language)}" for v in Verdict)
    partial = Bilingual("数字后的 ?：部分未能读取，可能更多", "? after a figure: part was not read, there may be more")
    marks = Bilingual("○ 缺  ✗ 未能读取  ≠ 内容不符  = 重复", "○ missing  ✗ unreadable  ≠ mismatch  = duplicate")
    lines = [f"{signs}  {partial.in_language(view.language)}"]
    if any(row.status not in ("", "present", "partly") for row in result.matrix.rows):
        lines.append(marks.in_language(view.language))
    lines.append(how(result.matrix.by).in_language(view.language))
    lines += [line.in_language(view.language) for line in summary(result.survey)]
    lines += [
        taxonomy_line(result.report).in_language(view.language),
        score_line(result.report).in_language(view.language),
    ]
    return [Text(line, "dim") for line in lines]


def how(by: str) -> Bilingual:
    """Return how figures over several documents come about."""
    zh = (
        "多份文件合并时：结论取最好的一份，但“未知”先于“缺口”；占比按字数加权；深度取最深；段落相加；重复的文件只计一次"
    )
    en = (
        "over several documents: the best verdict, but unknown before gap; share weighted by characters; greatest depth; "
        "passages added; duplicates counted once"
    )
    return Bilingual(zh, en)


def _cell_value(column: Column, cell: Cell) -> Json:
    return {
        "taxonomy": column.taxonomy,
        "category": column.id,
        "verdict": cell.verdict.value,
        "depth": int(cell.depth),
        "passages": cell.passages,
        "share": None if cell.share is None else round(cell.share, 6),
        "partial": cell.is_partial,
        "documents": {verdict.value: cell.count(verdict) for verdict in Verdict},
    }


def _row_value(matrix: Matrix, row: Row) -> Json:
    return {
        "name": row.name,
        "place": row.place or None,
        "year": row.year,
        "status": row.status or None,
        "documents": list(row.documents),
        "unread": row.unread,
        "cells": [_cell_value(column, cell) for column, cell in zip(matrix.columns, row.cells, strict=True)],
    }


def _header(result: MatrixReport) -> Json:
    header = report_header(result.report)
    return {
        **header,
        "format": "policyscan-coverage",
        "version": 1,
        "corpus": corpus_value(result.survey),
        "by": result.matrix.by,
    }


def _json(result: MatrixReport, view: View) -> str:
    matrix = result.matrix
    value = {
        **_header(result),
        "documents": [member_value(member) for member in result.survey.members],
        "rows": [_row_value(matrix, row) for row in matrix.rows],
        "total": _row_value(matrix, matrix.total),
    }
    return encode(value) + "\n"


def _jsonl(result: MatrixReport, view: View) -> str:
    matrix = result.matrix
    lines = [encode({"record": "coverage", **_header(result)})]
    lines += [encode({"record": "row", **_row_value(matrix, row)}) for row in matrix.rows]
    lines.append(encode({"record": "total", **_row_value(matrix, matrix.total)}))
    return "\n".join(lines) + "\n"


def _csv(result: MatrixReport, view: View) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(CSV_COLUMNS)
    matrix = result.matrix
    for row in matrix.rows:
        for column, cell in zip(matrix.columns, row.cells, strict=True):
            values = [
                row.name, row.place, str(row.year or ""), row.status, str(len(row.documents)), str(row.unread),
                column.taxonomy, column.id, column.name.in_language(view.language), cell.verdict.value,
                *_figures(cell, view), str(cell.is_partial).lower(), *(str(cell.count(v)) for v in Verdict),
            ]  # fmt: skip
            writer.writerow([safe_cell(value) for value in values])
    return "\ufeff" + out.getvalue()


def _figures(cell: Cell, view: View) -> list[str]:
    """Return depth, its name, passages and share; empty where they could not be told."""
    if cell.verdict is Verdict.UNKNOWN and cell.depth is Depth.ABSENT:
        return ["", "", "", ""]
    share = "" if cell.share is None else f"{cell.share:.4f}"
    return [str(int(cell.depth)), DEPTHS[cell.depth].in_language(view.language), str(cell.passages), share]


def _markdown(result: MatrixReport, view: View) -> str:
    matrix = result.matrix
    leading = [BY["place"], BY["year"], BY["document"]] if matrix.by == "document" else [BY[matrix.by]]
    heads = [
        *(h.in_language(view.language) for h in leading),
        *(c.name.in_language(view.language) for c in matrix.columns),
    ]
    rule = ["---"] * len(leading) + ["--:"] * len(matrix.columns)
    lines = [
        f"## {escape(result.survey.corpus.title or result.survey.corpus.path)}",
        "",
        f"| {' | '.join(escape(h) for h in heads)} |",
        f"|{'|'.join(rule)}|",
    ]
    for row in matrix.rows:
        cells = [*_lead(row, matrix.by, view), *(_in_words(cell, result.cells, view) for cell in row.cells)]
        lines.append(f"| {' | '.join(escape(cell) for cell in cells)} |")
    for name, words in _total_rows(matrix, result, view):
        cells = [*[""] * (len(leading) - 1), f"**{escape(name)}**", *words]
        lines.append(f"| {' | '.join(cells)} |")
    lines.append("")
    lines += [f"{escape(line.plain)}  " for line in _legend(result, view)]
    return "\n".join(lines).rstrip() + "\n"
