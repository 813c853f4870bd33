"""Keyword in context as table, CSV, JSON and JSON Lines."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from itertools import groupby

from rich.cells import cell_len
from rich.console import RenderableType
from rich.text import Text

from policyscan.language import Bilingual
from policyscan.model.codec import Json, encode
from policyscan.model.corpus import Status
from policyscan.model.lexicon import Concordance, Hit, HitCount, is_unread
from policyscan.rendering.csv import safe_cell
from policyscan.rendering.matrix import BY
from policyscan.rendering.reading import (
    document_values,
    documents_in_words,
    figure,
    first_cells,
    last_cells,
    name_of,
    notes_of,
    one_line,
    part_value,
    reading_value,
    unread_reasons,
)
from policyscan.rendering.screen import drawn, plain_table
from policyscan.rendering.view import View, clean

_PLACE = 8
"""Columns for a page."""
_LEAST_RIGHT = 12
HIT_COLUMNS = (
    "status", "document", "where", "title", "place", "year", "page", "line", "in_heading", "headings",
    "left", "hit", "right", "reason",
)  # fmt: skip
COUNT_COLUMNS = ("by", "name", "documents", "holding", "hits", "characters", "per_10000", "unread")


def render_concordance(result: Concordance, format_name: str, view: View, *, counts_only: bool = False) -> str:
    """Return a concordance in one of its formats; ``counts_only`` leaves out the places."""
    if format_name == "csv":
        return _counts_csv(result) if counts_only else _hits_csv(result, view)
    if format_name == "json":
        return encode(_value(result, counts_only)) + "\n"
    if format_name == "jsonl":
        return _jsonl(result, counts_only)
    return drawn(_parts(result, view, counts_only), view)


def _parts(result: Concordance, view: View, counts_only: bool) -> Iterator[RenderableType]:
    yield Text(_head(result).in_language(view.language), "bold")
    if not counts_only:
        for index, group in groupby(result.hits, key=lambda hit: hit.member):
            yield Text()
            yield _title(result, index, view)
            yield from _lines(result, list(group), view)
    yield _counts(result, view)
    yield from notes_of(result.reading, view)


def _head(result: Concordance) -> Bilingual:
    query, total = clean(result.query), result.total
    documents = documents_in_words(len(total.part.members))
    if result.hits:
        return Bilingual(
            f"“{query}”：{figure(total)} 处，{total.holding}/{documents.zh}",
            f"“{query}”: {figure(total)} places in {total.holding} of {documents.en}",
        )
    if result.reading.is_wholly_read:
        return Bilingual(
            f"“{query}”：通读 {documents.zh}，未见",
            f"“{query}”: not found in the whole text of {documents.en}",
        )
    return Bilingual(
        f"“{query}”：已读的部分未见；有内容未能读取，不能断定没有",
        f"“{query}”: not found in what was read; not all was, so that it may be there",
    )


def _title(result: Concordance, index: int, view: View) -> Text:
    member, path = result.reading.members[index], result.reading.paths[index]
    about = " ".join(x for x in (member.place, str(member.year or "")) if x)
    title = first_cells(one_line(member.title), view.width)
    more = " · ".join(x for x in (about, clean(path)) if x)
    return Text.assemble((title, "cyan"), "\n", (first_cells(more, view.width), "dim"))


def _lines(result: Concordance, hits: list[Hit], view: View) -> Iterator[Text]:
    """Yield the lines of one document: headings where they change, then hits with the keywords one under the other."""
    widest = max(cell_len(one_line(hit.text)) for hit in hits)
    room = view.width - 1 - _PLACE
    left = max(8, min((room - widest) // 2, room - widest - _LEAST_RIGHT))
    lines = Text()
    headings: tuple[str, ...] | None = None
    for hit in hits:
        if hit.headings != headings:
            headings = hit.headings
            trail = " › ".join(one_line(heading) for heading in headings)
            if trail:
                lines.append(f"  {last_cells(trail, view.width - 3)}\n", "dim")
        before = last_cells(one_line(hit.left), left - 2)
        word = first_cells(one_line(hit.text), room - left)
        after = first_cells(one_line(hit.right), room - left - cell_len(word) - 1)
        place = _place(result, hit, view)
        lines.append(" " * max(0, _PLACE - cell_len(place)) + place, "dim")
        lines.append(" " * (left - cell_len(before) - 1) + before + " ")
        lines.append(word, "bold yellow")
        lines.append(f" {after}\n" if after else "\n")
    lines.rstrip()
    yield lines


def _place(result: Concordance, hit: Hit, view: View) -> str:
    if hit.page is not None:
        return Bilingual(f"第{hit.page}页", f"p. {hit.page}").in_language(view.language)
    if hit.line is None:
        return ""
    done = result.reading.members[hit.member].done
    if done is not None and done.document.reader in ("text", "markdown"):
        return Bilingual(f"{hit.line}行", f"l. {hit.line}").in_language(view.language)
    return Bilingual(f"{hit.line}段", f"par {hit.line}").in_language(view.language)


def _counts(result: Concordance, view: View) -> RenderableType:
    table = plain_table()
    zh = view.language == "zh"
    if result.by == "document":
        table.add_column(BY["place"].in_language(view.language), no_wrap=True, overflow="ellipsis", max_width=14)
        table.add_column(BY["year"].in_language(view.language), no_wrap=True)
    table.add_column(BY[result.by].in_language(view.language), no_wrap=True, overflow="ellipsis", ratio=1)
    if result.by != "document":
        table.add_column("文件" if zh else "documents", no_wrap=True, justify="right")
    table.add_column("处" if zh else "places", no_wrap=True, justify="right")
    table.add_column("每万字" if zh else "per 10,000", no_wrap=True, justify="right")
    table.expand = True
    for count in result.counts:
        table.add_row(*_cells(result, count, view))
    if len(result.counts) > 1:
        table.add_section()
        name = Bilingual("合计", "all").in_language(view.language)
        lead = ["", "", name] if result.by == "document" else [name, _documents(result.total)]
        table.add_row(*lead, figure(result.total), _rate(result.total), style="bold")
    return table


def _cells(result: Concordance, count: HitCount, view: View) -> list[str]:
    name = one_line(name_of(count.part, view))
    if result.by != "document":
        return [name, _documents(count), figure(count), _rate(count)]
    member = result.reading.members[count.part.members[0]]
    shown = {Status.MISSING: "○", Status.DUPLICATE: "="}.get(member.status, figure(count))
    return [clean(member.place or ""), str(member.year or ""), name, shown, _rate(count)]


def _documents(count: HitCount) -> str:
    return f"{count.holding}/{len(count.part.members)}"


def _rate(count: HitCount) -> str:
    return "" if count.rate is None else f"{count.rate:.1f}"


def _hit_value(result: Concordance, hit: Hit) -> Json:
    return {
        "document": result.reading.members[hit.member].id,
        "where": result.reading.paths[hit.member],
        "page": hit.page,
        "line": hit.line,
        "span": [hit.start, hit.end],
        "in_heading": hit.in_heading,
        "headings": list(hit.headings),
        "left": hit.left,
        "text": hit.text,
        "right": hit.right,
    }


def _count_value(result: Concordance, count: HitCount) -> Json:
    return {
        **part_value(count.part, result.reading),
        "holding": count.holding,
        "hits": count.hits,
        "characters": count.characters,
        "per_10000": None if count.rate is None else round(count.rate, 4),
    }


def _header(result: Concordance) -> Json:
    return {
        "format": "policyscan-kwic",
        "version": 1,
        **reading_value(result.reading),
        "query": result.query,
        "regex": result.is_pattern,
        "by": result.by,
    }


def _value(result: Concordance, counts_only: bool) -> Json:
    value = {
        **_header(result),
        "documents": document_values(result.reading),
        "counts": [_count_value(result, count) for count in result.counts],
        "total": _count_value(result, result.total),
    }
    return value if counts_only else {**value, "hits": [_hit_value(result, hit) for hit in result.hits]}


def _jsonl(result: Concordance, counts_only: bool) -> str:
    lines = [encode({"record": "kwic", **_header(result)})]
    lines += [encode({"record": "document", **value}) for value in document_values(result.reading)]
    lines += [encode({"record": "count", **_count_value(result, count)}) for count in result.counts]
    lines.append(encode({"record": "total", **_count_value(result, result.total)}))
    if not counts_only:
        lines += [encode({"record": "hit", **_hit_value(result, hit)}) for hit in result.hits]
    return "\n".join(lines) + "\n"


def _hits_csv(result: Concordance, view: View) -> str:
    """Return a row a hit, then a row for each document of which some or all could not be read."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(HIT_COLUMNS)
    for hit in result.hits:
        member, path = result.reading.members[hit.member], result.reading.paths[hit.member]
        row = [
            "hit", member.id, path, member.title, member.place or "", str(member.year or ""),
            str(hit.page or ""), str(hit.line or ""), str(hit.in_heading).lower(), " / ".join(hit.headings),
            hit.left, hit.text, hit.right, "",
        ]  # fmt: skip
        writer.writerow([safe_cell(cell) for cell in row])
    reasons = dict(unread_reasons(result.reading))
    for member, path in zip(result.reading.members, result.reading.paths, strict=True):
        if is_unread(member):
            reason = reasons[path].in_language(view.language)
            row = [
                "unread",
                member.id,
                path,
                member.title,
                member.place or "",
                str(member.year or ""),
                *[""] * 7,
                reason,
            ]
            writer.writerow([safe_cell(cell) for cell in row])
    return "\ufeff" + out.getvalue()


def _counts_csv(result: Concordance) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COUNT_COLUMNS)
    for count in result.counts:
        known = bool(count.characters)
        row = [
            result.by, count.part.name, str(len(count.part.members)), str(count.holding),
            str(count.hits) if known else "", str(count.characters) if known else "",
            f"{count.rate:.4f}" if count.rate is not None else "", str(count.part.unread),
        ]  # fmt: skip
        writer.writerow([safe_cell(cell) for cell in row])
    return "\ufeff" + out.getvalue()
