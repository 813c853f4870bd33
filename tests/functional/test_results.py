"""Coverage and gaps from the results of an earlier run: the same bytes as from the documents."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import Run


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("results")


def made(run: Run, samples: Path, folder: Path, format_name: str) -> Path:
    """Return the results of the samples in a format; made once."""
    path = folder / {"jsonl": "results.jsonl", "parquet": "results"}[format_name]
    if not path.exists():
        done = run("classify", samples, "-f", format_name, "-o", path)
        assert done.returncode == 3, done.stderr  # one of the samples is a scan
    return path


@pytest.mark.parametrize("format_name", ["jsonl", "parquet"])
def test_coverage_and_gaps_of_results_are_those_of_the_documents(
    run: Run, samples: Path, folder: Path, format_name: str
) -> None:
    results = made(run, samples, folder, format_name)
    for command in (
        ("coverage", samples, "-f", "json", "--leaves"),
        ("coverage", samples, "-f", "csv", "--by", "place"),
        ("gaps", samples, "-f", "json", "--today", "2026-01-01"),
        ("gaps", samples, "-f", "table", "--today", "2026-01-01", "--lang", "zh"),
    ):
        expected, found = run(*command), run(*command, "--results", results)
        assert found.stdout == expected.stdout
        assert found.returncode == expected.returncode


def test_results_alone_stand_for_a_corpus(run: Run, samples: Path, folder: Path) -> None:
    results = made(run, samples, folder, "jsonl")
    done = run("coverage", results)
    assert done.returncode == 3
    assert "all (11)" in done.stdout
    assert run("gaps", results, "--folder", "/nowhere").returncode == 2


def test_formats_that_show_every_passage_are_refused(run: Run, samples: Path, folder: Path, tmp_path: Path) -> None:
    results = made(run, samples, folder, "jsonl")
    done = run("coverage", results, "-f", "html", "-o", tmp_path / "x.html")
    assert done.returncode == 2
    assert "cannot be made from results" in done.stderr
    assert "--sidecars" in run("gaps", results, "--sidecars", tmp_path / "texts").stderr


def test_parquet_goes_to_a_folder(run: Run, samples: Path, tmp_path: Path) -> None:
    assert "-o says which" in run("classify", samples, "-f", "parquet").stderr
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "notes.txt").write_text("keep", encoding="utf-8")
    done = run("classify", samples / "nanyu-regulation.txt", "-f", "parquet", "-o", "mine")
    assert "not replaced" in done.stderr
    assert not (tmp_path / "mine.part").exists()
