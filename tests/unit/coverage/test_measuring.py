"""Coverage: shares, depth and verdicts."""

from __future__ import annotations

from policyscan.coverage import cover
from policyscan.language import Bilingual
from policyscan.model.label import ClassifiedPassage, Label, Mention, Quantity, Stance
from policyscan.model.passage import Passage, Span
from policyscan.model.report import Coverage, Depth, Verdict
from policyscan.model.taxonomy import Category, Rules, Taxonomy

NAME = Bilingual("名", "name")
TAXONOMY = Taxonomy("t", "1", "0" * 64, NAME, (Category("data", NAME, NAME, NAME, Rules()),))


def a_passage(
    size: int,
    *,
    labelled: bool = False,
    stance: Stance = Stance.MEASURE,
    mentioned: bool = False,
    checkable: bool = False,
) -> ClassifiedPassage:
    text = "字" * size
    labels = (Label("t", "data", None, 0.9, stance),) if labelled else ()
    mentions = (Mention("t", "data"),) if mentioned else ()
    quantities = (Quantity("number", "字", Span(0, 1)), Quantity("unit", "字", Span(1, 2))) if checkable else ()
    return ClassifiedPassage(Passage(text, Span(0, size)), labels, mentions, stance, quantities)


def row(*passages: ClassifiedPassage, wholly_read: bool = True) -> Coverage:
    return cover(TAXONOMY, passages, wholly_read=wholly_read).categories[0]


def test_the_share_counts_characters_not_passages() -> None:
    assert row(a_passage(30, labelled=True), a_passage(90)).share == 0.25


def test_a_category_nobody_speaks_of_is_a_gap() -> None:
    assert (row(a_passage(50)).verdict, row(a_passage(50)).depth) == (Verdict.GAP, Depth.ABSENT)


def test_what_was_not_found_in_a_document_not_wholly_read_is_unknown() -> None:
    assert row(a_passage(50), wholly_read=False).verdict is Verdict.UNKNOWN


def test_what_was_found_in_a_document_not_wholly_read_is_covered_all_the_same() -> None:
    assert row(a_passage(50, labelled=True), a_passage(50, labelled=True), wholly_read=False).verdict is Verdict.COVERED


def test_a_category_only_named_is_a_gap_of_depth_one() -> None:
    named = row(a_passage(50, mentioned=True))
    assert (named.verdict, named.depth, named.mentions) == (Verdict.GAP, Depth.NAMED, 1)


def test_one_small_passage_in_a_long_document_is_thin() -> None:
    assert row(a_passage(10, labelled=True), a_passage(1000)).verdict is Verdict.THIN


def test_two_measures_cover_a_category() -> None:
    assert row(a_passage(10, labelled=True), a_passage(10, labelled=True), a_passage(1000)).verdict is Verdict.COVERED


def test_a_measure_with_a_number_and_a_responsible_unit_can_be_checked() -> None:
    assert row(a_passage(10, labelled=True, checkable=True)).depth is Depth.TARGETS


def test_a_diagnosis_is_described_not_a_measure() -> None:
    assert row(a_passage(10, labelled=True, stance=Stance.PROBLEM)).depth is Depth.DESCRIBED


def test_a_document_without_text_has_no_share() -> None:
    assert row().share == 0
