"""Lines become paragraphs."""

from __future__ import annotations

from builders import a_document, a_full_line, a_line, a_text
from msgspec.structs import replace

from policyscan.cleaning.lines import join_lines
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


def test_what_was_set_aside_keeps_its_place() -> None:
    kinds = (BlockKind.WEB, BlockKind.HEADING, BlockKind.WEB, BlockKind.PARAGRAPH, BlockKind.WEB)
    document = a_text("一", "二", "三", "四", "五")
    blocks = [replace(block, kind=kind) for block, kind in zip(document.blocks, kinds, strict=True)]
    assert [b.text for b in join_lines(document.with_blocks(blocks)).blocks] == ["一", "二", "三", "四", "五"]
