"""The work in this process, one file after the other: no limits, and a bug keeps its traceback."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TypeVar

from policyscan.engine.reasons import refused
from policyscan.errors import UnreadableDocument
from policyscan.model.report import Failed

R = TypeVar("R")


def run_here(work: Callable[[Path], R], paths: Iterable[Path]) -> Iterator[R | Failed]:
    """Yield what the work makes of each file, or why it refused it."""
    for path in paths:
        try:
            yield work(path)
        except UnreadableDocument as error:
            yield refused(path, error)
