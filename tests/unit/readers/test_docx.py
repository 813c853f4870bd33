"""DOCX: what Word would show, in the order of the text."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from wordml import a_docx, lvl, number, numbering, p, read, t, tbl, text_box

from policyscan.errors import UnreadableDocument
from policyscan.model.document import BlockKind, Document, NoteKind
from policyscan.readers.docx import read_docx

STYLES = (
    '<w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val="21"/></w:rPr></w:rPrDefault></w:docDefaults>'
    '<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="A"><w:name w:val="章"/><w:basedOn w:val="1"/><w:rPr><w:sz w:val="32"/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="T"><w:name w:val="toc 1"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="O"><w:name w:val="小节"/><w:pPr><w:outlineLvl w:val="2"/></w:pPr></w:style>'
    '<w:style w:type="character" w:styleId="H"><w:name w:val="hidden"/><w:rPr><w:vanish/></w:rPr></w:style>'
)


def lines(document: Document) -> list[str]:
    return [b.text for b in document.running]


def kinds(document: Document) -> list[tuple[str, BlockKind, int | None]]:
    return [(b.text, b.kind, b.level) for b in document.blocks]


def test_paragraphs_keep_their_order_and_are_numbered() -> None:
    document = read(p("第一段。"), p(""), p("第二段。"))
    assert [(b.text, b.fragments[0].line) for b in document.blocks] == [("第一段。", 1), ("第二段。", 2)]
    assert not document.has_pages


def test_headings_are_known_by_their_style_what_it_is_based_on_and_their_outline_level() -> None:
    document = read(
        p("总则", style="1"),
        p("附则", style="A"),
        p("细目", style="O"),
        p("临时", properties='<w:outlineLvl w:val="3"/>'),
        p("正文", style="1", properties='<w:outlineLvl w:val="9"/>'),
        styles=STYLES,
    )
    assert [(text, level) for text, _, level in kinds(document)] == [
        ("总则", 1), ("附则", 1), ("细目", 3), ("临时", 4), ("正文", None),
    ]  # fmt: skip


def test_a_paragraph_with_sentences_is_no_heading_whatever_its_style() -> None:
    [block] = read(p("加强领导。各地要建立工作专班，明确责任分工。", style="1"), styles=STYLES).blocks
    assert block.kind is BlockKind.PARAGRAPH


def test_a_circle_of_styles_ends() -> None:
    circle = (
        '<w:style w:type="paragraph" w:styleId="X"><w:name w:val="x"/><w:basedOn w:val="Y"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="Y"><w:name w:val="y"/><w:basedOn w:val="X"/></w:style>'
    )
    assert lines(read(p("正文", style="X"), styles=circle)) == ["正文"]


def test_font_sizes_are_known_so_that_a_title_of_two_lines_is_found() -> None:
    title, body = read(p(t("关于印发规划的通知", properties='<w:sz w:val="44"/>')), p("正文。"), styles=STYLES).blocks
    assert (title.size, body.size) == (22.0, 10.5)


def test_automatic_numbers_stand_in_the_text() -> None:
    lists = numbering(lvl(0, "chineseCountingThousand", "第%1章") + lvl(1, "chineseCounting", "（%2）"))
    document = read(
        p("总则", properties=number(1)),
        p("目的", properties=number(1, 1)),
        p("范围", properties=number(1, 1)),
        p("附则", properties=number(1)),
        p("施行", properties=number(1, 1)),
        lists=lists,
    )
    assert lines(document) == ["第一章 总则", "（一） 目的", "（二） 范围", "第二章 附则", "（一） 施行"]


def test_a_list_may_be_bound_to_a_style_and_switched_off_in_a_paragraph() -> None:
    styles = '<w:style w:type="paragraph" w:styleId="2"><w:name w:val="heading 2"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    lists = numbering(lvl(0, "decimal", "%1") + lvl(1, "decimal", "%1.%2", '<w:pStyle w:val="2"/>'))
    document = read(
        p("甲", style="2"), p("乙", style="2", properties=number(0)), p("丙", style="2"), styles=styles, lists=lists
    )
    assert lines(document) == ["1.1 甲", "乙", "1.2 丙"]


def test_a_table_becomes_rows_and_a_cell_merged_downwards_stands_in_the_first() -> None:
    goes_on = "<w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p/></w:tc>"
    starts = f'<w:tc><w:tcPr><w:vMerge w:val="restart"/></w:tcPr>{p("数据局")}</w:tc>'
    rows = read(tbl(["任务", "单位"], ["编目录", starts], [p("建平台") + p("并推广"), goes_on])).blocks
    assert [row.cells for row in rows] == [("任务", "单位"), ("编目录", "数据局"), ("建平台 并推广", "")]
    assert {(row.kind, row.table) for row in rows} == {(BlockKind.TABLE_ROW, 1)}


def test_numbers_of_a_column_and_tables_within_cells_are_read() -> None:
    lists = numbering(lvl(0, "decimal", "%1"))
    numbered = [p("x", properties=number(1)).replace("x", "甲"), p("乙", properties=number(1))]
    rows = read(tbl([numbered[0], "a"], [numbered[1], tbl(["内", "表"])]), lists=lists).blocks
    assert [row.cells for row in rows] == [("1 甲", "a"), ("2 乙", "内 表")]


def test_a_table_of_one_cell_is_a_box() -> None:
    blocks = read(tbl([p("专栏1 重点工程") + p("建设平台。")])).blocks
    assert [(b.text, b.kind, b.table) for b in blocks] == [
        ("专栏1 重点工程", BlockKind.BOX, 1), ("建设平台。", BlockKind.BOX, 1),
    ]  # fmt: skip


def test_a_page_laid_out_as_a_table_is_read_as_paragraphs() -> None:
    long = "".join(p("推进公共数据共享开放，完善工作机制。" * 10) for _ in range(10))
    assert {b.kind for b in read(tbl([long, "侧栏"])).blocks} == {BlockKind.PARAGRAPH}


def test_a_text_box_is_read_once_behind_its_paragraph() -> None:
    assert lines(read(p(t("正文") + text_box(p("框中一"), p("框中二"))), p("下文"))) == [
        "正文",
        "框中一",
        "框中二",
        "下文",
    ]


def test_a_text_box_with_a_special_column_is_a_box() -> None:
    assert {b.kind for b in read(p(text_box(p("专栏2 行动"), p("内容。")))).blocks} == {BlockKind.BOX}


def test_of_tracked_changes_the_final_text_is_read() -> None:
    changed = (
        t("到") + f"<w:del><w:r><w:delText>2024</w:delText></w:r></w:del><w:ins>{t('2025')}</w:ins>" + t("年")
        + f"<w:moveFrom>{t('移走')}</w:moveFrom><w:moveTo>{t('移来')}</w:moveTo>"
    )  # fmt: skip
    assert lines(read(p(changed))) == ["到2025年移来"]


def test_a_paragraph_whose_end_was_deleted_goes_on_in_the_next() -> None:
    deleted = "<w:rPr><w:del/></w:rPr>"
    assert lines(read(p("推进数据", properties=deleted), p("共享。"), p("末段", properties=deleted))) == [
        "推进数据共享。",
        "末段",
    ]


def test_deleted_rows_are_gone() -> None:
    table = tbl(["留", "下"], ["删", "去"])
    first, mark, second = table.rpartition("<w:tr>")
    rows = read(f"{first}{mark}<w:trPr><w:del/></w:trPr>{second}").blocks
    assert [row.cells for row in rows] == [("留", "下")]


def test_hidden_text_is_dropped() -> None:
    runs = t("看得见") + t("看不见", properties="<w:vanish/>") + t("也不", properties='<w:rStyle w:val="H"/>')
    shown = t("又见", properties='<w:rStyle w:val="H"/><w:vanish w:val="0"/>')
    assert lines(read(p(runs + shown), styles=STYLES)) == ["看得见又见"]


def test_fields_show_their_result_and_not_their_code() -> None:
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{t("12")}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    assert lines(read(p(t("第") + field + t("页")))) == ["第12页"]


def test_content_controls_are_read_but_not_what_they_ask_for() -> None:
    control = f"<w:sdt><w:sdtPr/><w:sdtContent>{p('已填')}</w:sdtContent></w:sdt>"
    asking = f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{p('单击此处输入')}</w:sdtContent></w:sdt>"
    inline = f"<w:sdt><w:sdtPr/><w:sdtContent>{t('云岭省')}</w:sdtContent></w:sdt>"
    assert lines(read(control, asking, p(t("在") + inline))) == ["已填", "在云岭省"]


def test_headers_footers_and_notes_are_set_aside_each_once() -> None:
    parts: dict[str, tuple[str, str | bytes]] = {
        "header1.xml": ("header", p("云岭省数据局")),
        "header2.xml": ("header", p("云岭省数据局")),
        "footer1.xml": ("footer", p("- 1 -")),
        "footnotes.xml": ("footnotes", f"<w:footnote>{p('指公共数据。')}</w:footnote>"),
        "endnotes.xml": ("endnotes", f"<w:endnote>{p('尾注。')}</w:endnote>"),
    }
    document = read(p("正文。"), parts=parts)
    assert [(b.text, b.kind) for b in document.blocks] == [
        ("正文。", BlockKind.PARAGRAPH),
        ("云岭省数据局", BlockKind.HEADER),
        ("- 1 -", BlockKind.FOOTER),
        ("指公共数据。", BlockKind.FOOTNOTE),
        ("尾注。", BlockKind.FOOTNOTE),
    ]


def test_a_table_of_contents_is_known_by_its_styles_or_its_control() -> None:
    control = (
        '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr>'
        f"<w:sdtContent>{p('目录')}{p('一、总则 1')}</w:sdtContent></w:sdt>"
    )
    document = read(control, p("二、附则 2", style="T"), p("正文"), styles=STYLES)
    assert lines(document) == ["正文"]
    assert {b.kind for b in document.blocks[:3]} == {BlockKind.CONTENTS}


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("afchunk.mht", "MIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n<p>第一条 内容。</p>".encode()),
        ("part.html", "<html><body><p>第一条 内容。</p></body></html>".encode()),
        ("part.txt", "第一条 内容。".encode()),
        ("part.docx", a_docx(p("第一条 内容。"))),
    ],
)  # fmt: skip
def test_text_in_a_part_of_another_format_is_read_in_its_place(name: str, content: bytes) -> None:
    document = read(p("前"), f'<w:altChunk r:id="{name}"/>', p("后"), parts={name: ("aFChunk", content)})
    assert (lines(document), document.is_wholly_read) == (["前", "第一条 内容。", "后"], True)


def test_a_part_that_cannot_be_read_is_noted() -> None:
    document = read(p("前"), '<w:altChunk r:id="none.mht"/>')
    assert [note.kind for note in document.notes] == [NoteKind.TRUNCATED]


def test_a_file_that_is_a_part_of_itself_ends() -> None:
    inner = a_docx(p("内"))
    for _ in range(6):
        inner = a_docx(p("层"), '<w:altChunk r:id="x.docx"/>', parts={"x.docx": ("aFChunk", inner)})
    document = read_docx(Path("plan.docx"), inner, "")
    assert lines(document) == ["层"] * 4
    assert not document.is_wholly_read


def test_forced_line_breaks_part_lines_but_not_sentences() -> None:
    broken = t("云岭省人民政府") + "<w:r><w:br/></w:r>" + t("关于印发规划的通知")
    in_sentence = t("加快建设全省一体化的政务大数据体系，推进公共数据依") + "<w:r><w:br/></w:r>" + t("法有序开放。")
    assert lines(read(p(broken), p(in_sentence))) == [
        "云岭省人民政府",
        "关于印发规划的通知",
        "加快建设全省一体化的政务大数据体系，推进公共数据依法有序开放。",
    ]


def test_a_picture_of_the_size_of_a_page_and_an_embedded_sheet_are_noted() -> None:
    drawing = '<w:r><w:drawing><wp:inline><wp:extent cx="5400000" cy="7600000"/></wp:inline></w:drawing></w:r>'
    sheet = '<w:r><w:object><o:OLEObject ProgID="Excel.Sheet.12"/></w:object></w:r>'
    formula = '<w:r><w:object><o:OLEObject ProgID="Equation.3"/></w:object></w:r>'
    notes = read(p("正文。"), p(drawing), p(sheet), p(formula)).notes
    assert [note.message.en for note in notes] == [
        "an embedded Excel.Sheet.12 object was not read",
        "1 picture(s) of the size of a page, whose text was not read",
    ]


def test_the_strict_namespace_is_read_too() -> None:
    data = a_docx(p("总则", style="1"), styles=STYLES)
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            for kind in (b"wordprocessingml", b"officeDocument"):
                content = content.replace(
                    b"http://schemas.openxmlformats.org/" + kind + b"/2006/",
                    b"http://purl.oclc.org/ooxml/" + kind + b"/",
                )
            new.writestr(name, content)
    [block] = read_docx(Path("plan.docx"), out.getvalue(), "").blocks
    assert (block.text, block.level) == ("总则", 1)


def test_a_damaged_part_is_noted_and_the_rest_is_read() -> None:
    document = read(p("第一段。"), "<w:p><w:r><w:t>断")
    assert lines(document)[0] == "第一段。"
    assert [note.kind for note in document.notes] == [NoteKind.TRUNCATED]


def test_what_is_no_word_document_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        file.writestr("word/other.xml", "<a/>")
    with pytest.raises(UnreadableDocument, match="the file is damaged"):
        read_docx(Path("plan.docx"), out.getvalue(), "")
