"""Build the OFD sample: ``python corpora/sample-sources/build_ofd.py``. Needs nothing but Python; same source, same bytes.

The source has the marks of `build.py` as far as they are needed here: ``{redhead}`` and ``{title}``, ``#`` headings, paragraphs,
``{sign}``, ``{page}``, and ``:::table 20,40,…`` with rows of cells between ``|``, the first of which comes again on every page.
Lengths are millimetres.
"""

from __future__ import annotations

import zipfile
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from xml.sax.saxutils import escape

HERE = Path(__file__).parent
TARGET = HERE.parent / "sample"
NAME = "biyun-county"
LEFT, RIGHT, TOP, BOTTOM = 28.0, 184.0, 30.0, 262.0
SIZE, LEADING = 5.6, 10.0
SMALL, CELL = 4.2, 6.4
_NO_START = "，。、；：！？”’）》〉】〕%"
_NO_END = "“‘（《〈【〔"
XMLNS = 'xmlns:ofd="http://www.ofdspec.org/2016"'


@dataclass
class Page:
    """The objects of one page; ``y`` is where the next line begins."""

    objects: list[str] = field(default_factory=list)
    y: float = TOP

    def text(self, text: str, x: float, y: float, size: float, font: int = 1, color: str = "") -> None:
        """Write a line whose top left corner stands at x, y."""
        steps = " ".join(f"{_advance(char, size):g}" for char in text[:-1])
        delta = f' DeltaX="{steps}"' if steps else ""
        fill = f'<ofd:FillColor Value="{color}"/>' if color else ""
        self.objects.append(
            f'<ofd:TextObject ID="{{id}}" Boundary="{x:g} {y:g} {_width(text, size):g} {size:g}" Font="{font}" '
            f'Size="{size:g}">{fill}<ofd:TextCode X="0" Y="{0.86 * size:g}"{delta}>{escape(text)}</ofd:TextCode></ofd:TextObject>'
        )

    def line(self, x0: float, y0: float, x1: float, y1: float, color: str = "0 0 0", width: float = 0.2) -> None:
        """Draw a straight line."""
        self.objects.append(
            f'<ofd:PathObject ID="{{id}}" Boundary="{x0:g} {y0:g} {max(x1 - x0, width):g} {max(y1 - y0, width):g}" '
            f'LineWidth="{width:g}"><ofd:StrokeColor Value="{color}"/>'
            f"<ofd:AbbreviatedData>M 0 0 L {x1 - x0:g} {y1 - y0:g}</ofd:AbbreviatedData></ofd:PathObject>"
        )


class Layout:
    """Lays paragraphs and tables on pages."""

    def __init__(self) -> None:
        self.pages = [Page()]

    @property
    def page(self) -> Page:
        """The page that is being filled."""
        return self.pages[-1]

    def room(self, height: float) -> None:
        """Turn the page if what is this high has no room any more."""
        if self.page.y + height > BOTTOM:
            self.pages.append(Page())

    def centred(self, text: str, size: float, font: int = 2, color: str = "") -> None:
        """Write a line in the middle."""
        self.page.text(text, (LEFT + RIGHT - _width(text, size)) / 2, self.page.y, size, font, color)
        self.page.y += 1.8 * size

    def paragraph(self, text: str, font: int = 1, indent: float = 2.0) -> None:
        """Write a paragraph."""
        for number, line in enumerate(_wrap(text, RIGHT - LEFT, SIZE, indent * SIZE)):
            self.room(LEADING)
            self.page.text(line, LEFT + (0 if number else indent * SIZE), self.page.y, SIZE, font)
            self.page.y += LEADING

    def signature(self, text: str) -> None:
        """Write a line that ends two characters before the right margin."""
        self.room(LEADING)
        self.page.text(text, RIGHT - 2 * SIZE - _width(text, SIZE), self.page.y, SIZE)
        self.page.y += LEADING

    def table(self, widths: list[float], rows: list[list[str]]) -> None:
        """Draw a ruled table; a cell with ``^`` goes on from the cell above (合并单元格)."""
        shares = [width * (RIGHT - LEFT) / sum(widths) for width in widths]
        edges = [LEFT + sum(shares[:i]) for i in range(len(shares) + 1)]
        begin: float | None = None
        for row in [rows[0], *rows[1:]]:
            cells = [_wrap(c, share - 3, SMALL, 0) if c != "^" else [] for c, share in zip(row, shares, strict=True)]
            height = CELL * max(len(cell) for cell in cells) + 2
            if self.page.y + height > BOTTOM:
                self._uprights(edges, begin or TOP)
                self.pages.append(Page())
                begin = None
                if row is not rows[0]:
                    begin = self.page.y
                    self._row(edges, [_wrap(c, s - 3, SMALL, 0) for c, s in zip(rows[0], shares, strict=True)], rows[0])
            begin = self.page.y if begin is None else begin
            self._row(edges, cells, row)
        self._uprights(edges, begin or TOP)
        self.page.y += LEADING

    def _row(self, edges: list[float], cells: list[list[str]], row: list[str]) -> None:
        height = CELL * max(len(cell) for cell in cells) + 2
        for (left, right), cell, text in zip(pairwise(edges), cells, row, strict=True):
            if text != "^":
                self.page.line(left, self.page.y, right, self.page.y)
            for number, line in enumerate(cell):
                self.page.text(line, left + 1.5, self.page.y + 2 + number * CELL, SMALL)
        self.page.y += height

    def _uprights(self, edges: list[float], top: float) -> None:
        self.page.line(edges[0], self.page.y, edges[-1], self.page.y)
        for x in edges:
            self.page.line(x, top, x, self.page.y)


def _advance(char: str, size: float) -> float:
    return size if ord(char) > 0x2000 else size / 2


def _width(text: str, size: float) -> float:
    return sum(_advance(char, size) for char in text)


def _wrap(text: str, width: float, size: float, indent: float) -> list[str]:
    lines, start, room = [], 0, width - indent
    while start < len(text):
        end = start
        used = 0.0
        while end < len(text) and used + _advance(text[end], size) <= room + 0.01:
            used += _advance(text[end], size)
            end += 1
        if end < len(text):
            if text[end] in _NO_START:
                end += 1  # it hangs in the margin
            while end > start + 1 and (
                text[end - 1] in _NO_END
                or (text[end - 1 : end + 1].isalnum() and ord(text[end]) < 128 and ord(text[end - 1]) < 128)
            ):
                end -= 1
        lines.append(text[start:end])
        start, room = end, width
    return lines


def lay_out(source: str) -> list[Page]:
    """Return the pages of a source."""
    layout = Layout()
    lines = iter(source.splitlines())
    for line in lines:
        mark, _, rest = line.partition(" ")
        if mark == "{redhead}":
            issuer, number = rest.split("|")
            layout.centred(issuer, 10, color="220 20 20")
            layout.page.y += 6
            layout.centred(number, SIZE, 1)
            layout.page.line(LEFT, layout.page.y, RIGHT, layout.page.y, "220 20 20", 0.6)
            layout.page.y += 12
        elif mark == "{title}":
            for part in rest.split("／"):
                layout.centred(part, 7.6)
        elif mark == "{address}":
            layout.page.y += 4
            layout.paragraph(rest, indent=0)
        elif mark == "{sign}":
            for part in rest.split("|"):
                layout.signature(part)
        elif mark == "{page}":
            layout.pages.append(Page())
        elif mark == "#":
            layout.paragraph(rest, font=2)
        elif mark == ":::table":
            rows = [row.split("|") for row in iter(lambda: next(lines), ":::")]
            layout.table([float(width) for width in rest.split(",")], rows)
        elif line:
            layout.paragraph(line)
    for number, page in enumerate(layout.pages, 1):
        page.text(f"— {number} —", (LEFT + RIGHT) / 2 - 8, 275, 4.9)
    return layout.pages


def members(pages: list[Page], title: str) -> dict[str, str]:
    """Return the files of the archive by name."""
    head = '<?xml version="1.0" encoding="UTF-8"?>\n'
    files = {
        "OFD.xml": f'<ofd:OFD {XMLNS} DocType="OFD" Version="1.1"><ofd:DocBody><ofd:DocInfo><ofd:DocID>'
        f"{'0' * 31}1</ofd:DocID><ofd:Title>{title}</ofd:Title><ofd:CreationDate>2024-03-15</ofd:CreationDate>"
        "</ofd:DocInfo><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": f"<ofd:Document {XMLNS}><ofd:CommonData><ofd:MaxUnitID>9999</ofd:MaxUnitID><ofd:PageArea>"
        "<ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea><ofd:PublicRes>PublicRes.xml</ofd:PublicRes>"
        "</ofd:CommonData><ofd:Pages>"
        + "".join(f'<ofd:Page ID="{10 + n}" BaseLoc="Pages/Page_{n}/Content.xml"/>' for n in range(len(pages)))
        + "</ofd:Pages></ofd:Document>",
        "Doc_0/PublicRes.xml": f'<ofd:Res {XMLNS} BaseLoc="Res"><ofd:Fonts><ofd:Font ID="1" FontName="FangSong"/>'
        '<ofd:Font ID="2" FontName="SimHei"/></ofd:Fonts></ofd:Res>',
    }
    identifier = 100
    for n, page in enumerate(pages):
        objects = []
        for text in page.objects:
            identifier += 1
            objects.append(text.replace("{id}", str(identifier)))
        files[f"Doc_0/Pages/Page_{n}/Content.xml"] = (
            f'<ofd:Page {XMLNS}><ofd:Content><ofd:Layer ID="{50 + n}">{"".join(objects)}</ofd:Layer></ofd:Content></ofd:Page>'
        )
    return {name: head + text for name, text in files.items()}


def main() -> None:
    """Write the sample."""
    source = (HERE / f"{NAME}.md").read_text("utf-8")
    title = next(line for line in source.splitlines() if line.startswith("{title}"))[8:].replace("／", "")
    with zipfile.ZipFile(TARGET / f"{NAME}.ofd", "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members(lay_out(source), title).items():
            archive.writestr(zipfile.ZipInfo(name, (2024, 3, 15, 0, 0, 0)), text, zipfile.ZIP_DEFLATED)


if __name__ == "__main__":
    main()
