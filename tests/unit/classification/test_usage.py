"""What a term does to a text: each figure by an example."""

from __future__ import annotations

from pathlib import Path

from lints import a_gold, a_passage, a_taxonomy, uses_of

from policyscan.classification.usage import Text, Usage

TWO = """\
  - {id: care, name: 养护, terms: [修枝, {term: 浇灌, weight: 0.6}, {term: 巡查, weight: 0.6}], exclusions: [修枝剪刀]}
  - {id: planting, name: 补植, terms: [补植]}
"""


def test_matches_are_occurrences_and_passages_are_where_the_term_counts(tmp_path: Path) -> None:
    use = uses_of(a_taxonomy(tmp_path, TWO), ["修枝以后再修枝。", "购置修枝剪刀。"], ["按时修枝。"])["修枝"]
    assert (use.matches, use.excluded, use.passages, use.documents) == (4, 1, 2, 2)


def test_a_match_inside_a_longer_term_is_nested_and_fires_nowhere(tmp_path: Path) -> None:
    taxonomy = a_taxonomy(tmp_path, "  - {id: care, name: 养护, terms: [修枝, 修枝整形]}\n")
    uses = uses_of(taxonomy, ["开展修枝整形。"])
    assert (uses["修枝"].matches, uses["修枝"].nested, uses["修枝"].passages) == (1, 1, 0)
    assert uses["修枝整形"].passages == 1


def test_a_name_in_an_enumeration_of_other_things_is_bare(tmp_path: Path) -> None:
    use = uses_of(a_taxonomy(tmp_path, TWO), ["统筹道路、路灯、修枝等事务。"])["修枝"]
    assert (use.matches, use.bare, use.passages) == (1, 1, 0)


def test_a_match_out_of_scope_does_not_fire(tmp_path: Path) -> None:
    body = "  - {id: care, name: 养护, terms: [{term: 修剪, in_scope: true}]}\n"
    taxonomy = a_taxonomy(tmp_path, body, "scope: [行道树]")
    use = uses_of(taxonomy, ["修剪草坪。", "修剪行道树。"])["修剪"]
    assert (use.matches, use.out_of_scope, use.passages) == (2, 1, 1)


def test_overlap_is_another_term_of_the_category_in_the_same_passage(tmp_path: Path) -> None:
    uses = uses_of(a_taxonomy(tmp_path, TWO), ["修枝并浇灌。", "修枝。", "浇灌。"])
    assert (uses["修枝"].overlap, uses["浇灌"].overlap, uses["巡查"].overlap) == (1, 1, 0)


def test_conflict_is_a_passage_that_another_category_carries(tmp_path: Path) -> None:
    uses = uses_of(a_taxonomy(tmp_path, TWO), ["修枝后补植。", "浇灌后修枝。"])
    assert (uses["修枝"].conflict, uses["补植"].conflict, uses["浇灌"].conflict) == (1, 1, 0)


def test_a_weak_word_of_another_category_is_no_conflict(tmp_path: Path) -> None:
    assert uses_of(a_taxonomy(tmp_path, TWO), ["浇灌后补植。"])["补植"].conflict == 0


def test_a_term_decides_where_the_category_is_lost_without_it(tmp_path: Path) -> None:
    uses = uses_of(a_taxonomy(tmp_path, TWO), ["浇灌并巡查。", "浇灌、巡查，还修枝。", "修枝。"])
    assert {word: uses[word].decides for word in ("修枝", "浇灌", "巡查")} == {"修枝": 1, "浇灌": 1, "巡查": 1}


def test_without_a_longer_term_the_one_inside_it_decides_instead(tmp_path: Path) -> None:
    taxonomy = a_taxonomy(tmp_path, "  - {id: care, name: 养护, terms: [修枝, 修枝整形]}\n")
    assert uses_of(taxonomy, ["开展修枝整形。"])["修枝整形"].decides == 0


def test_precision_counts_labelled_passages_in_which_the_term_fires(tmp_path: Path) -> None:
    gold = [a_gold("按时修枝。", "care"), a_gold("修枝比赛。"), a_gold("购置修枝剪刀。"), a_gold("补植。", "planting")]
    uses = uses_of(a_taxonomy(tmp_path, TWO), gold=gold)
    assert (uses["修枝"].right, uses["修枝"].gold, uses["修枝"].precision) == (1, 2, 0.5)
    assert (uses["浇灌"].gold, uses["浇灌"].precision) == (0, None)


def test_without_labelled_passages_there_is_no_precision(tmp_path: Path) -> None:
    assert uses_of(a_taxonomy(tmp_path, TWO), ["修枝。"])["修枝"].gold is None


def test_a_heading_above_many_passages_counts_once_a_document(tmp_path: Path) -> None:
    usage = Usage(a_taxonomy(tmp_path, TWO), lambda *_: (1, 1))
    usage.count([Text("", (a_passage("甲。", "一、修枝"), a_passage("乙。", "一、修枝")))])
    use = next(use for use in usage.terms() if use.text == "修枝")
    assert (use.matches, use.headings, use.passages) == (0, 1, 0)


def test_an_exclusion_counts_its_occurrences_and_what_it_voids(tmp_path: Path) -> None:
    usage = Usage(a_taxonomy(tmp_path, TWO), lambda *_: (1, 1))
    usage.count([Text("", (a_passage("购置修枝剪刀，分发修枝剪刀。"),))])
    [exclusion] = usage.exclusions()
    assert (exclusion.matches, exclusion.voided) == (2, 2)
