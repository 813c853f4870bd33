"""Literal recall, and pickling."""

from __future__ import annotations

import pickle
import re

import pytest
from builders import SAMPLES

from policyscan.classification.matching import Matcher, words_of
from policyscan.language import Bilingual
from policyscan.model.folding import fold
from policyscan.model.taxonomy import Category, Pattern, Rules, Taxonomy, Term
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


@pytest.mark.parametrize(
    "pattern",
    [
        "(?:归集|共享).{0,6}数据",
        "数据?.{0,6}目录",
        "数据多跑路|让数据多跑",
        "(?:政府|部门)?[^。]{0,4}采购|购买服务",
        "[（(|]甲|乙",
        "甲\\(|乙",
        "(?:(?:统一|集中)建设|共建)平台?",
        "统(?:筹|一){1,2}建设",
        ".数",
    ],
)
def test_a_pattern_is_found_wherever_it_matches(pattern: str) -> None:
    name = Bilingual("名", "name")
    rules = Rules(terms=(Term("数据"),), patterns=(Pattern(pattern),))
    matcher = Matcher(Taxonomy("t", "1", "0" * 64, name, (Category("c", name, name, name, rules),)))
    for text in (
        "归集公共数据，编制数目录；让数据多跑。采购和购买服务。",
        "甲(乙",
        "（甲、乙|甲",
        "集中建设平台，共建平",
        "统筹一建设",
        "数据",
    ):
        found = [(h.start, h.end) for h in matcher.find(text) if h.rule.is_pattern]
        assert found == [m.span() for m in re.finditer(pattern, text)], text


def test_a_matcher_travels_to_another_process() -> None:
    matcher = Matcher(load_builtin("three-ones"))
    text = "高效办成一件事"
    assert pickle.loads(pickle.dumps(matcher)).find(text) == matcher.find(text)


def a_matcher(*rules: Rules, scope: tuple[str, ...] = ()) -> Matcher:
    name = Bilingual("名", "name")
    categories = tuple(Category(f"c{n}", name, name, name, found) for n, found in enumerate(rules))
    return Matcher(Taxonomy("t", "1", "0" * 64, name, categories, scope=scope))


def test_hits_stand_by_place_and_the_longer_first_with_the_category_of_each_rule() -> None:
    matcher = a_matcher(Rules((Term("共享"), Term("数据共享"))), Rules((Term("共享"),), exclusions=("共享单车",)))
    found = [(h.rule.category, h.rule.text, h.start, h.end) for h in matcher.find("推进数据共享，共享单车")]
    assert found == [
        ("c0", "数据共享", 2, 6),
        ("c0", "共享", 4, 6),
        ("c1", "共享", 4, 6),
        ("c1", "共享单车", 7, 11),
        ("c0", "共享", 7, 9),
        ("c1", "共享", 7, 9),
    ]


def test_only_the_sentences_that_speak_of_the_subject_are_in_scope() -> None:
    matcher = a_matcher(Rules((Term("数据"),)), scope=("数字政府", "一网通办"))
    text = "建设数字政府。设立资金；推行一网通办！发展农业"
    assert [text[a:b] for a, b in matcher.sentences_in_scope(text)] == ["建设数字政府", "推行一网通办"]
    assert matcher.sentences_in_scope("发展农业。") == []
    assert (matcher.is_in_scope(text), matcher.is_in_scope("发展农业。")) == (True, False)
    assert a_matcher(Rules()).is_in_scope("发展农业。")


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        ("数据共享", [[["数据共享"]]]),
        ("(?:归集|共享)数据", [[["归集", "共享"], ["数据"]]]),
        ("(?:归集|共享)?数据", [[["数据"]]]),
        ("(归集|)数据", [[["数据"]]]),
        ("数据?", [[["数"]]]),
        ("数据{2}共享", [[["数"]]]),  # what stands behind a repeat is not looked at
        ("[甲乙]{1,2}数据.共享", [[["数据"], ["共享"]]]),
        ("甲|[乙|丙]丁", [[["甲"]], [["丁"]]]),
        ("(?:甲|乙)|丙", [[["甲", "乙"]], [["丙"]]]),
        ("甲|.?", []),
        ("甲\\d", []),
    ],
)
def test_a_pattern_is_tried_only_where_the_words_of_all_its_matches_stand(
    pattern: str, words: list[list[list[str]]]
) -> None:
    assert words_of(pattern) == words
