"""Automatic numbers as Word draws them."""

from __future__ import annotations

import pytest
from lxml import etree
from wordml import _SPACES, lvl, numbering

from policyscan.readers.docx_numbering import Numbering, read_numbering, spell


def lists(*definitions: str, numbers: str | None = None) -> Numbering:
    xml = f"<w:numbering {_SPACES}>{numbering(*definitions, numbers=numbers)}</w:numbering>"
    return read_numbering(etree.fromstring(xml))


def labels(found: Numbering, *places: tuple[str, int]) -> list[str]:
    return [found.label(number_id, level).strip() for number_id, level in places]


def test_a_level_starts_anew_behind_one_above() -> None:
    found = lists(lvl(0, "decimal", "%1.") + lvl(1, "decimal", "%1.%2"))
    assert labels(found, ("1", 0), ("1", 1), ("1", 1), ("1", 0), ("1", 1)) == ["1.", "1.1", "1.2", "2.", "2.1"]


def test_articles_count_on_through_chapters_where_the_list_says_so() -> None:
    found = lists(
        lvl(0, "chineseCounting", "第%1章") + lvl(1, "chineseCounting", "第%2条", '<w:lvlRestart w:val="0"/>')
    )
    assert labels(found, ("1", 0), ("1", 1), ("1", 0), ("1", 1)) == ["第一章", "第一条", "第二章", "第二条"]


def test_lists_of_one_definition_count_on_together_unless_one_starts_anew() -> None:
    number = '<w:num w:numId="{}"><w:abstractNumId w:val="1"/>{}</w:num>'
    anew = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    found = lists(lvl(0, "decimal", "%1"), numbers=number.format(1, "") + number.format(2, "") + number.format(3, anew))
    assert labels(found, ("1", 0), ("2", 0), ("3", 0), ("3", 0), ("1", 0)) == ["1", "2", "1", "2", "3"]


def test_a_list_may_be_defined_by_a_list_style() -> None:
    found = lists(
        '<w:numStyleLink w:val="公文"/>',
        '<w:styleLink w:val="公文"/>' + lvl(0, "chineseCounting", "%1、"),
        numbers='<w:num w:numId="7"><w:abstractNumId w:val="1"/></w:num>',
    )
    assert labels(found, ("7", 0)) == ["一、"]


def test_numbers_of_a_legal_level_are_decimals() -> None:
    found = lists(lvl(0, "chineseCounting", "%1、") + lvl(1, "decimal", "%1.%2", "<w:isLgl/>"))
    assert labels(found, ("1", 0), ("1", 1)) == ["一、", "1.1"]


def test_bullets_and_unknown_lists_have_no_number() -> None:
    found = lists(lvl(0, "bullet", "●"))
    assert labels(found, ("1", 0), ("9", 0), ("1", 5)) == ["", "", ""]


@pytest.mark.parametrize(
    ("number", "form", "text"),
    [
        (10, "chineseCounting", "十"),
        (120, "chineseCountingThousand", "一百二十"),
        (1005, "chineseCountingThousand", "一千零五"),
        (3, "decimalEnclosedParen", "⑶"),
        (21, "decimalEnclosedCircle", "21"),
        (2, "ideographEnclosedCircle", "㈡"),
        (12, "ideographTraditional", "乙"),
        (28, "lowerLetter", "bb"),
        (4, "decimalFullWidth", "４"),
        (3, "decimalZero", "03"),
        (9, "lowerRoman", "ix"),
        (5, "somethingElse", "5"),
    ],
)
def test_a_number_is_spelled_in_its_format(number: int, form: str, text: str) -> None:
    assert spell(number, form) == text


@pytest.mark.parametrize("form", ["chineseCounting", "upperRoman", "lowerLetter", "decimalEnclosedCircle"])
def test_absurd_numbers_do_no_harm(form: str) -> None:
    assert spell(0, form)
    assert spell(-3, form)
    assert spell(10**6, form)
