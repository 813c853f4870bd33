"""A passage's text with the words that prove its labels."""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup, escape

from policyscan.model.label import ClassifiedPassage, EvidenceKind
from policyscan.model.passage import Span
from policyscan.rendering.drawing.svg import visible

PROOF, WEIGHED = "mark", "mark class=f"
"""What proves a label by itself (terms, patterns), and what the estimator weighs."""


def highlight(text: str, spans: Iterable[tuple[Span, str]]) -> Markup:
    """Return text with its spans marked; where they overlap, the tag of the first in order holds.

    >>> highlight("数据<共享>", [(Span(0, 2), "mark")])
    Markup('<mark>数据</mark>&lt;共享&gt;')
    """
    tags: list[str | None] = [None] * len(text)
    for span, tag in spans:
        for at in range(span.start, min(span.end, len(text))):
            tags[at] = tags[at] or tag
    out, start = Markup(""), 0
    for at in range(1, len(text) + 1):
        if at == len(text) or tags[at] != tags[start]:
            part, found = escape(visible(text[start:at])), tags[start]
            out += Markup("<{}>{}</{}>").format(Markup(found), part, Markup(found.split()[0])) if found else part
            start = at
    return out


def evidence_spans(classified: ClassifiedPassage, *, weighed: bool) -> list[tuple[Span, str]]:
    """Return the spans that speak for a passage's labels, proofs first; what was excluded is not among them."""
    proofs, features = [], []
    for label in classified.labels:
        for evidence in label.evidence:
            if evidence.span is None or evidence.kind in (EvidenceKind.EXCLUSION, EvidenceKind.HEADING):
                continue
            if evidence.kind is EvidenceKind.FEATURE:
                features.append((evidence.span, WEIGHED))
            else:
                proofs.append((evidence.span, PROOF))
    return [*proofs, *(features if weighed else [])]
