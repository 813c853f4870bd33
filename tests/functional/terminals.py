"""A program on a terminal of its own."""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import re
import select
import signal
import subprocess
import sys
import termios
import time
from pathlib import Path

_PATIENCE = 60.0
"""Seconds after which a program that does not say what is waited for is given up."""
_ESCAPES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b[()][A-Z0-9]|\x1b[=>78]")


def _take_terminal() -> None:
    """Make standard input the terminal from which Ctrl-C comes."""
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


class Terminal:
    """policyscan on a pseudo-terminal of 80 columns and 30 lines; what it writes is collected in ``shown``."""

    def __init__(self, folder: Path, *arguments: str | Path) -> None:
        environment = {
            **os.environ,
            "LC_ALL": "en_GB.UTF-8",
            "PYTHONUTF8": "1",
            "TERM": "xterm",
            "COLUMNS": "80",
            "LINES": "30",
        }
        self._master, slave = pty.openpty()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "policyscan", *map(str, arguments)],
            preexec_fn=_take_terminal, cwd=folder, env=environment, stdin=slave, stdout=slave, stderr=slave, start_new_session=True,
        )  # fmt: skip
        os.close(slave)
        self.shown = ""

    def wait_for(self, words: str) -> str:
        """Return what was written up to some words since the last time."""
        end = time.monotonic() + _PATIENCE
        while words not in self.shown:
            if not self._read(max(end - time.monotonic(), 0)):
                raise AssertionError(f"{words!r} never came; what came:\n{self.shown}")
        before, _, self.shown = self.shown.partition(words)
        return before

    def press(self, keys: str) -> None:
        os.write(self._master, keys.encode())

    def end(self) -> tuple[int, str]:
        """Return the exit code and the rest of what was written."""
        while self._read(_PATIENCE):
            pass
        code = self._process.wait(_PATIENCE)
        os.close(self._master)
        return code, self.shown

    def kill(self) -> None:
        """End the program as a power cut would."""
        with contextlib.suppress(ProcessLookupError):
            self._process.send_signal(signal.SIGKILL)
        self._process.wait(_PATIENCE)
        os.close(self._master)

    def _read(self, patience: float) -> bool:
        ready, _, _ = select.select([self._master], [], [], patience)
        if not ready:
            return False
        try:
            data = os.read(self._master, 65_536)
        except OSError:  # Linux says so when the other end is closed
            return False
        self.shown += _ESCAPES.sub("", data.decode(errors="replace"))
        return bool(data)
