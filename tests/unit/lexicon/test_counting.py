"""Words counted, listed and compared."""

from __future__ import annotations

import pytest

from policyscan.lexicon.counting import Counted, Listing, compare_words, count_document, list_words, together, without
from policyscan.lexicon.cutting import Cutter
from policyscan.model.lexicon import Part, Stretch

PART = Part("甲", (0,), 0)


class Spaced(Cutter):
    """Cuts at the sign ``|``: folding takes white space away."""

    def __init__(self) -> None:
        super().__init__(lambda text: text.split("|"))


def words_of(*texts: str) -> Counted:
    return together(count_document([Stretch(text, 0)], Spaced()) for text in texts)


def test_all_words_are_counted_and_punctuation_is_none() -> None:
    assert words_of("数据|，|的|数据|2025|。").size == 4


def test_a_word_is_in_as_many_documents_as_have_it() -> None:
    whole = words_of("数据|数据", "数据", "平台")
    assert (whole.words["数据"], whole.documents["数据"]) == (3, 2)


@pytest.mark.parametrize("word", ["的", "2025", "以及", "。"])
def test_single_characters_numbers_and_stop_words_are_not_listed(word: str) -> None:
    listed = list_words(PART, words_of(f"{word}|数据"), Listing("frequency", stop={"以及"}))
    assert [count.word for count in listed.words] == ["数据"]


def test_the_rate_is_per_ten_thousand_of_all_words_stop_words_too() -> None:
    [count] = list_words(PART, words_of("数据|的|以及|和"), Listing("frequency", stop={"以及"})).words
    assert count.rate == 2500


def test_a_term_is_listed_whatever_it_looks_like_and_tells_its_category() -> None:
    listing = Listing("frequency", stop={"12345"}, terms={"12345": ("t/hotline",)})
    [count] = list_words(PART, words_of("12345|的"), listing).words
    assert (count.word, count.categories) == ("12345", ("t/hotline",))


@pytest.mark.parametrize(
    ("sort", "wanted"),
    [
        ("frequency", ["数据", "平台", "目录"]),
        ("documents", ["平台", "数据", "目录"]),
        ("word", ["平台", "数据", "目录"]),
    ],
)
def test_words_are_sorted_as_asked(sort: str, wanted: list[str]) -> None:
    whole = words_of("数据|数据|数据|平台", "平台|目录")
    assert [count.word for count in list_words(PART, whole, Listing(sort)).words] == wanted


def test_what_is_left_without_a_part_are_the_others() -> None:
    first, second = words_of("数据|数据"), words_of("数据|平台")
    rest = without(together([first, second]), first)
    assert (rest.words["数据"], rest.documents["数据"], rest.size) == (1, 1, 2)


def test_keywords_are_those_that_are_commoner_here_best_first() -> None:
    here = words_of("|".join(["数据"] * 90 + ["平台"] * 890 + ["目录"] * 20))
    there = words_of("|".join(["数据"] * 10 + ["平台"] * 975 + ["目录"] * 15))
    part = compare_words(PART, here, there, "乙", Listing("log-odds"))
    assert [key.count.word for key in part.keywords] == ["数据", "目录"]
    assert part.keywords[0].other.frequency == 10
    assert part.keywords[0].z > 1.96 > part.keywords[1].z
    assert part.against == "乙"


def test_rare_words_are_left_out_of_keywords() -> None:
    assert not compare_words(PART, words_of("数据|平台"), words_of("平台|平台"), "", Listing("g2", least=2)).keywords
