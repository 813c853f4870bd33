"""What a hostile file costs: itself."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from builders import a_bomb
from conftest import Run

ONLY_LINUX = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")


@pytest.fixture
def bomb(tmp_path: Path) -> Path:
    path = tmp_path / "bomb.pdf"
    path.write_bytes(a_bomb())
    return path


def verdicts(jsonl: str) -> list[tuple[str, str]]:
    records = [json.loads(line) for line in jsonl.splitlines()]
    return [(Path(r["path"]).name, r["status"]) for r in records if r["record"] == "document"]


def test_a_file_that_takes_all_memory_costs_that_file_alone(run: Run, samples: Path, bomb: Path) -> None:
    done = run(
        "classify",
        samples / "nanyu-regulation.txt",
        bomb,
        samples / "jiangze-action.pdf",
        "-f",
        "jsonl",
        "--memory",
        "512MiB",
    )
    assert verdicts(done.stdout) == [
        ("nanyu-regulation.txt", "done"),
        ("bomb.pdf", "failed"),
        ("jiangze-action.pdf", "done"),
    ]
    assert "0.5 GiB" in done.stdout
    assert done.returncode == 3


def test_a_file_that_does_not_end_is_stopped_and_the_message_says_how_to_wait_longer(run: Run, bomb: Path) -> None:
    for command in ("classify", "extract"):
        done = run(command, bomb, "--timeout", "1", "--memory", "16GiB")
        said = " ".join((done.stdout + done.stderr).split())
        assert "took longer than 1.5 s and was stopped" in said  # a page adds half a second
        assert "--timeout 300" in said
        assert done.returncode == 3


@pytest.mark.parametrize("format_name", ["jsonl", "table"])
def test_the_same_bytes_come_from_any_number_of_workers_and_from_none(
    run: Run, samples: Path, format_name: str
) -> None:
    outputs = {run("classify", samples, "-f", format_name, "--jobs", str(jobs)).stdout for jobs in (0, 1, 3)}
    assert len(outputs) == 1


@ONLY_LINUX
@pytest.mark.parametrize(("sign", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_an_interrupted_run_ends_at_once_and_leaves_no_process(bomb: Path, sign: signal.Signals, code: int) -> None:
    run = subprocess.Popen(
        [sys.executable, "-m", "policyscan", "classify", bomb, "--memory", "64GiB"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    for _ in range(600):  # until the worker works
        if len(in_session(run.pid)) == 2:
            break
        time.sleep(0.05)
    os.kill(run.pid, sign)
    out, err = run.communicate(timeout=30)
    assert (run.returncode, out, b"Traceback" in err) == (code, b"", False)
    assert in_session(run.pid) == []


def in_session(session: int) -> list[int]:
    """The processes of a session."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                fields = (entry / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            if int(fields[3]) == session and fields[0] != "Z":
                found.append(int(entry.name))
    return found


@pytest.mark.parametrize(
    ("flag", "value", "said"),
    [
        ("--memory", "much", '--memory must be a size such as "1.5GiB"'),
        ("--memory", "1MB", "at least 256MiB"),
        ("--timeout", "0", "0.1"),
        ("--jobs", "-1", "0"),
    ],
)
def test_a_limit_that_makes_no_sense_is_refused(run: Run, samples: Path, flag: str, value: str, said: str) -> None:
    done = run("classify", samples / "nanyu-regulation.txt", flag, value)
    assert done.returncode == 2
    assert said in done.stderr


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('memory = "2 TiB"\ntimeout = 90\njobs = 1', ""),
        ("jobs = -1", "policyscan.toml:1: 'jobs' must be a whole number from 0, not -1"),
        ("timeout = true", "'timeout' must be seconds, more than 0, not True"),
        ('memory = "1"', "'memory' must be a size"),
    ],
)
def test_limits_come_from_the_configuration_too(run: Run, samples: Path, tmp_path: Path, line: str, said: str) -> None:
    (tmp_path / "policyscan.toml").write_text(line)
    done = run("classify", samples / "nanyu-regulation.txt")
    assert (done.returncode == 0, said in done.stderr) == (not said, True)
