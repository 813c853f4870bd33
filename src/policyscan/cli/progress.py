"""How far a run is: a line that is written over on a terminal, and a line a minute elsewhere."""

from __future__ import annotations

import shutil
import sys
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from policyscan.cli.console import clean
from policyscan.language import Bilingual

_REDRAWN = 0.1
"""Seconds between two drawings: a terminal is slower than a document from the cache."""
_TOLD = 60.0
"""Seconds between two lines where nothing can be written over, as in the log of a job."""
_WINDOW = 30.0
"""The rate is that of so many seconds: documents are as different as the disk's and the cache's moods."""


class Progress:
    """Tells on standard error how many files are begun, how fast it goes and how long it may take."""

    def __init__(self) -> None:
        self._is_terminal = sys.stderr.isatty()
        self._begun: deque[tuple[float, int]] = deque()
        self._shown = time.monotonic()
        self._is_drawn = False

    def __call__(self, number: int, total: int, path: Path) -> None:
        """Take note that a file (``number`` from 1, of ``total``) is begun."""
        if total < 2:
            return
        now = time.monotonic()
        self._begun.append((now, number))
        while len(self._begun) > 2 and now - self._begun[0][0] > _WINDOW:
            self._begun.popleft()
        if self._is_terminal:
            if not self._is_drawn or now - self._shown >= _REDRAWN:
                line = _fitted(clean(f"{self._line(number, total)}  {path.name}"))
                print(f"\r\x1b[K{line}", end="", file=sys.stderr, flush=True)
                self._shown, self._is_drawn = now, True
        elif now - self._shown >= _TOLD:
            print(self._line(number, total), file=sys.stderr, flush=True)
            self._shown = now

    def close(self) -> None:
        """Remove the line from a terminal."""
        if self._is_drawn:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)
            self._is_drawn = False

    def _line(self, number: int, total: int) -> str:
        (start, first), (now, last) = self._begun[0], self._begun[-1]
        if last == first or now - start < 1:
            return f"{number}/{total}"
        rate = (last - first) / (now - start)
        left = duration((total - number) / rate)
        return str(
            Bilingual(
                f"{number}/{total}  每秒 {rate:.1f} 份，还需约 {left.zh}",
                f"{number}/{total}  {rate:.1f} files/s, about {left.en} left",
            )
        )


def _fitted(line: str) -> str:
    """Return what fits on one row of the terminal: of a line that wraps, only the last row could be written over."""
    from rich.cells import chop_cells  # not before there is something to draw

    rows = chop_cells(line, max(1, shutil.get_terminal_size().columns - 1))
    return rows[0] if rows else ""


@contextmanager
def progress_unless(quiet: bool) -> Iterator[Progress | None]:
    """Give the progress of a run, removed from the screen at its end; None where the user wants quiet."""
    progress = None if quiet else Progress()
    try:
        yield progress
    finally:
        if progress is not None:
            progress.close()


def duration(seconds: float) -> Bilingual:
    """Return a duration as people say it.

    >>> duration(0.4).en, duration(65).en, duration(7320).zh
    ('1 s', '1 min 5 s', '2 小时 2 分')
    """
    whole = max(1, round(seconds))
    hours, minutes, rest = whole // 3600, whole // 60 % 60, whole % 60
    if hours:
        return Bilingual(f"{hours} 小时 {minutes} 分", f"{hours} h {minutes} min")
    if minutes:
        return Bilingual(f"{minutes} 分 {rest} 秒", f"{minutes} min {rest} s")
    return Bilingual(f"{rest} 秒", f"{rest} s")
