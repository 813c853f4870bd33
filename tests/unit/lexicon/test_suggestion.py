"""What a category could take up."""

from __future__ import annotations

from policyscan.lexicon.suggestion import Read, collect, suggest
from policyscan.model.lexicon import Suggestion
from policyscan.segmentation.words import Segmenter

KEY = "trees/care"
CARE = [
    "养护行道树，防治蛀干害虫，补充营养。",
    "养护古树，防治蛀干害虫，修剪枯枝。",
    "养护绿篱，防治蛀干害虫，及时浇灌。",
    "养护果树，全年防治蛀干害虫两次。",
    "养护草坪，春季防治蛀干害虫。",
]
OTHER = [f"{place}修建道路，完善排水管网，安排资金{n}万元。" for n, place in enumerate("东西南北中" * 8)]


def read(
    text: str, number: int, *labels: str, named: tuple[str, ...] = (), term: str = "养护", member: int | None = None
) -> Read:
    at = text.find(term)
    matched = {KEY: [(at, at + len(term))]} if at >= 0 else {}
    document = number % 3 if member is None else member
    return Read(document, number, text, None, frozenset(labels), frozenset(named), matched)


def suggestions(passages: list[Read], known: tuple[str, ...] = ("养护",), **options: int) -> list[Suggestion]:
    lexicon = collect(passages, Segmenter().words, known)
    return suggest(KEY, [f"{KEY}.pests"], passages, lexicon, **options)


def a_corpus(care: list[str] = CARE, label: str = KEY) -> list[Read]:
    return [
        *(read(text, n, label) for n, text in enumerate(care)),
        *(read(text, len(care) + n) for n, text in enumerate(OTHER)),
    ]


def test_the_word_that_a_categorys_passages_share_is_suggested_with_its_counts() -> None:
    first = suggestions(a_corpus())[0]
    assert "害虫" in first.term
    assert (first.frequency, first.passages, first.others, first.documents) == (5, 5, 0, 3)
    assert first.z > 1.96
    assert (first.precision, first.weight) == (1.0, 1.0)


def test_a_word_that_the_segmenter_does_not_know_is_new_and_says_why_it_is_one() -> None:
    found = {suggestion.term: suggestion for suggestion in suggestions(a_corpus())}
    new = found["防治蛀干害虫"] if "防治蛀干害虫" in found else next(s for s in found.values() if "蛀干害虫" in s.term)
    assert new.is_new
    assert new.cohesion is not None
    assert new.freedom is not None


def test_what_a_term_matches_already_is_left_out() -> None:
    assert not [s for s in suggestions(a_corpus(), known=()) if "养护" in s.term]


def test_what_every_passage_has_is_not_suggested() -> None:
    care = [text + "安排资金。" for text in CARE]
    assert not [s for s in suggestions(a_corpus(care)) if "资金" in s.term]


def test_what_every_policy_has_is_no_term_however_telling() -> None:
    care = [text.replace("蛀干害虫", "工作") for text in CARE]
    assert not [s for s in suggestions(a_corpus(care)) if s.term == "工作"]


def test_a_word_of_one_document_is_none_where_many_carry_the_category() -> None:
    care = [read(text, n, KEY, member=0) for n, text in enumerate(CARE)]
    care += [read(f"养护{what}。", 5 + n, KEY, member=1 + n) for n, what in enumerate(("花坛", "水池", "步道"))]
    passages = [*care, *(read(text, 8 + n) for n, text in enumerate(OTHER))]
    assert not [s for s in suggestions(passages) if "害虫" in s.term]


def test_passages_that_only_name_the_category_count_on_neither_side() -> None:
    named = [read(text, 100 + n, named=(KEY,)) for n, text in enumerate(["防治蛀干害虫、修路、架桥。"] * 3)]
    first = suggestions([*a_corpus(), *named])[0]
    assert (first.passages, first.others) == (5, 0)


def test_of_a_word_and_a_longer_one_that_says_the_same_one_is_suggested() -> None:
    terms = [s.term for s in suggestions(a_corpus())]
    assert len([term for term in terms if "害虫" in term]) == 1


def test_passages_of_the_category_without_any_term_are_counted_and_quoted_first() -> None:
    care = [*CARE, "秋季防治蛀干害虫，清理落叶。"]
    first = suggestions(a_corpus(care))[0]
    assert first.silent == 1
    assert first.quotations[0].passage == 5
    assert len({quotation.member for quotation in first.quotations}) == 2


def test_a_quotation_points_at_the_word() -> None:
    passages = a_corpus()
    first = suggestions(passages)[0]
    quotation = first.quotations[0]
    assert passages[quotation.passage].folded[quotation.at : quotation.end] == first.term


def test_where_most_of_the_passages_carry_a_leaf_the_word_serves_it() -> None:
    passages = a_corpus()
    passages[:5] = [
        Read(p.member, p.passage, p.folded, None, p.labels | {f"{KEY}.pests"}, matched=p.matched) for p in passages[:5]
    ]
    assert suggestions(passages)[0].leaf == f"{KEY}.pests"
    assert suggestions(a_corpus())[0].leaf is None


def test_no_more_are_given_than_asked_for_and_none_without_passages() -> None:
    assert len(suggestions(a_corpus(), top=1)) == 1
    assert suggestions(a_corpus(label="trees/other")) == []
    assert suggestions([]) == []
