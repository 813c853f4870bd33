"""The workbook of a corpus: the matrix as ``policyscan coverage`` was asked for it, then the workbook of its documents.

What is missing, could not be read, or is another document than the manifest says is *unknown* on every sheet.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from policyscan.language import Bilingual
from policyscan.model.corpus import Member, Status, Survey
from policyscan.model.matrix import Cell, Row
from policyscan.model.report import Done, Failed, Report, Verdict
from policyscan.rendering.corpus import STATUSES, details_of, summary
from policyscan.rendering.matrix import BY, CELLS, MatrixReport, how
from policyscan.rendering.office import plain, width_of
from policyscan.rendering.view import View
from policyscan.rendering.words import SIGNS, VERDICTS
from policyscan.rendering.xlsx import ReportWorkbook, save_workbook

_SHEET = Bilingual("语料", "Corpus")
_HEAD_ROW = 2


def render_matrix_xlsx(result: MatrixReport, view: View) -> bytes:
    """Return the matrix of a corpus with all that proves it as an XLSX workbook."""
    report = replace(result.report, outcomes=tuple(_outcomes(result.survey)))
    return save_workbook(report, view, lambda book: _CorpusWorkbook(book, report, view, result))


def _outcomes(survey: Survey) -> list[Done | Failed]:
    """Return the documents as the matrix counts them: a duplicate not again, and nothing of what cannot be relied on."""
    return [_outcome(member, survey) for member in survey.members if member.status is not Status.DUPLICATE]


def _outcome(member: Member, survey: Survey) -> Done | Failed:
    if member.done is not None:
        return member.done
    if isinstance(member.outcome, Failed):
        return member.outcome
    details = details_of(member) or [STATUSES[Status.MISSING]]
    reason = Bilingual("；".join(d.zh for d in details), "; ".join(d.en for d in details))
    return Failed(str(Path(survey.corpus.folder) / member.path) if member.path else member.title, reason)


def _leading(by: str) -> list[tuple[Bilingual, int]]:
    """Return the columns before the cells with their widths."""
    if by == "document":
        return [(BY[by], 44), (BY["place"], 12), (BY["year"], 8), (Bilingual("状态", "status"), 12)]
    return [(BY[by], 28), (Bilingual("文件数", "documents"), 11), (Bilingual("未能读取", "not read"), 11)]


class _CorpusWorkbook(ReportWorkbook):
    """A workbook with a sheet more."""

    def __init__(self, book: Any, report: Report, view: View, result: MatrixReport) -> None:
        super().__init__(book, report, view)
        self._result = result

    def _write_matrix(self) -> None:
        self._write_corpus()
        super()._write_matrix()

    def _write_corpus(self) -> None:
        """Write rows × categories: a block of verdicts and, where figures are asked for, a block of them."""
        sheet, matrix, cells = self._sheet(_SHEET), self._result.matrix, self._result.cells
        count = len(matrix.columns)
        blocks = ["verdict"] if cells == "verdict" else ["verdict", cells]
        corpus = self._result.survey.corpus
        self._put(sheet, 0, 0, corpus.title or corpus.path, "title")
        sheet.set_row(0, 26)
        leading = _leading(matrix.by)
        left = len(leading)
        for place, (head, width) in enumerate(leading):
            sheet.set_column(place, place, width)
            self._put(sheet, _HEAD_ROW, place, self._say(head), "head")
        for block, name in enumerate(blocks):
            start = left + block * count
            self._merge(sheet, _HEAD_ROW - 1, start, start + count - 1, self._say(CELLS[name]))
            for place, column in enumerate(matrix.columns):
                words = self._say(column.name)
                self._put(sheet, _HEAD_ROW, start + place, words, "head")
                sheet.set_column(start + place, start + place, min(max(width_of(words) + 4, 11), 18))
        sheet.set_row(_HEAD_ROW, 30)
        first = row = _HEAD_ROW + 1
        for one in matrix.rows:
            self._corpus_row(sheet, row, one, blocks, left)
            row += 1
        last = max(row - 1, first)
        total = Bilingual("合计", "all")
        self._corpus_row(sheet, row, replace(matrix.total, name=self._say(total)), blocks, left)
        self._colour_signs(sheet, (first, left, row, left + count - 1))
        if len(blocks) > 1:
            self._scale(sheet, (first, left + count, last, left + 2 * count - 1), cells)
        sheet.freeze_panes(first, 1)
        sheet.autofilter(_HEAD_ROW, 0, last, left + len(blocks) * count - 1)  # without the line of all
        sheet.repeat_rows(_HEAD_ROW - 1, _HEAD_ROW)
        for number, line in enumerate(self._notes(), row + 2):
            self._put(sheet, number, 0, self._say(line), "line")

    def _corpus_row(self, sheet: Any, row: int, one: Row, blocks: Sequence[str], left: int) -> None:
        name = one.name or self._say(Bilingual("（未知）", "(unknown)"))
        values: list[str | int | None] = [name, len(one.documents), one.unread]
        if self._result.matrix.by == "document":
            status = self._say(STATUSES[Status(one.status)]) if one.status else None
            values = [name, one.place or None, one.year, status]
        for place, value in enumerate(values):
            self._put(sheet, row, place, value, "page" if isinstance(value, int) else "text")
        sheet.set_row(row, self._row_height(name))
        for place, cell in enumerate(one.cells, left):
            self._put(sheet, row, place, self._verdict_words(cell), "verdict")
            if len(blocks) > 1:
                self._figure(sheet, row, place + len(one.cells), cell, blocks[1])

    def _verdict_words(self, cell: Cell) -> str:
        documents = sum(n for _, n in cell.counts)
        words = f"{SIGNS[cell.verdict]} {self._say(VERDICTS[cell.verdict])}"
        return words if documents <= 1 else f"{words} {cell.count(Verdict.COVERED)}/{documents}"

    def _figure(self, sheet: Any, row: int, column: int, cell: Cell, cells: str) -> None:
        """Write a figure; a ``?`` behind it says that part was not read. What could not be told is no figure."""
        value = {"share": cell.share, "passages": cell.passages, "depth": int(cell.depth)}[cells]
        style = ("percent" if cells == "share" else "number") + ("-more" if cell.is_partial else "")
        self._put(sheet, row, column, None if cell.verdict is Verdict.UNKNOWN else value, style)

    def _colour_signs(self, sheet: Any, where: tuple[int, int, int, int]) -> None:
        for verdict, style in self._verdicts.items():
            rule = {"type": "text", "criteria": "begins with", "value": SIGNS[verdict], "format": style}
            sheet.conditional_format(*where, rule)

    @staticmethod
    def _scale(sheet: Any, where: tuple[int, int, int, int], cells: str) -> None:
        rule: dict[str, Any] = {"type": "2_color_scale", "min_color": "#FFFFFF", "max_color": "#5B9BD5"}
        rule |= {"min_type": "num", "min_value": 0}
        if cells != "passages":
            rule |= {"max_type": "num", "max_value": 0.4 if cells == "share" else 4}
        sheet.conditional_format(*where, rule)

    def _notes(self) -> list[Bilingual]:
        signs = Bilingual(
            "结论后的 a/b：b 份文件中 a 份覆盖；数字后的 ?：部分未能读取，可能更多",
            "a/b after a verdict: a of b documents cover it; ? after a figure: part was not read, there may be more",
        )
        lines = [signs, how(self._result.matrix.by), *summary(self._result.survey)]
        return [Bilingual(plain(line.zh), plain(line.en)) for line in lines]
