"""Build the sample plans: ``python corpora/sample/build.py [name ...]``.

Each file in ``corpora/sample-sources/`` becomes a flat OpenDocument text, LibreOffice lays that out as a PDF, and the PDF is
stamped with a fixed date and identity. A table of contents takes its page numbers from the outline of a first
layout, and a page named by ``scan`` in the front matter is replaced with a grey picture of itself. With ``format: docx`` in
the front matter LibreOffice writes a DOCX instead; with ``format: html`` it becomes a page of a government website.

Needs, for building only: LibreOffice (``soffice``), the Noto CJK fonts, poppler's ``pdftoppm``, and
``pip install pyyaml pypdfium2 pikepdf pillow``. Another version of LibreOffice or of the fonts may break lines and
pages elsewhere; with the same versions the same sources give the same bytes.

The sources are Markdown with a few additions, one paragraph a line:

=====================  ==============================================================================
``#`` ``##`` ``###``   一、  （一）  1.  (or 第一章), taken into the contents down to ``##``
``**…**``              a run-in heading or another stressed phrase
``[^1]``, ``[^1]: …``  a footnote and its text
``:::box 专栏1 …``     a ruled box, closed by ``:::``
``:::table 8,40,…``    a table with these column widths; its first row is repeated on every page
``{redhead}``          issuer in red, number of the document, red line (from the front matter)
``{cover}``            a page with the title alone;  ``{contents}`` the contents, on pages of their own
``{title}`` …          the centred title, ``／`` where it breaks;  ``{subtitle}`` a centred line under it
``{address}`` …        a line without indent;  ``{attachment}`` 附件 and its number
``{sign}`` …           issuer and date at the end, to the right;  ``{imprint}`` 抄送 and 印发 between rules
``{page}``, ``{wide}``, ``{tall}``  a new page, a new page lying, a new page standing
=====================  ==============================================================================
"""

from __future__ import annotations

import argparse
import io
import os
import re
import subprocess
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import pikepdf
import pypdfium2
import yaml
from PIL import Image, ImageFilter

HERE = Path(__file__).parent
SOURCES = HERE
TARGET = HERE.parent / "sample"
EXPORT = (
    'pdf:writer_pdf_Export:{"UseTaggedPDF":{"type":"boolean","value":"false"},'
    '"ExportBookmarks":{"type":"boolean","value":"true"}}'
)
SCAN_DPI = 120

NAMESPACES = " ".join(
    f'xmlns:{prefix}="{uri}"'
    for prefix, uri in {
        "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
        "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
        "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
        "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
        "fo": "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
        "svg": "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0",
        "dc": "http://purl.org/dc/elements/1.1/",
    }.items()
)
FOOTERS = {
    "dash": '- <text:page-number text:select-page="current">1</text:page-number> -',
    "long-dash": '— <text:page-number text:select-page="current">1</text:page-number> —',
    "of": '第 <text:page-number text:select-page="current">1</text:page-number> 页 '
    "共 <text:page-count>1</text:page-count> 页",
    "plain": '<text:page-number text:select-page="current">1</text:page-number>',
}


@dataclass
class Source:
    """A plan as we wrote it: its front matter, its lines, its footnotes."""

    name: str
    settings: dict[str, Any]
    lines: list[str]
    notes: dict[str, str]
    contents: dict[str, int] = field(default_factory=dict)  # heading → page, known after the first layout

    @property
    def title(self) -> str:
        return str(self.settings["title"])


def read_source(path: Path) -> Source:
    _, front, body = path.read_text(encoding="utf-8").split("---\n", 2)
    notes = dict(re.findall(r"^\[\^(\w+)\]: (.+)$", body, flags=re.M))
    lines = [line.strip() for line in body.splitlines() if line.strip() and not re.match(r"\[\^\w+\]: ", line)]
    return Source(path.stem, yaml.safe_load(front), lines, notes)


# --- flat OpenDocument -----------------------------------------------------------------------------------------


def paragraph(style: str, text: str) -> str:
    return f'<text:p text:style-name="{style}">{text}</text:p>'


def lines_of(title: str) -> str:
    """Return a title broken where the source has a ``／``."""
    return escape(title).replace("／", "<text:line-break/>")


class Writer:
    """Writes the body of one source as OpenDocument elements."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.pending = ""  # the page break that the next paragraph starts with
        self.cited = 0

    def body(self) -> str:
        return "\n".join(self.elements(iter(self.source.lines)))

    def elements(self, lines: Iterator[str]) -> Iterator[str]:
        for line in lines:
            if line.startswith(":::box "):
                yield self.box(line.removeprefix(":::box "), block(lines))
            elif line.startswith(":::table "):
                yield self.table([int(width) for width in line.split()[1].split(",")], block(lines))
            elif line.startswith("#"):
                marks, text = line.split(" ", 1)
                level = len(marks)
                style = self.broken(f"H{level}")
                yield f'<text:h text:style-name="{style}" text:outline-level="{level}">{self.inline(text)}</text:h>'
            elif line.startswith("{"):
                name, _, text = line[1:].partition("}")
                yield from getattr(self, f"on_{name}")(text.strip())
            else:
                yield paragraph(self.broken("Body"), self.inline(line))

    def broken(self, style: str) -> str:
        """Return the style's name, or its name with the page break that is due."""
        pending, self.pending = self.pending, ""
        return style + pending

    def inline(self, text: str) -> str:
        text = escape(text)
        text = re.sub(r"\*\*(.+?)\*\*", r'<text:span text:style-name="Strong">\1</text:span>', text)
        return re.sub(r"\[\^(\w+)\]", self.footnote, text)

    def footnote(self, match: re.Match[str]) -> str:
        self.cited += 1
        return (
            f'<text:note text:id="n{self.cited}" text:note-class="footnote">'
            f"<text:note-citation>{self.cited}</text:note-citation>"
            f"<text:note-body>{paragraph('Footnote', escape(self.source.notes[match[1]]))}</text:note-body></text:note>"
        )

    def box(self, title: str, lines: list[str]) -> str:
        together = ' table:style-name="Row"' if len(lines) <= 5 else ""  # a longer box may go over a page
        inside = paragraph("BoxTitle", self.inline(title)) + "".join(
            paragraph("BoxText", self.inline(line)) for line in lines
        )
        return (
            f"{paragraph('After', '')}"
            '<table:table table:style-name="Grid"><table:table-column/>'
            f"<table:table-row{together}>"
            f'<table:table-cell table:style-name="Cell">{inside}</table:table-cell></table:table-row>'
            f"</table:table>{paragraph('After', '')}"
        )

    def table(self, widths: list[int], lines: list[str]) -> str:
        rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
        columns = "".join(f'<table:table-column table:style-name="W{width}"/>' for width in widths)
        head, *rest = (self.row(cells, "CellHead" if number == 0 else "CellText") for number, cells in enumerate(rows))
        return (
            f'{paragraph("After", "")}<table:table table:style-name="Grid">{columns}'
            f"<table:table-header-rows>{head}</table:table-header-rows>{''.join(rest)}</table:table>"
            f"{paragraph('After', '')}"
        )

    def row(self, cells: list[str], style: str) -> str:
        return (
            '<table:table-row table:style-name="Row">'
            + "".join(
                f'<table:table-cell table:style-name="Cell">{paragraph(style, self.inline(cell))}</table:table-cell>'
                for cell in cells
            )
            + "</table:table-row>"
        )

    def on_redhead(self, _: str) -> Iterator[str]:
        self.pending = "-first"
        yield paragraph(self.broken("Red"), escape(self.source.settings["head"]))
        yield paragraph("Number", escape(self.source.settings["number"]))

    def on_cover(self, _: str) -> Iterator[str]:
        self.pending = "-cover"
        title, *lines = self.source.settings["cover"]
        yield paragraph(self.broken("CoverTitle"), lines_of(title))
        for line in lines:
            yield paragraph("CoverLine", escape(line))

    def on_contents(self, _: str) -> Iterator[str]:
        self.pending = "-page"
        yield paragraph(self.broken("ContentsTitle"), "目　录")
        for line in self.source.lines:
            if match := re.match(r"(##?) (.+)", line):
                heading = re.sub(r"\[\^\w+\]", "", match[2])
                page = self.source.contents.get(heading, 0)
                yield paragraph(f"Contents{len(match[1])}", f"{escape(heading)}<text:tab/>{page}")

    def on_page(self, _: str) -> Iterator[str]:
        self.pending = "-page"
        return iter(())

    def on_wide(self, _: str) -> Iterator[str]:
        self.pending = "-wide"
        return iter(())

    def on_tall(self, _: str) -> Iterator[str]:
        self.pending = "-tall"
        return iter(())

    def on_title(self, text: str) -> Iterator[str]:
        yield paragraph(self.broken("Title"), lines_of(text))

    def on_subtitle(self, text: str) -> Iterator[str]:
        yield paragraph(self.broken("Subtitle"), escape(text))

    def on_address(self, text: str) -> Iterator[str]:
        yield paragraph(self.broken("Address"), escape(text))

    def on_attachment(self, text: str) -> Iterator[str]:
        yield paragraph(self.broken("Attachment"), escape(text))

    def on_sign(self, text: str) -> Iterator[str]:
        yield paragraph(self.broken("Sign"), escape(text))

    def on_imprint(self, text: str) -> Iterator[str]:
        left, _, right = text.partition("|")
        yield paragraph("Imprint", f"{escape(left.strip())}<text:tab/>{escape(right.strip())}")


def block(lines: Iterator[str]) -> list[str]:
    """Take the lines up to the closing ``:::``."""
    return list(iter(lambda: next(lines), ":::"))


def flat_odt(source: Source) -> str:
    size = float(source.settings.get("size", 16))
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<office:document {NAMESPACES} office:version="1.3" '
        'office:mimetype="application/vnd.oasis.opendocument.text">'
        f"<office:meta><dc:title>{escape(source.title)}</dc:title></office:meta>"
        f"{fonts()}<office:styles>{defaults(size)}</office:styles>"
        f"<office:automatic-styles>{styles(source, size)}</office:automatic-styles>"
        f"<office:master-styles>{masters(source)}</office:master-styles>"
        f"<office:body><office:text>{Writer(source).body()}</office:text></office:body></office:document>"
    )


def fonts() -> str:
    return (
        "<office:font-face-decls>"
        + "".join(
            f'<style:font-face style:name="{name}" svg:font-family="\'Noto {name} CJK SC\'"/>'
            for name in ("Serif", "Sans")
        )
        + "</office:font-face-decls>"
    )


def font(name: str, size: float, *, bold: bool = False, colour: str = "#000000") -> str:
    weight = "bold" if bold else "normal"
    return (
        f'<style:text-properties style:font-name="{name}" style:font-name-asian="{name}" fo:font-size="{size}pt" '
        f'style:font-size-asian="{size}pt" fo:font-weight="{weight}" style:font-weight-asian="{weight}" '
        f'fo:color="{colour}" fo:language="en" fo:country="US" style:language-asian="zh" style:country-asian="CN"/>'
    )


def defaults(size: float) -> str:
    return (
        '<style:default-style style:family="paragraph"><style:paragraph-properties style:text-autospace="none" '
        f'style:punctuation-wrap="hanging" style:line-break="strict" fo:orphans="1" fo:widows="1"/>'
        f"{font('Serif', size)}</style:default-style>"
        '<style:style style:name="Superscript" style:family="text"><style:text-properties '
        'style:text-position="super 58%"/></style:style>'
        '<text:notes-configuration text:note-class="footnote" text:citation-body-style-name="Superscript" '
        'style:num-format="1" text:start-value="0" text:start-numbering-at="document"/>'
    )


def paragraph_styles(size: float, width: float, head: float) -> dict[str, tuple[str, str]]:
    """Return each paragraph style's properties and font."""
    lead, indent = round(size * 1.75, 1), size * 2
    tab = (
        f'<style:tab-stops><style:tab-stop style:position="{width}cm" style:type="right" '
        'style:leader-style="dotted" style:leader-text="."/></style:tab-stops>'
    )
    plain_tab = f'<style:tab-stops><style:tab-stop style:position="{width}cm" style:type="right"/></style:tab-stops>'
    line = f'fo:line-height="{lead}pt"'
    centre = 'fo:text-align="center"'
    small = size - 4
    return {
        "Body": (f'{line} fo:text-indent="{indent}pt" fo:text-align="justify"', font("Serif", size)),
        "H1": (f'{line} fo:text-indent="{indent}pt" fo:keep-with-next="always"', font("Sans", size)),
        "H1c": (f'{line} {centre} fo:margin-top="10pt" fo:keep-with-next="always"', font("Sans", size)),
        "H2": (f'{line} fo:text-indent="{indent}pt" fo:keep-with-next="always"', font("Serif", size, bold=True)),
        "H3": (f'{line} fo:text-indent="{indent}pt" fo:keep-with-next="always"', font("Serif", size, bold=True)),
        "Red": (
            f'{centre} fo:margin-top="30pt" fo:margin-bottom="26pt"',
            font("Serif", head, bold=True, colour="#e60012"),
        ),
        "Number": (
            f'{centre} fo:border-bottom="2pt solid #e60012" fo:padding-bottom="8pt" fo:margin-bottom="28pt"',
            font("Serif", size),
        ),
        "Title": (f'{centre} fo:line-height="36pt" fo:margin-bottom="16pt"', font("Serif", 22, bold=True)),
        "Subtitle": (f'{centre} {line} fo:margin-bottom="14pt"', font("Serif", size)),
        "Address": (f"{line}", font("Serif", size)),
        "Attachment": (f'{line} fo:margin-bottom="8pt"', font("Sans", size)),
        "Sign": (f'{line} fo:text-align="end" fo:margin-right="{indent}pt"', font("Serif", size)),
        "CoverTitle": (f'{centre} fo:line-height="48pt" fo:margin-top="190pt"', font("Serif", 30, bold=True)),
        "CoverLine": (f'{centre} fo:margin-top="150pt"', font("Serif", 18)),
        "ContentsTitle": (f'{centre} fo:margin-bottom="18pt"', font("Serif", 22, bold=True)),
        "Contents1": (f'fo:line-height="{lead - 3}pt"|{tab}', font("Sans", size - 2)),
        "Contents2": (f'fo:line-height="{lead - 3}pt" fo:margin-left="{size}pt"|{tab}', font("Serif", size - 2)),
        "BoxTitle": (
            f'{centre} fo:margin-top="4pt" fo:margin-bottom="4pt" fo:keep-with-next="always"',
            font("Sans", small),
        ),
        "BoxText": (
            f'fo:line-height="{small * 1.6}pt" fo:text-indent="{small * 2}pt" fo:text-align="justify"',
            font("Serif", small),
        ),
        "CellHead": (f'{centre} fo:line-height="17pt"', font("Sans", 11)),
        "CellText": ('fo:line-height="17pt"', font("Serif", 11)),
        "After": ('fo:line-height="10pt"', font("Serif", 6)),
        "Imprint": (
            f'fo:border-top="0.7pt solid #000000" fo:border-bottom="0.7pt solid #000000" fo:padding="3pt" '
            f'fo:margin-top="14pt"|{plain_tab}',
            font("Serif", 14 if size > 14 else 12),
        ),
        "Footnote": ('fo:margin-left="10pt" fo:text-indent="-10pt"', font("Serif", 10)),
        "Header": (
            f'{centre} fo:border-bottom="0.5pt solid #808080" fo:padding-bottom="2pt"',
            font("Serif", 10, colour="#404040"),
        ),
        "Footer": (centre, font("Serif", 14 if size > 14 else 10.5)),
    }


def styles(source: Source, size: float) -> str:
    breaks = {
        "": ("", ""),
        "-page": ("", 'fo:break-before="page"'),
        "-first": ('style:master-page-name="First"', ""),
        "-cover": ('style:master-page-name="Cover"', ""),
        "-wide": ('style:master-page-name="Wide"', ""),
        "-tall": ('style:master-page-name="Standard"', ""),
    }
    head = min(46, 440 // max(len(source.settings.get("head", "")), 1))
    table = paragraph_styles(size, width=15.8, head=head)
    if source.settings.get("chapters") == "centred":
        table["H1"] = table["H1c"]
    parts = []
    for name, (properties, text) in table.items():
        attributes, _, tabs = properties.partition("|")
        for suffix, (master, start) in breaks.items():
            level = f'style:default-outline-level="{name[1]}"' if re.fullmatch(r"H\d", name) else ""
            parts.append(
                f'<style:style style:name="{name}{suffix}" style:family="paragraph" {master} {level}>'
                f"<style:paragraph-properties {attributes} {start}>{tabs}</style:paragraph-properties>"
                f"{text}</style:style>"
            )
    parts.append(
        '<style:style style:name="Strong" style:family="text"><style:text-properties fo:font-weight="bold" '
        'style:font-weight-asian="bold"/></style:style>'
        '<style:style style:name="Grid" style:family="table"><style:table-properties table:align="margins" '
        'style:may-break-between-rows="true"/></style:style>'
        '<style:style style:name="Row" style:family="table-row"><style:table-row-properties '
        'fo:keep-together="always"/></style:style>'
        '<style:style style:name="Cell" style:family="table-cell"><style:table-cell-properties fo:padding="3pt" '
        'fo:border="0.5pt solid #000000" style:vertical-align="middle"/></style:style>'
    )
    widths = {int(w) for line in source.lines if line.startswith(":::table ") for w in line.split()[1].split(",")}
    parts.extend(
        f'<style:style style:name="W{width}" style:family="table-column"><style:table-column-properties '
        f'style:rel-column-width="{width * 100}*"/></style:style>'
        for width in sorted(widths)
    )
    return "".join(parts) + page_layout("Tall", 21, 29.7) + page_layout("Lying", 29.7, 21)


def page_layout(name: str, width: float, height: float) -> str:
    orientation = "portrait" if width < height else "landscape"
    return (
        f'<style:page-layout style:name="{name}"><style:page-layout-properties fo:page-width="{width}cm" '
        f'fo:page-height="{height}cm" style:print-orientation="{orientation}" fo:margin-top="1.7cm" '
        'fo:margin-bottom="1.7cm" fo:margin-left="2.6cm" fo:margin-right="2.6cm">'
        '<style:footnote-sep style:width="0.5pt" style:rel-width="30%" style:color="#000000"/>'
        "</style:page-layout-properties>"
        '<style:header-style><style:header-footer-properties fo:min-height="1.4cm" fo:margin-bottom="0.8cm"/>'
        '</style:header-style><style:footer-style><style:header-footer-properties fo:min-height="1.3cm" '
        'fo:margin-top="0.8cm"/></style:footer-style></style:page-layout>'
    )


def masters(source: Source) -> str:
    header = f"<style:header>{paragraph('Header', escape(source.settings.get('header', '')))}</style:header>"
    no_header, no_footer = "<style:header><text:p/></style:header>", "<style:footer><text:p/></style:footer>"
    if not source.settings.get("header"):
        header = no_header
    footer = f"<style:footer>{paragraph('Footer', FOOTERS[source.settings['footer']])}</style:footer>"
    return (
        master("Standard", "Tall", header + footer)
        + master("Wide", "Lying", header + footer)
        + master("First", "Tall", no_header + footer)
        + master("Cover", "Tall", no_header + no_footer)
    )


def master(name: str, layout: str, content: str) -> str:
    return (
        f'<style:master-page style:name="{name}" style:page-layout-name="{layout}" '
        f'style:next-style-name="{"Wide" if name == "Wide" else "Standard"}">{content}</style:master-page>'
    )


# --- DOCX and HTML ---------------------------------------------------------------------------------------------


def save_docx(source: Source, folder: Path) -> None:
    """Have LibreOffice write a DOCX, and pack it again with a fixed date."""
    flat = folder / f"{source.name}.fodt"
    flat.write_text(flat_odt(source), encoding="utf-8")
    command = ["soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to"]
    subprocess.run(
        [*command, "docx:MS Word 2007 XML", "--outdir", str(folder), str(flat)], check=True, stdout=subprocess.DEVNULL
    )
    year = int(source.settings["year"])
    with (
        zipfile.ZipFile(folder / f"{source.name}.docx") as made,
        zipfile.ZipFile(TARGET / f"{source.name}.docx", "w", zipfile.ZIP_DEFLATED) as packed,
    ):
        for name in sorted(made.namelist()):
            data = made.read(name)
            if name.startswith("docProps/"):
                data = re.sub(rb"\d{4}-\d\d-\d\dT[\d:.]+Z?", f"{year}-01-01T00:00:00Z".encode(), data)
            packed.writestr(zipfile.ZipInfo(name, (year, 1, 1, 0, 0, 0)), data, zipfile.ZIP_DEFLATED)


MENU = ("首页", "走进澜湾", "新闻中心", "政务公开", "政务服务", "互动交流", "数据开放")
SIDE = ("机构职能", "政策文件", "政策解读", "财政信息", "规划计划", "人事信息", "重大项目", "公共资源交易")


def save_html(source: Source) -> None:
    """Write a page as a browser would save it: menus, a table of facts, the article, links and a footer about it."""
    settings = source.settings
    title = source.title.replace("／", "")
    facts = (
        ("索引号", f"LW-{settings['year']}-0042"), ("发文机关", settings["head"]), ("发文字号", settings["number"]),
        ("成文日期", settings["date"]), ("发布日期", settings["published"]), ("有效性", "有效"),
    )  # fmt: skip
    rows = "".join(
        f"<tr><td>{a[0]}：</td><td>{a[1]}</td><td>{b[0]}：</td><td>{b[1]}</td></tr>\n"
        for a, b in zip(facts[::2], facts[1::2], strict=True)
    )
    links = [f'<li><a href="/{n}/index.html">{name}</a></li>' for n, name in enumerate(MENU + SIDE)]
    menu, side = links[: len(MENU)], links[len(MENU) :]
    page = f"""<!DOCTYPE html>
<html lang="zh">
<head>
<meta charset="gb2312">
<meta name="SiteName" content="{settings["site"]}">
<meta name="ArticleTitle" content="{escape(title)}">
<meta name="PubDate" content="{settings["published"]}">
<meta name="ContentSource" content="{settings["head"]}">
<title>{escape(title)}_{settings["site"]}</title>
<style>.content p {{ text-indent: 2em }}</style>
</head>
<body>
<div class="top"><a href="/login">登录</a> <a href="/en">English</a> <a href="/wza">无障碍</a> <a href="/map">网站地图</a></div>
<ul class="nav">{"".join(menu)}</ul>
<div class="wrap">
<div class="crumb">当前位置：<a href="/">首页</a> &gt; <a href="/3">政务公开</a> &gt; 政策文件</div>
<div class="side"><ul>{"".join(side)}</ul></div>
<div class="main">
<table class="facts">
{rows}</table>
<h1>{escape(title)}</h1>
<div class="info">发布时间：{settings["published"]} 09:30　来源：{settings["head"]}　字号：大 中 小　打印　分享</div>
<div class="content" id="zoom">
{html_body(source)}
</div>
<div class="related"><h3>相关链接</h3><ul><li><a href="/4/7.html">《{escape(title)}》政策解读</a></li></ul></div>
</div>
</div>
<div class="footer"><p>主办：{settings["head"]}　承办：澜湾区政务服务和数据管理局</p>
<p>版权所有 未经许可不得转载　网站标识码：0000000000</p></div>
<script>document.title = document.title;</script>
</body>
</html>
"""
    (TARGET / f"{source.name}.html").write_text(page, encoding="utf-8", newline="\n")


def html_body(source: Source) -> str:
    out: list[str] = []
    lines = iter(source.lines)
    for line in lines:
        if line.startswith(":::table "):
            rows = [[escape(cell.strip()) for cell in row.strip("|").split("|")] for row in block(lines)]
            cells = ["".join(f"<td>{cell}</td>" for cell in row) for row in rows]
            out.append("<table>" + "\n".join(f"<tr>{row}</tr>" for row in cells) + "</table>")
        elif line.startswith("{attachment}"):
            name = escape(line.partition("}")[2].strip())
            out.append(f'<p><a href="./W020250425.docx">{name}</a></p>')
        else:
            text = escape(re.sub(r"^(?:#+|\{\w+\}) ", "", line).replace("／", ""))
            bold = line.startswith(("#", "{title}"))
            out.append(f"<p><strong>{text}</strong></p>" if bold else f"<p>　　{text}</p>")
    return "\n".join(out)


# --- PDF -------------------------------------------------------------------------------------------------------


def lay_out(sources: list[Source], folder: Path) -> None:
    if not sources:
        return
    for source in sources:
        (folder / f"{source.name}.fodt").write_text(flat_odt(source), encoding="utf-8")
    command = ["soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to"]
    files = [str(folder / f"{source.name}.fodt") for source in sources]
    subprocess.run(
        [*command, EXPORT, "--outdir", str(folder), *files],
        check=True,
        stdout=subprocess.DEVNULL,
        env=os.environ | {"SOURCE_DATE_EPOCH": "1704067200", "TZ": "UTC"},
    )


def outline(path: Path) -> dict[str, int]:
    """Return the page, from 1, of every heading in the PDF's outline."""
    pages: dict[str, int] = {}
    with pypdfium2.PdfDocument(path) as pdf:
        for bookmark in pdf.get_toc():
            destination = bookmark.get_dest()
            if destination is not None:
                pages[re.sub(r"\d+$", "", bookmark.get_title())] = destination.get_index() + 1
    return pages


def scan(pdf: pikepdf.Pdf, path: Path, number: int) -> None:
    """Put a grey, slightly crooked picture in place of a page."""
    command = ["pdftoppm", "-r", str(SCAN_DPI), "-gray", "-f", str(number), "-l", str(number), str(path)]
    picture = Image.open(io.BytesIO(subprocess.run(command, check=True, capture_output=True).stdout))
    page = picture.rotate(0.4, resample=Image.Resampling.BICUBIC, fillcolor=250).filter(ImageFilter.GaussianBlur(0.4))
    jpeg = io.BytesIO()
    page.save(jpeg, "JPEG", quality=55)
    _, _, width, height = (float(value) for value in pdf.pages[number - 1].mediabox)
    image = pikepdf.Stream(
        pdf,
        jpeg.getvalue(),
        Type=pikepdf.Name.XObject,
        Subtype=pikepdf.Name.Image,
        Width=page.width,
        Height=page.height,
        ColorSpace=pikepdf.Name.DeviceGray,
        BitsPerComponent=8,
        Filter=pikepdf.Name.DCTDecode,
    )
    target = pdf.pages[number - 1]
    target.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Scan=image))
    target.Contents = pikepdf.Stream(pdf, f"q {width} 0 0 {height} 0 0 cm /Scan Do Q".encode())


def stamp(source: Source, path: Path) -> None:
    """Save the PDF among the samples, with what differs from run to run made constant."""
    with pikepdf.open(path) as pdf:
        if number := source.settings.get("scan"):
            scan(pdf, path, number)
        for place, key in ((pdf.Root, "/Metadata"), (pdf.trailer, "/DocChecksum"), (pdf.trailer, "/ID")):
            if key in place:
                del place[key]
        year = source.settings["year"]
        pdf.trailer.Info = pikepdf.Dictionary(
            Title=source.title, Producer="LibreOffice", CreationDate=f"D:{year}0101000000Z"
        )
        pdf.remove_unreferenced_resources()
        pdf.save(
            TARGET / f"{source.name}.pdf",
            deterministic_id=True,
            compress_streams=True,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
        )


def plain_text(source: Source) -> str:
    """Return the source without its marks, as an office would paste it into an editor."""
    lines = [re.sub(r"^(#+|\{\w+\}) ?|\[\^\w+\]|\*\*", "", line) for line in source.lines]
    return "".join(f"　　{line}\r\n" for line in [source.settings["number"], *lines] if line)


def main() -> None:
    parser = argparse.ArgumentParser(description="Build the sample plans from corpora/sample-sources/.")
    parser.add_argument("names", nargs="*", help="only these, by file name without its ending")
    names = parser.parse_args().names
    paths = (path for path in sorted(SOURCES.glob("*.md")) if path.stem != "README")
    sources = [read_source(path) for path in paths if not names or path.stem in names]
    by_format = {kind: [s for s in sources if s.settings.get("format", "pdf") == kind] for kind in ("docx", "html", "pdf")}
    sources = by_format["pdf"]
    for source in by_format["html"]:
        save_html(source)
    with tempfile.TemporaryDirectory() as folder:
        for source in by_format["docx"]:
            save_docx(source, Path(folder))
        lay_out(sources, Path(folder))
        with_contents = [source for source in sources if "{contents}" in source.lines]
        for source in with_contents:
            source.contents = outline(Path(folder) / f"{source.name}.pdf")
        if with_contents:
            lay_out(with_contents, Path(folder))
        for source in sources:
            stamp(source, Path(folder) / f"{source.name}.pdf")
            if encoding := source.settings.get("text"):
                (TARGET / f"{source.name}.txt").write_bytes(plain_text(source).encode(encoding))


if __name__ == "__main__":
    main()
