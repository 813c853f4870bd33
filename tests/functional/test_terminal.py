"""No document and no file name can make a terminal do anything."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

pty = pytest.importorskip("pty", reason="no pseudo-terminals on this system")

HOSTILE = "第一章\x1b[2J\x1b]0;owned\x07总则\x9b31m推进公共数据共享\u202e开放。\r\n二、任务\x1b[8m清单\x1b[0m。\n"


def on_terminal(folder: Path, *arguments: str) -> str:
    """Return all that a command sends to a terminal, from both its streams."""
    master, slave = pty.openpty()
    environment = {
        **os.environ,
        "COLUMNS": "80",
        "PYTHONUTF8": "1",
        "TERM": "xterm",
        "LC_ALL": "en_GB.UTF-8",
        "NO_COLOR": "1",
    }
    run = subprocess.Popen(
        [sys.executable, "-m", "policyscan", *arguments], cwd=folder, env=environment, stdout=slave, stderr=slave
    )
    os.close(slave)
    said = b""
    while True:
        try:
            part = os.read(master, 65536)
        except OSError:  # Linux ends it so
            break
        if not part:
            break
        said += part
    run.wait()
    os.close(master)
    return said.decode().replace("\r\x1b[K", "")  # ours: it clears the line of progress


@pytest.mark.parametrize(
    "arguments",
    [
        ["extract", "plan.txt"],
        ["extract", "plan.txt", "--all"],
        ["extract", "plan.txt", "--outline"],
        ["extract", "plan.txt", "--passages"],
        ["classify", "plan.txt", "--passages", "--explain"],
        ["classify", "plan.txt", "-f", "json"],
        ["classify", "plan.txt", "-f", "csv"],
        ["classify", "plan.txt", "-f", "markdown"],
        ["classify", "\x1b]0;owned\x07.txt"],
        ["explain", "plan.txt"],
        ["explain", "plan.txt", "-f", "json"],
        ["taxonomy", "lint", "three-ones", "--corpus", ".", "--terms"],
        ["doctor", "plan.txt"],
        ["doctor", "\x1b]0;owned\x07.txt", "plan.txt", "-q"],
        ["extract", "\x1b]0;owned\x07.txt"],
    ],
    ids=repr,
)
def test_control_sequences_do_not_reach_a_terminal(tmp_path: Path, arguments: list[str]) -> None:
    (tmp_path / "plan.txt").write_bytes(HOSTILE.encode())
    said = on_terminal(tmp_path, *arguments)
    assert said
    assert not set(said) & (set(map(chr, [*range(9), *range(11, 13), *range(14, 32), *range(127, 160)])) | {"\u202e"})
