"""evaluate, train and agree as they are run."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import ROOT, Run

LABELLED = ROOT / "corpora" / "labelled"


@pytest.fixture(scope="module")
def gold(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A hundred of the labelled passages, of many documents."""
    lines = (LABELLED / "plans.jsonl").read_text(encoding="utf-8").splitlines()[::5][:100]
    path = tmp_path_factory.mktemp("gold") / "gold.jsonl"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_evaluate_prints_scores_beside_baselines(run: Run, gold: Path) -> None:
    done = run("evaluate", gold)
    assert done.returncode == 0, done.stderr
    for words in ("100 passages", "prec.", "NPV", "macro", "calibration error", "commonest mistakes"):
        assert words in done.stdout
    assert max(len(line) for line in done.stdout.splitlines()) <= 80


def test_a_mistake_is_shown_on_one_line_and_whole_with_its_option(run: Run, gold: Path) -> None:
    wrong = gold.with_name("wrong.jsonl")
    text = "会议听取了汇报，" * 20 + "散会。"
    records = [{"id": "p1", "text": text, "labels": ["data"]}, {"id": "p2", "text": "散会。", "labels": []}]
    wrong.write_text("\n".join(map(json.dumps, records)), encoding="utf-8")
    short, whole = (run("evaluate", wrong, "--no-baselines", *more).stdout for more in ((), ("--mistakes",)))
    [line] = [line for line in short.splitlines() if line.startswith("        p1: ")]
    assert line.endswith("…")
    assert text not in "".join(line.strip() for line in short.splitlines())
    assert text in "".join(line.strip() for line in whole.splitlines())


def test_evaluate_speaks_chinese(run: Run, gold: Path) -> None:
    done = run("evaluate", gold, "--no-baselines", lang="zh_CN.UTF-8")
    assert "宏平均" in done.stdout
    assert "期望校准误差" in done.stdout


def test_evaluate_as_json_is_the_same_every_time(run: Run, gold: Path, tmp_path: Path) -> None:
    for name in ("a.json", "b.json"):
        assert run("evaluate", gold, "--format", "json", "--output", name).returncode == 0
    assert (tmp_path / "a.json").read_bytes() == (tmp_path / "b.json").read_bytes()
    evaluation = json.loads((tmp_path / "a.json").read_bytes())
    assert (evaluation["format"], evaluation["version"]) == ("policyscan-evaluation", 1)
    assert [b["name"] for b in evaluation["baselines"]] == ["majority", "keywords", "tfidf"]


def test_predictions_of_somebody_else_are_scored(run: Run, gold: Path) -> None:
    perfect = json.loads(run("evaluate", gold, "--predictions", gold, "--format", "json", "--no-baselines").stdout)
    assert perfect["groups"][0]["macro_f1"]["value"] == 1.0
    assert perfect["calibration_error"] is None


def test_predictions_that_lack_passages_are_refused(run: Run, gold: Path, tmp_path: Path) -> None:
    (tmp_path / "some.jsonl").write_text(
        "\n".join(gold.read_text(encoding="utf-8").splitlines()[:10]), encoding="utf-8"
    )
    done = run("evaluate", gold, "--predictions", "some.jsonl")
    assert (done.returncode, "no prediction for 90 passages" in done.stderr) == (2, True)


def test_a_gold_file_with_mistakes_is_located_by_line(run: Run, tmp_path: Path) -> None:
    (tmp_path / "bad.jsonl").write_text('{"text": "推进共享。", "labels": ["dta"]}\n', encoding="utf-8")
    done = run("evaluate", "bad.jsonl")
    assert done.returncode == 2
    assert "bad.jsonl:1: there is no category 'dta'; did you mean 'data'?" in done.stderr


def test_an_estimator_of_ones_own_is_trained_and_used(run: Run, gold: Path, samples: Path, tmp_path: Path) -> None:
    trained = run("train", gold, "--taxonomy", "five-problems", "-o", "own.estimator", "--quiet")
    assert trained.returncode == 0, trained.stderr
    assert "macro-F1" in trained.stderr
    report = json.loads(
        run(
            "classify", samples / "beiyuan-opinion.md", "-t", "five-problems", "--estimator", "own.estimator",
            "--format", "json",
        ).stdout
    )  # fmt: skip
    assert report["classifier"] == "own"
    assert report["taxonomies"][0]["macro_f1"] is not None


def test_a_category_with_few_passages_is_left_to_its_terms_and_can_be_evaluated(
    run: Run, gold: Path, tmp_path: Path
) -> None:
    few = [line for line in gold.read_text(encoding="utf-8").splitlines() if '"evaluation"' not in line]
    (tmp_path / "few.jsonl").write_text("\n".join(few), encoding="utf-8")
    trained = run("train", "few.jsonl", "-t", "five-problems", "-o", "own.estimator")
    assert trained.returncode == 0, trained.stderr
    [left] = [line for line in trained.stderr.splitlines() if line.startswith("fewer than 10 labelled passages")]
    assert "evaluation" in left
    done = run("evaluate", gold, "-t", "five-problems", "--estimator", "own.estimator", "--no-baselines")
    assert (done.returncode, "calibration error" in done.stdout) == (0, True), done.stderr


def test_a_taxonomy_without_labelled_passages_says_that_it_has_no_measured_score(
    run: Run, samples: Path, tmp_path: Path
) -> None:
    (tmp_path / "own.yaml").write_text(
        "format: 1\nid: own\nversion: '1'\nname: own\ncategories:\n"
        "  - {id: a, name: 数据, definition: 数据, terms: [公共数据]}\n",
        encoding="utf-8",
    )
    assert "own has no measured score" in " ".join(
        run("classify", samples / "beiyuan-opinion.md", "-t", "own.yaml").stdout.split()
    )


def test_agree_tells_kappa_and_disagreements(run: Run, gold: Path, tmp_path: Path) -> None:
    records = [json.loads(line) for line in gold.read_text(encoding="utf-8").splitlines()]
    changed = next(r for r in records if "data" in r["labels"])
    changed["labels"], changed["leaves"] = [], []
    (tmp_path / "b.jsonl").write_text("\n".join(json.dumps(r) for r in records), encoding="utf-8")
    done = run("agree", gold, "b.jsonl")
    assert done.returncode == 0, done.stderr
    assert "100 passages in both" in done.stdout
    assert changed["id"] in done.stdout


def test_files_without_a_common_id_cannot_be_compared(run: Run, gold: Path, tmp_path: Path) -> None:
    (tmp_path / "b.jsonl").write_text('{"id": "z", "text": "推进。", "labels": []}', encoding="utf-8")
    done = run("agree", gold, "b.jsonl")
    assert (done.returncode, "no id in common" in done.stderr) == (2, True)
