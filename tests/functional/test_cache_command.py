"""What is kept of a run, as the next one sees it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from conftest import Run


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "cache"
    monkeypatch.setenv("POLICYSCAN_CACHE_DIR", str(folder))
    return folder


def test_a_second_run_says_the_same_and_a_spoiled_cache_does_no_harm(run: Run, samples: Path, cache: Path) -> None:
    arguments = ("classify", samples / "nanyu-regulation.txt", samples / "jiangze-action.pdf", "-f", "jsonl")
    without = run(*arguments, "--no-cache")
    assert not cache.exists()
    assert run(*arguments).stdout == without.stdout
    assert run(*arguments).stdout == without.stdout
    for path in (p for p in cache.rglob("*") if p.is_file()):
        path.write_bytes(path.read_bytes()[:-7])
    assert run(*arguments).stdout == without.stdout


def test_info_tells_what_is_kept_and_clear_removes_it(run: Run, samples: Path, cache: Path) -> None:
    assert "empty" in run("cache", "info").stdout
    run("classify", samples / "nanyu-regulation.txt")
    told = run("cache", "info").stdout
    assert str(cache) in told
    assert "text of documents: 1 entries" in told
    assert "classified passages: 1 entries" in told
    assert "MiB removed" in run("cache", "clear").stdout
    assert "empty" in run("cache", "info").stdout
    assert "已删除 0.0 MiB" in run("cache", "prune", "--size", "256MiB", "--lang", "zh").stdout


def test_a_run_killed_at_any_moment_leaves_a_cache_that_serves_the_next(run: Run, samples: Path, cache: Path) -> None:
    expected = run("classify", samples, "-f", "jsonl", "--no-cache").stdout
    command = [sys.executable, "-m", "policyscan", "classify", str(samples), "-f", "jsonl"]
    environment = {**os.environ, "POLICYSCAN_OCR": "never"}
    for pause in (0.6, 1.2, 1.8):
        process = subprocess.Popen(
            command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        )
        time.sleep(pause)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    assert run("classify", samples, "-f", "jsonl").stdout == expected
