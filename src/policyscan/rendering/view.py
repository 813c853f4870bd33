"""What of a report is shown, and how wide."""

from __future__ import annotations

from dataclasses import dataclass

from policyscan.language import Language


@dataclass(frozen=True, slots=True)
class View:
    """The choices of a reader. ``category`` is an id of a category or leaf; quotations are shown for it alone.

    ``width`` is in columns; ``colour`` whether the output may carry escape sequences.
    """

    language: Language = Language.ZH
    width: int = 100
    colour: bool = False
    leaves: bool = False
    passages: bool = False
    explain: bool = False
    category: str | None = None
