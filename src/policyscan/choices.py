"""The words among which a user chooses, on the command line and in the configuration; nothing is imported to know them."""

from __future__ import annotations

FORMATS = ("table", "json", "jsonl", "parquet", "csv", "markdown", "html", "xlsx", "docx")
STREAMS = ("jsonl", "parquet")
"""The formats of which records leave as they come, whatever the number of documents."""
STATUS_FORMATS = ("table", "csv", "json", "markdown")
MATRIX_FORMATS = ("table", "csv", "json", "jsonl", "markdown", "html", "xlsx")
GAP_FORMATS = ("table", "csv", "json", "jsonl", "markdown", "junit", "sarif", "github", "gitlab")
COMPARISON_FORMATS = ("table", "csv", "json", "markdown")
REVISION_FORMATS = ("table", "json", "markdown")
LINT_FORMATS = ("table", "csv", "json", "sarif")
EXPLANATION_FORMATS = ("table", "json")
BY = ("document", "place", "year", "group", "level", "kind")
CELLS = ("share", "passages", "depth", "verdict")
SORTS = ("given", "name", "place", "year")
FAIL_ON = ("error", "warning", "info", "off")
