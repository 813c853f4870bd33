"""What of a report is shown, and how wide."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from policyscan.language import Language


@dataclass(frozen=True, slots=True)
class View:
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
