"""One file through: read → clean → segment → classify → cover."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from msgspec.structs import replace

from policyscan.classification import Classifier
from policyscan.cleaning import clean
from policyscan.coverage import characters, cover
from policyscan.language import Bilingual
from policyscan.model.diagnosis import Diagnosis
from policyscan.model.document import Document, Fragment, Known, Note, NoteKind
from policyscan.model.label import ClassifiedPassage
from policyscan.model.passage import TitlePage
from policyscan.model.reading import OcrMode
from policyscan.model.records import Records, records_of
from policyscan.model.report import Done
from policyscan.model.taxonomy import Taxonomy
from policyscan.readers import bytes_of, read_document
from policyscan.segmentation import outline, read_title_page, split_passages
from policyscan.store import Key, Prepared, Store


def extract(path: Path, data: bytes | None = None, ocr: OcrMode = OcrMode.AUTO, store: Store | None = None) -> Document:
    """Return a file's clean text with all that was set aside marked; from the store, if it has it.

    Raises
    ------
    UnreadableDocument
        If no text can be had from it.
    """
    if data is None:
        data = bytes_of(path)
    return _made(store, store.key(path, data, ocr) if store is not None else (), path, data, ocr)


def _made(store: Store | None, key: Key, path: Path, data: bytes, ocr: OcrMode) -> Document:
    def make() -> Document:
        return clean(read_document(path, data, ocr))

    return store.document(key, make) if store is not None else make()


def scan_file(
    path: Path,
    taxonomies: Sequence[Taxonomy],
    classifier: Classifier,
    data: bytes | None = None,
    ocr: OcrMode = OcrMode.AUTO,
    store: Store | None = None,
) -> Done:
    """Return what a file covers; what the store has of it is not made again.

    Raises
    ------
    UnreadableDocument
        If no text can be had from it.
    """
    if data is None:
        data = bytes_of(path)
    key = store.key(path, data, ocr) if store is not None else ()
    document = _made(store, key, path, data, ocr)

    title_page = read_title_page(document)

    def classified() -> tuple[ClassifiedPassage, ...]:
        return tuple(classifier.classify(split_passages(document), title_page.title or ""))

    passages = store.passages(key, classifier.fingerprint, classified) if store is not None else classified()
    return _covered(document, title_page, passages, taxonomies)


def _covered(
    document: Document,
    title_page: TitlePage,
    passages: tuple[ClassifiedPassage, ...],
    taxonomies: Sequence[Taxonomy],
) -> Done:
    if not passages and document.is_wholly_read:
        document = _with_note(document)
    coverage = tuple(cover(t, passages, wholly_read=document.is_wholly_read) for t in taxonomies)
    return Done(document, title_page, passages, coverage, characters(passages))


def scan_records(
    path: Path,
    taxonomies: Sequence[Taxonomy],
    classifier: Classifier,
    data: bytes | None = None,
    ocr: OcrMode = OcrMode.AUTO,
    store: Store | None = None,
) -> Records:
    """Return what a file covers as lines of a stream; the parameters and errors are those of `scan_file`."""
    if data is None:
        data = bytes_of(path)
    if store is None:
        return records_of(scan_file(path, taxonomies, classifier, data, ocr))
    key = store.key(path, data, ocr)

    def made() -> Records:
        ready = store.prepared(key, lambda: _prepared(clean(read_document(path, data, ocr))))
        passages = tuple(classifier.classify(ready.passages, ready.title_page.title or ""))
        return records_of(_covered(ready.document, ready.title_page, passages, taxonomies))

    return store.records(key, classifier.fingerprint, made)


def _prepared(document: Document) -> Prepared:
    passages = tuple(replace(p, fragments=tuple(map(_line_of, p.fragments[:1]))) for p in split_passages(document))
    known = Known(document.opening, document.text_sha256)
    return Prepared(replace(document, blocks=(), known=known), read_title_page(document), passages)


def _line_of(fragment: Fragment) -> Fragment:
    return Fragment(fragment.start, fragment.end, fragment.page, "", line=fragment.line)


def diagnose(path: Path, data: bytes | None = None, ocr: OcrMode = OcrMode.AUTO) -> Diagnosis:
    """Return how a file is read and what of it is not.

    Raises
    ------
    UnreadableDocument
        If no text can be had from it.
    """
    if data is None:
        data = bytes_of(path)
    document = extract(path, data, ocr)
    passages = split_passages(document)
    if not passages and document.is_wholly_read:
        document = _with_note(document)
    return Diagnosis(
        source=document.source,
        sha256=document.sha256,
        size=len(data),
        reader=document.reader,
        encoding=document.encoding,
        pages=len(document.pages),
        characters=len("".join(document.text.split())),
        headings=sum(section.is_heading for section in outline(document)),
        passages=len(passages),
        set_aside=Counter(block.kind for block in document.blocks if block.kind.is_set_aside),
        recognised=tuple(n.page for n in document.notes if n.kind in _BY_OCR and n.page is not None),
        notes=document.notes,
        title_page=read_title_page(document),
    )


_BY_OCR = (NoteKind.RECOGNISED, NoteKind.DOUBTFUL)


def _with_note(document: Document) -> Document:
    """Note that a file has no running text: with nothing read, nothing can be called absent."""
    message = Bilingual("没有找到正文段落", "no passage of running text was found")
    return replace(document, notes=(*document.notes, Note(NoteKind.NOT_THE_DOCUMENT, message)))
