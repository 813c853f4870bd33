"""Words that the segmenter does not know."""

from __future__ import annotations

import pytest

from policyscan.lexicon.newwords import NewWord, find_new_words
from policyscan.segmentation.words import Segmenter

FREE = [
    "本县使用云梯码领取补贴。",
    "居民凭云梯码进入社区。",
    "云梯码由市里统一发放。",
    "办理云梯码不收费用。",
    "各乡镇推广云梯码，逐户讲解。",
    "春季修剪枝条，夏季抗旱浇灌，秋季防治虫害，冬季培土过冬。",
]


def found(texts: list[str], least: int = 3) -> dict[str, NewWord]:
    return {word.text: word for word in find_new_words(texts, Segmenter().words, least)}


def test_a_word_that_the_dictionary_does_not_have_is_found() -> None:
    assert list(Segmenter().words("云梯码")) != ["云梯码"]
    word = found(FREE)["云梯码"]
    assert word.frequency == 5
    assert word.cohesion > 2.5
    assert word.freedom > 1


def test_part_of_a_word_is_none_as_the_same_character_always_follows() -> None:
    assert "云梯" not in found(FREE)


def test_a_word_of_the_dictionary_is_not_new() -> None:
    texts = [text.replace("云梯码", "互联网") for text in FREE]
    assert "互联网" not in found(texts)


def test_characters_that_meet_by_chance_are_no_word() -> None:
    texts = [f"{a}水路{b}" for a in "甲乙丙丁" for b in "子丑寅卯"] + ["水上", "水下", "水中", "路上", "路边"] * 40
    assert "水路" not in found(texts)


def test_a_rare_word_is_left_out() -> None:
    assert "云梯码" not in found(FREE, least=6)


@pytest.mark.parametrize("text", ["的云梯", "云梯和", "推进云梯"])
def test_no_word_begins_or_ends_with_a_particle_or_begins_with_a_framing_verb(text: str) -> None:
    texts = [f"{a}{text}{b}。" for a, b in ("甲丑", "乙寅", "丙卯", "丁辰")]
    assert text not in found(texts)


def test_no_word_runs_from_one_text_to_the_next() -> None:
    assert not {word for word in found(["新云", "梯码"] * 20) if "云梯" in word}


@pytest.mark.parametrize("texts", [[], [""], ["a"], ["云"]])
def test_without_text_there_is_nothing(texts: list[str]) -> None:
    assert found(texts) == {}


def test_texts_of_any_characters_are_taken() -> None:
    assert isinstance(found(["𠮷野家\U0001f600 abc \x00云梯码"] * 4), dict)
