"""Lines become paragraphs."""

from __future__ import annotations

from builders import a_document, a_full_line, a_line, a_text
from msgspec.structs import replace

from policyscan.cleaning.lines import join_lines, joined
from policyscan.model.document import Block, BlockKind, Document, Fragment


def texts(document: Document) -> list[str]:
    return [block.text for block in join_lines(document).running]


def a_body(*starts: str) -> list[Block]:
    """Paragraphs of two lines: a full indented one and a short one."""
    lines = []
    for i, start in enumerate(starts):
        lines += [a_full_line(start, row=10 + 2 * i, indent=2), a_line("并组织实施。", row=11 + 2 * i)]
    return lines


def test_a_full_line_goes_on_and_an_indented_line_begins_a_paragraph() -> None:
    found = texts(a_document(*a_body("一甲", "二乙", "三丙")))
    assert [text[:2] for text in found] == ["一甲", "二乙", "三丙"]
    assert all(text.endswith("并组织实施。") for text in found)


def test_a_paragraph_that_runs_over_a_page_break_is_one_block_on_both_pages() -> None:
    header = Block("页眉", (Fragment(0, 2, 2, "页眉"),), BlockKind.HEADER)
    first = a_full_line("末尾", page=1, row=38, indent=2)
    document = a_document(
        *a_body("甲甲", "乙乙"), first, header, a_full_line(page=2, row=3), a_line("完毕。", page=2, row=4), pages=2
    )
    block = join_lines(document).running[-1]
    assert block.pages == (1, 2)
    assert block.text.startswith("末尾")
    assert block.text.endswith("完毕。")


def test_a_date_is_not_joined_to_the_signature() -> None:
    body = a_body("甲甲", "乙乙")
    signature = a_line("云岭省人民政府", row=20, indent=20)
    date = a_line("2023年6月16日", row=21, indent=20)
    assert texts(a_document(*body, signature, date))[-2:] == ["云岭省人民政府", "2023年6月16日"]


def test_a_title_of_two_centred_lines_is_one_block() -> None:
    title = [
        a_line("云岭省人民政府关于印发", row=2, size=20, indent=5.5),
        a_line("数字政府建设规划的通知", row=3, size=20, indent=5.5),
    ]
    assert (
        texts(a_document(*title, *a_body("甲甲", "乙乙", "丙丙")))[0] == "云岭省人民政府关于印发数字政府建设规划的通知"
    )


def test_a_box_in_the_midst_of_a_sentence_does_not_cut_the_paragraph() -> None:
    box = Block(
        "专栏1 工程",
        (Fragment(0, 6, 2, "专栏1 工程", a_line("x", page=2, row=3).box),),
        BlockKind.BOX,
        table=1,
        size=14,
    )
    document = a_document(
        *a_body("甲甲", "乙乙"), a_full_line("末尾", row=38, indent=2), box, a_line("完毕。", page=2, row=9), pages=2
    )
    assert [(b.kind, b.text[-3:]) for b in join_lines(document).running[-2:]] == [
        (BlockKind.PARAGRAPH, "完毕。"),
        (BlockKind.BOX, " 工程"),
    ]


def test_the_lines_of_a_box_are_one_block_with_a_line_end_between_paragraphs() -> None:
    lines = [
        a_line("专栏1 数据工程", row=10, indent=10),
        a_full_line("一甲", row=11, indent=2),
        a_line("并组织实施。", row=12),
        a_full_line("二乙", row=13, indent=2),
        a_line("抓好落实。", row=14),
    ]
    boxed = [replace(line, kind=BlockKind.BOX, table=1) for line in lines]
    [box] = join_lines(a_document(*boxed)).running
    assert [part[:2] + part[-5:] for part in box.text.split("\n")] == [
        "专栏 数据工程",
        "一甲组织实施。",
        "二乙抓好落实。",
    ]
    assert [box.text[f.start : f.end] for f in box.fragments] == [line.text for line in lines]


def test_a_box_cut_by_a_page_number_is_one_block_and_a_cut_sentence_is_made_whole() -> None:
    def a_part(text: str, page: int, row: int) -> Block:
        return replace(a_line(text, page=page, row=row), kind=BlockKind.BOX, table=1)

    number = replace(a_line("2", row=39), kind=BlockKind.PAGE_NUMBER)
    for first, second, joint in (
        ("推进数据", "共享。", ""),
        ("推进共享。", "推进开放。", "\n"),
        ("推进共享", "二、开放", "\n"),
    ):
        found = join_lines(a_document(a_part(first, 1, 38), number, a_part(second, 2, 3), pages=2)).running
        assert [block.text for block in found] == [first + joint + second]


def test_a_paragraph_goes_on_in_the_next_column() -> None:
    def a_column(left: float, start: str) -> list[Block]:
        return [a_line(start + "字" * 13, row=row, indent=left, right=80 + (left + 15) * 14) for row in range(5, 15)]

    found = texts(a_document(*a_column(0, "左"), *a_column(17, "右")))
    assert len(found) == 1
    assert found[0].startswith("左")


def test_a_gap_another_size_or_a_page_between_ends_a_paragraph() -> None:
    body = a_body("甲甲", "乙乙", "丙丙")
    first = a_full_line("末尾", row=20, indent=2)
    for line in (a_line("另段。", row=23), a_line("另段。", row=21, size=22), a_line("另段。", page=3, row=3)):
        assert texts(a_document(*body, first, line, pages=3))[-1] == "另段。"
    assert texts(a_document(*body, first, a_line("完毕。", row=21)))[-1].endswith("完毕。")


def test_where_nothing_is_indented_a_sentence_that_ends_before_the_edge_ends_the_paragraph() -> None:
    lines = [a_full_line("甲甲", row=10), a_full_line("乙乙", row=11)]
    short = a_line("并" * 27 + "实施。", row=12)  # a character less than the line holds
    assert len(texts(a_document(*lines, short, a_full_line("丙丙", row=13)))) == 2


def test_a_numbered_item_begins_a_paragraph_behind_a_sentence_and_not_in_the_midst_of_one() -> None:
    whole = a_line("推" * 30 + "。", row=20, right=520.0)
    cut = a_line("推" * 31, row=20, right=520.0)
    body = a_body("甲甲", "乙乙")
    assert texts(a_document(*body, whole, a_line("二、任务落实。", row=21)))[-1] == "二、任务落实。"
    assert texts(a_document(*body, cut, a_line("二是落实责任。", row=21)))[-1].startswith("推")


def test_a_block_that_is_indented_as_a_whole_goes_on_and_ends_with_its_sentence() -> None:
    inner = [a_line("引" * 27 + end, row=20 + i, indent=3, right=520.0) for i, end in enumerate(("甲", "。", "乙"))]
    assert [len(text) for text in texts(a_document(*a_body("甲甲", "乙乙"), *inner))[-2:]] == [56, 28]


def a_plain(*lines: str, numbers: tuple[int, ...] = ()) -> Document:
    blocks = [
        Block(t.strip("\u3000"), (Fragment(0, len(t.strip("\u3000")), 1, t, line=n),))
        for n, t in zip(numbers or range(1, len(lines) + 1), lines, strict=True)
    ]
    return a_document(*blocks, reader="text")


FULL = "推进政务数据共享开放和开发利用工作机制建设建设建设建设建设"


def test_in_a_hard_wrapped_text_a_blank_line_an_indent_an_item_or_a_short_sentence_ends_a_paragraph() -> None:
    wrapped = [FULL] * 9
    blank = a_plain(*wrapped, "另段。", numbers=(*range(1, 10), 11))
    assert texts(blank) == [FULL * 9, "另段。"]
    assert texts(a_plain(*wrapped, "\u3000\u3000另段。")) == [FULL * 9, "另段。"]
    assert texts(a_plain(*wrapped, FULL[:-1] + "。", "二、任务")) == [FULL * 9 + FULL[:-1] + "。", "二、任务"]
    assert texts(a_plain(*wrapped, FULL[:-3] + "。", "另段。")) == [FULL * 9 + FULL[:-3] + "。", "另段。"]
    assert texts(a_plain(*wrapped, FULL[:-1] + "。", "同段。")) == [FULL * 9 + FULL[:-1] + "。同段。"]


def test_a_text_of_few_or_of_uneven_lines_is_not_taken_for_hard_wrapped() -> None:
    assert len(texts(a_plain(*[FULL] * 7))) == 7
    assert len(texts(a_plain(*[FULL] * 8))) == 1
    assert len(texts(a_plain(*["推进共享开放"] * 9))) == 9  # too short for a wrapped line
    uneven = [FULL[: 29 - 4 * (i % 5)] for i in range(20)]
    assert len(texts(a_plain(*uneven))) == 20


def test_a_hard_wrapped_text_is_joined_and_one_paragraph_a_line_is_not() -> None:
    def plain(*lines: str) -> Document:
        blocks = [Block(t, (Fragment(0, len(t), 1, t, line=n),)) for n, t in enumerate(lines, 1)]
        return a_document(*blocks, reader="text")

    wrapped = [("推进政务数据共享开放和开发利用工作机制" + "建设" * 6)[:30]] * 9 + ["的要求。"]
    assert len(texts(plain(*wrapped))) == 1
    assert len(texts(plain("一、总体要求", "推进数据共享。", "二、重点任务", "建设平台，完善目录。"))) == 4


def test_fragments_cover_the_joined_text() -> None:
    for block in join_lines(a_document(*a_body("甲甲", "乙乙"))).running:
        assert "".join(block.text[f.start : f.end] for f in block.fragments) == block.text


def test_each_fragment_of_a_paragraph_keeps_what_the_file_had_its_page_its_box_and_its_line() -> None:
    lines = [a_full_line("甲甲", row=10, indent=2), a_line("完毕。", row=11)]
    given = [replace(x, fragments=(replace(x.fragments[0], raw=f"原{n}", line=n),)) for n, x in enumerate(lines, 1)]
    [block] = join_lines(a_document(*given)).running
    kept = [(f.raw, f.page, f.box, f.line) for f in block.fragments]
    assert kept == [("原1", 1, lines[0].box, 1), ("原2", 1, lines[1].box, 2)]


def test_a_word_broken_by_a_hyphen_is_made_whole_and_its_first_half_ends_before_the_hyphen() -> None:
    block = joined([a_line("digital govern-"), a_line("ment plan", row=11), a_line("2025", row=12)])
    assert block.text == "digital government plan2025"
    assert [block.text[f.start : f.end] for f in block.fragments] == ["digital govern", "ment plan", "2025"]


def test_a_second_title_line_of_another_size_or_with_a_number_is_a_paragraph_of_its_own() -> None:
    def titled(second: Block) -> list[str]:
        first = a_line("云岭省人民政府关于印发", row=2, size=20, indent=5.5)
        return texts(a_document(first, second, *a_body("甲甲", "乙乙", "丙丙")))[:2]

    for text, size in (("（2023年修订）", 20), ("一、总体要求与目标", 20), ("云岭省人民政府办公厅", 15)):
        second = a_line(text, row=3, size=size, indent=(300 - 80 - len(text) * size / 2) / size)
        assert titled(second) == ["云岭省人民政府关于印发", text]


def test_what_was_set_aside_keeps_its_place() -> None:
    kinds = (BlockKind.WEB, BlockKind.HEADING, BlockKind.WEB, BlockKind.PARAGRAPH, BlockKind.WEB)
    document = a_text("一", "二", "三", "四", "五")
    blocks = [replace(block, kind=kind) for block, kind in zip(document.blocks, kinds, strict=True)]
    assert [b.text for b in join_lines(document.with_blocks(blocks)).blocks] == ["一", "二", "三", "四", "五"]
