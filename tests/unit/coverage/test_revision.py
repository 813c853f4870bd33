"""Which terms came and went between two versions of a taxonomy, and which cells flip by it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from builders import a_text
from lints import a_taxonomy

from policyscan.classification import EvidenceClassifier
from policyscan.coverage import characters, cover
from policyscan.coverage.revision import changed_terms, common_columns, find_flips
from policyscan.model.passage import TitlePage
from policyscan.model.report import Depth, Done, Verdict
from policyscan.model.taxonomy import Taxonomy
from policyscan.segmentation import split_passages

OLD = """\
  - id: care
    name: 养护
    terms: [修枝, {term: 浇灌, weight: 0.5}]
    patterns: [树(?:穴|池)]
    exclusions: [修枝剪刀]
    leaves:
      - {id: water, name: 浇水, terms: [滴灌]}
  - {id: felling, name: 砍伐, terms: [采伐]}
"""
NEW = """\
  - id: care
    name: 树木养护
    terms: [修枝, 浇灌]
    patterns: [树穴]
    leaves:
      - {id: water, name: 浇水, terms: [滴灌, 喷灌]}
  - {id: planting, name: 栽植, terms: [栽植]}
"""
PRUNING = "各县林业局每年组织一次行道树修枝作业，建立台账并定期检查。"
SPRAYING = "各县林业局组织行道树修枝作业，推广喷灌设施，建立台账并定期检查。"
HOLES = "各县林业局组织清理树池杂草，建立台账并定期检查，加快补植。"


def versions(folder: Path) -> tuple[Taxonomy, Taxonomy]:
    return a_taxonomy(folder, OLD), a_taxonomy(folder, NEW)


def a_done(taxonomy: Taxonomy, texts: Sequence[str]) -> Done:
    document = a_text(*texts)
    passages = EvidenceClassifier([taxonomy]).classify(split_passages(document))
    return Done(document, TitlePage(), tuple(passages), (cover(taxonomy, passages),), characters(passages))


def test_only_what_both_versions_have_is_compared_and_is_named_as_in_the_new_one(tmp_path: Path) -> None:
    columns = common_columns(*versions(tmp_path))
    assert [(c.id, c.name.zh) for c in columns] == [("care", "树木养护"), ("care.water", "浇水")]


def test_terms_patterns_and_exclusions_that_came_and_went_are_told_with_their_weight(tmp_path: Path) -> None:
    assert list(changed_terms(*versions(tmp_path))) == [
        ("care", ("浇灌", "/树穴/"), ("浇灌 (0.5)", "/树(?:穴|池)/", "-修枝剪刀")),
        ("care.water", ("喷灌",), ()),
    ]
    old, _ = versions(tmp_path)
    assert list(changed_terms(old, old)) == []


def test_a_flip_tells_the_passage_that_lost_or_gained_the_category(tmp_path: Path) -> None:
    old, new = versions(tmp_path)
    texts = [PRUNING, SPRAYING, HOLES]
    unread, pair = (None, a_done(new, texts)), (a_done(old, texts), a_done(new, texts))
    lost, gained = find_flips([unread, pair], old, new)
    assert (lost.document, lost.column.id, lost.is_verdict) == (1, "care", False)
    assert (lost.old.passages, lost.new.passages) == (3, 2)
    assert [(turn.passage, turn.gained, turn.label.category) for turn in lost.turns] == [(2, False, "care")]
    assert (gained.column.id, gained.old.verdict, gained.new.verdict) == ("care.water", Verdict.GAP, Verdict.COVERED)
    assert [(turn.passage, turn.gained, turn.label.leaf) for turn in gained.turns] == [(1, True, "care.water")]


def test_a_cell_whose_passages_stay_is_no_flip(tmp_path: Path) -> None:
    old, new = versions(tmp_path)
    assert find_flips([(a_done(old, [PRUNING]), a_done(new, [PRUNING]))], old, new) == ()


def test_a_cell_that_is_only_named_now_is_a_flip_without_a_passage_that_gained_it(tmp_path: Path) -> None:
    old, new = versions(tmp_path)
    texts = ["各县林业局统筹造林、封山、喷灌、巡护、监测、防火等工作。"]
    flips = {flip.column.id: flip for flip in find_flips([(a_done(old, texts), a_done(new, texts))], old, new)}
    assert all(flip.old.depth is Depth.ABSENT for flip in flips.values())
