"""Gold files and their mistakes."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest

from policyscan.classification.gold import GoldPassage, read_gold
from policyscan.errors import WrongUse
from policyscan.model.label import Stance

CATEGORIES, LEAVES = ["data", "service"], ["data.sharing"]


def gold(path: Path, content: str | bytes) -> list[GoldPassage]:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_gold(path, CATEGORIES, LEAVES)


def mistakes(path: Path, content: str | bytes) -> str:
    with pytest.raises(WrongUse) as caught:
        gold(path, content)
    return caught.value.message.en


def test_json_lines(tmp_path: Path) -> None:
    record = {
        "id": "a",
        "doc": "规划",
        "text": "推进共享。",
        "labels": ["data"],
        "stance": "measure",
        "headings": ["任务"],
    }
    [passage] = gold(tmp_path / "g.jsonl", json.dumps(record) + "\n\n")
    assert (passage.id, passage.doc, passage.labels, passage.stance) == (
        "a",
        "规划",
        frozenset({"data"}),
        Stance.MEASURE,
    )
    assert passage.passage.headings == ("任务",)


def test_csv_with_several_labels_as_a_spreadsheet_saves_it(tmp_path: Path) -> None:
    [passage] = gold(tmp_path / "g.csv", "\ufefftext,labels,headings\n推进共享。,data；service,任务/数据\n")
    assert (passage.labels, passage.passage.headings, passage.stance) == (
        frozenset({"data", "service"}),
        ("任务", "数据"),
        None,
    )


def test_xlsx(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in (["text", "labels", "stance"], ["推进共享。", "data", "target"], [None, None, None]):
        sheet.append(row)
    book.save(tmp_path / "g.xlsx")
    [passage] = read_gold(tmp_path / "g.xlsx", CATEGORIES, LEAVES)
    assert (passage.labels, passage.stance) == (frozenset({"data"}), Stance.TARGET)


def test_a_leaf_carries_its_category(tmp_path: Path) -> None:
    [passage] = gold(tmp_path / "g.jsonl", '{"text": "推进共享。", "labels": ["data.sharing"]}')
    assert (passage.labels, passage.leaves) == (frozenset({"data"}), frozenset({"data.sharing"}))


def test_all_mistakes_are_told_with_their_lines(tmp_path: Path) -> None:
    lines = [
        '{"text": "一。", "labels": ["dta"]}',
        "{",
        '{"text": "", "labels": []}',
        '{"text": "四。"}',
        '{"id": "x", "text": "五。", "labels": []}',
        '{"id": "x", "text": "六。", "labels": [], "stance": "goal"}',
        '{"id": "x", "text": "七。", "labels": []}',
        "[]",
    ]
    told = mistakes(tmp_path / "g.jsonl", "\n".join(lines))
    for line, words in {
        1: "did you mean 'data'",
        2: "not JSON",
        3: "no text",
        4: "no labels",
        6: "no stance 'goal'",
        7: "occurs twice",
        8: "not a JSON object",
    }.items():
        assert any(f"g.jsonl:{line}: " in row and words in row for row in told.splitlines()), (line, told)


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("g.txt", "", "not a gold file"),
        ("g.jsonl", "\n", "no labelled passage"),
        ("g.csv", "文本".encode("gb18030"), "not UTF-8"),
        ("g.xlsx", "no workbook", "not XLSX"),
    ],
)
def test_files_that_are_no_gold_files_say_so(tmp_path: Path, name: str, content: str | bytes, words: str) -> None:
    assert words in mistakes(tmp_path / name, content)


def test_a_missing_file_says_so(tmp_path: Path) -> None:
    with pytest.raises(WrongUse, match=r"none\.jsonl"):
        read_gold(tmp_path / "none.jsonl", CATEGORIES)
