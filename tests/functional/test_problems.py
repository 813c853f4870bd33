"""The mirror of problems and remedies: what a user sees of a problem that nobody answers."""

from __future__ import annotations

import json
from pathlib import Path

import docx
import openpyxl
import pytest
from conftest import Run
from gate import BRIDGE, TUNNEL, a_config, a_plan, a_taxonomy

TROUBLE = "过江隧道养护经费不足，通风设施老化，存在的安全问题突出，群众意见较大{}。"
DAY = ("--today", "2026-11-25")


@pytest.fixture
def plans(tmp_path: Path) -> Path:
    """A report that names a problem of tunnels and says only of bridges what shall be done."""
    folder = tmp_path / "plans"
    a_plan(folder, "a.txt", "云岭省交通情况报告", BRIDGE, TROUBLE)
    a_taxonomy(tmp_path)
    a_config(tmp_path)
    return folder


def test_a_problem_without_a_remedy_is_a_warning_with_its_quotation_and_line(run: Run, plans: Path) -> None:
    done = run("gaps", "plans", *DAY)
    assert done.returncode == 0
    words = "! warning Tunnel: 2 passages name a problem, and nothing in the whole text says what shall be done"
    assert words in " ".join(done.stdout.split())
    assert "过江隧道养护经费不足" in done.stdout
    [found] = json.loads(run("gaps", "plans", "-f", "json", *DAY).stdout)["findings"]
    assert (found["kind"], found["category"], found["place"]["line"]) == ("problem-without-remedy", "bridges/tunnel", 7)


def test_a_measure_anywhere_in_the_text_answers_it(run: Run, plans: Path) -> None:
    a_plan(plans, "a.txt", "云岭省交通情况报告", BRIDGE, TROUBLE, TUNNEL)
    assert json.loads(run("gaps", "plans", "-f", "json", *DAY).stdout)["findings"] == []


def test_the_configuration_makes_it_an_error_or_switches_it_off(run: Run, plans: Path, tmp_path: Path) -> None:
    a_config(tmp_path, '[gaps]\nproblem_without_remedy = "error"\n')
    assert run("gaps", "plans", *DAY).returncode == 1
    a_config(tmp_path, '[gaps]\nproblem_without_remedy = "off"\n')
    assert json.loads(run("gaps", "plans", "-f", "json", *DAY).stdout)["findings"] == []


def test_an_exception_and_a_baseline_can_hold_it_back(run: Run, plans: Path, tmp_path: Path) -> None:
    waiver = '[[gaps.exceptions]]\ncategory = "tunnel"\nfinding = "problem-without-remedy"\nreason = "另有专项"\n'
    a_config(tmp_path, f'[gaps]\nproblem_without_remedy = "error"\n{waiver}')
    assert run("gaps", "plans", *DAY).returncode == 0
    a_config(tmp_path, '[gaps]\nproblem_without_remedy = "error"\n')
    options = ("--baseline", "b.json", *DAY)
    assert run("gaps", "plans", *options, "--update-baseline", "--accept-new").returncode == 0
    assert '"kind":"problem-without-remedy"' in (tmp_path / "b.json").read_text("utf-8").replace(" ", "")
    assert run("gaps", "plans", *options).returncode == 0


@pytest.mark.filterwarnings("ignore:.*extension is not supported")  # openpyxl does not know solid data bars
def test_page_memo_and_workbook_say_it_too(run: Run, plans: Path, tmp_path: Path) -> None:
    for name in ("a.html", "a.docx", "a.xlsx"):
        assert run("classify", plans / "a.txt", "-f", name[2:], "-o", name).returncode == 0
    assert "no remedy in the whole text: Tunnel (line 7, line 9)." in (tmp_path / "a.html").read_text("utf-8")
    memo = "\n".join(paragraph.text for paragraph in docx.Document(str(tmp_path / "a.docx")).paragraphs)
    assert "Problems without a remedy" in memo
    sheets = openpyxl.load_workbook(tmp_path / "a.xlsx")
    cells = [str(cell.value) for sheet in sheets for row in sheet.iter_rows() for cell in row]
    assert "passages: 2; 2 name a problem, and none says what shall be done" in cells


def test_results_of_an_earlier_run_give_the_same_finding(run: Run, plans: Path) -> None:
    direct = run("gaps", "plans", "-f", "csv", *DAY).stdout
    assert run("classify", "plans", "-f", "jsonl", "-o", "results.jsonl").returncode == 0
    assert "problem-without-remedy" in direct
    assert run("gaps", "plans", "--results", "results.jsonl", "-f", "csv", *DAY).stdout == direct


@pytest.mark.parametrize("format", ["table", "markdown"])
def test_classify_says_it_in_words_with_the_place(run: Run, plans: Path, format: str) -> None:
    text = run("classify", plans / "a.txt", "-f", format).stdout
    words = "A problem is named, and no remedy in the whole text: Tunnel (line 7, line 9)."
    assert words in " ".join(text.split())
