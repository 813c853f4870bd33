"""A file → Document, faithful to the page. `registry` finds the reader by content."""

from __future__ import annotations

from policyscan.readers.registry import READERS, SUFFIXES, bytes_of, read_document

__all__ = ["READERS", "SUFFIXES", "bytes_of", "read_document"]
