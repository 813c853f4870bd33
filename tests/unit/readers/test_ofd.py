"""OFD: pages and templates, characters placed one by one, tables where ruled, and what could not be read."""

from __future__ import annotations

from pathlib import Path

import ofds
import pytest
from msgspec.structs import astuple
from ofds import IMAGE, XMLNS, document, files_of, grid, packed, page, path, read, read_page, root, text

from policyscan.errors import UnreadableDocument
from policyscan.model.document import BlockKind, NoteKind
from policyscan.readers import read_document

MM = 72 / 25.4


def lines(*objects: str) -> list[str]:
    return [block.text for block in read_page(*objects).blocks]


def notes(*objects: str) -> list[tuple[NoteKind, int | None]]:
    return [(note.kind, note.page) for note in read_page(*objects).notes]


def test_a_file_is_known_by_its_content_whatever_its_name() -> None:
    data = packed(files_of(page(text("推进数据共享。"))))
    read_as_zip = read_document(Path("通知.zip"), data)
    assert (read_as_zip.reader, read_as_zip.text) == ("ofd", "推进数据共享。")


def test_a_line_stands_where_the_file_says_in_points_with_its_size_and_page() -> None:
    [block] = read(files_of(page(), page(text("数据共享", 20, 40)))).blocks
    assert block.box is not None
    assert [round(v / MM, 2) for v in astuple(block.box)] == [20, 40, 40, 45]
    assert (block.page, block.size) == (2, round(5 * MM, 1))


def test_pages_have_their_own_area_or_the_documents() -> None:
    own = page(head="<ofd:Area><ofd:PhysicalBox>10 10 300 200</ofd:PhysicalBox></ofd:Area>")
    sizes = [(round(p.width / MM), round(p.height / MM)) for p in read(files_of(page(), own)).pages]
    assert sizes == [(200, 300), (300, 200)]


def test_objects_of_one_line_are_joined_and_the_matrix_is_applied() -> None:
    wide = text("管理", 30, 20, size=10, attributes='CTM="0.5 0 0 0.5 0 0"')
    assert lines(text("数据", 20, 20), wide, text("办法", 20, 40)) == ["数据管理", "办法"]


@pytest.mark.parametrize(
    ("delta", "read"),
    [
        ('DeltaX="5 5 5"', ["一网通办"]),
        ('DeltaX="g 3 5"', ["一网通办"]),
        ('DeltaX="5 g 2 5"', ["一网通办"]),
        ("", ["一网通办"]),
        ('DeltaX="5 40 5"', ["一网", "通办"]),  # two columns in one object
        ('DeltaX="5 -5 5" DeltaY="0 10 0"', ["一网", "通办"]),  # two lines in one object
        ('DeltaX="g"', ["一网通办"]),  # cut short
        ('DeltaX="g 999999999 5"', ["一网通办"]),
    ],
)
def test_steps_from_character_to_character_part_what_stands_apart(delta: str, read: list[str]) -> None:
    assert lines(text("一网通办", code=f'X="0" Y="4" {delta}')) == read


def test_characters_below_one_another_are_vertical_writing_read_from_the_right() -> None:
    def column(words: str, x: float) -> str:
        return text(words, x, 20, code='X="0" Y="4" DeltaY="g 9 5"')

    assert lines(column("建设共享平台", 60), column("完善目录体系", 50)) == ["建设共享平台", "完善目录体系"]
    assert lines(column("完善目录体系", 50), column("建设共享平台", 60)) == ["完善目录体系", "建设共享平台"]


def test_a_page_turned_sideways_is_read_upright() -> None:
    sideways = 'CTM="0 1 -1 0 0 0"'
    found = read_page(text("附件数据目录", 100, 20, attributes=sideways), text("第二行", 90, 20, attributes=sideways))
    assert [b.text for b in found.blocks] == ["附件数据目录", "第二行"]
    first, second = (b.box for b in found.blocks)
    assert first is not None
    assert second is not None
    assert first.right - first.left > first.bottom - first.top
    assert first.bottom <= second.top
    assert (found.pages[0].width, found.pages[0].height) == (300 * MM, 200 * MM)


def test_text_set_at_a_slant_is_a_watermark() -> None:
    [block] = read_page(text("内部资料", attributes='CTM="0.7 0.7 -0.7 0.7 0 0"')).blocks
    assert block.kind is BlockKind.WATERMARK


def test_an_indented_file_gives_the_same_text() -> None:
    assert lines(text("\n      推进共享\n    ", code='X="0" Y="4" DeltaX="5 5 5"')) == ["推进共享"]


def test_escaped_characters_are_read_where_the_steps_say_that_they_are_escaped() -> None:
    assert lines(text("数\\0020据", code='X="0" Y="4" DeltaX="5 5"')) == ["数 据"]
    assert lines(text("C:\\2024", code='X="0" Y="4"')) == ["C:\\2024"]


@pytest.mark.parametrize("namespace", ['xmlns:ofd="http://www.ofdspec.org"', 'xmlns:ofd="urn:other"'])
def test_any_namespace_is_read(namespace: str) -> None:
    files = {name: str(content).replace(XMLNS, namespace) for name, content in files_of(page(text("正文。"))).items()}
    assert read({**files}).text == "正文。"


@pytest.mark.parametrize(
    ("place", "name"),
    [
        ("Pages/P/Content.xml", "Doc_0/Pages/P/Content.xml"),
        ("/Doc_0/Pages/P/Content.xml", "Doc_0/Pages/P/Content.xml"),
        ("./Pages/P/Content.xml", "Doc_0/Pages/P/Content.xml"),
        ("../Doc_0/Pages/P/Content.xml", "Doc_0/Pages/P/Content.xml"),
        ("Doc_0/Pages/P/Content.xml", "Doc_0/Pages/P/Content.xml"),  # as seen from the root
        ("pages\\p\\content.xml", "Doc_0/Pages/P/Content.xml"),
        ("第一页.xml", "Doc_0/第一页.xml"),
        ("第一页.xml", "Doc_0/第一页.xml".encode("gb18030").decode("cp437")),  # GBK, not marked as anything
    ],
)
def test_pages_are_found_whatever_way_their_place_is_written(place: str, name: str) -> None:
    files = {"OFD.xml": root("Doc_0/Document.xml"), "Doc_0/Document.xml": document(place), name: page(text("正文。"))}
    assert read({**files}).text == "正文。"


def test_several_documents_in_one_file_are_read_one_after_the_other() -> None:
    files = files_of(page(text("甲")))
    files |= {"OFD.xml": root("Doc_0/Document.xml", "Doc_1/Document.xml"), "Doc_1/Document.xml": document("1.xml")}
    files["Doc_1/1.xml"] = page(text("乙"))
    found = read(files)
    assert [(b.text, b.page) for b in found.blocks] == [("甲", 1), ("乙", 2)]


def test_a_document_that_is_missing_beside_others_is_a_note() -> None:
    files = files_of(page(text("甲")))
    files["OFD.xml"] = root("Doc_0/Document.xml", "Doc_1/Document.xml")
    found = read(files)
    assert (found.text, [(n.kind, n.page) for n in found.notes]) == ("甲", [(NoteKind.BROKEN_PAGE, None)])


def test_templates_are_part_of_the_pages_that_use_them() -> None:
    common = '<ofd:TemplatePage ID="5" BaseLoc="T.xml"/><ofd:TemplatePage ID="6" BaseLoc="U.xml" ZOrder="Foreground"/>'
    using = page(text("填写", 20, 20), head='<ofd:Template TemplateID="6"/><ofd:Template TemplateID="5"/>')
    files = files_of(using, page(text("另页")), common=common)
    files |= {"Doc_0/T.xml": page(text("表头", 20, 50)), "Doc_0/U.xml": page(text("印章", 20, 80))}
    found = read(files)
    assert [(b.text, b.page) for b in found.blocks] == [("表头", 1), ("填写", 1), ("印章", 1), ("另页", 2)]


def a_unit(content: str) -> str:
    return (
        f'<ofd:Res {XMLNS}><ofd:CompositeGraphicUnits><ofd:CompositeGraphicUnit ID="8" Width="9" Height="9"><ofd:Content>'
        f"{content}</ofd:Content></ofd:CompositeGraphicUnit></ofd:CompositeGraphicUnits></ofd:Res>"
    )


COMPOSITE = '<ofd:CompositeObject ID="1" Boundary="50 50 100 100" ResourceID="8"/>'


def test_composite_objects_are_drawn_where_they_are_used() -> None:
    files = files_of(page(COMPOSITE), common="<ofd:DocumentRes>Res.xml</ofd:DocumentRes>")
    [block] = read(files | {"Doc_0/Res.xml": a_unit(text("组合", 1, 1))}).blocks
    assert block.box is not None
    assert (block.text, round(block.box.left / MM), round(block.box.top / MM)) == ("组合", 51, 51)


def test_a_composite_object_that_draws_itself_ends_and_is_noted() -> None:
    files = files_of(page(COMPOSITE * 2), common="<ofd:DocumentRes>Res.xml</ofd:DocumentRes>")
    found = read(files | {"Doc_0/Res.xml": a_unit(COMPOSITE * 3 + text("套"))})
    assert [n.kind for n in found.notes] == [NoteKind.BROKEN_PAGE]


def test_a_composite_object_that_is_missing_is_noted() -> None:
    assert notes(text("正文。"), COMPOSITE) == [(NoteKind.BROKEN_PAGE, 1)]


def test_rulings_make_rows_and_frames_make_boxes() -> None:
    cells = text("任务", 22, 22) + text("单位", 72, 22) + text("建目录", 22, 32) + text("数据局", 72, 32)
    rows = read_page(grid([20, 70, 120], [20, 30, 40]), cells).blocks
    assert [(b.kind, b.cells) for b in rows] == [
        (BlockKind.TABLE_ROW, ("任务", "单位")), (BlockKind.TABLE_ROW, ("建目录", "数据局"))
    ]  # fmt: skip
    frame = path("M 0 0 L 100 0 L 100 30 L 0 30 C", 20, 20)
    box = read_page(frame, text("专栏1", 22, 22), text("建平台。", 22, 32)).blocks
    assert [b.kind for b in box] == [BlockKind.BOX] * 2


@pytest.mark.parametrize(
    ("attributes", "color", "kind"),
    [
        ('Stroke="false" Fill="true"', "255 255 255", BlockKind.LINE),
        ('Stroke="false" Fill="true"', "#ff #ff #ff", BlockKind.LINE),
        ('Stroke="false" Fill="true"', "0 0 0 0", BlockKind.LINE),
        ('Stroke="false" Fill="true"', "230 230 230", BlockKind.BOX),
        ('Stroke="false"', "0 0 0", BlockKind.LINE),
        ("", "0 0 0", BlockKind.BOX),
        ('Alpha="0"', "0 0 0", BlockKind.LINE),
    ],
)
def test_only_what_leaves_a_mark_is_a_frame(attributes: str, color: str, kind: BlockKind) -> None:
    frame = path(
        "M 0 0 L 100 0 L 100 30 L 0 30 C", 20, 20, attributes=attributes, inner=f'<ofd:FillColor Value="{color}"/>'
    )
    assert read_page(frame, text("专栏1　工程", 22, 22), text("建平台。", 22, 32)).blocks[0].kind is kind


@pytest.mark.parametrize("data", ["M 0 0 L", "L", "Z 1 2", "M 0 0 L 1e9 nan", "B 1 2 3", "M0 0L5 5 7 8 9C C"])
def test_paths_that_make_no_sense_do_no_harm(data: str) -> None:
    assert lines(path(data), text("正文。")) == ["正文。"]


def test_a_page_with_only_a_picture_is_noted_and_a_blank_one_is_not() -> None:
    assert (notes(IMAGE), notes()) == ([(NoteKind.NO_TEXT_LAYER, 1)], [])


def test_glyphs_without_characters_are_noted() -> None:
    glyphs = '<ofd:CGTransform CodePosition="0" CodeCount="30" GlyphCount="30"><ofd:Glyphs>1 2</ofd:Glyphs></ofd:CGTransform>'
    bare = text("").replace("<ofd:TextCode", glyphs + "<ofd:TextCode")
    assert notes(bare) == [(NoteKind.GARBLED, 1)]
    assert notes(bare, text("部分")) == [(NoteKind.GARBLED, 1)]
    named = text("一" * 30).replace("<ofd:TextCode", glyphs + "<ofd:TextCode")
    assert notes(named) == []


def test_a_page_that_is_damaged_or_missing_is_noted_and_the_others_are_read() -> None:
    files = files_of(page(text("甲")), page(text("乙")), page(text("丙")))
    del files["Doc_0/Pages/Page_1/Content.xml"]
    files["Doc_0/Pages/Page_2/Content.xml"] = page(text("丙"))[:-40]
    found = read(files)
    assert (found.text, found.unreadable_pages) == ("甲\n丙", (2, 3))


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"OFD.xml": root("Doc_0/Document.xml")}, "damaged"),
        ({"OFD.xml": root("Doc_0/Document.xml"), "Doc_0/Document.xml": document()}, "damaged"),
        ({"OFD.xml": "no xml"}, "damaged"),
        ({"OFD.xml": root(), "Encryptions.xml": "<x/>"}, "encrypted"),
    ],
)
def test_a_file_without_any_page_is_refused_with_the_reason(files: dict[str, str | bytes], said: str) -> None:
    with pytest.raises(UnreadableDocument, match=said):
        ofds.read(files)
