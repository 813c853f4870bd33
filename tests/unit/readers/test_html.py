"""Web pages: the article, its title and its tables; menus set aside."""

from __future__ import annotations

from pathlib import Path

import pytest

from policyscan.errors import UnreadableDocument
from policyscan.model.document import BlockKind, Document, NoteKind
from policyscan.readers.html import decode_html, read_html, read_mhtml

FIRST = "为推进公共数据共享，完善工作机制，提升服务效能，现就有关事项通知如下。"
SECOND = "各地要在2025年底前完成数据目录编制，由省数据局牵头组织实施，并按月报送进展。"
REST = "".join(
    f"<p>（{n}）建立健全第{n}项工作制度，明确责任单位和完成时限，加强跟踪问效和结果运用。</p>" for n in range(8)
)
MENU = "<ul class='menu'>" + "".join(f"<li><a href='/{n}'>栏目{n}</a></li>" for n in range(20)) + "</ul>"
ARTICLE = f"<h1>关于推进数据共享的通知</h1><div class='content'><p>{FIRST}</p><p>{SECOND}</p>{REST}</div>"


def read(body: str, head: str = "") -> Document:
    page = f"<!DOCTYPE html><html><head><meta charset='utf-8'>{head}</head><body>{body}</body></html>"
    return read_html(Path("page.html"), page.encode(), "0" * 64)


def lines(document: Document) -> list[str]:
    return [b.text for b in document.running]


def aside(document: Document) -> list[str]:
    return [b.text for b in document.blocks if b.kind is BlockKind.WEB]


def test_the_article_is_kept_and_menus_are_set_aside() -> None:
    footer = "<div class='footer'>主办：云岭省人民政府办公厅。版权所有，未经许可不得转载。</div>"
    document = read(MENU + ARTICLE + footer)
    assert lines(document)[:3] == ["关于推进数据共享的通知", FIRST, SECOND]
    assert len(lines(document)) == 11
    assert len(aside(document)) == 21
    assert document.blocks[20].kind is BlockKind.HEADING


def test_every_text_of_the_page_is_a_block() -> None:
    document = read(MENU + "<p>短</p>" + ARTICLE + "<p>末</p>")
    assert {"栏目7", "短", "末"} <= {b.text for b in document.blocks}


def test_a_menu_without_a_telling_class_is_known_by_its_links() -> None:
    document = read(MENU.replace(" class='menu'", "") + ARTICLE)
    assert not any(text.startswith("栏目") for text in lines(document))


def test_an_article_within_an_element_named_like_furniture_is_an_article() -> None:
    assert FIRST in lines(read(f"<div id='footer-main-nav'>{ARTICLE.replace('content', 'bottom')}{REST * 4}</div>"))


def test_short_lines_within_the_article_stay() -> None:
    page = f"<div><p>{FIRST}</p>{REST}<h3>线下渠道</h3><p>窗口办理</p><p>云岭省数据局</p><p>2025年3月1日</p></div>"
    assert lines(read(MENU + page))[-4:] == ["线下渠道", "窗口办理", "云岭省数据局", "2025年3月1日"]


def test_what_the_page_says_of_the_article_is_set_aside() -> None:
    meta = "<div>发布日期：2025-03-01</div><div>来源：云岭省数据局</div><div>打印 | 关闭窗口</div>"
    document = read(f"<div>{MENU}<h1>关于推进数据共享的通知</h1>{meta}<p>{FIRST}</p>{REST}</div>")
    assert lines(document)[:2] == ["关于推进数据共享的通知", FIRST]
    assert "来源：云岭省数据局" in aside(document)


def test_the_number_above_the_title_stays() -> None:
    document = read(f"<div><p>云数〔2025〕7号</p><h1>关于推进数据共享的通知</h1><p>{FIRST}</p>{REST}</div>")
    assert lines(document)[0] == "云数〔2025〕7号"


def test_a_title_that_is_no_heading_is_known_by_what_the_page_declares() -> None:
    head = "<title>关于推进数据共享的通知_云岭省人民政府</title>"
    document = read(f"{MENU}<div class='t'>关于推进数据共享的通知</div><div><p>{FIRST}</p>{REST}</div>", head)
    [heading] = [b.text for b in document.running if b.kind is BlockKind.HEADING]
    assert heading == "关于推进数据共享的通知"


def test_a_title_that_the_page_only_declares_is_put_first() -> None:
    document = read(f"<div><p>{FIRST}</p>{REST}</div>", "<meta name='ArticleTitle' content='关于推进数据共享的通知'>")
    assert lines(document)[:2] == ["关于推进数据共享的通知", FIRST]


def test_other_articles_and_comments_after_the_article_are_set_aside() -> None:
    other = "<h3>相关推荐</h3><p>另一篇文章的摘要，讲的是别的事情，与本文没有关系。</p>"
    assert not any("另一篇" in text for text in lines(read(f"<div>{ARTICLE}{other}</div>")))


def test_a_table_becomes_rows_with_empty_cells_where_one_spans_rows() -> None:
    table = (
        "<table><tr><th>任务</th><th>单位</th></tr><tr><td>编目录</td><td rowspan='2'>数据局</td></tr>"
        "<tr><td>建平台<br>并推广</td></tr></table>"
    )
    rows = [b for b in read(ARTICLE + table).blocks if b.kind is BlockKind.TABLE_ROW]
    assert [row.cells for row in rows] == [("任务", "单位"), ("编目录", "数据局"), ("建平台 并推广", "")]


def test_an_article_laid_out_in_a_table_is_read_as_paragraphs() -> None:
    page = f"<table><tr><td>左</td><td><table><tr><td><p>{FIRST}</p><p>{SECOND}</p>{REST * 3}</td></tr></table></td></tr></table>"
    assert lines(read(page))[:2] == [FIRST, SECOND]


def test_hidden_copies_scripts_and_styles_are_dropped() -> None:
    hidden = f"<div style='display: none'>{FIRST}{SECOND}</div><script>var 变量 = 1</script><style>.类{{}}</style>"
    document = read(ARTICLE + hidden)
    assert sum(FIRST in text for text in lines(document)) == 1
    assert not any("变量" in b.text or "类" in b.text for b in document.blocks)


def test_an_article_that_waits_for_a_script_to_show_it_is_read() -> None:
    assert FIRST in lines(read(f"<div style='display:none'>{ARTICLE}</div>"))


def test_line_breaks_part_paragraphs_but_not_a_heading() -> None:
    document = read(f"<h1>云岭省数据局<br>关于推进数据共享的通知</h1><div>{FIRST}<br>　　{SECOND}<br>{REST}</div>")
    assert lines(document)[:3] == ["云岭省数据局 关于推进数据共享的通知", FIRST, SECOND]


def test_a_home_page_is_not_the_document() -> None:
    news = "".join(f"<li><a href='/{n}'>某地召开第{n}次会议，部署重点工作。</a></li>" for n in range(30))
    document = read(f"<ul>{news}</ul><p>欢迎访问本网站，您的建言将转给有关部门和地方。</p>")
    assert [note.kind for note in document.notes] == [NoteKind.NOT_THE_DOCUMENT]
    assert (document.running, document.is_wholly_read) == ((), False)


def test_a_short_page_of_plain_text_is_the_document() -> None:
    assert lines(read("<p>云岭省数据局</p>")) == ["云岭省数据局"]


def test_a_page_without_text_is_noted() -> None:
    assert [note.kind for note in read("<img src='scan.png'>").notes] == [NoteKind.NO_TEXT_LAYER]


def test_attachments_are_named_and_their_absence_counts_only_where_the_page_says_little() -> None:
    link = "<p><a href='/files/P02.docx?v=1'>附件：数据共享任务清单</a></p>"
    [short] = read(f"<div><p>{FIRST}</p><p>{SECOND}</p>{link}</div>").notes
    [long] = read(f"<div>{ARTICLE}{REST * 4}{link}</div>").notes
    assert (short.kind, short.unreadable, long.unreadable) == (NoteKind.ATTACHMENT, True, False)
    [form] = read(f"<div><p>{FIRST}</p><p>{SECOND}</p>{link.replace('任务清单', '申请表')}</div>").notes
    assert not form.unreadable
    assert short.message.en == "attachments are not in the page: 附件：数据共享任务清单"


@pytest.mark.parametrize("declared", ["gb2312", "utf-8", "iso-8859-1", "nonsense", ""])
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_the_encoding_is_found_whatever_the_page_declares(declared: str, encoding: str) -> None:
    page = f"<html><head><meta charset='{declared}'></head><body>{ARTICLE}</body></html>"
    assert FIRST in lines(read_html(Path("page.html"), page.encode(encoding), ""))


def test_an_encoding_that_is_not_chinese_is_taken_from_the_declaration() -> None:
    page = "<meta charset='koi8-r'><p>Привет, мир! Это страница без китайского текста вообще, и её много.</p>"
    assert "Привет" in decode_html(page.encode("koi8-r"))[0]


def test_a_page_nested_deeper_than_python_recurses_is_read() -> None:
    assert FIRST in lines(read("<div>" * 1500 + ARTICLE + "</div>" * 1500))


def a_message(*parts: str) -> bytes:
    head = 'From: <Saved by Blink>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="x"\r\n\r\n'
    bodies = [
        f"--x\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n{part}\r\n"
        for part in parts
    ]
    return (head + "".join(bodies) + "--x--\r\n").encode()


def test_a_page_saved_as_one_file_is_read() -> None:
    assert FIRST in lines(read_mhtml(Path("page.mhtml"), a_message(f"<html><body>{ARTICLE}</body></html>"), ""))


def test_of_a_page_with_frames_the_one_with_the_text_is_read() -> None:
    data = a_message("<frameset><frame src='cid:1'></frameset>", f"<html><body>{ARTICLE}</body></html>")
    assert FIRST in lines(read_mhtml(Path("page.mhtml"), data, ""))


def test_a_message_without_a_page_is_refused() -> None:
    with pytest.raises(UnreadableDocument, match="there is no page in the MHTML"):
        read_mhtml(Path("page.mhtml"), b"MIME-Version: 1.0\r\nContent-Type: text/plain\r\n\r\nx", "")
