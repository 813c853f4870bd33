"""What is asked, and in which order."""

from __future__ import annotations

from pathlib import Path

import pytest

from policyscan.classification import EvidenceClassifier
from policyscan.errors import PolicyscanError, UnreadableDocument, WrongUse
from policyscan.model.taxonomy import Taxonomy
from policyscan.review import Item, find_items
from policyscan.taxonomies import load_taxonomy

TAXONOMY = """
format: 1
id: bridges
version: "1"
name: {zh: 桥梁, en: Bridges}
categories:
  - id: bridge
    name: {zh: 桥, en: Bridge}
    terms: [大桥, {term: 渡口, weight: 0.3}]
"""
TEXT = "今年修建小学两所，扩建医院一座。\n要修建跨江大桥，也要修好大桥两头的大桥引道，年内动工。\n渡口要修好，码头也要修好。\n"


@pytest.fixture
def taxonomy(tmp_path: Path) -> Taxonomy:
    path = tmp_path / "bridges.yaml"
    path.write_text(TAXONOMY, "utf-8")
    return load_taxonomy(path)


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "plan.txt"
    path.write_text(TEXT, "utf-8")
    return path


def items_of(taxonomy: Taxonomy, *paths: Path, order: str = "uncertain") -> list[Item]:
    return find_items(paths, [taxonomy], EvidenceClassifier([taxonomy]), order)


def test_the_most_uncertain_passage_is_asked_first(plan: Path, taxonomy: Taxonomy) -> None:
    items = items_of(taxonomy, plan)
    assert [item.passage.text[:2] for item in items] == ["要修", "渡口", "今年"]  # just a label, a third of one, none
    assert [item.doubt for item in items] == sorted((item.doubt for item in items), reverse=True)
    assert items[-1].doubt == 0


def test_document_order_is_that_of_the_document(plan: Path, taxonomy: Taxonomy) -> None:
    items = items_of(taxonomy, plan, order="document")
    assert [item.passage.text[:2] for item in items] == ["今年", "要修", "渡口"]


def test_random_order_is_the_same_at_every_start(plan: Path, taxonomy: Taxonomy) -> None:
    first = [item.id for item in items_of(taxonomy, plan, order="random")]
    assert first == [item.id for item in items_of(taxonomy, plan, order="random")]
    assert sorted(first) == sorted(item.id for item in items_of(taxonomy, plan))


def test_ids_are_the_same_for_every_reader_wherever_the_file_lies(
    plan: Path, taxonomy: Taxonomy, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "elsewhere" / "copy.txt"
    elsewhere.parent.mkdir()
    elsewhere.write_bytes(plan.read_bytes())
    assert {i.id for i in items_of(taxonomy, plan)} == {i.id for i in items_of(taxonomy, elsewhere)}


def test_two_passages_of_the_same_words_have_two_ids(tmp_path: Path, taxonomy: Taxonomy) -> None:
    path = tmp_path / "plan.txt"
    path.write_text("要修建跨江大桥，年内动工。\n" * 2, "utf-8")
    assert len({item.id for item in items_of(taxonomy, path)}) == 2


def test_a_gold_file_is_read_again_with_its_ids_and_labels(tmp_path: Path, taxonomy: Taxonomy) -> None:
    path = tmp_path / "first.jsonl"
    path.write_text(
        '{"id":"p1","text":"修小学。","labels":["bridge"],"stance":"target"}\n{"id":"p2","text":"修大桥。"}\n', "utf-8"
    )
    items = {item.id: item for item in items_of(taxonomy, path)}
    assert items["p1"].labels == {"bridge"}  # as the first reader said
    assert items["p1"].stance == "target"
    assert items["p2"].labels == {"bridge"}  # nobody said anything: as the classifier says


def test_a_file_that_cannot_be_read_does_not_stop_the_others(plan: Path, taxonomy: Taxonomy, tmp_path: Path) -> None:
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.4\nnothing\n")
    failures: list[UnreadableDocument] = []
    items = find_items([broken, plan], [taxonomy], EvidenceClassifier([taxonomy]), on_failure=failures.append)
    assert len(items) == 3
    assert len(failures) == 1


def test_a_file_without_a_passage_is_an_error(tmp_path: Path, taxonomy: Taxonomy) -> None:
    empty = tmp_path / "empty.txt"
    empty.write_text("目录\n", "utf-8")
    with pytest.raises(PolicyscanError) as caught:
        items_of(taxonomy, empty)
    assert isinstance(caught.value, WrongUse)
