"""The state of a corpus: which documents are there, missing, unreadable, twice, or not what they are said to be."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator

from rich.console import RenderableType
from rich.text import Text

from policyscan.language import Bilingual
from policyscan.model.codec import Json, encode
from policyscan.model.corpus import Member, Status, Survey
from policyscan.model.report import Done, Failed
from policyscan.rendering.csv import safe_cell
from policyscan.rendering.markdown import escape
from policyscan.rendering.screen import drawn, plain_table
from policyscan.rendering.table import clean
from policyscan.rendering.view import View
from policyscan.rendering.words import notes_in_words

STATUSES = {
    Status.PRESENT: Bilingual("已有", "present"),
    Status.PARTLY: Bilingual("部分未读", "partly read"),
    Status.DUPLICATE: Bilingual("重复", "duplicate"),
    Status.MISMATCH: Bilingual("内容不符", "mismatch"),
    Status.UNREADABLE: Bilingual("未能读取", "unreadable"),
    Status.MISSING: Bilingual("缺", "missing"),
}
_SIGNS = {
    Status.PRESENT: ("●", "green"),
    Status.PARTLY: ("?", "magenta"),
    Status.DUPLICATE: ("=", "yellow"),
    Status.MISMATCH: ("≠", "bold red"),
    Status.UNREADABLE: ("✗", "bold red"),
    Status.MISSING: ("○", "dim"),
}
_HEADS = Bilingual("状态|地区|年份|题名|文件", "status|place|year|title|file")
COLUMNS = (
    "status", "id", "title", "place", "province", "year", "kind", "group", "level", "path", "source", "origins", "details",
)  # fmt: skip


def render_status(survey: Survey, format_name: str, view: View) -> str:
    """Return the state of a corpus in one of its formats."""
    return {"table": _table, "csv": _csv, "json": _json, "markdown": _markdown}[format_name](survey, view)


def details_of(member: Member) -> list[Bilingual]:
    """Return in words why a document is not simply there."""
    details = list(member.mismatches)
    if member.duplicate_of is not None:
        zh, en = ("字节", "bytes") if member.same_bytes else ("文字", "text")
        details.append(Bilingual(f"与 {member.duplicate_of} 的{zh}相同", f"has the same {en} as {member.duplicate_of}"))
    if isinstance(member.outcome, Failed):
        details.append(member.outcome.reason)
    elif isinstance(member.outcome, Done):
        details += notes_in_words(member.outcome, unreadable=True)
    return details


def summary(survey: Survey) -> list[Bilingual]:
    """Return how many documents there are of each status, and how many places have one."""
    counts = Counter(member.status for member in survey.members)
    zh = "，".join(f"{STATUSES[s].zh} {counts[s]}" for s in Status if counts[s])
    en = ", ".join(f"{STATUSES[s].en} {counts[s]}" for s in Status if counts[s])
    lines = [Bilingual(f"{len(survey.members)} 份文件：{zh}", f"{len(survey.members)} documents: {en}")]
    places = {m.place for m in survey.members if m.place}
    there = {m.place for m in survey.members if m.place and m.done}
    if places:
        lines.append(
            Bilingual(f"{len(places)} 个地区，{len(there)} 个至少有一份可用", f"{len(places)} places, {len(there)} with a usable document")
        )  # fmt: skip
    return lines + notes_on_files(survey)


def notes_on_files(survey: Survey) -> list[Bilingual]:
    """Return which files of the folder no entry claims."""
    lines = []
    if survey.unlisted:
        files = _some(survey.unlisted)
        n = len(survey.unlisted)
        lines.append(Bilingual(f"文件夹里有 {n} 个文件不在清单上：{files}", f"{n} files of the folder are not listed: {files}"))  # fmt: skip
    if survey.ambiguous:
        files = _some(survey.ambiguous)
        lines.append(Bilingual(f"可能对应多个条目，请写明 path：{files}", f"several entries may mean these; give their path: {files}"))  # fmt: skip
    return lines


def _some(files: tuple[str, ...], most: int = 5) -> str:
    shown = ", ".join(clean(file) for file in files[:most])
    return shown if len(files) <= most else f"{shown}, … (+{len(files) - most})"


def _table(survey: Survey, view: View) -> str:
    return drawn(_parts(survey, view), view)


def _parts(survey: Survey, view: View) -> Iterator[RenderableType]:
    corpus = survey.corpus
    yield Text(clean(corpus.title or corpus.path), "bold")
    yield Text(clean(f"{corpus.manifest or corpus.path} · {corpus.folder}"), "dim")
    table = plain_table()
    heads = _HEADS.in_language(view.language).split("|")
    table.add_column(heads[0], no_wrap=True, min_width=11)
    table.add_column(heads[1], no_wrap=True, overflow="ellipsis", min_width=6, max_width=16)
    table.add_column(heads[2], no_wrap=True, min_width=4)
    table.add_column(heads[3], no_wrap=True, overflow="ellipsis", ratio=3)
    table.add_column(heads[4], no_wrap=True, overflow="ellipsis", ratio=2)
    table.expand = True
    for member in survey.members:
        sign, style = _SIGNS[member.status]
        cells = [clean(member.place or ""), str(member.year or ""), clean(member.title), clean(member.path or "")]
        table.add_row(Text(f"{sign} {STATUSES[member.status].in_language(view.language)}", style), *cells)
    yield table
    for member in survey.members:
        for detail in details_of(member):
            sign, style = _SIGNS[member.status]
            yield Text.assemble(
                (f"{sign} ", style), f"{clean(member.path or member.title)}: {clean(detail.in_language(view.language))}"
            )
    for line in summary(survey):
        yield Text(line.in_language(view.language))


def _csv(survey: Survey, view: View) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for member in survey.members:
        details = "; ".join(d.in_language(view.language) for d in details_of(member))
        row = [
            member.status.value, member.id, member.title, member.place or "", member.province or "", str(member.year or ""),
            member.kind or "", member.group or "", member.level or "", member.path or "",
            (member.entry.source if member.entry else None) or "", " ".join(f"{k}={v.value}" for k, v in member.origins.items()), details,
        ]  # fmt: skip
        writer.writerow([safe_cell(cell) for cell in row])
    return "\ufeff" + out.getvalue()


def member_value(member: Member) -> Json:
    """Return a document's record in JSON."""
    done = member.outcome if isinstance(member.outcome, Done) else None
    return {
        "id": member.id,
        "status": member.status.value,
        "path": member.path,
        "title": member.title,
        "place": member.place,
        "province": member.province,
        "year": member.year,
        "kind": member.kind,
        "group": member.group,
        "level": member.level,
        "source": member.entry.source if member.entry else None,
        "line": member.entry.line if member.entry else None,
        "origins": {name: origin.value for name, origin in member.origins.items()},
        "sha256": done.document.sha256 if done else None,
        "duplicate_of": member.duplicate_of,
        "details": [{"zh": d.zh, "en": d.en} for d in details_of(member)],
    }


def corpus_value(survey: Survey) -> Json:
    """Return the record of a corpus in JSON, without its documents."""
    corpus = survey.corpus
    return {
        "path": corpus.path,
        "folder": corpus.folder,
        "manifest": corpus.manifest,
        "title": corpus.title,
        "unlisted": list(survey.unlisted),
        "ambiguous": list(survey.ambiguous),
    }


def _json(survey: Survey, view: View) -> str:
    counts = Counter(member.status for member in survey.members)
    value = {
        "format": "policyscan-corpus",
        "version": 1,
        "corpus": corpus_value(survey),
        "counts": {status.value: counts[status] for status in Status},
        "documents": [member_value(member) for member in survey.members],
    }
    return encode(value) + "\n"


def _markdown(survey: Survey, view: View) -> str:
    heads = _HEADS.in_language(view.language).split("|")
    lines = [
        f"## {escape(survey.corpus.title or survey.corpus.path)}",
        "",
        f"| {' | '.join(heads)} |",
        "|---|---|---|---|---|",
    ]
    for member in survey.members:
        sign = _SIGNS[member.status][0]
        cells = [member.place or "", str(member.year or ""), member.title, member.path or ""]
        status = f"{sign} {STATUSES[member.status].in_language(view.language)}"
        lines.append(f"| {status} | {' | '.join(escape(cell) for cell in cells)} |")
    lines.append("")
    for member in survey.members:
        lines += [
            f"- {escape(member.path or member.title)}: {escape(d.in_language(view.language))}"
            for d in details_of(member)
        ]
    lines.append("")
    lines += [f"{escape(line.in_language(view.language))}  " for line in summary(survey)]
    return "\n".join(lines).rstrip() + "\n"
