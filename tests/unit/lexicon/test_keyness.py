"""Figures that say how far a word tells one text from another."""

from __future__ import annotations

from collections import Counter

import pytest

from policyscan.lexicon.keyness import log_likelihood, log_odds, log_ratio, telling_words


def test_the_words_of_some_texts_tell_them_from_the_rest_and_common_words_do_not() -> None:
    some = Counter({"建设": 20, "跨境": 8})
    rest = Counter({"建设": 200, "共享": 80})
    scores = telling_words(some, rest)
    assert scores["跨境"] > 1.96
    assert scores["跨境"] > scores["建设"]


def test_log_likelihood_is_that_of_the_literature() -> None:
    # Rayson's wizard (ucrel.lancs.ac.uk/llwizard.html) computes 2 * (a ln(a/E1) + b ln(b/E2)); E1 = c (a+b) / (c+d)
    assert log_likelihood(18, 12, 1000, 2000) == pytest.approx(2 * (18 * 0.5877867 + 12 * -0.5108256), abs=1e-5)


def test_equal_rates_give_nothing_in_any_figure() -> None:
    for figure in (log_likelihood, log_ratio, log_odds):
        assert figure(5, 10, 1000, 2000) == pytest.approx(0)


def test_a_rare_word_has_a_great_ratio_and_little_weight() -> None:
    rare, common = (2, 0, 10_000, 10_000), (200, 100, 10_000, 10_000)
    assert log_ratio(*rare) > log_ratio(*common)
    assert log_odds(*rare) < log_odds(*common)


def test_the_sign_tells_on_which_side_a_word_is_commoner() -> None:
    assert log_odds(1, 30, 1000, 1000) < 0 < log_odds(30, 1, 1000, 1000)
    assert log_ratio(1, 30, 1000, 1000) < 0 < log_ratio(30, 1, 1000, 1000)


@pytest.mark.parametrize("sizes", [(0, 10), (10, 0)])
def test_where_one_text_is_empty_nothing_can_be_told(sizes: tuple[int, int]) -> None:
    assert log_likelihood(0, 0, *sizes) == log_ratio(0, 0, *sizes) == 0
    assert telling_words(Counter({"桥": 3}), {}) == {"桥": 0.0}
