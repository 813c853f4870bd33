"""Footnotes: small type at the foot of a page, from a mark on."""

from __future__ import annotations

import pytest
from builders import a_document, a_full_line, a_line, a_text

from policyscan.cleaning.footnotes import set_footnotes_aside
from policyscan.model.document import Block, BlockKind

BODY = [a_full_line(row=row) for row in range(4, 30)]


def footnotes(*blocks: Block, pages: int = 1) -> list[str]:
    marked = set_footnotes_aside(a_document(*blocks, pages=pages)).blocks
    return [block.text for block in marked if block.kind is BlockKind.FOOTNOTE]


@pytest.mark.parametrize("mark", ["①", "*", "[1]", "（1）", "1 ", "12"])
def test_a_footnote_goes_from_its_mark_to_the_last_small_line(mark: str) -> None:
    note = [a_line(f"{mark}数据来源于统计公报", row=36, size=9), a_line("以及部门年报。", row=37, size=9)]
    assert footnotes(*BODY, *note) == [f"{mark}数据来源于统计公报", "以及部门年报。"]


@pytest.mark.parametrize("start", ["来源", "2.", "5%的", "2025年", "3月"])
def test_small_lines_without_a_mark_stay(start: str) -> None:
    assert footnotes(*BODY, a_line(f"{start}统计公报。", row=36, size=9)) == []


def test_only_what_follows_the_mark_is_set_aside() -> None:
    small = [a_line("图注：流程。", row=34, size=9), a_line("①统计公报。", row=36, size=9)]
    assert footnotes(*BODY, *small) == ["①统计公报。"]


def test_small_type_in_the_upper_half_or_above_body_text_stays() -> None:
    assert footnotes(a_line("①统计公报。", row=18, size=9), *BODY[:10]) == []
    assert footnotes(*BODY[:10], a_line("①统计公报。", row=30, size=9), a_full_line(row=32)) == []
    assert footnotes(*BODY, a_line("①统计公报。", row=36, size=13)) == []  # hardly smaller


def test_a_footnote_is_found_by_its_place_whatever_the_order_of_drawing() -> None:
    second = [a_line("①乙。", page=2, row=36, size=9), *[a_full_line(page=2, row=row) for row in range(4, 30)]]
    assert footnotes(*BODY, *second, pages=2) == ["①乙。"]


def test_a_text_without_sizes_has_no_footnotes() -> None:
    document = a_text("正文。", "①统计公报。")
    assert set_footnotes_aside(document) is document
