"""What `policyscan doctor` found out: for people, and as JSON (docs/formats.md)."""

from __future__ import annotations

import io
from collections.abc import Iterable

from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text

from policyscan.extras import install_command
from policyscan.language import Bilingual
from policyscan.model.codec import Json, encode
from policyscan.model.diagnosis import Diagnosis, Equipment, Examination
from policyscan.model.document import BlockKind, Note
from policyscan.model.report import Failed
from policyscan.rendering.view import View, clean
from policyscan.rendering.words import note_lines, page_ranges

FORMAT = "policyscan-doctor"
FORMAT_VERSION = 1

_KINDS = {
    BlockKind.HEADER: Bilingual("页眉", "headers"),
    BlockKind.FOOTER: Bilingual("页脚", "footers"),
    BlockKind.PAGE_NUMBER: Bilingual("页码", "page numbers"),
    BlockKind.WATERMARK: Bilingual("水印", "watermarks"),
    BlockKind.CONTENTS: Bilingual("目录", "lines of contents"),
    BlockKind.FOOTNOTE: Bilingual("脚注", "footnotes"),
    BlockKind.WEB: Bilingual("网页栏目与地址", "menus and addresses of a web page"),
}


def render_examination(examination: Examination, format_name: str, view: View) -> str:
    """Return what was found out, as ``table`` or ``json``."""
    return _json(examination) if format_name == "json" else _table(examination, view)


def _table(examination: Examination, view: View) -> str:
    out = io.StringIO()
    console = Console(
        file=out, width=view.width, force_terminal=view.colour, color_system="auto" if view.colour else None,
        no_color=not view.colour, highlight=False, markup=False, emoji=False, legacy_windows=False,
    )  # fmt: skip
    for outcome in examination.outcomes:
        console.print(Text(clean(outcome.source), "bold"))
        console.print(_failed(outcome, view) if isinstance(outcome, Failed) else _diagnosis(outcome, view))
        console.print()
    console.print(Text(Bilingual("本机", "This machine").in_language(view.language), "bold"))
    console.print(_equipment(examination.equipment, view))
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines()) + "\n"


def _grid(rows: Iterable[tuple[Bilingual | str, Bilingual | str, str]], view: View) -> RenderableType:
    """Lay out names and values; the third is a style."""
    grid = Table.grid(padding=(0, 2))
    grid.add_column(no_wrap=True, min_width=10)
    grid.add_column(overflow="fold")
    for name, value, style in rows:
        grid.add_row(Text(f"  {_say(name, view)}", style or "dim"), Text(_say(value, view), style))
    return grid


def _say(text: Bilingual | str, view: View) -> str:
    return clean(text if isinstance(text, str) else text.in_language(view.language))


def _failed(outcome: Failed, view: View) -> RenderableType:
    rows: list[tuple[Bilingual | str, Bilingual | str, str]] = [
        (Bilingual("✗ 未能读取", "✗ not read"), outcome.reason, "bold red")
    ]
    if outcome.hint:
        rows.append((Bilingual("→ 办法", "→ try"), outcome.hint, ""))
    return _grid(rows, view)


def _diagnosis(found: Diagnosis, view: View) -> RenderableType:
    page = found.title_page
    title = page.title or Bilingual("未找到", "none found")
    facts = " · ".join(
        str(fact) for fact in (page.number, page.issuer, page.date, page.province, page.city) if fact is not None
    )
    encoding = f" · {found.encoding}" if found.encoding else ""
    size = Bilingual(
        f"{found.reader}{encoding} · {found.size:,} 字节 · {found.pages} 页 · {found.characters:,} 字 · "
        f"{found.headings} 个标题 · {found.passages} 段",
        f"{found.reader}{encoding} · {found.size:,} bytes · {_many(found.pages, 'page')} · {found.characters:,} characters · "
        f"{_many(found.headings, 'heading')} · {_many(found.passages, 'passage')}",
    )
    aside = Bilingual(
        "、".join(f"{_KINDS[k].zh} {n}" for k, n in _aside(found)) or "无",
        ", ".join(f"{n} {_KINDS[k].en}" for k, n in _aside(found)) or "nothing",
    )
    rows: list[tuple[Bilingual | str, Bilingual | str, str]] = [
        (Bilingual("标题", "title"), title, ""),
        (Bilingual("读取", "read as"), size, ""),
        (Bilingual("另置", "set aside"), aside, ""),
    ]
    if facts:
        rows.insert(1, ("", facts, ""))
    if found.recognised:
        pages = page_ranges(found.recognised)
        rows.append((Bilingual("文字识别", "by OCR"), Bilingual(f"第 {pages} 页", f"page {pages}"), ""))
    lost = note_lines(note for note in found.notes if note.unreadable)
    rows += [(Bilingual("? 未能读取", "? not read"), line, "bold magenta") for line in lost]
    if not lost:
        rows.append((Bilingual("● 全部可读", "● all read"), "", "green"))
    return _grid(rows, view)


def _many(count: int, noun: str) -> str:
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def _aside(found: Diagnosis) -> list[tuple[BlockKind, int]]:
    return [(kind, found.set_aside[kind]) for kind in _KINDS if found.set_aside.get(kind)]


def _equipment(equipment: Equipment, view: View) -> RenderableType:
    install = install_command("ocr")
    ocr = equipment.ocr or Bilingual(
        f"未安装，扫描件不能读：{install}", f"not installed, scans are not read: {install}"
    )
    office = equipment.office or Bilingual(
        "未安装，DOC、WPS、RTF 不能读：apt-get install libreoffice-writer，或 https://www.libreoffice.org",
        "not installed, DOC, WPS and RTF are not read: apt-get install libreoffice-writer, or https://www.libreoffice.org",
    )
    return _grid(
        [
            (Bilingual("程序", "program"), f"{equipment.program} · Python {equipment.python} · {equipment.system}", ""),
            (Bilingual("文字识别", "OCR"), ocr if isinstance(ocr, Bilingual) else f"rapidocr {ocr}", ""),
            ("LibreOffice", office, ""),
        ],
        view,
    )


def _json(examination: Examination) -> str:
    equipment = examination.equipment
    return (
        encode(
            {
                "format": FORMAT,
                "version": FORMAT_VERSION,
                "program": equipment.program,
                "machine": {
                    "python": equipment.python,
                    "system": equipment.system,
                    "ocr": equipment.ocr,
                    "libreoffice": equipment.office,
                },
                "documents": [_failed_value(o) if isinstance(o, Failed) else _value(o) for o in examination.outcomes],
            }
        )
        + "\n"
    )


def _failed_value(outcome: Failed) -> Json:
    return {
        "path": outcome.source,
        "status": "failed",
        "reason": outcome.reason._asdict(),
        "hint": outcome.hint._asdict() if outcome.hint else None,
    }


def _value(found: Diagnosis) -> Json:
    page = found.title_page
    return {
        "path": found.source,
        "status": "done",
        "sha256": found.sha256,
        "bytes": found.size,
        "reader": found.reader,
        "encoding": found.encoding or None,
        "pages": found.pages,
        "characters": found.characters,
        "headings": found.headings,
        "passages": found.passages,
        "set_aside": {kind.value: count for kind, count in _aside(found)},
        "recognised_pages": list(found.recognised),
        "wholly_read": found.is_wholly_read,
        "notes": [_note(note) for note in found.notes],
        "title": page.title,
        "number": page.number,
        "issuer": page.issuer,
        "date": page.date.isoformat() if page.date else None,
        "province": page.province,
        "city": page.city,
    }


def _note(note: Note) -> Json:
    return {
        "kind": note.kind.value, "page": note.page, "unreadable": note.unreadable, "message": note.message._asdict()
    }  # fmt: skip
