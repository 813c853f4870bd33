"""JUnit XML: a suite a document, a case a category, so that a job shows what passed and what did not."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from policyscan.model.corpus import Member
from policyscan.model.gate import Finding, GateResult, Severity, State
from policyscan.rendering.gaps import SEVERITIES, texts_of
from policyscan.rendering.view import View

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def render_junit(result: GateResult, view: View) -> str:
    """Return the result as JUnit XML.

    What makes the gate fail is a ``failure``, what could not be told an ``error``, what the baseline or an exception holds
    back ``skipped``; findings below the threshold pass with their text in ``system-out``.
    """
    root = Element("testsuites", name="policyscan gaps")
    suites = [_suite(member.id, _cases(member, result), result, view) for member in result.survey.members]
    others = [f for f in result.findings if f.document not in {member.id for member in result.survey.members}]
    if others:
        suites.append(
            _suite(result.survey.corpus.path, [(finding.kind.value, finding) for finding in others], result, view)
        )
    for suite in suites:
        root.append(suite)
    for name in ("tests", "failures", "errors"):
        root.set(name, str(sum(int(suite.get(name, "0")) for suite in suites)))
    root.set("time", "0")
    indent(root)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + tostring(root, encoding="unicode") + "\n"


def _cases(member: Member, result: GateResult) -> list[tuple[str, Finding | None]]:
    """Return the cases of a document: every category that was looked at, and whatever else was found."""
    found = {
        finding.category or finding.kind.value + finding.hash: finding
        for finding in result.findings
        if finding.document == member.id
    }
    cases: list[tuple[str, Finding | None]] = []
    if member.done is not None and member.duplicate_of is None:
        for taxonomy in result.report.taxonomies:
            for category in taxonomy.categories:
                name = f"{taxonomy.id}/{category.id}"
                cases.append((name, found.pop(name, None)))
    return [
        *cases,
        *(
            (finding.category or " ".join(filter(None, (finding.kind.value, finding.hash))), finding)
            for finding in found.values()
        ),
    ]


def _suite(name: str, cases: list[tuple[str, Finding | None]], result: GateResult, view: View) -> Element:
    suite = Element("testsuite", name=_xml(name))
    failing = set(map(id, result.failing))
    counts = dict.fromkeys(("failure", "error", "skipped"), 0)
    for case_name, finding in cases:
        case = SubElement(suite, "testcase", classname=_xml(name), name=_xml(case_name), time="0")
        if finding is None:
            continue
        [text] = texts_of([finding], result, view)
        if finding.state is not State.NEW:
            SubElement(case, "skipped", message=_xml(finding.reason or finding.state.value))
            counts["skipped"] += 1
        elif id(finding) in failing or finding.severity is Severity.UNKNOWN:
            tag = "failure" if id(finding) in failing else "error"
            node = SubElement(
                case, tag, message=_xml(finding.message.in_language(view.language)), type=finding.kind.value
            )
            node.text = _xml(f"{finding.place}: {text}")
            counts[tag] += 1
        else:
            SubElement(case, "system-out").text = _xml(
                f"{SEVERITIES[finding.severity].in_language(view.language)}: {text}"
            )
    suite.set("tests", str(len(cases)))
    suite.set("failures", str(counts["failure"]))
    suite.set("errors", str(counts["error"]))
    suite.set("skipped", str(counts["skipped"]))
    suite.set("time", "0")
    return suite


def _xml(text: str) -> str:
    """Return text without the characters that XML cannot hold."""
    return _NOT_XML.sub("\ufffd", text)
