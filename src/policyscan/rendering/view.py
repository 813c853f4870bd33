"""What of a report is shown, and how wide."""

from __future__ import annotations

import re
from pathlib import Path

from msgspec import Struct

from policyscan.language import Language

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""C0 and C1 but tab and line feed; and what reverses the direction of text, which makes a line read as another."""


_CONTROL_BUT_COLOUR = re.compile(rf"(?!\x1b\[[\d;]*m){_CONTROL.pattern}")


def clean(text: str, *, styled: bool = False) -> str:
    """Return text from a document without anything that a terminal would obey, but for colours where it is ``styled``.

    >>> clean("标题\\x1b[31m")
    '标题[31m'
    """
    return (_CONTROL_BUT_COLOUR if styled else _CONTROL).sub("", text)


class View(Struct, frozen=True):
    """The choices of a reader. ``category`` is an id of a category or leaf; quotations are shown for it alone.

    ``width`` is in columns; ``colour`` whether the output may carry escape sequences.
    ``folder`` is where the output will lie: links from it to documents are relative to it.
    """

    language: Language = Language.ZH
    width: int = 100
    colour: bool = False
    leaves: bool = False
    passages: bool = False
    explain: bool = False
    category: str | None = None
    folder: Path = Path()
