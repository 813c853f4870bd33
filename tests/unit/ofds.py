"""Tiny OFD files: pages of texts and rulings, in millimetres from the top left of a page of 200 × 300."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

from policyscan.model.document import Document
from policyscan.readers.ofd import read_ofd

XMLNS = 'xmlns:ofd="http://www.ofdspec.org/2016"'
SIZE = 5.0


def text(words: str, x: float = 20, y: float = 20, *, size: float = SIZE, attributes: str = "", code: str = "") -> str:
    """A text whose top left corner stands at x, y; ``code`` takes the place of the usual attributes of its TextCode."""
    code = code or f'X="0" Y="{0.86 * size}" DeltaX="g {max(len(words) - 1, 1)} {size}"'
    return (
        f'<ofd:TextObject ID="1" Boundary="{x} {y} 100 {size}" Font="1" Size="{size}" {attributes}>'
        f"<ofd:TextCode {code}>{words}</ofd:TextCode></ofd:TextObject>"
    )


def path(data: str, x: float = 0, y: float = 0, *, attributes: str = "", inner: str = "") -> str:
    """A path drawn from x, y."""
    return (
        f'<ofd:PathObject ID="1" Boundary="{x} {y} 200 300" {attributes}>{inner}'
        f"<ofd:AbbreviatedData>{data}</ofd:AbbreviatedData></ofd:PathObject>"
    )


def grid(xs: list[float], ys: list[float]) -> str:
    """The rulings of a table: at each x, at each y."""
    upright = [path(f"M {x} {ys[0]} L {x} {ys[-1]}") for x in xs]
    return "".join(upright + [path(f"M {xs[0]} {y} L {xs[-1]} {y}") for y in ys])


IMAGE = '<ofd:ImageObject ID="1" Boundary="0 0 200 300" ResourceID="9"/>'


def page(*objects: str, head: str = "") -> str:
    """A page's content."""
    layer = f'<ofd:Layer ID="1">{"".join(objects)}</ofd:Layer>'
    return f"<ofd:Page {XMLNS}>{head}<ofd:Content>{layer}</ofd:Content></ofd:Page>"


def document(*places: str, common: str = "") -> str:
    """A Document.xml that names the places of its pages."""
    pages = "".join(f'<ofd:Page ID="{10 + i}" BaseLoc="{place}"/>' for i, place in enumerate(places))
    area = "<ofd:PageArea><ofd:PhysicalBox>0 0 200 300</ofd:PhysicalBox></ofd:PageArea>"
    return f"<ofd:Document {XMLNS}><ofd:CommonData>{area}{common}</ofd:CommonData><ofd:Pages>{pages}</ofd:Pages></ofd:Document>"


def root(*places: str) -> str:
    """An OFD.xml that names the places of its documents."""
    bodies = "".join(f"<ofd:DocBody><ofd:DocRoot>{place}</ofd:DocRoot></ofd:DocBody>" for place in places)
    return f'<ofd:OFD {XMLNS} Version="1.0" DocType="OFD">{bodies}</ofd:OFD>'


def packed(files: dict[str, str | bytes]) -> bytes:
    """An archive of these files."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def files_of(*pages: str, common: str = "") -> dict[str, str | bytes]:
    """The files of an OFD with these pages, where the standard recommends."""
    names = [f"Pages/Page_{i}/Content.xml" for i in range(len(pages))]
    files: dict[str, str | bytes] = {
        "OFD.xml": root("Doc_0/Document.xml"), "Doc_0/Document.xml": document(*names, common=common)
    }  # fmt: skip
    return files | {f"Doc_0/{name}": content for name, content in zip(names, pages, strict=True)}


def read(files: dict[str, str | bytes]) -> Document:
    """The document that the reader makes of these files."""
    return read_ofd(Path("通知.ofd"), packed(files), "0" * 64)


def read_page(*objects: str) -> Document:
    """The document that the reader makes of one page with these objects."""
    return read(files_of(page(*objects)))
