"""The pages on the workbench tell the truth."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from policyscan.model.gate import Severity
from policyscan.model.lint import SEVERITIES
from policyscan.taxonomies.tables import COLUMNS

DOCS = Path(__file__).parents[2] / "docs"
WORDS = {
    "workbench.md": {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "info"},
    "workbench.zh.md": {Severity.ERROR: "错误", Severity.WARNING: "警告", Severity.INFO: "提示"},
}
each_page = pytest.mark.parametrize("page", WORDS)


@each_page
def test_every_rule_of_lint_is_explained_with_its_severity(page: str) -> None:
    section = (DOCS / page).read_text("utf-8").partition("## `policyscan taxonomy lint`")[2]
    rows = re.findall(r"^\| `([a-z-]+)` \| (\w+) \| .+ \|$", section, re.M)
    assert rows == [(rule.value, WORDS[page][severity]) for rule, severity in SEVERITIES.items()]


@each_page
def test_every_column_of_a_table_is_explained(page: str) -> None:
    text = (DOCS / page).read_text("utf-8")
    assert [column for column in COLUMNS if f"`{column}`" not in text] == []
