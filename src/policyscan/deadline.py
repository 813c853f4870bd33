"""More time for work that is long by its nature: a file of 400 pages, a page of OCR.

A reader knows how much there is to do, the engine how long it may take; neither knows the other. The reader calls
`extend`, and the worker process in which it runs has said with `on_extend` whom to tell. Elsewhere nothing happens.
"""

from __future__ import annotations

from collections.abc import Callable

_listener: Callable[[float], None] | None = None


def on_extend(listener: Callable[[float], None] | None) -> None:
    """Tell ``listener`` the seconds asked for from now on; None for nobody."""
    global _listener
    _listener = listener


def extend(seconds: float) -> None:
    """Ask for more time, in seconds, for the file that is being read."""
    if _listener is not None:
        _listener(seconds)
