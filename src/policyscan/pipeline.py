"""One file through: read → clean → segment → classify → cover."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from policyscan.classification import Classifier
from policyscan.cleaning import clean
from policyscan.coverage import cover
from policyscan.language import Bilingual
from policyscan.model.document import Document, Note, NoteKind
from policyscan.model.report import Done
from policyscan.model.taxonomy import Taxonomy
from policyscan.readers import read_document
from policyscan.segmentation import read_title_page, split_passages


def extract(path: Path, data: bytes | None = None) -> Document:
    """Return a file's clean text with all that was set aside marked.

    Raises
    ------
    UnreadableDocument
        If no text can be had from it.
    """
    return clean(read_document(path, data))


def scan_file(path: Path, taxonomies: Sequence[Taxonomy], classifier: Classifier, data: bytes | None = None) -> Done:
    """Return what a file covers.

    Raises
    ------
    UnreadableDocument
        If no text can be had from it.
    """
    document = extract(path, data)
    title_page = read_title_page(document)
    passages = classifier.classify(split_passages(document), title_page.title or "")
    if not passages and document.is_wholly_read:
        document = _with_note(document)
    coverage = tuple(cover(t, passages, wholly_read=document.is_wholly_read) for t in taxonomies)
    return Done(document, title_page, tuple(passages), coverage)


def _with_note(document: Document) -> Document:
    """Note that a file has no running text: with nothing read, nothing can be called absent."""
    message = Bilingual("没有找到正文段落", "no passage of running text was found")
    return replace(document, notes=(*document.notes, Note(NoteKind.NOT_THE_DOCUMENT, message)))
