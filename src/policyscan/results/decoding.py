"""Records → what they were made of, as far as anything that comes after reading and classifying asks for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from policyscan.language import Bilingual
from policyscan.model.document import Document, Fragment, Known, Note, NoteKind, Page
from policyscan.model.label import (
    ClassifiedPassage,
    Evidence,
    EvidenceKind,
    Label,
    Mention,
    Quantity,
    Stance,
)
from policyscan.model.passage import Passage, PassageKind, Span, TitlePage
from policyscan.model.report import Coverage, Depth, Done, Failed, TaxonomyCoverage, Verdict
from policyscan.model.taxonomy import Taxonomy

Json = Mapping[str, Any]

_A_PAGE = (595.0, 842.0)
"""Points: any size does, as a record only tells whether there are pages."""


def outcome_from(
    value: Json, passages: Iterable[ClassifiedPassage], taxonomies: Mapping[str, Taxonomy]
) -> Done | Failed:
    """Return the outcome that a document's record tells, with these passages.

    Raises
    ------
    KeyError, TypeError, ValueError
        If it is no such record.
    """
    if value["status"] == "failed":
        hint = Bilingual(**value["hint"]) if value["hint"] else None
        return Failed(value["path"], Bilingual(**value["reason"]), hint)
    size = _A_PAGE if value["paged"] else (0.0, 0.0)
    document = Document(
        value["path"],
        value["sha256"],
        value["reader"],
        tuple(Page(number, *size) for number in range(1, value["pages"] + 1)),
        (),
        tuple(Note(NoteKind(n["kind"]), Bilingual(**n["message"]), n["page"], n["unreadable"]) for n in value["notes"]),
        known=Known(value["opening"], value["text_sha256"]),
    )
    page = TitlePage(
        value["title"],
        value["number"],
        value["issuer"],
        date.fromisoformat(value["date"]) if value["date"] else None,
        value["province"],
        value["city"],
    )
    total = value["characters"]
    coverage = tuple(
        TaxonomyCoverage(taxonomies[t["taxonomy"]], tuple(_coverage(c, total) for c in t["categories"]))
        for t in value["coverage"]
        if t["taxonomy"] in taxonomies
    )
    return Done(document, page, tuple(passages), coverage, total)


def _coverage(row: Json, total: int) -> Coverage:
    return Coverage(
        row["id"],
        row["passages"],
        row["characters"] / total if total else 0.0,
        row["sections"],
        Depth(row["depth"]),
        Verdict(row["verdict"]),
        {Stance(name): count for name, count in row["stances"].items()},
        row["mentions"],
        tuple(row["strongest"]),
        tuple(_coverage(leaf, total) for leaf in row.get("leaves") or ()),
        row["characters"],
        tuple(row["unanswered"]),
    )


def passage_from(value: Json) -> ClassifiedPassage:
    """Return the passage of a record.

    Raises
    ------
    KeyError, TypeError, ValueError
        If it is no such record.
    """
    text = value["text"]
    first, last = value["pages"]
    passage = Passage(
        text,
        Span(*value["span"]),
        tuple(value["headings"]),
        PassageKind(value["kind"]),
        (first, last),
        (Fragment(0, len(text), first, "", line=value["line"]),),
    )
    return ClassifiedPassage(
        passage,
        tuple(_label(label) for label in value["labels"]),
        tuple(
            Mention(m["taxonomy"], m["category"], tuple(map(_evidence, m["evidence"])), m["doubtful"])
            for m in value["mentions"]
        ),
        Stance(value["stance"]),
        tuple(Quantity(q["kind"], q["text"], Span(*q["span"])) for q in value["quantities"]),
    )


def _label(value: Json) -> Label:
    return Label(
        value["taxonomy"],
        value["category"],
        value["leaf"],
        value["confidence"],
        Stance(value["stance"]),
        tuple(map(_evidence, value["evidence"])),
        tuple(value["leaves"]),
    )


def _evidence(value: Json) -> Evidence:
    span = Span(*value["span"]) if value["span"] else None
    return Evidence(EvidenceKind(value["kind"]), value["text"], value["weight"], span, value["by"])
