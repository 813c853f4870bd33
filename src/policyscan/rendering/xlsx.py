"""The workbook: summary, matrix, coverage, passages, gaps, targets, and what was not read.

Every cell of the matrix leads to the passage that proves it, every passage to the page of its file. Text of documents is
written as text and nothing else: no formula, no link, no control character.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from typing import Any

import xlsxwriter
from msgspec import Struct

from policyscan.language import Bilingual
from policyscan.model.label import ClassifiedPassage, EvidenceKind, Label, Stance
from policyscan.model.passage import Passage, Span
from policyscan.model.report import Coverage, Depth, Done, Failed, Report, Verdict
from policyscan.model.taxonomy import Taxonomy
from policyscan.rendering.office import (
    FILLS,
    cut,
    link_to,
    plain,
    rows_with_categories,
    rows_with_leaves,
    title_of,
    width_of,
)
from policyscan.rendering.view import View
from policyscan.rendering.words import DEPTHS, SIGNS, STANCES, VERDICTS, place_label, score_line, taxonomy_line

_CREATED = datetime(2024, 1, 1)  # noqa: DTZ001 - the same bytes whenever the workbook is made
_LONGEST = 32_000
"""Characters of a cell; Excel takes 32,767 units of UTF-16."""
_MOST_LINKS = 65_000
"""Links of a sheet; Excel takes 65,530."""
_LINE, _HIGHEST = 14.0, 409.0
"""Points of a line of text, and of the highest row that Excel takes."""
_WRAPPED = frozenset({"text"})
_ESCAPE = re.compile(r"(_x[0-9a-fA-F]{4}_)")
_QUOTED = 60
"""Characters of the quotation beside a figure; the whole passage is a click away."""


class Sheets:
    """The names of the sheets."""

    SUMMARY = Bilingual("概要", "Summary")
    MATRIX = Bilingual("矩阵", "Matrix")
    COVERAGE = Bilingual("覆盖", "Coverage")
    PASSAGES = Bilingual("段落", "Passages")
    GAPS = Bilingual("缺口", "Gaps")
    TARGETS = Bilingual("指标", "Targets")
    UNREAD = Bilingual("未读", "Not read")


class Linked(Struct, frozen=True):
    """A cell that leads somewhere: ``internal:…`` or ``external:…``."""

    value: str | float
    target: str | None


class Marked(Struct, frozen=True):
    """Text with some stretches in bold."""

    text: str
    spans: tuple[Span, ...]


Cell = str | float | date | None | Linked | Marked


class Column(Struct, frozen=True):
    """A column of a table: its head, its width in columns, and the format of its cells."""

    head: Bilingual
    width: int
    format: str = "text"


def render_xlsx(report: Report, view: View) -> bytes:
    """Return the report as an XLSX workbook: the same bytes for the same report."""
    return save_workbook(report, view, lambda book: ReportWorkbook(book, report, view))


def save_workbook(report: Report, view: View, made: Callable[[Any], ReportWorkbook]) -> bytes:
    """Return what ``made`` writes into a new XlsxWriter workbook, as the bytes of a file."""
    out = io.BytesIO()
    font = "等线" if view.language == "zh" else "Calibri"
    book = xlsxwriter.Workbook(
        out,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "default_format_properties": {"font_name": font, "font_size": 10.5},
        },
    )
    book.set_properties({"title": "policyscan", "author": f"policyscan {report.version}", "created": _CREATED})
    made(book).write()
    book.close()
    return out.getvalue()


class ReportWorkbook:
    """One report going into one workbook."""

    def __init__(self, book: Any, report: Report, view: View) -> None:
        self._book, self._report, self._view = book, report, view
        self._done = [outcome for outcome in report.outcomes if isinstance(outcome, Done)]
        self._names: dict[str, Bilingual] = {}
        for taxonomy in report.taxonomies:
            for category in taxonomy.categories:
                self._names[category.id] = category.short
                self._names.update((leaf.id, leaf.name) for leaf in category.leaves)
        quoted = [
            (number, index, label)
            for number, done in enumerate(self._done)
            for index, classified in enumerate(done.passages)
            for label in classified.labels
        ]
        self._quoted: list[tuple[int, int, Label]] = quoted
        self._row_of = {(n, i, lb.taxonomy, lb.category): row for row, (n, i, lb) in enumerate(quoted, 2)}
        base: dict[str, Any] = {"valign": "top", "text_wrap": True, "bottom": 7, "bottom_color": "#BFBFBF"}
        self._formats = {name: book.add_format({**base, **more}) for name, more in _FORMATS.items()}
        self._bold = book.add_format({"bold": True, "font_color": "#0B5394"})
        self._verdicts = {
            verdict: book.add_format(
                # hatched where nothing can be told: never the colour of a gap
                {"pattern": 14, "bg_color": "#FFFFFF", "fg_color": f"#{fill}", "font_color": "#404040"}
                if verdict is Verdict.UNKNOWN
                else {"bg_color": f"#{fill}", "font_color": "#202020"}
            )
            for verdict, fill in FILLS.items()
        }
        self._links: dict[str, int] = {}

    def write(self) -> None:
        self._write_summary()
        self._write_matrix()
        self._write_coverage()
        self._write_passages()
        self._write_gaps()
        self._write_targets()
        self._write_unread()

    # cells

    def _say(self, text: Bilingual) -> str:
        return plain(text.in_language(self._view.language))

    def _verdict(self, verdict: Verdict) -> str:
        return f"{SIGNS[verdict]} {self._say(VERDICTS[verdict])}"

    def _depth(self, depth: Depth) -> str:
        return f"{int(depth)} {self._say(DEPTHS[depth])}"

    def _put(self, sheet: Any, row: int, column: int, cell: Cell, format_name: str = "text") -> None:
        style = self._formats[format_name]
        if isinstance(cell, Linked):
            if cell.target is None or not self._may_link(sheet):
                self._put(sheet, row, column, cell.value, format_name)
                return
            style = self._formats.get(f"{format_name}-link", style)
            sheet.write_url(row, column, cell.target, style, string=_cell_text(str(cell.value)))
            if not isinstance(cell.value, str):
                sheet.write_number(row, column, cell.value, style)  # a figure stays a figure; the link remains
        elif isinstance(cell, Marked):
            self._put_marked(sheet, row, column, cell)
        elif cell is None or cell == "":
            sheet.write_blank(row, column, None, style)
        elif isinstance(cell, str):
            sheet.write_string(row, column, _cell_text(cell), style)
        elif isinstance(cell, date):
            sheet.write_datetime(row, column, cell, self._formats["date"])
        else:
            sheet.write_number(row, column, cell, style)

    def _put_marked(self, sheet: Any, row: int, column: int, cell: Marked) -> None:
        pieces = _pieces(cell)
        if len(pieces) < 2 or len(cell.text) > _LONGEST:
            self._put(sheet, row, column, cell.text)
            return
        tokens: list[object] = []
        for text, is_bold in pieces:
            tokens += [self._bold, _ESCAPE.sub(r"_x005F\1", text)] if is_bold else [_ESCAPE.sub(r"_x005F\1", text)]
        sheet.write_rich_string(row, column, *tokens, self._formats["text"])

    def _may_link(self, sheet: Any) -> bool:
        name = sheet.get_name()
        self._links[name] = self._links.get(name, 0) + 1
        return self._links[name] <= _MOST_LINKS

    # tables

    def _table(self, name: Bilingual, columns: Sequence[Column], rows: Sequence[Sequence[Cell]], frozen: int) -> Any:
        """Add a sheet with one table: a head that stays, a filter on every column; nothing found is said."""
        sheet = self._sheet(name)
        for number, column in enumerate(columns):
            sheet.set_column(number, number, column.width)
            self._put(sheet, 0, number, self._say(column.head), "head")
        for r, row in enumerate(rows, 1):
            for c, (cell, column) in enumerate(zip(row, columns, strict=True)):
                self._put(sheet, r, c, cell, column.format)
            sheet.set_row(r, _height(row, columns))
        sheet.set_row(0, 2 * _LINE + 2)
        sheet.freeze_panes(1, frozen)
        sheet.autofilter(0, 0, max(len(rows), 1), len(columns) - 1)
        sheet.repeat_rows(0)
        if not rows:
            self._put(sheet, 1, 0, self._say(Bilingual("（无）", "(none)")), "line")
        return sheet

    def _sheet(self, name: Bilingual) -> Any:
        sheet = self._book.add_worksheet(self._say(name))
        sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.fit_to_pages(1, 0)
        sheet.set_footer("&C&P / &N")
        return sheet

    def _colour_verdicts(self, sheet: Any, first_row: int, first: int, last_row: int, last: int) -> None:
        for verdict, style in self._verdicts.items():
            rule = {"type": "cell", "criteria": "==", "value": f'"{self._verdict(verdict)}"', "format": style}
            sheet.conditional_format(first_row, first, last_row, last, rule)

    @staticmethod
    def _bars(sheet: Any, column: int, last_row: int, colour: str = "#9DC3E6", *, most: float | None = None) -> None:
        rule: dict[str, Any] = {
            "type": "data_bar",
            "bar_color": colour,
            "bar_solid": True,
            "data_bar_2010": True,
            "min_type": "num",
        }
        rule |= {"min_value": 0} | ({"max_type": "num", "max_value": most} if most is not None else {})
        sheet.conditional_format(1, column, max(last_row, 1), column, rule)

    def _to_passage(self, number: int, index: int, taxonomy: str, category: str) -> Linked:
        row = self._row_of[number, index, taxonomy, category]
        return Linked(row, f"internal:'{self._say(Sheets.PASSAGES)}'!A{row}")

    def _proof(self, number: int, taxonomy: str, row_id: str, row: Coverage) -> Linked | None:
        """Return the row of the sheet of passages that holds a category's strongest passage, with the link to it."""
        category = row_id.partition(".")[0]
        return self._to_passage(number, row.strongest[0], taxonomy, category) if row.strongest else None

    # sheets

    def _write_summary(self) -> None:
        sheet = self._sheet(Sheets.SUMMARY)
        sheet.set_column(0, 0, 44)
        sheet.set_column(1, 1, 22)
        sheet.set_column(2, 2, 24)
        sheet.set_column(3, 8, 13)
        sheet.set_column(9, 9, 40)
        sheet.set_row(0, 26)
        failed = [outcome for outcome in self._report.outcomes if isinstance(outcome, Failed)]
        partly = [done for done in self._done if not done.document.is_wholly_read]
        total = len(self._report.outcomes)
        title = title_of(self._done[0]) if total == 1 and self._done else ""
        self._put(
            sheet, 0, 0, title or self._say(Bilingual("政策文件覆盖情况", "Coverage of policy documents")), "title"
        )
        row = 1
        if failed or partly:
            words = Bilingual(
                f"{len(failed)} 份文件未能读取，{len(partly)} 份有内容未能读取：凡未找到者记为“未知”，不是缺口，见“{Sheets.UNREAD.zh}”表。",
                f"{len(failed)} files were not read, and {len(partly)} not wholly: what was not found there is unknown, "
                f"no gap. See the sheet '{Sheets.UNREAD.en}'.",
            )
            self._put(sheet, row, 0, self._say(words), "warning")
            row += 1
        passages = sum(len(done.passages) for done in self._done)
        labelled = sum(bool(p.labels) for done in self._done for p in done.passages)
        for line in (
            Bilingual(
                f"读了 {len(self._done)} 份文件，{passages} 段，其中 {labelled} 段属于某一类别。",
                f"{len(self._done)} documents read, {passages} passages, {labelled} of them in some category.",
            ),
            taxonomy_line(self._report),
            score_line(self._report),
        ):
            self._put(sheet, row, 0, self._say(line), "line")
            row += 1
        row = self._write_categories(sheet, row + 1)
        row = self._write_documents(sheet, row + 1)
        row += 1
        for line in _LEGEND:
            self._put(sheet, row, 0, self._say(line), "line")
            row += 1
        sheet.activate()

    def _write_categories(self, sheet: Any, row: int) -> int:
        self._put(sheet, row, 0, self._say(Bilingual("按类别", "By category")), "section")
        heads: list[Bilingual] = [_TAXONOMY, _CATEGORY, *VERDICTS.values(), _MEAN_SHARE]
        for column, head in enumerate(heads):
            self._put(sheet, row + 1, column, self._say(head), "head")
        row += 2
        for taxonomy in self._report.taxonomies:
            for category in taxonomy.categories:
                rows = [r for d in self._done for t in d.coverage if t.taxonomy.id == taxonomy.id for r in t.categories]
                mine = [r for r in rows if r.id == category.id]
                self._put(sheet, row, 0, self._say(taxonomy.name))
                self._put(sheet, row, 1, self._say(category.short))
                for column, verdict in enumerate(Verdict, 2):
                    self._put(sheet, row, column, sum(r.verdict is verdict for r in mine), "number")
                mean = sum(r.share for r in mine) / len(mine) if mine else None
                self._put(sheet, row, 6, mean, "percent")
                row += 1
        return row

    def _write_documents(self, sheet: Any, row: int) -> int:
        self._put(sheet, row, 0, self._say(Bilingual("文件", "Documents")), "section")
        for column, head in enumerate(_DOCUMENT_HEADS):
            self._put(sheet, row + 1, column, self._say(head), "head")
        row += 2
        for outcome in self._report.outcomes:
            cells: list[Cell]
            if isinstance(outcome, Failed):
                reason = Bilingual(f"未能读取：{outcome.reason.zh}", f"not read: {outcome.reason.en}")
                cells = [
                    outcome.source,
                    None,
                    None,
                    None,
                    None,
                    None,
                    None,
                    None,
                    self._say(Bilingual("否", "no")),
                    self._say(reason),
                ]
            else:
                page, document = outcome.title_page, outcome.document
                whole = Bilingual("是", "yes") if document.is_wholly_read else Bilingual("否", "no")
                cells = [
                    title_of(outcome), page.number, page.issuer, page.date,
                    page.province, page.city, len(document.pages) if document.has_pages else None, len(outcome.passages),
                    self._say(whole), Linked(outcome.source, self._to_file(outcome, 1)),
                ]  # fmt: skip
            for column, cell in enumerate(cells):
                self._put(
                    sheet, row, column, cell, "number" if isinstance(cell, int) else "center" if column == 8 else "text"
                )
            sheet.set_row(row, _height(cells[:1], _MATRIX_COLUMNS[:1]))
            row += 1
        return row

    def _to_file(self, done: Done, page: int) -> str | None:
        link = link_to(done, page, self._view.folder)
        return link if link is None or link.startswith("file:") else f"external:{link}"

    def _write_matrix(self) -> None:
        sheet = self._sheet(Sheets.MATRIX)
        columns = [(t, c) for t in self._report.taxonomies for c in t.categories]
        count = len(columns)
        blocks = (Bilingual("结论", "verdict"), Bilingual("占比", "share"), Bilingual("深度", "depth"))
        for place, column in enumerate(_MATRIX_COLUMNS):
            sheet.set_column(place, place, column.width)
            self._put(sheet, 1, place, self._say(column.head), "head")
        left = len(_MATRIX_COLUMNS)
        for block, words in enumerate(blocks):
            start = left + block * count
            self._merge(sheet, 0, start, start + count - 1, self._say(words))
            for place, (_, category) in enumerate(columns):
                name = self._say(category.short)
                self._put(sheet, 1, start + place, name, "head")
                sheet.set_column(start + place, start + place, max(width_of(name) + 4, 11 if block == 0 else 9))
        row = 2
        number = -1
        for outcome in self._report.outcomes:
            if isinstance(outcome, Failed):
                self._put(sheet, row, 0, outcome.source)
                for place in range(count):
                    self._put(sheet, row, left + place, self._verdict(Verdict.UNKNOWN), "verdict")
            else:
                number += 1
                self._matrix_row(sheet, row, number, outcome, left, count)
            row += 1
        last = max(row - 1, 2)
        self._colour_verdicts(sheet, 2, left, last, left + count - 1)
        share: dict[str, Any] = {"type": "2_color_scale", "min_color": "#FFFFFF", "max_color": "#5B9BD5"}
        share |= {"min_type": "num", "min_value": 0, "max_type": "num", "max_value": 0.4}
        sheet.conditional_format(2, left + count, last, left + 2 * count - 1, share)
        depth: dict[str, Any] = {"type": "2_color_scale", "min_color": "#FFFFFF", "max_color": "#70AD8E"}
        depth |= {"min_type": "num", "min_value": 0, "max_type": "num", "max_value": 4}
        sheet.conditional_format(2, left + 2 * count, last, left + 3 * count - 1, depth)
        sheet.freeze_panes(2, 1)
        sheet.autofilter(1, 0, last, left + 3 * count - 1)
        sheet.repeat_rows(0, 1)
        sheet.print_area(0, 0, last, left + count - 1)

    def _merge(self, sheet: Any, row: int, first: int, last: int, words: str) -> None:
        if last > first:
            sheet.merge_range(row, first, row, last, words, self._formats["group"])
        else:
            self._put(sheet, row, first, words, "group")

    @staticmethod
    def _row_height(title: str) -> float:
        return _height([title], _MATRIX_COLUMNS[:1])

    def _matrix_row(self, sheet: Any, row: int, number: int, done: Done, left: int, count: int) -> None:
        page = done.title_page
        sheet.set_row(row, self._row_height(title_of(done)))
        for place, cell in enumerate((title_of(done), page.province, page.city, page.date)):
            self._put(sheet, row, place, cell)
        pairs = [(t.taxonomy.id, r) for t in done.coverage for r in t.categories]
        for place, (taxonomy, covered) in enumerate(pairs, left):
            proof = self._proof(number, taxonomy, covered.id, covered)
            verdict = self._verdict(covered.verdict)
            self._put(sheet, row, place, Linked(verdict, proof.target if proof else None), "verdict")
            if covered.verdict is not Verdict.UNKNOWN:  # what could not be told is no figure
                self._put(sheet, row, place + count, covered.share, "percent")
                self._put(sheet, row, place + 2 * count, int(covered.depth), "number")

    def _write_coverage(self) -> None:
        rows: list[list[Cell]] = []
        for number, done in enumerate(self._done):
            for covered in done.coverage:
                for category, row in rows_with_categories(covered):
                    rows.append(self._coverage_row(number, done, covered.taxonomy, category.id, "", row))
                    rows += [
                        self._coverage_row(number, done, covered.taxonomy, category.id, self._say(leaf.name), leaf_row)
                        for leaf, leaf_row in rows_with_leaves(category, row)
                    ]
        sheet = self._table(Sheets.COVERAGE, _COVERAGE, rows, 1)
        self._colour_verdicts(sheet, 1, 4, max(len(rows), 1), 4)
        self._bars(sheet, 7, len(rows))

    def _coverage_row(
        self, number: int, done: Done, taxonomy: Taxonomy, category: str, leaf: str, row: Coverage
    ) -> list[Cell]:
        stances = "、".join(f"{self._say(STANCES[s])}{n}" for s, n in row.stances.items())
        if self._view.language == "en":
            stances = ", ".join(f"{STANCES[s].en} {n}" for s, n in row.stances.items())
        quotation = cut(done.passages[row.strongest[0]].passage.text, _QUOTED) if row.strongest else None
        known = row.verdict is not Verdict.UNKNOWN
        return [
            title_of(done), self._say(taxonomy.name), self._say(self._names[category]), leaf, self._verdict(row.verdict),
            self._depth(row.depth) if known else None, row.passages if known else None, row.share if known else None,
            row.sections if known else None, row.mentions, stances, quotation,
            self._proof(number, taxonomy.id, row.id, row),
        ]  # fmt: skip

    def _write_passages(self) -> None:
        rows = [list(self._passage_row(*quoted)) for quoted in self._quoted]
        sheet = self._table(Sheets.PASSAGES, _PASSAGES, rows, 1)
        self._bars(sheet, 7, len(rows), "#C5E0B4", most=1)

    def _passage_row(self, number: int, index: int, label: Label) -> Iterator[Cell]:
        done = self._done[number]
        classified = done.passages[index]
        passage = classified.passage
        yield title_of(done)
        yield self._page(done, passage)
        yield " › ".join(passage.headings)
        yield self._say(self._names[label.category])
        yield self._join(self._say(self._names[leaf]) for leaf in label.leaves)
        yield self._say(STANCES[label.stance])
        yield Marked(passage.text, tuple(e.span for e in label.evidence if e.span and e.weight > 0))
        yield label.confidence
        counted = {e.text: None for e in label.evidence if e.kind is not EvidenceKind.EXCLUSION and e.weight > 0}
        yield self._join(counted)
        yield self._join({e.text: None for e in label.evidence if e.kind is EvidenceKind.EXCLUSION})
        yield Linked(done.source, self._to_file(done, passage.pages[0]))

    def _page(self, done: Done, passage: Passage) -> Cell:
        """Return a passage's page with the link to it; in a file without pages the line or paragraph."""
        page = passage.pages[0]
        return Linked(
            page if done.document.has_pages else self._say(place_label(done, passage)), self._to_file(done, page)
        )

    def _join(self, words: Any) -> str:
        return ("、" if self._view.language == "zh" else ", ").join(words)

    def _write_gaps(self) -> None:
        rows: list[list[Cell]] = []
        for number, done in enumerate(self._done):
            for covered in done.coverage:
                for category, row in rows_with_categories(covered):
                    if row.verdict is not Verdict.COVERED or done.unanswered(row):
                        rows.append(
                            self._gap_row(number, done, covered.taxonomy, category.id, "", row, category.recommendation)
                        )
                    rows += [
                        self._gap_row(
                            number, done, covered.taxonomy, category.id, self._say(leaf.name), leaf_row,
                            leaf.recommendation or category.recommendation,
                        )
                        for leaf, leaf_row in rows_with_leaves(category, row)
                        if leaf_row.verdict in (Verdict.GAP, Verdict.UNKNOWN)
                        or (done.unanswered(leaf_row) and not done.unanswered(row))
                    ]  # fmt: skip
        sheet = self._table(Sheets.GAPS, _GAPS, rows, 1)
        self._colour_verdicts(sheet, 1, 4, max(len(rows), 1), 4)

    def _gap_row(
        self,
        number: int,
        done: Done,
        taxonomy: Taxonomy,
        category: str,
        leaf: str,
        row: Coverage,
        advice: Bilingual | None,
    ) -> list[Cell]:
        names = {c.id: c for c in taxonomy.categories}
        return [
            title_of(done), self._say(taxonomy.name), self._say(self._names[category]), leaf, self._verdict(row.verdict),
            self._why(done, row), names[category].chapter,
            # nothing is recommended against what could not be told
            self._say(advice) if advice is not None and row.verdict is not Verdict.UNKNOWN else None,
            self._proof(number, taxonomy.id, row.id, row),
        ]  # fmt: skip

    def _why(self, done: Done, row: Coverage) -> str:
        if row.verdict is Verdict.UNKNOWN:
            pages = ", ".join(map(str, done.document.unreadable_pages))
            return self._say(
                Bilingual(f"第 {pages} 页未能读取", f"pages not read: {pages}")
                if pages
                else Bilingual("有内容未能读取", "part of it was not read")
            )
        if problems := len(done.unanswered(row)):
            return self._say(
                Bilingual(
                    f"{row.passages} 段中 {problems} 段提出问题，未见举措",
                    f"passages: {row.passages}; {problems} name a problem, and none says what shall be done",
                )
            )
        if row.passages:
            return self._say(Bilingual(f"仅 {row.passages} 段", f"passages: {row.passages}"))
        if row.mentions:
            return self._say(
                Bilingual(f"只点名或存疑 {row.mentions} 处", f"only named, or in doubt: {row.mentions} times")
            )
        return self._say(Bilingual("通读全文未见", "not found in the whole text"))

    def _write_targets(self) -> None:
        rows = [
            list(self._target_row(number, index, classified))
            for number, done in enumerate(self._done)
            for index, classified in enumerate(done.passages)
            if classified.labels and classified.quantities and classified.stance in (Stance.TARGET, Stance.MEASURE)
        ]
        self._table(Sheets.TARGETS, _TARGETS, rows, 1)

    def _target_row(self, number: int, index: int, classified: ClassifiedPassage) -> Iterator[Cell]:
        done, first = self._done[number], classified.labels[0]
        yield title_of(done)
        yield self._page(done, classified.passage)
        yield self._join(self._say(self._names[label.category]) for label in classified.labels)
        yield self._say(STANCES[classified.stance])
        for kind in ("number", "deadline", "unit"):
            yield self._join(dict.fromkeys(q.text for q in classified.quantities if q.kind == kind))
        yield cut(classified.passage.text, 4 * _QUOTED)
        yield self._to_passage(number, index, first.taxonomy, first.category)

    def _write_unread(self) -> None:
        rows: list[list[Cell]] = []
        for outcome in self._report.outcomes:
            if isinstance(outcome, Failed):
                whole = Bilingual("整个文件", "the whole file")
                hint = self._say(outcome.hint) if outcome.hint else None
                rows.append([outcome.source, self._say(whole), self._say(outcome.reason), self._say(_YES), hint])
                continue
            for note in outcome.notes:
                lost = self._say(_YES if note.unreadable else Bilingual("否", "no"))
                page: Cell = Linked(note.page, self._to_file(outcome, note.page)) if note.page is not None else None
                rows.append([outcome.source, page, self._say(note.message), lost, None])
        self._table(Sheets.UNREAD, _UNREAD, rows, 1)


def _height(row: Sequence[Cell], columns: Sequence[Column]) -> float:
    """Return the height in points that wrapped text needs: LibreOffice does not find it by itself."""
    lines = 1
    for cell, column in zip(row, columns, strict=True):
        text = cell.text if isinstance(cell, Marked) else cell.value if isinstance(cell, Linked) else cell
        if isinstance(text, str) and column.format in _WRAPPED:
            # a line of Chinese ends before the column does
            lines = max(
                lines, sum(-(-max(width_of(part), 1) // max(int(column.width * 0.9), 1)) for part in text.split("\n"))
            )
    return min(lines * _LINE + 2, _HIGHEST)


def _cell_text(text: str) -> str:
    text = plain(text)[:_LONGEST]
    # XlsxWriter writes a string in <r>…</r> into the file as markup of its own
    return f" {text}" if text.startswith("<r>") else text


def _pieces(marked: Marked) -> list[tuple[str, bool]]:
    """Return the stretches of a text, each with whether it is in bold; overlapping spans are one.

    >>> _pieces(Marked("推进数据共享", (Span(2, 4), Span(3, 6))))
    [('推进', False), ('数据共享', True)]
    """
    bold = bytearray(len(marked.text))
    for span in marked.spans:
        bold[span.start : span.end] = b"\1" * (min(span.end, len(bold)) - span.start)
    pieces: list[tuple[str, bool]] = []
    for char, is_bold in zip(marked.text, bold, strict=True):
        if not plain(char):
            continue
        if pieces and pieces[-1][1] == bool(is_bold):
            pieces[-1] = (pieces[-1][0] + char, bool(is_bold))
        else:
            pieces.append((char, bool(is_bold)))
    return pieces


_FORMATS: dict[str, dict[str, Any]] = {
    "text": {},
    "number": {"num_format": "0", "align": "right"},
    "percent": {"num_format": "0.0%", "align": "right"},
    "percent-more": {"num_format": '0.0%"?"', "align": "right"},
    "number-more": {"num_format": '0"?"', "align": "right"},
    "probability": {"num_format": "0.00", "align": "right"},
    "date": {"num_format": "yyyy-mm-dd", "align": "left"},
    "verdict": {"align": "center", "text_wrap": False},
    "text-link": {"font_color": "#0B5394", "underline": 1},
    "page": {"num_format": "0", "align": "center"},
    "page-link": {"num_format": "0", "align": "center", "font_color": "#0B5394", "underline": 1},
    "center": {"align": "center"},
    "head": {
        "bold": True,
        "bg_color": "#1F3A5F",
        "font_color": "#FFFFFF",
        "border": 1,
        "align": "center",
        "valign": "vcenter",
    },
    "group": {"bold": True, "bg_color": "#DCE6F1", "align": "center", "border": 1},
    "title": {"bottom": 0, "bold": True, "font_size": 16, "text_wrap": False},
    "section": {"bottom": 0, "bold": True, "font_size": 12, "text_wrap": False},
    "line": {"bottom": 0, "text_wrap": False},
    "warning": {"bottom": 0, "bold": True, "text_wrap": False, "font_color": "#9C2A00"},
}
_YES = Bilingual("是", "yes")
_DOCUMENT = Bilingual("文件", "document")
_TAXONOMY = Bilingual("分类体系", "taxonomy")
_CATEGORY = Bilingual("类别", "category")
_LEAF = Bilingual("细分类别", "leaf")
_VERDICT = Bilingual("结论", "verdict")
_MEAN_SHARE = Bilingual("平均占比", "mean share")
_PAGE = Bilingual("页", "page")
_PLACE = Bilingual("页（行、段）", "page (line)")
_TEXT = Bilingual("原文", "text")
_DOCUMENT_HEADS = (
    _DOCUMENT, Bilingual("文号", "number"), Bilingual("发文机关", "issuer"), Bilingual("日期", "date"),
    Bilingual("省份", "province"), Bilingual("城市", "city"), Bilingual("页数", "pages"), Bilingual("段落数", "passages"),
    Bilingual("全部可读", "wholly read"), Bilingual("来源", "file"),
)  # fmt: skip
_MATRIX_COLUMNS = (
    Column(_DOCUMENT, 44), Column(Bilingual("省份", "province"), 10), Column(Bilingual("城市", "city"), 10),
    Column(Bilingual("日期", "date"), 12),
)  # fmt: skip
_ROW = Column(Bilingual("段落表的行", "row of passage"), 10, "page")
_COVERAGE = (
    Column(_DOCUMENT, 34), Column(_TAXONOMY, 22), Column(_CATEGORY, 14), Column(_LEAF, 26), Column(_VERDICT, 11, "verdict"),
    Column(Bilingual("深度", "depth"), 11), Column(Bilingual("段落", "passages"), 9, "number"),
    Column(Bilingual("占比", "share"), 12, "percent"), Column(Bilingual("章节数", "sections"), 9, "number"),
    Column(Bilingual("点名", "mentions"), 9, "number"), Column(Bilingual("态度", "stances"), 24),
    Column(Bilingual("最有力的一段", "strongest passage"), 62), _ROW,
)  # fmt: skip
_PASSAGES = (
    Column(_DOCUMENT, 36), Column(_PLACE, 10, "page"), Column(Bilingual("标题", "headings"), 30), Column(_CATEGORY, 12),
    Column(_LEAF, 20), Column(Bilingual("态度", "stance"), 8), Column(_TEXT, 80),
    Column(Bilingual("置信度", "confidence"), 10, "probability"), Column(Bilingual("依据", "evidence"), 30),
    Column(Bilingual("不计", "not counted"), 16), Column(Bilingual("来源", "file"), 26),
)  # fmt: skip
_GAPS = (
    Column(_DOCUMENT, 34), Column(_TAXONOMY, 22), Column(_CATEGORY, 14), Column(_LEAF, 26), Column(_VERDICT, 11, "verdict"),
    Column(Bilingual("依据", "because"), 24), Column(Bilingual("章节", "chapter"), 8), Column(Bilingual("建议", "recommendation"), 70), _ROW,
)  # fmt: skip
_TARGETS = (
    Column(_DOCUMENT, 34), Column(_PLACE, 10, "page"), Column(_CATEGORY, 20), Column(Bilingual("态度", "stance"), 8),
    Column(Bilingual("数字", "numbers"), 24), Column(Bilingual("时限", "deadlines"), 18), Column(Bilingual("责任单位", "responsible units"), 30),
    Column(_TEXT, 80), _ROW,
)  # fmt: skip
_UNREAD = (
    Column(_DOCUMENT, 44), Column(_PAGE, 12, "page"), Column(Bilingual("问题", "trouble"), 60),
    Column(Bilingual("有内容缺失", "text lost"), 12), Column(Bilingual("怎么办", "what to do"), 50),
)  # fmt: skip
_LEGEND = (
    Bilingual(
        "结论：● 覆盖　◐ 单薄　○ 缺口（通读全文未见）　? 未知（有内容未能读取，不能断定有无）",
        "Verdict: ● covered   ◐ thin   ○ gap (not found in the whole text)   ? unknown (part was not read)",
    ),
    Bilingual(
        "占比：属于该类别的段落占全部段落字数之比；一段可属多个类别，合计可超过 100%。",
        "Share: of the characters of all passages, how many lie in passages of the category; shares can sum to more than 100 %.",
    ),
    Bilingual(
        "深度：0 未提　1 点名　2 描述　3 举措　4 目标（有数字、时限或责任单位，可检验）",
        "Depth: 0 absent   1 named   2 described   3 measures   4 targets (a number, a deadline, a responsible unit)",
    ),
    Bilingual(
        "“矩阵”每格都通向原文，“段落”每行都通向文件和页码。",
        "Each cell of the matrix leads to the passage, each passage to its file and page.",
    ),
)
