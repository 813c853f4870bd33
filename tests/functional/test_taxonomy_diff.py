"""``policyscan taxonomy diff``: which cells flip, by which passages, and what it does to the scores."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import Run
from gate import BORE, BRIDGE, TAXONOMY, TUNNEL, a_plan, a_taxonomy


@pytest.fixture
def versions(tmp_path: Path) -> Path:
    """Two plans; a taxonomy, and another version that knows no bores."""
    a_plan(tmp_path / "plans", "a.txt", "云岭省交通规划", BRIDGE, TUNNEL)
    a_plan(tmp_path / "plans", "b.txt", "北原省交通规划", BRIDGE, BORE)
    a_taxonomy(tmp_path)
    (tmp_path / "new.yaml").write_text(TAXONOMY.replace("[隧道, 隧洞]", "[隧道]").replace('"1"', '"2"'), "utf-8")
    return tmp_path / "plans"


def test_the_cell_that_flips_is_shown_with_the_passages_that_lost_their_label(run: Run, versions: Path) -> None:
    value = json.loads(run("taxonomy", "diff", "bridges.yaml", "new.yaml", "--corpus", "plans", "-f", "json").stdout)
    [flip] = value["flips"]
    assert (flip["document"], flip["category"]) == ("北原省交通规划", "tunnel")
    assert (flip["old"]["verdict"], flip["new"]["verdict"]) == ("covered", "gap")
    assert [(p["gained"], p["evidence"]) for p in flip["passages"]] == [(False, ["隧洞"])] * 2
    assert value["terms"] == [{"category": "tunnel", "added": [], "removed": ["隧洞"]}]
    assert value["cells"] == 4


def test_a_change_of_verdict_ends_with_1_only_if_asked(run: Run, versions: Path) -> None:
    arguments = ("taxonomy", "diff", "bridges.yaml", "new.yaml", "--corpus", "plans")
    done = run(*arguments)
    assert (done.returncode, "4 cells: 1 change their verdict" in done.stdout) == (0, True)
    assert "引水隧洞" in done.stdout
    assert run(*arguments, "--exit-code").returncode == 1
    assert run("taxonomy", "diff", "bridges.yaml", "bridges.yaml", "--corpus", "plans", "--exit-code").returncode == 0


def test_scores_on_labelled_passages_are_set_side_by_side(run: Run, tmp_path: Path, versions: Path) -> None:
    gold = [("1", BRIDGE, ["bridge"]), ("2", TUNNEL, ["tunnel"]), ("3", BORE, ["tunnel"])]
    lines = [json.dumps({"id": i, "doc": i, "text": t.format(""), "labels": labels}) for i, t, labels in gold]
    (tmp_path / "gold.jsonl").write_text("\n".join(lines), "utf-8")
    done = run("taxonomy", "diff", "bridges.yaml", "new.yaml", "--gold", "gold.jsonl", "-f", "json")
    scores = {s["category"]: (s["old"], s["new"]) for s in json.loads(done.stdout)["scores"]}
    assert scores == {"bridge": (1.0, 1.0), "tunnel": (1.0, 0.6667), "macro-F1": (1.0, 0.8334)}


@pytest.mark.parametrize("format_name", ["table", "json", "markdown"])
def test_two_runs_give_the_same_bytes(run: Run, versions: Path, format_name: str) -> None:
    arguments = ("taxonomy", "diff", "bridges.yaml", "new.yaml", "--corpus", "plans", "-f", format_name)
    assert run(*arguments).stdout == run(*arguments).stdout


def test_without_a_corpus_and_labelled_passages_there_is_nothing_to_compare(run: Run, versions: Path) -> None:
    done = run("taxonomy", "diff", "bridges.yaml", "new.yaml")
    assert (done.returncode, "give --corpus, or --gold, or both" in done.stderr) == (2, True)
