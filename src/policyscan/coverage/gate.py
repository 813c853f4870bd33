"""Members × rules → findings; what the baseline and the exceptions hold back."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from policyscan.coverage.matrix import coverage_of
from policyscan.coverage.selecting import selects_category, selects_document
from policyscan.coverage.uncaught import is_uncaught, quotation_hash, scope_of
from policyscan.language import Bilingual
from policyscan.model.corpus import Member, Status, Survey
from policyscan.model.gate import (
    Baseline,
    BaselineEntry,
    Check,
    Finding,
    FindingKind,
    Metric,
    Place,
    Policy,
    Rule,
    Selector,
    Severity,
    State,
    Threshold,
    Waiver,
)
from policyscan.model.label import EvidenceKind
from policyscan.model.matrix import Column
from policyscan.model.report import Coverage, Depth, Done, Failed, Verdict
from policyscan.model.taxonomy import Taxonomy

TEXTS = ("text", "markdown")
"""Readers of files whose lines can be pointed at; elsewhere a line is the number of a paragraph."""
_VERDICTS = (Verdict.GAP, Verdict.THIN, Verdict.COVERED)
_METRICS = {
    Metric.VERDICT: Bilingual("结论", "verdict"),
    Metric.DEPTH: Bilingual("深度", "depth"),
    Metric.PASSAGES: Bilingual("段落", "passages"),
    Metric.SHARE: Bilingual("占比", "share"),
}
_WORDS: dict[Threshold, Bilingual] = {
    Verdict.GAP: Bilingual("缺口", "gap"),
    Verdict.THIN: Bilingual("单薄", "thin"),
    Verdict.COVERED: Bilingual("覆盖", "covered"),
    Verdict.UNKNOWN: Bilingual("未知", "unknown"),
}
_DEPTHS = {
    Depth.ABSENT: Bilingual("未提", "absent"),
    Depth.NAMED: Bilingual("点名", "named"),
    Depth.DESCRIBED: Bilingual("描述", "described"),
    Depth.MEASURES: Bilingual("举措", "measures"),
    Depth.TARGETS: Bilingual("目标", "targets"),
}


class Texts(Struct, frozen=True):
    """Where texts stand that a finding can point at.

    ``sidecars`` are files with the clean text of documents, by their path in the corpus; ``categories`` the lines of
    taxonomies of the user's own, by ``taxonomy/category``.
    """

    sidecars: Mapping[str, str]
    categories: Mapping[str, Place]


def find_all(
    survey: Survey, taxonomies: Sequence[Taxonomy], columns: Sequence[Column], policy: Policy, texts: Texts
) -> list[Finding]:
    """Return every finding, in the order of the documents, the taxonomies and the text.

    Parameters
    ----------
    survey
        The corpus after reading.
    taxonomies, columns
        What was looked for, with leaves.
    policy
        The rules and the severities of what is no rule's business.
    texts
        What findings can point at.
    """
    scope = scope_of(taxonomies)
    findings: list[Finding] = []
    for member in survey.members:
        findings += _of_document(member, survey, policy, texts)
        if member.done is not None and member.status is not Status.DUPLICATE:
            cells = list(_of_cells(member, member.done, survey, columns, policy, texts))
            findings += cells
            findings += _unanswered(member, member.done, survey, columns, policy, texts, {f.category for f in cells})
            findings += _uncaught(member, member.done, survey, scope, policy, texts)
    for path in survey.unlisted:
        place = Place(survey.corpus.manifest or survey.corpus.path)
        message = Bilingual(
            f"{path} 在文件夹里，但不在清单上，没有检查", f"{path} is in the folder but not listed; it was not checked"
        )
        name = Bilingual("", "")
        findings.append(Finding(FindingKind.UNLISTED, policy.unlisted, path, path, "", name, message, place))
    return [finding for finding in findings if finding.severity is not Severity.OFF]


def _of_document(member: Member, survey: Survey, policy: Policy, texts: Texts) -> Iterator[Finding]:
    outcome = member.outcome
    if outcome is None:
        yield _document(
            member,
            FindingKind.MISSING,
            policy.missing,
            Bilingual("应有的文件还没有", "expected, and not there"),
            survey,
            texts,
        )
    elif isinstance(outcome, Failed):
        yield _document(member, FindingKind.UNREADABLE, policy.unknown, outcome.reason, survey, texts)
    elif member.mismatches:
        zh, en = "；".join(m.zh for m in member.mismatches), "; ".join(m.en for m in member.mismatches)
        yield _document(
            member,
            FindingKind.MISMATCH,
            policy.unknown,
            Bilingual(f"内容不符：{zh}", f"not the document: {en}"),
            survey,
            texts,
        )
    elif member.duplicate_of is not None:
        message = Bilingual(
            f"与 {member.duplicate_of} 内容相同，只检查后者",
            f"the same content as {member.duplicate_of}, which alone was checked",
        )
        yield _document(member, FindingKind.DUPLICATE, policy.duplicate, message, survey, texts)


def _document(
    member: Member, kind: FindingKind, severity: Severity, message: Bilingual, survey: Survey, texts: Texts
) -> Finding:
    place = _place(member, survey, texts, None)
    return Finding(kind, severity, member.id, member.path, "", Bilingual("", ""), message, place)


def _of_cells(
    member: Member, done: Done, survey: Survey, columns: Sequence[Column], policy: Policy, texts: Texts
) -> Iterator[Finding]:
    rules = [rule for rule in policy.rules if selects_document(rule.select, member)]
    for column in columns:
        row = coverage_of(done, column)
        deciding = _deciding(rules, column, policy)
        if row is None or not deciding:
            continue
        checks = tuple(check for metric, rule in deciding.items() if (check := _check(metric, rule, row)) is not None)
        if checks:
            yield _cell(member, done, column, row, checks, survey, policy, texts)


def _deciding(rules: Sequence[Rule], column: Column, policy: Policy) -> dict[Metric, Rule]:
    """Return for each metric the last rule that sets it for a category."""
    last: dict[Metric, Rule] = {}
    for rule in rules:
        if selects_category(rule.select, column, leaves=policy.leaves):
            last.update(dict.fromkeys(rule.least, rule))
    return {metric: last[metric] for metric in Metric if metric in last and last[metric].severity is not Severity.OFF}


def _check(metric: Metric, rule: Rule, row: Coverage) -> Check | None:
    """Return the threshold if it is not reached. Nothing is rounded."""
    wanted = rule.least[metric]
    values: dict[Metric, Threshold] = {
        Metric.VERDICT: row.verdict,
        Metric.DEPTH: row.depth,
        Metric.PASSAGES: row.passages,
        Metric.SHARE: row.share,
    }
    found = values[metric]
    if isinstance(wanted, Verdict) and isinstance(found, Verdict):
        reached = wanted is Verdict.GAP or (found in _VERDICTS and _VERDICTS.index(found) >= _VERDICTS.index(wanted))
    else:
        assert not isinstance(wanted, Verdict)
        assert not isinstance(found, Verdict)
        reached = found >= wanted
    return None if reached else Check(metric, wanted, found, rule.severity, rule.place)


def _cell(
    member: Member,
    done: Done,
    column: Column,
    row: Coverage,
    checks: tuple[Check, ...],
    survey: Survey,
    policy: Policy,
    texts: Texts,
) -> Finding:
    severity = max((check.severity for check in checks), key=lambda s: s.rank)
    index, is_doubtful = (row.strongest[0], False) if row.strongest else _mention(done, column)
    if not done.document.is_wholly_read:
        kind, severity = FindingKind.UNKNOWN, policy.unknown
    elif row.passages:
        kind = FindingKind.BELOW
    else:
        kind = FindingKind.NAMED if index is not None else FindingKind.GAP
    category = f"{column.taxonomy}/{column.id}"
    passage = done.passages[index].passage if index is not None else None
    related = [check.place for check in checks if check.place is not None]
    related += [texts.categories[category]] if category in texts.categories else []
    return Finding(
        kind,
        severity,
        member.id,
        member.path,
        category,
        column.name,
        _message(kind, column.name, checks, done, is_doubtful),
        _place(member, survey, texts, index),
        checks,
        passage.text if passage else "",
        _named_at(done, index, column) if index is not None else 0,
        passage.page_of(_named_at(done, index, column))
        if passage and index is not None and done.document.has_pages
        else None,
        index,
        related=tuple(dict.fromkeys(related)),
    )


def _unanswered(
    member: Member,
    done: Done,
    survey: Survey,
    columns: Sequence[Column],
    policy: Policy,
    texts: Texts,
    told: Collection[str],
) -> Iterator[Finding]:
    """Yield the problems for which nothing in the whole text is a remedy: each category, or else its leaves.

    Where part of a document was not read, the remedy may have stood there. That is told only if the finding would make the
    gate fail: a warning that nobody can confirm must not.
    """
    severity = policy.problem_without_remedy
    if severity is Severity.OFF:
        return
    whole = set[str]()
    for column in columns:
        row = coverage_of(done, column)
        category, _, leaf = column.id.partition(".")
        if (
            row is None
            or not row.unanswered
            or (leaf and not policy.leaves)
            or f"{column.taxonomy}/{category}" in whole
        ):
            continue
        whole.add(f"{column.taxonomy}/{column.id}")
        kind, grave = FindingKind.UNANSWERED, policy.problem_without_remedy
        if not done.document.is_wholly_read:
            fails = policy.fail_on is not Severity.OFF and severity.rank >= policy.fail_on.rank
            if not fails or f"{column.taxonomy}/{column.id}" in told:
                continue
            kind, grave = FindingKind.UNKNOWN, policy.unknown
        index = row.unanswered[0]
        passage = done.passages[index].passage
        at = _named_at(done, index, column)
        yield Finding(
            kind,
            grave,
            member.id,
            member.path,
            f"{column.taxonomy}/{column.id}",
            column.name,
            _problem(kind, column.name, len(row.unanswered), done),
            _place(member, survey, texts, index),
            quotation=passage.text,
            at=at,
            page=passage.page_of(at) if done.document.has_pages else None,
            passage=index,
        )


def _problem(kind: FindingKind, name: Bilingual, passages: int, done: Done) -> Bilingual:
    zh = f"“{name.zh}”：{passages} 段提出问题"
    en = f"{name.en}: a problem is named" if passages == 1 else f"{name.en}: {passages} passages name a problem"
    if kind is FindingKind.UNANSWERED:
        return Bilingual(
            f"{zh}，通读全文未见对应的举措或目标", f"{en}, and nothing in the whole text says what shall be done"
        )
    lost = _lost(done)
    return Bilingual(
        f"{zh}；{lost.zh}未能读取，有无对应的举措不能断定",
        f"{en}; whether anything shall be done cannot be told, as {lost.en} could not be read",
    )


def _lost(done: Done) -> Bilingual:
    pages = done.document.unreadable_pages
    listed = "、".join(map(str, pages)), ", ".join(map(str, pages))
    return Bilingual(f"第 {listed[0]} 页", f"page {listed[1]}") if pages else Bilingual("部分内容", "a part")


def _mention(done: Done, column: Column) -> tuple[int | None, bool]:
    """Return the first passage that names a category, and whether all that do are merely in doubt."""
    named = [
        (mention.is_doubtful, i)
        for i, passage in enumerate(done.passages)
        for mention in passage.mentions
        if (mention.taxonomy, mention.category) == (column.taxonomy, column.id)
    ]
    doubtful, index = min(named, default=(False, None))
    return index, doubtful


def _named_at(done: Done, index: int, column: Column) -> int:
    """Return the first character of a passage that names a category; 0 where only its headings do."""
    passage = done.passages[index]
    category = column.id.partition(".")[0]
    labels = [x.evidence for x in passage.labels if (x.taxonomy, x.category) == (column.taxonomy, category)]
    mentions = [x.evidence for x in passage.mentions if (x.taxonomy, x.category) == (column.taxonomy, category)]
    evidence = [e for found in (*labels, *mentions) for e in found]
    return min(
        (e.span.start for e in evidence if e.span is not None and e.kind is not EvidenceKind.EXCLUSION), default=0
    )


def _message(kind: FindingKind, name: Bilingual, checks: Sequence[Check], done: Done, is_doubtful: bool) -> Bilingual:
    if kind is FindingKind.GAP:
        lead = Bilingual(f"“{name.zh}”：通读全文未见", f"{name.en}: not found in the whole text")
    elif kind is FindingKind.NAMED and is_doubtful:
        lead = Bilingual(f"“{name.zh}”：是否论及存疑", f"{name.en}: in doubt whether anything is said of it")
    elif kind is FindingKind.NAMED:
        lead = Bilingual(f"“{name.zh}”：只点名，没有论述", f"{name.en}: only named; nothing is said of it")
    elif kind is FindingKind.UNKNOWN:
        lost = _lost(done)
        # what was found is no more than a lower bound here, so it is not set against what is asked
        return Bilingual(
            f"“{name.zh}”：{lost.zh}未能读取，不能断定", f"{name.en}: cannot be told, as {lost.en} could not be read"
        )
    else:
        lead = Bilingual(f"“{name.zh}”：未达要求", f"{name.en}: below what is asked")
    said = [
        check_in_words(check) for check in checks if kind is not FindingKind.GAP or check.metric is not Metric.DEPTH
    ]
    return Bilingual(f"{lead.zh}（{'；'.join(s.zh for s in said)}）", f"{lead.en} ({'; '.join(s.en for s in said)})")


def check_in_words(check: Check) -> Bilingual:
    """Return a threshold with what was found instead, and the line of the rule.

    >>> str(check_in_words(Check(Metric.SHARE, 0.8, 0.79996, Severity.ERROR)))
    'share 79.996 % < 80 %'
    """
    metric = _METRICS[check.metric]
    found, wanted = _figure(check.found, check.wanted), _figure(check.wanted, check.found)
    zh, en = f"{metric.zh} {found.zh} < {wanted.zh}", f"{metric.en} {found.en} < {wanted.en}"
    return Bilingual(f"{zh}，{check.place}", f"{en}, {check.place}") if check.place else Bilingual(zh, en)


def _figure(value: Threshold | None, beside: Threshold | None) -> Bilingual:
    if value is None:
        return Bilingual("未知", "unknown")
    if isinstance(value, Verdict):
        return _WORDS[value]
    if isinstance(value, Depth):
        return _DEPTHS[value]
    if isinstance(value, float):
        other = float(beside) if isinstance(beside, float) else 0.0
        digits = next((d for d in range(1, 12) if f"{value * 100:.{d}f}" != f"{other * 100:.{d}f}"), 12)
        text = f"{value * 100:.{digits}f}".rstrip("0").rstrip(".")
        return Bilingual(f"{text}%", f"{text} %")
    return Bilingual(str(value), str(value))


def _uncaught(
    member: Member, done: Done, survey: Survey, scope: Sequence[str], policy: Policy, texts: Texts
) -> Iterator[Finding]:
    if policy.uncaught is Severity.OFF:
        return
    seen: set[str] = set()
    for index, classified in enumerate(done.passages):
        if not is_uncaught(classified, scope):
            continue
        passage = classified.passage
        digest = quotation_hash(passage.text)
        if digest in seen:
            continue
        seen.add(digest)
        yield Finding(
            FindingKind.UNCAUGHT,
            policy.uncaught,
            member.id,
            member.path,
            "",
            Bilingual("", ""),
            Bilingual("这段话没有归入任何类别", "no category catches this passage"),
            _place(member, survey, texts, index),
            quotation=passage.text,
            page=passage.pages[0] if done.document.has_pages else None,
            passage=index,
            hash=digest,
        )


def _place(member: Member, survey: Survey, texts: Texts, index: int | None) -> Place:
    """Return a text that exists and shows best what a finding is about: the passage's line, else the corpus's."""
    corpus, done = survey.corpus, member.done
    folder = corpus.folder.rstrip("/")
    sidecar = texts.sidecars.get(member.path or "")
    if index is not None and done is not None:
        passage = done.passages[index].passage
        line = passage.fragments[0].line if passage.fragments else None
        if line is not None and done.document.reader in TEXTS:
            return Place(f"{folder}/{member.path}", line)
        if sidecar is not None:
            return Place(sidecar, done.document.text.count("\n", 0, passage.span.start) + 1)
    if member.entry is not None and corpus.manifest is not None:
        return Place(corpus.manifest, member.entry.line)
    return Place(sidecar or (f"{folder}/{member.path}" if member.path else corpus.path))


def hold_back(
    findings: Sequence[Finding], members: Sequence[Member], policy: Policy, baseline: Baseline | None, today: date
) -> tuple[list[Finding], list[Waiver], list[Waiver]]:
    """Return the findings marked by exceptions and baseline, the exceptions that ran out, and those that nothing needs.

    An entry of the baseline holds back what is no graver than when it was made: a category that was thin then and is a gap
    now is new.
    """
    known = {entry.key: entry for entry in baseline.entries} if baseline else {}
    by_id = {member.id: member for member in members}
    expired = [waiver for waiver in policy.exceptions if waiver.expires is not None and waiver.expires < today]
    active = [waiver for waiver in policy.exceptions if waiver not in expired]
    used: set[int] = set()
    marked = []
    for finding in findings:
        fitting = [i for i, waiver in enumerate(active) if _excepts(waiver, finding, by_id.get(finding.document))]
        used.update(fitting)
        entry = known.get(finding.key)
        if fitting:
            finding = replace(finding, state=State.EXCEPTED, reason=active[fitting[-1]].reason)
        elif entry is not None and finding.severity.rank <= entry.severity.rank:
            finding = replace(finding, state=State.BASELINED, reason=entry.reason)
        marked.append(finding)
    return marked, expired, [waiver for i, waiver in enumerate(active) if i not in used]


def _excepts(waiver: Waiver, finding: Finding, member: Member | None) -> bool:
    if waiver.finding and finding.kind.value not in waiver.finding:
        return False
    unlisted = Member(finding.document, None, finding.path, None, finding.document)
    if not selects_document(waiver.select, member or unlisted):
        return False
    if not finding.category:
        return not waiver.select.category
    taxonomy, _, category = finding.category.partition("/")
    return selects_category(waiver.select, Column(taxonomy, category, finding.name), leaves=True)


def stale_entries(
    baseline: Baseline | None, findings: Sequence[Finding], members: Sequence[Member], taxonomies: Sequence[Taxonomy]
) -> tuple[BaselineEntry, ...]:
    """Return the entries that no finding needs any more.

    An entry about a document of which nothing could be read, or about a taxonomy that was not looked at, is not stale: nothing
    was seen that speaks against it.
    """
    if baseline is None:
        return ()
    there = {finding.key for finding in findings}
    unread = {member.id for member in members if member.done is None or member.status is Status.DUPLICATE}
    looked_at = {taxonomy.id for taxonomy in taxonomies}
    return tuple(
        entry
        for entry in baseline.entries
        if entry.key not in there
        and entry.document not in unread
        and ("/" not in entry.category or entry.category.partition("/")[0] in looked_at)
    )


def unknown_categories(policy: Policy, columns: Sequence[Column]) -> list[tuple[Place, str]]:
    """Return the patterns of rules and exceptions that no category or leaf fits, with their places."""
    missed = []
    items = [(rule.select, rule.place) for rule in policy.rules]
    for where, place in [*items, *((waiver.select, waiver.place) for waiver in policy.exceptions)]:
        for pattern in where.category:
            select = Selector(category=(pattern,))
            if place and not any(selects_category(select, column, leaves=True) for column in columns):
                missed.append((place, pattern))
    return missed
