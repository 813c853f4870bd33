"""``policyscan extract`` and ``policyscan taxonomy``."""

from __future__ import annotations

import json
from pathlib import Path

from conftest import Run


def test_the_running_text_has_no_header_and_no_page_number(run: Run, samples: Path) -> None:
    text = run("extract", samples / "yunling-plan.pdf").stdout
    assert "- 8 -" not in text
    assert text.count("云岭省数字政府建设规划（2023—2027年）") < 5
    assert "....." not in text


def test_all_shows_what_was_set_aside_marked(run: Run, samples: Path) -> None:
    lines = [line.split("\t") for line in run("extract", samples / "yunling-plan.pdf", "--all").stdout.splitlines()]
    kinds = {kind for _, kind, _ in lines}
    assert {"-header", "-page_number", "-contents", "-footnote", " paragraph", " box", " table_row"} <= kinds


def test_the_outline_is_indented_and_has_pages(run: Run, samples: Path) -> None:
    outline = run("extract", samples / "yunling-plan.pdf", "--outline").stdout
    assert "一、发展基础与面临形势\t5\n  （一）发展基础\t5\n" in outline


def test_passages_point_into_the_text_that_extract_prints(run: Run, samples: Path) -> None:
    text = run("extract", samples / "jiangze-action.pdf").stdout
    passages = [
        json.loads(line) for line in run("extract", samples / "jiangze-action.pdf", "--passages").stdout.splitlines()
    ]
    assert len(passages) > 30
    assert all(text[slice(*p["span"])] == p["text"] for p in passages)


def test_the_text_can_be_had_cut_into_words(run: Run, samples: Path) -> None:
    assert "公共数据 管理 办法" in run("extract", samples / "nanyu-regulation.txt", "--words").stdout


def test_a_scanned_page_is_told_on_standard_error_and_exits_with_3(run: Run, samples: Path) -> None:
    done = run("extract", samples / "haitang-city.pdf", "--ocr", "never")
    assert (done.returncode, "page 8: no text layer" in done.stderr) == (3, True)


def test_an_ofd_is_read_with_its_pages_and_its_table_as_rows(run: Run, samples: Path) -> None:
    lines = [line.split("\t") for line in run("extract", samples / "biyun-county.ofd", "--all").stdout.splitlines()]
    rows = [text.split(" | ") for _, kind, text in lines if kind == " table_row"]
    assert [row[0] for row in rows] == ["序号", "1", "2", "3", "4", "5", "6", "7"]
    assert [number for number, kind, _ in lines if kind == "-page_number"] == ["1", "2", "3"]
    outline = run("extract", samples / "biyun-county.ofd", "--outline").stdout
    assert [line.split("\t")[0] for line in outline.splitlines()] == ["一、总体要求", "二、工作要求", "三、任务分工"]


def test_a_row_of_a_task_table_says_who_does_it_with_whom_and_by_when(run: Run, samples: Path) -> None:
    records = run("extract", samples / "biyun-county.ofd", "--passages").stdout.splitlines()
    tasks = [record["task"] for line in records if "task" in (record := json.loads(line))]
    assert len(tasks) == 7
    assert tasks[3] == {
        "task": "推动人口、法人、不动产、电子证照数据向乡镇按需共享，办结共享申请的时间不超过3个工作日。",
        "lead": ["县大数据中心"],  # merged with the row above
        "support": ["县公安局", "县自然资源局"],
        "deadline": "2024年9月底",
    }


def test_gb18030_is_found_out(run: Run, samples: Path) -> None:
    assert run("extract", samples / "nanyu-regulation.txt").stdout.startswith(
        "南屿省人民政府令第207号\n南屿省公共数据管理办法\n"
    )


def test_the_built_in_taxonomies_are_listed_shown_and_checked(run: Run, samples: Path) -> None:
    listed = run("taxonomy", "list").stdout
    assert [line.split()[0] for line in listed.splitlines()] == [
        "five-problems",
        "key-issues",
        "stages",
        "three-ones",
    ]
    assert "data.sharing" in run("taxonomy", "show", "five-problems", "--terms").stdout
    folder = samples.parents[1] / "taxonomies"
    done = run("taxonomy", "check", *sorted(folder.glob("*.yaml")))
    assert (done.returncode, done.stderr.count("no problem")) == (0, 4)


def test_every_mistake_of_a_taxonomy_is_told_at_once(run: Run, tmp_path: Path) -> None:
    (tmp_path / "bad.yaml").write_text("format: 1\nid: Bad Id\nnmae: x\ncategories: []\n", "utf-8")
    done = run("taxonomy", "check", "bad.yaml")
    assert done.returncode == 2
    assert "bad.yaml:2:5" in done.stderr
    assert "did you mean 'name'?" in done.stderr
