"""The JSON form of results: one, versioned, the same bytes for the same values (docs/formats.md).

Values are built from plain dictionaries in a fixed order; floats are rounded so that no platform's last digit shows.
"""

from __future__ import annotations

from typing import Any

import msgspec

from policyscan.model.label import ClassifiedPassage, Evidence, Label
from policyscan.model.passage import Passage
from policyscan.model.report import Coverage, Done, Failed, Report
from policyscan.model.tasks import task_of

FORMAT = "policyscan-report"
FORMAT_VERSION = 1

Json = dict[str, Any]


def encode(value: object) -> str:
    """Return a value as one line of JSON, Chinese as it is.

    >>> encode({"类别": "data", "share": 0.25})
    '{"类别":"data","share":0.25}'
    """
    return msgspec.json.encode(value).decode()


def report_header(report: Report) -> Json:
    """Return what produced a report: program, classifier and taxonomies with their hashes."""
    return {
        "format": FORMAT,
        "version": FORMAT_VERSION,
        "program": f"policyscan {report.version}",
        "classifier": report.classifier,
        "taxonomies": [
            {"id": t.id, "version": t.version, "sha256": t.hash, "macro_f1": report.scores.get(t.id)}
            for t in report.taxonomies
        ],
    }


def outcome_value(outcome: Done | Failed) -> Json:
    """Return a document's record, without its passages."""
    if isinstance(outcome, Failed):
        return {
            "path": outcome.source,
            "status": "failed",
            "reason": {"zh": outcome.reason.zh, "en": outcome.reason.en},
            "hint": {"zh": outcome.hint.zh, "en": outcome.hint.en} if outcome.hint else None,
        }
    document, title_page = outcome.document, outcome.title_page
    return {
        "path": document.source,
        "status": "done",
        "sha256": document.sha256,
        "reader": document.reader,
        "title": title_page.title,
        "number": title_page.number,
        "issuer": title_page.issuer,
        "date": title_page.date.isoformat() if title_page.date else None,
        "province": title_page.province,
        "city": title_page.city,
        "pages": len(document.pages),
        "passages": len(outcome.passages),
        "characters": outcome.characters,
        "paged": document.has_pages,
        "text_sha256": document.text_sha256,
        "wholly_read": document.is_wholly_read,
        "unreadable_pages": list(document.unreadable_pages),
        "notes": [
            {
                "kind": note.kind.value,
                "page": note.page,
                "unreadable": note.unreadable,
                "message": {"zh": note.message.zh, "en": note.message.en},
            }
            for note in document.notes
        ],
        "coverage": [
            {"taxonomy": t.taxonomy.id, "categories": [_coverage(c) for c in t.categories]} for t in outcome.coverage
        ],
    }


def _coverage(row: Coverage) -> Json:
    value: Json = {
        "id": row.id,
        "verdict": row.verdict.value,
        "depth": int(row.depth),
        "passages": row.passages,
        "share": round(row.share, 6),
        "characters": row.characters,
        "sections": row.sections,
        "mentions": row.mentions,
        "stances": {stance.value: count for stance, count in row.stances.items()},
        "strongest": list(row.strongest),
        "unanswered": list(row.unanswered),
    }
    if row.leaves:
        value["leaves"] = [_coverage(leaf) for leaf in row.leaves]
    return value


def passage_value(index: int, classified: ClassifiedPassage) -> Json:
    """Return a passage's record; ``index`` counts the document's passages from 0."""
    passage = classified.passage
    return {
        "index": index,
        "pages": list(passage.pages),
        "line": passage.fragments[0].line if passage.fragments else None,
        "kind": passage.kind.value,
        "headings": list(passage.headings),
        "span": [passage.span.start, passage.span.end],
        "text": passage.text,
        **task_value(passage),
        "stance": classified.stance.value,
        "labels": [_label(label) for label in classified.labels],
        "mentions": [
            {
                "taxonomy": m.taxonomy,
                "category": m.category,
                "doubtful": m.is_doubtful,
                "evidence": [_evidence(e) for e in m.evidence],
            }
            for m in classified.mentions
        ],
        "quantities": [
            {"kind": q.kind, "text": q.text, "span": [q.span.start, q.span.end]} for q in classified.quantities
        ],
    }


def task_value(passage: Passage) -> Json:
    """Return what a row of a table of tasks says, as the one value ``task``; nothing for any other passage."""
    task = task_of(passage)
    if task is None:
        return {}
    return {
        "task": {
            "task": task.words_of(task.task),
            "lead": list(task.lead_units),
            "support": list(task.support_units),
            "deadline": task.words_of(task.deadline) or None,
        }
    }


def _label(label: Label) -> Json:
    return {
        "taxonomy": label.taxonomy,
        "category": label.category,
        "leaf": label.leaf,
        "leaves": list(label.leaves),
        "confidence": round(label.confidence, 4),
        "stance": label.stance.value,
        "evidence": [_evidence(e) for e in label.evidence],
    }


def _evidence(evidence: Evidence) -> Json:
    return {
        "kind": evidence.kind.value,
        "text": evidence.text,
        "weight": round(evidence.weight, 4),
        "span": [evidence.span.start, evidence.span.end] if evidence.span else None,
        "by": evidence.by,
    }
