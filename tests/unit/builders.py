"""Documents in one line."""

from __future__ import annotations

from pathlib import Path

from msgspec.structs import replace

from policyscan.model.document import Block, BlockKind, Box, Document, Fragment, Page

SAMPLES = Path(__file__).parents[2] / "corpora" / "sample"
WIDTH, HEIGHT, EM = 600.0, 800.0, 14.0


def a_line(
    text: str, *, page: int = 1, row: int = 10, indent: float = 0, size: float = EM, right: float | None = None
) -> Block:
    """A line in the body: ``row`` counts lines of 20 points from the top, ``indent`` is in characters."""
    left = 80 + indent * size
    box = Box(left, row * 20.0, right if right is not None else left + len(text) * size, row * 20.0 + size)
    return Block(text, (Fragment(0, len(text), page, text, box),), size=size)


def a_full_line(start: str = "", *, page: int = 1, row: int = 10, indent: float = 0) -> Block:
    """A line that reaches the right edge at 520 points."""
    text = (start + "推进数据资源共享开放利用统筹协调机制建设" * 3)[: int((520 - 80) / EM - indent)]
    return a_line(text, page=page, row=row, indent=indent, right=520.0)


def a_document(*blocks: Block, pages: int = 1, reader: str = "pdf") -> Document:
    """A document of these blocks."""
    sizes = tuple(Page(number, WIDTH, HEIGHT) for number in range(1, pages + 1))
    return Document("plan.pdf", "0" * 64, reader, sizes, blocks)


def a_text(*lines: str) -> Document:
    """A plain text: a paragraph a line."""
    blocks = [
        Block(line, (Fragment(0, len(line), 1, line, line=number),), BlockKind.PARAGRAPH)
        for number, line in enumerate(lines, 1)
    ]
    return replace(a_document(*blocks, reader="text"), pages=(Page(1, 0, 0),))


def a_pdf(*pages: str, trailer: bool = True) -> bytes:
    """A small PDF with a line of ASCII text a page; an empty string leaves a page blank."""
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", ""]
    kids = []
    for text in pages:
        stream = f"BT /F1 12 Tf 72 700 Td ({text}) Tj ET" if text else ""
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents {len(objects) + 2} 0 R "
            "/Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>"
        )
        kids.append(f"{len(objects)} 0 R")
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    return _file(objects, trailer)


def a_bomb(levels: int = 12) -> bytes:
    """A PDF of one page whose form draws the next form ten times, and so on: 10 to the power of ``levels`` texts."""
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>"]
    forms = "/Resources << /XObject << /X {} 0 R >> >>"
    stream = "/X Do\n" * 10
    objects.append(f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R {forms.format(5)} >>")
    objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
    for number in range(5, 5 + levels):
        head = f"/Type /XObject /Subtype /Form /BBox [0 0 600 800] {forms.format(number + 1)}"
        objects.append(f"<< {head} /Length {len(stream)} >>\nstream\n{stream}\nendstream")
    text = "BT /F1 12 Tf 72 700 Td (text) Tj ET"
    font = "/Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >>"
    head = f"/Type /XObject /Subtype /Form /BBox [0 0 600 800] {font}"
    objects.append(f"<< {head} /Length {len(text)} >>\nstream\n{text}\nendstream")
    return _file(objects)


def _file(objects: list[str], trailer: bool = True) -> bytes:
    out = "%PDF-1.4\n"
    offsets = []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n"
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n" + "".join(f"{o:010} 00000 n \n" for o in offsets)
    if trailer:
        out += f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n"
    return out.encode("latin-1")
