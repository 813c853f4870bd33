"""``policyscan classify``: output and exit codes."""

from __future__ import annotations

import csv
import io
import json
import os
from pathlib import Path

import pytest
from conftest import Run

from policyscan.extras import has_extra

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
"""


@pytest.fixture
def taxonomy(tmp_path: Path) -> Path:
    path = tmp_path / "bridges.yaml"
    path.write_text(TAXONOMY, "utf-8")
    return path


def a_text(folder: Path, text: str, name: str = "plan.txt") -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def test_a_sample_plan_shows_its_title_block_and_tables(run: Run, samples: Path) -> None:
    done = run("classify", samples / "yunling-plan.pdf", "--lang", "zh")
    assert done.returncode == 0
    assert done.stderr == ""
    for words in (
        "云岭省数字政府建设规划（2023—2027年）",
        "云岭政发〔2023〕12号",
        "2023-06-16",
        "19 页",
        "一网通办",
        "组织设计",
        "评估应用",
    ):
        assert words in done.stdout


def test_no_line_is_wider_than_the_screen(run: Run, samples: Path) -> None:
    from rich.cells import cell_len

    for name in ("yunling-plan.pdf", "haitang-city.pdf"):
        done = run("classify", samples / name, "--leaves", "--lang", "zh", "--ocr", "never")
        assert max(cell_len(line) for line in done.stdout.splitlines()) <= 80


def test_a_page_that_could_not_be_read_makes_unknown_not_gap_and_exits_with_3(run: Run, samples: Path) -> None:
    done = run("classify", samples / "haitang-city.pdf", "--format", "json", "--ocr", "never")
    [document] = json.loads(done.stdout)["documents"]
    verdicts = {row["verdict"] for taxonomy in document["coverage"] for row in taxonomy["categories"]}
    assert (done.returncode, document["unreadable_pages"]) == (3, [8])
    assert "gap" not in verdicts
    assert "unknown" in verdicts


@pytest.mark.skipif(not has_extra("ocr"), reason="needs the extra 'ocr': pip install 'policyscan[ocr]'")
def test_a_scanned_page_that_ocr_read_makes_the_document_wholly_read(run: Run, samples: Path) -> None:
    done = run("classify", samples / "haitang-city.pdf", "--ocr", "auto", "--format", "json")
    [document] = json.loads(done.stdout)["documents"]
    verdicts = {row["verdict"] for taxonomy in document["coverage"] for row in taxonomy["categories"]}
    assert (done.returncode, document["wholly_read"], "unknown" in verdicts) == (0, True, False)
    assert [(n["kind"], n["page"], n["unreadable"]) for n in document["notes"]] == [("recognised", 8, False)]
    assert (
        "page 8: read by optical character recognition"
        in run("classify", samples / "haitang-city.pdf", "--ocr", "auto").stdout
    )


def test_the_locale_decides_the_language(run: Run, tmp_path: Path, taxonomy: Path) -> None:
    plan = a_text(tmp_path, "加快建设跨江大桥，年内开工。")
    assert "桥" in run("classify", plan, "-t", taxonomy, lang="zh_CN.UTF-8").stdout
    assert "Bridge" in run("classify", plan, "-t", taxonomy, lang="en_GB.UTF-8").stdout


def test_a_gap_exits_with_1_only_if_asked(run: Run, tmp_path: Path, taxonomy: Path) -> None:
    plan = a_text(tmp_path, "加快建设跨江大桥，年内开工。")
    assert run("classify", plan, "-t", taxonomy).returncode == 0
    assert run("classify", plan, "-t", taxonomy, "--fail-on-gaps").returncode == 1


def test_two_runs_give_the_same_bytes(run: Run, samples: Path) -> None:
    for format_name in ("json", "jsonl", "csv", "markdown", "table"):
        first = run("classify", samples / "jiangze-action.pdf", "--format", format_name)
        assert first.stdout == run("classify", samples / "jiangze-action.pdf", "--format", format_name).stdout
        assert first.stdout.endswith("\n")


def test_jsonl_has_a_record_a_document_and_a_passage_also_for_a_failed_file(
    run: Run, tmp_path: Path, taxonomy: Path
) -> None:
    plan = a_text(tmp_path, "加快建设跨江大桥，年内开工。")
    done = run("classify", plan, tmp_path / "absent.pdf", "-t", taxonomy, "-f", "jsonl")
    records = [json.loads(line) for line in done.stdout.splitlines()]
    assert [r["record"] for r in records] == ["report", "document", "passage", "document"]
    assert records[3]["status"] == "failed"
    assert records[3]["path"].endswith("absent.pdf")
    assert "no such file" in records[3]["reason"]["en"]
    assert done.returncode == 3


def test_every_label_of_json_is_proved_by_a_span_of_the_passage(run: Run, samples: Path) -> None:
    done = run("classify", samples / "jiangze-action.pdf", "-f", "json")
    [document] = json.loads(done.stdout)["documents"]
    spans = [
        (passage["text"][slice(*evidence["span"])], evidence["text"])
        for passage in document["labelled"]
        for label in passage["labels"]
        for evidence in label["evidence"]
        if evidence["span"]
    ]
    assert len(spans) > 20
    assert all(found == said for found, said in spans)


def test_csv_opens_in_a_spreadsheet_and_runs_nothing(run: Run, tmp_path: Path, taxonomy: Path) -> None:
    plan = a_text(tmp_path, '=HYPERLINK("http://x")大桥建设，年内开工。')
    done = run("classify", plan, "-t", taxonomy, "-f", "csv")
    assert done.stdout.startswith("\ufeffpath,")
    rows = list(csv.DictReader(io.StringIO(done.stdout.removeprefix("\ufeff"))))
    assert [(row["category"], row["passages"]) for row in rows] == [("bridge", "1"), ("tunnel", "0")]
    assert rows[0]["quotation"].startswith("'=HYPERLINK")


def test_a_document_cannot_send_escape_sequences_to_the_terminal(run: Run, tmp_path: Path, taxonomy: Path) -> None:
    plan = a_text(tmp_path, "\x1b[31m红色\x1b]0;title\x07大桥建设，年内开工。")
    done = run("classify", plan, "-t", taxonomy, "--passages")
    assert "\x1b" not in done.stdout
    assert "\x07" not in done.stdout


def test_quotations_show_headings_evidence_and_exclusions(run: Run, samples: Path) -> None:
    done = run("classify", samples / "yunling-plan.pdf", "--category", "data.sharing", "--explain", "--lang", "zh")
    assert "五、激发公共数据资源价值" in done.stdout
    assert "依据 " in done.stdout
    assert "第13页" in done.stdout or "第14页" in done.stdout


def test_standard_input_is_read_for_a_dash(run: Run, taxonomy: Path) -> None:
    done = run("classify", "-", "-t", taxonomy, stdin="加快建设跨江大桥，年内开工。".encode("gb18030"))
    assert (done.returncode, "Bridge" in done.stdout) == (0, True)


def test_output_is_written_whole_to_a_file(run: Run, tmp_path: Path, taxonomy: Path) -> None:
    plan = a_text(tmp_path, "加快建设跨江大桥，年内开工。")
    done = run("classify", plan, "-t", taxonomy, "-f", "json", "-o", tmp_path / "out.json")
    assert (done.returncode, done.stdout) == (0, "")
    assert json.loads((tmp_path / "out.json").read_text("utf-8"))["format"] == "policyscan-report"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["bridges.yaml", "out.json", "plan.txt"]


def test_an_output_folder_that_does_not_exist_is_named_and_nothing_is_left(
    run: Run, tmp_path: Path, taxonomy: Path
) -> None:
    plan = a_text(tmp_path, "加快建设跨江大桥，年内开工。")
    done = run("classify", plan, "-t", taxonomy, "-o", tmp_path / "no" / "out.txt")
    assert (done.returncode, done.stdout) == (2, "")
    assert "cannot be written" in done.stderr


def test_a_folder_is_searched_in_a_stable_order_and_one_bad_file_does_not_stop_it(
    run: Run, tmp_path: Path, taxonomy: Path
) -> None:
    folder = tmp_path / "plans"
    folder.mkdir()
    a_text(folder, "加快建设跨江大桥，年内开工。", "b.txt")
    a_text(folder, "%PDF-1.7 nothing", "a.pdf")
    done = run("classify", folder, "-t", taxonomy, "-f", "jsonl")
    documents = [json.loads(line) for line in done.stdout.splitlines() if '"record":"document"' in line]
    assert [(Path(d["path"]).name, d["status"]) for d in documents] == [("a.pdf", "failed"), ("b.txt", "done")]
    assert done.returncode == 3


@pytest.mark.parametrize(
    ("arguments", "said", "code"),
    [
        (["classify"], "no file was given", 2),
        (["classify", "absent.pdf"], "there is no such file", 3),
        (["classify", "empty.pdf"], "the file is empty", 3),
        (["classify", "page.pdf"], "no passage of running text was found", 3),
        (["classify", "broken.pdf"], "the PDF is damaged", 3),
        (["classify", "noise.pdf"], "not a PDF", 3),
        (["classify", "folder"], "the folder holds no document", 2),
        (["classify", "ok.txt", "-t", "three-one"], "did you mean 'three-ones'?", 2),
        (["classify", "ok.txt", "--format", "jsn"], "did you mean 'json'?", 2),
        (["classify", "ok.txt", "--category", "dat"], "did you mean 'data'?", 2),
        (
            ["classify", "ok.txt", "--config", "bad-key.toml"],
            "bad-key.toml:1: unknown key 'formt'; did you mean 'format'?",
            2,
        ),
        (["classify", "ok.txt", "--config", "bad-value.toml"], "bad-value.toml:2: 'format' must be one of", 2),
        (["classify", "ok.txt", "--config", "no.toml"], "cannot read the configuration", 2),
        (["classify", "ok.txt", "-t", "bad.yaml"], "bad.yaml:", 2),
    ],
)
def test_bad_input_says_what_was_wrong_and_exits_with_its_code(
    run: Run, tmp_path: Path, arguments: list[str], said: str, code: int
) -> None:
    a_text(tmp_path, "", "empty.pdf")
    a_text(tmp_path, "<!DOCTYPE html><html><body>通知</body></html>", "page.pdf")
    a_text(tmp_path, "%PDF-1.4\n1 0 obj\n", "broken.pdf")
    (tmp_path / "noise.pdf").write_bytes(bytes(range(32)) * 40)
    (tmp_path / "folder").mkdir()
    a_text(tmp_path, "推进公共数据共享，完善目录。", "ok.txt")
    a_text(tmp_path, 'formt = "json"\n', "bad-key.toml")
    a_text(tmp_path, '# settings\nformat = "jsno"\n', "bad-value.toml")
    a_text(tmp_path, "format: 1\nnmae: x\n", "bad.yaml")
    done = run(*arguments)
    assert done.returncode == code
    assert said in done.stderr + done.stdout
    assert "Traceback" not in done.stderr


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_named(run: Run, tmp_path: Path) -> None:
    plan = a_text(tmp_path, "推进公共数据共享。")
    plan.chmod(0)
    done = run("classify", plan)
    assert (done.returncode, "no permission" in done.stdout) == (3, True)


def test_an_encrypted_pdf_says_how_to_remove_the_password(run: Run, samples: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.pdf").write_bytes((Path(__file__).parent / "encrypted.pdf").read_bytes())
    done = run("classify", "secret.pdf")
    assert (done.returncode, "qpdf --password" in done.stdout) == (3, True)


def test_settings_come_from_a_file_and_flags_beat_it(run: Run, tmp_path: Path, taxonomy: Path) -> None:
    plan = a_text(tmp_path, "加快建设跨江大桥，年内开工。")
    a_text(tmp_path, 'taxonomies = ["bridges.yaml"]\nformat = "json"\n', "policyscan.toml")
    assert json.loads(run("classify", plan).stdout)["taxonomies"][0]["id"] == "bridges"
    assert run("classify", plan, "-f", "csv").stdout.startswith("\ufeffpath")


def test_the_version_is_printed(run: Run) -> None:
    assert run("--version").stdout.startswith("policyscan 0.")
