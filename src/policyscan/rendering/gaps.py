"""The gate's result for people and programs: table, CSV, JSON, JSON Lines, Markdown; other modules do the rest."""

from __future__ import annotations

import csv
import importlib
import io
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby

from rich.console import RenderableType
from rich.padding import Padding
from rich.text import Text

from policyscan.language import Bilingual
from policyscan.model.codec import Json, encode, report_header
from policyscan.model.gate import BaselineEntry, Finding, FindingKind, GateResult, Severity, State, Waiver
from policyscan.rendering.corpus import corpus_value, member_value, notes_on_files
from policyscan.rendering.csv import safe_cell
from policyscan.rendering.markdown import escape
from policyscan.rendering.screen import drawn
from policyscan.rendering.settings import rule_in_words, waiver_in_words
from policyscan.rendering.view import View, clean
from policyscan.rendering.words import place_label, score_line, taxonomy_line

Renderer = Callable[[GateResult, View], str]
RENDERERS: dict[str, str] = {
    "table": "policyscan.rendering.gaps:render_table",
    "csv": "policyscan.rendering.gaps:render_csv",
    "json": "policyscan.rendering.gaps:render_json",
    "jsonl": "policyscan.rendering.gaps:render_jsonl",
    "markdown": "policyscan.rendering.gaps:render_markdown",
    "junit": "policyscan.rendering.junit:render_junit",
    "sarif": "policyscan.rendering.sarif:render_sarif",
    "github": "policyscan.rendering.annotations:render_github",
    "gitlab": "policyscan.rendering.annotations:render_gitlab",
}
"""The formats by name; each module is imported when first needed."""

KINDS = {
    FindingKind.GAP: Bilingual("缺口", "gap"),
    FindingKind.NAMED: Bilingual("只点名", "named only"),
    FindingKind.BELOW: Bilingual("未达要求", "below threshold"),
    FindingKind.UNANSWERED: Bilingual("有问题无举措", "problem without remedy"),
    FindingKind.UNKNOWN: Bilingual("未知", "unknown"),
    FindingKind.UNREADABLE: Bilingual("未能读取", "unreadable"),
    FindingKind.MISMATCH: Bilingual("内容不符", "mismatch"),
    FindingKind.MISSING: Bilingual("缺文件", "missing"),
    FindingKind.DUPLICATE: Bilingual("重复", "duplicate"),
    FindingKind.UNLISTED: Bilingual("不在清单", "unlisted"),
    FindingKind.UNCAUGHT: Bilingual("未归类", "uncaught"),
}
SEVERITIES = {
    Severity.ERROR: Bilingual("错误", "error"),
    Severity.WARNING: Bilingual("警告", "warning"),
    Severity.UNKNOWN: Bilingual("未知", "unknown"),
    Severity.INFO: Bilingual("提示", "info"),
    Severity.OFF: Bilingual("关闭", "off"),
}
_STYLES = {
    Severity.ERROR: "bold red",
    Severity.WARNING: "yellow",
    Severity.UNKNOWN: "bold magenta",
    Severity.INFO: "dim",
}
_SIGNS = {Severity.ERROR: "✗", Severity.WARNING: "!", Severity.UNKNOWN: "?", Severity.INFO: "·"}
_CLUSTERS_SHOWN = 8
_QUOTED = 48
CSV_COLUMNS = (
    "severity", "kind", "state", "document", "path", "category", "name", "message", "checks", "page", "quotation",
    "place", "reason", "hash",
)  # fmt: skip


def render_gaps(result: GateResult, format_name: str, view: View) -> str:
    """Return the gate's result in a format of `RENDERERS`."""
    module, _, function = RENDERERS[format_name].partition(":")
    renderer: Renderer = getattr(importlib.import_module(module), function)
    return renderer(result, view)


def quoted(text: str, most: int = _QUOTED) -> str:
    """Return the beginning of a quotation on one line, without control characters.

    >>> quoted("推进数据共享，完善目录。", 6)
    '推进数据共…'
    """
    text = clean(" ".join(text.split()))
    return text if len(text) <= most else f"{text[: most - 1]}…"


def quotation_of(finding: Finding, most: int = _QUOTED) -> str:
    """Return a finding's quotation from shortly before the words that it is about."""
    start = finding.at - most // 3
    return quoted(finding.quotation, most) if start <= 0 else f"…{quoted(finding.quotation[start:], most - 1)}"


def conclusion(result: GateResult) -> list[Bilingual]:
    """Return in words why the gate ends as it does: the last lines of a job's log."""
    counting = Counter(finding.severity for finding in result.counting)
    zh = "，".join(f"{SEVERITIES[s].zh} {counting[s]}" for s in _STYLES if counting[s]) or "没有问题"
    en = ", ".join(f"{SEVERITIES[s].en} {counting[s]}" for s in _STYLES if counting[s]) or "nothing found"
    held = Counter(finding.state for finding in result.findings)
    if held[State.BASELINED]:
        zh, en = f"{zh}；基线内 {held[State.BASELINED]}", f"{en}; in the baseline {held[State.BASELINED]}"
    if held[State.EXCEPTED]:
        zh, en = f"{zh}；例外 {held[State.EXCEPTED]}", f"{en}; excepted {held[State.EXCEPTED]}"
    lines = [Bilingual(zh, en)]
    least = result.policy.fail_on
    day = result.today.isoformat()
    if result.failing:
        n = len(result.failing)
        lines.append(Bilingual(
            f"不通过：{n} 个问题达到“{SEVERITIES[least].zh}”以上（退出码 1；例外按 {day} 判断）",
            f"failed: {n} findings of severity {least.value} or above (exit code 1; exceptions judged by {day})",
        ))  # fmt: skip
    elif result.untold:
        n = len(result.untold)
        lines.append(Bilingual(
            f"不能断定：{n} 处因内容未能读取而无法判断，没有发现更严重的问题（退出码 3；例外按 {day} 判断）",
            f"cannot be told: {n} findings rest on what could not be read, and nothing worse was found (exit code 3; exceptions judged by {day})",
        ))  # fmt: skip
    else:
        lines.append(
            Bilingual(f"通过（退出码 0；例外按 {day} 判断）", f"passed (exit code 0; exceptions judged by {day})")
        )
    return lines


def remarks(result: GateResult) -> list[Bilingual]:
    """Return what is to be tidied: exceptions that ran out or that nothing needs, stale entries, files not listed."""
    lines = [
        Bilingual(f"{w.place}: 例外已于 {w.expires} 到期，不再生效：{waiver_in_words(w)}", f"{w.place}: the exception ran out on {w.expires} and no longer counts: {waiver_in_words(w)}")
        for w in result.expired
    ]  # fmt: skip
    lines += [
        Bilingual(f"{w.place}: 例外已无用处，可以删除：{waiver_in_words(w)}", f"{w.place}: nothing needs this exception; remove it: {waiver_in_words(w)}")
        for w in result.unused
    ]  # fmt: skip
    lines += [
        Bilingual(f"{result.baseline}: 基线中的条目已过时，可用 --update-baseline 删除：{_entry(e)}", f"{result.baseline}: a stale entry; remove it with --update-baseline: {_entry(e)}")
        for e in result.stale
    ]  # fmt: skip
    return lines + [line for line in notes_on_files(result.survey) if result.survey.ambiguous]


def _entry(entry: BaselineEntry) -> str:
    return " · ".join(part for part in (entry.document, entry.category, entry.hash) if part)


def render_table(result: GateResult, view: View) -> str:
    """Return the result as it is shown on a screen."""
    return drawn(_parts(result, view), view)


def _parts(result: GateResult, view: View) -> Iterator[RenderableType]:
    corpus = result.survey.corpus
    yield Text(clean(corpus.title or corpus.path), "bold")
    shown = [f for f in result.counting if f.kind is not FindingKind.UNCAUGHT or f in result.failing]
    for document, group in groupby(shown, key=lambda finding: finding.document):
        findings = list(group)
        path = findings[0].path
        yield Text()
        yield Text.assemble((clean(document), "bold"), (f"  {clean(path)}" if path and path != document else "", "dim"))
        for finding in findings:
            yield from _finding(finding, result, view)
    if result.clusters:
        yield Text()
        yield from _clusters(result, view)
    notes = remarks(result)
    if notes:
        yield Text()
        for line in notes:
            yield Text(clean(line.in_language(view.language)), "yellow")
    yield Text()
    for line in conclusion(result):
        yield Text(line.in_language(view.language), "bold")
    yield Text(taxonomy_line(result.report).in_language(view.language), "dim")
    yield Text(score_line(result.report).in_language(view.language), "dim")


def _finding(finding: Finding, result: GateResult, view: View) -> Iterator[RenderableType]:
    severity = finding.severity
    lead = f"{_SIGNS[severity]} {SEVERITIES[severity].in_language(view.language)}"
    message = Text.assemble((lead, _STYLES[severity]), f"  {clean(finding.message.in_language(view.language))}")
    yield Padding(message, (0, 0, 0, 2))
    if finding.quotation:
        text = f"{cited(finding, result).in_language(view.language)} “{quotation_of(finding)}”".strip()
        yield Padding(_one_line(text), (0, 0, 0, 4))


def cited(finding: Finding, result: GateResult) -> Bilingual:
    """Return where a finding's quotation stands in its document: page, line or paragraph."""
    done = next((member.done for member in result.survey.members if member.id == finding.document), None)
    if done is None or finding.passage is None:
        return Bilingual("", "")
    if finding.page is not None:  # that of the words, not of the passage's beginning
        return Bilingual(f"第{finding.page}页", f"p. {finding.page}")
    return place_label(done, done.passages[finding.passage].passage)


def _clusters(result: GateResult, view: View) -> Iterator[RenderableType]:
    n = sum(cluster.passages for cluster in result.clusters)
    yield Text(
        Bilingual(
            f"谈及主题、却没有归入任何类别的段落：{n} 段（按区别于其余文字的词分组，括号内为 z 值）",
            f"passages about the subject that no category catches: {n} (by the words that tell them from the rest, with z-scores)",
        ).in_language(view.language),
        "bold",
    )
    for cluster in result.clusters[:_CLUSTERS_SHOWN]:
        words = " ".join(f"{clean(word)} ({score:.1f})" for word, score in cluster.words)
        other = Bilingual("（其余）", "(the rest)").in_language(view.language)
        size = Bilingual(
            f"{cluster.passages} 段，{cluster.documents} 份",
            f"{cluster.passages} passages, {cluster.documents} documents",
        )
        yield Padding(Text.assemble((words or other, "cyan"), f"  {size.in_language(view.language)}"), (0, 0, 0, 2))
        first = result.findings[cluster.findings[0]]
        yield Padding(_one_line(f"“{quoted(first.quotation)}” {quoted(first.document, 24)}"), (0, 0, 0, 4))
    more = len(result.clusters) - _CLUSTERS_SHOWN
    if more > 0:
        yield Padding(
            Text(
                Bilingual(f"另有 {more} 组：--format json", f"{more} more groups: --format json").in_language(
                    view.language
                ),
                "dim",
            ),
            (0, 0, 0, 2),
        )


def _one_line(text: str) -> Text:
    return Text(text, "dim", no_wrap=True, overflow="ellipsis")


def finding_value(finding: Finding) -> Json:
    """Return a finding's record in JSON."""
    return {
        "kind": finding.kind.value,
        "severity": finding.severity.value,
        "state": finding.state.value,
        "reason": finding.reason or None,
        "document": finding.document,
        "path": finding.path,
        "category": finding.category or None,
        "name": {"zh": finding.name.zh, "en": finding.name.en} if finding.category else None,
        "message": {"zh": finding.message.zh, "en": finding.message.en},
        "checks": [
            {
                "metric": check.metric.value,
                "wanted": _threshold(check.wanted),
                "found": _threshold(check.found),
                "severity": check.severity.value,
                "rule": str(check.place) if check.place else None,
            }
            for check in finding.checks
        ],
        "quotation": finding.quotation or None,
        "page": finding.page,
        "passage": finding.passage,
        "hash": finding.hash or None,
        "place": {"path": finding.place.path, "line": finding.place.line, "column": finding.place.column},
    }


def _threshold(value: object) -> object:
    if isinstance(value, float):
        return round(value, 12)
    return int(value) if isinstance(value, int) else None if value is None else str(getattr(value, "value", value))


def header_value(result: GateResult) -> Json:
    """Return what produced the result and what it comes to."""
    counts = Counter((finding.severity, finding.state) for finding in result.findings)
    return {
        **report_header(result.report),
        "format": "policyscan-gaps",
        "version": 1,
        "corpus": corpus_value(result.survey),
        "today": result.today.isoformat(),
        "fail_on": result.policy.fail_on.value,
        "exit_code": int(result.exit_code),
        "baseline": result.baseline,
        "rules": [{"rule": rule_in_words(r), "place": str(r.place) if r.place else None} for r in result.policy.rules],
        "counts": {
            severity.value: {state.value: counts[severity, state] for state in State}
            for severity in Severity
            if severity is not Severity.OFF
        },
    }


def render_json(result: GateResult, view: View) -> str:
    """Return the whole result as one JSON value."""
    value = {
        **header_value(result),
        "documents": [member_value(member) for member in result.survey.members],
        "findings": [finding_value(finding) for finding in result.findings],
        "uncaught": [
            {
                "words": [{"word": word, "z": score} for word, score in cluster.words],
                "passages": cluster.passages,
                "documents": cluster.documents,
                "findings": list(cluster.findings),
            }
            for cluster in result.clusters
        ],
        "stale": [_entry_value(entry) for entry in result.stale],
        "expired": [_waiver_value(waiver) for waiver in result.expired],
        "unused": [_waiver_value(waiver) for waiver in result.unused],
    }
    return encode(value) + "\n"


def _entry_value(entry: BaselineEntry) -> Json:
    return {
        "document": entry.document,
        "category": entry.category,
        "kind": entry.kind,
        "severity": entry.severity.value,
        "hash": entry.hash or None,
    }


def _waiver_value(waiver: Waiver) -> Json:
    expires = waiver.expires.isoformat() if waiver.expires else None
    return {
        "exception": waiver_in_words(waiver),
        "reason": waiver.reason,
        "expires": expires,
        "place": str(waiver.place),
    }


def render_jsonl(result: GateResult, view: View) -> str:
    """Return a header line, then a record a finding."""
    lines = [encode({"record": "gaps", **header_value(result)})]
    lines += [encode({"record": "finding", **finding_value(finding)}) for finding in result.findings]
    return "\n".join(lines) + "\n"


def render_csv(result: GateResult, view: View) -> str:
    """Return a row a finding."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(CSV_COLUMNS)
    for f in result.findings:
        value = finding_value(f)
        checks = "; ".join(f"{c['metric']} {c['found']} < {c['wanted']}" for c in value["checks"])
        row = [
            f.severity.value, f.kind.value, f.state.value, f.document, f.path or "", f.category, f.name.in_language(view.language),
            f.message.in_language(view.language), checks, str(f.page or ""), f.quotation, str(f.place), f.reason, f.hash,
        ]  # fmt: skip
        writer.writerow([safe_cell(cell) for cell in row])
    return "\ufeff" + out.getvalue()


_HEADS = Bilingual("级别|文件|类别|问题|出处|引文", "severity|document|category|finding|where|quotation")


def render_markdown(result: GateResult, view: View) -> str:
    """Return the result for a pull request or a job's summary."""
    corpus = result.survey.corpus
    verdict = {0: "✅", 1: "❌", 3: "❔"}[int(result.exit_code)]
    lines = [f"## {verdict} {escape(corpus.title or corpus.path)}", ""]
    lines += [f"{escape(line.in_language(view.language))}  " for line in conclusion(result)]
    shown = [f for f in result.counting if f.kind is not FindingKind.UNCAUGHT or f in result.failing]
    shown.sort(key=lambda f: -f.severity.rank)
    if shown:
        heads = _HEADS.in_language(view.language).split("|")
        lines += ["", f"| {' | '.join(heads)} |", "|---|---|---|---|--:|---|"]
        lines += [_markdown_row(finding, result, view) for finding in shown]
    lines += _markdown_clusters(result, view)
    held = [f for f in result.findings if not f.counts]
    if held:
        title = Bilingual(f"基线与例外：{len(held)} 项", f"baseline and exceptions: {len(held)}").in_language(
            view.language
        )
        lines += ["", f"<details><summary>{title}</summary>", ""]
        lines += [
            f"- {escape(f.document)}: {escape(f.message.in_language(view.language))}"
            + (f" — {escape(f.reason)}" if f.reason else "")
            for f in held
        ]
        lines += ["", "</details>"]
    notes = remarks(result)
    if notes:
        lines += ["", *(f"- {escape(line.in_language(view.language))}" for line in notes)]
    lines += [
        "",
        f"{escape(taxonomy_line(result.report).in_language(view.language))}  ",
        escape(score_line(result.report).in_language(view.language)),
    ]
    return "\n".join(lines) + "\n"


def _markdown_row(finding: Finding, result: GateResult, view: View) -> str:
    severity = f"{_SIGNS[finding.severity]} {SEVERITIES[finding.severity].in_language(view.language)}"
    cells = [finding.document, finding.name.in_language(view.language), finding.message.in_language(view.language)]
    quotation = f"“{quotation_of(finding)}”" if finding.quotation else ""
    return f"| {severity} | {' | '.join(escape(c) for c in cells)} | {cited(finding, result).in_language(view.language)} | {escape(quotation)} |"


def _markdown_clusters(result: GateResult, view: View) -> list[str]:
    if not result.clusters:
        return []
    n = sum(cluster.passages for cluster in result.clusters)
    title = Bilingual(f"没有归入任何类别的段落：{n} 段", f"passages that no category catches: {n}").in_language(
        view.language
    )
    lines = ["", f"<details><summary>{title}</summary>", ""]
    for cluster in result.clusters:
        words = "、".join(word for word, _ in cluster.words) or Bilingual("（其余）", "(the rest)").in_language(
            view.language
        )
        lines.append(
            f"- **{escape(words)}** ({cluster.passages}): “{escape(quoted(result.findings[cluster.findings[0]].quotation))}”"
        )
    return [*lines, "", "</details>"]


def texts_of(findings: Sequence[Finding], result: GateResult, view: View) -> list[str]:
    """Return each finding in one sentence: document, what is the matter, where, and the quotation."""
    lines = []
    for finding in findings:
        text = f"{finding.document}: {finding.message.in_language(view.language)}"
        if finding.quotation:
            where = cited(finding, result).in_language(view.language)
            text += f" {where}“{quotation_of(finding)}”"
        lines.append(clean(text))
    return lines
