"""A run as a stream of JSON Lines: what produced it, then each document's record with those of its passages."""

from __future__ import annotations

from typing import Any, BinaryIO

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from policyscan.language import Bilingual
from policyscan.model.codec import encode, outcome_value, passage_value, report_header
from policyscan.model.reading import OcrMode
from policyscan.model.report import Done, Failed, Report, Verdict


class Records(Struct, frozen=True):
    """The lines of one document, and what the end of a run needs to know of it.

    ``sha256`` is that of the file, None where nothing could be had from it: see ``failed``.
    """

    lines: bytes
    source: str
    sha256: str | None
    passages: int
    wholly_read: bool
    has_gaps: bool
    failed: Failed | None = None

    @property
    def document_line(self) -> bytes:
        """The document's own record."""
        return self.lines[: self.lines.index(b"\n") + 1]


def header_line(report: Report, ocr: OcrMode) -> bytes:
    """Return the first line of a stream: what produces it, and how. The outcomes of ``report`` are not looked at."""
    return encode({"record": "report", **report_header(report), "ocr": ocr.value}).encode() + b"\n"


def records_of(outcome: Done | Failed) -> Records:
    """Return a document's lines: its own record, then one for each of its passages."""
    value = {"record": "document", **outcome_value(outcome)}
    if isinstance(outcome, Done):
        value["opening"] = outcome.document.opening
    lines = [encode(value)]
    if isinstance(outcome, Failed):
        return Records(
            (lines[0] + "\n").encode(), outcome.source, None, 0, wholly_read=False, has_gaps=False, failed=outcome
        )
    lines.extend(
        encode({"record": "passage", "path": outcome.source, **passage_value(i, p)})
        for i, p in enumerate(outcome.passages)
    )
    document = outcome.document
    return Records(
        ("\n".join(lines) + "\n").encode(),
        document.source,
        document.sha256,
        len(outcome.passages),
        document.is_wholly_read,
        outcome.has_gaps,
    )


def read_records(file: BinaryIO) -> Records | None:
    """Return the next document of a stream, None at its end, or where it is not whole.

    Raises
    ------
    ValueError
        If what comes next is no document's record.
    """
    line = file.readline()
    if not line.endswith(b"\n"):
        return None
    found = _from_line(line)
    passages = [file.readline() for _ in range(found.passages)]
    if passages and not passages[-1].endswith(b"\n"):
        return None
    return replace(found, lines=line + b"".join(passages))


def _from_line(line: bytes) -> Records:
    value: Any = msgspec.json.decode(line)
    try:
        if value["record"] != "document":
            raise ValueError("no document's record")
        if value["status"] == "failed":
            hint = Bilingual(**value["hint"]) if value["hint"] else None
            failed = Failed(value["path"], Bilingual(**value["reason"]), hint)
            return Records(line, failed.source, None, 0, wholly_read=False, has_gaps=False, failed=failed)
        verdicts = {c["verdict"] for t in value["coverage"] for c in t["categories"]}
        return Records(
            line,
            value["path"],
            value["sha256"],
            value["passages"],
            value["wholly_read"],
            Verdict.GAP.value in verdicts,
        )
    except (KeyError, TypeError) as error:
        raise ValueError(f"no document's record: {error!r}") from error
