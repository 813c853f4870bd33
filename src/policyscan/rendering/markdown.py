"""Markdown, fit for a pull request or a memo."""

from __future__ import annotations

import re

from policyscan.language import Bilingual
from policyscan.model.report import Coverage, Done, Failed, Report, TaxonomyCoverage
from policyscan.rendering.view import View
from policyscan.rendering.words import (
    DEPTHS,
    SIGNS,
    VERDICTS,
    gaps_in_words,
    notes_in_words,
    pages_of,
    place_label,
    problems_in_words,
    score_line,
    taxonomy_line,
)

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>|#~])")
_COLUMNS = Bilingual("类别|结论|段落|占比|深度|页", "category|verdict|passages|share|depth|pages")


def render_markdown(report: Report, view: View) -> str:
    """Return the report as Markdown."""
    parts: list[str] = []
    for outcome in report.outcomes:
        parts += _failed(outcome, view) if isinstance(outcome, Failed) else _done(outcome, view)
    parts += [
        "---",
        f"{taxonomy_line(report).in_language(view.language)}  ",
        score_line(report).in_language(view.language),
    ]
    return "\n\n".join(parts) + "\n"


def escape(text: str) -> str:
    """Return text that Markdown shows as it is, on one line.

    >>> escape("a|b <script>")
    'a\\\\|b \\\\<script\\\\>'
    """
    return _SPECIAL.sub(r"\\\1", " ".join(text.split()))


def _failed(outcome: Failed, view: View) -> list[str]:
    lead = Bilingual("未能读取：", "Not read: ").in_language(view.language)
    hint = f"（{outcome.hint.zh}）" if outcome.hint and view.language == "zh" else ""
    if outcome.hint and not hint:
        hint = f" ({outcome.hint.en})"
    return [
        f"## {escape(outcome.source)}",
        f"> {lead}{escape(outcome.reason.in_language(view.language))}{escape(hint)}",
    ]


def _done(done: Done, view: View) -> list[str]:
    page = done.title_page
    facts = [page.number, page.issuer, page.date.isoformat() if page.date else None, page.province, page.city]
    size = Bilingual(
        f"{len(done.document.pages)} 页，{len(done.passages)} 段",
        f"{len(done.document.pages)} pages, {len(done.passages)} passages",
    )
    lines = [
        f"## {escape(page.title or done.source)}",
        " · ".join(escape(f) for f in [*facts, size.in_language(view.language)] if f),
    ]
    notes = notes_in_words(done)
    lines += [f"> {escape(note.in_language(view.language))}" for note in notes]
    lines += [_table(done, covered, view) for covered in done.coverage]
    lines += [escape(sentence.in_language(view.language)) for _, sentence in gaps_in_words(done)]
    lines += [escape(sentence.in_language(view.language)) for sentence in problems_in_words(done)]
    if view.passages or view.category:
        lines += _quotations(done, view)
    return lines


def _table(done: Done, covered: TaxonomyCoverage, view: View) -> str:
    name = covered.taxonomy.name.in_language(view.language)
    head = _COLUMNS.in_language(view.language).split("|")
    rows = [f"### {escape(name)}", "", f"| {' | '.join(head)} |", "|---|---|--:|--:|---|---|"]
    for row in covered.categories:
        category = covered.taxonomy.category(row.id)
        rows.append(_row(done, category.short.in_language(view.language), row, view))
        if view.leaves:
            names = {leaf.id: leaf.name.in_language(view.language) for leaf in category.leaves}
            rows += [_row(done, f"&emsp;{names[leaf.id]}", leaf, view) for leaf in row.leaves]
    return "\n".join(rows)


def _row(done: Done, name: str, row: Coverage, view: View) -> str:
    verdict = f"{SIGNS[row.verdict]} {VERDICTS[row.verdict].in_language(view.language)}"
    pages = ", ".join(map(str, pages_of(done, row)))
    depth = DEPTHS[row.depth].in_language(view.language)
    return f"| {name} | {verdict} | {row.passages} | {row.share:.1%} | {depth} | {pages} |"


def _quotations(done: Done, view: View) -> list[str]:
    lines = []
    for classified in done.passages:
        wanted = [x for x in classified.labels if view.category in (None, x.category, *x.leaves)]
        if wanted:
            page = place_label(done, classified.passage).in_language(view.language)
            ids = ", ".join(x.leaf or x.category for x in wanted)
            trail = " › ".join(classified.passage.headings)
            lines.append(f"> {escape(classified.passage.text)}\n>\n> — {page} {escape(trail)} `{ids}`")
    return lines
