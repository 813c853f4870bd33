"""What is wrong with a taxonomy and what its terms do, as table, CSV, JSON and SARIF."""

from __future__ import annotations

import csv
import hashlib
import io
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from rich.cells import cell_len, set_cell_size
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from policyscan.language import Bilingual
from policyscan.model.codec import Json, encode
from policyscan.model.gate import Place, Severity
from policyscan.model.label import EvidenceKind
from policyscan.model.lint import SEVERITIES as SEVERITY_OF
from policyscan.model.lint import ExclusionUse, LintFinding, LintResult, LintRule, TermUse
from policyscan.rendering.csv import safe_cell
from policyscan.rendering.gaps import SEVERITIES
from policyscan.rendering.screen import drawn, lines_of, plain_table
from policyscan.rendering.view import View, clean

_STYLES = {Severity.ERROR: "bold red", Severity.WARNING: "yellow", Severity.INFO: "dim"}
_SIGNS = {Severity.ERROR: "✗", Severity.WARNING: "!", Severity.INFO: "·"}
_SHOWN = 8
"""Findings of one rule that the screen shows unless asked for all."""
_WIDE = 112
_UNREAD = 3
_PRECISION = 11
FINDING_COLUMNS = ("path", "line", "column", "severity", "rule", "owner", "term", "message", "advice")
TERM_COLUMNS = (
    "category", "leaf", "kind", "text", "weight", "in_scope", "line", "column", "matches", "headings", "nested", "excluded",
    "bare", "out_of_scope", "passages", "documents", "overlap", "conflict", "decides", "gold", "right", "precision", "words",
)  # fmt: skip
_RULES = {
    LintRule.EXAMPLE_FAILS: Bilingual("例句没有按所写的归类", "An example is not classified as it says"),
    LintRule.EXAMPLE_CLASH: Bilingual("同一句既是正例又是反例", "A text is an example and a counterexample of one category"),
    LintRule.UNREACHABLE: Bilingual("词条权重合计不到 1", "The terms of a category cannot reach 1"),
    LintRule.SHARED_TERM: Bilingual("几个类别共有的词条", "A term is shared by categories"),
    LintRule.REPEATED_TERM: Bilingual("一个类别里重复的词条", "A term stands twice in one category"),
    LintRule.DEAD_TERM: Bilingual("在语料中没有命中的词条", "A term matches nowhere in the corpus"),
    LintRule.SWALLOWED_TERM: Bilingual("总在更长词条之内的词条", "A term stands only inside longer ones"),
    LintRule.IDLE_EXCLUSION: Bilingual("不起作用的排除词", "An exclusion never voids a match"),
    LintRule.IMPRECISE_TERM: Bilingual("错多对少的词条", "A term is wrong more often than right"),
    LintRule.MISSING_DEFINITION: Bilingual("没有定义", "A category has no definition"),
    LintRule.MISSING_EXAMPLE: Bilingual("没有例句", "A category has no examples"),
    LintRule.REDUNDANT_TERM: Bilingual("多余的词条", "A term holds another that decides alone"),
    LintRule.SILENT_TERM: Bilingual("从未计分的词条", "A term never counts"),
    LintRule.SPLIT_TERM: Bilingual("会被分词切开的词条", "Terms that word segmentation cuts"),
    LintRule.EXAMPLE_CONTRAST: Bilingual("一类的正例是另一类的反例", "An example of one category is a counterexample of another"),
}  # fmt: skip


def render_lint(
    result: LintResult, format_name: str, view: View, *, terms: bool, everything: bool, strict: bool
) -> str:
    """Return a result in one of its formats.

    Parameters
    ----------
    terms
        Whether the screen shows the table of terms too, and CSV holds it instead of the findings.
    everything
        Whether the screen shows all findings of a rule, and terms without a match.
    strict
        Whether any finding fails.
    """
    if format_name == "json":
        return encode(_value(result, strict)) + "\n"
    if format_name == "csv":
        return _csv_of_terms(result) if terms else _csv_of_findings(result, view)
    if format_name == "sarif":
        return _sarif(result, view, strict)
    return drawn(_parts(result, view, terms, everything), view)


def _say(text: Bilingual, view: View) -> str:
    return clean(text.in_language(view.language))


def summary(result: LintResult) -> list[Bilingual]:
    """Return what was found and what the figures rest on, in words."""
    counts = [(severity, result.count(severity)) for severity in _STYLES]
    zh = "，".join(f"{SEVERITIES[s].zh} {n}" for s, n in counts if n) or "没有问题"
    en = ", ".join(f"{SEVERITIES[s].en} {n}" for s, n in counts if n) or "nothing found"
    lines = [Bilingual(zh, en)]
    if result.corpus is not None:
        n, m = result.documents, result.passages
        lines.append(Bilingual(f"词条计数：{result.corpus}，{n} 份文件，{m} 段", f"terms counted in {result.corpus}: {n} documents, {m} passages"))  # fmt: skip
    elif result.gold:
        lines.append(Bilingual(f"词条计数：{result.gold} 个标注段落；没有语料，不查无命中的词条", f"terms counted in {result.gold} labelled passages; without a corpus nothing is said of terms that match nowhere"))  # fmt: skip
    else:
        lines.append(Bilingual("没有语料：加上 --corpus 文件夹，才能查词条命中多少、排除词有没有用", "no corpus: --corpus FOLDER tells what terms match and whether exclusions work"))  # fmt: skip
    if result.gold is not None and result.corpus is not None:
        lines.append(Bilingual(f"精度：{result.gold} 个标注段落", f"precision: {result.gold} labelled passages"))
    if result.unread:
        names = list(result.unread[:_UNREAD])
        more = len(result.unread) - len(names)
        lines.append(Bilingual(
            f"? {len(result.unread)} 份没有读全（{'、'.join(names)}{' 等' if more else ''}）：没有命中的词条也许就在其中",
            f"? {len(result.unread)} not read in whole ({', '.join(names)}{', …' if more else ''}): a term without a match may stand there",
        ))  # fmt: skip
    if result.ignored:
        names = [rule.value for rule in result.ignored]
        lines.append(Bilingual(f"不查：{'、'.join(names)}", f"not looked at: {', '.join(names)}"))
    return lines


def _parts(result: LintResult, view: View, terms: bool, everything: bool) -> Iterator[RenderableType]:
    taxonomy = result.taxonomy
    name = f"{taxonomy.id} {taxonomy.version} ({taxonomy.hash[:8]})"
    yield Text.assemble((clean(taxonomy.path), "bold"), f"  {_say(taxonomy.name, view)}  {name}")
    if result.findings:
        yield Text()
        yield _findings(result, view, everything)
        yield Text(_say(Bilingual("怎么办", "What to do"), view), "bold")
        yield _advice(result, view)
    if terms:
        yield from _term_tables(result, view, everything)
    yield Text()
    first, *rest = summary(result)
    yield Text(_say(first, view), "bold")
    for line in rest:
        style = "magenta" if line.en.startswith("?") else "dim"
        yield Text("\n".join(lines_of(_say(line, view), view.width)), style)


def _findings(result: LintResult, view: View, everything: bool) -> Table:
    rows: list[tuple[str, Text, Text, str]] = []
    seen: Counter[LintRule] = Counter()
    for finding in result.findings:
        seen[finding.rule] += 1
        if seen[finding.rule] > _SHOWN and not everything:
            continue
        style = _STYLES[finding.severity]
        place = f"{finding.place[0]}:{finding.place[1]}"
        rows.append((place, Text(_SIGNS[finding.severity], style), Text(finding.rule.value, style), _say(finding.message, view)))  # fmt: skip
    for rule, count in seen.items():
        if count > _SHOWN and not everything:
            more = Bilingual(f"另有 {count - _SHOWN} 处；--all 全部列出", f"{count - _SHOWN} more; --all lists them")
            rows.append(("…", Text(), Text(rule.value, _STYLES[SEVERITY_OF[rule]]), _say(more, view)))
    room = view.width - max(len(row[0]) for row in rows) - max(len(row[2]) for row in rows) - 4
    grid = Table.grid(padding=(0, 1, 0, 0))
    for place, sign, name, message in rows:
        grid.add_row(place, sign, name, "\n".join(lines_of(message, room)))
    return grid


def _advice(result: LintResult, view: View) -> Table:
    """Return what to do, once for each kind of finding."""
    told: dict[LintRule, list[Bilingual]] = {}
    for finding in result.findings:
        if finding.advice not in told.setdefault(finding.rule, []):
            told[finding.rule].append(finding.advice)
    room = view.width - max(len(rule.value) for rule in told) - 1
    grid = Table.grid(padding=(0, 1, 0, 0))
    for rule in LintRule:
        for number, advice in enumerate(told.get(rule, ())):
            name = Text("" if number else rule.value, _STYLES[SEVERITY_OF[rule]])
            grid.add_row(name, "\n".join(lines_of(_say(advice, view), room)))
    return grid


_HEADS = {
    "text": Bilingual("词条、句式", "term, pattern"),
    "weight": Bilingual("权重", "wt"),
    "matches": Bilingual("命中", "match"),
    "passages": Bilingual("段落", "pass."),
    "documents": Bilingual("文件", "docs"),
    "overlap": Bilingual("重叠", "overl."),
    "conflict": Bilingual("冲突", "confl."),
    "decides": Bilingual("独判", "alone"),
    "nested": Bilingual("嵌套", "nest."),
    "excluded": Bilingual("排除", "excl."),
    "bare": Bilingual("点名", "named"),
    "out_of_scope": Bilingual("域外", "scope"),
}
_LEGEND = Bilingual(
    "段落：计分的段落。重叠：其中同类另有词条计分的。冲突：其中凭词条又归入别类的。独判：其中去掉此词条就不再归入本类的。精度：计分的标注段落中确属本类的。",
    "pass.: passages in which it counts; of these overl.: another term of the category counts too; confl.: another category is "
    "carried by its terms; alone: without the term the category is lost. precision: of the labelled passages in which it counts, "
    "those that carry the category.",
)
_LEGEND_WIDE = Bilingual(
    "未计分的命中：嵌套（在更长的词条内）、排除、点名（只是并列）、域外（不在主题范围内）。",
    "matches that do not count: nested in a longer term, excluded, a bare name in an enumeration, out of scope.",
)


def _term_tables(result: LintResult, view: View, everything: bool) -> Iterator[RenderableType]:
    names = {c.id: c.short for c in result.taxonomy.categories}
    names |= {leaf.id: leaf.name for c in result.taxonomy.categories for leaf in c.leaves}
    wide = view.width >= _WIDE
    for owner, group in groupby(result.terms, key=lambda use: use.owner):
        uses = list(group)
        shown = [use for use in uses if use.matches or use.headings or use.gold or everything]
        yield Text()
        hidden = len(uses) - len(shown)
        more = (
            Bilingual(f"（另有 {hidden} 个没有命中）", f" ({hidden} more without a match)")
            if hidden
            else Bilingual("", "")
        )
        yield Text.assemble((f"{owner}  {_say(names[owner], view)}", "bold"), (_say(more, view), "dim"))
        if shown:
            yield _term_table(shown, view, wide, has_gold=result.gold is not None)
    yield Text()
    for legend in (_LEGEND, _LEGEND_WIDE) if wide else (_LEGEND,):
        yield Text("\n".join(lines_of(_say(legend, view), view.width)), "dim")


def _term_table(uses: Sequence[TermUse], view: View, wide: bool, *, has_gold: bool) -> RenderableType:
    fates = ("nested", "excluded", "bare", "out_of_scope") if wide else ()
    figures = ("matches", *fates, "passages", "documents", "overlap", "conflict", "decides")
    widths = {figure: max(4, cell_len(_say(_HEADS[figure], view))) for figure in figures}
    room = max(view.width - 2 - sum(width + 2 for width in widths.values()) - 6 - (_PRECISION + 2) * has_gold, 12)
    table = plain_table()
    table.add_column(_say(_HEADS["text"], view), no_wrap=True, width=room)
    table.add_column(_say(_HEADS["weight"], view), justify="right", no_wrap=True, width=4)
    for figure, width in widths.items():
        table.add_column(_say(_HEADS[figure], view), justify="right", no_wrap=True, width=width)
    if has_gold:
        table.add_column(_say(Bilingual("精度", "precision"), view), justify="right", no_wrap=True, width=_PRECISION)
    for use in uses:
        precision = "" if use.precision is None else f"{use.precision:.2f} {use.right}/{use.gold}"
        cells = [_shortened(use.text, room), f"{use.weight:g}{'°' if use.in_scope else ''}"]
        cells += [str(getattr(use, figure) or "·") for figure in figures]
        table.add_row(*cells, *([precision] if has_gold else []), style=None if use.passages else "dim")
    return table


def _shortened(text: str, width: int) -> str:
    return text if cell_len(text) <= width else set_cell_size(text, width - 1).rstrip() + "…"


def _csv_of_findings(result: LintResult, view: View) -> str:
    rows = [
        (
            result.taxonomy.path, str(f.place[0]), str(f.place[1]), f.severity.value, f.rule.value, f.owner, f.term,
            f.message.in_language(view.language), f.advice.in_language(view.language),
        )
        for f in result.findings
    ]  # fmt: skip
    return _csv(FINDING_COLUMNS, rows)


def _csv_of_terms(result: LintResult) -> str:
    rows = []
    for use in result.terms:
        value = _term_value(use)
        value["words"] = "/".join(use.words)
        rows.append(["" if value[name] is None else _cell(value[name]) for name in TERM_COLUMNS])
    return _csv(TERM_COLUMNS, rows)


def _cell(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else f"{value:g}" if isinstance(value, float) else str(value)


def _csv(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([safe_cell(cell) for cell in row] for row in rows)
    return "\ufeff" + out.getvalue()


def _value(result: LintResult, strict: bool) -> Json:
    taxonomy = result.taxonomy
    return {
        "format": "policyscan-taxonomy-lint",
        "version": 1,
        "program": f"policyscan {result.version}",
        "taxonomy": {"id": taxonomy.id, "version": taxonomy.version, "sha256": taxonomy.hash, "path": taxonomy.path},
        "corpus": result.corpus,
        "documents": result.documents,
        "passages": result.passages,
        "unread": list(result.unread),
        "gold": result.gold,
        "ignored": [rule.value for rule in result.ignored],
        "exit_code": int(result.exit_code(strict=strict)),
        "counts": {severity.value: result.count(severity) for severity in _STYLES},
        "findings": [_finding_value(finding) for finding in result.findings],
        "terms": [_term_value(use) for use in result.terms],
        "exclusions": [_exclusion_value(use) for use in result.exclusions],
    }


def _finding_value(finding: LintFinding) -> Json:
    return {
        "rule": finding.rule.value,
        "severity": finding.severity.value,
        "line": finding.place[0],
        "column": finding.place[1],
        "owner": finding.owner,
        "term": finding.term or None,
        "message": {"zh": finding.message.zh, "en": finding.message.en},
        "advice": {"zh": finding.advice.zh, "en": finding.advice.en},
        "related": [{"line": line, "column": column} for line, column in finding.related],
    }


def _term_value(use: TermUse) -> Json:
    return {
        "category": use.category,
        "leaf": use.leaf,
        "kind": "pattern" if use.kind is EvidenceKind.PATTERN else "term",
        "text": use.text,
        "weight": use.weight,
        "in_scope": use.in_scope,
        "line": use.place[0],
        "column": use.place[1],
        "matches": use.matches,
        "headings": use.headings,
        "nested": use.nested,
        "excluded": use.excluded,
        "bare": use.bare,
        "out_of_scope": use.out_of_scope,
        "passages": use.passages,
        "documents": use.documents,
        "overlap": use.overlap,
        "conflict": use.conflict,
        "decides": use.decides,
        "gold": use.gold,
        "right": use.right,
        "precision": None if use.precision is None else round(use.precision, 4),
        "words": list(use.words),
    }


def _exclusion_value(use: ExclusionUse) -> Json:
    return {
        "category": use.category,
        "leaf": use.leaf,
        "text": use.text,
        "line": use.place[0],
        "column": use.place[1],
        "matches": use.matches,
        "voided": use.voided,
        "gold": use.gold,
    }


def _sarif(result: LintResult, view: View, strict: bool) -> str:
    from policyscan.rendering.sarif import Run, sarif_of

    taxonomy = result.taxonomy
    return sarif_of(
        Run(
            command="taxonomy-lint",
            version=result.version,
            rules=[_rule(rule, view) for rule in LintRule],
            results=[_result(finding, result, view) for finding in result.findings],
            properties={"taxonomies": [{"id": taxonomy.id, "version": taxonomy.version, "sha256": taxonomy.hash}]},
            exit_code=int(result.exit_code(strict=strict)),
            conclusion=" ".join(line.in_language(view.language) for line in summary(result)),
        ),
        view,
    )


def _rule(rule: LintRule, view: View) -> dict[str, Any]:
    from policyscan.rendering.sarif import LEVELS

    return {
        "id": rule.value,
        "name": "".join(part.capitalize() for part in rule.value.split("-")),
        "shortDescription": {"text": _say(_RULES[rule], view)},
        "defaultConfiguration": {"level": LEVELS[SEVERITY_OF[rule]]},
    }


def _result(finding: LintFinding, result: LintResult, view: View) -> dict[str, Any]:
    from policyscan.rendering.sarif import LEVELS, location_of

    path = result.taxonomy.path
    known_by = "\0".join((result.taxonomy.id, finding.rule.value, finding.owner, finding.term or finding.message.en))
    value: dict[str, Any] = {
        "ruleId": finding.rule.value,
        "ruleIndex": list(LintRule).index(finding.rule),
        "level": LEVELS[finding.severity],
        "message": {"text": f"{_say(finding.message, view)} → {_say(finding.advice, view)}"},
        "locations": [{"physicalLocation": location_of(Place(path, *finding.place))}],
        "partialFingerprints": {"policyscan/v1": hashlib.sha256(known_by.encode()).hexdigest()},
    }
    if finding.related:
        value["relatedLocations"] = [
            {"id": i, "physicalLocation": location_of(Place(path, *place))}
            for i, place in enumerate(finding.related, 1)
        ]
    return value
