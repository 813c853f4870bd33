"""Many documents: records leave as they come, and a run that was stopped is gone on with."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from conftest import Run


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "cache"
    monkeypatch.setenv("POLICYSCAN_CACHE_DIR", str(folder))
    return folder


def start(samples: Path, output: Path, *more: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "policyscan", "classify", str(samples), "-f", "jsonl", "-o", str(output), *more]
    environment = {**os.environ, "LC_ALL": "en_GB.UTF-8", "POLICYSCAN_OCR": "never"}
    return subprocess.Popen(
        command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True
    )


def test_a_run_killed_at_any_moment_and_resumed_gives_the_same_bytes(run: Run, samples: Path, tmp_path: Path) -> None:
    output = tmp_path / "results.jsonl"
    expected = run("classify", samples, "-f", "jsonl", "--no-cache").stdout
    moments = random.Random(7)
    for _ in range(5):
        process = start(samples, output, "--no-cache", "--jobs", "2", "--resume")
        time.sleep(moments.uniform(0.5, 2.5))
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        assert output.exists() or not list(tmp_path.glob(".results*"))
    done = run("classify", samples, "-f", "jsonl", "-o", output, "--no-cache", "--resume")
    assert done.returncode == 3, done.stderr  # one of the samples is a scan
    assert output.read_text(encoding="utf-8") == expected
    assert not output.with_name("results.jsonl.part").exists()


def test_ctrl_c_keeps_what_is_done_and_says_how_to_go_on(run: Run, samples: Path, tmp_path: Path) -> None:
    output, part = tmp_path / "results.jsonl", tmp_path / "results.jsonl.part"
    process = start(samples, output, "--jobs", "1")
    while not (part.exists() and part.read_bytes().count(b'{"record":"document"') >= 2):
        assert process.poll() is None
        time.sleep(0.01)
    os.killpg(process.pid, signal.SIGINT)
    _, said = process.communicate()
    assert process.returncode == 130
    assert b"--resume goes on" in said
    assert b"Traceback" not in said
    assert not output.exists()
    kept = part.read_bytes().count(b'{"record":"document"')
    again = run("classify", samples, "-f", "jsonl", "-o", output, "--resume")
    assert again.returncode == 3
    assert kept >= 2
    assert output.read_text(encoding="utf-8") == run("classify", samples, "-f", "jsonl", "--no-cache").stdout


def test_results_leave_while_the_run_goes_on(samples: Path) -> None:
    command = [sys.executable, "-m", "policyscan", "classify", str(samples), "-f", "jsonl", "--jobs", "1"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    assert process.stdout is not None
    first, second = process.stdout.readline(), process.stdout.readline()
    assert json.loads(first)["record"] == "report"
    assert json.loads(second)["record"] == "document"
    assert process.poll() is None  # the first document is here before the last is read
    process.kill()
    process.communicate()


def test_a_file_that_fails_is_told_at_the_end_and_listed(run: Run, samples: Path, tmp_path: Path) -> None:
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.4 broken")
    done = run(
        "classify", "broken.pdf", samples / "nanyu-regulation.txt", "-f", "jsonl", "-o", "r.jsonl",
        "--failures", "failures.jsonl",
    )  # fmt: skip
    assert done.returncode == 3
    assert "2 files: 1 read, 0 in part, 1 not" in done.stderr
    assert "broken.pdf" in done.stderr
    [failure] = (tmp_path / "failures.jsonl").read_text(encoding="utf-8").splitlines()
    assert json.loads(failure)["status"] == "failed"
    assert json.loads(failure)["path"] == "broken.pdf"
    records = [json.loads(line) for line in (tmp_path / "r.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [r["path"] for r in records if r["record"] == "document"] == [
        "broken.pdf",
        str(samples / "nanyu-regulation.txt"),
    ]


def test_quiet_says_nothing(run: Run, samples: Path) -> None:
    done = run("classify", samples / "nanyu-regulation.txt", samples / "nanyu-regulation.txt", "-f", "jsonl", "-q")
    assert done.stderr == ""


def test_resume_and_failures_without_a_stream_are_refused(run: Run, samples: Path) -> None:
    plan = samples / "nanyu-regulation.txt"
    assert "--resume goes with -o" in run("classify", plan, "-f", "jsonl", "--resume").stderr
    assert "--resume goes with jsonl" in run("classify", plan, "--resume", "-o", "x.txt").stderr
    assert "--failures goes with jsonl" in run("classify", plan, "--failures", "f.jsonl").stderr


def test_a_second_run_starts_anew_unless_told_to_resume(run: Run, samples: Path, tmp_path: Path) -> None:
    (tmp_path / "r.jsonl.part").write_text("what a killed run left", encoding="utf-8")
    done = run("classify", samples / "nanyu-regulation.txt", "-f", "jsonl", "-o", "r.jsonl")
    assert "starting anew" in done.stderr
    assert done.returncode == 0
