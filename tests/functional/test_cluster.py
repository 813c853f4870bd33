"""A Dask cluster instead of this machine: the same bytes, and nothing lost with a worker."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from conftest import Run

CLUSTER = """
import os, sys
from distributed import Client, LocalCluster
if __name__ == "__main__":
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster, Client(cluster) as client:
        print(cluster.scheduler_address, *client.run(os.getpid).values(), flush=True)
        sys.stdin.read()
"""


class Cluster(NamedTuple):
    address: str
    pids: list[int]


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """Two workers on this machine, in processes of their own."""
    script = tmp_path_factory.mktemp("cluster") / "cluster.py"
    script.write_text(CLUSTER, encoding="utf-8")
    process = subprocess.Popen(
        [sys.executable, script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    assert process.stdout is not None
    address, *pids = process.stdout.readline().split()
    yield Cluster(address, list(map(int, pids)))
    process.communicate()  # its input ends, and so does it


def command(samples: Path, *more: str) -> list[str]:
    return [sys.executable, "-m", "policyscan", "classify", str(samples), "-f", "jsonl", "--no-cache", *more]


def test_a_worker_killed_during_the_run_loses_nothing_and_changes_no_byte(
    run: Run, samples: Path, tmp_path: Path, cluster: Cluster
) -> None:
    part = tmp_path / "results.jsonl.part"
    output = tmp_path / "results.jsonl"
    environment = {**os.environ, "POLICYSCAN_OCR": "never"}
    process = subprocess.Popen(
        command(samples, "--engine", "dask", "--scheduler", cluster.address, "-o", str(output)),
        env=environment,
        stderr=subprocess.PIPE,
    )
    while not (part.exists() and b'"record":"document"' in part.read_bytes()):
        assert process.poll() is None
        time.sleep(0.01)
    os.kill(cluster.pids[0], signal.SIGKILL)
    _, said = process.communicate()
    assert process.returncode == 3, said.decode()  # one of the samples is a scan
    assert output.read_text(encoding="utf-8") == run("classify", samples, "-f", "jsonl", "--no-cache").stdout


def test_relative_paths_and_files_that_fail_are_the_same_as_without(
    run: Run, samples: Path, tmp_path: Path, cluster: Cluster
) -> None:
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.4 broken")
    (tmp_path / "plan.txt").write_bytes((samples / "nanyu-regulation.txt").read_bytes())
    arguments = ("coverage", ".", "-f", "json", "--no-cache")
    done = run(*arguments, "--scheduler", cluster.address)
    assert done.returncode == 3, done.stderr
    assert done.stdout == run(*arguments).stdout


def test_a_scheduler_that_does_not_answer_is_told(run: Run, samples: Path) -> None:
    done = run("classify", samples / "nanyu-regulation.txt", "--scheduler", "nonsense://nowhere")
    assert done.returncode == 2
    assert "no Dask scheduler answers" in done.stderr
    assert "Traceback" not in done.stderr
