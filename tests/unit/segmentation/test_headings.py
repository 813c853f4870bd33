"""The outline by numbering."""

from __future__ import annotations

import pytest
from builders import a_text

from policyscan.segmentation import outline


def headings(*lines: str) -> list[tuple[int, str]]:
    return [(s.level, s.block.text) for s in outline(a_text(*lines)) if s.is_heading]


def trail(*lines: str) -> tuple[str, ...]:
    return outline(a_text(*lines))[-1].headings


def test_numbering_nests_by_its_form() -> None:
    lines = ("一、重点任务", "（一）推进数据共享", "1.完善目录", "（1）编制目录", "二、保障措施")
    assert headings(*lines) == [(1, lines[0]), (2, lines[1]), (3, lines[2]), (4, lines[3]), (1, lines[4])]


def test_chapters_hold_sections_and_articles() -> None:
    assert trail("第二章 共享", "第一节 目录", "第八条 市数据局应当编制公共数据目录。") == (
        "第二章 共享",
        "第一节 目录",
    )


def test_an_item_under_an_article_is_no_heading() -> None:
    assert headings("第八条 目录包括：", "（一）数据名称；", "（二）其他事项。") == []


def test_a_paragraph_knows_the_run_in_heading_with_which_it_begins() -> None:
    text = "坚持数据赋能。充分发挥数据的基础资源作用和创新引擎作用，提升政府决策科学化水平和管理服务效率。"
    assert outline(a_text(text))[0].run_in == "坚持数据赋能"


def test_what_follows_a_numbered_run_in_heading_stands_below_it() -> None:
    lines = ("（一）推进数据共享。完善共享机制，明确共享责任，推动按需共享。", "省级部门应当及时更新目录。")
    assert trail(*lines) == ("（一）推进数据共享",)


def test_a_long_numbered_sentence_is_an_item() -> None:
    [section] = outline(
        a_text("1.各市要在2024年底前完成公共数据目录编制工作，并按照统一标准向省级平台汇聚，确保数据完整准确。")
    )
    assert (section.is_heading, section.is_item) == (False, True)


def test_a_short_numbered_sentence_with_a_comma_heads_the_paragraph_after_it_but_not_its_like() -> None:
    lines = ("（五）推动共建共享，释放发展新红利。", "加快建设统一平台，推动各级各部门共同使用并持续迭代完善。")
    assert headings(*lines) == [(1, "（五）推动共建共享，释放发展新红利。")]
    assert headings("（一）建立台账，按月报送。", "（二）明确专人，按季通报工作进展情况。") == []


def test_headings_glued_inside_a_flattened_text_are_cut_loose() -> None:
    body = "为了规范公共数据管理，促进公共数据共享开放和开发利用，提升政府治理能力和公共服务水平，根据有关法律法规，结合本省实际，制定本办法。"
    text = f"第一章总则第一条{body}第二条本省行政区域内的公共数据管理活动，适用本办法。{body}第二章共享开放第三条{body}"
    sections = outline(a_text(text))
    assert [s.block.text for s in sections if s.is_heading] == ["第一章总则", "第二章共享开放"]
    assert [s.run_in for s in sections if s.run_in] == ["第一条", "第二条", "第三条"]


@pytest.mark.parametrize(
    "text",
    ["按照第三条规定执行。", "根据本办法第（六）项的要求办理。", "2025年底前完成。", "3.5亿元专项资金由省财政安排。"],
)
def test_a_reference_or_a_figure_is_no_numbering(text: str) -> None:
    [section] = outline(a_text(text))
    assert (section.is_heading, section.is_item) == (False, False)
