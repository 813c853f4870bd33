"""Decisions: saved one by one, taken back one by one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from reports import HOSTILE, a_taxonomy

from policyscan.classification.gold import read_gold
from policyscan.errors import WrongUse
from policyscan.language import Bilingual
from policyscan.model.label import Stance
from policyscan.model.passage import Passage, Span
from policyscan.model.taxonomy import Category, Rules, Taxonomy
from policyscan.review import GoldFile, Item, Session

KNOWN = ("bridge", "tunnel")


def write(data: bytes, path: Path) -> None:
    path.write_bytes(data)


def an_item(id: str, text: str = "修大桥。", *labels: str) -> Item:
    return Item(id, "道路规划", Passage(text, Span(0, len(text)), ("一、桥梁",)), labels=frozenset(labels))


def a_session(path: Path, *items: Item, is_blind: bool = False) -> Session:
    return Session(items, [a_taxonomy()], GoldFile(path, write), is_blind=is_blind)


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    return tmp_path / "out.jsonl"


def ids(path: Path) -> list[str]:
    return [json.loads(line)["id"] for line in path.read_text("utf-8").splitlines()]


def test_a_decision_is_in_the_file_before_the_next_passage_is_shown(gold: Path) -> None:
    session = a_session(gold, an_item("a"), an_item("b"))
    session.decide("a", ["bridge"], Stance.MEASURE)
    assert session.current is not None
    assert session.current.id == "b"
    [passage] = read_gold(gold, KNOWN)
    assert (passage.id, passage.doc, set(passage.labels), passage.stance) == (
        "a",
        "道路规划",
        {"bridge"},
        Stance.MEASURE,
    )
    assert passage.passage.headings == ("一、桥梁",)


def test_no_label_is_a_decision_too(gold: Path) -> None:
    session = a_session(gold, an_item("a", "修大桥。", "bridge"))
    session.decide("a", [], None)
    [passage] = read_gold(gold, KNOWN)
    assert (passage.labels, passage.stance, session.current) == (frozenset(), None, None)


def test_labels_stand_in_the_order_of_the_taxonomy(gold: Path) -> None:
    a_session(gold, an_item("a")).decide("a", ["tunnel", "bridge"], None)
    assert json.loads(gold.read_text("utf-8"))["labels"] == ["bridge", "tunnel"]


def test_a_session_goes_on_where_the_last_one_stopped(gold: Path) -> None:
    items = [an_item("a"), an_item("b"), an_item("c")]
    a_session(gold, *items).decide("b", [], None)
    again = a_session(gold, *items)
    assert (again.decided, again.total) == (1, 3)
    assert again.current is not None
    assert again.current.id == "a"


def test_undo_takes_the_decision_out_of_the_file_and_keeps_it_as_the_start(gold: Path) -> None:
    session = a_session(gold, an_item("a"), an_item("b"))
    session.decide("a", ["tunnel"], Stance.TARGET)
    assert session.undo()
    assert gold.read_bytes() == b""
    assert session.current is not None
    assert session.draft(session.current) == (frozenset({"tunnel"}), Stance.TARGET)


def test_undo_reaches_back_into_the_session_before(gold: Path) -> None:
    items = [an_item("a"), an_item("b"), an_item("c")]
    first = a_session(gold, *items)
    first.decide("a", [], None)
    first.decide("b", [], None)
    again = a_session(gold, *items)
    assert again.undo()
    assert ids(gold) == ["a"]
    assert again.current is not None
    assert again.current.id == "b"


def test_with_nothing_to_undo_nothing_happens(gold: Path) -> None:
    assert not a_session(gold, an_item("a")).undo()
    assert not gold.exists()


def test_a_skipped_passage_comes_again_at_the_end_and_is_not_saved(gold: Path) -> None:
    session = a_session(gold, an_item("a"), an_item("b"))
    session.skip("a")
    assert session.current is not None
    assert session.current.id == "b"
    session.decide("b", [], None)
    assert session.current.id == "a"
    assert ids(gold) == ["b"]


def test_undo_takes_a_skip_back(gold: Path) -> None:
    session = a_session(gold, an_item("a"), an_item("b"))
    session.skip("a")
    assert session.undo()
    assert session.current is not None
    assert session.current.id == "a"


def test_a_passage_decided_twice_stands_once_and_undo_gives_the_first_decision_back(gold: Path) -> None:
    session = a_session(gold, an_item("a"), an_item("b"))
    session.decide("a", ["bridge"], None)
    session.decide("a", ["tunnel"], None)  # from a second window
    assert ids(gold) == ["a"]
    session.undo()
    assert json.loads(gold.read_text("utf-8"))["labels"] == ["bridge"]


def test_what_else_is_in_the_file_stays_as_it_is(gold: Path) -> None:
    other = '{"id":  "z", "text": "别的文件", "labels": [], "mine": 1}\n'
    gold.write_text(other, "utf-8")
    session = a_session(gold, an_item("a"))
    session.decide("a", [], None)
    assert gold.read_text("utf-8").startswith(other)
    session.undo()
    assert gold.read_text("utf-8") == other


def test_a_line_that_somebody_added_meanwhile_is_not_lost(gold: Path) -> None:
    session = a_session(gold, an_item("a"), an_item("b"))
    session.decide("a", [], None)
    with gold.open("a", encoding="utf-8") as file:
        file.write('{"id": "y", "text": "编辑器里加的", "labels": []}\n')
    session.decide("b", [], None)
    assert ids(gold) == ["a", "y", "b"]


def test_a_decision_that_cannot_be_written_is_not_taken(gold: Path) -> None:
    def full(data: bytes, path: Path) -> None:
        raise WrongUse(Bilingual("磁盘已满", "the disk is full"))

    session = Session([an_item("a")], [a_taxonomy()], GoldFile(gold, full))
    with pytest.raises(WrongUse):
        session.decide("a", [], None)
    assert (session.decided, session.can_undo) == (0, False)


def test_an_unknown_category_or_passage_is_refused(gold: Path) -> None:
    session = a_session(gold, an_item("a"))
    with pytest.raises(ValueError, match="no category 'boat'"):
        session.decide("a", ["boat"], None)
    with pytest.raises(ValueError, match="no passage 'x'"):
        session.decide("x", [], None)
    assert not gold.exists()


def test_a_blind_reader_starts_from_nothing(gold: Path) -> None:
    item = an_item("a", "修大桥。", "bridge")
    assert a_session(gold, item).draft(item) == (frozenset({"bridge"}), Stance.OTHER)
    assert a_session(gold, item, is_blind=True).draft(item) == (frozenset(), None)


def test_keys_are_the_categories_in_order_and_a_long_taxonomy_runs_out_of_them(gold: Path) -> None:
    name = Bilingual("名", "name")
    categories = tuple(Category(f"c{number}", name, name, name, Rules()) for number in range(40))
    session = Session([an_item("a")], [Taxonomy("t", "1", "0" * 64, name, categories)], GoldFile(gold, write))
    keys = [choice.key for choice in session.choices]
    assert keys[:10] == list("1234567890")
    assert not set(keys) & set("spmtokunbx?")
    assert len(keys) == 40
    assert keys[-1] == ""


@pytest.mark.parametrize("text", [text for text in HOSTILE if "\ud800" not in text])
def test_any_text_can_be_saved_and_read_again(gold: Path, text: str) -> None:
    session = a_session(gold, an_item("a", text), an_item("b"))
    session.decide("a", ["bridge"], None)
    session.decide("b", [], None)
    first, _ = read_gold(gold, KNOWN)
    assert first.passage.text == text
