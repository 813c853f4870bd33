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
KWIC_FORMATS = ("table", "csv", "json", "jsonl")
TERM_FORMATS = ("table", "csv", "json")
SUGGESTION_FORMATS = ("table", "yaml", "json")
BY = ("document", "place", "year", "group", "level", "kind")
CELLS = ("share", "passages", "depth", "verdict")
SORTS = ("given", "name", "place", "year")
HIT_ORDERS = ("place", "left", "right")
WORD_ORDERS = ("frequency", "documents", "word")
KEY_ORDERS = ("log-odds", "g2", "log-ratio", *WORD_ORDERS)
FAIL_ON = ("error", "warning", "info", "off")
