"""The one console on which tables are drawn: as wide as asked, without colour unless asked, no space at a line's end."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable

from rich.box import SIMPLE_HEAD
from rich.cells import cell_len, set_cell_size
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


_TOKEN = re.compile(r"\s+|[!-~]+|.", re.S)
_NEVER_FIRST = frozenset("，。；：、！？）》”’」』】〉…,.;:!?)]}%")
"""Chinese typesetting lets no line begin with these (避头尾, GB/T 15834)."""


def lines_of(text: str, width: int) -> list[str]:
    """Return text in lines of at most so many columns, broken as Chinese is: between any two characters, not in words.

    >>> lines_of("命中 4 次，都在更长的词条内", 12)
    ['命中 4 次，', '都在更长的词', '条内']
    """
    lines: list[str] = []
    line = ""
    for token in _TOKEN.findall(text):
        if token.isspace():
            line += " " if line else ""
            continue
        while cell_len(token) > width:  # a word longer than the line
            head = set_cell_size(token, width - cell_len(line)) if cell_len(line) < width else ""
            lines.append(line + head)
            line, token = "", token[len(head) :]
        if cell_len(line) + cell_len(token) > width and not (token in _NEVER_FIRST and cell_len(line) <= width):
            if line.rstrip():
                lines.append(line.rstrip())
            line = ""
        elif cell_len(line) + cell_len(token) > width:  # it may not begin a line: the character before goes with it
            lines.append(line[:-1].rstrip())
            line = line[-1:]
        line += token
    return [*lines, line.rstrip()] if line.strip() or not lines else lines
