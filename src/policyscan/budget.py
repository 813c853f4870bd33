"""What a reader may spend on a file, without knowing who runs it.

The engine knows how long a file may take and how many cores are left for it, the reader how much there is to do: a file
of 400 pages, a page of OCR. The worker process in which a reader runs tells both here.
"""

from __future__ import annotations

from collections.abc import Callable

_listener: Callable[[float], None] | None = None
_threads = 1


def grant(threads: int, on_extend: Callable[[float], None] | None = None) -> None:
    """Set how many threads a reader may use, and whom to tell if it asks for more time."""
    global _listener, _threads
    _listener, _threads = on_extend, threads


def threads() -> int:
    """Return how many threads a reader may use at the same time."""
    return _threads


def extend(seconds: float) -> None:
    """Ask for more time, in seconds, for the file that is being read; nothing where there is no limit."""
    if _listener is not None:
        _listener(seconds)
