"""SARIF 2.1.0 (OASIS), for code scanning: results point at texts that exist, and what is held back is marked, not dropped.

A result that vanishes is closed by code scanning and opened again when it comes back; so findings of the baseline and of
exceptions stay, suppressed. PDFs have no preview there: a result points at the line of ``corpus.yaml``, of a text document,
or of a sidecar with the clean text (``--sidecars``).
"""

from __future__ import annotations

from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from msgspec import Struct

from policyscan.language import Bilingual
from policyscan.model.codec import encode
from policyscan.model.gate import Finding, FindingKind, GateResult, Place, Severity, State
from policyscan.rendering.annotations import fingerprint
from policyscan.rendering.gaps import KINDS, conclusion, texts_of
from policyscan.rendering.view import View

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.UNKNOWN: "warning", Severity.INFO: "note"}
_RULES = {
    FindingKind.GAP: Bilingual("文件没有覆盖某一类别", "A document leaves out a category"),
    FindingKind.NAMED: Bilingual("文件只点到某一类别的名称", "A document covers a category by name only"),
    FindingKind.BELOW: Bilingual("覆盖没有达到规则的要求", "A category is covered less than a rule asks"),
    FindingKind.UNANSWERED: Bilingual(
        "提出了问题，通读全文未见对应的举措或目标",
        "A problem is named, and nothing in the whole text says what shall be done",
    ),
    FindingKind.UNKNOWN: Bilingual(
        "部分内容未能读取，不能断定", "It cannot be told, as part of a document could not be read"
    ),
    FindingKind.UNREADABLE: Bilingual("文件未能读取", "A document could not be read"),
    FindingKind.MISMATCH: Bilingual(
        "内容不是清单或文件名所说的文件", "The content cannot be the document that is named"
    ),
    FindingKind.MISSING: Bilingual("应有的文件还没有", "An expected document is not there"),
    FindingKind.DUPLICATE: Bilingual("内容与另一份文件相同", "A document has the content of another"),
    FindingKind.UNLISTED: Bilingual("文件不在清单上，没有检查", "A file is not listed and was not checked"),
    FindingKind.UNCAUGHT: Bilingual(
        "谈及主题的段落没有归入任何类别", "No category catches a passage about the subject"
    ),
}


def render_sarif(result: GateResult, view: View) -> str:
    """Return the result as SARIF, one run."""
    kinds = list(FindingKind)
    texts = texts_of(result.findings, result, view)
    return sarif_of(
        Run(
            command="gaps",
            version=result.report.version,
            rules=[_rule(kind, view) for kind in kinds],
            results=[_result(f, text, kinds, result, view) for f, text in zip(result.findings, texts, strict=True)],
            properties={
                "classifier": result.report.classifier,
                "taxonomies": [{"id": t.id, "version": t.version, "sha256": t.hash} for t in result.report.taxonomies],
            },
            exit_code=int(result.exit_code),
            conclusion=" ".join(line.in_language(view.language) for line in conclusion(result)),
        ),
        view,
    )


class Run(Struct, frozen=True):
    """What one run of a command found: rules and results as SARIF has them, and how the process ends."""

    command: str
    version: str
    rules: list[dict[str, Any]]
    results: list[dict[str, Any]]
    properties: dict[str, Any]
    exit_code: int
    conclusion: str


def sarif_of(run: Run, view: View) -> str:
    """Return a run as SARIF."""
    value = {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "policyscan",
                        "version": run.version,
                        "semanticVersion": run.version,
                        "language": "zh-CN" if view.language == "zh" else "en-US",
                        "rules": run.rules,
                        "properties": run.properties,
                    }
                },
                "columnKind": "unicodeCodePoints",
                "originalUriBaseIds": {
                    "%SRCROOT%": {"description": {"text": "the folder in which policyscan was run"}}
                },
                "automationDetails": {"id": f"policyscan/{run.command}/"},
                "invocations": [
                    {
                        "executionSuccessful": True,
                        "exitCode": run.exit_code,
                        "exitCodeDescription": run.conclusion,
                    }
                ],
                "results": run.results,
            }
        ],
    }
    return encode(value) + "\n"


def _rule(kind: FindingKind, view: View) -> dict[str, Any]:
    name = "".join(part.capitalize() for part in kind.value.split("-"))
    return {
        "id": kind.value,
        "name": name,
        "shortDescription": {"text": KINDS[kind].in_language(view.language)},
        "fullDescription": {"text": _RULES[kind].in_language(view.language)},
        "defaultConfiguration": {"level": "note" if kind is FindingKind.UNCAUGHT else "warning"},
    }


def _result(finding: Finding, text: str, kinds: list[FindingKind], result: GateResult, view: View) -> dict[str, Any]:
    value: dict[str, Any] = {
        "ruleId": finding.kind.value,
        "ruleIndex": kinds.index(finding.kind),
        "level": LEVELS[finding.severity],
        "message": {"text": text},
        "locations": [{"physicalLocation": location_of(finding.place)}],
        "partialFingerprints": {"policyscan/v1": fingerprint(finding)},
    }
    if finding.severity is Severity.UNKNOWN:
        value["kind"], value["level"] = "review", "none"  # SARIF 3.27.10: a level goes with the kind "fail" only
    if finding.related:
        value["relatedLocations"] = [
            {"id": i, "physicalLocation": location_of(place)} for i, place in enumerate(finding.related, 1)
        ]
    if result.baseline is not None:
        value["baselineState"] = "unchanged" if finding.state is State.BASELINED else "new"
    if finding.state is not State.NEW:
        justification = finding.reason or Bilingual("已列入基线", "in the baseline").in_language(view.language)
        value["suppressions"] = [{"kind": "external", "status": "accepted", "justification": justification}]
    value["properties"] = {
        "document": finding.document,
        "category": finding.category,
        "severity": finding.severity.value,
        **({"page": finding.page} if finding.page else {}),
    }
    return value


def location_of(place: Place) -> dict[str, Any]:
    """Return a place below the folder in which the program ran; one outside it by its absolute address."""
    path = PurePath(place.path)
    outside = path.is_absolute() or ".." in path.parts
    where: dict[str, Any] = {"uri": quote(path.as_posix())}
    if path.is_absolute():
        where = {"uri": path.as_uri()}
    elif not outside:
        where["uriBaseId"] = "%SRCROOT%"
    return {"artifactLocation": where, "region": {"startLine": place.line, "startColumn": place.column}}
