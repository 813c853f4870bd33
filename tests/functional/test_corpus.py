"""``policyscan corpus status``: present, missing, unreadable, twice, not what it says."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from conftest import ROOT, Run

PLAN = "云岭省数字政府建设规划（2023—2027年）\n\n云岭省人民政府\n2023年6月16日\n\n一、总体要求\n\n推进公共数据共享开放，建设公共数据目录。\n"


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """A corpus in which everything that can go wrong has gone wrong once."""
    folder = tmp_path / "plans"
    folder.mkdir()
    (folder / "云岭省规划.txt").write_text(PLAN, "utf-8")
    (folder / "copy.txt").write_text(PLAN, "utf-8")
    (folder / "reflowed.md").write_text(PLAN.replace("共享开放，", "共享开放，\n"), "utf-8")
    (folder / "江泽省数字政府建设实施方案.txt").write_text("首页 | 新闻\n今日天气晴\n本网讯\n", "utf-8")
    (folder / "broken.pdf").write_bytes(b"%PDF-1.4\n1 0 obj\n")
    (folder / "stray.txt").write_text("关于春耕生产的通知\n各县区：\n做好春耕。\n", "utf-8")
    (folder / "corpus.yaml").write_text(
        """format: 1
documents:
  - {title: 云岭省数字政府建设规划（2023—2027年）, place: 云岭省, year: 2023}
  - {path: copy.txt}
  - {path: reflowed.md}
  - {title: 江泽省数字政府建设实施方案, place: 江泽省}
  - {path: broken.pdf, title: 南屿省公共数据管理办法, place: 南屿省}
  - {path: gone.pdf, title: 北原省实施意见, place: 北原省}
  - {title: 海棠市智慧城市规划, place: 海棠市, source: 'https://example.org/haitang'}
""",
        "utf-8",
    )
    return folder


def test_each_document_has_its_status_and_the_reason(run: Run, corpus: Path) -> None:
    done = run("corpus", "status", corpus, "--format", "json")
    value = json.loads(done.stdout)
    assert [(d["path"], d["status"]) for d in value["documents"]] == [
        ("云岭省规划.txt", "present"),
        ("copy.txt", "duplicate"),
        ("reflowed.md", "duplicate"),
        ("江泽省数字政府建设实施方案.txt", "mismatch"),
        ("broken.pdf", "unreadable"),
        ("gone.pdf", "unreadable"),
        (None, "missing"),
    ]
    details = [" ".join(x["en"] for x in d["details"]) for d in value["documents"]]
    assert "same bytes" in details[1]
    assert "same text" in details[2]
    assert "the corpus says “江泽省数字政府建设实施方案”" in details[3]
    assert "no such file" in details[5]
    assert value["corpus"]["unlisted"] == ["stray.txt"]
    assert done.returncode == 3


def test_place_and_year_come_from_the_title_page_where_the_corpus_is_silent(run: Run, corpus: Path) -> None:
    copy = json.loads(run("corpus", "status", corpus, "-f", "json").stdout)["documents"][1]
    assert (copy["place"], copy["year"], copy["kind"], copy["level"]) == ("云岭省", 2023, "规划", "省级")
    assert copy["origins"]["place"] == copy["origins"]["year"] == "title_page"


@pytest.mark.parametrize("format_name", ["table", "csv", "json", "markdown"])
def test_two_runs_give_the_same_bytes_in_every_format(run: Run, corpus: Path, format_name: str) -> None:
    first = run("corpus", "status", corpus, "-f", format_name)
    assert first.stdout == run("corpus", "status", corpus, "-f", format_name).stdout
    assert "云岭省规划.txt" in first.stdout


def test_csv_has_a_row_a_document(run: Run, corpus: Path) -> None:
    text = run("corpus", "status", corpus, "-f", "csv").stdout
    assert text.startswith("\ufeff")
    assert len(list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))) == 7


def test_no_line_is_wider_than_the_screen(run: Run, samples: Path) -> None:
    from rich.cells import cell_len

    done = run("corpus", "status", samples, "--lang", "zh")
    assert max(map(cell_len, done.stdout.splitlines())) <= 80
    assert "部分未读" in done.stdout


def test_the_provinces_plans_are_all_missing_until_they_are_collected(run: Run) -> None:
    done = run("corpus", "status", ROOT / "corpora" / "provinces.yaml", "-f", "json")
    assert (done.returncode, json.loads(done.stdout)["counts"]["missing"]) == (0, 47)
    assert run("corpus", "status", ROOT / "corpora" / "provinces.yaml", "--strict").returncode == 1


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["absent"], "there is no such folder or file"),
        (["plain", "--folder", "absent"], "absent: there is no such folder"),
        (["plans", "-f", "jsn"], "did you mean 'json'?"),
        (["plans/corpus.yaml"], "corpus.yaml:2:6: unknown key 'pth'; did you mean 'path'?"),
    ],
)
def test_wrong_use_says_what_was_wrong_and_exits_with_2(
    run: Run, tmp_path: Path, arguments: list[str], said: str
) -> None:
    (tmp_path / "plans").mkdir()
    (tmp_path / "plain").mkdir()
    (tmp_path / "plans" / "corpus.yaml").write_text("documents:\n  - {pth: a.pdf}\n", "utf-8")
    done = run("corpus", "status", *arguments)
    assert (done.returncode, said in done.stderr) == (2, True), done.stderr
