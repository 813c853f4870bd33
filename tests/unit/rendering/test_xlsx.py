"""The workbook, read back with openpyxl."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook import Workbook
from reports import HOSTILE, a_done, a_failure, a_report

from policyscan.language import Language
from policyscan.model.label import Stance
from policyscan.model.report import Report
from policyscan.rendering import View, render
from policyscan.rendering.office import plain

pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported")  # openpyxl does not know solid data bars

EN = View(Language.EN)


def a_book(report: Report, view: View = EN) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(render(report, "xlsx", view)), rich_text=False)


def cells(book: Workbook, sheet: str, row: int) -> list[object]:
    return [cell.value for cell in book[sheet][row]]


def test_each_language_has_its_own_sheet_names() -> None:
    report = a_report(a_done("修大桥。"))
    assert a_book(report).sheetnames == ["Summary", "Matrix", "Coverage", "Passages", "Gaps", "Targets", "Not read"]
    assert a_book(report, View(Language.ZH)).sheetnames == ["概要", "矩阵", "覆盖", "段落", "缺口", "指标", "未读"]


def test_a_cell_of_the_matrix_leads_to_the_passage_that_proves_it() -> None:
    book = a_book(a_report(a_done("修大桥。", "再修一座大桥，三年建成。")))
    cell = book["Matrix"]["E3"]
    assert cell.value == "● covered"
    found = re.fullmatch(r"'Passages'!A(\d+)", cell.hyperlink.location)
    assert found is not None
    assert book["Passages"].cell(int(found[1]), 7).value == "修大桥。"


def test_a_gap_leads_nowhere_and_is_recommended_against() -> None:
    book = a_book(a_report(a_done("修大桥。", "修大桥。")))
    assert (book["Matrix"]["F3"].value, book["Matrix"]["F3"].hyperlink) == ("○ gap", None)
    gaps = [cells(book, "Gaps", row) for row in range(2, book["Gaps"].max_row + 1)]
    assert ["Tunnel", None, "○ gap", "not found in the whole text", "5.2", "Write a chapter on tunnels.", None] in [
        row[2:] for row in gaps
    ]
    assert [row[3] for row in gaps if row[2] == "Bridge"] == ["Repair"]


def test_what_could_not_be_told_has_no_figure_and_no_recommendation() -> None:
    book = a_book(a_report(a_done("修大桥。", "修大桥。", unread=(3,))))
    assert book["Matrix"]["F3"].value == "? unknown"
    assert (book["Matrix"]["H3"].value, book["Matrix"]["J3"].value) == (None, None)
    [tunnel] = [r for r in range(2, book["Gaps"].max_row + 1) if cells(book, "Gaps", r)[2] == "Tunnel"]
    assert cells(book, "Gaps", tunnel)[4:8] == ["? unknown", "pages not read: 3", "5.2", None]
    assert cells(book, "Not read", 2)[:4] == ["plans/plan.pdf", 3, "no text layer", "yes"]


def test_a_document_that_failed_is_unknown_in_the_matrix_and_has_its_reason() -> None:
    book = a_book(a_report(a_failure(), a_done("修大桥。")))
    assert [book["Matrix"].cell(3, c).value for c in (1, 5, 6)] == ["plans/broken.pdf", "? unknown", "? unknown"]
    assert cells(book, "Not read", 2) == [
        "plans/broken.pdf",
        "the whole file",
        "the file is encrypted",
        "yes",
        "remove the password",
    ]
    assert "1 files were not read" in str(book["Summary"]["A2"].value)


def test_a_passage_leads_to_its_page_in_its_file_as_seen_from_the_workbook() -> None:
    data = render(a_report(a_done("修大桥。", "修大桥。")), "xlsx", View(Language.EN, folder=Path("plans/reports")))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        relations = archive.read("xl/worksheets/_rels/sheet4.xml.rels").decode()
        sheet = archive.read("xl/worksheets/sheet4.xml").decode()
    assert 'Target="..\\plan.pdf"' in relations
    assert 'ref="B3"' in sheet
    assert 'location="page=2"' in sheet


def test_targets_have_their_numbers_in_columns_of_their_own() -> None:
    book = a_book(a_report(a_done("修大桥。", stance=Stance.TARGET)))
    assert cells(book, "Targets", 2)[:5] == ["道路规划", 1, "Bridge", "target", "大桥"]
    assert book["Targets"]["I2"].hyperlink.location == "'Passages'!A2"


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_text_in_every_sheet(text: str) -> None:
    report = a_report(a_done(text, title=text, source=f"{plain(text).replace('/', '')}.pdf", stance=Stance.TARGET))
    book = a_book(report)
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f", f"{sheet.title} {cell.coordinate}"
                assert not (cell.hyperlink and re.search("://.*evil", cell.hyperlink.target or ""))
    assert str(book["Passages"]["G2"].value).lstrip() == plain(text)
    assert str(book["Matrix"]["A3"].value).lstrip() == plain(text)


def test_the_words_that_prove_a_label_are_bold() -> None:
    data = render(a_report(a_done("要修大桥。")), "xlsx", EN)
    book = openpyxl.load_workbook(io.BytesIO(data), rich_text=True)
    runs = list(book["Passages"]["G2"].value)
    assert [(str(run), bool(getattr(getattr(run, "font", None), "b", False))) for run in runs] == [
        ("要修", False), ("大桥", True), ("。", False),
    ]  # fmt: skip


def test_tables_have_filters_and_heads_that_stay() -> None:
    book = a_book(a_report(a_done("修大桥。")))
    for name in ("Matrix", "Coverage", "Passages", "Gaps", "Targets", "Not read"):
        assert book[name].auto_filter.ref, name
        assert book[name].freeze_panes, name


def test_verdicts_are_coloured_by_rules_and_unknown_is_hatched_not_the_colour_of_a_gap() -> None:
    book = a_book(a_report(a_done("修大桥。")))
    fills = {
        rule.formula[0].strip('"'): rule.dxf.fill
        for ranges in book["Matrix"].conditional_formatting
        for rule in ranges.rules
        if rule.type == "cellIs"
    }
    assert set(fills) == {"● covered", "◐ thin", "○ gap", "? unknown"}
    assert fills["? unknown"].patternType == "lightUp"
    assert fills["? unknown"].fgColor.rgb != fills["○ gap"].bgColor.rgb


def test_the_same_report_gives_the_same_bytes() -> None:
    report = a_report(a_done("修大桥。"), a_failure())
    assert render(report, "xlsx", EN) == render(report, "xlsx", EN)


def test_a_passage_longer_than_a_cell_is_cut_and_the_workbook_still_opens() -> None:
    book = a_book(a_report(a_done("大桥" * 20_000)))
    assert len(str(book["Passages"]["G2"].value)) == 32_000


def test_a_document_from_standard_input_has_no_link() -> None:
    book = a_book(a_report(a_done("修大桥。", source="-")))
    assert book["Passages"]["B2"].hyperlink is None
