"""The formats by name; each module is imported when first needed."""

from __future__ import annotations

import importlib
from collections.abc import Callable

from policyscan.model.report import Report
from policyscan.rendering.view import View

Renderer = Callable[[Report, View], str | bytes]

RENDERERS: dict[str, str] = {
    "table": "policyscan.rendering.table:render_table",
    "json": "policyscan.rendering.json:render_json",
    "csv": "policyscan.rendering.csv:render_csv",
    "markdown": "policyscan.rendering.markdown:render_markdown",
    "html": "policyscan.rendering.html:render_html",
    "xlsx": "policyscan.rendering.xlsx:render_xlsx",
    "docx": "policyscan.rendering.docx:render_docx",
}
BINARY = frozenset({"xlsx", "docx"})
"""The formats that are no text: nothing for a terminal."""


def render(report: Report, format_name: str, view: View) -> bytes:
    """Return a report in a format of `RENDERERS`: text as UTF-8 with a line end at its end, or the bytes of a file."""
    module, _, function = RENDERERS[format_name].partition(":")
    renderer: Renderer = getattr(importlib.import_module(module), function)
    rendered = renderer(report, view)
    return rendered.encode() if isinstance(rendered, str) else rendered
