"""A sheet of paper as official documents have it (GB/T 9704-2012), in Word: headings, paragraphs with footnotes, tables, bars.

python-docx packs the file; what it has no words for (footnotes, shading, fonts by script) is said in WordprocessingML.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import docx
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.oxml import serialize_part_xml
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph
from msgspec import Struct

from policyscan.language import Language
from policyscan.rendering.office import plain

_CREATED = datetime(2024, 1, 1)  # noqa: DTZ001 - the same bytes whenever the memo is made
_ZIPPED = (1980, 1, 1, 0, 0, 0)
_STEPS = 60
"""Columns of a drawing of bars: the finest length is a sixtieth."""
_FOOTNOTES = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
TEXT_WIDTH = 156.0
"""Millimetres between the margins: 28 characters of 三号, 22 lines a page."""


class Typeface(Struct, frozen=True):
    """A font for Chinese with those that may stand in for it, and the font for Latin letters beside it."""

    chinese: str
    instead: str
    latin: str = "Times New Roman"


_TITLE = Typeface("方正小标宋简体", "方正小标宋_GBK,华文中宋,宋体,SimSun,Noto Serif CJK SC")
_BODY = Typeface("仿宋_GB2312", "仿宋,FangSong,华文仿宋,STFangsong,Noto Serif CJK SC")
_HEAD = Typeface("黑体", "SimHei,华文黑体,Noto Sans CJK SC", "Arial")
_SUBHEAD = Typeface("楷体_GB2312", "楷体,KaiTi,华文楷体,STKaiti,Noto Serif CJK SC")
_SONG = Typeface("宋体", "SimSun,华文宋体,STSong,Noto Serif CJK SC")


class Sizes(Struct, frozen=True):
    """Points: of title, body, tables and footnotes, and between the base lines of the body."""

    title: float
    body: float
    table: float
    note: float
    line: float


_SIZES = {Language.ZH: Sizes(22, 16, 10.5, 9, 28), Language.EN: Sizes(18, 11.5, 9.5, 8.5, 16)}
"""二号, 三号, 五号, 小五 with 28 points between the lines; in English what fits as much on a page."""


class Footnote(Struct, frozen=True):
    """A mark in the text, and what stands at the foot of the page."""

    text: str


class Strong(Struct, frozen=True):
    """Words in 黑体."""

    text: str


class Fill(Struct, frozen=True):
    """What is behind a cell: a colour (RRGGBB), hatched or not."""

    colour: str
    is_hatched: bool = False


class Cell(Struct, frozen=True):
    """A cell of a table."""

    text: str
    fill: Fill | None = None
    is_centred: bool = True


class Segment(Struct, frozen=True):
    """A stretch of a bar: its length (the whole width is 1), what is behind it and what is written in it."""

    length: float
    fill: Fill
    text: str = ""


class Paper:
    """A document being written, from top to bottom."""

    def __init__(self, language: Language, title: str, author: str) -> None:
        self._language, self._sizes = language, _SIZES[language]
        self._document: Any = docx.Document()
        self._notes: list[str] = []
        properties = self._document.core_properties
        properties.title, properties.author, properties.comments = plain(title)[:255], author, ""
        properties.created = properties.modified = _CREATED
        properties.language = "zh-CN" if language is Language.ZH else "en-GB"
        self._set_page()
        self._set_styles()
        self._document.add_paragraph(plain(title), style="Title")

    # what is written

    def subtitle(self, text: str) -> None:
        """Write the line under the title."""
        self._document.add_paragraph(plain(text), style="Subtitle")

    def heading(self, text: str, level: int = 1) -> None:
        """Write a heading of level 1 (黑体) or 2 (楷体)."""
        self._document.add_paragraph(plain(text), style=f"Heading {level}")

    def paragraph(self, *pieces: str | Strong | Footnote) -> None:
        """Write a paragraph of the body."""
        self._fill(self._document.add_paragraph(style="Normal"), pieces)

    def notice(self, *pieces: str | Strong | Footnote) -> None:
        """Write a paragraph in a frame: what must be known before the rest is read."""
        paragraph = self._document.add_paragraph(style="Normal")
        sides = "".join(
            f'<w:{side} w:val="single" w:sz="8" w:space="4" w:color="9C2A00"/>'
            for side in ("top", "left", "bottom", "right")
        )
        properties = paragraph._p.get_or_add_pPr()
        properties.insert_element_before(
            parse_xml(f"<w:pBdr {nsdecls('w')}>{sides}</w:pBdr>"), "w:shd", "w:spacing", "w:ind", "w:jc", "w:rPr"
        )
        paragraph.paragraph_format.space_after = Pt(8)
        self._fill(paragraph, pieces)

    def caption(self, text: str) -> None:
        """Write the line over a table or a chart; it stays with it."""
        self._document.add_paragraph(plain(text), style="Caption")

    def table(
        self, heads: Sequence[str], rows: Sequence[Sequence[Cell]], widths: Sequence[float], head_height: float = 0
    ) -> None:
        """Write a table; its head is repeated on each page.

        ``widths`` are in millimetres, and so is ``head_height``: where given, all heads but the first run upwards.
        """
        table = self._grid(1 + len(rows), widths, borders=True)
        self._row(table.rows[0], [Cell(head, Fill("DCE6F1")) for head in heads], is_head=True)
        if head_height:
            table.rows[0].height = Mm(head_height)
            for cell in table.rows[0].cells[1:]:
                upwards = OxmlElement("w:textDirection")
                upwards.set(qn("w:val"), "btLr")
                cell._tc.tcPr.find(qn("w:vAlign")).addprevious(upwards)
        for row, cells in zip(list(table.rows)[1:], rows, strict=True):
            self._row(row, cells)

    def bars(self, rows: Sequence[tuple[str, Sequence[Segment], str]], name_width: float) -> None:
        """Write bars: a row is a name, its segments, and what stands behind them. The cells of a table, so they can be edited."""
        step = (TEXT_WIDTH - name_width) / _STEPS
        table = self._grid(len(rows), [name_width, *[step] * _STEPS], borders=False)
        for row, (name, segments, behind) in zip(table.rows, rows, strict=True):
            self._bar(row._tr, name, segments, behind, step)
        for row in list(table.rows)[:-1]:  # a chart stays on one page
            Paragraph(row._tr.tc_lst[0].p_lst[0], self._document._body).paragraph_format.keep_with_next = True

    def picture(self, png: bytes, description: str) -> None:
        """Show a picture as wide as the text, with what it shows in words for those who cannot see it."""
        paragraph = self._document.add_paragraph(style="Table Text")
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE  # an exact height would cut it off
        shape = paragraph.add_run().add_picture(io.BytesIO(png), width=Mm(TEXT_WIDTH))
        shape._inline.docPr.set("descr", plain(description))

    def save(self) -> bytes:
        """Return the file: the same bytes for the same content."""
        self._add_footnotes()
        self._add_page_numbers()
        out = io.BytesIO()
        self._document.save(out)
        fixed = io.BytesIO()
        with zipfile.ZipFile(out) as made, zipfile.ZipFile(fixed, "w", zipfile.ZIP_DEFLATED) as archive:
            for name in made.namelist():
                entry = zipfile.ZipInfo(name, _ZIPPED)
                entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
                archive.writestr(entry, made.read(name))
        return fixed.getvalue()

    # paragraphs

    def _fill(self, paragraph: Any, pieces: Sequence[str | Strong | Footnote]) -> None:
        for piece in pieces:
            if isinstance(piece, Footnote):
                self._notes.append(plain(piece.text))
                run = paragraph.add_run()
                run.style = "footnote reference"
                reference = OxmlElement("w:footnoteReference")
                reference.set(qn("w:id"), str(len(self._notes)))
                run._r.append(reference)
            elif isinstance(piece, Strong):
                run = paragraph.add_run(plain(piece.text))
                _set_fonts(run._r.get_or_add_rPr(), _HEAD if self._language is Language.ZH else _BODY)
                run.bold = self._language is Language.EN
            else:
                paragraph.add_run(plain(piece))

    # tables

    def _grid(self, rows: int, widths: Sequence[float], *, borders: bool) -> Any:
        table = self._document.add_table(rows, len(widths))
        table.alignment = WD_TABLE_ALIGNMENT.CENTER
        table.autofit = False
        if borders:
            table.style = "Table Grid"
        table._tblPr.append(
            parse_xml(
                f'<w:tblCellMar {nsdecls("w")}><w:left w:w="45" w:type="dxa"/><w:right w:w="45" w:type="dxa"/></w:tblCellMar>'
            )
        )
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Mm(width)
        for row in table.rows:
            row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
            for cell, width in zip(row.cells, widths, strict=True):
                cell.width = Mm(width)
        return table

    def _row(self, row: Any, cells: Sequence[Cell], *, is_head: bool = False) -> None:
        if is_head:
            row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
        for place, cell in zip(row.cells, cells, strict=True):
            self._write_cell(place._tc, cell, is_head)

    def _write_cell(self, element: Any, cell: Cell, is_head: bool = False) -> None:
        properties = element.get_or_add_tcPr()
        if cell.fill is not None:
            properties.append(_shading(cell.fill))
        align = OxmlElement("w:vAlign")
        align.set(qn("w:val"), "center")
        properties.append(align)
        paragraph = Paragraph(element.p_lst[0], self._document._body)
        paragraph.style = self._document.styles["Table Text"]
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER if cell.is_centred else WD_ALIGN_PARAGRAPH.LEFT
        run = paragraph.add_run(plain(cell.text))
        run.bold = is_head

    def _bar(self, row: Any, name: str, segments: Sequence[Segment], behind: str, step: float) -> None:
        """Merge the fine columns of a row into its segments."""
        first, *fine = row.tc_lst
        self._write_cell(first, Cell(name, None, False))
        spans: list[tuple[int, Cell]] = []
        used = 0
        for segment in segments:
            span = min(max(1, round(segment.length * _STEPS)), _STEPS - used) if segment.length > 0 else 0
            if span:
                spans.append((span, Cell(segment.text, segment.fill)))
                used += span
        if used < _STEPS:
            spans.append((_STEPS - used, Cell(behind, None, False)))
        for cell in fine:
            row.remove(cell)
        for span, cell in spans:
            element: Any = OxmlElement("w:tc")
            element.append(OxmlElement("w:p"))
            row.append(element)
            element.width = Mm(step * span)
            element.grid_span = span
            self._write_cell(element, cell)

    # the page

    def _set_page(self) -> None:
        section = self._document.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.top_margin, section.bottom_margin = Mm(37), Mm(35)
        section.left_margin, section.right_margin = Mm(28), Mm(26)
        section.footer_distance = Mm(28)  # the number stands 7 mm under the text
        package = self._document.part.package
        for key, relation in list(package.rels.items()):  # a picture of an empty page
            if relation.reltype.endswith("/thumbnail"):
                del package.rels[key]

    def _set_styles(self) -> None:
        sizes, is_chinese = self._sizes, self._language is Language.ZH
        styles = self._document.styles
        for name in ("Table Text", "footnote text"):
            styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        reference = styles.add_style("footnote reference", WD_STYLE_TYPE.CHARACTER)
        reference.font.superscript = True
        heads = (_HEAD, _SUBHEAD) if is_chinese else (_HEAD, _HEAD)
        body = sizes.body
        self._style("Normal", _BODY, body, indent=2 * body if is_chinese else 0, after=0 if is_chinese else 6)
        self._style("Title", _TITLE, sizes.title, centred=True, after=6, line=sizes.title * 1.5)
        self._style("Subtitle", heads[1], body, centred=True, after=body)
        for level, head in enumerate(heads, 1):
            indent = 2 * body if is_chinese else 0
            self._style(f"Heading {level}", head, body, indent=indent, before=0 if is_chinese else 6, keep=True)
        self._style("Caption", heads[0], sizes.table + 1, centred=True, before=6, after=3, keep=True, line=20)
        self._style("Table Text", _SONG, sizes.table, line=sizes.table * 1.35)
        self._style("footnote text", _SONG, sizes.note, line=sizes.note * 1.3)
        if not is_chinese:
            for name in ("Title", "Heading 1", "Heading 2", "Caption"):
                styles[name].font.bold = True

    def _style(
        self,
        name: str,
        face: Typeface,
        size: float,
        *,
        indent: float = 0,
        before: float = 0,
        after: float = 0,
        line: float | None = None,
        centred: bool = False,
        keep: bool = False,
    ) -> None:
        style = self._document.styles[name]
        for tag in ("w:rPr", "w:pPr"):
            for old in style.element.findall(qn(tag)):
                style.element.remove(old)
        _set_fonts(style.element.get_or_add_rPr(), face)
        if self._language is Language.ZH:  # or Word takes “” and … from the Latin font
            style.element.rPr.rFonts.set(qn("w:hint"), "eastAsia")
        style.font.size = Pt(size)
        language = OxmlElement("w:lang")
        language.set(qn("w:val"), "en-GB")
        language.set(qn("w:eastAsia"), "zh-CN")
        style.element.rPr.append(language)
        layout = style.paragraph_format
        layout.space_before, layout.space_after = Pt(before), Pt(after)
        layout.line_spacing_rule, layout.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(line or self._sizes.line)
        layout.first_line_indent = Pt(indent)
        layout.alignment = WD_ALIGN_PARAGRAPH.CENTER if centred else WD_ALIGN_PARAGRAPH.JUSTIFY
        layout.keep_with_next, layout.widow_control = keep, True

    def _add_page_numbers(self) -> None:
        """Number the pages as papers do: — 1 —, outside on both sides of a sheet."""
        self._document.settings.odd_and_even_pages_header_footer = True
        section = self._document.sections[0]
        sides = ((section.footer, WD_ALIGN_PARAGRAPH.RIGHT), (section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT))
        for footer, side in sides:
            footer.is_linked_to_previous = False
            paragraph = footer.paragraphs[0]
            paragraph.style = self._document.styles["Table Text"]
            paragraph.alignment = side
            field = f'<w:fldSimple {nsdecls("w")} w:instr="PAGE"><w:r><w:rPr><w:sz w:val="28"/></w:rPr><w:t>1</w:t></w:r></w:fldSimple>'
            for piece in ("— ", field, " —"):
                if piece is field:
                    paragraph._p.append(parse_xml(field))
                else:
                    paragraph.add_run(piece).font.size = Pt(14)
            paragraph.paragraph_format.line_spacing = Pt(18)

    def _add_footnotes(self) -> None:
        root = parse_xml(
            f"<w:footnotes {nsdecls('w')}>"
            '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
            '<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p>'
            "</w:footnote></w:footnotes>"
        )
        style = self._document.styles["footnote text"].style_id
        reference = self._document.styles["footnote reference"].style_id
        for number, text in enumerate(self._notes, 1):
            note: Any = parse_xml(
                f'<w:footnote {nsdecls("w")} w:id="{number}"><w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>'
                f'<w:r><w:rPr><w:rStyle w:val="{reference}"/></w:rPr><w:footnoteRef/></w:r></w:p></w:footnote>'
            )
            Paragraph(note[0], self._document._body).add_run(f" {text}")
            root.append(note)
        part = self._document.part
        blob = serialize_part_xml(root)
        footnotes = Part(PackURI("/word/footnotes.xml"), _FOOTNOTES, blob, part.package)
        part.relate_to(footnotes, RELATIONSHIP_TYPE.FOOTNOTES)
        settings = parse_xml(
            f'<w:footnotePr {nsdecls("w")}><w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr>'
        )
        self._document.settings.element.find(qn("w:compat")).addprevious(settings)
        self._name_fonts()

    def _name_fonts(self) -> None:
        """Say which fonts may stand in where one is missing: few computers have 方正小标宋."""
        fonts = "".join(
            f'<w:font w:name="{face.chinese}"><w:altName w:val="{face.instead}"/><w:charset w:val="86"/>'
            '<w:family w:val="auto"/><w:pitch w:val="variable"/></w:font>'
            for face in (_TITLE, _BODY, _HEAD, _SUBHEAD, _SONG)
        )
        for part in self._document.part.package.iter_parts():
            if part.partname == "/word/fontTable.xml":
                part._blob = f"<w:fonts {nsdecls('w')}>{fonts}</w:fonts>".encode()


def _set_fonts(properties: Any, face: Typeface) -> None:
    fonts = properties.get_or_add_rFonts()
    for attribute in list(fonts.attrib):
        del fonts.attrib[attribute]
    for attribute, name in (
        ("ascii", face.latin),
        ("hAnsi", face.latin),
        ("cs", face.latin),
        ("eastAsia", face.chinese),
    ):
        fonts.set(qn(f"w:{attribute}"), name)


def _shading(fill: Fill) -> Any:
    shading = OxmlElement("w:shd")
    shading.set(qn("w:val"), "diagStripe" if fill.is_hatched else "clear")
    shading.set(qn("w:color"), fill.colour if fill.is_hatched else "auto")
    shading.set(qn("w:fill"), "FFFFFF" if fill.is_hatched else fill.colour)
    return shading
