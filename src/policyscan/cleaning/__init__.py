"""Document → Document, one small step a file. `clean` runs them in order."""

from __future__ import annotations

from policyscan.cleaning.contents import set_contents_aside
from policyscan.cleaning.footnotes import set_footnotes_aside
from policyscan.cleaning.furniture import set_furniture_aside
from policyscan.cleaning.lines import join_lines
from policyscan.cleaning.normalise import normalise
from policyscan.cleaning.order import put_in_order
from policyscan.cleaning.portal import set_portal_aside
from policyscan.cleaning.tables import join_tables
from policyscan.model.document import Document

STEPS = (
    normalise, put_in_order, set_furniture_aside, set_contents_aside, set_footnotes_aside, join_tables, join_lines,
    set_portal_aside,
)  # fmt: skip
"""In order: later steps rely on what earlier ones set aside."""


def clean(document: Document) -> Document:
    """Return the document with clean text: paragraphs, rows and boxes, and all that is not running text marked."""
    for step in STEPS:
        document = step(document)
    return document
