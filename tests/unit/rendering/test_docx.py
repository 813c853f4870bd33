"""The memo, read back with python-docx and from the archive."""

from __future__ import annotations

import io
import re
import zipfile
from xml.etree import ElementTree

import docx
import pytest
from reports import HOSTILE, a_done, a_failure, a_report

from policyscan.language import Language
from policyscan.model.report import Report
from policyscan.rendering import View, render
from policyscan.rendering.office import plain

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def a_memo(report: Report, language: Language = Language.ZH) -> bytes:
    return render(report, "docx", View(language))


def lines(memo: bytes) -> list[str]:
    return [paragraph.text for paragraph in docx.Document(io.BytesIO(memo)).paragraphs]


def part(memo: bytes, name: str) -> ElementTree.Element:
    with zipfile.ZipFile(io.BytesIO(memo)) as archive:
        return ElementTree.fromstring(archive.read(f"word/{name}.xml"))


def footnotes(memo: bytes) -> dict[str, str]:
    return {
        note.get(f"{W}id", ""): "".join(text.text or "" for text in note.iter(f"{W}t")).strip()
        for note in part(memo, "footnotes")
        if note.get(f"{W}type") is None
    }


def test_a_memo_has_a_title_and_numbered_headings_as_papers_have() -> None:
    document = docx.Document(io.BytesIO(a_memo(a_report(a_done("修大桥。", "修大桥。")))))
    styles = [(p.style.name, p.text) for p in document.paragraphs if p.style and p.style.name != "Normal"]
    assert styles[0] == ("Title", "《道路规划》覆盖情况简报")
    assert [text for name, text in styles if name == "Heading 1"] == [
        "一、所读文件", "二、总体情况", "三、主要依据", "四、缺口与建议", "五、数据说明",
    ]  # fmt: skip
    assert ("Heading 2", "（一）隧道（缺口）") in styles


def test_a_gap_carries_the_recommendation_of_the_taxonomy() -> None:
    assert "通读全文，未见有关内容。建议：补写隧道一章。" in lines(a_memo(a_report(a_done("修大桥。", "修大桥。"))))
    english = lines(a_memo(a_report(a_done("修大桥。", "修大桥。")), Language.EN))
    assert "Nothing about it was found in the whole text. Recommended: Write a chapter on tunnels." in english


def test_what_a_covered_category_leaves_out_is_recommended_too() -> None:
    assert "桥—维修：未见。建议：定期检修。" in lines(a_memo(a_report(a_done("修大桥。", "修大桥。"))))


def test_quotations_are_footnotes_with_their_page() -> None:
    memo = a_memo(a_report(a_done("修大桥。", "再修大桥。")))
    references = [r.get(f"{W}id", "") for r in part(memo, "document").iter(f"{W}footnoteReference")]
    assert references == ["1"]
    assert footnotes(memo) == {"1": "“修大桥。”，第1页，一、桥梁"}


def test_a_quotation_of_several_lines_is_one_line_at_the_foot_of_a_page() -> None:
    assert footnotes(a_memo(a_report(a_done("专栏1\n大桥。", "再修大桥。"))))["1"].startswith("“专栏1 大桥。”")


def test_what_could_not_be_read_is_said_before_anything_else_and_is_no_gap() -> None:
    text = lines(a_memo(a_report(a_done("修大桥。", "修大桥。", unread=(3,)))))
    assert text[2].startswith("需先说明：有内容未能读取（第 3 页：没有文字层）")
    assert "因有内容未能读取，不能断定有无：隧。" in text
    assert not any("补写隧道" in line for line in text)


def test_several_documents_are_compared() -> None:
    memo = a_memo(
        a_report(a_done("修大桥。", "修大桥。"), a_done("修大桥。", title="关于印发《山路规划》的通知"), a_failure())
    )
    text = lines(memo)
    assert text[0] == "3份政策文件覆盖情况比较简报"
    assert "broken.pdf: 文件已加密" in text[2]
    matrix = docx.Document(io.BytesIO(memo)).tables[0]
    assert [[cell.text for cell in row.cells] for row in matrix.rows] == [
        ["文件", "桥", "隧"], ["道路规划", "●", "○"], ["山路规划", "●", "○"],
    ]  # fmt: skip
    assert "（一）隧道（缺口2份）" in text
    assert footnotes(memo) == {}  # nobody writes about tunnels, so there is no example to quote


def test_a_memo_on_nothing_but_failures_says_so() -> None:
    text = lines(a_memo(a_report(a_failure()), Language.EN))
    assert "the file is encrypted" in text[2]
    assert not any("gap in" in line for line in text)


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_text(text: str, language: Language) -> None:
    memo = a_memo(a_report(a_done(text, text, title=text, source="=cmd().pdf")), language)
    assert plain(text)[:20] in "\n".join([*lines(memo), *footnotes(memo).values()])
    kinds = {element.tag.removeprefix(W) for element in part(memo, "document").iter()}
    assert not kinds & {"hyperlink", "fldSimple", "instrText", "object", "script"}


def test_a_hatched_cell_is_unknown_and_never_the_colour_of_a_gap() -> None:
    memo = a_memo(a_report(a_done("修大桥。", unread=(2,)), a_done("修大桥。", "修大桥。")))
    shading = {
        (s.get(f"{W}val"), s.get(f"{W}fill"), s.get(f"{W}color")) for s in part(memo, "document").iter(f"{W}shd")
    }
    assert ("diagStripe", "FFFFFF", "D9D9D9") in shading
    assert ("clear", "F4B183", "auto") in shading


def test_fonts_that_few_computers_have_name_others_that_may_stand_in() -> None:
    names = {
        f.get(f"{W}name"): f[0].get(f"{W}val", "") for f in part(a_memo(a_report(a_done("修大桥。"))), "fontTable")
    }
    assert set(names) == {"方正小标宋简体", "仿宋_GB2312", "黑体", "楷体_GB2312", "宋体"}
    assert all(len(others.split(",")) > 1 for others in names.values())


def test_a_page_is_a4_with_the_margins_of_official_papers() -> None:
    section = docx.Document(io.BytesIO(a_memo(a_report(a_done("修大桥。"))))).sections[0]
    measures = (section.page_width, section.page_height, section.top_margin, section.left_margin, section.right_margin)
    assert [round(m.mm) for m in measures if m is not None] == [210, 297, 37, 28, 26]


def test_the_same_report_gives_the_same_bytes() -> None:
    report = a_report(a_done("修大桥。"))
    assert a_memo(report) == a_memo(report)
    with zipfile.ZipFile(io.BytesIO(a_memo(report))) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert not re.search(r"20(?!24|\d\d/)\d\d-", archive.read("docProps/core.xml").decode())


def test_the_chart_is_a_picture_that_says_what_it_shows() -> None:
    pytest.importorskip("resvg_py", reason="needs the extra 'plot': make setup")
    [shape] = docx.Document(io.BytesIO(a_memo(a_report(a_done("修大桥。", "修大桥。"))))).inline_shapes
    assert shape._inline.docPr.get("descr") == "桥 覆盖 100.0%；隧 缺口 0.0%"
    assert shape.width.mm == pytest.approx(156, abs=1)


def test_without_a_font_the_chart_is_made_of_cells(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("policyscan.rendering.drawing.fonts.folders", list)
    document = docx.Document(io.BytesIO(a_memo(a_report(a_done("修大桥。", "修大桥。")))))
    assert (len(document.inline_shapes), len(document.tables)) == (0, 2)


def test_every_part_is_named_once_and_the_footnotes_belong_to_the_document() -> None:
    with zipfile.ZipFile(io.BytesIO(a_memo(a_report(a_done("修大桥。"))))) as archive:
        names = archive.namelist()
        relations = archive.read("word/_rels/document.xml.rels").decode()
    assert len(names) == len(set(names))
    assert "footnotes.xml" in relations
    assert not any("thumbnail" in name for name in names)
