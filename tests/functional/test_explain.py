"""``policyscan explain``: the passages asked for, and the same answers as `classify`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from builders import SAMPLES, a_pdf
from conftest import Run
from gate import BRIDGE, OTHER, TUNNEL, a_plan, a_taxonomy
from rich.cells import cell_len


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    a_taxonomy(tmp_path)
    return a_plan(tmp_path, "plan.txt", "云岭省交通规划", BRIDGE, TUNNEL, OTHER)


def value_of(run: Run, *arguments: str | Path) -> Any:
    return json.loads(run("explain", *arguments, "-f", "json").stdout)


def test_the_ids_are_those_of_classify_and_of_the_page(run: Run, samples: Path) -> None:
    file = samples / "yunling-plan.pdf"
    report = json.loads(run("classify", file, "-f", "json").stdout)["documents"][0]
    said = next(p for p in report["labelled"] if len(p["labels"]) > 1)
    for name in (str(said["index"]), f"p{said['index']}", f"#d0p{said['index']}"):
        [passage] = value_of(run, file, "--passage", name)["passages"]
        assert passage["text"] == said["text"]
        carried = [c["category"] for c in passage["categories"] if c["outcome"] == "label"]
        assert carried == [label["category"] for label in said["labels"]]
        assert [c["leaves"] for c in passage["categories"] if c["outcome"] == "label"] == [
            label["leaves"] for label in said["labels"]
        ]


def test_a_page_is_explained_with_all_passages_that_stand_on_it(run: Run, samples: Path) -> None:
    file = samples / "yunling-plan.pdf"
    value = value_of(run, file, "--page", "13")
    assert value["passages"]
    assert all(p["pages"][0] <= 13 <= p["pages"][1] for p in value["passages"])
    assert value["total"] > len(value["passages"])


def test_terms_alone_explain_what_an_estimator_does_not_know(run: Run, plan: Path) -> None:
    value = value_of(run, "plan.txt", "-t", "bridges.yaml")
    bridge, tunnel = value["passages"][0]["categories"]
    assert (bridge["outcome"], bridge["score"], bridge["probability"], bridge["log_odds"]) == ("label", 1.0, None, None)
    assert bridge["changes"] == [
        {"kind": "words", "items": ["大桥"], "amount": None, "flips": True, "score": 0.0, "probability": None}
    ]
    assert (tunnel["outcome"], tunnel["changes"][0]["kind"], tunnel["changes"][0]["amount"]) == ("none", "weight", 1.0)


@pytest.mark.parametrize("width", [80, 120])
@pytest.mark.parametrize("lang", ["zh_CN.UTF-8", "en_GB.UTF-8"])
def test_the_screen_is_as_wide_as_asked_in_both_languages(run: Run, samples: Path, width: int, lang: str) -> None:
    shown = run("explain", samples / "yunling-plan.pdf", "--page", "13", lang=lang, columns=width).stdout
    widest = max(map(cell_len, shown.splitlines()))
    assert width * 0.9 < widest <= width
    assert ("归入" if lang.startswith("zh") else "carries") in shown


def test_the_screen_tells_evidence_threshold_and_change(run: Run, plan: Path) -> None:
    shown = run("explain", "plan.txt", "-t", "bridges.yaml", "--passage", "0").stdout
    assert "● Bridge  carries" in shown
    assert "大桥 1 (without 0, lost)" in shown
    assert "without “大桥” in the text: 1 → 0, lost" in shown


def test_a_passage_that_carries_nothing_says_so_and_one_category_can_be_asked_for(run: Run, plan: Path) -> None:
    shown = run("explain", "plan.txt", "-t", "bridges.yaml", "--passage", "4", "-c", "tunnel").stdout
    assert "It carries no category." in shown
    assert "○ Tunnel  no label" in shown
    assert "with one more term of weight 1: 0 → 1, carried" in shown
    assert "Bridge" not in shown


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["plan.txt", "--page", "1"], 2, "the file has no pages"),
        (["plan.txt", "--passage", "99"], 2, "there is no passage 99; they are numbered 0 to 5"),
        (["plan.txt", "--passage", "x"], 2, "'x' is no id of a passage"),
        (["plan.txt", "--passage", "1", "--page", "1"], 2, "--page and --passage do not go together"),
        (["plan.txt", "-c", "brigde"], 2, "did you mean 'bridge'?"),
        (["two.pdf", "--page", "9"], 2, "there is no page 9; it has 2"),
        ([str(SAMPLES / "haitang-city.pdf"), "--page", "8"], 3, "page 8 was not read: no text layer"),
    ],
)
def test_what_cannot_be_explained_is_told_in_words(
    run: Run, plan: Path, arguments: list[str], code: int, said: str
) -> None:
    (plan.parent / "two.pdf").write_bytes(a_pdf("A plan of bridges.", ""))
    done = run("explain", *arguments, "-t", "bridges.yaml")
    assert (done.returncode, said in done.stderr) == (code, True), done.stderr


def test_two_runs_give_the_same_bytes(run: Run, samples: Path) -> None:
    arguments = ("explain", samples / "nanyu-regulation.txt", "--passage", "3", "-f", "json")
    assert run(*arguments, "-j", "0").stdout == run(*arguments, "-j", "2", "--no-cache").stdout
