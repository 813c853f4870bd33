"""Tables of contents: where they end, and what only looks like one."""

from __future__ import annotations

import pytest
from builders import a_document, a_line, a_text

from policyscan.cleaning.contents import set_contents_aside
from policyscan.model.document import Block, BlockKind

ENTRIES = ("一、总体要求 1", "二、重点任务 3", "三、保障措施 9")


def contents(*lines: str | Block) -> list[str]:
    blocks = [a_line(x, row=3 + i) if isinstance(x, str) else x for i, x in enumerate(lines)]
    marked = set_contents_aside(a_document(*blocks, pages=9)).blocks
    return [block.text for block in marked if block.kind is BlockKind.CONTENTS]


@pytest.mark.parametrize("title", ["目录", "目 录", "目次", "【目录】", "CONTENTS"])
def test_entries_with_page_numbers_below_the_word_are_set_aside(title: str) -> None:
    assert contents("正文。", title, *ENTRIES, "一、总体要求", "正文。") == [title, *ENTRIES]


def test_contents_end_at_the_first_line_that_is_no_entry() -> None:
    sentence = "为加快推进数字政府建设，制定本规划。"
    assert contents("目录", *ENTRIES, sentence, "四、附则 12") == ["目录", *ENTRIES]
    short = ("数字政府", "建设专班")
    assert contents("目录", *ENTRIES, *short, "四、附则 12") == ["目录", *ENTRIES]


def test_an_entry_of_two_lines_is_set_aside_whole() -> None:
    assert contents("目录", *ENTRIES, "四、强化组织实施和", "督促落实工作…… 12", "五、附则 13") == [
        "目录", *ENTRIES, "四、强化组织实施和", "督促落实工作…… 12", "五、附则 13"
    ]  # fmt: skip


def test_contents_go_on_over_the_page_and_not_over_two() -> None:
    def on(page: int) -> Block:
        return a_line("四、附则 12", page=page, row=3)

    assert contents("目录", *ENTRIES, on(2)) == ["目录", *ENTRIES, "四、附则 12"]
    assert contents("目录", *ENTRIES, on(3)) == ["目录", *ENTRIES]


def test_what_was_set_aside_between_entries_does_not_end_them_and_a_table_does() -> None:
    number = Block("2", a_line("2").fragments, BlockKind.PAGE_NUMBER)
    assert contents("目录", *ENTRIES, number, "四、附则 12") == ["目录", *ENTRIES, "四、附则 12"]
    row = Block("四、附则 12", a_line("四、附则 12").fragments, BlockKind.TABLE_ROW, cells=("四、附则 12",), table=1)
    assert contents("目录", *ENTRIES, row, "五、附件 13") == ["目录", *ENTRIES]


def test_two_entries_or_the_word_alone_are_no_contents() -> None:
    assert contents("目录", *ENTRIES[:2], "正文到此为止。") == []
    assert contents("目录", "正文到此为止。") == []


def test_headings_without_page_numbers_below_numbered_entries_are_the_body() -> None:
    assert contents("目录", *ENTRIES, "四、附则") == ["目录", *ENTRIES]
    assert contents("目录", "一、总体要求", "二、重点任务", "三、推进机制", "四、附则") == [
        "目录", "一、总体要求", "二、重点任务", "三、推进机制", "四、附则"
    ]  # fmt: skip


def test_leaders_are_contents_without_the_word_if_there_are_three() -> None:
    leaders = [f"{name}……………{n}" for n, name in enumerate(("总体要求", "重点任务", "保障措施"), 1)]
    assert contents(*leaders, "正文。") == leaders
    assert contents(*leaders[:2], "正文。") == []
    long = "总体要求" * 30 + "……………9"
    assert contents(*leaders, long) == leaders  # a sentence with an ellipsis


def test_a_text_without_contents_is_left_as_it_is() -> None:
    document = a_text("一、总体要求", "正文。")
    assert set_contents_aside(document) is document
