"""``policyscan compare`` and ``coverage`` on the sample corpus."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import jsonschema
import pytest
from conftest import ROOT, Run
from rich.cells import cell_len


def test_a_new_plan_against_an_old_one_shows_what_was_added_and_dropped_with_quotations(
    run: Run, samples: Path
) -> None:
    done = run("compare", samples / "yunling-2018.pdf", samples / "yunling-plan.pdf", "-f", "json")
    value = json.loads(done.stdout)
    changes = {line["category"]: line["changes"] for line in value["categories"]}
    assert done.returncode == 0
    assert (changes["governance"], changes["evaluation"]) == (["added"], ["dropped"])
    added = next(line for line in value["categories"] if line["category"] == "governance")
    assert added["sides"][0]["strongest"] is None
    assert added["sides"][1]["strongest"]["page"] >= 1
    assert any(target["quantities"] for line in value["categories"] for target in line["targets"])


def test_a_document_stands_among_its_peers_without_itself(run: Run, samples: Path) -> None:
    done = run("compare", samples / "huaixi-county.pdf", "--against", samples, "-f", "json")
    value = json.loads(done.stdout)
    assert len(value["peers"]) == 8
    assert "槐溪县2024年数字政府建设工作要点" not in value["peers"]
    by_category = {s["category"]: s for s in value["standings"]}
    assert by_category["collaboration"]["unknown"] == 1
    assert by_category["evaluation"]["examples"]


@pytest.mark.parametrize("format_name", ["table", "csv", "json", "markdown"])
def test_comparisons_have_the_same_bytes_twice_and_fit_the_screen(run: Run, samples: Path, format_name: str) -> None:
    arguments = (
        "compare",
        samples / "yunling-2018.pdf",
        samples / "jiangze-action.pdf",
        samples / "nanyu-regulation.txt",
    )
    first = run(*arguments, "-f", format_name)
    assert first.stdout == run(*arguments, "-f", format_name).stdout
    if format_name == "table":
        assert max(map(cell_len, first.stdout.splitlines())) <= 80


@pytest.mark.parametrize(
    ("arguments", "said", "code"),
    [
        (["a.txt"], "two documents are needed at least", 2),
        (["a.txt", "."], "a folder; give documents", 2),
        (["a.txt", "absent.pdf"], "there is no such file", 3),
    ],
)
def test_wrong_use_of_compare_is_told(run: Run, tmp_path: Path, arguments: list[str], said: str, code: int) -> None:
    (tmp_path / "a.txt").write_text("推进公共数据共享，完善公共数据目录。", "utf-8")
    done = run("compare", *arguments)
    assert (done.returncode, said in done.stderr) == (code, True), done.stderr


@pytest.mark.parametrize("format_name", ["table", "csv", "json", "jsonl", "markdown"])
def test_coverage_has_the_same_bytes_twice_in_every_format(run: Run, samples: Path, format_name: str) -> None:
    first = run("coverage", samples, "-f", format_name)
    assert first.stdout == run("coverage", samples, "-f", format_name).stdout
    assert (first.returncode, "云岭省" in first.stdout) == (3, True)


@pytest.mark.parametrize(
    "arguments", [[], ["--by", "level"], ["--leaves"], ["--cells", "depth"], ["--cells", "verdict"]]
)
def test_no_line_of_the_matrix_is_wider_than_the_screen(run: Run, samples: Path, arguments: list[str]) -> None:
    for lang in ("zh", "en"):
        done = run("coverage", samples, *arguments, "--lang", lang)
        assert max(map(cell_len, done.stdout.splitlines())) <= 80


def test_coverage_in_json_fits_its_published_schema(run: Run, samples: Path) -> None:
    schema = json.loads((ROOT / "docs" / "schemas" / "coverage.schema.json").read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    for by in ("document", "level"):
        jsonschema.validate(json.loads(run("coverage", samples, "-f", "json", "--by", by).stdout), schema)


def test_an_unknown_cell_has_no_figures_in_csv(run: Run, samples: Path) -> None:
    text = run("coverage", samples, "-f", "csv").stdout.removeprefix("\ufeff")
    [cell] = [row for row in csv.DictReader(io.StringIO(text)) if row["verdict"] == "unknown"]
    assert (cell["category"], cell["share"], cell["passages"], cell["depth"]) == ("collaboration", "", "", "")


@pytest.mark.parametrize(
    ("option", "value", "near"),
    [
        ("--by", "plase", "place"),
        ("--cells", "shares", "share"),
        ("--sort", "servic", "service"),
        ("-f", "jsn", "json"),
    ],
)
def test_a_wrong_option_of_coverage_names_the_nearest(
    run: Run, samples: Path, option: str, value: str, near: str
) -> None:
    done = run("coverage", samples, option, value)
    assert (done.returncode, f"did you mean '{near}'?" in done.stderr) == (2, True)
