"""Runs the command line as a user does: another process, its output and exit code."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., "subprocess.CompletedProcess[str]"]
ROOT = Path(__file__).parents[2]


@pytest.fixture
def samples() -> Path:
    return ROOT / "corpora" / "sample"


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Return a function that runs policyscan in an empty folder, in English at 80 columns unless told otherwise.

    Pages without a text layer stay unread, whether OCR is installed or not, unless ``--ocr`` is given.
    """

    def run_policyscan(
        *arguments: str | Path, stdin: bytes | None = None, lang: str = "en_GB.UTF-8", columns: int = 80
    ) -> subprocess.CompletedProcess[str]:
        environment = {
            **os.environ,
            "LC_ALL": lang,
            "COLUMNS": str(columns),
            "PYTHONUTF8": "1",
            "POLICYSCAN_OCR": "never",
        }
        done = subprocess.run(
            [sys.executable, "-m", "policyscan", *map(str, arguments)],
            cwd=tmp_path,
            env=environment,
            input=stdin,
            capture_output=True,
            check=False,
        )
        return subprocess.CompletedProcess(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())

    return run_policyscan
