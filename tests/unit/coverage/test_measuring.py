"""Coverage: shares, depth and verdicts."""

from __future__ import annotations

from policyscan.coverage import cover
from policyscan.language import Bilingual
from policyscan.model.label import ClassifiedPassage, Label, Mention, Quantity, Stance
from policyscan.model.passage import Passage, Span
from policyscan.model.report import Coverage, Depth, Verdict
from policyscan.model.taxonomy import Category, Leaf, Rules, Taxonomy

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


def a_problem(text: str = "字字") -> ClassifiedPassage:
    label = Label("t", "data", "data.sharing", 0.9, Stance.PROBLEM, (), ("data.sharing",))
    return ClassifiedPassage(Passage(text, Span(0, len(text))), (label,), (), Stance.PROBLEM)


def test_a_problem_without_any_measure_of_its_category_is_unanswered() -> None:
    status = a_passage(50, labelled=True, stance=Stance.STATUS)
    assert row(status, a_problem(), a_passage(50)).unanswered == (1,)


def test_a_measure_or_a_target_of_the_category_answers_the_problem() -> None:
    for stance in (Stance.MEASURE, Stance.TARGET):
        assert row(a_problem(), a_passage(50, labelled=True, stance=stance)).unanswered == ()


def test_what_may_be_a_measure_of_the_category_is_enough_against_a_claim_of_absence() -> None:
    assert row(a_problem(), a_passage(50, mentioned=True)).unanswered == ()


def test_a_problem_that_goes_on_to_say_what_shall_be_done_is_answered() -> None:
    assert row(a_problem("目录更新不及时，下一步由数据局按月通报。")).unanswered == ()


def test_a_leafs_problem_is_not_answered_by_a_measure_that_is_plainly_about_another_leaf() -> None:
    category = Category(
        "data",
        NAME,
        NAME,
        NAME,
        Rules(),
        leaves=tuple(Leaf(f"data.{name}", NAME, NAME, Rules()) for name in ("sharing", "use")),
    )
    taxonomy = Taxonomy("t", "1", "0" * 64, NAME, (category,))

    def a_measure(*leaves: str) -> ClassifiedPassage:
        label = Label("t", "data", leaves[0] if leaves else None, 0.9, Stance.MEASURE, (), leaves)
        return ClassifiedPassage(Passage("字字", Span(0, 2)), (label,), (), Stance.MEASURE)

    def unanswered(*passages: ClassifiedPassage) -> list[tuple[int, ...]]:
        [found] = cover(taxonomy, passages).categories
        return [found.unanswered, *(leaf.unanswered for leaf in found.leaves)]

    assert unanswered(a_problem(), a_measure("data.use")) == [(), (0,), ()]
    assert unanswered(a_problem(), a_measure("data.sharing")) == [(), (), ()]
    assert unanswered(a_problem(), a_measure()) == [(), (), ()]  # it may be the remedy


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


def test_the_strongest_passages_go_deepest_then_are_surest_then_come_first_and_are_five() -> None:
    def a_label(stance: Stance, confidence: float, section: str = "一") -> ClassifiedPassage:
        label = Label("t", "data", None, confidence, stance)
        return ClassifiedPassage(Passage("字字", Span(0, 2), (section, str(confidence))), (label,), (), stance)

    found = row(
        a_label(Stance.STATUS, 0.9),
        a_label(Stance.MEASURE, 0.6),
        a_label(Stance.TARGET, 0.5, "二"),
        a_label(Stance.MEASURE, 0.8),
        a_label(Stance.MEASURE, 0.6),
        a_label(Stance.PROBLEM, 0.7),
    )
    assert found.strongest == (2, 3, 1, 4, 0)
    assert (found.sections, found.characters) == (2, 12)  # the outermost headings are counted
    assert found.stances == {Stance.STATUS: 1, Stance.PROBLEM: 1, Stance.MEASURE: 3, Stance.TARGET: 1}


def test_one_measure_that_is_two_percent_of_the_text_covers_a_category() -> None:
    assert row(a_passage(2, labelled=True), a_passage(98)).verdict is Verdict.COVERED
    assert row(a_passage(2, labelled=True), a_passage(99)).verdict is Verdict.THIN


def test_four_descriptions_cover_a_category_and_three_do_not() -> None:
    described = a_passage(10, labelled=True, stance=Stance.STATUS)
    assert row(*[described] * 4, a_passage(1000)).verdict is Verdict.COVERED
    assert row(*[described] * 3, a_passage(1000)).verdict is Verdict.THIN


def test_a_category_that_may_be_meant_once_or_is_named_four_times_is_thin_and_no_gap() -> None:
    doubtful = ClassifiedPassage(Passage("字字", Span(0, 2)), (), (Mention("t", "data", is_doubtful=True),))
    assert row(doubtful).verdict is Verdict.THIN
    assert row(*[a_passage(9, mentioned=True)] * 4).verdict is Verdict.THIN
    assert row(*[a_passage(9, mentioned=True)] * 3).verdict is Verdict.GAP


def test_a_leaf_has_its_own_share_and_is_unknown_where_part_of_the_document_was_not_read() -> None:
    leaves = tuple(Leaf(f"data.{name}", NAME, NAME, Rules()) for name in ("sharing", "use"))
    taxonomy = Taxonomy("t", "1", "0" * 64, NAME, (Category("data", NAME, NAME, NAME, Rules(), leaves=leaves),))
    named = ClassifiedPassage(Passage("字字", Span(0, 2)), (), (Mention("t", "data"), Mention("u", "data")))
    [category] = cover(taxonomy, [a_problem(), a_passage(2), named, named], wholly_read=False).categories
    assert category.mentions == 2  # those of another taxonomy are not counted
    sharing, use = category.leaves
    assert (sharing.id, sharing.share, sharing.verdict) == ("data.sharing", 0.25, Verdict.THIN)
    assert (use.id, use.mentions, use.depth, use.verdict) == ("data.use", 0, Depth.ABSENT, Verdict.UNKNOWN)
    assert cover(taxonomy, [a_problem()]).categories[0].leaves[1].verdict is Verdict.GAP
