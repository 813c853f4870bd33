"""The built wheel works in an empty environment, outside the checkout."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def build(folder: Path) -> Path:
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT],
        check=True,
        capture_output=True,
        env={**os.environ, "SOURCE_DATE_EPOCH": "1700000000"},
    )
    [wheel] = folder.glob("*.whl")
    return wheel


@pytest.mark.slow
def test_the_wheel_carries_the_taxonomies_and_runs_elsewhere(tmp_path: Path) -> None:
    wheel = build(tmp_path)
    assert wheel.read_bytes() == build(tmp_path / "again").read_bytes()
    subprocess.run([sys.executable, "-m", "venv", tmp_path / "env"], check=True)
    python = tmp_path / "env" / "bin" / "python"
    subprocess.run([python, "-m", "pip", "install", "--quiet", wheel], check=True)
    command = tmp_path / "env" / "bin" / "policyscan"

    def run(*arguments: str | Path) -> str:
        return subprocess.run(
            [command, *arguments], cwd=tmp_path, check=True, capture_output=True, encoding="utf-8"
        ).stdout

    assert run("--version").startswith("policyscan ")
    assert "three-ones" in run("taxonomy", "list")
    shown = run("classify", ROOT / "corpora" / "sample" / "yunling-plan.pdf", "--lang", "zh")
    assert "云岭省数字政府建设规划" in shown
