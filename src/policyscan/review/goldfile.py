"""A gold file that grows by a decision at a time."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from policyscan.model.codec import encode

Write = Callable[[bytes, Path], None]
"""Writes a file whole or not at all."""


class GoldFile:
    """Labelled passages in JSON Lines.

    Before each change the file is read again: what stands in it otherwise (the lines of another document, of an editor or of a
    second reader) is kept as it is. After each change all of it is on the disk, or the old file is untouched.
    """

    def __init__(self, path: Path, write: Write) -> None:
        self.path, self._write = path, write

    def records(self) -> dict[str, dict[str, object]]:
        """Return the records that have an id, by id, in the order of the file."""
        found = {}
        for line in self._lines():
            record = _record(line)
            if record is not None and isinstance(record.get("id"), str):
                found[str(record["id"])] = record
        return found

    def put(self, record: dict[str, object]) -> None:
        """Add a record at the end, or in the place of the one with its id."""
        self._replace(str(record["id"]), encode(record))

    def remove(self, id: str) -> None:
        """Remove the record with an id."""
        self._replace(id, None)

    def _replace(self, id: str, new: str | None) -> None:
        lines, is_placed = [], False
        for line in self._lines():
            # most lines need not be taken apart to see that they are another's
            is_other = id.isalnum() and id not in line and "\\u" not in line
            record = None if is_other else _record(line)
            if record is None or record.get("id") != id:
                lines.append(line)
            elif new is not None and not is_placed:
                lines.append(new)
                is_placed = True
        if new is not None and not is_placed:
            lines.append(new)
        self._write("".join(f"{line}\n" for line in lines).encode(), self.path)

    def _lines(self) -> list[str]:
        try:
            text = self.path.read_bytes().decode("utf-8-sig")
        except FileNotFoundError:
            return []
        return [line for line in text.split("\n") if line.strip()]


def _record(line: str) -> dict[str, object] | None:
    try:
        record = json.loads(line)
    except ValueError:
        return None
    return record if isinstance(record, dict) else None
