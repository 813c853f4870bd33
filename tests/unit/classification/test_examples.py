"""The taxonomies' own examples hold, and so does the public function."""

from __future__ import annotations

import pytest

import policyscan
from policyscan.taxonomies import builtin_ids, load_builtin

CASES = [
    (taxonomy.id, category.id, text, wanted)
    for taxonomy in map(load_builtin, builtin_ids())
    for category in taxonomy.categories
    for texts, wanted in ((category.examples, True), (category.counterexamples, False))
    for text in texts
]


@pytest.mark.parametrize(("taxonomy", "category", "text", "wanted"), CASES)
def test_an_example_matches_and_a_counterexample_does_not(
    taxonomy: str, category: str, text: str, wanted: bool
) -> None:
    [labels] = policyscan.classify_passages([text], taxonomies=[taxonomy])
    assert (category in {label.category for label in labels}) is wanted


def test_headings_must_be_as_many_as_texts() -> None:
    with pytest.raises(ValueError, match="2 texts but 1 headings"):
        policyscan.classify_passages(["甲", "乙"], headings=[[]])


def test_no_text_at_all_has_no_label() -> None:
    assert policyscan.classify_passages([""]) == [()]
