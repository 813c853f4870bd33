"""The baseline's file: a finding a line in a fixed order, so that two branches merge and a diff can be read."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct

from policyscan.errors import WrongUse
from policyscan.language import Bilingual
from policyscan.model.codec import encode
from policyscan.model.gate import Baseline, BaselineEntry, Finding, GateResult, Severity, State

FORMAT = "policyscan-baseline"
VERSION = 1
_TEXTS = ("document", "category", "kind", "severity", "hash", "reason")


def read_baseline(path: Path) -> Baseline:
    """Read a baseline.

    Raises
    ------
    WrongUse
        If it is not there (a gate without its baseline must not pass for one without findings), or is no baseline.
    """
    try:
        text = path.read_text("utf-8-sig")
    except FileNotFoundError:
        raise WrongUse(
            Bilingual(f"{path}：没有这个基线文件", f"{path}: there is no such baseline"),
            hint=Bilingual("新建：加上 --update-baseline --accept-new", "make it: add --update-baseline --accept-new"),
        ) from None
    except (OSError, UnicodeDecodeError) as error:
        raise WrongUse(Bilingual(f"{path}：无法读取（{error}）", f"{path}: cannot be read ({error})")) from None
    try:
        data = json.loads(text)
    except (json.JSONDecodeError, RecursionError) as error:
        line = getattr(error, "lineno", 1)
        raise WrongUse(
            Bilingual(
                f"{path}:{line}：不是有效的 JSON（合并冲突？）", f"{path}:{line}: not valid JSON (a merge conflict?)"
            )
        ) from None
    findings = data.get("findings", []) if isinstance(data, dict) else None
    if not isinstance(findings, list) or (data.get("format"), data.get("version")) != (FORMAT, VERSION):
        raise WrongUse(
            Bilingual(f"{path}：不是 {FORMAT} 第 {VERSION} 版", f"{path}: not a {FORMAT} of version {VERSION}"),
            hint=Bilingual("重新生成：--update-baseline --accept-new", "make it anew: --update-baseline --accept-new"),
        )
    return Baseline(str(path), tuple(_entry(path, item, i) for i, item in enumerate(findings, 1)))


def _entry(path: Path, item: Any, number: int) -> BaselineEntry:
    severities = [severity.value for severity in Severity]
    if (
        not isinstance(item, dict)
        or not all(isinstance(item.get(key, ""), str) for key in _TEXTS)
        or not item.get("document")
        or not item.get("category")
        or item.get("severity") not in severities
    ):
        raise WrongUse(
            Bilingual(f"{path}：第 {number} 条不完整（要有 document、category、severity）",
                      f"{path}: entry {number} is not whole (document, category, severity are needed)")
        )  # fmt: skip
    return BaselineEntry(
        item["document"], item["category"], item.get("hash", ""), item.get("kind", ""), Severity(item["severity"]), item.get("reason", ""), number
    )  # fmt: skip


def write_baseline(entries: Sequence[BaselineEntry]) -> str:
    """Return the file's text."""
    lines = [
        encode(
            {
                "document": entry.document,
                "category": entry.category,
                "kind": entry.kind,
                "severity": entry.severity.value,
                **({"hash": entry.hash} if entry.hash else {}),
                **({"reason": entry.reason} if entry.reason else {}),
            }
        )
        for entry in sorted(entries, key=lambda entry: entry.key)
    ]
    findings = "[\n" + ",\n".join(lines) + "\n]" if lines else "[]"
    return f'{{\n"format": "{FORMAT}",\n"version": {VERSION},\n"findings": {findings}\n}}\n'


class Update(Struct, frozen=True):
    """What an update of the baseline would do: what stays, what goes, and which findings it would newly hold back."""

    kept: tuple[BaselineEntry, ...]
    removed: tuple[BaselineEntry, ...]
    added: tuple[Finding, ...]


def plan_update(result: GateResult, baseline: Baseline | None) -> Update:
    """Return how the baseline is to change. Entries that are stale go; severities only ever fall, but for what is added."""
    now = {finding.key: finding for finding in result.findings}
    added = tuple(f for f in result.counting if f.severity.rank >= Severity.WARNING.rank)
    new = {finding.key for finding in added}
    kept = []
    for entry in baseline.entries if baseline else ():
        if entry in result.stale or entry.key in new:
            continue
        finding = now.get(entry.key)
        if finding is not None and finding.state is State.BASELINED:
            entry = _of(finding, entry.reason)
        kept.append(entry)
    return Update(tuple(kept), result.stale, added)


def accepted(update: Update, baseline: Baseline | None) -> tuple[BaselineEntry, ...]:
    """Return the entries of a baseline that holds back the added findings too; a reason that was given stays."""
    reasons = {entry.key: entry.reason for entry in baseline.entries} if baseline else {}
    return (*update.kept, *(_of(finding, reasons.get(finding.key, "")) for finding in update.added))


def _of(finding: Finding, reason: str) -> BaselineEntry:
    category = finding.category or finding.kind.value
    return BaselineEntry(finding.document, category, finding.hash, finding.kind.value, finding.severity, reason)
