"""The taxonomies that come with the program are complete."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from msgspec.structs import replace

from policyscan.language import Bilingual
from policyscan.model.taxonomy import Category, Leaf
from policyscan.taxonomies import builtin_ids, find_taxonomy, load_builtin

CATEGORIES = {
    "three-ones": ["service", "governance", "collaboration"],
    "five-problems": ["institutions", "data", "platform", "technology", "evaluation"],
    "key-issues": ["operation", "ai"],
    "stages": ["digitisation", "business", "datafication", "digital-government"],
}
LEAVES = [
    *("institutions.policy", "institutions.law", "institutions.standards"),
    *("data.sharing", "data.quality", "data.use"),
    *("platform.coordination", "platform.flexibility", "platform.regional"),
    *("technology.funding", "technology.design", "technology.incentives"),
    *("evaluation.framework", "evaluation.method", "evaluation.use"),
]
KEY_LEAVES = [
    *("operation.coordination", "operation.operator", "operation.running", "operation.projects"),
    *("ai.application", "ai.rules", "ai.foundation", "ai.trust"),
]
each_builtin = pytest.mark.parametrize("taxonomy_id", CATEGORIES)


def test_four_taxonomies_are_built_in() -> None:
    assert builtin_ids() == ("five-problems", "key-issues", "stages", "three-ones")


def test_no_two_categories_share_an_id_so_that_one_gold_file_can_hold_labels_of_all() -> None:
    ids = [category.id for taxonomy_id in CATEGORIES for category in load_builtin(taxonomy_id).categories]
    assert len(set(ids)) == len(ids)


def test_the_key_issues_have_leaves_and_leave_status_problem_and_advice_to_the_stance() -> None:
    assert [leaf.id for c in load_builtin("key-issues").categories for leaf in c.leaves] == KEY_LEAVES


@each_builtin
def test_each_category_says_where_its_source_speaks_of_it(taxonomy_id: str) -> None:
    taxonomy = load_builtin(taxonomy_id)
    assert "《数字政府建设发展研究报告（2024年）》" in (taxonomy.source or "")
    assert all(category.chapter and category.recommendation for category in taxonomy.categories)


@each_builtin
def test_a_built_in_taxonomy_has_the_id_of_its_file_and_the_categories_of_its_source(taxonomy_id: str) -> None:
    taxonomy = load_builtin(taxonomy_id)
    assert taxonomy.id == taxonomy_id
    assert [category.id for category in taxonomy.categories] == CATEGORIES[taxonomy_id]


@each_builtin
def test_a_built_in_taxonomy_passes_every_check_that_a_users_own_file_must_pass(taxonomy_id: str) -> None:
    file = Path(__file__).parents[3] / "taxonomies" / f"{taxonomy_id}.yaml"
    assert replace(find_taxonomy(str(file)), path=file.name) == load_builtin(taxonomy_id)


def test_the_five_problems_have_fifteen_leaves_in_four_layers() -> None:
    taxonomy = load_builtin("five-problems")
    assert [leaf.id for category in taxonomy.categories for leaf in category.leaves] == LEAVES
    assert len(taxonomy.layers) == 4
    assert {category.layer for category in taxonomy.categories} == {layer.id for layer in taxonomy.layers}


@each_builtin
def test_each_category_has_at_least_forty_terms_with_those_of_its_leaves(taxonomy_id: str) -> None:
    for category in load_builtin(taxonomy_id).categories:
        assert sum(len(part.rules.terms) for part in _parts(category)) >= 40, category.id


@each_builtin
def test_each_category_and_leaf_is_named_and_defined_in_both_languages(taxonomy_id: str) -> None:
    for category in load_builtin(taxonomy_id).categories:
        for part in _parts(category):
            for text in (part.name, part.definition):
                assert _is_bilingual(text), part.id


@each_builtin
def test_each_category_is_tried_out_on_examples_that_match_and_that_do_not(taxonomy_id: str) -> None:
    for category in load_builtin(taxonomy_id).categories:
        assert len(category.examples) >= 3, category.id
        assert len(category.counterexamples) >= 3, category.id


def test_all_load_in_the_time_of_a_blink() -> None:
    start = time.perf_counter()
    for taxonomy_id in CATEGORIES:
        load_builtin(taxonomy_id)
    assert time.perf_counter() - start < 0.5  # some 20 ms on two cores; wide, for busy machines


def _parts(category: Category) -> list[Category | Leaf]:
    return [category, *category.leaves]


def _is_bilingual(text: Bilingual) -> bool:
    return any("\u4e00" <= char <= "\u9fff" for char in text.zh) and text.en.isprintable() and text.zh != text.en != ""
