"""The workbook of a corpus, read back with openpyxl."""

from __future__ import annotations

import io

import openpyxl
import pytest
from msgspec.structs import replace
from openpyxl.workbook import Workbook

from corpora import a_member, a_missing_member
from policyscan.coverage.matrix import columns_of, make_matrix
from policyscan.language import Bilingual, Language
from policyscan.model.corpus import Corpus, Member, Survey
from policyscan.model.report import Report
from policyscan.rendering import View
from policyscan.rendering.matrix import MatrixReport, render_matrix
from policyscan.taxonomies import load_builtin

pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported")  # openpyxl does not know solid data bars

TAXONOMY = load_builtin("three-ones")
SERVICE = "推行“一网通办”，年内政务服务事项网上可办率达到98%以上。（责任单位：省大数据局）"
OTHER = "抓好春耕备耕，确保粮食播种面积稳定。"
FIRST = 4
"""The row of the sheet of the corpus that has the first document or group."""


def a_book(*members: Member, by: str = "document", cells: str = "share", title: str = "plans") -> Workbook:
    survey = Survey(Corpus("plans", "plans", title=title), members)
    report = Report(tuple(m.outcome for m in members if m.outcome), (TAXONOMY,), "1", "terms")
    matrix = make_matrix(members, columns_of([TAXONOMY]), by)
    data = render_matrix(MatrixReport(survey, report, matrix, cells), "xlsx", View(Language.EN))
    assert isinstance(data, bytes)
    return openpyxl.load_workbook(io.BytesIO(data))


def values(book: Workbook, row: int) -> list[object]:
    return [cell.value for cell in book["Corpus"][row]]


def test_the_matrix_of_the_corpus_comes_before_that_of_its_files() -> None:
    book = a_book(a_member("a", SERVICE, SERVICE))
    names = ["Summary", "Corpus", "Matrix", "Coverage", "Passages", "Gaps", "Targets", "Not read"]
    assert book.sheetnames == names


def test_a_document_has_its_facts_and_a_verdict_and_a_figure_of_each_category() -> None:
    book = a_book(a_member("a", SERVICE, SERVICE), cells="passages")
    assert values(book, FIRST)[:6] == ["a", "云岭省", 2023, "present", "● covered", "○ gap"]
    assert values(book, FIRST)[7:9] == [2, 0]


def test_a_group_says_how_many_of_its_documents_cover_a_category() -> None:
    book = a_book(a_member("a", SERVICE, SERVICE), a_member("b", OTHER), by="place", cells="depth")
    assert values(book, FIRST)[:5] == ["云岭省", 2, 0, "● covered 1/2", "○ gap 0/2"]


def test_what_could_not_be_told_is_no_figure() -> None:
    book = a_book(a_missing_member("a"), a_member("b", OTHER, wholly_read=False))
    for row in (FIRST, FIRST + 1):
        assert values(book, row)[4:] == ["? unknown"] * 3 + [None] * 3


def test_a_figure_of_what_was_read_in_part_says_so_and_stays_a_number() -> None:
    book = a_book(a_member("a", SERVICE, SERVICE, OTHER, wholly_read=False))
    cell = book["Corpus"].cell(FIRST, 8)
    assert (cell.data_type, cell.number_format) == ("n", '0.0%"?"')


def test_a_document_that_is_not_what_it_should_be_is_unknown_on_every_sheet() -> None:
    wrong = replace(
        a_member("a", SERVICE, SERVICE), mismatches=(Bilingual("像门户网站的首页", "a portal's home page"),)
    )
    book = a_book(wrong)
    assert values(book, FIRST)[3:7] == ["mismatch", "? unknown", "? unknown", "? unknown"]
    assert [book["Matrix"].cell(3, c).value for c in (5, 6, 7)] == ["? unknown"] * 3
    assert book["Not read"]["C2"].value == "a portal's home page"
    assert book["Passages"]["A2"].value == "(none)"


def test_a_missing_document_is_among_what_was_not_read() -> None:
    book = a_book(a_missing_member("a"))
    assert [book["Not read"].cell(2, c).value for c in (1, 3)] == ["a", "missing"]


def test_a_duplicate_is_counted_once() -> None:
    book = a_book(a_member("a", SERVICE, SERVICE), a_member("b", SERVICE, SERVICE, duplicate_of="a"))
    assert values(book, FIRST + 1)[3] == "duplicate"
    assert book["Passages"].max_row == 3  # its head and two passages


def test_a_title_that_looks_like_a_formula_is_text() -> None:
    cell = a_book(a_member("a", SERVICE), title="=1+1\x1b")["Corpus"]["A1"]
    assert (cell.value, cell.data_type) == ("=1+1", "s")


def test_head_and_names_stay_and_the_line_of_all_is_not_filtered() -> None:
    sheet = a_book(a_member("a", SERVICE), a_member("b", OTHER))["Corpus"]
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("B4", "A3:J5")
    assert values(a_book(a_member("a", SERVICE)), FIRST + 1)[0] == "all"
