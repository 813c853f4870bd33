"""Every mistake is told at its place, and all at once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from policyscan.errors import InvalidTaxonomy
from policyscan.language import Bilingual
from policyscan.model.taxonomy import Pattern, Term
from policyscan.taxonomies import load_taxonomy

Complain = Callable[..., list[str]]


def test_a_good_file_becomes_a_taxonomy(file: Path) -> None:
    taxonomy = load_taxonomy(file)
    [category] = taxonomy.categories
    assert (taxonomy.id, taxonomy.version, taxonomy.name, taxonomy.scope) == (
        "gardens",
        "1",
        ("园林", "Gardens"),
        ("园林", "绿地"),
    )
    assert category.rules.terms == (Term("草坪养护"), Term("修剪", 0.5, in_scope=True))
    assert category.rules.patterns == (Pattern("草坪.{0,6}修剪"),)
    assert category.rules.exclusions == ("人造草坪",)
    assert [leaf.id for leaf in category.leaves] == ["lawns.mowing"]


def test_a_plain_name_stands_for_both_languages_and_for_the_short_name(file: Path) -> None:
    [category] = load_taxonomy(file).categories
    assert category.name == category.short == Bilingual("草坪", "草坪")


def test_a_list_of_terms_shares_one_weight(file: Path) -> None:
    file.write_text(file.read_text("utf-8").replace("{term: 修剪,", "{term: [修剪, 补播],"), "utf-8")
    assert load_taxonomy(file).categories[0].rules.terms[1:] == (Term("修剪", 0.5, True), Term("补播", 0.5, True))


def test_a_term_is_folded_as_the_text_will_be(file: Path) -> None:
    file.write_text(file.read_text("utf-8").replace("- 草坪养护", "- “草坪” ＡＰＰ"), "utf-8")
    assert load_taxonomy(file).categories[0].rules.terms[0] == Term("草坪app")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("version:", "versoin:", "3:1: unknown key 'versoin'; did you mean 'version'?"),
        ("layer: ground", "leyer: ground", "10:5: unknown key 'leyer'; did you mean 'layer'?"),
        ("scope:", "qqq:", "5:1: unknown key 'qqq'; known are format, id, version"),
        ("id: gardens\n", "", "1:1: the taxonomy lacks 'id'"),
        ("id: mowing, ", "", "19:9: a leaf lacks 'id'"),
        (", en: Gardens", "", "4:7: a text in two languages lacks 'en'"),
        ("format: 1", "format: 2", "1:9: 'format' must be 1, the version of the format"),
        ("format: 1", "format: '1'", "1:9: 'format' must be 1, the version of the format"),
        ('version: "1"', "version: 1", "3:10: 'version' must be text, and 1 is read as a number; quote it: \"1\""),
        ("- 草坪养护", "- 12345", "13:9: 'term' must be text, and 12345 is read as a number; quote it: \"12345\""),
        ("- 草坪养护", "- yes", "13:9: 'term' must be text, and yes is read as a yes or no; quote it: \"yes\""),
        ("- 草坪养护", "-", "13:8: 'term' must be text, not nothing"),
        ("- 草坪养护", "- ''", "13:9: 'term' is empty"),
        ("- 草坪养护", "- “”", "13:9: 'term' holds only quotation marks or spaces (“”): nothing is left to match"),
        ("[园林, 绿地]", "园林", "5:8: 'scope' must be a list, not text"),
        ("[园林, 绿地]", "", "5:7: 'scope' must be a list, not nothing"),
        ("{id: ground, name: {zh: 土地, en: Ground}}", "ground",
         "7:5: a layer must be a mapping of keys to values, not text"),
        ("id: gardens", "id: Gardens", "2:5: 'Gardens' is not an id: a lower-case letter, then"),
        ("layer: ground", "layer: grund", "10:12: unknown layer 'grund'; did you mean 'ground'?"),
        ("weight: 0.5", "weight: 0", "14:28: 'weight' must be a number above 0 and at most 5"),
        ("weight: 0.5", "weight: 5.1", "14:28: 'weight' must be a number above 0 and at most 5"),
        ("weight: 0.5", "weight: .nan", "14:28: 'weight' must be a number above 0 and at most 5"),
        ("weight: 0.5", "weight: high", "14:28: 'weight' must be a number above 0 and at most 5"),
        ("in_scope: true", "in_scope: yes", "14:43: 'in_scope' must be true or false"),
        ("scope: [园林, 绿地]\n", "", "13:43: 'in_scope' needs a 'scope' at the top of the file"),
        ("- 草坪养护", "- [补播, 浇水, “补播”]", "13:18: '补播' is there already, in line 13"),
        ("[人造草坪]", "[草坪养护]", "13:9: '草坪养护' is also an exclusion (line 17), so it never counts"),
        ("[剪草]", "[人造草坪]", "19:40: '人造草坪' is also an exclusion (line 17), so it never counts"),
        ("草坪.{0,6}修剪", "草坪.*修剪", "16:9: character 4 of the pattern: '*' has no upper bound"),
        ("patterns:\n", "terms:\n", "15:5: key 'terms' is there twice"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_at_its_line_and_column(complaints: Complain, old: str, new: str, said: str) -> None:
    assert any(complaint.startswith(said) for complaint in complaints(old, new))


def test_the_same_id_twice_is_refused(complaints: Complain) -> None:
    twice = "{id: mowing, name: 修剪}, {id: mowing, name: 修剪}"
    assert complaints("- {id: mowing, name: 修剪, terms: [剪草]}", f"[{twice}]") == [
        "19:37: id 'mowing' is taken already, in line 19"
    ]


def test_a_taxonomy_without_categories_is_refused(complaints: Complain) -> None:
    assert complaints(b"format: 1\nid: a\nversion: a\nname: a\ncategories: []\n") == [
        "5:13: at least one category is needed"
    ]


def test_more_than_five_thousand_terms_are_refused_once(complaints: Complain) -> None:
    terms = "".join(f"      - 词{number}\n" for number in range(5_001))
    assert complaints("      - 草坪养护\n", terms) == ["5010:9: more than 5,000 terms, patterns and exclusions"]


def test_all_mistakes_are_told_at_once_from_the_top_of_the_file_to_its_end(complaints: Complain) -> None:
    said = complaints("id: gardens\n", "id: 9\nnmae: x\nsuorce: y\n")
    assert said[0].startswith("2:5: 'id' must be text")
    assert said[1:] == [
        "3:1: unknown key 'nmae'; did you mean 'name'?",
        "4:1: unknown key 'suorce'; did you mean 'source'?",
    ]


def test_the_message_reads_in_both_languages(file: Path) -> None:
    file.write_text(file.read_text("utf-8").replace("version:", "versoin:"), "utf-8")
    with pytest.raises(InvalidTaxonomy) as raised:
        load_taxonomy(file)
    assert raised.value.message == Bilingual(
        f"{file}:1:1: 分类体系缺少“version”\n{file}:3:1: 未知的键“versoin”；是否应为“version”？",
        f"{file}:1:1: the taxonomy lacks 'version'\n{file}:3:1: unknown key 'versoin'; did you mean 'version'?",
    )
