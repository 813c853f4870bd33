"""The formats by name; each module is imported when first needed."""

from __future__ import annotations

import importlib
from collections.abc import Callable

from policyscan.model.report import Report
from policyscan.rendering.view import View

Renderer = Callable[[Report, View], str]

RENDERERS: dict[str, str] = {
    "table": "policyscan.rendering.table:render_table",
    "json": "policyscan.rendering.json:render_json",
    "jsonl": "policyscan.rendering.json:render_jsonl",
    "csv": "policyscan.rendering.csv:render_csv",
    "markdown": "policyscan.rendering.markdown:render_markdown",
    "html": "policyscan.rendering.html:render_html",
}


def render(report: Report, format_name: str, view: View) -> str:
    """Return a report in a format of `RENDERERS`, with a line end at its end."""
    module, _, function = RENDERERS[format_name].partition(":")
    renderer: Renderer = getattr(importlib.import_module(module), function)
    return renderer(report, view)
