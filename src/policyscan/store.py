"""What was made of a document before: its text, and what a classifier said of its passages, kept apart in the cache.

So a changed term does not read a PDF again. A value is found by all that it was made from: the file's bytes and name, the
program and the libraries that read, the options; for passages also the classifier with its taxonomies. What is kept is data
of the types of `policyscan.model`, checked against them when read.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import msgspec
from msgspec import Struct

from policyscan._version import __version__
from policyscan.cache import Cache
from policyscan.extras import find_office, has_extra
from policyscan.model.document import Document
from policyscan.model.label import ClassifiedPassage
from policyscan.model.passage import Passage, TitlePage
from policyscan.model.reading import OcrMode
from policyscan.model.records import Records, read_records

T = TypeVar("T")
Key = tuple[str, ...]

_READERS = ("pypdfium2", "pdfplumber", "lxml", "charset-normalizer", "rapidocr")
_MOST_BYTES = 1 << 30


class Prepared(Struct, frozen=True):
    """A document ready to be classified for a stream of records: no more of it than its records tell."""

    document: Document
    title_page: TitlePage
    passages: tuple[Passage, ...]


class Store:
    """Documents and passages made before.

    It never fails: where an entry is missing, damaged or of another shape, the value is made again.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._documents = Cache("documents", folder)
        self._prepared = Cache("prepared", folder)
        self._passages = Cache("passages", folder)
        self._records = Cache("records", folder)
        self._program = _program()  # found once: workers inherit it

    def key(self, path: Path, data: bytes, ocr: OcrMode) -> Key:
        """Return all that a document's text depends on. The path is part of it, as it stands in messages."""
        return str(path), hashlib.sha256(data).hexdigest(), ocr.value, *self._program

    def document(self, key: Key, make: Callable[[], Document]) -> Document:
        """Return the clean text of the file of this key, made now if it was not before."""
        return _kept(self._documents, key, Document, make)

    def prepared(self, key: Key, make: Callable[[], Prepared]) -> Prepared:
        """Return the passages of the file of this key before anything is said of them."""
        return _kept(self._prepared, key, Prepared, make)

    def passages(
        self, key: Key, classifier: str, make: Callable[[], tuple[ClassifiedPassage, ...]]
    ) -> tuple[ClassifiedPassage, ...]:
        """Return the passages of the document of this key as the classifier of this fingerprint sees them."""
        return _kept(self._passages, (*key, classifier), tuple[ClassifiedPassage, ...], make)

    def records(self, key: Key, classifier: str, make: Callable[[], Records]) -> Records:
        """Return the lines of a stream for the document of this key as the classifier of this fingerprint sees it."""
        key = (*key, classifier)
        if (packed := self._records.get(*key)) is not None:
            with contextlib.suppress(ValueError, zlib.error):
                lines = io.BytesIO(_unpacked(packed))
                if (found := read_records(lines)) is not None and not lines.read(1):
                    return found
        value = make()
        self._records.put(zlib.compress(value.lines, 1), *key)
        return value


def _program() -> tuple[str, ...]:
    """Return what reads: this program, whether installed or being changed, its libraries, and what may be missing."""
    return __version__, _source(), *map(_version, _READERS), str(has_extra("ocr")), str(find_office())


def _version(package: str) -> str:
    from importlib.metadata import PackageNotFoundError, version  # 20 ms, for nothing where nothing is kept

    try:
        return version(package)
    except PackageNotFoundError:
        return ""


def _source() -> str:
    """Return a digest of the names, sizes and times of the program's own files: an edited program finds nothing."""
    digest = hashlib.sha256()
    root = Path(__file__).parent
    for path in sorted(root.rglob("*.py")):
        stat = path.stat()
        digest.update(f"{path.relative_to(root)}\0{stat.st_size}\0{stat.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def _kept(cache: Cache, key: Key, kind: type[T], make: Callable[[], T]) -> T:
    if (packed := cache.get(*key)) is not None:
        try:
            return msgspec.json.decode(_unpacked(packed), type=kind)
        except (ValueError, zlib.error, RecursionError):
            pass  # whole, but of another shape: made again
    value = make()
    cache.put(zlib.compress(msgspec.json.encode(value), 1), *key)
    return value


def _unpacked(packed: bytes) -> bytes:
    unpacker = zlib.decompressobj()
    value = unpacker.decompress(packed, _MOST_BYTES)
    if not unpacker.eof:
        raise ValueError("cut short, or larger than any document")
    return value
