"""Every term is found again at its line and column."""

from __future__ import annotations

from pathlib import Path

from policyscan.taxonomies import builtin_ids, load_builtin, load_taxonomy
from policyscan.taxonomies.places import places_of


def test_terms_patterns_and_exclusions_have_their_line_and_column(file: Path) -> None:
    places = places_of(load_taxonomy(file))
    assert places["id", "lawns", ""] == (9, 9)
    assert places["terms", "lawns", "草坪养护"] == (13, 9)
    assert places["terms", "lawns", "修剪"] == (14, 16)
    assert places["patterns", "lawns", "草坪.{0,6}修剪"] == (16, 9)
    assert places["exclusions", "lawns", "人造草坪"] == (17, 18)
    assert places["terms", "lawns.mowing", "剪草"] == (19, 40)


def test_a_file_that_has_changed_since_it_was_read_has_no_places(file: Path) -> None:
    taxonomy = load_taxonomy(file)
    file.write_text(file.read_text("utf-8") + "# changed\n", "utf-8")
    assert places_of(taxonomy) == {}


def test_every_rule_of_the_built_in_taxonomies_has_a_place() -> None:
    for taxonomy in map(load_builtin, builtin_ids()):
        places = places_of(taxonomy)
        for category in taxonomy.categories:
            for owner, rules in ((category.id, category.rules), *((leaf.id, leaf.rules) for leaf in category.leaves)):
                assert all(("terms", owner, term.text) in places for term in rules.terms)
                assert all(("patterns", owner, pattern.pattern) in places for pattern in rules.patterns)
                assert all(("exclusions", owner, text) in places for text in rules.exclusions)
            assert all(("match", category.id, text) in places for text in category.examples)
