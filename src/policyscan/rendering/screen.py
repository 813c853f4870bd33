"""The one console on which tables are drawn: as wide as asked, without colour unless asked, no space at a line's end."""

from __future__ import annotations

import io
from collections.abc import Iterable

from rich.box import SIMPLE_HEAD
from rich.console import Console, RenderableType
from rich.table import Table

from policyscan.rendering.view import View


def drawn(parts: Iterable[RenderableType], view: View) -> str:
    """Return what a screen ``view.width`` columns wide shows of some tables and lines."""
    out = io.StringIO()
    console = Console(
        file=out,
        width=view.width,
        force_terminal=view.colour,
        color_system="auto" if view.colour else None,
        no_color=not view.colour,
        highlight=False,
        markup=False,
        emoji=False,
        legacy_windows=False,
    )
    for part in parts:
        console.print(part)
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines()) + "\n"


def plain_table() -> Table:
    """Return a table with a rule under its head and nothing else."""
    return Table(box=SIMPLE_HEAD, padding=(0, 1, 0, 0))
