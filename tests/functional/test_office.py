"""``--format xlsx`` and ``--format docx``: files, terminals, and what LibreOffice makes of them."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import openpyxl
import pdfplumber
import pytest
from conftest import Run

pytest.importorskip("pty", reason="no pseudo-terminals here")
from terminals import Terminal

SOFFICE = shutil.which("soffice")
HOSTILE = """关于<script>alert(1)</script>的规划
一、主要任务
=cmd|' /C calc'!A0，推进大桥建设，加快前期工作，力争早日开工。
推进大桥建设，=HYPERLINK("http://evil.example")，2026年底前建成大桥3座。
<r><t>推进大桥建设，加快前期工作，力争早日开工。</t></r>
"""
TAXONOMY = """
format: 1
id: bridges
version: "1"
name: {zh: 桥梁, en: Bridges}
categories:
  - id: bridge
    name: {zh: 桥, en: Bridge}
    terms: [大桥]
  - id: tunnel
    name: {zh: 隧道, en: Tunnel}
    terms: [隧道]
    recommendation: {zh: 补写隧道。, en: Write about tunnels.}
"""
needs_soffice = pytest.mark.skipif(SOFFICE is None, reason="needs LibreOffice: apt-get install libreoffice-calc-nogui")


@pytest.fixture
def hostile(tmp_path: Path) -> list[str | Path]:
    """The arguments that classify a text which tries to be more than text."""
    plan, taxonomy = tmp_path / "=cmd() plan.txt", tmp_path / "bridges.yaml"
    plan.write_text(HOSTILE, "utf-8")
    taxonomy.write_text(TAXONOMY, "utf-8")
    return ["classify", plan, "-t", taxonomy]


def converted(path: Path, kind: str) -> Path:
    """Return what LibreOffice makes of a file; it must not complain."""
    assert SOFFICE is not None
    profile = f"-env:UserInstallation={(path.parent / 'profile').as_uri()}"
    command = [SOFFICE, profile, "--headless", "--convert-to", kind, "--outdir", str(path.parent), str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=300)
    complaints = [line for line in done.stderr.splitlines() if line.strip() and "javaldx" not in line]
    assert complaints == []
    return path.with_suffix(f".{kind}")


@pytest.mark.parametrize("format", ["xlsx", "docx"])
def test_a_binary_format_is_nothing_for_a_terminal(samples: Path, tmp_path: Path, format: str) -> None:
    terminal = Terminal(tmp_path, "classify", samples / "yunling-plan.pdf", "--format", format)
    code, shown = terminal.end()
    assert code == 2
    assert f"error: {format} is no text, and nothing for a terminal" in shown
    assert f"hint: write it to a file: -o report.{format}" in shown


@pytest.mark.parametrize("format", ["xlsx", "docx"])
def test_the_same_file_gives_the_same_bytes_in_two_runs(run: Run, samples: Path, tmp_path: Path, format: str) -> None:
    for name in ("first", "second"):
        done = run("classify", samples / "yunling-plan.pdf", "--format", format, "-o", tmp_path / f"{name}.{format}")
        assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert (tmp_path / f"first.{format}").read_bytes() == (tmp_path / f"second.{format}").read_bytes()


def test_a_workbook_of_an_unread_page_exits_with_3_and_is_written_all_the_same(
    run: Run, samples: Path, tmp_path: Path
) -> None:
    done = run("classify", samples / "haitang-city.pdf", "--format", "xlsx", "-o", tmp_path / "out.xlsx")
    assert done.returncode == 3
    assert (tmp_path / "out.xlsx").stat().st_size > 10_000


@needs_soffice
@pytest.mark.filterwarnings("ignore:.*extension is not supported")  # openpyxl does not know solid data bars
def test_libreoffice_opens_the_workbook_without_a_complaint_and_runs_nothing_in_it(
    run: Run, tmp_path: Path, hostile: list[str | Path]
) -> None:
    run(*hostile, "--format", "xlsx", "-o", tmp_path / "out.xlsx", "--lang", "zh")
    saved = tmp_path / "again"
    saved.mkdir()
    shutil.copy(tmp_path / "out.xlsx", saved / "out.xlsx")
    book = openpyxl.load_workbook(converted(converted(saved / "out.xlsx", "ods"), "xlsx"))
    assert book.sheetnames == ["概要", "矩阵", "覆盖", "段落", "缺口", "指标", "未读"]
    values = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert all(cell.data_type != "f" for cell in values)
    words = "\n".join(str(cell.value) for cell in values)
    for text in (
        "<script>alert(1)</script>",
        "=cmd|' /C calc'!A0",
        '=HYPERLINK("http://evil.example")',
        "<r><t>推进大桥",
    ):
        assert text in words
    assert not any(cell.hyperlink and "evil" in (cell.hyperlink.target or "") for cell in values)


def test_the_workbook_of_a_corpus_is_nothing_for_a_terminal(samples: Path, tmp_path: Path) -> None:
    code, shown = Terminal(tmp_path, "coverage", samples, "--format", "xlsx").end()
    assert code == 2
    assert "hint: write it to a file: -o report.xlsx" in shown


@needs_soffice
@pytest.mark.filterwarnings("ignore:.*extension is not supported")  # openpyxl does not know solid data bars
def test_libreoffice_opens_the_workbook_of_a_corpus_without_a_complaint(
    run: Run, samples: Path, tmp_path: Path
) -> None:
    done = run("coverage", samples, "--by", "place", "-f", "xlsx", "-o", tmp_path / "out.xlsx", "--lang", "en", "-q")
    assert (done.returncode, done.stdout, done.stderr) == (3, "", "")  # a page of a sample is a picture
    saved = tmp_path / "again"
    saved.mkdir()
    shutil.copy(tmp_path / "out.xlsx", saved / "out.xlsx")
    book = openpyxl.load_workbook(converted(converted(saved / "out.xlsx", "ods"), "xlsx"))
    rows = {str(row[0]): row for row in book["Corpus"].iter_rows(min_row=4, values_only=True)}
    assert rows["云岭省"][1:4] == (2, 0, "● covered 2/2")
    assert rows["海棠市"][5] == "? unknown"


@needs_soffice
def test_libreoffice_prints_a_memo_of_two_to_four_pages_with_its_quotations(
    run: Run, samples: Path, tmp_path: Path
) -> None:
    for name, files in (("one", ["yunling-plan.pdf"]), ("several", [""])):
        memo = tmp_path / f"{name}.docx"
        run("classify", *(samples / file for file in files), "--format", "docx", "-o", memo, "--lang", "zh")
        with pdfplumber.open(converted(memo, "pdf")) as pdf:
            pages = [page.extract_text() for page in pdf.pages]
        assert 2 <= len(pages) <= 4
        assert "简报" in pages[0]
        assert "— 1 —" in pages[0]
        assert "第" in "".join(pages).split("数据说明")[0]


@needs_soffice
def test_libreoffice_shows_hostile_text_in_the_memo_as_text(
    run: Run, tmp_path: Path, hostile: list[str | Path]
) -> None:
    run(*hostile, "--format", "docx", "-o", tmp_path / "out.docx", "--lang", "en")
    with pdfplumber.open(converted(tmp_path / "out.docx", "pdf")) as pdf:
        text = "".join((page.extract_text() or "") for page in pdf.pages)
    assert "<script>alert(1)</script>" in text
    assert "Write about tunnels." in text
