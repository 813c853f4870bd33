"""Tiny PDFs drawn by hand: Chinese text, rules and frames, in points from the top left of a page of 600 × 800."""

from __future__ import annotations

from math import cos, radians, sin
from pathlib import Path

from policyscan.model.document import Document
from policyscan.readers.pdf import read_pdf

WIDTH, HEIGHT = 600, 800
_FONT = (  # a font of Adobe's collections needs no file: pdfium knows what its codes mean
    "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [<< /Type /Font "
    "/Subtype /CIDFontType0 /BaseFont /STSong-Light /DW 1000 /FontDescriptor << /Type /FontDescriptor /FontName "
    "/STSong-Light /Flags 6 /Ascent 880 /Descent -120 /CapHeight 880 /ItalicAngle 0 /StemV 93 "
    "/FontBBox [0 -120 1000 880] >> /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >> >>] >>"
)


def write(text: str, x: float = 80, y: float = 100, *, size: float = 14, turned: float = 0, bold: bool = False) -> str:
    """A text whose top left corner stands at x, y; ``bold`` draws it twice, a hair apart."""
    c, s = cos(radians(turned)), sin(radians(turned))
    code = text.encode("utf-16-be").hex()
    places = [x, x + 0.3] if bold else [x]
    return "".join(
        f"BT /F1 {size} Tf {c:.4f} {s:.4f} {-s:.4f} {c:.4f} {left} {HEIGHT - y - 0.88 * size} Tm <{code}> Tj ET\n"
        for left in places
    )


def frame(left: float, top: float, right: float, bottom: float, *, paint: str = "S") -> str:
    """A rectangle, stroked unless ``paint`` says otherwise."""
    return f"{left} {HEIGHT - bottom} {right - left} {bottom - top} re {paint}\n"


def rule(x0: float, y0: float, x1: float, y1: float) -> str:
    """A straight line."""
    return f"{x0} {HEIGHT - y0} m {x1} {HEIGHT - y1} l S\n"


def grid(xs: list[float], ys: list[float]) -> str:
    """The rulings of a table: at each x, at each y."""
    return "".join(rule(x, ys[0], x, ys[-1]) for x in xs) + "".join(rule(xs[0], y, xs[-1], y) for y in ys)


def a_drawing(*pages: str, rotate: int = 0) -> bytes:
    """A PDF of these pages, each what `write`, `frame`, `rule` and `grid` return."""
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", "", _FONT]
    kids = []
    for content in pages:
        kids.append(f"{len(objects) + 1} 0 R")
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {WIDTH} {HEIGHT}] /Rotate {rotate} "
            f"/Contents {len(objects) + 2} 0 R /Resources << /Font << /F1 3 0 R >> >> >>"
        )
        objects.append(f"<< /Length {len(content)} >>\nstream\n{content}\nendstream")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    out, offsets = "%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n"
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    return (
        f"{out}xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
        f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(out)}\n%%EOF\n"
    ).encode("ascii")


def read(*pages: str, rotate: int = 0) -> Document:
    """Read a PDF of these pages, without cleaning."""
    return read_pdf(Path("drawn.pdf"), a_drawing(*pages, rotate=rotate), "0" * 64)
