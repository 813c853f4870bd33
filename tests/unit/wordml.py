"""Tiny DOCX files from strings of WordprocessingML."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

from policyscan.model.document import Document
from policyscan.readers.docx import read_docx

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_SPACES = (
    f'xmlns:w="{_WORD}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:dgm="http://schemas.openxmlformats.org/drawingml/2006/diagram" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
)
_TYPE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def t(text: str, *, properties: str = "") -> str:
    """A run."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def p(text: str, *, style: str = "", properties: str = "") -> str:
    """A paragraph of one run, or of what stands between tags."""
    runs = text if text.startswith("<") else t(text)
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{named}{properties}</w:pPr>{runs}</w:p>"


def tbl(*rows: list[str]) -> str:
    """A table; a cell that begins with a tag is taken as it is."""
    cells = [
        "".join(c if c.startswith("<w:tc>") else f"<w:tc>{c if c.startswith('<') else p(c)}</w:tc>" for c in r)
        for r in rows
    ]
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"


def text_box(*paragraphs: str) -> str:
    """A run with a text box as Word 2010 writes it: twice, once for older programs."""
    content = f"<w:txbxContent>{''.join(paragraphs)}</w:txbxContent>"
    return (
        f"<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx>{content}</wps:txbx></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:textbox>{content}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )


def number(number_id: int, level: int = 0) -> str:
    """The paragraph property that puts it into a list."""
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number_id}"/></w:numPr>'


def lvl(level: int, number_format: str, text: str, more: str = "") -> str:
    """A level of a list."""
    return f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{number_format}"/>{more}<w:lvlText w:val="{text}"/></w:lvl>'


def numbering(*definitions: str, numbers: str | None = None) -> str:
    """``word/numbering.xml``: lists 1, 2, … of these definitions, unless ``numbers`` tells others."""
    abstract = "".join(
        f'<w:abstractNum w:abstractNumId="{i}">{d}</w:abstractNum>' for i, d in enumerate(definitions, 1)
    )
    simple = "".join(
        f'<w:num w:numId="{i}"><w:abstractNumId w:val="{i}"/></w:num>' for i in range(1, len(definitions) + 1)
    )
    return abstract + (simple if numbers is None else numbers)


def a_docx(
    *body: str, styles: str = "", lists: str = "", parts: dict[str, tuple[str, str | bytes]] | None = None
) -> bytes:
    """A DOCX file. ``parts`` maps names of further parts to their kind and their content, whose ids are their names."""
    members: dict[str, str | bytes] = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": f'<Relationships><Relationship Id="r" Type="{_TYPE}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/document.xml": f"<w:document {_SPACES}><w:body>{''.join(body)}</w:body></w:document>",
        "word/styles.xml": f"<w:styles {_SPACES}>{styles}</w:styles>",
        "word/numbering.xml": f"<w:numbering {_SPACES}>{lists}</w:numbering>",
    }
    relations = {"styles.xml": "styles", "numbering.xml": "numbering"}
    for name, (kind, content) in (parts or {}).items():
        relations[name] = kind
        if isinstance(content, str):
            content = f"<w:{kind} {_SPACES}>{content}</w:{kind}>"
        members[f"word/{name}"] = content
    listed = "".join(f'<Relationship Id="{n}" Type="{_TYPE}/{k}" Target="{n}"/>' for n, k in relations.items())
    members["word/_rels/document.xml.rels"] = f"<Relationships>{listed}</Relationships>"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in members.items():
            file.writestr(name, data)
    return out.getvalue()


def read(
    *body: str, styles: str = "", lists: str = "", parts: dict[str, tuple[str, str | bytes]] | None = None
) -> Document:
    """Read a DOCX file, without cleaning."""
    return read_docx(Path("plan.docx"), a_docx(*body, styles=styles, lists=lists, parts=parts), "0" * 64)
