"""JSON (one value) and JSON Lines (a record a document and a passage): docs/formats.md."""

from __future__ import annotations

from policyscan.model.codec import encode, outcome_value, passage_value, report_header
from policyscan.model.records import header_line, records_of
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


def render_jsonl(report: Report, view: View) -> str:
    """Return a header line, then for each document its record and one for each of its passages."""
    return (header_line(report) + b"".join(records_of(o).lines for o in report.outcomes)).decode()
