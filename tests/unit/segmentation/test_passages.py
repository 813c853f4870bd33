"""Passages: what is one, where long paragraphs are cut, and the way back."""

from __future__ import annotations

import pytest
from builders import SAMPLES, a_text
from hypothesis import given
from hypothesis import strategies as st

from policyscan.model.passage import PassageKind
from policyscan.model.tasks import task_of
from policyscan.pipeline import extract
from policyscan.segmentation import split_passages
from policyscan.segmentation.passages import LONGEST, cut_long

SENTENCE = "推动全省政务数据按需共享有序开放和高效利用。"


def test_headings_addressees_signatures_and_dates_are_no_passages() -> None:
    lines = (
        "云岭省数字政府建设规划",
        "各市人民政府，省政府各部门、各直属机构：",
        "一、重点任务",
        "推进公共数据共享，完善目录管理。",
        "云岭省人民政府",
        "2023年6月16日",
        "（此件公开发布）",
    )
    assert [p.text for p in split_passages(a_text(*lines))] == ["推进公共数据共享，完善目录管理。"]


def test_a_short_paragraph_stays_whole_and_a_long_one_is_cut_at_sentence_ends() -> None:
    assert len(cut_long(SENTENCE * 10)) == 1
    text = SENTENCE * 30
    pieces = [text[a:b] for a, b in cut_long(text)]
    assert len(pieces) > 2
    assert all(piece.endswith("。") and len(piece) <= LONGEST for piece in pieces)


def test_enumerators_are_cut_before_sentence_ends() -> None:
    part = SENTENCE * 6
    text = f"一是{part}二是{part}三是{part}"
    assert [text[a:b][:2] for a, b in cut_long(text)] == ["一是", "二是", "三是"]


@given(st.lists(st.sampled_from([SENTENCE, "一是完善制度；", "（2）", "共享", "，"]), min_size=1, max_size=80))
def test_nothing_is_lost_and_nothing_doubled_by_cutting(parts: list[str]) -> None:
    text = "".join(parts)
    assert "".join(text[a:b] for a, b in cut_long(text)) == text


@pytest.mark.parametrize(
    "name", [p.name for p in sorted(SAMPLES.iterdir()) if p.suffix in (".pdf", ".ofd", ".txt", ".md", ".docx", ".html")]
)
def test_every_passage_maps_back_to_text_page_and_place(name: str) -> None:
    document = extract(SAMPLES / name)
    text = document.text
    for passage in split_passages(document):
        assert text[passage.span.start : passage.span.end] == passage.text
        assert passage.pages[0] <= passage.pages[1] <= len(document.pages)
        assert passage.fragments
        assert passage.pages == (passage.fragments[0].page, passage.fragments[-1].page)
        if document.reader in ("pdf", "ofd"):
            assert all(f.box is not None for f in passage.fragments)


def test_a_row_of_a_task_table_is_a_passage_with_its_cells() -> None:
    rows = [p for p in split_passages(extract(SAMPLES / "jiangze-action.pdf")) if p.kind is PassageKind.TABLE_ROW]
    assert len(rows) >= 32
    assert all(len(row.cells) == 5 for row in rows[-32:])


@pytest.mark.parametrize(("name", "count"), [("jiangze-action.pdf", 32), ("biyun-county.ofd", 7)])
def test_every_row_of_a_task_table_tells_its_units_and_deadline_over_all_pages(name: str, count: int) -> None:
    tasks = [task for p in split_passages(extract(SAMPLES / name)) if (task := task_of(p)) is not None]
    assert len(tasks) == count
    assert all(task.task and task.lead_units and task.support_units and task.has_date for task in tasks)


def test_a_merged_cell_counts_for_each_of_its_rows() -> None:
    tasks = [task for p in split_passages(extract(SAMPLES / "biyun-county.ofd")) if (task := task_of(p)) is not None]
    leads = [unit for task in tasks for unit in task.lead_units]
    assert leads[:4] == ["县政务服务局", "县政务服务局", "县大数据中心", "县大数据中心"]
