"""What a document does not answer, in words."""

from __future__ import annotations

from corpora import a_done
from policyscan.rendering.words import problems_in_words

PROBLEM = "数据共享推进滞后，公共数据目录更新不及时，部门之间难以互通，重复采集问题突出。"
USE = "推进公共数据授权运营，培育数据产品五十个，开发利用公共数据。"
TAXONOMIES = ("five-problems",)


def test_a_category_with_a_problem_and_no_remedy_is_named_with_its_place() -> None:
    [said] = problems_in_words(a_done("a.txt", [PROBLEM], taxonomies=TAXONOMIES))
    assert said.zh == "提出问题，通读全文未见对应举措：数据资源（第1行）。"
    assert said.en == "A problem is named, and no remedy in the whole text: Data (line 1)."


def test_a_leaf_is_named_where_the_category_has_remedies_for_other_leaves_only() -> None:
    [said] = problems_in_words(a_done("a.txt", [PROBLEM, USE], taxonomies=TAXONOMIES))
    assert said.en.startswith("A problem is named, and no remedy in the whole text: Data: ")


def test_nothing_is_said_of_a_document_that_was_not_wholly_read() -> None:
    assert problems_in_words(a_done("a.txt", [PROBLEM], wholly_read=False, taxonomies=TAXONOMIES)) == []
