"""JSON as one value: docs/formats.md. (JSON Lines are made where a document is read: `policyscan.model.records`.)"""

from __future__ import annotations

from policyscan.model.codec import encode, outcome_value, passage_value, report_header
from policyscan.model.report import Done, Report
from policyscan.rendering.view import View


def render_json(report: Report, view: View) -> str:
    """Return the whole report as one JSON value; passages that carry a label or a mention are in it."""
    documents = []
    for outcome in report.outcomes:
        value = outcome_value(outcome)
        if isinstance(outcome, Done):
            value["labelled"] = [passage_value(i, p) for i, p in enumerate(outcome.passages) if p.labels or p.mentions]
        documents.append(value)
    return encode({**report_header(report), "documents": documents}) + "\n"
