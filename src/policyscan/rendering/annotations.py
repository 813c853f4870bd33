"""Annotations for GitHub (workflow commands) and GitLab (a Code Quality report)."""

from __future__ import annotations

import hashlib

from policyscan.model.codec import encode
from policyscan.model.gate import Finding, GateResult, Severity
from policyscan.rendering.gaps import KINDS, conclusion, remarks, texts_of
from policyscan.rendering.view import View

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.UNKNOWN: "warning", Severity.INFO: "notice"}
_GITLAB = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.UNKNOWN: "minor", Severity.INFO: "info"}


def render_github(result: GateResult, view: View) -> str:
    """Return workflow commands, the gravest first, for findings that count; GitHub shows ten of each kind a step.

    https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
    """
    findings = sorted(result.counting, key=lambda finding: -finding.severity.rank)
    lines = []
    for finding, text in zip(findings, texts_of(findings, result, view), strict=True):
        title = f"policyscan: {KINDS[finding.kind].in_language(view.language)}"
        place = f"file={_property(finding.place.path)},line={finding.place.line},title={_property(title)}"
        lines.append(f"::{_COMMANDS[finding.severity]} {place}::{_data(text)}")
    lines += [f"::warning title=policyscan::{_data(line.in_language(view.language))}" for line in remarks(result)]
    lines.append(
        f"::notice title=policyscan::{_data(' '.join(c.in_language(view.language) for c in conclusion(result)))}"
    )
    return "\n".join(lines) + "\n"


def _data(text: str) -> str:
    """Return text that ends no command and begins none: a document must not speak to the runner.

    >>> _data("50%\\n::stop-commands::x")
    '50%25%0A::stop-commands::x'
    """
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def fingerprint(finding: Finding) -> str:
    """Return what a finding is known by across runs: the same whatever the page, the line, the path or the language."""
    return hashlib.sha256("\0".join((*finding.key, finding.kind.value)).encode()).hexdigest()


def render_gitlab(result: GateResult, view: View) -> str:
    """Return a Code Quality report of the findings that count.

    https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
    """
    issues = [
        {
            "description": text,
            "check_name": f"policyscan/{finding.kind.value}",
            "fingerprint": fingerprint(finding),
            "severity": _GITLAB[finding.severity],
            "location": {"path": finding.place.path, "lines": {"begin": finding.place.line}},
        }
        for finding, text in zip(result.counting, texts_of(result.counting, result, view), strict=True)
    ]
    return encode(issues) + "\n"
