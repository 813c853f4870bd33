"""Literal recall, and pickling."""

from __future__ import annotations

import pickle

import pytest
from builders import SAMPLES

from policyscan.classification.matching import Matcher
from policyscan.model.folding import fold
from policyscan.pipeline import extract
from policyscan.taxonomies import load_builtin


def occurrences(term: str, text: str) -> int:
    """Count occurrences, overlapping ones too, in the plainest way there is."""
    return sum(text.startswith(term, i) for i in range(len(text)))


@pytest.mark.parametrize("taxonomy_id", ["three-ones", "five-problems"])
@pytest.mark.parametrize("name", ["yunling-plan.pdf", "nanyu-regulation.txt"])
def test_every_occurrence_of_every_term_is_found(taxonomy_id: str, name: str) -> None:
    taxonomy = load_builtin(taxonomy_id)
    text = fold(extract(SAMPLES / name).text)[0]
    found: dict[tuple[str, str | None, str], int] = {}
    for hit in Matcher(taxonomy).find(text):
        if not hit.rule.is_pattern and not hit.rule.excludes:
            key = (hit.rule.category, hit.rule.leaf, hit.rule.text)
            found[key] = found.get(key, 0) + 1
    for category in taxonomy.categories:
        for leaf, rules in [(None, category.rules), *((x.id, x.rules) for x in category.leaves)]:
            for term in {fold(t.text)[0] for t in rules.terms}:
                assert found.get((category.id, leaf, term), 0) == occurrences(term, text), term
    assert found


def test_a_pattern_is_found_with_and_without_an_opener() -> None:
    matcher = Matcher(load_builtin("three-ones"))
    plain = [(h.start, h.end) for h in matcher.find("推进政务服务标准化") if h.rule.is_pattern]
    assert plain


def test_a_matcher_travels_to_another_process() -> None:
    matcher = Matcher(load_builtin("three-ones"))
    text = "高效办成一件事"
    assert pickle.loads(pickle.dumps(matcher)).find(text) == matcher.find(text)
