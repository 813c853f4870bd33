"""Each rule finds what it is for, at its place, and leaves alone what is right."""

from __future__ import annotations

from pathlib import Path

import pytest
from lints import a_gold, a_taxonomy, findings_of, where

from policyscan.linting import find_all
from policyscan.linting.findings import Material
from policyscan.model.gate import Severity
from policyscan.model.label import EvidenceKind
from policyscan.model.lint import SEVERITIES, LintRule, TermUse
from policyscan.taxonomies import builtin_ids, load_builtin

WHOLE = """\
  - id: care
    name: 养护
    definition: 修剪和浇灌。
    terms: [修枝]
    exclusions: [修枝剪刀]
    examples: {match: [按时修枝。], no_match: [购置修枝剪刀。]}
"""
TEXT = ["按时修枝。", "购置修枝剪刀。"]


def said(folder: Path, body: str, *documents: list[str], head: str = "") -> list[tuple[str, tuple[int, int], str]]:
    """Rule, place and term of what is found; definitions and examples are not asked for."""
    found = findings_of(a_taxonomy(folder, body, head), *documents)
    quiet = (LintRule.MISSING_DEFINITION, LintRule.MISSING_EXAMPLE)
    return [(f.rule.value, f.place, f.term) for f in found if f.rule not in quiet]


def test_a_taxonomy_without_a_fault_has_no_finding(tmp_path: Path) -> None:
    assert findings_of(a_taxonomy(tmp_path, WHOLE), TEXT) == []


def test_every_rule_has_a_severity() -> None:
    assert set(SEVERITIES) == set(LintRule)
    assert set(SEVERITIES.values()) == {Severity.ERROR, Severity.WARNING, Severity.INFO}


def test_a_term_without_a_match_is_dead_only_where_there_is_a_corpus(tmp_path: Path) -> None:
    body = WHOLE.replace("[修枝]", "[修枝, 浇灌]")
    assert said(tmp_path, body, TEXT) == [("dead-term", where(tmp_path, "浇灌", 2), "浇灌")]
    assert said(tmp_path, body) == []


def test_a_term_that_fires_in_labelled_passages_is_not_dead_nor_an_exclusion_that_works_there_idle(
    tmp_path: Path,
) -> None:
    body = WHOLE.replace("[修枝]", "[修枝, 浇灌]")
    gold = [a_gold("按时浇灌。", "care"), a_gold("购置修枝剪刀。")]
    assert findings_of(a_taxonomy(tmp_path, body), ["按时修枝。"], gold=gold) == []
    alone = findings_of(a_taxonomy(tmp_path, body), ["按时修枝。"])
    assert [(f.rule.value, f.term) for f in alone] == [("dead-term", "浇灌"), ("idle-exclusion", "修枝剪刀")]


def test_a_term_that_stands_in_a_heading_is_not_dead(tmp_path: Path) -> None:
    use = TermUse("care", None, EvidenceKind.TERM, "浇灌", 1, False, (1, 1), headings=1)
    material = Material(a_taxonomy(tmp_path, WHOLE), [use], [], [], lambda _: (1, 1), 1, 1)
    assert find_all(material) == ()


def test_a_term_of_two_categories_is_shared_and_names_both_places(tmp_path: Path) -> None:
    body = "  - {id: care, name: 养护, terms: [修枝]}\n  - {id: pest, name: 病虫害, terms: [“修枝”]}\n"
    [finding] = [f for f in findings_of(a_taxonomy(tmp_path, body)) if f.rule is LintRule.SHARED_TERM]
    assert (finding.place, finding.related, finding.severity) == (
        where(tmp_path, "修枝"),
        (where(tmp_path, "“修枝”"),),
        Severity.WARNING,
    )
    assert finding.message.en == "'修枝' is shared by care, pest"


def test_a_term_of_a_category_and_its_leaf_counts_twice(tmp_path: Path) -> None:
    body = "  - {id: care, name: 养护, terms: [修枝], leaves: [{id: pruning, name: 修剪, terms: [修枝]}]}\n"
    assert said(tmp_path, body) == [("repeated-term", where(tmp_path, "修枝", 2), "修枝")]


def test_a_term_always_inside_a_longer_one_is_swallowed(tmp_path: Path) -> None:
    body = "  - {id: care, name: 养护, terms: [{term: 修枝, weight: 0.5}, 修枝整形]}\n"
    assert said(tmp_path, body, ["开展修枝整形。"]) == [("swallowed-term", where(tmp_path, "修枝"), "修枝")]
    assert said(tmp_path, body, ["开展修枝整形。", "修枝。"]) == []


def test_a_term_that_is_always_excluded_or_bare_is_silent(tmp_path: Path) -> None:
    assert said(tmp_path, WHOLE, ["购置修枝剪刀。"]) == [("silent-term", where(tmp_path, "修枝"), "修枝")]
    assert said(tmp_path, WHOLE, [*TEXT, "统筹道路、路灯、修枝等事务。"]) == []


def test_a_term_that_holds_one_that_decides_alone_is_redundant(tmp_path: Path) -> None:
    body = "  - {id: care, name: 养护, terms: [修枝, 修枝整形]}\n"
    assert said(tmp_path, body) == [("redundant-term", where(tmp_path, "修枝整形"), "修枝整形")]


@pytest.mark.parametrize(
    "terms",
    [
        "[{term: 修枝, weight: 0.5}, {term: 修枝整形, weight: 0.5}]",  # together they reach 1
        "[修枝, {term: 修枝整形, weight: 2}]",
        "[{term: 修枝, in_scope: true}, 修枝整形]",  # out of scope the longer one counts alone
    ],
)
def test_a_longer_term_that_changes_something_is_not_redundant(tmp_path: Path, terms: str) -> None:
    body = f"  - {{id: care, name: 养护, terms: {terms}}}\n"
    assert said(tmp_path, body, head="scope: [树]") == []


def test_an_exclusion_that_voids_nothing_is_idle(tmp_path: Path) -> None:
    body = WHOLE.replace("[修枝剪刀]", "[修枝剪刀, 草坪, 花坛]")
    found = findings_of(a_taxonomy(tmp_path, body), [*TEXT, "草坪养护。"])
    assert [(f.term, f.message.en) for f in found] == [
        ("草坪", "the exclusion '草坪' occurs 1 times and meets no term"),
        ("花坛", "the exclusion '花坛' occurs nowhere in 3 passages"),
    ]


@pytest.mark.parametrize(
    ("rules", "owners"),
    [
        ("", ["care"]),
        ("terms: [{term: 修枝, weight: 0.9}]", ["care"]),
        ("terms: [{term: [修枝, 浇灌], weight: 0.5}]", []),
        ("leaves: [{id: pruning, name: 修剪, terms: [修枝]}]", []),
        ("terms: [浇灌], leaves: [{id: pruning, name: 修剪}]", ["care.pruning"]),
    ],
)
def test_what_cannot_reach_one_is_an_error(tmp_path: Path, rules: str, owners: list[str]) -> None:
    found = findings_of(a_taxonomy(tmp_path, f"  - {{id: care, name: 养护, {rules}}}\n"))
    assert [f.owner for f in found if f.rule is LintRule.UNREACHABLE] == owners
    assert all(f.severity is Severity.ERROR for f in found if f.rule is LintRule.UNREACHABLE)


def test_missing_definitions_and_examples_are_told_for_each_category(tmp_path: Path) -> None:
    body = "  - {id: care, name: 养护, terms: [修枝], leaves: [{id: pruning, name: 修剪, terms: [剪枝]}]}\n"
    found = findings_of(a_taxonomy(tmp_path, body))
    assert [(f.rule.value, f.owner) for f in found] == [
        ("missing-definition", "care"),
        ("missing-example", "care"),
        ("missing-definition", "care.pruning"),
    ]


def test_an_example_that_does_not_carry_its_category_fails_and_so_does_a_counterexample_that_does(
    tmp_path: Path,
) -> None:
    body = WHOLE.replace("[按时修枝。]", "[按时浇水。]").replace("[购置修枝剪刀。]", "[开展修枝比赛。]")
    found = findings_of(a_taxonomy(tmp_path, body), TEXT)
    assert [(f.rule.value, f.place) for f in found] == [
        ("example-fails", where(tmp_path, "按时浇水。")),
        ("example-fails", where(tmp_path, "开展修枝比赛。")),
    ]
    assert "does not carry it (score 0): “按时浇水。”" in found[0].message.en
    assert "carries it (score 1): “开展修枝比赛。”" in found[1].message.en


def test_a_text_that_is_example_and_counterexample_of_one_category_is_a_clash(tmp_path: Path) -> None:
    body = WHOLE.replace("[购置修枝剪刀。]", "[按时“修枝”。]")
    found = findings_of(a_taxonomy(tmp_path, body), TEXT)
    assert [f.rule.value for f in found] == ["example-fails", "example-clash"]


def test_a_text_that_is_an_example_of_one_and_a_counterexample_of_another_is_a_contrast(tmp_path: Path) -> None:
    body = WHOLE + "  - {id: planting, name: 补植, definition: 种树。, terms: [补植], examples: {match: [补植。], no_match: [按时修枝。]}}\n"  # fmt: skip
    [finding] = findings_of(a_taxonomy(tmp_path, body), [*TEXT, "补植。"])
    assert (finding.rule, finding.owner, finding.severity) == (LintRule.EXAMPLE_CONTRAST, "planting", Severity.INFO)


def test_a_term_is_imprecise_only_where_chance_does_not_explain_it(tmp_path: Path) -> None:
    taxonomy = a_taxonomy(tmp_path, WHOLE)
    wrong = [a_gold(f"第{n}次修枝比赛。") for n in range(4)]
    rules = [f.rule for f in findings_of(taxonomy, TEXT, gold=wrong)]
    assert rules == [LintRule.IMPRECISE_TERM]
    assert findings_of(taxonomy, TEXT, gold=wrong[:3]) == []
    assert findings_of(taxonomy, TEXT, gold=[*wrong, a_gold("修枝。", "care"), a_gold("再修枝。", "care")]) == []


def test_the_examples_of_the_built_in_taxonomies_hold_by_their_own_words() -> None:
    for taxonomy in map(load_builtin, builtin_ids()):
        from policyscan.workbench import lint_taxonomy

        errors = [f.message.en for f in lint_taxonomy(taxonomy).findings if f.severity is Severity.ERROR]
        assert errors == []
