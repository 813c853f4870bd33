"""Evidence: what counts, what is void, what is only a name."""

from __future__ import annotations

import pytest

from policyscan.classification.evidence import EvidenceFinder, Found
from policyscan.classification.matching import Matcher
from policyscan.language import Bilingual
from policyscan.model.explanation import Fate, Piece
from policyscan.model.label import EvidenceKind
from policyscan.model.passage import Passage, Span
from policyscan.model.taxonomy import Category, Leaf, Pattern, Rules, Taxonomy, Term

NAME = Bilingual("名", "name")


def a_taxonomy(rules: Rules, *, leaves: tuple[Leaf, ...] = (), scope: tuple[str, ...] = ()) -> Taxonomy:
    return Taxonomy("t", "1", "0" * 64, NAME, (Category("data", NAME, NAME, NAME, rules, leaves=leaves),), scope=scope)


def find(rules: Rules, text: str, *headings: str, scope: tuple[str, ...] = (), title: str = "") -> Found:
    finder = EvidenceFinder(Matcher(a_taxonomy(rules, scope=scope)))
    return finder.find(Passage(text, Span(0, len(text)), headings), title).get("data", Found())


def test_a_term_is_found_whatever_quotation_marks_and_spaces_stand_in_it() -> None:
    found = find(Rules((Term("高效办成一件事"),)), "推进“高效办成 一件事”改革。")
    assert found.is_label
    [evidence] = found.evidence
    assert (evidence.kind, evidence.text, evidence.span) == (EvidenceKind.TERM, "高效办成 一件事", Span(3, 11))


def test_two_weak_terms_make_a_label_and_one_does_not() -> None:
    rules = Rules((Term("目录", 0.5), Term("共享", 0.5)))
    assert find(rules, "编制目录，推动共享。").is_label
    assert not find(rules, "编制目录。").is_label


def test_the_same_term_twice_counts_once() -> None:
    assert find(Rules((Term("目录", 0.5),)), "编制目录，公布目录。").score == 0.5


def test_a_term_nested_in_a_longer_one_of_the_category_adds_nothing() -> None:
    rules = Rules((Term("数据资源", 0.6), Term("政务数据资源", 0.7)))
    assert find(rules, "整合政务数据资源。").score == pytest.approx(0.7)


def test_an_exclusion_beats_the_term_that_it_overlaps_and_is_shown() -> None:
    found = find(Rules((Term("数据安全"),), exclusions=("网络和数据安全产业",)), "发展网络和数据安全产业。")
    assert not found.is_label
    assert [(e.kind, e.by) for e in found.evidence] == [(EvidenceKind.EXCLUSION, "网络和数据安全产业")]


def test_a_term_outside_the_exclusion_still_counts() -> None:
    found = find(Rules((Term("数据安全"),), exclusions=("数据安全产业",)), "发展数据安全产业，加强数据安全管理。")
    assert found.is_label


def test_a_name_in_a_list_of_other_things_is_a_mention_only() -> None:
    found = find(Rules((Term("数据共享"),)), "完善道路养护、数据共享、环境卫生等工作。")
    assert (found.is_label, found.is_mention) == (False, True)


def test_a_name_in_a_list_does_not_use_up_what_is_said_of_it_later() -> None:
    rules = Rules((Term("数据共享"),))
    assert find(rules, "完善道路养护、数据共享、环境卫生等工作。建立数据共享责任清单制度。").is_label


def test_a_list_of_the_categorys_own_names_is_about_it() -> None:
    rules = Rules((Term("数据采集"), Term("数据共享"), Term("数据开放")))
    assert find(rules, "规范数据采集、数据共享、数据开放。").is_label


def test_a_clause_with_its_own_predicate_counts_although_a_list_stands_beside_it() -> None:
    assert find(Rules((Term("数据共享"),)), "抓好道路、桥梁、供水等工作，建立数据共享责任清单制度。").is_label


def test_a_heading_counts_half() -> None:
    found = find(Rules((Term("公共数据"),)), "完善目录。", "（一）公共数据")
    assert (found.score, found.evidence[0].kind) == (0.5, EvidenceKind.HEADING)


def test_what_a_pattern_finds_in_a_heading_is_shown_in_the_headings_words() -> None:
    [evidence] = find(Rules(patterns=(Pattern("数据.{0,4}汇聚"),)), "完善目录。", "（一）数据全量汇聚").evidence
    assert (evidence.text, evidence.by) == ("数据全量汇聚", "数据.{0,4}汇聚")


def test_a_scoped_term_counts_only_where_passage_heading_or_title_is_about_the_subject() -> None:
    rules = Rules((Term("实施细则", in_scope=True),))
    scope = ("数字政府",)
    assert not find(rules, "制定实施细则。", scope=scope).is_label
    assert find(rules, "制定实施细则。", "数字政府建设", scope=scope).is_label
    assert find(rules, "制定实施细则。", scope=scope, title="数字政府规划").is_label


def test_a_scope_word_in_another_sentence_lends_no_scope() -> None:
    rules = Rules((Term("专项资金", in_scope=True),))
    assert not find(rules, "建设数字政府。设立农业专项资金。", scope=("数字政府",)).is_label
    assert find(rules, "设立数字政府专项资金。", scope=("数字政府",)).is_label


def test_a_pattern_is_evidence_with_its_place() -> None:
    found = find(Rules(patterns=(Pattern("数据.{0,4}汇聚"),)), "推动数据全量汇聚。")
    assert [(e.kind, e.text) for e in found.evidence] == [(EvidenceKind.PATTERN, "数据全量汇聚")]


def test_a_leafs_term_carries_the_leaf_and_its_category() -> None:
    leaf = Leaf("data.sharing", NAME, NAME, Rules((Term("共享责任清单"),)))
    finder = EvidenceFinder(Matcher(a_taxonomy(Rules(), leaves=(leaf,))))
    text = "编制共享责任清单。"
    found = finder.find(Passage(text, Span(0, len(text))))["data"]
    assert (found.is_label, found.carried_leaves) == (True, ("data.sharing",))


SHARING = Leaf("data.sharing", NAME, NAME, Rules((Term("共享清单"), Term("清单", 0.5)), exclusions=("负面清单",)))
OPENING = Leaf("data.opening", NAME, NAME, Rules((Term("开放清单"), Term("清单", 0.5))))


def find_leaves(text: str, rules: Rules = Rules(), *headings: str) -> Found:  # noqa: B008
    finder = EvidenceFinder(Matcher(a_taxonomy(rules, leaves=(SHARING, OPENING))))
    return finder.find(Passage(text, Span(0, len(text)), headings)).get("data", Found())


def test_an_exclusion_of_a_leaf_voids_the_leafs_own_terms_and_one_of_the_category_all() -> None:
    assert find_leaves("编制负面清单。").leaves == {"data.opening": 0.5}
    assert find_leaves("编制负面清单。", Rules(exclusions=("负面清单",))).leaves == {}


def test_a_leafs_term_is_nested_in_its_own_leafs_terms_only_and_the_categorys_in_any() -> None:
    assert find_leaves("编制共享清单。").leaves == {"data.sharing": 1.0, "data.opening": 0.5}
    assert find_leaves("编制共享清单。", Rules((Term("清单", 0.5),))).score == 1.5


def test_of_leaves_of_equal_weight_the_one_named_first_comes_first_and_half_a_leaf_is_not_carried() -> None:
    assert find_leaves("编制开放清单、共享清单。").carried_leaves == ("data.opening", "data.sharing")
    assert find_leaves("编制共享清单、开放清单。").carried_leaves == ("data.sharing", "data.opening")
    assert find_leaves("编制清单。").carried_leaves == ()
    assert find_leaves("编制清单。").is_label  # both halves are of the category


def test_each_voided_word_is_shown_once_with_its_place_and_with_what_voids_it() -> None:
    rules = Rules((Term("安全产业"), Term("数据安全产业")), exclusions=("数据安全产业园",))
    found = find(rules, "建设“数据安全产业园”。").evidence
    assert [(e.text, e.weight, e.span, e.by) for e in found] == [
        ("数据安全产业", 0.0, Span(3, 9), "数据安全产业园"),
        ("安全产业", 0.0, Span(5, 9), "数据安全产业园"),
    ]
    twice = find_leaves("编制负面清单。", Rules((Term("清单"),), exclusions=("负面清单",)))
    assert [e.text for e in twice.evidence] == ["清单"]


def test_an_exclusion_that_only_touches_a_term_does_not_void_it() -> None:
    assert find(Rules((Term("数据安全"),), exclusions=("产业园",)), "建设数据安全产业园。").is_label


def test_a_heading_adds_nothing_to_what_the_passage_says_itself_or_to_what_another_heading_said() -> None:
    rules = Rules((Term("公共数据", 0.6), Term("数据", 0.4)))
    assert find(rules, "归集公共数据。", "一、公共数据").score == pytest.approx(0.6)
    assert find(rules, "完善目录。", "一、公共数据", "（一）公共数据").score == pytest.approx(0.3)
    assert [e.text for e in find(rules, "完善目录。", "一、公共数据").evidence] == ["公共数据"]


def test_an_exclusion_voids_a_term_in_a_heading_too() -> None:
    assert find(Rules((Term("数据安全"),), exclusions=("数据安全产业",)), "完善制度。", "数据安全产业").score == 0


@pytest.mark.parametrize(
    ("text", "is_label"),
    [
        ("统筹推进道路养护、数据共享、环境卫生。", False),
        ("统筹推进道路养护、加快推进各级数据共享、环境卫生。", False),  # six characters beside the name
        ("统筹推进道路养护、加快推进各类数据共享等、环境卫生。", True),
        ("统筹推进道路养护以及数据共享、环境卫生。", False),
        ("推进数据共享、数据开放、环境卫生。", True),  # most of the list is of the category
        ("推进数据共享、环境卫生。", False),
        ("推进数据共享和环境卫生。", True),  # no list
    ],
)
def test_a_list_item_is_only_a_name_if_little_stands_beside_it_and_most_of_the_list_is_of_other_things(
    text: str, is_label: bool
) -> None:
    rules = Rules((Term("数据共享"), Term("数据开放")))
    found = find(rules, text)
    assert (found.is_label, found.is_label or found.is_mention) == (is_label, True)


def test_rules_can_be_taken_away_and_scope_be_given() -> None:
    taxonomy = a_taxonomy(Rules((Term("目录", 0.5), Term("细则", in_scope=True))), scope=("数字政府",))
    finder = EvidenceFinder(Matcher(taxonomy))
    passage = Passage("编制目录和细则。", Span(0, 8), ("目录",))
    assert finder.find(passage)["data"].score == 0.5
    assert finder.find(passage, in_scope=True)["data"].score == 1.5
    assert finder.find(passage, without={("data", "目录")}, in_scope=True)["data"].score == 1.0
    assert finder.find(passage, without={("data", "目录"), ("data", "细则")}) == {}
    assert finder.find(passage, without={("use", "目录")})["data"].score == 0.5


def test_a_scoped_term_in_a_heading_counts_only_in_scope() -> None:
    rules = Rules((Term("实施细则", in_scope=True),))
    assert find(rules, "制定办法。", "实施细则", scope=("数字政府",)).score == 0
    assert find(rules, "制定数字政府办法。", "实施细则", scope=("数字政府",)).score == 0.5


def test_weights_that_add_up_to_one_but_for_rounding_are_enough() -> None:
    rules = Rules(tuple(Term(char, 0.1) for char in "甲乙丙丁戊己庚辛壬癸"))
    assert find(rules, "甲乙丙丁戊己庚辛壬癸。").is_label
    assert not find(rules, "甲乙丙丁戊己庚辛壬。").is_label


def test_two_half_names_in_one_list_make_a_mention() -> None:
    rules = Rules((Term("数据共享", 0.5), Term("目录编制", 0.5)))
    found = find(rules, "完善道路养护、数据共享、环境卫生、目录编制、森林防火等工作。")
    assert (found.score, found.named, found.is_mention) == (0, 1.0, True)


def test_whoever_asks_why_is_told_of_every_hit_with_its_place_kind_and_fate() -> None:
    leaf = Leaf("data.sharing", NAME, NAME, Rules((Term("共享", 0.5),), (Pattern("汇.?聚", 0.75),)))
    rules = Rules((Term("数据", 0.25), Term("细则", in_scope=True)), exclusions=("数据线",))
    finder = EvidenceFinder(Matcher(a_taxonomy(rules, leaves=(leaf,), scope=("数字政府",))))
    text = "购置“数 据线”，推动“共 享”“汇 聚”，制定“细 则”。"
    trace: list[Piece] = []
    finder.find(Passage(text, Span(0, len(text)), ("一、数据",)), trace=trace)
    assert [(p.kind, p.leaf, p.rule, p.fate, p.text, p.own_weight, p.weight, p.by) for p in trace] == [
        (EvidenceKind.EXCLUSION, None, "数据线", Fate.MET, "数 据线", 0.0, 0.0, ""),
        (EvidenceKind.TERM, None, "数据", Fate.EXCLUDED, "数 据", 0.25, 0.0, "数据线"),
        (EvidenceKind.TERM, "data.sharing", "共享", Fate.COUNTED, "共 享", 0.5, 0.5, ""),
        (EvidenceKind.PATTERN, "data.sharing", "汇.?聚", Fate.COUNTED, "汇 聚", 0.75, 0.75, ""),
        (EvidenceKind.TERM, None, "细则", Fate.OUT_OF_SCOPE, "细 则", 1.0, 0.0, ""),
        (EvidenceKind.TERM, None, "数据", Fate.COUNTED, "数据", 0.25, 0.125, ""),
    ]
    assert all(p.span is not None and text[p.span.start : p.span.end] == p.text for p in trace[:-1])
    assert trace[-1].span is None  # it stands in the headings


def test_every_hit_in_the_headings_has_its_fate_too() -> None:
    terms = (
        Term("数据安全"),
        Term("公共数据", 0.5),
        Term("数据", 0.25),
        Term("细则", in_scope=True),
        Term("目录", 0.5),
    )
    taxonomy = a_taxonomy(Rules(terms, exclusions=("数据安全产业",)), scope=("数字政府",))
    headings = ("数据安全产业", "公共数据", "公共数据", "细则", "目录", "数据")
    trace: list[Piece] = []
    EvidenceFinder(Matcher(taxonomy)).find(Passage("编制目录。", Span(0, 5), headings), trace=trace)
    assert [(p.text, p.fate.value, p.weight, p.by) for p in trace[1:]] == [
        ("数据安全", "excluded", 0.0, "数据安全产业"),
        ("数据", "nested", 0.0, ""),
        ("公共数据", "counted", 0.25, ""),
        ("数据", "nested", 0.0, ""),
        ("公共数据", "repeated", 0.0, ""),
        ("数据", "nested", 0.0, ""),
        ("细则", "out_of_scope", 0.0, ""),
        ("目录", "repeated", 0.0, ""),  # the passage says it itself
        ("数据", "counted", 0.125, ""),
    ]
    assert all(p.span is None for p in trace[1:])
