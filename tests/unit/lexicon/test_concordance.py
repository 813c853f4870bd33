"""Every place of a term with what stands beside it."""

from __future__ import annotations

import re

import pytest

from policyscan.lexicon.concordance import count_hits, find_hits, sorted_hits
from policyscan.model.document import Fragment
from policyscan.model.lexicon import Hit, Part, Stretch


def hits(pattern: str, *stretches: Stretch, context: int = 5, has_pages: bool = True) -> list[Hit]:
    return list(find_hits(re.compile(pattern), 0, stretches, context, has_pages=has_pages))


def test_a_term_is_found_in_the_words_of_the_text_whatever_marks_stand_in_it() -> None:
    [hit] = hits("高效办成一件事", Stretch("推进高效办成“一件事”改革", 100))
    assert (hit.left, hit.text, hit.right) == ("推进", "高效办成“一件事", "”改革")
    assert (hit.start, hit.end) == (102, 110)


def test_context_ends_where_the_block_ends() -> None:
    [hit] = hits("共享", Stretch("推进共享", 0), Stretch("下一段", 5))
    assert hit.right == ""


def test_each_place_counts_even_side_by_side() -> None:
    assert [hit.start for hit in hits("共享", Stretch("共享共享和共享", 0))] == [0, 2, 5]


def test_the_page_is_that_of_the_word_not_of_the_block() -> None:
    stretch = Stretch("甲" * 10 + "共享", 0, fragments=(Fragment(0, 8, 3, ""), Fragment(8, 12, 4, "")))
    [hit] = hits("共享", stretch)
    assert (hit.page, hit.line) == (4, None)


def test_a_file_without_pages_is_cited_by_line() -> None:
    [hit] = hits("共享", Stretch("共享", 0, fragments=(Fragment(0, 2, 1, "", line=12),)), has_pages=False)
    assert (hit.page, hit.line) == (None, 12)


def test_by_the_right_context_like_uses_come_together() -> None:
    found = hits("共享", Stretch("共享平台。", 0), Stretch("共享目录。", 6), Stretch("共享平台！", 12))
    assert [hit.right for hit in sorted_hits(found, "right")] == ["平台。", "平台！", "目录。"]


def test_by_the_left_context_the_nearest_character_decides() -> None:
    found = hits("共享", Stretch("乙丙共享", 0), Stretch("甲丁共享", 6), Stretch("甲丙共享", 12))
    assert [hit.left[-1] for hit in sorted_hits(found, "left")] == ["丁", "丙", "丙"]


def test_counts_are_of_the_documents_of_a_part() -> None:
    found = [*find_hits(re.compile("共享"), 0, [Stretch("共享共享", 0)], 1, has_pages=False)]
    first, both = count_hits([Part("a", (0,), 0), Part("b", (0, 1), 0)], found, [4, 6])
    assert (first.hits, first.holding, first.characters) == (2, 1, 4)
    assert (both.hits, both.holding) == (2, 1)
    assert both.rate == pytest.approx(2000)


def test_where_nothing_was_read_there_is_no_rate() -> None:
    [count] = count_hits([Part("a", (0,), 1)], [], [0])
    assert count.rate is None
