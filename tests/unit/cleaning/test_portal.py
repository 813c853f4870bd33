"""Home pages that carry the name of a policy."""

from __future__ import annotations

from builders import a_text
from msgspec.structs import replace

from policyscan.cleaning import clean
from policyscan.language import Bilingual
from policyscan.model.document import Document, Note, NoteKind

HOME = (
    "首页 | 登录 | 注册",
    "要闻",
    "最新政策",
    "某省部署重点工作",
    "政策解读",
    "网站地图",
    "主办单位：某省办公厅",
    "更多",
)
SENTENCES = ("推进公共数据共享，完善工作机制，提升服务效能，建立健全制度规范体系，形成长效机制，切实抓好落实。",) * 5


def kinds(document: Document) -> list[NoteKind]:
    return [note.kind for note in document.notes]


def test_a_home_page_is_set_aside_and_noted() -> None:
    document = clean(a_text(*HOME))
    assert (kinds(document), document.running) == ([NoteKind.NOT_THE_DOCUMENT], ())


def test_a_policy_printed_with_the_menus_of_its_page_stays() -> None:
    document = clean(a_text(*HOME, *SENTENCES))
    assert (kinds(document), SENTENCES[0] in document.text) == ([], True)


def test_a_list_of_tasks_without_menus_stays() -> None:
    assert kinds(clean(a_text(*["建设一体化政务大数据平台"] * 20))) == []


def test_a_short_page_with_few_menus_or_of_prose_stays() -> None:
    assert kinds(clean(a_text("首页 | 登录 | 注册 | 更多", "某省部署重点工作", "部署会议召开"))) == []  # four menus
    assert kinds(clean(a_text("首页 | 登录 | 注册 | 更多", "要闻", "某省部署重点工作"))) == [NoteKind.NOT_THE_DOCUMENT]


def test_a_long_text_with_menus_stays() -> None:
    titles = [f"某省部署重点工作之{n}" for n in range(400)]
    assert kinds(clean(a_text(*HOME, *titles))) == []
    assert kinds(clean(a_text(*HOME, *titles[:200]))) == [NoteKind.NOT_THE_DOCUMENT]


def test_a_note_that_was_there_stays_and_a_file_without_text_is_no_home_page() -> None:
    note = Note(NoteKind.DECODED_WITH_LOSS, Bilingual("", ""))
    assert kinds(clean(replace(a_text(*HOME), notes=(note,)))) == [note.kind, NoteKind.NOT_THE_DOCUMENT]
    assert kinds(clean(a_text("home login more"))) == []
