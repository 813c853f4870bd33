"""The pages on the taxonomy format tell the truth."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from policyscan.taxonomies import load_taxonomy
from policyscan.taxonomies.grammar import KEYS
from policyscan.taxonomies.patterns import HIGHEST_BOUND, LONGEST, MOST_BOUNDS, MOST_WAYS

DOCS = Path(__file__).parents[2] / "docs"
each_page = pytest.mark.parametrize("page", ["taxonomy-format.md", "taxonomy-format.zh.md"])


def example_of(page: str) -> str:
    """The complete example: the block that begins with the line for editors."""
    [example] = re.findall(r"```yaml\n(# yaml-language-server.*?)```", (DOCS / page).read_text("utf-8"), re.DOTALL)
    return str(example)


@each_page
def test_the_example_loads(page: str, tmp_path: Path) -> None:
    file = tmp_path / "example.yaml"
    file.write_text(example_of(page), "utf-8")
    taxonomy = load_taxonomy(file)
    assert taxonomy.id == "street-trees"
    assert [leaf.id for category in taxonomy.categories for leaf in category.leaves] == ["care.watering"]


def test_both_pages_show_the_same_example_but_for_its_comments() -> None:
    english, chinese = (
        re.sub(r"\s*# .*", "", example_of(page)) for page in ("taxonomy-format.md", "taxonomy-format.zh.md")
    )
    assert english == chinese


@each_page
def test_every_key_is_explained(page: str) -> None:
    text = (DOCS / page).read_text("utf-8")
    assert [key for keys in KEYS.values() for key in keys if f"`{key}`" not in text] == []


@each_page
@pytest.mark.parametrize("limit", [HIGHEST_BOUND, LONGEST, MOST_BOUNDS, MOST_WAYS])
def test_the_limits_of_patterns_are_told(page: str, limit: int) -> None:
    assert f"{limit:,}" in (DOCS / page).read_text("utf-8")
