"""Text that only looks like text is noted."""

from __future__ import annotations

from policyscan.model.document import NoteKind
from policyscan.readers.legibility import note_on_text


def kind_of(text: str) -> NoteKind | None:
    note = note_on_text(text, 1)
    return note.kind if note else None


def test_plain_chinese_is_text() -> None:
    assert kind_of("加快建设全省统一的公共数据平台，推动部门数据按需共享、有序开放和高效利用。") is None


def test_traditional_chinese_is_text() -> None:
    assert (
        kind_of("加快建設全國統一的公共資料平臺，推動機關資料依需求共享、有序開放與高效利用，提升為民服務品質。")
        is None
    )


def test_valid_but_improbable_characters_are_garbled() -> None:
    assert kind_of("犐犆犛犗犖犈犜狑狅狉犽犱犪狋犪犫犪狊犲狊狔狊狋犲犿犳狅狉犵狅狏犲狉狀犿犲狀狋") is NoteKind.GARBLED


def test_character_ids_are_garbled() -> None:
    assert kind_of("(cid:123)(cid:45)(cid:678)(cid:9)") is NoteKind.GARBLED


def test_private_use_glyphs_are_garbled() -> None:
    assert kind_of("\ue000\ue001\ue002" * 10) is NoteKind.GARBLED


def test_a_page_of_figures_is_text() -> None:
    assert kind_of("2021 15.3% 2022 17.8%") is None


def test_chinese_under_a_wrong_map_that_became_other_scripts_is_garbled() -> None:
    assert (
        kind_of("\u0b4f\u0781\u166b\u1d51\u13e5 \u0b4f\u1ce9\u161b\u06d7\u0cb0 \u1d94\u0d3f 一、加快")
        is NoteKind.GARBLED
    )


def test_a_chinese_text_with_a_name_in_another_script_is_text() -> None:
    assert (
        kind_of("与阿克苏（ئاقسۇ）等地共建数据平台，推动部门数据按需共享、有序开放和高效利用，提升服务水平。") is None
    )
