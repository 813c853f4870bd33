"""CSV for spreadsheets: a row a document and category (and leaf), UTF-8 with BOM, no cell that a spreadsheet would run."""

from __future__ import annotations

import csv
import io

from policyscan.model.report import Coverage, Done, Report
from policyscan.rendering.view import View
from policyscan.rendering.words import DEPTHS, VERDICTS, pages_of

COLUMNS = (
    "path", "title", "province", "city", "date", "status", "taxonomy", "category", "name", "leaf",
    "verdict", "verdict_name", "depth", "depth_name", "passages", "share", "sections", "mentions", "pages", "quotation", "reason",
)  # fmt: skip


def render_csv(report: Report, view: View) -> str:
    """Return the coverage as CSV. A document that failed has one row with its reason."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for outcome in report.outcomes:
        if isinstance(outcome, Done):
            for row in _rows(outcome, view):
                writer.writerow([safe_cell(cell) for cell in row])
        else:
            cells = [outcome.source, "", "", "", "", "failed", *[""] * 14, outcome.reason.in_language(view.language)]
            writer.writerow([safe_cell(cell) for cell in cells])
    return "\ufeff" + out.getvalue()


def safe_cell(value: str) -> str:
    """Return a cell that no spreadsheet takes for a formula (OWASP, *CSV Injection*; full-width signs count in East Asia).

    >>> safe_cell("=HYPERLINK(1)"), safe_cell("＝1"), safe_cell("目标")
    ("'=HYPERLINK(1)", "'＝1", '目标')
    """
    return f"'{value}" if value.startswith(_FORMULA_SIGNS) else value


_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def _rows(done: Done, view: View) -> list[list[str]]:
    rows = []
    for covered in done.coverage:
        for row in covered.categories:
            category = covered.taxonomy.category(row.id)
            rows.append(
                _row(done, covered.taxonomy.id, row.id, category.short.in_language(view.language), "", row, view)
            )
            if view.leaves:
                names = {leaf.id: leaf.name.in_language(view.language) for leaf in category.leaves}
                rows += [_row(done, covered.taxonomy.id, row.id, names[x.id], x.id, x, view) for x in row.leaves]
    return rows


def _row(done: Done, taxonomy: str, category: str, name: str, leaf: str, row: Coverage, view: View) -> list[str]:
    page = done.title_page
    quotation = done.passages[row.strongest[0]].passage.text if row.strongest else ""
    return [
        done.source, page.title or "", page.province or "", page.city or "", page.date.isoformat() if page.date else "",
        "done", taxonomy, category, name, leaf,
        row.verdict.value, VERDICTS[row.verdict].in_language(view.language), str(int(row.depth)), DEPTHS[row.depth].in_language(view.language),
        str(row.passages), f"{row.share:.4f}", str(row.sections), str(row.mentions), " ".join(map(str, pages_of(done, row))), quotation, "",
    ]  # fmt: skip
