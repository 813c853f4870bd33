"""Title, number, issuer, date and place."""

from __future__ import annotations

from datetime import date

import pytest
from builders import SAMPLES, a_document, a_text

from policyscan.model.document import Block, BlockKind, Fragment
from policyscan.pipeline import extract
from policyscan.segmentation import read_title_page
from policyscan.segmentation.gazetteer import find_place


def test_the_title_page_of_a_sample_plan_is_read_whole() -> None:
    page = read_title_page(extract(SAMPLES / "yunling-plan.pdf"))
    assert (page.title, page.number) == ("云岭省数字政府建设规划（2023—2027年）", "云岭政发〔2023〕12号")
    assert (page.issuer, page.date) == ("云岭省人民政府", date(2023, 6, 16))
    assert (page.province, page.city) == ("云岭省", None)


def test_a_title_over_two_lines_of_text_is_joined() -> None:
    page = read_title_page(a_text("海棠市人民政府关于印发《海棠市数字政府建设", "实施方案》的通知", "一、总体要求"))
    assert page.title == "海棠市人民政府关于印发《海棠市数字政府建设实施方案》的通知"
    assert page.issuer == "海棠市人民政府"


def test_a_date_in_chinese_numerals_is_read() -> None:
    assert read_title_page(a_text("工作要点", "云岭省人民政府", "二〇二三年十一月二十一日")).date == date(2023, 11, 21)


def test_a_number_cited_in_a_sentence_is_not_the_documents() -> None:
    assert read_title_page(a_text("工作方案", "为落实《通知》（国发〔2022〕14号）要求，制定本方案。")).number is None


def test_what_the_document_does_not_say_is_none() -> None:
    page = read_title_page(a_text("推进数据共享，完善目录。"))
    assert (page.title, page.number, page.issuer, page.date, page.province) == (None, None, None, None, None)


@pytest.mark.parametrize(
    ("text", "province", "city"),
    [
        ("浙江省数字政府建设“十四五”规划", "浙江省", None),
        ("杭州市公共数据管理办法", "浙江省", "杭州市"),
        ("黔东南苗族侗族自治州数据条例", "贵州省", "黔东南州"),
        ("海南州信息化规划", "青海省", "海南州"),
        ("海南省信息化规划", "海南省", None),
        ("吉林市政务服务办法", "吉林省", "吉林市"),
        ("2025年数字云南建设工作要点", "云南省", None),
        ("广西壮族自治区数字政府方案", "广西壮族自治区", None),
        ("江泽省海棠市新型智慧城市方案", "江泽省", "海棠市"),
        ("浙政发〔2022〕20号", "浙江省", None),
    ],
)
def test_a_place_is_found_in_a_title_or_number(text: str, province: str, city: str | None) -> None:
    place = find_place(text)
    assert place is not None
    assert (place.province, place.city) == (province, city)


@pytest.mark.parametrize("text", ["国务院关于加强数字政府建设的指导意见", "国家数据局行动计划", "国发〔2022〕14号", ""])
def test_national_documents_have_no_place(text: str) -> None:
    assert find_place(text) is None


def a_block(text: str, kind: BlockKind) -> Block:
    return Block(text, (Fragment(0, len(text), 1, text),), kind)


def test_what_a_web_page_tells_beside_the_text_is_used() -> None:
    page = read_title_page(
        a_document(
            a_block("索引号：\tA-01\t发文机关：\t云岭省数据局", BlockKind.WEB),
            a_block("发文字号：云数〔2025〕7号", BlockKind.WEB),
            a_block("发布日期：2025-03-05 17:30 成文日期：2025年3月1日", BlockKind.WEB),
            a_block("数据共享工作要点", BlockKind.HEADING),
            a_block("推进公共数据共享。", BlockKind.PARAGRAPH),
        )
    )
    assert (page.title, page.number, page.issuer) == ("数据共享工作要点", "云数〔2025〕7号", "云岭省数据局")
    assert page.date == date(2025, 3, 1)


def test_a_heading_of_the_body_is_not_the_title() -> None:
    page = read_title_page(
        a_document(a_block("关于推进数据共享的通知", BlockKind.PARAGRAPH), a_block("一、总体要求", BlockKind.HEADING))
    )
    assert page.title == "关于推进数据共享的通知"
