"""Patterns of the checked subset are accepted; all others are refused with the construct and its column."""

from __future__ import annotations

import re
import time
import warnings

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policyscan.taxonomies.patterns import LONGEST, faults_of


@pytest.mark.parametrize(
    "pattern",
    [
        "数据.{0,6}(归集|汇聚|共享)",
        "一网(?:通办|统管)?",
        "[^。；，]{0,8}标准化",
        "5g{1,3}",
        r"1\.0",
        r"\d{4}年",
        "[a-z0-9]{2}",
        "[]a]b",
        "(?:共享|开放){1,2}",
    ],
)
def test_the_subset_holds_what_term_lists_need(pattern: str) -> None:
    assert faults_of(pattern) == []


@pytest.mark.parametrize(
    ("pattern", "column", "said"),
    [
        ("数据.*共享", 4, "'*' has no upper bound; write {0,n} with n of at most 30"),
        ("数据.{3,}共享", 4, "'{3,}' has no upper bound; write {3,n} with n of at most 30"),
        ("a{0,31}b", 2, "the upper bound 31 is too high; at most 30"),
        ("a{3,1}", 2, "'{3,1}' does not run from less to more"),
        ("a{x}", 2, "'{' begins no quantifier"),
        ("a{1,2}?", 7, "'?' after a quantifier is not allowed"),
        ("(?:a{0,3}b){0,3}c", 12, "a quantifier on a group that itself contains one is not allowed"),
        (r"(a)\1", 4, r"the backreference '\1' is not allowed"),
        ("a(?=b)", 2, "lookaround is not allowed"),
        ("a(?<!b)", 2, "lookaround is not allowed"),
        ("(?P<x>a)", 1, "a named group is not allowed; use (?:…)"),
        ("(?i)a", 1, "a flag is not allowed"),
        ("(?>a)", 1, "an atomic group is not allowed"),
        ("^a", 1, "the anchor '^' is not allowed"),
        (r"a\b", 2, r"the anchor '\b' is not allowed"),
        (r"a\sb", 2, "folded text has no white space"),
        ("(a", 1, "'(' is not closed"),
        ("a)b", 2, "')' closes nothing"),
        ("[ab", 1, "'[' is not closed"),
        (r"[\d-z]", 2, "is not a range of characters"),
        ("[a[b]", 3, r"write \[ for '[' in a class"),
        ("|", 1, "it matches the empty text"),
        ("a?b?", 1, "it matches the empty text"),
        ("", 1, "the pattern is empty"),
        ("a" * 201, 201, "201 characters; a pattern has at most 200"),
        ("政务App", 3, "folded text never has 'A'; write 'a'"),
        ("“一件事”", 1, "folded text never has '“'; leave it out"),
    ],
)
def test_what_lies_outside_the_subset_is_named_with_its_column(pattern: str, column: int, said: str) -> None:
    fault = faults_of(pattern)[0]
    assert fault.column == column
    assert said in fault.message.en


def test_a_character_that_text_never_has_may_stand_where_it_is_optional() -> None:
    assert faults_of("高效办成“?一件事”?") == []


@pytest.mark.parametrize(
    "pattern",
    [
        "(a+)+$",
        "(a|a){0,30}b",
        "(?:a|ab|b){1,30}c",
        "(?:.|..){1,20}b",
        "a{0,30}a{0,30}a{0,30}b",
        "a?" * 30 + "a" * 30,
        ".{0,2}" * 13 + "b",
    ],
)
def test_a_catastrophic_pattern_is_refused(pattern: str) -> None:
    assert faults_of(pattern)


def test_the_bounds_of_one_pattern_add_up_to_at_most_120() -> None:
    assert faults_of("a{30}b{30}c{30}d{30}") == []
    assert "add up to 121" in faults_of("a{30}b{30}c{30}d{29}e{2}")[0].message.en


@pytest.mark.parametrize(
    "worst",
    [
        "a.{0,30}a.{0,30}a.{0,8}b",
        "a{0,20}a{0,20}a{0,20}b",
        "(?:a|aa){1,11}b",
        "a?" * 13 + "b",
        "a.{0,12}" + "(?:a|aa|aaa|a)" * 4 + "c",
    ],
)
def test_the_worst_patterns_that_are_accepted_end_soon_on_the_worst_text(worst: str) -> None:
    assert faults_of(worst) == []
    start = time.perf_counter()
    assert re.search(worst, "a" * 300) is None
    assert time.perf_counter() - start < 2


@given(st.text(alphabet=r"ab数,.|?*+(){}[]\^$-:0123<=!Pdws", max_size=LONGEST // 10))
def test_whatever_is_accepted_compiles_without_a_warning(pattern: str) -> None:
    if not faults_of(pattern):
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            assert re.compile(pattern).match("") is None
