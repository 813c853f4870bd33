"""Headers, page numbers and what browsers print are set aside."""

from __future__ import annotations

import pytest
from builders import a_document, a_line, a_text
from msgspec.structs import replace

from policyscan.cleaning.contents import set_contents_aside
from policyscan.cleaning.furniture import set_furniture_aside
from policyscan.model.document import Block, BlockKind, Box, Fragment


def kinds(*blocks: Block, pages: int = 1) -> list[BlockKind]:
    return [block.kind for block in set_furniture_aside(a_document(*blocks, pages=pages)).blocks]


@pytest.mark.parametrize("number", ["8", "- 8 -", "— 12 —", "第 3 页 共 20 页", "第3页", "IV", "3/20", "·7·", "- II -"])
def test_a_page_number_in_the_margin_is_known_in_every_style(number: str) -> None:
    assert kinds(a_line("正文。", row=20), a_line(number, row=38)) == [BlockKind.LINE, BlockKind.PAGE_NUMBER]


def test_a_page_number_along_the_edge_of_a_sideways_page_is_known() -> None:
    def sideways(text: str, left: float) -> Block:
        box = Box(left, 300, left + 14, 300 + 14 * len(text))
        return Block(text, (Fragment(0, len(text), 1, text, box),), size=14)

    assert kinds(sideways("—6—", 30), sideways("—6—", 300), sideways("附件", 30)) == [
        BlockKind.PAGE_NUMBER, BlockKind.LINE, BlockKind.LINE
    ]  # fmt: skip


def test_a_number_in_the_body_stays() -> None:
    assert kinds(a_line("2025", row=20)) == [BlockKind.LINE]


def test_a_line_that_recurs_at_the_top_is_a_header_and_the_body_below_is_not() -> None:
    blocks = [
        b
        for page in (1, 2, 3)
        for b in (a_line("云岭省规划", page=page, row=2), a_line(f"第{page}段正文内容。", page=page, row=5))
    ]
    assert kinds(*blocks, pages=3) == [BlockKind.HEADER, BlockKind.LINE] * 3


def test_headers_that_change_by_chapter_are_known_by_their_small_type() -> None:
    blocks = []
    for page in range(1, 9):
        blocks.append(a_line(f"第{'一二三四五六七八'[page - 1]}章标题", page=page, row=2, size=9))
        blocks += [a_line("正文内容若干" * 4, page=page, row=r) for r in range(6, 12)]
    assert kinds(*blocks, pages=8)[::7] == [BlockKind.HEADER] * 8


def test_a_sideways_page_number_at_either_edge_is_known_and_a_narrow_word_is_not() -> None:
    def sideways(text: str, left: float, height: float) -> Block:
        return Block(text, (Fragment(0, len(text), 1, text, Box(left, 300, left + 14, 300 + height)),), size=14)

    assert kinds(sideways("—6—", 560, 42), sideways("—6—", 30, 16), sideways("6", 30, 42)) == [
        BlockKind.PAGE_NUMBER, BlockKind.LINE, BlockKind.LINE
    ]  # fmt: skip


def test_a_header_of_two_lines_is_set_aside_and_a_heading_that_stands_once_is_not() -> None:
    blocks = []
    for page in (1, 2, 3):
        blocks += [a_line("云岭省规划", page=page, row=2), a_line("2023年", page=page, row=3)]
        blocks.append(a_line(f"{'甲乙丙'[page - 1]}正文内容。", page=page, row=4))
    assert kinds(*blocks, pages=3) == [BlockKind.HEADER, BlockKind.HEADER, BlockKind.LINE] * 3


def test_a_footer_with_another_number_on_each_page_recurs_all_the_same() -> None:
    blocks = [
        block
        for page in (1, 2)
        for block in (a_line("正文。", page=page, row=20), a_line(f"云岭省 第{page}期", page=page, row=38))
    ]
    assert kinds(*blocks, pages=2) == [BlockKind.LINE, BlockKind.FOOTER] * 2


def test_a_footer_is_the_outermost_line_whatever_was_drawn_first() -> None:
    blocks = [
        block
        for page in (1, 2, 3)
        for block in (
            a_line("云岭省规划", page=page, row=38),
            a_line(f"{'甲乙丙'[page - 1]}的最后一行正文", page=page, row=36),
            a_line("云岭省", page=page, row=2),
        )
    ]
    assert kinds(*blocks, pages=3) == [BlockKind.FOOTER, BlockKind.LINE, BlockKind.HEADER] * 3
    assert kinds(*[b for page in (2, 1, 0) for b in blocks[3 * page : 3 * page + 2][::-1]], pages=3) == [
        BlockKind.LINE, BlockKind.FOOTER
    ] * 3  # fmt: skip


def test_small_type_in_the_margin_of_a_few_pages_or_among_lines_of_body_type_is_no_header() -> None:
    def page_of(page: int, text: str, size: float) -> list[Block]:
        return [
            a_line(text, page=page, row=2, size=size),
            *[a_line("正文内容若干" * 4, page=page, row=r) for r in range(6, 12)],
        ]

    few = [block for page in range(1, 9) for block in page_of(page, f"题{page * '甲'}", 9 if page < 3 else 14)]
    assert kinds(*few, pages=8)[::7] == [BlockKind.LINE] * 8
    half = [block for page in range(1, 9) for block in page_of(page, f"题{page * '甲'}", 9 if page < 5 else 14)]
    assert kinds(*half, pages=8)[::7] == [BlockKind.LINE] * 8


def test_in_a_long_document_what_recurs_twice_is_no_header() -> None:
    blocks = [
        a_line("附件" if page < 3 else f"第{'一二三四五六'[page - 1]}段", page=page, row=2) for page in range(1, 7)
    ]
    assert kinds(*blocks, pages=6) == [BlockKind.LINE] * 6
    assert kinds(*blocks[:2], *blocks[2:5], pages=5)[:2] == [BlockKind.HEADER] * 2


def test_a_long_paragraph_that_recurs_in_the_margin_stays() -> None:
    assert kinds(*[a_line("推进" * 30, page=page, row=2) for page in (1, 2)], pages=2) == [BlockKind.LINE] * 2


def test_a_page_number_is_among_the_three_outermost_lines_of_the_margin() -> None:
    lines = [a_line(text, row=row, right=500.0) for row, text in ((1, "甲"), (2, "乙"), (3, "3"))]
    assert kinds(*lines)[2] is BlockKind.PAGE_NUMBER
    deep = [
        replace(line, fragments=(replace(line.fragments[0], box=Box(80, 12 * i, 90, 12 * i + 10)),))
        for i, line in enumerate([*lines[:2], lines[0], lines[2]])
    ]
    assert kinds(*deep)[3] is BlockKind.LINE


def test_a_watermark_set_straight_is_the_same_words_at_the_same_place_on_most_pages() -> None:
    def a_copy(pages: tuple[int, ...], text: str = "内部资料") -> list[Block]:
        return [a_line(text, page=page, row=20) for page in pages]

    assert kinds(*a_copy((1, 2, 3, 4)), pages=6) == [BlockKind.WATERMARK] * 4
    assert kinds(*a_copy((1, 2, 3, 4)), pages=7) == [BlockKind.LINE] * 4
    assert kinds(*a_copy((1, 2, 3)), pages=3) == [BlockKind.LINE] * 3
    assert kinds(*a_copy((1, 2, 3, 4), "字" * 31), pages=4) == [BlockKind.LINE] * 4
    moved = [a_line("内部资料", page=page, row=10 + page) for page in (1, 2, 3, 4)]
    assert kinds(*moved, pages=4) == [BlockKind.LINE] * 4


def test_pages_without_furniture_are_left_as_they_are() -> None:
    document = a_document(a_line("正文。", row=20))
    assert set_furniture_aside(document) is document


@pytest.mark.parametrize(
    "text",
    [
        "https://www.example.gov.cn/a/b.htm 1/6",
        "2026/7/2 10:33 关于印发规划的通知",
        "首页 > 政策 > 文件库",
        "字号：默认 大 超大",
        "扫一扫在手机打开当前页",
    ],
)
def test_what_a_browser_prints_is_set_aside(text: str) -> None:
    assert kinds(a_line(text, row=20)) == [BlockKind.WEB]


def test_a_contents_page_is_set_aside_with_its_title_but_not_the_same_heading_in_the_body() -> None:
    entries = [f"{n}、{t}" for n, t in zip("一二三", ("总体要求", "重点任务", "保障措施"), strict=True)]
    blocks = [
        a_line("目 录", row=3),
        *[a_line(f"{e}..........{i + 1}", row=5 + i) for i, e in enumerate(entries)],
        a_line("一、总体要求", row=12),
    ]
    marked = set_contents_aside(a_document(*blocks)).blocks
    assert [b.kind for b in marked] == [BlockKind.CONTENTS] * 4 + [BlockKind.LINE]


def test_contents_without_page_numbers_end_where_the_first_entry_comes_again() -> None:
    names = ["目录", "第一章 总则", "第二章 数据", "第三章 附则", "第一章 总则", "第一条 为了规范管理，制定本办法。"]
    marked = set_contents_aside(a_document(*[a_line(n, row=3 + i) for i, n in enumerate(names)])).blocks
    assert [b.kind is BlockKind.CONTENTS for b in marked] == [True] * 4 + [False] * 2


def test_in_files_without_pages_wording_tells_furniture_too() -> None:
    document = set_furniture_aside(a_text("正文。", "责任编辑：某某"))
    assert [b.kind for b in document.blocks] == [BlockKind.PARAGRAPH, BlockKind.WEB]


def test_contents_of_a_file_without_pages_end_where_the_first_entry_comes_again() -> None:
    entries = ["第一章 总则", "第二章 数据", "第三章 附则"]
    document = set_contents_aside(a_text("目录", *entries, *entries))
    assert [b.kind for b in document.blocks] == [BlockKind.CONTENTS] * 4 + [BlockKind.PARAGRAPH] * 3
